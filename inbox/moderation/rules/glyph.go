package rules

import (
	"unicode"
	"unicode/utf8"
)

// latin is what the letters from U+00C0 to U+017F are without their marks; a
// blank is a letter that stays as it is.
const latin = "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkkllllll " +
	" llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// plainLetter is a letter as it is written in a list: small and without marks,
// from whichever of Unicode's alphabets for mathematics or wide print it came.
func plainLetter(r rune) rune {
	switch {
	case 0xc0 <= r && r <= 0x17f:
		if int(r-0xc0) < len(latin) && latin[r-0xc0] != ' ' {
			return rune(latin[r-0xc0])
		}
	case 0xff10 <= r && r <= 0xff19, 0xff21 <= r && r <= 0xff5a:
		return unicode.ToLower(r - 0xff01 + '!')
	case 0x1d400 <= r && r <= 0x1d6a3:
		if n := (r - 0x1d400) % 52; n < 26 {
			return 'a' + n
		} else {
			return 'a' + n - 26
		}
	case 0x24b6 <= r && r <= 0x24e9:
		return 'a' + (r-0x24b6)%26
	}
	return unicode.ToLower(r)
}

// The letters of other scripts that pass for Latin ones, and those, in order.
const (
	twins    = "аαсϲԁеёєεɡһіїιıјкκӏмпηоοօрρԛгѕтτυսѵνԝωхχуγ"
	twinsFor = "aaccdeeeeghiiiijkklmnnoooppqrsttuuvvwwxxyy"
)

// twin is the Latin letter that a letter of another script passes for, or 0.
func twin(r rune) byte {
	n := 0
	for _, t := range twins {
		if t == r {
			return twinsFor[n]
		}
		n++
	}
	return 0
}

// unseen holds what takes no room and may hide inside a word.
func unseen(r rune) bool {
	return r == 0xad || 0x200b <= r && r <= 0x200f || 0x2060 <= r && r <= 0x2064 ||
		r == 0xfeff || 0xfe00 <= r && r <= 0xfe0f || 0x0300 <= r && r <= 0x036f || 0x202a <= r && r <= 0x202e
}

// pictograph holds what is counted as an emoji.
func pictograph(r rune) bool {
	return 0x1f300 <= r && r <= 0x1faff || 0x2600 <= r && r <= 0x27bf || 0x1f1e6 <= r && r <= 0x1f1ff
}

// leet is the letter that a digit or sign stands for within a word, or 0.
func leet(c byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	}
	return 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// wordly reports whether a rune belongs to a word, digits included.
func wordly(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r)) || isDigit(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unseen(r) || 0x24b6 <= r && r <= 0x24e9
}
