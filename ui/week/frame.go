package week

import (
	"image"
)

// frame is who gets which part of the pane, in its own cells. All its
// arithmetic is in this file.
type frame struct {
	width, height int

	head   int             // lines above everything: the tabs, their rule, the week
	grid   bool            // the days stand side by side, else below each other
	days   image.Rectangle // the week, the month, the list
	beside image.Rectangle // the backlog at the right of the week, if there is room
	across int             // the rule above the post, -1 for none
	detail image.Rectangle // the post under the cursor; empty if it is not shown
	down   int             // the rule at the left of the post, -1 for none
}

const (
	sideBySide = 100 // from here the days of a week stand side by side
	withIdeas  = 150 // from here what has no time stands beside them
	ideasWidth = 34
	sheetWidth = 76
)

// arrange lays the parts out anew: the window or a choice has changed.
func (p *Pane) arrange() {
	f := frame{width: p.frame.width, height: p.frame.height, across: -1, down: -1}
	switch {
	case f.height >= 8:
		f.head = 3
	case f.height >= 5:
		f.head = 2
	}
	f.grid = f.width >= sideBySide && f.height >= 12
	body := image.Rect(0, f.head, f.width, max(f.head, f.height))
	switch {
	case p.zoom == opened:
		f.detail = body
	case p.at == onProblems, p.at == onBacklog && !p.ideasBeside(f):
		f.split(body, 42)
	case f.grid:
		if p.ideasBeside(f) {
			f.beside = image.Rect(f.width-ideasWidth, f.head, f.width, f.height)
			body.Max.X -= ideasWidth + 1
		}
		f.split(body, 60)
	default:
		f.split(body, 56)
	}
	p.frame = f
}

// ideasBeside reports whether the backlog stands beside the week.
func (p *Pane) ideasBeside(f frame) bool {
	return f.grid && f.width >= withIdeas && (p.at == onWeek || p.at == onBacklog)
}

// split gives the upper part to the days and the rest to the post under the
// cursor.
func (f *frame) split(body image.Rectangle, percent int) {
	f.days = body
	if body.Dy() < 10 {
		return
	}
	f.days.Max.Y = body.Min.Y + max(4, body.Dy()*percent/100)
	f.across = f.days.Max.Y
	f.detail = image.Rect(body.Min.X, f.across+1, body.Max.X, body.Max.Y)
}

// edges are where seven columns begin and end in so many cells, a rule between
// them.
func edges(width int) [7]stretch {
	var all [7]stretch
	room := max(0, width-6)
	at := 0
	for i := range all {
		w := room / 7
		if i < room%7 {
			w++
		}
		all[i] = stretch{at, at + w}
		at += w + 1
	}
	return all
}
