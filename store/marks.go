package store

import (
	"encoding/hex"
	"strings"
	"unicode"
)

// firstSymbol is where arrows, symbols and emoji begin; everything below it is
// letters or the punctuation of some script.
const firstSymbol = '\u2190'

// marks is what the tokenizer would drop from a text and a person may search
// for, each as a word of its own: emoji, words of symbols alone such as ":)",
// and names that end in symbols such as "C++". Most texts have none.
func marks(text string) string {
	var words []string
	for start := 0; start < len(text); {
		end, kind := nextField(text, start)
		if kind != lettersAlone {
			words = markField(words, text[start:end])
		}
		start = end + 1
	}
	return strings.Join(words, " ")
}

// fieldKind is what a word may hold that deserves a mark.
type fieldKind int

const (
	lettersAlone fieldKind = iota // and the punctuation around them
	symbolsToo
)

// nextField finds the end of the field that begins at start. It runs over every
// byte of every message, so it looks at bytes: what is not ASCII, and what ends
// a name or stands alone, is looked at again.
func nextField(text string, start int) (end int, kind fieldKind) {
	words := false
	for end = start; end < len(text); end++ {
		switch c := text[end]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			if end > start && !words {
				kind = symbolsToo
			}
			return end, kind
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
			words = true
		case c == '+' || c == '#' || c >= 0xe2: // 0xe2 begins U+2000 and above
			kind = symbolsToo
		case c >= 0x80:
			words = true
		}
	}
	if end > start && !words {
		kind = symbolsToo
	}
	return end, kind
}

func markField(words []string, text string) []string {
	add := func(word string) {
		if word != "" && len(word) <= 64 {
			words = append(words, encodeMark(word))
		}
	}
	for field := range strings.FieldsSeq(text) {
		if !strings.ContainsFunc(field, notWord) {
			continue
		}
		if !strings.ContainsFunc(field, isWord) {
			add(field)
		} else {
			add(symbolName(field))
		}
		for _, r := range field {
			if isSymbol(r) && string(r) != field {
				add(string(r))
			}
		}
	}
	return words
}

// encodeMark makes a word that the tokenizer leaves alone.
func encodeMark(word string) string { return "zq" + hex.EncodeToString([]byte(strings.ToLower(word))) }

// symbolName is the field without the punctuation around it, if it is a name
// that ends in "+" or "#", as names of programming languages do; else "".
func symbolName(field string) string {
	name := strings.TrimRight(strings.TrimLeft(field, `([{<"'`), `.,;:!?)]}>"'`)
	stem := strings.TrimRight(name, "+#")
	if stem == name || stem == "" || strings.ContainsFunc(stem, notWord) {
		return ""
	}
	return name
}

func isWord(r rune) bool  { return unicode.IsLetter(r) || unicode.IsDigit(r) }
func notWord(r rune) bool { return !isWord(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.M, r) }
func isSymbol(r rune) bool {
	return r >= firstSymbol && (unicode.IsSymbol(r) || unicode.Is(unicode.Co, r))
}
