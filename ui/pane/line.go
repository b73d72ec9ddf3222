package pane

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"rounds/inbox/plain"
)

// Line fits words from outside on one line of at most width cells. No escape
// sequence and no control character in them reaches the terminal.
func Line(words string, width int) string {
	if width <= 0 {
		return ""
	}
	line := plain.Head(words, width)
	if Width(line) > width {
		line = ansi.TruncateWc(line, width, "…")
	}
	return line
}

// Cell is Line, padded to fill the width: a column of a table.
func Cell(words string, width int) string {
	line := Line(words, width)
	return line + Blank(width-Width(line))
}

// CellRight is Line, padded on the left.
func CellRight(words string, width int) string {
	line := Line(words, width)
	return Blank(width-Width(line)) + line
}

// Width is how many cells a terminal gives to text. Bubble Tea counts like
// wcwidth, and so does every sum here: nobody else measures text.
func Width(text string) int {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' {
			return ansi.StringWidthWc(text)
		}
	}
	return len(text)
}

// Blank is n spaces, none if n is negative.
func Blank(n int) string {
	const room = "                                                                                "
	switch {
	case n <= 0:
		return ""
	case n <= len(room):
		return room[:n]
	}
	return strings.Repeat(" ", n)
}

// Fit cuts or pads painted text to exactly width cells.
func Fit(painted string, width int) string {
	if width <= 0 {
		return ""
	}
	w := Width(painted)
	if w > width {
		painted = ansi.TruncateWc(painted, width, "…")
		w = Width(painted)
	}
	if w > width { // a mark that hangs on its blank cannot be cut from it
		return Blank(width)
	}
	return painted + Blank(width-w)
}

// Wrap breaks words from outside into lines of at most width cells. Blank
// lines stay, a word that is longer than a line is cut.
func Wrap(words string, width int) []string {
	if width <= 0 {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(strings.Trim(plain.Text(words), "\n"), "\n") {
		lines = append(lines, wrapLine(strings.TrimRight(line, " "), width)...)
	}
	return lines
}

// wrapLine breaks one line at its spaces, and inside a word where it must. A
// line that goes on is not indented: what is quoted or listed keeps its sign
// on its first line.
func wrapLine(line string, width int) []string {
	if Width(line) <= width {
		return []string{line}
	}
	var lines []string
	for line != "" {
		end := Fitting(line, width)
		if end < len(line) && line[end] != ' ' {
			if space := strings.LastIndexByte(line[:end], ' '); space > 0 && strings.TrimLeft(line[:space], " ") != "" {
				end = space
			}
		}
		lines = append(lines, strings.TrimRight(line[:end], " "))
		line = strings.TrimLeft(line[end:], " ")
	}
	return lines
}

// Fitting is how many bytes of plain text go into width cells; at least one
// rune, so that whoever wraps gets on.
func Fitting(line string, width int) int {
	used := 0
	for i, r := range line {
		w := 1
		if r >= utf8.RuneSelf {
			w = ansi.StringWidthWc(string(r))
		}
		if used += w; used > width && i > 0 {
			return i
		}
	}
	return len(line)
}
