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

	mark span // what the next word typed replaces; empty if nothing is marked
	past past
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

// Set begins anew with a text, the cursor behind it. There is nothing to undo
// then; Replace is for a text that takes another's place.
func (f *Field) Set(text string) {
	f.text = []rune(f.clean(text))
	f.at = len(f.text)
	f.mark, f.past = span{}, past{}
}

// Update gives the field a key or a paste, and says whether its text changed.
func (f *Field) Update(msg tea.Msg) (changed bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.insert(msg.Content, alone)
	case tea.KeyPressMsg:
		if msg.Text != "" && msg.Mod&^tea.ModShift == 0 {
			return f.insert(msg.Text, typing)
		}
		return f.press(msg.String())
	}
	return false
}

// press carries out a key that is no text.
func (f *Field) press(stroke string) (changed bool) {
	switch stroke {
	case "ctrl+z", "ctrl+_":
		return f.Undo()
	case "ctrl+y", "ctrl+shift+z":
		return f.Redo()
	}
	if f.move(stroke) {
		f.mark = span{}
		f.past.seal()
		return false
	}
	return f.cut(stroke)
}

// insert puts text where the cursor is, or in the place of what is marked.
func (f *Field) insert(text string, how manner) bool {
	added := []rune(f.clean(text))
	if len(added) == 0 {
		return false
	}
	from, to := f.at, f.at
	if start, end, marked := f.Marked(); marked {
		from, to = start, end
	}
	f.splice(from, to, added, how)
	return true
}

// splice puts added in the place of text[from:to], the cursor behind it, and
// remembers what was there. Every change of the text comes through here. The
// text is copied, never changed where it lies: fields are passed by value.
func (f *Field) splice(from, to int, added []rune, how manner) {
	f.past.note(step{at: from, gone: string(f.text[from:to]), come: len(added), cursor: f.at}, added, how)
	f.exchange(from, to, added)
}

func (f *Field) exchange(from, to int, added []rune) {
	text := make([]rune, 0, len(f.text)-(to-from)+len(added))
	text = append(append(append(text, f.text[:from]...), added...), f.text[to:]...)
	f.text, f.at, f.mark = text, from+len(added), span{}
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
	from, to, how := f.at, f.at, alone
	start, end, marked := f.Marked()
	switch stroke {
	case "backspace", "ctrl+h", "delete":
		switch {
		case marked:
			from, to = start, end
		case stroke == "delete":
			to = f.step(+1)
		default:
			from, how = f.step(-1), erasing
		}
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		from = f.word(-1)
	case "alt+d", "alt+delete", "ctrl+delete":
		to = f.word(+1)
	case "ctrl+u":
		from = f.lineStart()
	case "ctrl+k":
		to = f.lineEnd()
	case "enter", "ctrl+j", "shift+enter":
		return f.lines && f.insert("\n", typing)
	}
	if from == to {
		return false
	}
	f.splice(from, to, nil, how)
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
