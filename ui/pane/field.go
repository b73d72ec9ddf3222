package pane

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
)

// Field is text being typed, on one line or on many. It keeps what was typed
// and pasted as it is, but for control characters; what it draws has passed
// the same door as every word from outside, one character at a time.
//
// It asks for the terminal's own cursor and never blinks one of its own: an
// idle field costs nothing.
type Field struct {
	lines bool // Enter breaks the line
	text  []rune
	at    int // the cursor stands before text[at]
	width int // of the last drawing, for moving up and down
}

// NewField returns a field of one line that holds text, the cursor behind it.
func NewField(text string) Field {
	f := Field{}
	f.Set(text)
	return f
}

// NewEditor returns a field of many lines that holds text.
func NewEditor(text string) Field {
	f := Field{lines: true}
	f.Set(text)
	return f
}

// Text is what was typed.
func (f *Field) Text() string { return string(f.text) }

// Set replaces what was typed and puts the cursor behind it.
func (f *Field) Set(text string) {
	f.text = []rune(f.clean(text))
	f.at = len(f.text)
}

// Update gives the field a key or a paste, and says whether its text changed.
func (f *Field) Update(msg tea.Msg) (changed bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.insert(msg.Content)
	case tea.KeyPressMsg:
		if msg.Text != "" && msg.Mod&^tea.ModShift == 0 {
			return f.insert(msg.Text)
		}
		if f.move(msg.String()) {
			return false
		}
		return f.cut(msg.String())
	}
	return false
}

func (f *Field) insert(text string) bool {
	added := []rune(f.clean(text))
	if len(added) == 0 {
		return false
	}
	tail := append(added, f.text[f.at:]...)
	f.text = append(f.text[:f.at:f.at], tail...)
	f.at += len(added)
	return true
}

// clean takes out what is not text.
func (f *Field) clean(text string) string {
	if f.lines {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && f.lines:
			return r
		case r == '\r' && f.lines:
			return '\n'
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, text)
}

// move carries out a key that moves the cursor; false if it is none.
func (f *Field) move(stroke string) bool {
	switch stroke {
	case "left", "ctrl+b":
		f.at = f.step(-1)
	case "right", "ctrl+f":
		f.at = f.step(+1)
	case "alt+left", "ctrl+left", "alt+b":
		f.at = f.word(-1)
	case "alt+right", "ctrl+right", "alt+f":
		f.at = f.word(+1)
	case "home", "ctrl+a":
		f.at = f.lineStart()
	case "end", "ctrl+e":
		f.at = f.lineEnd()
	case "up":
		f.climb(-1)
	case "down":
		f.climb(+1)
	case "ctrl+home":
		f.at = 0
	case "ctrl+end":
		f.at = len(f.text)
	default:
		return false
	}
	return true
}

// cut carries out a key that takes something away, or breaks the line.
func (f *Field) cut(stroke string) bool {
	from, to := f.at, f.at
	switch stroke {
	case "backspace", "ctrl+h":
		from = f.step(-1)
	case "delete":
		to = f.step(+1)
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		from = f.word(-1)
	case "alt+d", "alt+delete", "ctrl+delete":
		to = f.word(+1)
	case "ctrl+u":
		from = f.lineStart()
	case "ctrl+k":
		to = f.lineEnd()
	case "enter", "ctrl+j", "shift+enter":
		return f.lines && f.insert("\n")
	}
	if from == to {
		return false
	}
	f.text = append(f.text[:from:from], f.text[to:]...)
	f.at = from
	return true
}

// step is one character on: what takes no cell of its own belongs to the
// character before it.
func (f *Field) step(by int) int {
	at := f.at + by
	for at > 0 && at < len(f.text) && f.text[at] != '\n' && cells(f.text[at]) == 0 {
		at += by
	}
	return max(0, min(at, len(f.text)))
}

func (f *Field) word(by int) int {
	at := f.at
	edge := func() (rune, bool) {
		i := at
		if by < 0 {
			i--
		}
		if i < 0 || i >= len(f.text) {
			return 0, false
		}
		return f.text[i], true
	}
	for _, inWord := range []bool{false, true} {
		for r, ok := edge(); ok && isWord(r) == inWord; r, ok = edge() {
			at += by
		}
	}
	return at
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

func (f *Field) lineStart() int {
	at := f.at
	for at > 0 && f.text[at-1] != '\n' {
		at--
	}
	return at
}

func (f *Field) lineEnd() int {
	at := f.at
	for at < len(f.text) && f.text[at] != '\n' {
		at++
	}
	return at
}

// climb moves by drawn lines, keeping the column as well as the line allows.
func (f *Field) climb(by int) {
	spans := f.spans(cmp.Or(f.width, 80))
	row := rowOf(spans, f.at)
	to := row + by
	if to < 0 || to >= len(spans) {
		return
	}
	column := drawnWidth(f.text[spans[row].from:f.at])
	at := spans[to].from
	for at < spans[to].to && drawnWidth(f.text[spans[to].from:at+1]) <= column {
		at++
	}
	f.at = at
}

// cells is how many cells a character takes when it is drawn.
func cells(r rune) int {
	if r >= ' ' && r <= '~' {
		return 1
	}
	return Width(drawn(r))
}

// drawn is a character as it may be shown.
func drawn(r rune) string {
	if r >= ' ' && r <= '~' {
		return string(r)
	}
	return plain.Line(string(r))
}

func drawnWidth(text []rune) int {
	w := 0
	for _, r := range text {
		w += cells(r)
	}
	return w
}

// At is where the cursor stands, in characters.
func (f *Field) At() int { return f.at }

// ReplaceWord puts word in the place of the word around the cursor, which goes
// behind it.
func (f *Field) ReplaceWord(word string) {
	from, to := f.at, f.at
	for from > 0 && f.text[from-1] != ' ' {
		from--
	}
	for to < len(f.text) && f.text[to] != ' ' {
		to++
	}
	added := []rune(f.clean(word))
	f.text = append(f.text[:from:from], append(added, f.text[to:]...)...)
	f.at = from + len(added)
}
