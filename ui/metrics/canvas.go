package metrics

import (
	"strings"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// canvas is a piece of the screen, cell by cell, for what is drawn and not
// written. What is put beside it is lost.
type canvas struct {
	width, height int
	cells         []cell
}

// cell is one sign in one paint; the zero cell is a blank.
type cell struct {
	sign  rune
	paint *theme.Paint
}

func newCanvas(width, height int) *canvas {
	width, height = max(0, width), max(0, height)
	return &canvas{width, height, make([]cell, width*height)}
}

// put draws one sign. Every sign that is drawn takes one cell.
func (c *canvas) put(x, y int, sign rune, paint *theme.Paint) {
	if x >= 0 && y >= 0 && x < c.width && y < c.height {
		c.cells[y*c.width+x] = cell{sign, paint}
	}
}

// free reports whether nothing was put on a cell.
func (c *canvas) free(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.width && y < c.height && c.cells[y*c.width+x].sign == 0
}

// write puts words of ours, whose signs take a cell each, from a cell on.
func (c *canvas) write(x, y int, words string, paint *theme.Paint) {
	for _, sign := range words {
		c.put(x, y, sign, paint)
		x++
	}
}

// room reports whether words can be written without touching what is there.
func (c *canvas) room(x, y, width int) bool {
	if x < 0 || x+width > c.width {
		return false
	}
	for i := -1; i <= width; i++ {
		if x+i >= 0 && x+i < c.width && !c.free(x+i, y) {
			return false
		}
	}
	return true
}

// lines are the canvas as painted lines: what stands side by side in one paint
// is painted once.
func (c *canvas) lines() []string {
	lines := make([]string, c.height)
	var b, run strings.Builder
	for y := range c.height {
		b.Reset()
		row := c.cells[y*c.width : (y+1)*c.width]
		for x := 0; x < len(row); {
			paint := row[x].paint
			run.Reset()
			for ; x < len(row) && row[x].paint == paint; x++ {
				if row[x].sign == 0 {
					run.WriteByte(' ')
					continue
				}
				run.WriteRune(row[x].sign)
			}
			if paint == nil {
				b.WriteString(run.String())
				continue
			}
			b.WriteString(paint.Put(run.String()))
		}
		lines[y] = b.String()
	}
	return lines
}

// beside joins two columns of lines, the left one of a width, with a rule
// between them.
func beside(left, right []string, width, height int, t *theme.Theme) []string {
	joined := pane.Fill(left, width, height)
	for i := range joined {
		joined[i] += t.Rule.Put("│")
		if i < len(right) {
			joined[i] += right[i]
		}
	}
	return joined
}
