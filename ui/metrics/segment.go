package metrics

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// part is one part of the community that can be chosen.
type part struct {
	kind string
	name string
	metrics.Segment
}

// choosing is the list of parts, narrowed by what is typed.
type choosing struct {
	p     *Pane
	all   []part
	field pane.Field
	at    int
	width int
	pane.Spots
}

// openSegment asks of which part of the community the figures shall be.
func (p *Pane) openSegment() tea.Cmd {
	s := &choosing{p: p, all: []part{{kind: "", name: "all of the community"}}, field: pane.NewField("")}
	if p.read.facts != nil {
		s.all = append(s.all, partsOf(p.read.facts)...)
	}
	for i := range s.all {
		if s.all[i].Segment == p.segment {
			s.at = i
		}
	}
	p.sheet = s
	return nil
}

// partsOf are the parts that facts know of.
func partsOf(f *metrics.Facts) []part {
	var all []part
	add := func(kind, name string, s metrics.Segment) {
		if name != "" && !slices.ContainsFunc(all, func(x part) bool { return x.Segment == s }) {
			all = append(all, part{kind, name, s})
		}
	}
	for _, c := range f.Coverage {
		add("platform", string(c.Platform), metrics.Segment{Platform: string(c.Platform)})
	}
	for _, c := range f.Coverage {
		add("account", c.Account, metrics.Segment{Account: c.Account})
	}
	for _, c := range f.Channels {
		s := metrics.Segment{Channel: c.Name}
		if int(c.Account) < len(f.Coverage) && len(f.Coverage) > 1 {
			s.Account = f.Coverage[c.Account].Account
		}
		add("channel", hash(c.Name, "")+behind(s.Account), s)
	}
	tags := make([]string, 0, len(f.Tags))
	for tag := range f.Tags {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	for _, tag := range tags {
		add("tag", tag, metrics.Segment{Tag: tag})
	}
	for i := range f.Published {
		add("theme", f.Published[i].Theme, metrics.Segment{Theme: f.Published[i].Theme})
	}
	return all
}

func behind(account string) string {
	if account == "" {
		return ""
	}
	return " on " + account
}

// found are the parts that hold what is typed.
func (s *choosing) found() []part {
	words := strings.ToLower(strings.TrimSpace(s.field.Text()))
	if words == "" {
		return s.all
	}
	var found []part
	for _, x := range s.all {
		if strings.Contains(strings.ToLower(x.kind+" "+x.name), words) {
			found = append(found, x)
		}
	}
	return found
}

func (s *choosing) update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			s.p.sheet = nil
			return nil
		case "down", "ctrl+n", "tab":
			s.at = max(0, min(s.at+1, len(s.found())-1))
			return nil
		case "up", "ctrl+p", "shift+tab":
			s.at = max(0, s.at-1)
			return nil
		case "enter":
			return s.p.once("enter", s.choose)
		}
	}
	if s.field.Update(msg) {
		s.at = 0
	}
	return nil
}

func (s *choosing) choose() tea.Cmd {
	found := s.found()
	if s.at >= len(found) {
		return pane.Say("No part has these words.")
	}
	s.p.sheet = nil
	s.p.segment = found[s.at].Segment
	return s.p.load()
}

// View implements [pane.Sheet].
func (s *choosing) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	s.width = max(1, w-8)
	text, _ := s.field.View(s.width)
	found := s.found()
	lines := []string{" " + t.Accent.Put("› ") + t.Text.Put(text), ""}
	room := max(1, min(height, 24)-2-len(lines))
	first := max(0, min(s.at-room/2, len(found)-room))
	s.Forget()
	for i := first; i < min(len(found), first+room); i++ {
		s.Line(1+len(lines), func() tea.Cmd { s.at = i; return s.choose() })
		r, mark := focusOf(i, s.at).roles(t)
		lines = append(lines, r.Accent.Put(mark)+r.Quiet.Put(" "+pane.Cell(found[i].kind, 9))+r.Text.Put(" "+pane.Cell(found[i].name, max(0, w-16))))
	}
	if len(found) == 0 {
		lines = append(lines, " "+t.Quiet.Put("Nothing has these words."))
	}
	return pane.Box(t, "Which part of the community?", lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *choosing) Cursor() *tea.Cursor {
	_, x := s.field.View(max(1, s.width))
	return tea.NewCursor(5+x, 1)
}

// Hints implements [pane.Sheet].
func (s *choosing) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "choose it", "enter")},
		{Key: pane.Bind("↑ ↓", "another", "down")},
		{Key: pane.Bind("type", "narrow the list")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
