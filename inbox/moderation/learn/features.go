package learn

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestText is how much of a text is read, in bytes.
const longestText = 8 << 10

// features are what a model sees of a text: which of its weights it touches,
// each once, and how much each counts.
type features struct {
	at    []uint32
	value float64
	words []word
}

// word is a word of a text with the weights that it touches.
type word struct {
	text string
	hash uint32
	at   []uint32
}

// read takes a text apart.
func read(text string) features {
	if len(text) > longestText {
		text = text[:longestText]
		for len(text) > 0 && !utf8.ValidString(text[len(text)-1:]) && !utf8.RuneStart(text[len(text)-1]) {
			text = text[:len(text)-1]
		}
	}
	var f features
	last := ""
	for _, w := range split(text) {
		one := word{text: w, hash: hash("w", w)}
		one.at = append(one.at, one.hash%size)
		one.at = parts(one.at, w)
		f.words = append(f.words, one)
		f.at = append(f.at, one.at...)
		f.at = append(f.at, hash("p", last, w)%size)
		last = w
	}
	for _, c := range cues(text, len(f.words)) {
		f.at = append(f.at, hash("c", c)%size)
	}
	slices.Sort(f.at)
	f.at = slices.Compact(f.at)
	f.value = 1 / math.Sqrt(float64(max(len(f.at), 1)))
	return f
}

// split takes a text apart into small words. An address is its host, of a number
// only its shape counts, as no two are the same.
func split(text string) []string {
	var words []string
	for _, field := range strings.Fields(strings.ToLower(text)) {
		if i := strings.Index(field, "://"); i >= 0 {
			host, _, _ := strings.Cut(field[i+3:], "/")
			words = append(words, host)
			continue
		}
		words = append(words, strings.FieldsFunc(field, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '\'' && c != '£' && c != '$' && c != '€'
		})...)
	}
	for i, w := range words {
		words[i] = strings.Map(func(c rune) rune {
			if '0' <= c && c <= '9' {
				return '0'
			}
			return c
		}, w)
	}
	return words
}

// parts adds the runs of three and four letters of a word, its edges included.
func parts(at []uint32, w string) []uint32 {
	edged := "^" + w + "$"
	if len(edged) > 40 {
		edged = edged[:40]
	}
	for n := 3; n <= 4; n++ {
		for i := 0; i+n <= len(edged); i++ {
			at = append(at, hash("g", edged[i:i+n])%size)
		}
	}
	return at
}

// cues are what words alone do not say.
func cues(text string, words int) []string {
	var out []string
	letters, upper, digits := 0, 0, 0
	for _, c := range text {
		switch {
		case unicode.IsUpper(c):
			upper++
			letters++
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		}
	}
	add := func(is bool, name string) {
		if is {
			out = append(out, name)
		}
	}
	add(strings.Contains(text, "://") || strings.Contains(text, "www."), "link")
	add(letters > 12 && 2*upper > letters, "capitals")
	add(strings.Count(text, "!") >= 2, "exclaims")
	add(strings.Contains(text, "?"), "asks")
	add(digits >= 5, "digits")
	add(digits >= 10, "many digits")
	add(strings.ContainsAny(text, "£$€"), "money")
	add(strings.Contains(text, "`"), "code")
	add(words <= 4, "short")
	add(words > 60, "long")
	return out
}

// hash is FNV-1a of some texts with a gap between them.
func hash(texts ...string) uint32 {
	h := uint32(2166136261)
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	return h ^ h>>15
}
