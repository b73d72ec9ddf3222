package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// say prints words of our own.
func (h House) say(format string, args ...any) error {
	_, err := fmt.Fprintf(h.Out, format, args...)
	return err
}

// json prints a value, indented.
func (h House) json(v any) error {
	encoder := json.NewEncoder(h.Out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// column is one column of a table. The last one takes what is left.
type column struct {
	title string
	most  int // cells; 0 is as wide as it needs
}

// table prints rows in columns as wide as the terminal. Into a pipe it prints
// whole words, separated by tabs.
func (h House) table(columns []column, rows [][]string) error {
	if h.Width == 0 {
		for _, row := range rows {
			for i := range row {
				row[i] = plain.Line(row[i])
			}
			if err := h.say("%s\n", strings.Join(row, "\t")); err != nil {
				return err
			}
		}
		return nil
	}
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = pane.Width(c.title)
		for _, row := range rows {
			widths[i] = max(widths[i], pane.Width(pane.Line(row[i], h.Width)))
		}
		if c.most > 0 {
			widths[i] = min(widths[i], c.most)
		}
	}
	squeeze(widths, h.Width)
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = strings.ToUpper(c.title)
	}
	for _, row := range append([][]string{titles}, rows...) {
		var line strings.Builder
		for i, cell := range row[:len(row)-1] {
			line.WriteString(pane.Cell(cell, widths[i]) + "  ")
		}
		left := max(h.Width-pane.Width(line.String()), 10)
		line.WriteString(pane.Line(row[len(row)-1], left))
		if err := h.say("%s\n", strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// squeeze narrows the widest columns until there is room for the last one, or
// nothing would be left of them.
func squeeze(widths []int, room int) {
	const least, gap = 5, 2
	last := len(widths) - 1
	wanted := min(max(room/3, 10), widths[last])
	for {
		sum, widest := wanted, 0
		for i, w := range widths[:last] {
			sum += w + gap
			if w > widths[widest] {
				widest = i
			}
		}
		if sum <= room || widths[widest] <= least {
			return
		}
		widths[widest]--
	}
}

// rfc is a time as JSON holds it, nil for never.
func rfc(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// commas writes 1234567 as 1,234,567.
func commas[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// count writes "1 message" and "2,000 messages".
func count[N int | int64](n N, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ay"):
		return commas(n) + " " + strings.TrimSuffix(one, "y") + "ies"
	}
	return commas(n) + " " + one + "s"
}
