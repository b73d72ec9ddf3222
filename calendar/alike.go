package calendar

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Alike is the share of words that two texts have in common, in their order: 0
// to 1. It is the share of the runs of three words that stand in both among
// those that stand in either, of very short texts that of the words. Links,
// capitals and accents do not count.
func Alike(a, b string) float64 { return alike(wordsOf(a), wordsOf(b)) }

// The runs that are compared, from how many words on, and how many words of a
// text are looked at.
const (
	shingle      = 3
	fewWords     = 5
	mostCompared = 1000
)

func alike(a, b []string) float64 {
	run := shingle
	if min(len(a), len(b)) < fewWords {
		run = 1
	}
	ours, theirs := shingles(a, run), shingles(b, run)
	common := 0
	for s := range ours {
		if theirs[s] {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(ours)+len(theirs)-common)
}

func shingles(words []string, run int) map[string]bool {
	all := make(map[string]bool, len(words))
	for i := 0; i+run <= len(words); i++ {
		all[strings.Join(words[i:i+run], " ")] = true
	}
	return all
}

// wordsOf are the words of a text as they are compared. Where words are not
// written apart, each letter is one.
func wordsOf(text string) []string {
	const mostBytes = 16 * mostCompared
	if len(text) > mostBytes {
		text = strings.ToValidUTF8(text[:mostBytes], "")
	}
	var plain strings.Builder
	at := 0
	for _, l := range links(text) {
		plain.WriteString(text[at:l.from] + " ")
		at = l.to
	}
	plain.WriteString(text[at:])
	var b strings.Builder
	for _, r := range norm.NFKD.String(plain.String()) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			b.WriteString(" " + string(r) + " ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	return words[:min(len(words), mostCompared)]
}
