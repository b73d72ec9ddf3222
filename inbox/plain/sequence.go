package plain

import "unicode/utf8"

// longestString bounds what an OSC, DCS, APC, PM or SOS may hide. One that has
// no end by then is not one.
const longestString = 4096

// sequence is how many bytes of s to leave out, s beginning with ESC or a C1
// control. A whole escape sequence goes; of one that is malformed or never
// ends only the introducer goes, so that the words after it still show.
//
// No scan passes another introducer, so the time is linear however many there
// are.
func sequence(s string) int {
	kind, intro := introducer(s)
	body := s[intro:]
	switch kind {
	case '[':
		return intro + controlLen(body)
	case ']':
		return intro + stringLen(body, true)
	case 'P', 'X', '^', '_':
		return intro + stringLen(body, false)
	case esc:
		return intro + escapeLen(body)
	}
	return intro
}

// introducer says what begins s, by its seven-bit letter, and how long that
// is: "[" for CSI in any of its forms. A C1 control that begins nothing is 0,
// ESC before anything else is esc.
func introducer(s string) (kind byte, size int) {
	if s[0] != esc { // C1, which is U+0080 to U+009F in two bytes
		switch c := s[1] - 0x40; c {
		case '[', ']', 'P', 'X', '^', '_':
			return c, 2
		}
		return 0, 2
	}
	if len(s) > 1 {
		switch c := s[1]; c {
		case '[', ']', 'P', 'X', '^', '_':
			return c, 2
		}
	}
	return esc, 1
}

// controlLen measures the rest of a CSI sequence: parameters, intermediates,
// one final byte. It can hide nothing but digits, so it may be long.
func controlLen(s string) int {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '?' {
		i++
	}
	for i < len(s) && ' ' <= s[i] && s[i] <= '/' && i < longestString {
		i++
	}
	if i < len(s) && '@' <= s[i] && s[i] <= '~' {
		return i + 1
	}
	return 0
}

// stringLen measures the rest of a control string with its terminator: ST, or
// BEL if bell.
func stringLen(s string, bell bool) int {
	for i := 0; i < len(s) && i < longestString; i++ {
		switch b := s[i]; {
		case b == '\a' && bell:
			return i + 1
		case b == esc && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case b == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0: // a C1 control
			if s[i+1] == 0x9c {
				return i + 2
			}
			return 0
		case b < ' ' || b == 0x7f:
			return 0
		}
	}
	return 0
}

// escapeLen measures what follows ESC in the short sequences: up to two
// intermediates and a final byte, as in "ESC ( 0" and "ESC c".
func escapeLen(s string) int {
	i := 0
	for i < len(s) && i < 2 && ' ' <= s[i] && s[i] <= '/' {
		i++
	}
	if i < len(s) && '0' <= s[i] && s[i] <= '~' && s[i] < utf8.RuneSelf {
		return i + 1
	}
	return 0
}
