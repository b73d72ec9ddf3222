package rules

import (
	"unicode"
	"unicode/utf8"

	"rounds/inbox/moderation"
)

// The signs that stand in the normal form of a text for what is no word. In a
// list they are written "{link}" and so on.
const (
	signLink    = 1
	signMention = 2
	signPhone   = 3
	signCode    = 4 // five or six digits: a number to send a text to
	signMoney   = 5
	signRate    = 6 // pence a minute or a message
	signPercent = 7
	signNumber  = 8
	signMail    = 14
	signWallet  = 15  // an address of a cryptocurrency
	signCrowd   = 16  // @everyone, @here
	signStop    = '|' // the end of a sentence or a line
)

// longestNorm is how long a normal form may become: offsets fit 16 bits.
const longestNorm = 1<<16 - 8

// context is what a word stands in.
type context uint8

const inQuote context = 1 // a line behind ">", or between quotation marks

// token is one word of the normal form.
type token struct {
	at       uint16 // where it begins there
	sentence uint16
	context  context
}

// reading is a text in its normal form: words in small plain letters with one
// blank around each, so that a list needs to know one way to write a word. Each
// byte of it knows where it came from. Its memory is used again for the next
// text.
type reading struct {
	text     string
	norm     []byte
	from, to []uint16 // the bytes of the text behind each byte of norm
	nth      []uint16 // the token that each byte of norm belongs to
	tokens   []token
	links    []link
	called   []moderation.Span // mentions
	emoji    []moderation.Span
	crowd    bool

	sentence       uint16
	now            context
	quoteEnd       int // where the quotation marks that are open close
	letters, upper int
	wordCount      int
	marks          int // exclamation marks
	repeat         int // the longest run of one letter or sign
	repeatAt       moderation.Span
	lines          int
	singles        int // how many single letters stand before here
}

// link is an address in a text.
type link struct {
	host string // small letters, no port, no "www."
	path string // with its slash
	span moderation.Span
}

// read brings a text into its normal form.
func (r *reading) read(text string) {
	*r = reading{
		text: text, norm: append(r.norm[:0], ' '), from: append(r.from[:0], 0), to: append(r.to[:0], 0),
		nth: append(r.nth[:0], 0), tokens: r.tokens[:0], links: r.links[:0], called: r.called[:0], emoji: r.emoji[:0],
		lines: 1,
	}
	r.runs()
	for at := r.lineStart(0); at < len(text); {
		at = r.next(at)
	}
	r.unspell()
}

// next reads what begins at a byte and returns where it ends. It always moves.
func (r *reading) next(at int) int {
	if r.quoteEnd > 0 && at >= r.quoteEnd {
		r.now &^= inQuote
		r.quoteEnd = 0
	}
	c := r.text[at]
	switch {
	case isLetter(c), isDigit(c):
		return r.word(at)
	case c == ' ':
		return at + 1
	case c >= utf8.RuneSelf:
		return r.foreign(at)
	}
	return r.mark(at, c)
}

// mark reads a sign of ASCII.
func (r *reading) mark(at int, c byte) int {
	switch c {
	case '\n':
		r.stop(at)
		r.lines++
		r.now &^= inQuote
		r.quoteEnd = 0
		return r.lineStart(at + 1)
	case '.', '?', ';':
		r.stop(at)
	case '!':
		r.marks++
		r.stop(at)
	case '"':
		r.openQuote(at, `"`)
	case '`':
		return r.code(at)
	case '<':
		return r.angle(at)
	case '@', '#':
		return r.at(at, c)
	case '$':
		if end := r.amount(at, 1); end > at {
			return end
		}
		if at+1 < len(r.text) && isLetter(r.text[at+1]) {
			return r.word(at) // "$hit"
		}
	case '+', '(':
		if end := r.phone(at); end > at {
			return end
		}
	case '&':
		return r.entity(at)
	}
	return at + 1
}

// lineStart reads the sign of a quotation at the start of a line.
func (r *reading) lineStart(at int) int {
	end := at
	for end < len(r.text) && (r.text[end] == ' ' || r.text[end] == '>') {
		if r.text[end] == '>' {
			r.now |= inQuote
		}
		end++
	}
	if has(r.text, end, "&gt;") {
		r.now |= inQuote
		return end + len("&gt;")
	}
	return end
}

// openQuote begins a quotation, if it is closed on the same line and the mark
// stands before a word.
func (r *reading) openQuote(at int, closing string) {
	if r.now&inQuote != 0 {
		return
	}
	start := at + 1
	for i := start; i < len(r.text) && r.text[i] != '\n' && i-at < 600; i++ {
		if i > start && has(r.text, i, closing) {
			r.now |= inQuote
			r.quoteEnd = i
			return
		}
	}
}

// code passes over a span or a block of code, if it is closed.
func (r *reading) code(at int) int {
	fence := 1
	for fence < 3 && at+fence < len(r.text) && r.text[at+fence] == '`' {
		fence++
	}
	if fence == 2 {
		return at + 2
	}
	for i := at + fence; i+fence <= len(r.text) && (fence == 3 || r.text[i] != '\n'); i++ {
		if r.text[i] == '`' && (fence == 1 || has(r.text, i, "```")) {
			r.stop(at)
			return i + fence
		}
	}
	return at + fence
}

// foreign reads a rune beyond ASCII.
func (r *reading) foreign(at int) int {
	c, size := utf8.DecodeRuneInString(r.text[at:])
	switch {
	case c == '“' || c == '„' || c == '«':
		r.openQuote(at+size-1, map[rune]string{'“': "”", '„': "“", '«': "»"}[c])
	case c == '£' || c == '€' || c == '¥' || c == '₹':
		if end := r.amount(at, size); end > at {
			return end
		}
	case c == '…' || c == '。' || c == '！' || c == '？':
		r.stop(at)
	case pictograph(c):
		r.emoji = append(r.emoji, span(at, at+size))
	case wordly(c):
		return r.word(at)
	}
	return at + size
}

// entity reads what HTML writes for a sign.
func (r *reading) entity(at int) int {
	for _, e := range [...]string{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#10;"} {
		if has(r.text, at, e) {
			return at + len(e)
		}
	}
	return at + 1
}

// stop ends a sentence.
func (r *reading) stop(at int) {
	r.sentence++
	r.singles = 0
	if n := len(r.norm); n >= 2 && r.norm[n-2] != signStop {
		r.sign(signStop, at, at+1)
	}
}

// sign writes what is no word.
func (r *reading) sign(c byte, from, to int) int {
	r.begin()
	r.put(c, from, to)
	r.put(' ', from, to)
	r.singles = 0
	return to
}

// begin begins a token.
func (r *reading) begin() {
	r.tokens = append(r.tokens, token{uint16(len(r.norm)), r.sentence, r.now})
}

func (r *reading) put(c byte, from, to int) {
	if len(r.norm) >= longestNorm {
		return // no text of the length that is read comes here
	}
	r.norm = append(r.norm, c)
	r.from = append(r.from, uint16(from))
	r.to = append(r.to, uint16(to))
	r.nth = append(r.nth, uint16(max(len(r.tokens)-1, 0)))
}

// runs finds the longest run of one byte that is no blank.
func (r *reading) runs() {
	start := 0
	for i := 1; i <= len(r.text); i++ {
		if i < len(r.text) && r.text[i] == r.text[start] {
			continue
		}
		if c := r.text[start]; i-start > r.repeat && c > ' ' && c < utf8.RuneSelf {
			r.repeat = i - start
			r.repeatAt = span(start, i)
		}
		start = i
	}
}

// unspell puts words together again that were written "l i k e   t h i s". What
// it finds stands at the end of the normal form, as a sentence of its own.
func (r *reading) unspell() {
	const least = 4
	count := len(r.tokens)
	for i := 0; i < count; {
		j := i
		for j < count && r.single(j) && r.tokens[j].sentence == r.tokens[i].sentence {
			j++
		}
		if j-i >= least {
			r.together(i, j)
			// "you are a f o o l": the first letter may be a word.
			if c := r.norm[r.tokens[i].at]; j-i > least && (c == 'a' || c == 'i') {
				r.together(i+1, j)
			}
		}
		i = max(j, i+1)
	}
}

// single reports whether a token is one letter.
func (r *reading) single(i int) bool {
	at := int(r.tokens[i].at)
	return at+1 < len(r.norm) && r.norm[at+1] == ' ' && isLetter(r.norm[at])
}

func (r *reading) together(i, j int) {
	r.sentence++
	context := r.tokens[i].context
	r.tokens = append(r.tokens, token{uint16(len(r.norm)), r.sentence, context})
	for ; i < j; i++ {
		at := r.tokens[i].at
		r.put(r.norm[at], int(r.from[at]), int(r.to[at]))
	}
	r.put(' ', int(r.from[len(r.from)-1]), int(r.to[len(r.to)-1]))
}

// lettersAt counts a letter of the text, for the share of capitals.
func (r *reading) lettersAt(c rune) {
	if unicode.IsLetter(c) {
		r.letters++
		if unicode.IsUpper(c) {
			r.upper++
		}
	}
}

// caps is the share of capitals among the letters.
func (r *reading) caps() float64 {
	if r.letters == 0 {
		return 0
	}
	return float64(r.upper) / float64(r.letters)
}

func span(from, to int) moderation.Span { return moderation.Span{From: from, To: to} }

func has(s string, at int, part string) bool {
	return at < len(s) && len(s)-at >= len(part) && s[at:at+len(part)] == part
}
