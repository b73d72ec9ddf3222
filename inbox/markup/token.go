package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox/emoji"
)

// token is a part of a line in which no sign means anything: code, an address,
// a mention, an emoji.
type token struct {
	from, to int
	text     string
	style    Style
}

// tokens finds those of a line, from left to right.
func (w *writer) tokens(line string) []token {
	var all []token
	noTick := false // no backtick closes any more
	for at := 0; at < len(line); {
		t := token{from: at}
		switch line[at] {
		case '`':
			if !noTick {
				t, noTick = codeAt(line, at)
			}
		case 'h', 'H':
			t = linkAt(line, at)
		case ':':
			t = emojiAt(line, at)
		case '@', '#':
			t = w.mentionAt(line, at)
		}
		if t.to > at {
			all = append(all, t)
			at = t.to
			continue
		}
		at++
	}
	return all
}

// codeAt is the code that begins at a backtick; none means that nothing closes
// one in the rest of the line.
func codeAt(line string, at int) (t token, none bool) {
	end := strings.IndexByte(line[at+1:], '`')
	if end < 0 {
		return token{}, true
	}
	end += at + 1
	if !opens(line, at) || !closes(line, end) {
		return token{}, false
	}
	return token{at, end + 1, line[at+1 : end], Code}, false
}

// linkAt is the address that begins here.
func linkAt(line string, at int) token {
	rest := line[at:]
	scheme := 0
	for _, s := range []string{"https://", "http://"} {
		if len(rest) > len(s) && strings.EqualFold(rest[:len(s)], s) {
			scheme = len(s)
			break
		}
	}
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	if scheme == 0 || at > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return token{}
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>|\"`", r) })
	if end < 0 {
		end = len(rest)
	}
	// The stop behind an address, or the sign around it, is not part of it.
	address := strings.TrimRight(rest[:end], ".,;:!?)]}'*_~")
	if len(address) <= scheme {
		return token{}
	}
	return token{at, at + len(address), address, Link}
}

// longestName bounds what is tried as a name.
const longestName = 80

// emojiAt is the emoji whose name stands between colons here. A custom one is
// not known, and stays as it was typed.
func emojiAt(line string, at int) token {
	rest := line[at+1 : min(len(line), at+1+longestName)]
	end := strings.IndexFunc(rest, func(r rune) bool {
		return (r < 'a' || 'z' < r) && (r < '0' || '9' < r) && !strings.ContainsRune("_-+'", r)
	})
	if end <= 0 || rest[end] != ':' {
		return token{}
	}
	name, to := rest[:end], at+1+end+1
	const tone = "::skin-tone-"
	if tail := rest[end:]; len(tail) > len(tone)+1 && strings.HasPrefix(tail, tone) && tail[len(tone)+1] == ':' {
		if glyph, ok := emoji.Glyph(name + tail[:len(tone)+1]); ok {
			return token{at, to + len(tone) + 1, glyph, Emoji}
		}
	}
	if glyph, ok := emoji.Glyph(name); ok {
		return token{at, to, glyph, Emoji}
	}
	return token{}
}

// mentionAt is the somebody, or the channel, that is named here.
func (w *writer) mentionAt(line string, at int) token {
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	if at > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before) || before == '@' || before == '#') {
		return token{}
	}
	rest := line[at:min(len(line), at+longestName)]
	end := strings.IndexFunc(rest[1:], func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-'", r)
	})
	word := rest
	if end >= 0 {
		word = rest[:end+1]
	}
	// "@maria.k." is Maria at the end of a sentence, unless she is called so.
	for {
		if len(word) > 1 && w.isName(word) {
			return token{at, at + len(word), word, Mention}
		}
		if len(word) < 2 || !strings.ContainsRune("._-'", rune(word[len(word)-1])) {
			return token{}
		}
		word = word[:len(word)-1]
	}
}

func (w *writer) isName(word string) bool {
	switch strings.ToLower(word) {
	case "@here", "@channel", "@everyone":
		return true
	}
	return w.names != nil && w.names(word)
}
