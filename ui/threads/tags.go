package threads

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"rounds/inbox"
	"rounds/ui/pane"
)

// tags chooses what the targets are tagged with: the known tags, narrowed by
// what is typed, and a new one.
type tags struct {
	pane   *Pane
	on     []int64 // the targets when it was opened: the list may change under it
	field  pane.Field
	known  []inbox.TagUse
	had    map[string]bool // every target bears it
	chosen map[string]bool
	cursor int
	room   int // of the last drawing, in tags
	pane.Spots
}

// tagged is the answer with every known tag.
type tagged struct {
	known []inbox.TagUse
	err   error
}

func (p *Pane) openTags() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is nothing here to tag.")
	}
	p.list.touched = true
	s := &tags{pane: p, on: on, had: map[string]bool{}, chosen: map[string]bool{}}
	for i, c := range p.known() {
		for _, tag := range c.Tags {
			s.had[tag] = i == 0 || s.had[tag]
		}
		for tag := range s.had {
			s.had[tag] = s.had[tag] && slices.Contains(c.Tags, tag)
		}
	}
	for tag, all := range s.had {
		s.chosen[tag] = all
		s.known = append(s.known, inbox.TagUse{Name: tag})
	}
	p.sheet = s
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		known, err := store.Tags(ctx)
		return tagged{known, err}
	}
}

func (s *tags) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tagged:
		if msg.err != nil {
			return report(msg.err)
		}
		for _, own := range s.known {
			if !slices.ContainsFunc(msg.known, func(t inbox.TagUse) bool { return t.Name == own.Name }) {
				msg.known = append(msg.known, own)
			}
		}
		s.known = msg.known
		return nil
	case tea.KeyPressMsg:
		return s.press(p, msg)
	case pane.Wheel:
		s.move(msg.By)
		return nil
	}
	s.field.Update(msg)
	return nil
}

func (s *tags) press(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "esc":
		p.sheet = nil
	case "up", "ctrl+p":
		s.move(-1)
	case "down", "ctrl+n":
		s.move(+1)
	case "space", "tab":
		s.toggle()
	case "enter":
		if s.field.Text() != "" {
			s.toggle()
		}
		p.sheet = nil
		return s.take(p)
	default:
		if s.field.Update(msg) {
			s.cursor = 0
		}
	}
	return nil
}

func (s *tags) move(by int) {
	s.cursor = max(0, min(s.cursor+by, len(s.offered())-1))
}

// toggle chooses the tag under the cursor, or no longer. What was typed for it
// has done its work.
func (s *tags) toggle() {
	offered := s.offered()
	if s.cursor >= len(offered) {
		return
	}
	name := offered[s.cursor].Name
	s.chosen[name] = !s.chosen[name]
	if !slices.ContainsFunc(s.known, func(t inbox.TagUse) bool { return t.Name == name }) {
		s.known = append(s.known, inbox.TagUse{Name: name})
	}
	s.field.Set("")
	s.cursor = max(0, slices.IndexFunc(s.offered(), func(t inbox.TagUse) bool { return t.Name == name }))
}

// offered are the tags that fit what is typed, and last a new one of that
// name.
func (s *tags) offered() []inbox.TagUse {
	typed := newTag(s.field.Text())
	if typed == "" {
		return s.known
	}
	names := make([]string, len(s.known))
	exact := false
	for i, t := range s.known {
		names[i] = t.Name
		exact = exact || t.Name == typed
	}
	var offered []inbox.TagUse
	for _, m := range fuzzy.Find(typed, names) {
		offered = append(offered, s.known[m.Index])
	}
	if !exact {
		offered = append(offered, inbox.TagUse{Name: typed, Uses: -1})
	}
	return offered
}

// newTag is what was typed as a tag is written: small letters, no blanks.
func newTag(typed string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.TrimLeft(typed, "#[ "))), "-")
}

// take adds the tags that were chosen and drops those that no longer are.
func (s *tags) take(p *Pane) tea.Cmd {
	var add, drop []string
	for tag, chosen := range s.chosen {
		switch {
		case chosen && !s.had[tag]:
			add = append(add, tag)
		case !chosen && s.had[tag]:
			drop = append(drop, tag)
		}
	}
	slices.Sort(add)
	slices.Sort(drop)
	switch {
	case len(add) > 0 && len(drop) > 0:
		return p.act(s.on, "", inbox.Triage{Verb: inbox.DropTag, Tags: drop}, inbox.Triage{Verb: inbox.AddTag, Tags: add})
	case len(add) > 0:
		return p.act(s.on, "", inbox.Triage{Verb: inbox.AddTag, Tags: add})
	case len(drop) > 0:
		return p.act(s.on, "", inbox.Triage{Verb: inbox.DropTag, Tags: drop})
	}
	return nil
}

// View implements [pane.Sheet].
func (s *tags) View(width, height int) string {
	t := s.pane.env.Theme
	width = min(width, 48)
	offered := s.offered()
	s.room = max(1, min(len(offered), min(14, height-6)))
	text, _ := s.field.View(width - 8)
	lines := []string{t.Accent.Put("› ") + t.Text.Put(text), ""}
	first := max(0, min(s.cursor-s.room/2, len(offered)-s.room))
	s.Forget()
	for i := first; i < min(len(offered), first+s.room); i++ {
		s.Line(1+len(lines), func() tea.Cmd { s.cursor = i; s.toggle(); return nil })
		lines = append(lines, s.line(offered[i], i == s.cursor, width-4))
	}
	if len(offered) == 0 {
		lines = append(lines, t.Quiet.Put("No tags yet: type one."))
	}
	return pane.Box(t, "Tags"+many(len(s.on)), lines, width, min(height, len(lines)+2))
}

func (s *tags) line(tag inbox.TagUse, selected bool, width int) string {
	t := s.pane.env.Theme
	roles, bar := &t.Roles, " "
	if selected {
		roles, bar = &t.Lit, "▌"
	}
	box := "[ ] "
	if s.chosen[tag.Name] {
		box = "[×] "
	}
	uses := ""
	switch {
	case tag.Uses < 0:
		uses = "new"
	case tag.Uses > 0:
		uses = strconv.Itoa(tag.Uses)
	}
	return roles.Accent.Put(bar+box) + roles.Text.Put(pane.Cell(tag.Name, max(0, width-12))) + roles.Quiet.Put(pane.CellRight(uses, 6)+" ")
}

// Cursor implements [pane.Sheet].
func (s *tags) Cursor() *tea.Cursor {
	_, x := s.field.View(40)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (s *tags) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "tag", "enter")},
		{Key: pane.Bind("space", "choose", "space")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
