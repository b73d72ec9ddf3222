package plain

import (
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks a letter may carry. Vietnamese and
// Hebrew need two or three; towers of them paint over other rows.
const maxMarks = 4

// cleaner writes what it reads, rune by rune, as plain text.
type cleaner struct {
	oneLine bool
	room    int // cells; 0 is no limit

	out   strings.Builder
	cells int
	fit   int  // bytes of out that leave room for "…"
	cut   bool // something did not fit

	blank bool // a space is owed before the next thing shown
	based bool // there is something for a mark to stand on
	marks int  // on it
	flag  rune // half of a flag that waits for its other half
}

// read writes s until it ends or the room does.
func (c *cleaner) read(s string) {
	for i := 0; i < len(s) && !c.cut; {
		b := s[i]
		switch {
		case ' ' < b && b <= '~':
			c.show(rune(b), 1)
			i++
			continue
		case b == '\r' && i+1 < len(s) && s[i+1] == '\n':
			i++
			continue
		case b == esc:
			i += sequence(s[i:])
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if 0x80 <= r && r < 0xa0 && r != nel {
			size = sequence(s[i:])
		} else {
			c.put(r)
		}
		i += size
	}
}

// put writes one rune by its class. Controls and what begins an escape
// sequence never come here, but for line breaks.
func (c *cleaner) put(r rune) {
	switch classOf(r) {
	case lineBreak:
		c.newline()
	case tab:
		c.space(4)
	case space:
		c.space(1)
	case mark:
		c.mark(r)
	case half:
		c.half(r)
	case narrow:
		c.show(r, 1)
	case wide:
		c.show(r, 2)
	case unknown:
		c.show(utf8.RuneError, 1)
	case dropped:
	}
}

// newline ends a line, or in one line is a blank like any other.
func (c *cleaner) newline() {
	if c.oneLine {
		c.space(1)
		return
	}
	c.unflag()
	c.out.WriteByte('\n')
	c.based = false
}

func (c *cleaner) space(n int) {
	c.unflag()
	c.based = false
	if c.oneLine {
		c.blank = c.out.Len() > 0
		return
	}
	for range n {
		c.out.WriteByte(' ')
	}
}

// mark puts a combining mark on the letter before it. With no letter there it
// would fall on the cell before the text, and is dropped.
func (c *cleaner) mark(r rune) {
	c.unflag()
	if c.based && c.marks < maxMarks {
		c.out.WriteRune(r)
		c.marks++
		if c.room > 0 && c.cells < c.room {
			c.fit = c.out.Len()
		}
	}
}

// half takes a regional indicator: two make a flag.
func (c *cleaner) half(r rune) {
	if c.flag == 0 {
		c.flag = r
		return
	}
	first := c.flag
	c.flag = 0
	if c.write(2, first, r) {
		c.based, c.marks = true, 0
	}
}

// unflag writes half a flag as the letter that it is, since terminals do not
// agree how wide it would be.
func (c *cleaner) unflag() {
	if c.flag != 0 {
		letter := 'A' + c.flag - firstHalf
		c.flag = 0
		c.show(letter, 1)
	}
}

func (c *cleaner) show(r rune, cells int) {
	if c.flag != 0 {
		c.unflag()
	}
	if c.write(cells, r) {
		c.based, c.marks = true, 0
	}
}

// write adds runes that stand or fall together, unless they do not fit.
func (c *cleaner) write(cells int, runes ...rune) bool {
	if c.cut {
		return false
	}
	if c.blank {
		cells++
	}
	if c.room > 0 && c.cells+cells > c.room {
		c.cut = true
		return false
	}
	if c.blank {
		c.blank = false
		c.out.WriteByte(' ')
	}
	for _, r := range runes {
		c.out.WriteRune(r)
	}
	c.cells += cells
	if c.room > 0 && c.cells < c.room {
		c.fit = c.out.Len()
	}
	return true
}

// finish returns what was written.
func (c *cleaner) finish() string {
	c.unflag()
	if !c.cut {
		return c.out.String()
	}
	return c.out.String()[:c.fit] + "…"
}
