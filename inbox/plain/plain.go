// Package plain is the one door through which words from outside become words
// on a screen: messages, names, topics, file names, errors of a platform.
//
// What leaves it can not move the cursor, colour or hide anything, turn the
// writing direction, join with the cell beside it or be wider on one terminal
// than on another. It never escapes, colours, wraps or pads: that is ui's
// trade. It never stores: what a platform said is kept as it was said, and is
// made plain each time that it is shown. It is pure.
//
// Whoever shows foreign text stands on one side (ui, the command line, logs),
// the words of package inbox on the other. [Guard] stands at the other door of
// the terminal: what is typed and pasted into it.
package plain

import (
	"strings"
	"unicode/utf8"
)

// Text makes s fit to be shown on several lines. The only control character
// left is "\n"; a tab is four spaces; http links show the host they lead to.
// Text that is plain already comes back as it is, without a copy.
func Text(s string) string {
	if textIsPlain(s) {
		return showHosts(s)
	}
	c := cleaner{}
	c.out.Grow(len(s))
	c.read(s)
	return showHosts(c.finish())
}

// Line makes s fit to be shown on one line: like [Text], but every run of
// blanks, tabs and line breaks is one space, and there is none at the ends.
func Line(s string) string {
	if lineIsPlain(s) {
		return showHosts(s)
	}
	c := cleaner{oneLine: true}
	c.out.Grow(len(s))
	c.read(s)
	return showHosts(c.finish())
}

// Head is [Line] for a row that has room for max cells: it reads no further
// than it must, so that a row of a 1 MB message costs what a row of a short
// one does, and ends in "…" if something was left out.
func Head(s string, max int) string {
	if max <= 0 {
		return ""
	}
	if len(s) <= max && lineIsPlain(s) {
		return showHosts(s)
	}
	more := false
	// What shows nothing is read too, but not for ever: the longest escape
	// sequence, and eight bytes a cell.
	if reach := 8*max + 2*longestString; len(s) > reach {
		s, more = cutRune(s, reach), true
	}
	if strings.Contains(s, "://") { // the host is shown before it is cut
		s = Line(s)
	}
	c := cleaner{oneLine: true, room: max}
	c.out.Grow(min(len(s), 4*max) + len("…"))
	c.read(s)
	c.cut = c.cut || more
	return c.finish()
}

// cutRune returns the first n bytes of s, or up to three fewer so that no rune
// is cut in two.
func cutRune(s string, n int) string {
	for back := 0; back < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(s[n]); back++ {
		n--
	}
	return s[:n]
}

func textIsPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < ' ' || c > '~') && c != '\n' {
			return false
		}
	}
	return true
}

func lineIsPlain(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
}
