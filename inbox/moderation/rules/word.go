package rules

import "unicode/utf8"

// longestWord is how much of a word is kept; the rest of it is passed over.
const longestWord = 48

// word reads a word that begins at a byte: a number, an address, a mail
// address, or letters.
func (r *reading) word(at int) int {
	c := r.text[at]
	if isDigit(c) {
		if end := r.number(at); end > at {
			return end
		}
	}
	if (c|0x20 == 'h' || c|0x20 == 'w') && r.linked(at) {
		return r.link(at)
	}
	if end := r.simple(at); end > at {
		return end
	}
	end, dots, ascii := r.extent(at)
	if end < len(r.text) && r.text[end] == '@' && end+1 < len(r.text) && wordly(rune(r.text[end+1])) {
		if stop, domain := r.host(end + 1); domain {
			return r.sign(signMail, at, stop)
		}
	}
	if dots || ascii && end < len(r.text) && r.text[end] == '.' {
		if stop, domain := r.host(at); domain && stop > end {
			return r.bare(at, stop)
		}
	}
	if ascii && wallet(r.text[at:end]) {
		return r.sign(signWallet, at, end)
	}
	r.letterWord(at, end)
	return end
}

// simple reads what most words are: letters of ASCII, with a blank or the end
// of a sentence behind them, and no letter thrice. It returns at for others.
func (r *reading) simple(at int) int {
	end := at
	for end < len(r.text) && isLetter(r.text[end]) {
		end++
	}
	if end-at > longestWord || len(r.norm)+end-at+1 >= longestNorm || !r.plainEnd(end) {
		return at
	}
	for i := at + 2; i < end; i++ {
		if r.text[i]|0x20 == r.text[i-1]|0x20 && r.text[i]|0x20 == r.text[i-2]|0x20 {
			return at
		}
	}
	r.begin()
	nth := uint16(len(r.tokens) - 1)
	for i := at; i < end; i++ {
		c := r.text[i]
		if c < 'a' {
			r.upper++
		}
		r.norm = append(r.norm, c|0x20)
		r.from = append(r.from, uint16(i))
		r.to = append(r.to, uint16(i+1))
		r.nth = append(r.nth, nth)
	}
	r.letters += end - at
	r.wordCount++
	r.put(' ', end, end)
	return end
}

// plainEnd reports whether a word ends at a byte, whatever it is.
func (r *reading) plainEnd(at int) bool {
	if at >= len(r.text) {
		return true
	}
	switch r.text[at] {
	case ' ', ',', '\n', ')', '?':
		return true
	case '.', ':':
		return at+1 >= len(r.text) || r.text[at+1] <= ' '
	}
	return false
}

// extent is how far a word goes.
func (r *reading) extent(at int) (end int, hyphen, ascii bool) {
	ascii = true
	end = at
	for end < len(r.text) {
		c := r.text[end]
		switch {
		case isLetter(c) || isDigit(c):
			end++
			continue
		case c >= utf8.RuneSelf:
			x, size := utf8.DecodeRuneInString(r.text[end:])
			if apostrophe(x) && end+size < len(r.text) && isLetter(r.text[end+size]) || wordly(x) {
				ascii = false
				end += size
				continue
			}
		case r.inside(end, c):
			end++
			continue
		case c == '-':
			hyphen = true
		}
		return end, hyphen, ascii
	}
	return end, hyphen, ascii
}

// inside reports whether a sign stands within a word: an apostrophe, or what
// hides a letter.
func (r *reading) inside(at int, c byte) bool {
	switch c {
	case '\'', '*', '$', '!':
		if at+1 >= len(r.text) {
			return false
		}
		after := r.text[at+1]
		return isLetter(after) || c == '*' && after == '*'
	case '&':
		return has(r.text, at, "&#39;")
	case '#', ';':
		return at >= 1 && has(r.text, max(at-1, 0), "&#39;") || at >= 4 && has(r.text, at-4, "&#39;")
	}
	return false
}

func apostrophe(c rune) bool { return c == '’' || c == '‘' || c == 'ʼ' }

// letterWord writes a word in small plain letters.
func (r *reading) letterWord(at, end int) {
	r.begin()
	start := len(r.norm)
	digits, mixed := r.mixture(at, end)
	turn := digits.leet()
	var last byte
	run := 0
	for i := at; i < end && len(r.norm)-start < longestWord; {
		c, size := rune(r.text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(r.text[i:])
		}
		if c == '&' {
			i += len("&#39;")
			continue
		}
		r.lettersAt(c)
		if !apostrophe(c) && c != '\'' && !unseen(c) {
			n := len(r.norm)
			r.letter(c, i, i+size, turn, mixed)
			if len(r.norm) == n+1 && r.norm[n] == last {
				run++
			} else {
				run = 1
				last = r.norm[len(r.norm)-1]
			}
			r.squeeze(run)
		}
		i += size
	}
	r.wordCount++
	r.put(' ', end-1, end)
	r.to[len(r.to)-1] = uint16(end)
	r.from[len(r.from)-1] = uint16(end)
}

// squeeze makes one letter of three and more.
func (r *reading) squeeze(run int) {
	n := len(r.norm)
	switch {
	case run == 3 && isLetter(r.norm[n-1]):
		r.cut(2)
	case run > 3 && isLetter(r.norm[n-1]):
		r.cut(1)
	}
}

func (r *reading) cut(n int) {
	to := r.to[len(r.to)-1]
	r.norm = r.norm[:len(r.norm)-n]
	r.from = r.from[:len(r.norm)]
	r.to = r.to[:len(r.norm)]
	r.nth = r.nth[:len(r.norm)]
	r.to[len(r.to)-1] = to
}

func (r *reading) letter(c rune, from, to int, turn, mixed bool) {
	if c < utf8.RuneSelf {
		b := byte(c)
		if isLetter(b) {
			b |= 0x20
		} else if l := leet(b); l != 0 && turn {
			b = l
		}
		r.put(b, from, to)
		return
	}
	if mixed {
		if b := twin(plainLetter(c)); b != 0 {
			r.put(b, from, to)
			return
		}
	}
	var buf [utf8.UTFMax]byte
	for _, b := range buf[:utf8.EncodeRune(buf[:], plainLetter(c))] {
		r.put(b, from, to)
	}
}

// tally is how many letters and how many digits or signs a word has.
type tally struct {
	letters, others int
	first           bool // it begins with two digits or more, or ends with one
}

// leet reports whether the digits of a word stand for letters.
func (t tally) leet() bool { return t.others > 0 && t.letters >= t.others && !t.first }

// mixture looks at what a word is made of; mixed is whether letters of other
// scripts stand among Latin ones.
func (r *reading) mixture(at, end int) (t tally, mixed bool) {
	var other bool
	for i := at; i < end; i++ {
		switch c := r.text[i]; {
		case isLetter(c):
			t.letters++
		case c >= utf8.RuneSelf:
			other = true
		case leet(c) != 0:
			t.others++
		}
	}
	t.first = isDigit(r.text[at]) && end-at > 1 && isDigit(r.text[at+1]) || t.letters < 2
	return t, other && t.letters > 0
}

// wallet reports whether a word is an address of a cryptocurrency by its shape.
func wallet(s string) bool {
	switch {
	case len(s) == 42 && s[:2] == "0x":
		return hexadecimal(s[2:])
	case len(s) >= 39 && len(s) <= 62 && s[:3] == "bc1":
		return true
	case len(s) == 34 && s[0] == 'T', len(s) >= 32 && len(s) <= 35 && (s[0] == '1' || s[0] == '3'):
		return base58(s)
	}
	return false
}

func hexadecimal(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !isDigit(s[i]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// base58 reports whether a word is in that writing and mixes large letters,
// small ones and digits, as no hash in hexadecimal does.
func base58(s string) bool {
	var large, small, beyond bool
	for i := range len(s) {
		switch c := s[i]; {
		case c == '0' || c == 'O' || c == 'I' || c == 'l':
			return false
		case 'A' <= c && c <= 'Z':
			large = true
			beyond = beyond || c > 'F'
		case 'a' <= c && c <= 'z':
			small = true
			beyond = beyond || c > 'f'
		}
	}
	return large && small && beyond
}
