package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mastodon takes a text apart as Mastodon will show it. It knows no markup: what
// was typed stands there as it was, and only addresses, tags and whom it names
// are links. A name without a person behind it is text.
func (r Reader) mastodon(text string) []Span {
	w := &writer{names: r.Names}
	from := 0
	for at := 0; at < len(text); {
		t := token{}
		switch text[at] {
		case 'h', 'H':
			t = linkAt(text, at)
		case '@':
			t = w.addressAt(text, at)
		case '#':
			t = tagAt(text, at)
		}
		if t.to <= at {
			at++
			continue
		}
		w.put(text[from:at], 0)
		w.put(t.text, t.style)
		at, from = t.to, t.to
	}
	w.put(text[from:], 0)
	return w.spans
}

// addressAt is whom a text names here: "@maria", or "@lena@fosstodon.example"
// for somebody of another server.
func (w *writer) addressAt(text string, at int) token {
	if !fresh(text, at) || w.names == nil {
		return token{}
	}
	rest := text[at:min(len(text), at+2*longestName)]
	end := strings.IndexFunc(rest[1:], func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r)
	})
	word := rest
	if end >= 0 {
		word = rest[:end+1]
	}
	// "@maria." is Maria at the end of a sentence.
	for len(word) > 1 {
		if w.names(word) {
			return token{at, at + len(word), word, Mention}
		}
		cut := strings.LastIndexAny(word, "._-@")
		if cut <= 0 {
			break
		}
		word = word[:cut]
	}
	return token{}
}

// tagAt is the tag that stands here; one of digits alone is none.
func tagAt(text string, at int) token {
	if !fresh(text, at) {
		return token{}
	}
	end, letters := at+1, false
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '_' {
			break
		}
		letters = letters || !unicode.IsDigit(r)
		end += n
	}
	if !letters {
		return token{}
	}
	return token{at, end, text[at:end], Link}
}

// fresh reports whether something may begin here: not in the middle of a word or
// of an address.
func fresh(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("_/@#&", before)
}
