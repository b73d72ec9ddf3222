package week

import (
	"strconv"
	"strings"

	"rounds/calendar"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// drawing is a page of a post, or of what is asked about one.
type drawing struct {
	page.Page
	p *Pane
}

func (p *Pane) drawing(width int) *drawing {
	return &drawing{page.Page{Theme: p.env.Theme, Width: width}, p}
}

// sayRoom is how much is said of one thing, in cells.
const sayRoom = 4000

// say puts words as one paragraph: a name or a reason from a file must not
// bring line breaks of its own.
func (d *drawing) say(paint theme.Paint, sign, words string) {
	d.Say(paint, sign, pane.Line(words, sayRoom))
}

// warnings puts what a person should know.
func (d *drawing) warnings(all []calendar.Warning) {
	if len(all) > 0 {
		d.Gap()
	}
	for _, w := range all {
		d.say(d.Theme.Warn, "⚠ ", w.Text)
	}
}

func plural(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "y"):
		return strconv.Itoa(n) + " " + strings.TrimSuffix(what, "y") + "ies"
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// thousands is a number as a person reads it: 4,000.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
