package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseKey reads a key as a person writes it, and answers with it as it is
// pressed: strokes with a blank between them. "gg" is "g g".
func ParseKey(text string) (string, error) {
	words := strings.Fields(text)
	if len(words) == 1 && letters(words[0]) {
		words = strings.Split(words[0], "")
	}
	if len(words) == 0 || !utf8.ValidString(text) {
		return "", fmt.Errorf("%q is no key", text)
	}
	for i, word := range words {
		stroke, err := parseStroke(word)
		if err != nil {
			return "", err
		}
		words[i] = stroke
	}
	return strings.Join(words, " "), nil
}

// letters is whether a word is strokes of one character each and not the name
// of a key.
func letters(word string) bool {
	return utf8.RuneCountInString(word) > 1 && !named(word) && (!strings.Contains(word, "+") || strings.HasPrefix(word, "+"))
}

// named is whether a word names one key: "enter", "f5".
func named(word string) bool {
	return slices.Contains([]string{
		"enter", "tab", "esc", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
	}, word)
}

func parseStroke(word string) (string, error) {
	rest, held := word, map[string]bool{}
	for {
		modifier, after, found := strings.Cut(rest, "+")
		if !found || after == "" || !slices.Contains([]string{"ctrl", "alt", "shift"}, modifier) {
			break
		}
		held[modifier], rest = true, after
	}
	one := utf8.RuneCountInString(rest) == 1
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case !one && !named(rest), one && !unicode.IsGraphic(r):
		return "", fmt.Errorf("%q is no key: write one character, a name such as enter, tab, f5 or pgdown, ctrl+x or alt+x", word)
	case one && held["shift"]:
		return "", fmt.Errorf("%q: write the character that comes out, such as %q", word, string(unicode.ToUpper(r)))
	case one && held["ctrl"] && unicode.IsUpper(r):
		return "", fmt.Errorf("%q: a terminal sends ctrl with small letters only: write ctrl+%c", word, unicode.ToLower(r))
	}
	stroke := "" // in the order in which Bubble Tea names them
	for _, modifier := range []string{"ctrl", "alt", "shift"} {
		if held[modifier] {
			stroke += modifier + "+"
		}
	}
	return stroke + rest, nil
}

// twin is what a terminal sends for a key that it cannot tell apart from
// another one, and "" for every other key.
func twin(stroke string) string {
	return map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "esc"}[stroke]
}

// doubt is why a stroke may not arrive, and "" for one that does.
func doubt(stroke string) string {
	switch stroke {
	case "ctrl+s", "ctrl+q":
		return "some terminals stop and go on with it (stty -ixon turns that off)"
	case "ctrl+b":
		return "tmux takes it for itself unless it is told otherwise"
	case "ctrl+a":
		return "screen, and many a tmux, takes it for itself"
	case "ctrl+j":
		return "some terminals send it for enter"
	}
	if strings.Contains(stroke, "+") && (strings.HasSuffix(stroke, "+enter") || strings.HasSuffix(stroke, "+space") || strings.HasSuffix(stroke, "+backspace") || stroke == "ctrl+tab") {
		return "only terminals with the newer keyboard protocol send it"
	}
	return ""
}
