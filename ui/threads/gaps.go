package threads

import (
	"strings"

	"rounds/inbox/plain"
	"rounds/inbox/saved"
)

// gapsIn is where the places that are to be filled in stand on the drawn lines
// first to first+count of a text.
func gapsIn(runes []rune, open []saved.Gap, lines []string, first, count int) map[int][]stretch {
	found := map[int][]stretch{}
	for _, g := range open {
		if g.From < 0 || g.To > len(runes) || g.From >= g.To {
			continue
		}
		from := len(drawnText(runes[:g.From]))
		to := from + len(drawnText(runes[g.From:g.To]))
		at := 0
		for i, line := range lines {
			a, b := max(from, at), min(to, at+len(line))
			if a < b && i >= first && i < first+count {
				found[i-first] = append(found[i-first], stretch{a - at, b - at})
			}
			at += len(line)
		}
	}
	return found
}

// drawnText is a part of a text as a field draws it, without the ends of its
// lines.
func drawnText(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		default:
			b.WriteString(plain.Line(string(r)))
		}
	}
	return b.String()
}
