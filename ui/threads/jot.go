package threads

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// mostQuoted is how many lines of a message stand below the idea that was made
// of it: the link leads to the rest.
const mostQuoted = 12

// jot asks the calendar to keep an idea of what was said here, quoted, with the
// address that leads back to it.
func (p *Pane) jot() tea.Cmd {
	r := p.current()
	if r == nil {
		return pane.Say("There is nothing here to make an idea of.")
	}
	from, err := web(r.Permalink)
	if err != nil {
		from = "" // what has no address is quoted all the same
	}
	jot := pane.Jot{Text: pane.Line(r.Text, 72), Quote: quoted(r.Opener.Called(), r.Text), From: from, Back: p.Title()}
	return func() tea.Msg { return jot }
}

// quoted is what somebody said, as a text that others may read.
func quoted(who, text string) string {
	lines := strings.Split(strings.TrimSpace(plain.Text(text)), "\n")
	if len(lines) > mostQuoted {
		lines = append(lines[:mostQuoted:mostQuoted], "…")
	}
	return "> " + plain.Name(who) + ": " + strings.Join(lines, "\n> ")
}
