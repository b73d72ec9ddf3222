package discourse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox"
)

// longest is how many characters a post may have where a forum does not say
// otherwise; what is longer it refuses.
const longest = 32_000

// shield stands between "@" and a name that is not meant: a comment that
// Discourse takes out again. Without it whoever is called so would be told.
const shield = "<!-- -->"

// encode turns what a person typed into Discourse's Markdown. What a person
// writes is Markdown already; only names need care: one that was chosen stands
// with the handle that its owner has now, and any other names nobody. In code
// nobody is named anyway.
func (c *Connector) encode(text string, named []inbox.Named) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\ufffd")
	var out strings.Builder
	out.Grow(len(text) + 16)
	fenced := false
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		if strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			fenced = !fenced
			out.WriteString(line)
			continue
		}
		if fenced {
			out.WriteString(line)
			continue
		}
		c.line(&out, line, named)
	}
	return out.String()
}

// line writes a line outside of a block of code.
func (c *Connector) line(out *strings.Builder, line string, named []inbox.Named) {
	before := ' '
	for line != "" {
		if code := codeAt(line); code > 0 {
			out.WriteString(line[:code])
			before, line = '`', line[code:]
			continue
		}
		sign, size := utf8.DecodeRuneInString(line)
		if sign != '@' || inWord(before) {
			out.WriteString(line[:size])
			before, line = sign, line[size:]
			continue
		}
		word, handle := c.named(line, named)
		next, _ := utf8.DecodeRuneInString(line[size:])
		switch {
		case word != "":
			out.WriteString("@" + handle)
			before, line = 'x', line[len(word):]
		case inWord(next):
			out.WriteString("@" + shield)
			before, line = ' ', line[size:]
		default:
			out.WriteByte('@')
			before, line = '@', line[size:]
		}
	}
}

// codeAt is how long the code is that a line begins with, or 0.
func codeAt(line string) int {
	ticks := len(line) - len(strings.TrimLeft(line, "`"))
	if ticks == 0 {
		return 0
	}
	end := strings.Index(line[ticks:], line[:ticks])
	if end < 0 {
		return ticks
	}
	return end + 2*ticks
}

// named is the longest chosen name that a text begins with, and the handle that
// stands for it.
func (c *Connector) named(text string, named []inbox.Named) (word, handle string) {
	for _, n := range named {
		if n.Room || len(n.Word) <= len(word) || !strings.HasPrefix(text, n.Word) || !ends(text[len(n.Word):]) {
			continue
		}
		if name := c.handle(n); name != "" {
			word, handle = n.Word, name
		}
	}
	return word, handle
}

// handle is what a chosen name is called there, "" for one that Discourse would
// read otherwise.
func (c *Connector) handle(n inbox.Named) string {
	name, known := c.name(n.ID)
	switch {
	case n.ID == "here":
		return "here"
	case !known:
		name = strings.TrimPrefix(n.Word, "@")
	}
	strange := func(r rune) bool { return !inWord(r) && r != '.' && r != '-' }
	if name == "" || strings.ContainsFunc(name, strange) {
		return ""
	}
	return name
}

// ends reports whether a name is over where the rest begins: a dot or a dash
// belongs to it only if a word goes on behind it.
func ends(rest string) bool {
	sign, size := utf8.DecodeRuneInString(rest)
	if sign == '.' || sign == '-' {
		next, _ := utf8.DecodeRuneInString(rest[size:])
		return size == len(rest) || !inWord(next)
	}
	return size == 0 || !inWord(sign)
}

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// titled takes a text apart into the title of a topic and what it says. A text
// of one line is both.
func titled(text string) (title, body string) {
	title, body, _ = strings.Cut(strings.TrimSpace(text), "\n")
	title, body = strings.TrimSpace(strings.TrimLeft(title, "# ")), strings.TrimSpace(body)
	if body == "" {
		body = title
	}
	if runes := []rune(title); len(runes) > longestTitle {
		title = string(runes[:longestTitle-1]) + "…"
	}
	return title, body
}

// longestTitle is Discourse's own bound where a forum does not say otherwise.
const longestTitle = 255

// bare is what is left of a text when everything is taken away that Discourse
// may write in another way than it was sent: blanks, and signs of typography.
func bare(text string) string {
	text = strings.ReplaceAll(text, shield, "")
	var out strings.Builder
	for _, r := range text {
		if inWord(r) || unicode.IsSymbol(r) && r > unicode.MaxASCII {
			out.WriteRune(r)
		}
	}
	if out.Len() == 0 {
		return strings.TrimSpace(text)
	}
	return out.String()
}
