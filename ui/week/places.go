package week

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

// places chooses where a post goes. What is typed picks among the rooms; what
// is no room yet can be chosen too, since a week is planned before anything is
// connected.
type places struct {
	p      *Pane
	item   calendar.Item
	field  pane.Field
	chosen []calendar.Place
	cursor int
	width  int
	pane.Spots
}

// openPlaces chooses the channels of the post under the cursor.
func (p *Pane) openPlaces(i calendar.Item) tea.Cmd {
	if out(&i) && !i.Post.Series() {
		return pane.Say(p.keyed(isOut))
	}
	p.sheet = &places{p: p, item: i, field: pane.NewField(""), chosen: slices.Clone(i.Post.To)}
	return nil
}

func (s *places) renew(now calendar.Post) { s.item.Post = now }

// rooms are those that can be picked now: first what is chosen and unknown,
// then what has the words that were typed, then these words themselves.
func (s *places) rooms() []calendar.Room {
	words := bare(strings.TrimSpace(s.field.Text()))
	var all []calendar.Room
	for _, at := range s.chosen {
		if _, known := s.p.room(at); !known && strings.Contains(bare(at.String()), words) {
			all = append(all, calendar.Room{Place: at})
		}
	}
	same := false
	for _, r := range s.p.board.rooms {
		name := bare(r.String())
		same = same || name == words
		if strings.Contains(name, words) || strings.Contains(string(r.Platform), words) {
			all = append(all, r)
		}
	}
	if at := calendar.ParsePlace(s.field.Text()); at.Account != "" && !same && !slices.Contains(s.chosen, at) {
		if _, known := s.p.room(at); !known {
			all = append(all, calendar.Room{Place: at})
		}
	}
	return all
}

// bare is a place's name as it is compared: slack/general is slack/#General.
func bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "#", "")) }

// goesOn reports whether what is typed is the beginning of a room's name, and a
// space comes next in it: the categories of a forum are called so.
func (s *places) goesOn() bool {
	words := bare(s.field.Text())
	return strings.Contains(words, "/") && slices.ContainsFunc(s.p.board.rooms, func(r calendar.Room) bool {
		return strings.HasPrefix(bare(r.String()), words+" ")
	}) && !slices.ContainsFunc(s.p.board.rooms, func(r calendar.Room) bool { return bare(r.String()) == words })
}

func (s *places) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			s.p.sheet = nil
			return nil
		case "up", "ctrl+p":
			s.cursor = max(0, s.cursor-1)
			return nil
		case "down", "ctrl+n":
			s.cursor = max(0, min(s.cursor+1, len(s.rooms())-1))
			return nil
		case "space":
			if !s.goesOn() {
				return s.toggle()
			}
		case "tab":
			return s.toggle()
		case "enter":
			return s.p.once("enter", s.keep)
		}
	}
	if s.field.Update(msg) {
		s.cursor = 0
	}
	return nil
}

// toggle chooses what the cursor is on, or chooses it no more.
func (s *places) toggle() tea.Cmd {
	all := s.rooms()
	if s.cursor >= len(all) {
		return nil
	}
	room := all[s.cursor]
	if n := slices.Index(s.chosen, room.Place); n >= 0 {
		s.chosen = slices.Delete(slices.Clone(s.chosen), n, n+1)
		return nil
	}
	if room.Lacks != "" {
		return pane.Say(room.Lacks)
	}
	s.chosen = append(slices.Clone(s.chosen), room.Place)
	s.field.Set("")
	s.cursor = max(0, slices.IndexFunc(s.rooms(), func(r calendar.Room) bool { return r.Place == room.Place }))
	return nil
}

// keep keeps the places. A place that was typed out and not chosen by a space
// is meant all the same.
func (s *places) keep() tea.Cmd {
	if strings.TrimSpace(s.field.Text()) != "" {
		if all := s.rooms(); s.cursor < len(all) && !slices.Contains(s.chosen, all[s.cursor].Place) {
			return s.toggle()
		}
	}
	if slices.Equal(s.chosen, s.item.Post.To) {
		s.p.sheet = nil
		return nil
	}
	says := named(&s.item.Post) + " goes nowhere"
	if len(s.chosen) > 0 {
		says = named(&s.item.Post) + " goes to " + plural(len(s.chosen), "channel")
	}
	return s.p.change(edit{verb: inbox.EditPost, item: s.item, says: says}, calendar.Going(s.chosen))
}

// View implements [pane.Sheet].
func (s *places) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	inside := max(1, w-4)
	s.width = max(1, inside-3)
	text, _ := s.field.View(s.width)
	if text == "" {
		text = t.Quiet.Put(pane.Line("type to find one, or a new one: slack/#general", s.width))
	}
	lines := []string{" " + t.Accent.Put("› ") + t.Text.Put(text), ""}
	all := s.rooms()
	room := max(1, min(height, 20)-2-len(lines)-1)
	first := max(0, min(s.cursor-room/2, len(all)-room))
	s.Forget()
	for n := first; n < min(len(all), first+room); n++ {
		s.Line(1+len(lines), func() tea.Cmd { s.cursor = n; return s.toggle() })
		lines = append(lines, s.line(&all[n], n == s.cursor, inside))
	}
	if len(all) == 0 {
		d := s.p.drawing(inside)
		d.say(t.Quiet, "", "No account is connected yet. Type a place, as slack/#general: it is kept, and waits.")
		lines = append(lines, d.Lines...)
	}
	return pane.Box(t, "Where · "+named(&s.item.Post), lines, w, min(height, len(lines)+2))
}

// line is one place: whether it is chosen, who posts there, or why nobody can.
func (s *places) line(r *calendar.Room, here bool, width int) string {
	t := s.p.env.Theme
	roles, bar := &t.Roles, " "
	if here {
		roles, bar = &t.Lit, "▌"
	}
	box, paint := "[ ] ", roles.Text
	if slices.Contains(s.chosen, r.Place) {
		box = "[×] "
	}
	words := whoPosts(r.Mode, r.Platform)
	switch {
	case r.Platform == "":
		words = "not connected yet: it waits"
	case r.Lacks != "":
		words, paint = r.Lacks, roles.Quiet
	case r.Mode == calendar.Local:
		words = "Rounds sends it"
	}
	name := pane.Cell(r.String(), min(28, width/2))
	left := max(0, width-7-pane.Width(name))
	return pane.Fit(roles.Accent.Put(bar)+roles.Key.Put(box)+paint.Put(name)+roles.Text.Put(" ")+roles.Quiet.Put(pane.Cell(words, left)+" "), width)
}

// Cursor implements [pane.Sheet].
func (s *places) Cursor() *tea.Cursor {
	_, x := s.field.View(max(1, s.width))
	return tea.NewCursor(5+x, 1)
}

// Hints implements [pane.Sheet].
func (s *places) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("space", "choose", "space")},
		{Key: pane.Bind("enter", "keep", "enter")},
		{Key: pane.Bind("↑ ↓", "look", "down")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
