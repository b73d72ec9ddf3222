package signal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hole stands in a visible text for something cut out that a sentence needs:
// code, an address.
const hole = '\x01'

// fold makes a text readable for the rules: invisible characters go, and the
// apostrophes and quotes of typographers become those of programmers. Most
// texts come back as they are.
func fold(s string) string {
	if isASCII(s) {
		return s
	}
	at := strings.IndexFunc(s, folds)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:at])
	for _, r := range s[at:] {
		switch {
		case r == '\u2019' || r == '\u2018' || r == '\u02bc' || r == '\u00b4':
			b.WriteByte('\'')
		case r == '\u201c' || r == '\u201d' || r == '\u00ab' || r == '\u00bb':
			b.WriteByte('"')
		case r == '\uff1f' || r == '\u061f' || r == '\u203d':
			b.WriteByte('?')
		case r == '\uff20':
			b.WriteByte('@')
		case r == '\u00a0' || r == '\u3000' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case !folds(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// folds reports whether fold does anything about a rune.
func folds(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return false
	case r == '\u00b4' || r == '\u00ab' || r == '\u00bb' || r == '\u00a0' || r == '\u02bc' || r == '\u061f':
		return true
	case r < 0x200b:
		return r == '\u00ad' || r == '\u034f' || r == '\u061c' || r == '\u180e'
	case 0x2018 <= r && r <= 0x201d && r != 0x201a && r != 0x201b:
		return true
	case r == '\u203d' || r == '\u3000' || r == '\uff1f' || r == '\uff20' || r == '\u2028' || r == '\u2029':
		return true
	case 0x2e80 <= r && r <= 0xd7ff:
		return false
	case 0xfe00 <= r && r <= 0xfe0f:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// visible is s in lower case (ASCII), with what its author did not say himself
// blanked: code, quoted lines and addresses. It is exactly as long as s, so
// that places in one are places in the other.
func visible(s string) string {
	if isASCII(s) && ownWords(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	lineStart := true
	for i := 0; i < len(s); {
		if lineStart {
			if n := quoteLen(s[i:]); n > 0 {
				i += blanks(&b, n, ' ')
				continue
			}
		}
		c := s[i]
		n := 0
		switch c {
		case '`':
			n = codeLen(s[i:])
		case 'h', 'H', 'w', 'W', 'f', 'F':
			if i == 0 || !isWord(s[i-1]) {
				n = addressLen(s[i:])
			}
		}
		if n > 0 {
			i += blanks(&b, n, hole)
			continue
		}
		lineStart = c == '\n'
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
		i++
	}
	return b.String()
}

// ownWords reports whether there is certainly nothing to blank in a text.
func ownWords(s string) bool {
	return strings.IndexByte(s, '`') < 0 && strings.IndexByte(s, '>') < 0 && !strings.Contains(s, "&gt;") &&
		!strings.Contains(s, "://") && strings.IndexByte(s, '$') < 0 && !strings.Contains(s, "www.")
}

// blanks writes n bytes that say nothing, the first of them given.
func blanks(b *strings.Builder, n int, first byte) int {
	b.WriteByte(first)
	for range n - 1 {
		b.WriteByte(' ')
	}
	return n
}

// quoteLen is how long the quote is that begins at a line, without its line
// break, or 0. Three brackets quote all that follows, as in Slack; a dollar
// quotes a shell.
func quoteLen(s string) int {
	body := strings.TrimLeft(s, " \t")
	indent := len(s) - len(body)
	rest, quoted := strings.CutPrefix(body, "&gt;")
	if !quoted {
		rest, quoted = strings.CutPrefix(body, ">")
	}
	if strings.HasPrefix(rest, ">>") || strings.HasPrefix(rest, "&gt;&gt;") {
		return len(s)
	}
	if !quoted && !strings.HasPrefix(body, "$ ") || emoticon(rest) {
		return 0
	}
	if end := strings.IndexByte(body, '\n'); end >= 0 {
		return indent + end
	}
	return len(s)
}

// emoticon reports whether what follows a bracket makes a face of it: ">:(".
func emoticon(rest string) bool {
	return len(rest) > 1 && (rest[0] == ':' || rest[0] == '.' || rest[0] == '_') && rest[1] != ' '
}

// codeLen is how long the code is that begins with a backtick, or 0. A block
// that is never closed goes to the end; a lone backtick is nothing.
func codeLen(s string) int {
	if strings.HasPrefix(s, "```") {
		if end := strings.Index(s[3:], "```"); end >= 0 {
			return end + 6
		}
		return len(s)
	}
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		if s[i] == '`' {
			return i + 1
		}
	}
	return 0
}

// addressLen is how long the web address is that begins s, or 0. A question
// mark at its end is the sentence's.
func addressLen(s string) int {
	if !strings.HasPrefix(s, "www.") && !hasScheme(s) {
		return 0
	}
	end := strings.IndexAny(s, " \t\n\r<>\"|")
	if end < 0 {
		end = len(s)
	}
	trimmed := len(strings.TrimRight(s[:end], "?!.,;:)'"))
	if s[trimmed-1] == '/' && trimmed < end && s[trimmed] == '?' {
		trimmed++ // "https://x.org/?" is an address with an empty query
	}
	return trimmed
}

func hasScheme(s string) bool {
	i := strings.IndexByte(s[:min(len(s), 8)], ':')
	if i < 3 || !strings.HasPrefix(s[i:], "://") {
		return false
	}
	switch strings.ToLower(s[:i]) {
	case "http", "https", "ftp", "file", "hxxp":
		return true
	}
	return false
}

// isWord reports whether a byte belongs to a word.
func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf || c == '_'
}
