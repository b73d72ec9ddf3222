package inbox

import (
	"slices"
	"strings"
	"unicode"
)

// Callings are the words of a text that may name somebody or a channel:
// "@maria.k", "#help", each once, the longest first. A word of that kind stands
// at the beginning or behind what is neither a letter nor a digit, so that an
// e-mail address names nobody; a member of another server has its name behind
// their own ("@lena@mastodon.example"). A full stop at its end ends the sentence.
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
	name := strings.TrimRight(text[:1+end], ".-")
	if rest := text[len(name):]; text[0] == '@' && strings.HasPrefix(rest, "@") { // somebody on another server
		if host := calling("#" + rest[1:])[1:]; strings.Contains(host, ".") {
			name += "@" + host
		}
	}
	return name
}

func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_' || r == '-'
}
