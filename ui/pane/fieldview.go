package pane

import "strings"

// span is one drawn line of a field: text[from:to].
type span struct{ from, to int }

// spans breaks the text into drawn lines of at most width cells, the last of
// them with room for a cursor behind its end.
func (f *Field) spans(width int) []span {
	var spans []span
	from, used, space := 0, 0, -1
	for i, r := range f.text {
		if r == '\n' {
			spans = append(spans, span{from, i})
			from, used, space = i+1, 0, -1
			continue
		}
		w := cells(r)
		if used+w > width && i > from {
			end := i
			if space > from {
				end = space
			}
			spans = append(spans, span{from, end})
			from, used, space = end, drawnWidth(f.text[end:i]), -1
		}
		used += w
		if r == ' ' {
			space = i + 1
		}
	}
	return append(spans, span{from, len(f.text)})
}

// rowOf is the drawn line in which the cursor stands. Between two of them it
// stands at the beginning of the later one.
func rowOf(spans []span, at int) int {
	row := 0
	for i, s := range spans {
		if s.from <= at {
			row = i
		}
	}
	return row
}

// View draws the one line of the field: the part around the cursor, at most
// width cells, and the cell of the cursor in it.
func (f *Field) View(width int) (text string, cursor int) {
	f.width = width
	if width <= 0 {
		return "", 0
	}
	first := f.at
	for used := 1; first > 0; first-- {
		if used += cells(f.text[first-1]); used > width {
			break
		}
	}
	return f.draw(first, len(f.text), width), drawnWidth(f.text[first:f.at])
}

// Lines draws a field of many lines in width × height cells, scrolled so that
// the cursor is seen, and says where the cursor stands.
func (f *Field) Lines(width, height int) (lines []string, x, y int) {
	f.width = width
	if width <= 0 || height <= 0 {
		return nil, 0, 0
	}
	spans := f.spans(width)
	row := rowOf(spans, f.at)
	first := max(0, min(row-height/2, len(spans)-height))
	for _, s := range spans[first:min(len(spans), first+height)] {
		lines = append(lines, f.draw(s.from, s.to, width))
	}
	x = drawnWidth(f.text[spans[row].from:f.at])
	return lines, min(x, width-1), row - first
}

// draw is text[from:to], cut off at width cells.
func (f *Field) draw(from, to, width int) string {
	var b strings.Builder
	used := 0
	for _, r := range f.text[from:to] {
		w := cells(r)
		if used += w; used > width {
			break
		}
		b.WriteString(drawnSpace(r))
	}
	return b.String()
}

// drawnSpace is drawn, with the spaces of other scripts as spaces.
func drawnSpace(r rune) string {
	if r == ' ' {
		return " "
	}
	return drawn(r)
}
