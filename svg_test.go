package main

import (
	"cmp"
	"fmt"
	"html"
	"image/color"
	"maps"
	"slices"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// The cell of a picture in pixels, and the air around the grid. The width is
// that of a monospaced letter of this size; text is stretched to it where a
// font disagrees, so that columns stay columns.
const (
	cellWidth, cellHeight = 9, 20
	letters, baseline     = 15, 15
	air                   = 14
)

// Where nothing is painted.
const paper, ink = "#11131a", "#d8dee9"

// drawing is a frame of the terminal that becomes an SVG: a grid of cells,
// text where a cell holds text, and lines and blocks drawn as such, because no
// two fonts join them alike.
type drawing struct {
	width, height int
	grounds, text strings.Builder
	strokes       map[string]*strings.Builder // by class
	classes       map[string]string           // what is declared, to its name
}

// picture draws a frame of that many columns and rows.
func picture(title, frame string, columns, rows int) string {
	screen := uv.NewScreenBuffer(columns, rows)
	uv.NewStyledString(frame).Draw(screen, screen.Bounds())
	d := &drawing{columns, rows, strings.Builder{}, strings.Builder{}, map[string]*strings.Builder{}, map[string]string{}}
	for y := range rows {
		d.row(screen.Line(y), y)
	}
	return d.svg(title)
}

// row draws one line: neighbours that are painted alike are one piece.
func (d *drawing) row(line uv.Line, y int) {
	for x := 0; x < d.width; {
		style, end := look(line, x), x
		var run []string
		for end < d.width && look(line, end) == style {
			content := line[end].Content
			run = append(run, content)
			for range line[end].Width - 1 {
				run = append(run, "")
			}
			end += max(1, line[end].Width)
		}
		if style.ground != "" {
			fmt.Fprintf(&d.grounds, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", left(x), top(y), len(run)*cellWidth, cellHeight, style.ground)
		}
		d.run(run, style, x, y)
		x = end
	}
}

// run draws the cells of one piece: lines and blocks each for itself, words
// that stand together as one text.
func (d *drawing) run(cells []string, style paint, x, y int) {
	words, from := "", 0
	put := func(to int) {
		if text := strings.TrimRight(words, " "); text != "" {
			n := to - from - (len(words) - len(text)) // only blanks were cut off: a byte each
			fmt.Fprintf(&d.text, "<text class=\"%s\" x=\"%d\" y=\"%d\" textLength=\"%d\">%s</text>\n", d.class(style.css()), left(x+from), top(y)+baseline, n*cellWidth, html.EscapeString(text))
		}
		words = ""
	}
	for i, cell := range cells {
		blank := strings.TrimSpace(cell) == ""
		shape := shapeOf(cell)
		wide := i+1 < len(cells) && cells[i+1] == ""
		switch {
		case cell == "":
			from = i + 1
		case shape != nil || wide:
			put(i)
			from = i + 1
			if shape != nil {
				d.stroke(*shape, style, x+i, y)
			} else {
				fmt.Fprintf(&d.text, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", d.class(style.css()), left(x+i), top(y)+baseline, html.EscapeString(cell))
			}
		case blank && words == "":
			from = i + 1
		case blank && strings.HasSuffix(words, " "):
			put(i)
			from = i + 1
		default:
			words += cell
		}
	}
	put(len(cells))
}

// stroke draws a line or a block into its cell.
func (d *drawing) stroke(s shape, style paint, x, y int) {
	css := "fill:" + style.fill
	if s.fill == "" {
		css = "fill:none;stroke:" + style.fill + ";stroke-width:" + cmp.Or(s.weight, "1.2")
		if s.dash {
			css += ";stroke-dasharray:2 2.5"
		}
	} else if s.fill != "1" {
		css += ";opacity:" + s.fill
	}
	class := d.class(css)
	if d.strokes[class] == nil {
		d.strokes[class] = &strings.Builder{}
	}
	fmt.Fprintf(d.strokes[class], "M%d %d%s", left(x), top(y), s.path)
}

// class names a declaration, the same one always alike.
func (d *drawing) class(css string) string {
	if d.classes[css] == "" {
		d.classes[css] = fmt.Sprintf("c%d", len(d.classes))
	}
	return d.classes[css]
}

func (d *drawing) svg(title string) string {
	w, h := d.width*cellWidth+2*air, d.height*cellHeight+2*air
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n<title>%s</title>\n", w, h, w, h, html.EscapeString(title))
	fmt.Fprintf(&b, "<style>\ntext{font:%dpx ui-monospace,\"JetBrains Mono\",\"SF Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",\"Liberation Mono\",monospace;white-space:pre}\n", letters)
	names := map[string]string{}
	for css, name := range d.classes {
		names[name] = css
	}
	for _, name := range slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) }) {
		fmt.Fprintf(&b, ".%s{%s}\n", name, names[name])
	}
	fmt.Fprintf(&b, "</style>\n<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"9\" fill=\"%s\" stroke=\"#3b4252\"/>\n", w-1, h-1, paper)
	b.WriteString(d.grounds.String())
	for _, class := range slices.Sorted(maps.Keys(d.strokes)) {
		fmt.Fprintf(&b, "<path class=\"%s\" d=\"%s\"/>\n", class, d.strokes[class])
	}
	b.WriteString(d.text.String() + "</svg>\n")
	return b.String()
}

func left(x int) int { return air + x*cellWidth }
func top(y int) int  { return air + y*cellHeight }

// paint is how a cell looks.
type paint struct {
	fill, ground                          string
	bold, faint, slanted, struck, underto bool
}

func look(line uv.Line, x int) paint {
	s := line[x].Style
	p := paint{
		cmp.Or(shade(s.Fg), ink), shade(s.Bg), s.Attrs&uv.AttrBold != 0, s.Attrs&uv.AttrFaint != 0,
		s.Attrs&uv.AttrItalic != 0, s.Attrs&uv.AttrStrikethrough != 0, s.Underline != 0,
	}
	if s.Attrs&uv.AttrReverse != 0 {
		p.fill, p.ground = cmp.Or(p.ground, paper), p.fill
	}
	return p
}

func (p paint) css() string {
	css := "fill:" + p.fill
	for _, more := range []struct {
		so  bool
		css string
	}{
		{p.bold, ";font-weight:700"},
		{p.faint, ";opacity:.6"},
		{p.slanted, ";font-style:italic"},
		{p.struck, ";text-decoration:line-through"},
		{p.underto, ";text-decoration:underline"},
	} {
		if more.so {
			css += more.css
		}
	}
	return css
}

func shade(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// shape is a line or a block, as a path from the cell's corner on.
type shape struct {
	path   string
	fill   string // how opaque, "" if it is a line
	weight string
	dash   bool
}

// shapeOf is how a sign is drawn that fonts draw badly, nil for all others.
func shapeOf(cell string) *shape {
	const across, down = "m0 10h9", "m4.5 0v20"
	lines := map[string]string{
		"─": across, "│": down, "├": down + "m0 -10h4.5", "┤": down + "m0 -10h-4.5", "┼": down + "m-4.5 -10h9",
		"┬": across + "m-4.5 0v10", "┴": across + "m-4.5 0v-10",
		"┌": "m4.5 20v-10h4.5", "┐": "m4.5 20v-10h-4.5", "└": "m4.5 0v10h4.5", "┘": "m4.5 0v10h-4.5",
		"╭": "m4.5 20v-5q0 -5 4.5 -5", "╮": "m4.5 20v-5q0 -5 -4.5 -5", "╰": "m4.5 0v5q0 5 4.5 5", "╯": "m4.5 0v5q0 5 -4.5 5",
	}
	if path := lines[cell]; path != "" {
		return &shape{path: path}
	}
	switch cell {
	case "━":
		return &shape{path: across, weight: "2.6"}
	case "┃":
		return &shape{path: down, weight: "2.6"}
	case "┊", "╎", "┆":
		return &shape{path: down, dash: true}
	case "┈", "╌", "┄":
		return &shape{path: across, dash: true}
	case "▌":
		return &shape{path: "h4v20h-4z", fill: "1"}
	case "▐":
		return &shape{path: "m5 0h4v20h-4z", fill: "1"}
	case "░", "▒", "▓":
		return &shape{path: "h9v20h-9z", fill: map[string]string{"░": ".25", "▒": ".5", "▓": ".75"}[cell]}
	}
	if eighths := strings.Index("▁▂▃▄▅▆▇█", cell); cell != "" && eighths >= 0 && cell != " " {
		high := (eighths/len("▁") + 1) * cellHeight / 8
		return &shape{path: fmt.Sprintf("m0 %dh9v%dh-9z", cellHeight-high, high), fill: "1"}
	}
	return nil
}
