package calendar

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PathFor is a path for a new post that is not taken: of its day and title. A
// post with a time lies under its year, one without under "ideas". The name is
// of lower-case ASCII, and so it is the same file on every system.
func PathFor(p Post, taken func(path string) bool) string {
	stem := "ideas/" + slug(p.Title)
	if !p.When.IsZero() {
		day := p.When.Day.String()
		stem = day[:4] + "/" + day + "-" + slug(p.Title)
	}
	path := stem + ".md"
	for n := 2; taken != nil && taken(path); n++ {
		path = fmt.Sprintf("%s-%d.md", stem, n)
	}
	return path
}

// longestSlug keeps a path well below what file systems take.
const longestSlug = 50

// slug is a title as part of a file's name: words of ASCII letters and digits
// with hyphens between them; "post" if none is left.
func slug(title string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(cutTo(title, 4*longestSlug)) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case latin(r) != "":
			b.WriteString(latin(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Join(strings.Fields(b.String()), "-")
	if len(words) > longestSlug {
		words = words[:longestSlug]
		if end := strings.LastIndexByte(words, '-'); end > longestSlug/2 {
			words = words[:end]
		}
	}
	words = strings.Trim(words, "-")
	switch {
	case words == "":
		return "post"
	case device(words):
		return words + "-post"
	}
	return words
}

// device reports whether Windows takes a name for a device, whatever stands
// behind its dot.
func device(name string) bool {
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (name[:3] == "com" || name[:3] == "lpt") && name[3] >= '0' && name[3] <= '9'
}

// latin is a Latin letter that has no mark to take off, in ASCII.
func latin(r rune) string {
	switch unicode.ToLower(r) {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

// cutTo is the beginning of a text.
func cutTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
