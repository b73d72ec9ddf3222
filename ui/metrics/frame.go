package metrics

import (
	"image"

	"rounds/inbox/metrics"
)

// frame is who gets which part of the pane, in its own cells. All its
// arithmetic is in this file.
type frame struct {
	width, height int

	head   int             // lines above everything: the tabs, their rule, the period
	list   image.Rectangle // the board, the bars, the rows
	chart  image.Rectangle // of what is under the cursor; empty if there is no room
	below  image.Rectangle // what else is worth a look: the activity under the board
	across int             // the rule above the chart, -1 for none
}

const (
	sheetWidth = 72
	besideFrom = 150 // from here the chart stands beside the board
	boardWidth = 104 // what the board is worth then
	leastChart = 5   // lines that a chart is worth
)

// arrange lays the parts out anew: the window or what is shown has changed.
func (p *Pane) arrange() {
	f := frame{width: p.frame.width, height: p.frame.height, across: -1}
	switch {
	case f.height >= 8:
		f.head = 3
	case f.height >= 5:
		f.head = 2
	}
	body := image.Rect(0, f.head, f.width, max(f.head, f.height))
	f.list = body
	switch {
	case p.opened != nil:
	case p.at == onBoard:
		f.board(body, p.entries())
	default:
		f.section(body, len(p.entries()))
	}
	p.frame = f
	p.keepInSight()
}

// board gives the figures what they need and the chart the rest.
func (f *frame) board(body image.Rectangle, all []metrics.Entry) {
	groups := groupsOf(all)
	lines := len(all) + 1 // the heads of the columns
	if body.Dx() >= besideFrom {
		f.list.Max.X = boardWidth
		f.chart = image.Rect(boardWidth+1, body.Min.Y, body.Max.X, body.Max.Y)
		if grouped := lines + groups*2; body.Dy() >= grouped+leastChart+6 {
			cut := body.Min.Y + max(grouped, body.Dy()/2)
			f.list.Max.Y, f.chart.Max.Y, f.across = cut, cut, cut
			f.below = image.Rect(0, cut+1, body.Max.X, body.Max.Y)
		}
		return
	}
	want := lines
	switch {
	case lines > body.Dy()*2: // it is scrolled anyway
		want = max(6, body.Dy()*3/5)
	case body.Dy()-lines-1 < leastChart:
		want = max(6, body.Dy()-leastChart-1)
	}
	if grouped := lines + groups*2; body.Dy()-grouped-1 >= 10 {
		want = grouped
	}
	if rest := body.Dy() - want - 1; rest >= leastChart-1 {
		f.list.Max.Y = body.Min.Y + want
		f.across = f.list.Max.Y
		f.chart = image.Rect(0, f.across+1, body.Max.X, body.Max.Y)
	}
}

// section gives the figures of a section what they need, and its own chart the
// rest.
func (f *frame) section(body image.Rectangle, n int) {
	lines := n + 1
	if body.Dy() < lines+leastChart {
		if body.Dy() > leastChart+3 {
			lines = body.Dy() - leastChart - 1
		} else {
			return
		}
	}
	if body.Dx() >= besideFrom {
		lines = max(lines, min(12, body.Dy()/3))
		f.list.Max.X = boardWidth
		f.chart = image.Rect(boardWidth+1, body.Min.Y, body.Max.X, body.Min.Y+lines)
	}
	f.list.Max.Y = body.Min.Y + lines
	f.across = f.list.Max.Y
	f.below = image.Rect(0, f.across+1, body.Max.X, body.Max.Y)
}

// groupsOf is how many heads the groups of a board take.
func groupsOf(all []metrics.Entry) int {
	n, last := 0, ""
	for i := range all {
		if g := groupOf(&all[i].Definition); g != last {
			n, last = n+1, g
		}
	}
	return n
}
