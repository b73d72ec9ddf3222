package today

import "image"

// frame is who gets which part of the pane, in its own cells. All its
// arithmetic is in this file.
type frame struct {
	width, height int

	side   image.Rectangle // the steps and what else is known of the day; empty where they stand on one line
	main   image.Rectangle
	head   int             // lines at the top of main: the step, and the rule below it
	news   int             // of them, lines of what came, where there is no side
	list   image.Rectangle // the items of the step
	detail image.Rectangle // of the one under the cursor; empty if it is not shown
	across int             // the rule between the two, -1 for none
	down   int             // the column between them, -1 for none
}

const (
	wide     = 100 // from here the steps stand at the left
	broad    = 150 // from here the detail stands beside the list
	sideLean = 33
	sideFull = 38
)

// layout lays the parts out in a window.
func layout(width, height int) frame {
	f := frame{width: width, height: height, across: -1, down: -1}
	f.main = image.Rect(0, 0, width, height)
	switch {
	case width >= wide && height >= 12:
		w := sideLean
		if width >= broad {
			w = sideFull
		}
		f.side = image.Rect(0, 0, w, height)
		f.main.Min.X, f.head = w+1, 2
	case height >= 16:
		f.head, f.news = 3, 1
	case height >= 6:
		f.head = 2
	}
	if height >= 21 && f.side.Empty() {
		f.head, f.news = 4, 2
	}
	body := f.main
	body.Min.Y += f.head
	f.split(body)
	return f
}

// split shares the room between the list and the detail.
func (f *frame) split(body image.Rectangle) {
	f.list = body
	switch {
	case f.width >= broad && body.Dy() >= 8:
		w := body.Dx() * 46 / 100
		f.list.Max.X = body.Min.X + w
		f.down = f.list.Max.X
		f.detail = body
		f.detail.Min.X = f.down + 1
	case body.Dy() >= 8:
		rows := max(3, min(body.Dy()*2/5, 10))
		f.list.Max.Y = body.Min.Y + rows
		f.across = f.list.Max.Y
		f.detail = body
		f.detail.Min.Y = f.across + 1
	}
}
