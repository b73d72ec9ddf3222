package signal

import "strings"

// word is one word of a sentence: in lower case, without apostrophes.
type word struct {
	text  string
	at    int  // in the message
	fresh bool // begins the sentence, or stands behind a comma, colon or dash
}

// sentence is a run of words up to a full stop, a question mark or the end of
// a line.
type sentence struct {
	words []word
	start int
	end   int
	asked bool // it ends in a question mark that is one
}

// maxWords is how much of a sentence without an end is read at a time.
const maxWords = 48

// reader cuts a visible text into sentences.
type reader struct {
	v     string
	pos   int
	words [maxWords]word
}

// next reads one sentence, or reports that there is none.
func (r *reader) next() (sentence, bool) {
	s := sentence{words: r.words[:0], start: r.pos}
	fresh := true
	for r.pos < len(r.v) {
		c := r.v[r.pos]
		if inWord(c) {
			if len(s.words) == maxWords {
				s.end = r.pos
				return s, true
			}
			if len(s.words) == 0 {
				s.start = r.pos
			}
			s.words = append(s.words, r.word(fresh))
			fresh = false
			continue
		}
		if quoted := r.speech(); quoted > 0 {
			s.words = leaveHole(s.words, r.pos, fresh)
			fresh = false
			r.pos += quoted
			continue
		}
		fresh = fresh || r.pauses(len(s.words))
		r.pos++
		if ends(r.v, r.pos-1) {
			s.end = r.pos
			if s.asked = r.asking(); s.asked || len(s.words) > 0 {
				return s, true
			}
		}
	}
	s.end = r.pos
	return s, len(s.words) > 0
}

// leaveHole adds a word for somebody else's words, if there is room.
func leaveHole(words []word, at int, fresh bool) []word {
	if len(words) == maxWords {
		return words
	}
	return append(words, word{text: "\x01", at: at, fresh: fresh})
}

// speech is how long the quotation is that begins here, or 0.
func (r *reader) speech() int {
	if r.v[r.pos] != '"' {
		return 0
	}
	return speechLen(r.v, r.pos)
}

// pauses reports whether a new clause may begin behind the character here.
func (r *reader) pauses(words int) bool {
	switch r.v[r.pos] {
	case ',', ':', '(':
		return true
	case '-':
		return words > 0 && strings.HasPrefix(r.v[r.pos-1:], " - ")
	}
	return false
}

// asking reports whether the character just passed is a question mark, and
// passes the others that follow it.
func (r *reader) asking() bool {
	if r.v[r.pos-1] != '?' {
		return false
	}
	for r.pos < len(r.v) && (r.v[r.pos] == '?' || r.v[r.pos] == '!') {
		r.pos++
	}
	return true
}

// inWord counts "c++", "c#" and "@bob" as words too.
func inWord(c byte) bool {
	return isWord(c) || c == '\'' || c == hole || c == '@' || c == '+' || c == '#'
}

func (r *reader) word(fresh bool) word {
	start := r.pos
	apostrophe := false
	for r.pos < len(r.v) && (inWord(r.v[r.pos]) || inside(r.v, r.pos)) {
		apostrophe = apostrophe || r.v[r.pos] == '\''
		r.pos++
	}
	text := r.v[start:r.pos]
	if apostrophe {
		text = contraction(strings.Trim(text, "'"))
	}
	return word{text, start, fresh}
}

// inside reports whether a dot, dash or question mark stands within a word:
// "20.04", "e-mail", "a.out", "file?name".
func inside(v string, at int) bool {
	switch v[at] {
	case '.', '-', '?', '=', '&', '/':
		return v[at-1] != '.' && at+1 < len(v) && (isWord(v[at+1]) || v[at+1] == '=')
	}
	return false
}

// ends reports whether the character at a place ends a sentence.
func ends(v string, at int) bool {
	switch v[at] {
	case '\n', '!', ';':
		return true
	case '.':
		return at+1 == len(v) || v[at+1] <= ' ' || at > 0 && v[at-1] == '.' && isWord(v[at+1])
	case '?':
		return asks(v, at)
	}
	return false
}

// asks reports whether a question mark asks: not one that is quoted, a wild
// card, an operator, a face, a key or a doubt.
func asks(v string, at int) bool {
	before, after := byte(' '), byte(' ')
	if at > 0 {
		before = v[at-1]
	}
	if at+1 < len(v) {
		after = v[at+1]
	}
	if strings.IndexByte(`([{<*\$:=/&|+`, before) >= 0 {
		return false
	}
	switch {
	case after == '"' || after == '\'':
		return !strings.ContainsAny(v[lineStart(v, at):at], `"'`)
	case after == ':' && at+2 < len(v) && strings.IndexByte(")d(p-", v[at+2]) >= 0: // a smile
		return true
	case isWord(after) || strings.IndexByte(`:=*[{/\&|`, after) >= 0:
		return false
	}
	if before == '.' && at > 1 && strings.IndexByte(`*)]`, v[at-2]) >= 0 { // ".*.?"
		return false
	}
	if before == ' ' && after == ' ' { // "a ? b : c"
		rest := v[at+1:]
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			rest = rest[:end]
		}
		if strings.Contains(rest, " : ") {
			return false
		}
	}
	return !namesKey(v[:at])
}

// namesKey reports whether a question mark is the key to press: "press ?".
func namesKey(before string) bool {
	before, spaced := strings.CutSuffix(before, " ")
	if !spaced {
		return false
	}
	for _, verb := range [...]string{"press", "hit", "type", "key", "pressing", "typing"} {
		if strings.HasSuffix(before, verb) && !isWordAt(before, len(before)-len(verb)-1) {
			return true
		}
	}
	return false
}

func isWordAt(s string, at int) bool { return at >= 0 && isWord(s[at]) }

func lineStart(v string, at int) int { return strings.LastIndexByte(v[:at], '\n') + 1 }

// speechLen is how long the quotation is that begins with a quote at a place,
// both quotes included, or 0 if none does.
func speechLen(v string, at int) int {
	if at > 0 && isWord(v[at-1]) {
		return 0 // an inch
	}
	rest := v[at+1:]
	if end := strings.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	end := strings.IndexByte(rest, '"')
	if end <= 0 || end > 400 || end+1 < len(rest) && isWord(rest[end+1]) {
		return 0
	}
	return end + 2
}

// contraction is a word with an apostrophe as hasty people write it. "we're",
// "I'll" and others that would become another word stay.
func contraction(w string) string {
	if strings.HasSuffix(w, "n't") {
		return negation(w)
	}
	switch w {
	case "what's", "what're":
		return "whats"
	case "who's", "who're":
		return "whos"
	case "where's", "where're":
		return "wheres"
	case "how's", "how're", "how've":
		return "hows"
	case "when's", "when're":
		return "whens"
	case "why's", "why're":
		return "whys"
	case "how'd":
		return "howd"
	case "why'd":
		return "whyd"
	case "where'd":
		return "whered"
	case "what'd", "what'll":
		return "whatd"
	case "who'd", "who'll":
		return "whod"
	case "i'm":
		return "im"
	case "you're":
		return "youre"
	case "y'all":
		return "yall"
	case "that's":
		return "thats"
	}
	return w
}

// negation is a verb that ends in "n't" without its apostrophe.
func negation(w string) string {
	for _, known := range [...]struct{ as, plain string }{
		{"don't", "dont"},
		{"can't", "cant"},
		{"didn't", "didnt"},
		{"doesn't", "doesnt"},
		{"isn't", "isnt"},
		{"won't", "wont"},
		{"wasn't", "wasnt"},
		{"couldn't", "couldnt"},
		{"wouldn't", "wouldnt"},
		{"haven't", "havent"},
		{"aren't", "arent"},
		{"shouldn't", "shouldnt"},
		{"weren't", "werent"},
		{"hasn't", "hasnt"},
		{"ain't", "aint"},
	} {
		if w == known.as {
			return known.plain
		}
	}
	return w
}
