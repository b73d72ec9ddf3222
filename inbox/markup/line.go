package markup

import (
	"unicode"
	"unicode/utf8"
)

// opened is a sign that was opened and waits for its end.
type opened struct {
	style Style
	end   int
}

// line reads one line, in a fixed number of passes: the tokens, then the places
// where a sign may close, then the signs from left to right. What opens must
// close before what is open around it does.
func (w *writer) line(line string, base Style) {
	tokens := w.tokens(line)
	closers := closersOf(line, tokens)
	style, from := base, 0
	var stack []opened
	for at := 0; at < len(line); {
		if len(tokens) > 0 && tokens[0].from == at {
			w.put(line[from:at], style)
			w.put(tokens[0].text, style|tokens[0].style)
			at, tokens = tokens[0].to, tokens[1:]
			from = at
			continue
		}
		if len(stack) > 0 && stack[len(stack)-1].end == at {
			w.put(line[from:at], style)
			style &^= stack[len(stack)-1].style
			stack, from = stack[:len(stack)-1], at+1
		} else if s := styleOf(line[at]); s != 0 && style&s == 0 && opens(line, at) {
			end := closers[line[at]].after(at + 1)
			if end >= 0 && (len(stack) == 0 || end < stack[len(stack)-1].end) {
				w.put(line[from:at], style)
				stack, style, from = append(stack, opened{s, end}), style|s, at+1
			}
		}
		at++
	}
	w.put(line[from:], style)
}

func styleOf(sign byte) Style {
	switch sign {
	case '*':
		return Bold
	case '_':
		return Italic
	case '~':
		return Strike
	}
	return 0
}

// closers are the places where a sign may close, in order.
type closers struct{ at []int }

// after is the first behind at, or -1. Each call asks for a place no earlier
// than the one before did.
func (c *closers) after(at int) int {
	if c == nil {
		return -1
	}
	for len(c.at) > 0 && c.at[0] <= at-1 {
		c.at = c.at[1:]
	}
	if len(c.at) == 0 {
		return -1
	}
	return c.at[0]
}

func closersOf(line string, tokens []token) map[byte]*closers {
	found := map[byte]*closers{}
	for at := 0; at < len(line); at++ {
		if len(tokens) > 0 && tokens[0].from == at {
			at, tokens = tokens[0].to-1, tokens[1:]
			continue
		}
		if styleOf(line[at]) != 0 && closes(line, at) {
			if found[line[at]] == nil {
				found[line[at]] = &closers{}
			}
			found[line[at]].at = append(found[line[at]].at, at)
		}
	}
	return found
}

// opens reports whether the sign at a place stands where one may open: not
// behind a letter, a digit or another one like it, and before something.
func opens(line string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	next, _ := utf8.DecodeRuneInString(line[at+1:])
	return (at == 0 || loose(before, line[at])) && at+1 < len(line) && !unicode.IsSpace(next) && next != rune(line[at])
}

// closes is the same from the other side.
func closes(line string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	next, _ := utf8.DecodeRuneInString(line[at+1:])
	return at > 0 && !unicode.IsSpace(before) && before != rune(line[at]) && (at+1 == len(line) || loose(next, line[at]))
}

// loose reports whether a sign beside r stands at the edge of a word.
func loose(r rune, sign byte) bool {
	return r != rune(sign) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
