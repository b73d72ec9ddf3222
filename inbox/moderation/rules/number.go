package rules

// digitsAt is how many digits stand at a byte.
func (r *reading) digitsAt(at int) int {
	n := 0
	for at+n < len(r.text) && isDigit(r.text[at+n]) {
		n++
	}
	return n
}

// number reads what begins with a digit and is no word. It returns at if it is
// one after all ("2nite").
func (r *reading) number(at int) int {
	if end := r.phone(at); end > at {
		return end
	}
	n := r.digitsAt(at)
	end := at + n
	if end+1 < len(r.text) && (r.text[end] == '.' || r.text[end] == ',') {
		if m := r.digitsAt(end + 1); m > 0 {
			end += 1 + m
		}
	}
	switch {
	case r.unit(end, "ppm", "ppmsg", "pperwk", "p/min", "p/msg", "p/m", "p") && n <= 3:
		return r.sign(signRate, at, r.wordEnd(end))
	case end < len(r.text) && r.text[end] == '%':
		return r.sign(signPercent, at, end+1)
	case r.currencyAfter(end):
		return r.sign(signMoney, at, r.wordEnd(end))
	case end < len(r.text) && (isLetter(r.text[end]) || r.text[end] >= 0x80):
		return at
	case end == at+n && (n == 5 || n == 6):
		return r.sign(signCode, at, end)
	case n > 4 || end > at+n:
		return r.sign(signNumber, at, end)
	}
	r.begin()
	for i := at; i < end; i++ {
		r.put(r.text[i], i, i+1)
	}
	r.put(' ', end, end)
	return end
}

// unit reports whether one of some words stands at a byte, and nothing of a
// word behind it.
func (r *reading) unit(at int, words ...string) bool {
	for _, w := range words {
		if at+len(w) <= len(r.text) && equalFold(r.text[at:at+len(w)], w) &&
			(at+len(w) == len(r.text) || !isLetter(r.text[at+len(w)]) || w == "p/min" || w == "p/m" || w == "ppm") {
			return true
		}
	}
	return false
}

// currencyAfter reports whether a number is one of money by what stands behind.
func (r *reading) currencyAfter(at int) bool {
	if at < len(r.text) && r.text[at] == ' ' {
		at++
	}
	return r.unit(at, "usd", "usdt", "gbp", "eur", "dollars", "pounds", "euros", "bucks", "btc", "eth", "$") ||
		has(r.text, at, "£") || has(r.text, at, "€")
}

func (r *reading) wordEnd(at int) int {
	if at < len(r.text) && r.text[at] == ' ' {
		at++
	}
	for at < len(r.text) && (isLetter(r.text[at]) || r.text[at] == '/') {
		at++
	}
	if at < len(r.text) && r.text[at] == '$' {
		at++
	}
	return at
}

// amount reads money whose sign stands first.
func (r *reading) amount(at, size int) int {
	end := at + size
	if end < len(r.text) && r.text[end] == ' ' {
		end++
	}
	digits := 0
	for end < len(r.text) && (isDigit(r.text[end]) || (r.text[end] == ',' || r.text[end] == '.') && digits > 0 && r.digitsAt(end+1) > 0) {
		if isDigit(r.text[end]) {
			digits++
		}
		end++
	}
	// "$1" and "$2" are what regular expressions and shells write.
	if digits == 0 || size == 1 && digits == 1 && r.text[at+1] < '3' && (end >= len(r.text) || r.text[end] != '.') {
		return at
	}
	if end < len(r.text) && (r.text[end]|0x20 == 'k' || r.text[end]|0x20 == 'm') {
		end++
	}
	return r.sign(signMoney, at, end)
}

// groups is digits in groups, as telephone numbers are written.
type groups struct {
	end, digits, count int
	first              int // digits of the first group
	dotted             bool
}

// phone reads a telephone number, or returns at. Ten digits in a row alone are
// none: moments and IDs look like that. It begins with "+" or "0", or is
// written in groups.
func (r *reading) phone(at int) int {
	g := r.grouped(at)
	plus := r.text[at] == '+'
	zero := r.text[at] == '0' && g.first >= 3 && g.count <= 4
	if g.digits < 9 || g.digits > 14 || g.dotted && !plus || !zero && g.end < len(r.text) && isLetter(r.text[g.end]) {
		return at
	}
	bracketed := r.text[at] == '(' && g.first == 3 && g.digits == 10
	national := g.first == 3 && g.count == 3 && g.digits == 10 || g.first == 1 && g.count == 4 && g.digits == 11
	if !plus && !zero && !bracketed && !national {
		return at
	}
	return r.sign(signPhone, at, g.end)
}

// longestPhone is how many bytes a telephone number takes at most.
const longestPhone = 40

// grouped reads digits with single signs between them.
func (r *reading) grouped(at int) groups {
	g := groups{end: at}
	for g.end < len(r.text) && g.end-at < longestPhone {
		if n := r.digitsAt(g.end); n > 0 {
			if g.count == 0 {
				g.first = n
			}
			g.count++
			g.digits += n
			g.end += n
			continue
		}
		c := r.text[g.end]
		if c != '+' && !r.joins(g.end) || c == '+' && g.end > at {
			break
		}
		g.dotted = g.dotted || c == '.'
		g.end++
	}
	for g.end > at && !isDigit(r.text[g.end-1]) {
		g.end--
	}
	return g
}

// joins reports whether a sign stands between two groups of a number.
func (r *reading) joins(at int) bool {
	switch r.text[at] {
	case ' ', '-', '(', ')', '.':
		return at+1 < len(r.text) && (r.digitsAt(at+1) > 0 || r.text[at+1] == '(' || r.text[at+1] == ' ')
	}
	return false
}

func equalFold(s, small string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != small[i] {
			return false
		}
	}
	return true
}
