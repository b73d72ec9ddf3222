//go:build !windows

package main

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// A glass is what stands on the screen of a terminal: what the program wrote
// to it, drawn.
type glass struct {
	cells       [][]string
	x, y        int
	top, bottom int // of the region that scrolls
	last        string
	strange     []string // sequences that it does not know
}

func newGlass(columns, rows int) *glass {
	g := &glass{cells: make([][]string, rows), bottom: rows - 1}
	for i := range g.cells {
		g.cells[i] = blankRow(columns)
	}
	return g
}

func blankRow(columns int) []string { return slices.Repeat([]string{" "}, columns) }

func (g *glass) String() string {
	lines := make([]string, len(g.cells))
	for i, row := range g.cells {
		lines[i] = strings.TrimRight(strings.Join(row, ""), " ")
	}
	return strings.Join(lines, "\n")
}

// write draws whole sequences, and returns what is left: the beginning of one
// whose end has still to come.
func (g *glass) write(text string) (left string) {
	state := ansi.NormalState
	parser := ansi.NewParser()
	for len(text) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(text, state, parser)
		switch {
		case next != ansi.NormalState && n == len(text), !utf8.FullRuneInString(text):
			return text
		case width > 0:
			g.put(sequence, width)
		case strings.HasPrefix(sequence, "\x1b["):
			g.control(ansi.Cmd(parser.Command()), parser)
		default:
			g.plain(sequence)
		}
		text, state = text[n:], next
	}
	return ""
}

func (g *glass) put(grapheme string, width int) {
	row := g.cells[g.y]
	if g.x+width > len(row) {
		g.x = max(0, len(row)-width) // nothing here writes beyond the margin
	}
	row[g.x] = grapheme
	for i := 1; i < width; i++ {
		row[g.x+i] = ""
	}
	g.x, g.last = g.x+width, grapheme
}

func (g *glass) plain(sequence string) {
	switch sequence {
	case "\r":
		g.x = 0
	case "\n":
		if g.y == g.bottom {
			g.roll(g.top, g.bottom, 1)
		} else {
			g.y = min(g.y+1, len(g.cells)-1)
		}
	case "\b":
		g.x = max(0, g.x-1)
	case "\t":
		g.x = min(len(g.cells[g.y])-1, g.x/8*8+8)
	case "\x1bM":
		if g.y == g.top {
			g.roll(g.top, g.bottom, -1)
		} else {
			g.y = max(0, g.y-1)
		}
	}
}

// roll moves the lines of a region up, or down if by is below zero.
func (g *glass) roll(top, bottom, by int) {
	columns := len(g.cells[0])
	for ; by > 0; by-- {
		copy(g.cells[top:bottom+1], g.cells[top+1:bottom+1])
		g.cells[bottom] = blankRow(columns)
	}
	for ; by < 0; by++ {
		copy(g.cells[top+1:bottom+1], g.cells[top:bottom])
		g.cells[top] = blankRow(columns)
	}
}

func (g *glass) control(c ansi.Cmd, parser *ansi.Parser) {
	if c.Prefix() != 0 || c.Intermediate() != 0 {
		return // modes and questions
	}
	arg := func(i, usual int) int {
		n, ok := parser.Param(i, usual)
		if !ok || n == 0 && usual == 1 {
			return usual
		}
		return n
	}
	row, rows, columns := g.cells[g.y], len(g.cells), len(g.cells[0])
	here := min(g.x, columns-1)
	switch c.Final() {
	case 'A':
		g.y -= arg(0, 1)
	case 'B':
		g.y += arg(0, 1)
	case 'C':
		g.x += arg(0, 1)
	case 'D':
		g.x = here - arg(0, 1)
	case 'G', '`':
		g.x = arg(0, 1) - 1
	case 'Z':
		g.x = max(0, (here-1)/8*8-(arg(0, 1)-1)*8)
	case 'I':
		g.x = min(columns-1, (here/8+arg(0, 1))*8)
	case 'd':
		g.y = arg(0, 1) - 1
	case 'H':
		g.y, g.x = arg(0, 1)-1, arg(1, 1)-1
	case 'J':
		g.clear(arg(0, 0))
	case 'K':
		from, to := here, columns
		switch arg(0, 0) {
		case 1:
			from, to = 0, here+1
		case 2:
			from = 0
		}
		copy(row[from:to], blankRow(to-from))
	case 'X':
		copy(row[here:], blankRow(min(arg(0, 1), columns-here)))
	case 'P':
		n := min(arg(0, 1), columns-here)
		copy(row[here:], row[here+n:])
		copy(row[columns-n:], blankRow(n))
	case '@':
		n := min(arg(0, 1), columns-here)
		copy(row[here+n:], slices.Clone(row[here:columns-n]))
		copy(row[here:], blankRow(n))
	case 'b':
		for range arg(0, 1) {
			g.put(g.last, 1)
		}
	case 'L':
		g.roll(g.y, g.bottom, -min(arg(0, 1), g.bottom-g.y+1))
	case 'M':
		g.roll(g.y, g.bottom, min(arg(0, 1), g.bottom-g.y+1))
	case 'S':
		g.roll(g.top, g.bottom, arg(0, 1))
	case 'T':
		g.roll(g.top, g.bottom, -arg(0, 1))
	case 'r':
		g.top, g.bottom, g.x, g.y = arg(0, 1)-1, arg(1, rows)-1, 0, 0
	case 'm', 'h', 'l', 'n', 't', 'c', 'q':
	default:
		g.strange = append(g.strange, string(c.Final()))
	}
	g.x, g.y = max(0, min(g.x, columns)), max(0, min(g.y, rows-1))
}

func (g *glass) clear(what int) {
	from, to := g.y, len(g.cells)
	switch what {
	case 1:
		from, to = 0, g.y
	case 2, 3:
		from = 0
	default:
		copy(g.cells[g.y][min(g.x, len(g.cells[0])):], blankRow(len(g.cells[0])))
		from++
	}
	for i := from; i < to; i++ {
		g.cells[i] = blankRow(len(g.cells[0]))
	}
}
