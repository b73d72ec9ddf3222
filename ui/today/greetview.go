package today

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/inbox/saved"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

const (
	greetWidth = 84
	greetLines = 7 // of the text being written, where there is room
)

// View implements [pane.Sheet].
func (s *greeting) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, greetWidth)
	inside := max(1, w-4)
	foot := page.Page{Theme: t, Width: inside, Measure: page.Measure{Said: 1}}
	s.foot(&foot)
	room := height - 2 - len(foot.Lines)
	lines := max(1, min(greetLines, room/2))
	head := page.Page{Theme: t, Width: inside, Measure: page.Measure{Said: 1, Text: 1}}
	s.head(&head)
	if most := max(0, room-lines-2); len(head.Lines) > most {
		head.Lines = append(head.Lines[:max(0, most-1)], " "+t.Quiet.Put("…"))[:most]
	}
	s.Forget()
	s.Line(1+len(head.Lines), s.turn)           // who reads it
	all := append(head.Lines, s.reader(inside)) //nolint:gocritic // the head is not used again
	text, x, y := s.field.Lines(max(1, inside-4), lines)
	s.cursor = tea.NewCursor(min(x+5, max(0, w-1)), len(all)+1+y)
	for i := range lines {
		line := ""
		if i < len(text) {
			line = text[i]
		}
		all = append(all, " "+t.Rule.Put("┃ ")+withGaps(t, line))
	}
	all = append(all, foot.Lines...)
	return pane.Box(t, "Welcome "+nameOf(&s.item), all, w, min(height, len(all)+2))
}

// withGaps is a line of the text, what is still to be filled in marked.
func withGaps(t *theme.Theme, line string) string {
	letters, at, painted := []rune(line), 0, ""
	for _, gap := range saved.Open(line) {
		painted += t.Text.Put(string(letters[at:gap.From])) + t.Gap.Put(string(letters[gap.From:gap.To]))
		at = gap.To
	}
	return painted + t.Text.Put(string(letters[at:]))
}

// head is who is greeted, and what they said.
func (s *greeting) head(d *page.Page) {
	t, item := d.Theme, &s.item
	facts := []string{item.Platform.Title()}
	if h := item.Hello; len(item.Why) == 0 && !h.Joined.IsZero() {
		facts = append(facts, "joined "+when.Say(h.Joined, s.p.now))
	}
	facts = append(facts, item.Why...)
	d.Say(t.Quiet, "", strings.Join(facts, " · "))
	for _, why := range item.Hello.Suspect {
		d.Say(t.Warn, "⚠ ", why)
	}
	d.Gap()
	switch {
	case len(s.said) > 0:
		for i := range s.said[:min(3, len(s.said))] {
			d.Text(t.Soft, t.Team.Put("┃ "), s.said[i].Text)
		}
	case item.Text != "":
		d.Text(t.Soft, t.Team.Put("┃ "), item.Text)
	default:
		d.Say(t.Quiet, "", plain.Name(item.Name)+" has said nothing yet.")
	}
	d.Gap()
}

// reader says who will read it.
func (s *greeting) reader(width int) string {
	t := s.p.env.Theme
	switch {
	case s.sure:
		return " " + t.Alarm.Put(pane.Line("alt+p again makes it PUBLIC: everybody in "+roomOf(&s.item)+" will read this text.", width-2))
	case s.manner == alone:
		return " " + t.Secret.Put(pane.Line("Only "+plain.Name(s.item.Name)+" reads this.", width-2))
	}
	return " " + t.Strong.Put("PUBLIC") + " " + t.Soft.Put(pane.Line("in "+roomOf(&s.item)+": everybody reads this, below their first words.", max(0, width-9)))
}

// foot is what a person should know before they send.
func (s *greeting) foot(d *page.Page) {
	t := d.Theme
	d.Put("")
	open := saved.Open(s.field.Text())
	switch {
	case s.failed != nil:
		d.Say(t.Alarm, "", "NOT KEPT: "+s.failed.Error())
	case s.opening:
		d.Say(t.Quiet, "", "reading the draft…")
	case len(open) > 0:
		d.Say(t.Warn, "", "To fill in: "+pane.Line(open[0].Words, 50)+" · tab goes there, and what you type takes its place")
	case s.used:
		d.Say(t.Quiet, "", "From the saved reply “"+greetingName+"”. Change what you like.")
	case s.field.Text() == "" && s.p.welcome.Name == "":
		d.Say(t.Quiet, "", "A saved reply called “"+greetingName+"” would stand here: rounds replies init writes one.")
	default:
		d.Say(t.Quiet, "", "draft kept as you type")
	}
}

// Cursor implements [pane.Sheet].
func (s *greeting) Cursor() *tea.Cursor { return s.cursor }

// Hints implements [pane.Sheet].
func (s *greeting) Hints() []pane.Command {
	other := "alone"
	if s.manner == alone {
		other = "public"
	}
	return []pane.Command{
		{Key: pane.Bind("ctrl+s", "send", "ctrl+s")},
		{Key: pane.Bind("alt+p", other, "alt+p")},
		{Key: pane.Bind("tab", "next gap", "tab")},
		{Key: pane.Bind("esc", "put it away, the draft stays", "esc")},
	}
}
