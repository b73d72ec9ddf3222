package discord

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox"
)

// longest is how many characters a message may have.
const longest = 2000

// allowed is who may be called by a message: Discord's own switch, so that
// nobody is who was not named, whatever the text says (docs.discord.com, Allowed
// mentions).
type allowed struct {
	Parse   []string `json:"parse"`
	Users   []string `json:"users"`
	Roles   []string `json:"roles"`
	Replied bool     `json:"replied_user"`
}

// encode turns what a person typed into Discord's markup: each word that names
// somebody becomes what Discord takes for a name, and whatever else would be
// taken for one is escaped. All other markup is the person's own. isRole tells
// roles from members.
func encode(text string, named []inbox.Named, isRole func(id string) bool) (string, allowed) {
	who := allowed{Parse: []string{}, Users: []string{}, Roles: []string{}}
	if slices.ContainsFunc(named, func(n inbox.Named) bool {
		return !n.Room && (n.ID == "everyone" || n.ID == "here") && strings.Contains(text, n.Word)
	}) {
		who.Parse = []string{"everyone"}
	}
	var out strings.Builder
	for _, part := range cutCode(strings.ToValidUTF8(text, "\ufffd")) {
		if part.code {
			out.WriteString(part.text)
			continue
		}
		encodeWords(&out, part.text, named, isRole, &who)
	}
	return out.String(), who
}

func encodeWords(out *strings.Builder, text string, named []inbox.Named, isRole func(string) bool, who *allowed) {
	before := ' '
	for text != "" {
		if markup, length := mentioned(text, before, named, isRole, who); length > 0 {
			out.WriteString(markup)
			before, _ = utf8.DecodeLastRuneInString(text[:length])
			text = text[length:]
			continue
		}
		sign, size := utf8.DecodeRuneInString(text)
		if sign == '<' && opensToken(text) {
			out.WriteByte('\\')
		}
		out.WriteString(text[:size])
		if sign == '@' && len(who.Parse) > 0 && callsAll(text) {
			out.WriteRune('\u200b') // the switch is on for another word
		}
		before, text = sign, text[size:]
	}
}

// callsAll reports whether a text begins with a call to all.
func callsAll(text string) bool {
	return strings.HasPrefix(text, "@everyone") || strings.HasPrefix(text, "@here")
}

// opensToken reports whether a "<" begins what Discord would take for a name, an
// emoji, a time or a command. An address between such signs is a person's own.
func opensToken(text string) bool {
	for _, sign := range []string{"<@", "<#", "<:", "<a:", "<t:", "</", "<id:"} {
		if strings.HasPrefix(text, sign) {
			return true
		}
	}
	return false
}

// mentioned is the markup of the longest name that a text begins with, and how
// much of the text it stands for; 0 if it begins with none.
func mentioned(text string, before rune, named []inbox.Named, isRole func(string) bool, who *allowed) (markup string, length int) {
	if inWord(before) {
		return "", 0
	}
	var of inbox.Named
	for _, n := range named {
		if len(n.Word) > length && strings.HasPrefix(text, n.Word) && ends(text[len(n.Word):]) && mention(n, isRole) != "" {
			of, length = n, len(n.Word)
		}
	}
	if length == 0 {
		return "", 0
	}
	switch {
	case of.Room, of.ID == "everyone", of.ID == "here":
	case isRole != nil && isRole(of.ID):
		who.Roles = addOnce(who.Roles, of.ID)
	default:
		who.Users = addOnce(who.Users, of.ID)
	}
	return mention(of, isRole), length
}

func addOnce(list []string, one string) []string {
	if slices.Contains(list, one) {
		return list
	}
	return append(list, one)
}

// mention is how Discord writes a name, or "" for an ID that cannot be one.
func mention(n inbox.Named, isRole func(string) bool) string {
	switch {
	case !n.Room && (n.ID == "everyone" || n.ID == "here"):
		return "@" + n.ID
	case !isID(n.ID):
		return ""
	case n.Room:
		return "<#" + n.ID + ">"
	case isRole != nil && isRole(n.ID):
		return "<@&" + n.ID + ">"
	}
	return "<@" + n.ID + ">"
}

// ends reports whether a name is over where the rest begins. Handles have dots
// in them, so that one belongs to the name if a word goes on behind it.
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

// isRole reports whether an ID is one of the server's roles.
func (c *Connector) isRole(id string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.guild == nil {
		return false
	}
	_, ok := c.guild.roles[id]
	return ok
}
