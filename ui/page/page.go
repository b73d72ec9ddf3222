// Package page is a column of painted lines that grows downwards, for the panes
// that show a text: a reported message, a post, how one became another, how a
// platform will show it.
//
// It wraps what it is given, makes it plain and paints it. It never scrolls,
// frames or pads, it knows no pane and no key, and what it says of a text it
// says by a sign as well as by a paint. Nothing in it does I/O or reads a clock.
//
// On one side stand the panes: each embeds a [Page] in a drawing of its own
// that adds what only this pane draws. On the other stand ui/pane, which
// measures and breaks lines, and the words of inbox/markup and
// inbox/moderation, which say what is in a text and how two texts differ.
package page

import (
	"strings"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// Page is painted lines, each made for a width. The words that its methods are
// given may come from outside; what stands in Lines is fit for a screen.
type Page struct {
	Theme   *theme.Theme
	Width   int
	Measure Measure
	Lines   []string
}

// Measure is how far to the right words may reach. The zero Measure is the
// width of the page.
type Measure struct {
	Said int // cells that stay free at the right of what is said
	Text int // and of a text
	Most int // the longest line, in cells, that is easily read; 0 for any
}

// room is how many cells words have behind a blank and a sign.
func (m Measure) room(width, sign, free int) int {
	room := width - 1 - sign - free
	if m.Most > 0 {
		room = min(room, m.Most)
	}
	return max(1, room)
}

// Put adds a line that is painted already.
func (p *Page) Put(line string) { p.Lines = append(p.Lines, line) }

// Gap is a blank line, unless there is one already or nothing stands above.
func (p *Page) Gap() {
	if n := len(p.Lines); n > 0 && p.Lines[n-1] != "" {
		p.Put("")
	}
}

// Head is the name of a part, which begins behind a gap.
func (p *Page) Head(name string) {
	p.Gap()
	p.Put(" " + p.Theme.Quiet.Put(pane.Line(name, p.Width-2)))
}

// Say puts words on as many lines as they take, the later ones below the first
// one's words and not below its sign.
func (p *Page) Say(paint theme.Paint, sign, words string) {
	width := pane.Width(sign)
	for i, line := range pane.Wrap(Beginning(words), p.Measure.room(p.Width, width, p.Measure.Said)) {
		if i > 0 {
			sign = pane.Blank(width)
		}
		p.Put(" " + paint.Put(sign+line))
	}
}

// Text puts a text as it was written, every line behind a painted sign.
func (p *Page) Text(paint theme.Paint, sign, text string) {
	for _, line := range pane.Wrap(Beginning(text), p.Measure.room(p.Width, pane.Width(sign), p.Measure.Text)) {
		p.Put(" " + sign + paint.Put(line))
	}
}

// Runs sets pieces one behind the other as one text, every line behind a
// painted sign.
func (p *Page) Runs(sign string, runs ...Run) {
	s := setter{width: p.Measure.room(p.Width, pane.Width(sign), p.Measure.Text)}
	for _, r := range runs {
		s.set(r)
	}
	s.end()
	for _, line := range s.lines {
		p.Put(" " + sign + line)
	}
}

// textRoom is how much of one text is set and shown, in bytes: what is longer
// is read in a browser or an editor.
const textRoom = 16 << 10

// Beginning is as much of a text as is shown. Spans and differences are worked
// out on it, so that they end where it does.
func Beginning(text string) string {
	if len(text) <= textRoom {
		return text
	}
	return strings.ToValidUTF8(text[:textRoom], "") + " …"
}
