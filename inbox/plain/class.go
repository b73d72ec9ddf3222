package plain

import "unicode"

const (
	esc = 0x1b
	nel = 0x85 // next line: the one C1 control that means something in a text

	firstHalf = 0x1f1e6 // regional indicator A
	lastHalf  = 0x1f1ff
)

// class is what becomes of a rune.
type class int

const (
	narrow class = iota // shown, one cell
	wide                // shown, two cells
	space
	tab
	lineBreak
	mark    // stands on the rune before it
	half    // of a flag
	dropped // shows nothing, or changes how others are shown
	unknown // nobody can say how wide it is
)

// classOf is an allow-list: a rune that it does not know is unknown.
func classOf(r rune) class {
	switch {
	case r < 0x80:
		return ascii(r)
	case 0xa1 <= r && r <= 0x2ff && r != 0xad, 0x400 <= r && r <= 0x482, 0x48a <= r && r <= 0x52f: // Latin, Cyrillic
		return narrow
	case 0x4e00 <= r && r <= 0x9fff, 0x3041 <= r && r <= 0x3096, 0x30a0 <= r && r <= 0x30ff, 0xac00 <= r && r <= 0xd7a3:
		return wide
	case firstHalf <= r && r <= lastHalf:
		return half
	case 0x1f300 <= r && r <= 0x1f64f && !skinTone(r):
		return picture(r)
	case r == nel || r == 0x2028 || r == 0x2029:
		return lineBreak
	case blank(r):
		return space
	case invisible(r):
		return dropped
	case unicode.In(r, unicode.Mn, unicode.Me):
		return mark
	case !unicode.IsGraphic(r): // private, unassigned, surrogates
		return unknown
	case twoCells(r):
		return wide
	}
	return narrow
}

func ascii(r rune) class {
	switch {
	case ' ' < r && r <= '~':
		return narrow
	case r == ' ':
		return space
	case r == '\t':
		return tab
	case '\n' <= r && r <= '\r':
		return lineBreak
	}
	return dropped
}

func skinTone(r rune) bool { return 0x1f3fb <= r && r <= 0x1f3ff }

// blank holds the spaces, and the letters and patterns that look like one.
func blank(r rune) bool {
	switch r {
	case 0x2800, // Braille pattern without dots
		0x3164, 0xffa0: // Hangul fillers
		return true
	}
	return unicode.Is(unicode.Zs, r)
}

// invisible holds what shows nothing by itself: controls, all formatting
// (joiners, direction marks, soft hyphens, tags), variation selectors, and the
// modifiers that make an emoji one cell wide here and four cells there.
func invisible(r rune) bool {
	switch {
	case r < 0xa0, skinTone(r),
		0xfe00 <= r && r <= 0xfe0f,   // variation selectors
		0xe0000 <= r && r <= 0xe0fff, // tags and more selectors
		0x180b <= r && r <= 0x180f,   // Mongolian selectors
		0x17b4 <= r && r <= 0x17b5,   // Khmer inherent vowels
		0x115f <= r && r <= 0x1160:   // Hangul jamo fillers
		return true
	}
	switch r {
	case 0x034f, // combining grapheme joiner
		0x20e3: // keycap
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// picture is an emoji of the oldest blocks: some are one cell wide.
func picture(r rune) class {
	if twoCells(r) {
		return wide
	}
	return narrow
}
