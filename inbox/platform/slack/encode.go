package slack

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox"
)

// longest is how many characters a message may have: what is behind them Slack
// cuts off without a word.
const longest = 40_000

// encode turns what a person typed into Slack's markup: the three signs that
// mean something in it are escaped, and each word that names somebody becomes
// what Slack takes for a name. All other markup is the person's own.
func encode(text string, named []inbox.Named) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	var out strings.Builder
	out.Grow(len(text) + 16)
	before := ' ' // the sign in front
	for text != "" {
		if markup, length := mentioned(text, before, named); length > 0 {
			out.WriteString(markup)
			before, _ = utf8.DecodeLastRuneInString(text[:length])
			text = text[length:]
			continue
		}
		sign, size := utf8.DecodeRuneInString(text)
		literal(&out, sign)
		before, text = sign, text[size:]
	}
	return out.String()
}

// literal writes a sign so that it stands for itself.
func literal(out *strings.Builder, sign rune) {
	switch sign {
	case '&':
		out.WriteString("&amp;")
	case '<':
		out.WriteString("&lt;")
	case '>':
		out.WriteString("&gt;")
	default:
		out.WriteRune(sign)
	}
}

// mentioned is the markup of the longest name that a text begins with, and how
// much of the text it stands for; 0 if it begins with none.
func mentioned(text string, before rune, named []inbox.Named) (markup string, length int) {
	if inWord(before) {
		return "", 0
	}
	for _, n := range named {
		if len(n.Word) > length && strings.HasPrefix(text, n.Word) && ends(text[len(n.Word):]) {
			if name := mention(n); name != "" {
				markup, length = name, len(n.Word)
			}
		}
	}
	return markup, length
}

// mention is how Slack writes a name, or "" for an ID that cannot be one.
func mention(n inbox.Named) string {
	strange := func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }
	switch {
	case !n.Room && (n.ID == "here" || n.ID == "channel" || n.ID == "everyone"):
		return "<!" + n.ID + ">"
	case n.ID == "" || strings.ContainsFunc(n.ID, strange):
		return ""
	case n.Room:
		return "<#" + n.ID + ">"
	case n.ID[0] == 'S': // a group of members
		return "<!subteam^" + n.ID + ">"
	}
	return "<@" + n.ID + ">"
}

// ends reports whether a name is over where the rest begins. Handles have dots
// and dashes in them, so that one belongs to the name if a word goes on behind
// it: "@maria.k" is not "@maria".
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
