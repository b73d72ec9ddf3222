package pane

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui/theme"
)

// Sheet is what lies over a frame and hears every key until it is put away by
// its owner.
type Sheet interface {
	// View draws the sheet in a window of that size, no larger than it.
	View(width, height int) string
	// Cursor is where a text field of the last View asks for the cursor, in
	// the sheet's own cells; nil for none.
	Cursor() *tea.Cursor
	// Hints are the keys of the moment, for the foot of the screen.
	Hints() []Command
}

// Box frames lines with a border, the title in its upper edge. It is exactly
// width cells wide and at most height lines high.
func Box(t *theme.Theme, title string, lines []string, width, height int) string {
	return Frame(t.Rule, t.Accent, title, lines, width, height)
}

// Frame is Box with an edge and a title of their own paints.
func Frame(rule, head theme.Paint, title string, lines []string, width, height int) string {
	if width < 4 || height < 3 {
		return strings.Join(Fill(lines, max(0, width), max(0, min(height, len(lines)))), "\n")
	}
	inside := width - 4
	text := Line(title, max(0, inside-2))
	edge := max(0, width-4-Width(text))
	var b strings.Builder
	b.WriteString(rule.Put("╭─") + head.Put(" "+text+" ") + rule.Put(strings.Repeat("─", max(0, edge-1))+"╮"))
	for _, line := range Fill(lines, inside, min(len(lines), height-2)) {
		b.WriteString("\n" + rule.Put("│") + " " + line + " " + rule.Put("│"))
	}
	b.WriteString("\n" + rule.Put("╰"+strings.Repeat("─", width-2)+"╯"))
	return b.String()
}

// Fill makes exactly height lines of exactly width cells of painted lines.
func Fill(lines []string, width, height int) []string {
	filled := make([]string, height)
	for i := range filled {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		filled[i] = Fit(line, width)
	}
	return filled
}

// Lay puts a sheet over a frame of lines with its upper left corner at x, y.
// What hangs over the frame's edge is cut off.
func Lay(frame []string, sheet string, x, y, width int) {
	for i, over := range strings.Split(sheet, "\n") {
		if y+i < 0 || y+i >= len(frame) {
			continue
		}
		under := frame[y+i]
		over = ansi.TruncateWc(over, max(0, width-x), "")
		end := x + ansi.StringWidthWc(over)
		frame[y+i] = Fit(ansi.TruncateWc(under, x, ""), x) + plainly + over + plainly + from(under, end, width)
	}
}

// plainly ends whatever colour is on.
const plainly = "\x1b[m"

// from is a painted line from a cell on, its colours with it. A wide character
// that is cut in two there gives way to a blank.
func from(line string, cell, width int) string {
	if cell >= width {
		return ""
	}
	rest := ansi.TruncateLeftWc(line, cell, "") // CutWc cuts the wrong end in x/ansi 0.11.9
	for skip := cell + 1; Width(rest) > width-cell && skip <= width; skip++ {
		rest = ansi.TruncateLeftWc(line, skip, "")
		rest = Blank(width-cell-Width(rest)) + rest
	}
	return Fit(rest, width-cell)
}
