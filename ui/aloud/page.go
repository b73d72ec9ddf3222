package aloud

import (
	"slices"
	"strings"

	"rounds/ui/pane"
)

// page is a painted frame as lines of words.
type page struct {
	lines []line
	field int // the line of it that is typed in, -1 for none
}

// line is one of them; the one that the keys act on is lit.
type line struct {
	words string
	lit   bool
}

// bar stands before the line that the keys act on, in every list of the house.
const bar = '▌'

// read takes a frame apart. Row is where a field asks for the cursor, -1 for
// nowhere.
func read(frame string, row int) page {
	p := page{field: -1}
	for y, painted := range strings.Split(frame, "\n") {
		l := line{pane.Words(painted), strings.ContainsRune(painted, bar)}
		if y == row {
			p.field = len(p.lines)
		} else if l.words == "" {
			continue
		}
		p.lines = append(p.lines, l)
	}
	return p
}

// all is every line of the page, the lit one said to be so.
func (p *page) all() []string {
	var said []string
	for i, l := range p.lines {
		switch {
		case i == p.field && l.words == "":
			said = append(said, "typing:")
		case i == p.field:
			said = append(said, "typing: "+l.words)
		case l.lit:
			said = append(said, "here: "+l.words)
		default:
			said = append(said, l.words)
		}
	}
	return said
}

// lit is the line that the keys act on, "" for none.
func (p *page) lit() string {
	for _, l := range p.lines {
		if l.lit {
			return l.words
		}
	}
	return ""
}

// typed is what stands in the field, "" for nothing.
func (p *page) typed() string {
	if p.field < 0 {
		return ""
	}
	return p.lines[p.field].words
}

// since are the lines that were not on the page before, and the lit one if it
// is another. What is being typed is said when it has been.
func (p *page) since(before *page) []string {
	var said []string
	for i, l := range p.lines {
		if i == p.field || l.words == "" {
			continue
		}
		known := slices.ContainsFunc(before.lines, func(b line) bool { return b.words == l.words })
		if !known || l.lit && before.lit() != l.words {
			said = append(said, l.words)
		}
	}
	return said
}
