package calendar

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// link is where a web address stands in a text, in bytes.
type link struct{ from, to int }

// links finds the web addresses of a text: from "http://" or "https://" at the
// beginning of a word to its end, without the marks that close the sentence
// around it.
func links(text string) []link {
	var all []link
	for at := 0; at < len(text); {
		next := strings.Index(text[at:], "://")
		if next < 0 {
			break
		}
		mark := at + next
		at = mark + len("://")
		from, web := scheme(text[:mark])
		if !web {
			continue
		}
		to := len(text)
		if end := strings.IndexFunc(text[at:], ends); end >= 0 {
			to = at + end
		}
		to = at + closed(text[at:to])
		if parsed, err := url.Parse(text[from:to]); err == nil && parsed.Hostname() != "" {
			all = append(all, link{from, to})
			at = to
		}
	}
	return all
}

// scheme is where the "http" or "https" at the end of a text begins, and whether
// it begins a word.
func scheme(text string) (from int, web bool) {
	for from = len(text); from > 0 && isLetter(text[from-1]); {
		from--
	}
	if name := strings.ToLower(text[from:]); name != "http" && name != "https" {
		return from, false
	}
	before, size := utf8.DecodeLastRuneInString(text[:from])
	return from, size == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("@$#", before)
}

// ends reports whether an address cannot go on with a sign.
func ends(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"`|^{}\\", r)
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// closed is how much of an address is its own: marks at its end belong to the
// sentence, and so does a bracket that was not opened within it.
func closed(text string) int {
	depth := map[rune]int{}
	opens := map[rune]rune{')': '(', ']': '['}
	for i, r := range text {
		if opener, is := opens[r]; is {
			if depth[opener] == 0 {
				text = text[:i]
				break
			}
			depth[opener]--
		}
		depth[r]++
	}
	return len(strings.TrimRightFunc(text, func(r rune) bool {
		return strings.ContainsRune(".,;:!?'*_~…«»“”‘’", r)
	}))
}
