package queue

import "image"

// frame is who gets which part of the pane, in its own cells. All its
// arithmetic is in this file.
type frame struct {
	width, height int

	head   int             // lines of the tabs and their rule
	list   image.Rectangle // the rows
	across int             // the rule below the list, -1 for none
	down   int             // the column beside it, -1 for none
	file   image.Rectangle // the case; empty if it is not shown
	card   image.Rectangle // its author, if there is room beside it
}

const (
	wide      = 110 // from here the case stands beside the list, and the author beside a case that is alone
	roomy     = 92  // from here the author stands beside the case even then
	cardWidth = 38
)

// arrange lays the parts out anew: the window or a choice has changed.
func (p *Pane) arrange() {
	f := frame{width: p.frame.width, height: p.frame.height, across: -1, down: -1}
	if f.height >= 6 {
		f.head = 2
	}
	body := image.Rect(0, f.head, f.width, f.height)
	switch {
	case p.zoom != listed:
		f.list = image.Rect(0, f.head, 0, f.head)
		f.split(body, f.width >= wide && !p.tab().log)
	case f.width >= wide:
		f.down = min(max(f.width*46/100, min(64, f.width-56)), 100)
		f.list = image.Rect(0, f.head, f.down, f.height)
		f.split(image.Rect(f.down+1, f.head, f.width, f.height), f.width-f.down-1 >= roomy && !p.tab().log)
	case body.Dy() < 8:
		f.list = body
	default:
		rows := max(3, body.Dy()*42/100)
		f.list = image.Rect(0, f.head, f.width, f.head+rows)
		f.across = f.list.Max.Y
		f.file = image.Rect(0, f.across+1, f.width, f.height)
	}
	p.frame = f
	p.list.place(p.list.cursor, f.list.Dy())
}

// split puts the author at the right of the case.
func (f *frame) split(r image.Rectangle, beside bool) {
	f.file = r
	if beside {
		f.file.Max.X = r.Max.X - cardWidth - 1
		f.card = image.Rect(f.file.Max.X+1, r.Min.Y, r.Max.X, r.Max.Y)
	}
}
