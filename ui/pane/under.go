package pane

import "strings"

// KeyUnder is the key that a click on a cell of such words presses as stand at
// a rule, " h l day · m month ": the key that lies there, or the last one
// before it of the same part; "" beside the parts.
func KeyUnder(words string, x int) string {
	from := 0
	for part := range strings.SplitSeq(words, "·") {
		to := from + Width(part)
		if from <= x && x < to {
			return keyUnder(part, x-from)
		}
		from = to + 1
	}
	return ""
}

// keyUnder is that of one part, which begins with its keys.
func keyUnder(part string, x int) string {
	found, at := "", 0
	for word := range strings.SplitSeq(part, " ") {
		if word != "" {
			if _, is := Stroke(word); !is || found != "" && at > x {
				break
			}
			found = word
		}
		at += Width(word) + 1
	}
	return found
}
