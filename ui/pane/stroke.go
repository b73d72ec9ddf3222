package pane

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Stroke is the press of a key by its name, "j" or "ctrl+s" or "enter": what a
// click on that name does. It returns false for what is no name of a key.
func Stroke(name string) (tea.KeyPressMsg, bool) {
	var mod tea.KeyMod
	for {
		before, rest, more := strings.Cut(name, "+")
		m := map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}[before]
		if !more || m == 0 || rest == "" {
			break
		}
		mod, name = mod|m, rest
	}
	if code, special := specialKey(name); special {
		k := tea.KeyPressMsg{Code: code, Mod: mod}
		if code == tea.KeySpace {
			k.Text = " "
		}
		return k, true
	}
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 || size != len(name) || !unicode.IsPrint(r) {
		return tea.KeyPressMsg{}, false
	}
	if mod != 0 {
		return tea.KeyPressMsg{Code: r, Mod: mod}, true
	}
	return tea.KeyPressMsg{Code: unicode.ToLower(r), Text: name}, true
}

// specialKey is a key that puts nothing into a text, by its name or its sign.
func specialKey(name string) (rune, bool) {
	code, known := map[string]rune{
		"enter": tea.KeyEnter, "↵": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
		"up": tea.KeyUp, "↑": tea.KeyUp, "down": tea.KeyDown, "↓": tea.KeyDown, "left": tea.KeyLeft, "←": tea.KeyLeft,
		"right": tea.KeyRight, "→": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
		"pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	}[name]
	return code, known
}

// Strokes are the keys that a label names, each beside the cell on which its
// name begins: "j k", "gg G", "ctrl+s", "↑ ↓". There are none if a word of it
// names no key: "1–9", "a letter".
func Strokes(label string) []Stroked {
	var all []Stroked
	at := 0
	for word := range strings.SplitSeq(label, " ") {
		k, is := Stroke(word)
		times := 1
		if first, size := utf8.DecodeRuneInString(word); !is && size > 0 && strings.Trim(word, word[:size]) == "" { // "gg"
			k, is = Stroke(string(first))
			times = utf8.RuneCountInString(word)
		}
		if !is {
			return nil
		}
		s := Stroked{From: at}
		for range times {
			s.Keys = append(s.Keys, k)
		}
		all = append(all, s)
		at += Width(word) + 1
	}
	return all
}

// Stroked is a word of a label, and the keys that it names.
type Stroked struct {
	From int
	Keys []tea.KeyPressMsg
}

// Turned is a turn of the wheel as the key that moves as it does.
func Turned(w Wheel) tea.KeyPressMsg {
	if w.By < 0 {
		return tea.KeyPressMsg{Code: tea.KeyUp}
	}
	return tea.KeyPressMsg{Code: tea.KeyDown}
}
