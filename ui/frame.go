package ui

import "image"

// frame is who gets which part of the window. All the arithmetic of the whole
// screen is in this file.
type frame struct {
	window image.Rectangle
	header image.Rectangle // empty where there is no room
	body   image.Rectangle
	band   image.Rectangle // of the tutorial, empty without one
	footer image.Rectangle
}

// layout gives the first line to the header, the last to the footer, some above
// it to a band and the rest to the pane.
func layout(width, height, band int) frame {
	f := frame{window: image.Rect(0, 0, width, height)}
	top, foot := 0, height
	if height >= 4 {
		top = 1
		f.header = image.Rect(0, 0, width, top)
	}
	if height >= 2 {
		foot = height - 1
		f.footer = image.Rect(0, foot, width, height)
	}
	if band = min(band, foot-top-1); band > 0 {
		f.band = image.Rect(0, foot-band, width, foot)
		foot -= band
	}
	f.body = image.Rect(0, top, width, foot)
	return f
}

// sheetTop is the line on which sheets begin: under the header and the tabs,
// so that what lies in the lower half can still be read.
const sheetTop = 3

// place is where a sheet of some size lies.
func (f frame) place(width, height int) image.Point {
	return image.Pt(max(0, f.window.Dx()-width)/2, max(0, min(sheetTop, f.body.Max.Y-height)))
}
