package inbox

import (
	"slices"
	"strings"
	"unicode"
)

// Callings are the words of a text that may name somebody or a channel:
// "@maria.k", "#help", each once, the longest first. A word of that kind stands
// at the beginning or behind what is neither a letter nor a digit, so that an
// e-mail address names nobody. A full stop at its end ends the sentence.
func Callings(text string) []string {
	var found []string
	before := ' '
	for i, r := range text {
		if (r == '@' || r == '#') && !inName(before) {
			if word := calling(text[i:]); len(word) > 1 && !slices.Contains(found, word) {
				found = append(found, word)
			}
		}
		before = r
	}
	slices.SortStableFunc(found, func(a, b string) int { return len(b) - len(a) })
	return found
}

// calling is the sign at the beginning of text and the name behind it.
func calling(text string) string {
	end := strings.IndexFunc(text[1:], func(r rune) bool { return !inName(r) && r != '.' })
	if end < 0 {
		end = len(text) - 1
	}
	return strings.TrimRight(text[:1+end], ".-")
}

func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_' || r == '-'
}
