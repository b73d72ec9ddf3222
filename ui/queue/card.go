package queue

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// author draws whom a case is about: who they are, and what was decided about
// them before.
func (d *drawing) author(c *moderation.Case) {
	t := d.Theme
	d.Put(" " + t.Strong.Put(pane.Line(plain.Name(c.Author.Called()), d.Width-2)))
	f := d.p.files[c.ID]
	d.Say(t.Soft, "", strings.Join(d.identity(c, f), " · "))
	if f == nil {
		return
	}
	card := &f.file.Card
	if len(card.Elsewhere) > 0 {
		d.Say(t.Quiet, "", "perhaps also on "+strings.Join(card.Elsewhere, ", "))
	}
	d.strikes(&f.file.Strikes)
	d.past(f.file.Past)
	if len(card.Recent) > 0 {
		d.Head("lately")
		for i := range card.Recent[:min(len(card.Recent), 4)] {
			u := &card.Recent[i]
			d.Say(t.Soft, "", pane.Cell(pane.Ago(d.p.now, u.SentAt), 5)+pane.Line(u.Text, max(10, 2*(d.Width-10))))
		}
	}
}

func (d *drawing) identity(c *moderation.Case, f *opened) []string {
	var facts []string
	if f != nil && f.file.Card.Name != "" && f.file.Card.Name != c.Author.Called() {
		facts = append(facts, f.file.Card.Name)
	}
	if c.Joined.IsZero() {
		facts = append(facts, "nobody knows since when")
	} else {
		facts = append(facts, "joined "+pane.Ago(d.p.now, c.Joined)+" ago")
	}
	facts = append(facts, plural(c.Messages, "message"))
	if f != nil && f.file.Card.Answered > 0 {
		facts = append(facts, strconv.Itoa(f.file.Card.Answered)+" answered")
	}
	if string(c.Platform) == c.Account {
		return append(facts, c.Account)
	}
	return append(facts, string(c.Platform), c.Account)
}

func (d *drawing) strikes(s *moderation.Strikes) {
	switch {
	case s.Why != "":
		d.Say(d.Theme.Warn, "", s.Why)
	case s.Weight > 0:
		d.Say(d.Theme.Warn, "", plural(s.Weight, "strike")+" in "+plural(s.Count, "decision"))
	default:
		d.Say(d.Theme.Quiet, "", "no strikes")
	}
	if s.Next != "" && s.Why == "" {
		d.Say(d.Theme.Quiet, "", "next on the ladder: "+string(s.Next))
	}
}

// past are the decisions about a member, newest first.
func (d *drawing) past(decisions []moderation.Decision) {
	if len(decisions) == 0 {
		return
	}
	d.Head("decided before")
	for i := range decisions[:min(len(decisions), 5)] {
		one := &decisions[i]
		paint, tail := d.Theme.Soft, ""
		if !one.Stands() {
			paint, tail = d.Theme.Struck, " taken back"
		}
		line := pane.Line(string(one.Outcome)+byRule(one.Rule), max(0, d.Width-9-len(tail)))
		d.Put(" " + d.Theme.Quiet.Put(pane.Cell(pane.Ago(d.p.now, one.At), 5)) + paint.Put(line) + d.Theme.Quiet.Put(tail))
		if one.Evidence.Text != "" {
			d.Put(" " + pane.Blank(5) + d.Theme.Quiet.Put(pane.Line("“"+one.Evidence.Text+"”", d.Width-8)))
		}
	}
}

// person is the author of a case, over everything.
type person struct {
	p    *Pane
	of   moderation.Case
	from int
	most int
}

func (p *Pane) openPerson() tea.Cmd {
	if c := p.current(); c != nil {
		p.sheet = &person{p: p, of: *c}
	}
	return nil
}

func (s *person) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "j", "down", "J":
			s.from = min(s.from+1, s.most)
		case "k", "up", "K":
			s.from = max(0, s.from-1)
		case "esc", "q", "u", "enter":
			s.p.sheet = nil
		}
	}
	return nil
}

// View implements [pane.Sheet].
func (s *person) View(width, height int) string {
	w := min(width, 72)
	d := s.p.drawing(max(1, w-4))
	d.author(&s.of)
	if f := s.p.files[s.of.ID]; f != nil && !f.file.Card.LastSeen.IsZero() {
		d.Gap()
		d.Say(d.Theme.Quiet, "", "last seen "+when.Say(f.file.Card.LastSeen, s.p.now))
	}
	room := max(1, height-2)
	s.most = max(0, len(d.Lines)-room)
	from := min(s.from, s.most)
	shown := d.Lines[from:min(len(d.Lines), from+room)]
	return pane.Box(s.p.env.Theme, "Who it is about", shown, w, min(height, len(shown)+2))
}

// Cursor implements [pane.Sheet].
func (s *person) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *person) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("j k", "scroll", "j")}, {Key: pane.Bind("esc", "close", "esc")}}
}
