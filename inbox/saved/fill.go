package saved

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox/plain"
)

// Facts are what is known when a reply is written. All of it is foreign text.
type Facts struct {
	Handle    string // of the member, without "@"
	FirstName string
	Name      string
	Channel   string // with or without "#"
	Me        string
	Link      string // to what is answered
	Community string
}

// variables is what each variable stands for. docs/replies.md describes them.
func variables() map[string]func(Facts) string {
	return map[string]func(Facts) string{
		"handle":     func(f Facts) string { return handle(f.Handle) },
		"first_name": func(f Facts) string { return word(f.FirstName) },
		"name":       func(f Facts) string { return word(f.Name) },
		"channel":    func(f Facts) string { return channel(f.Channel) },
		"me":         func(f Facts) string { return word(f.Me) },
		"link":       func(f Facts) string { return link(f.Link) },
		"community":  func(f Facts) string { return word(f.Community) },
	}
}

// Variables are the names of what can be filled in.
func Variables() []string { return slices.Sorted(maps.Keys(variables())) }

// Fill puts the facts in the places of the variables, in one pass: what was
// filled in is not read again. Where a fact is missing it leaves a placeholder
// for a person to fill.
func (r Reply) Fill(f Facts) string {
	known := variables()
	var out strings.Builder
	for piece := range pieces(r.Body) {
		of, ok := known[piece.variable]
		if !ok {
			out.WriteString(piece.text)
			continue
		}
		value := of(f)
		if value == "" {
			value = mark + " " + strings.ReplaceAll(piece.variable, "_", " ") + " " + mark
		}
		join(&out, value)
	}
	return out.String()
}

// join writes a value behind what stands there. An "@" that the reply has
// before it must not make a call to everybody of somebody's name, and a handle
// brings its own.
func join(out *strings.Builder, value string) {
	before := out.String()
	if strings.HasSuffix(before, "@") && (value[0] == '@' || callsAll(value)) {
		out.Reset()
		out.WriteString(before[:len(before)-1])
	}
	out.WriteString(value)
}

// callsAll reports whether a text behind an "@" would call everybody.
func callsAll(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	switch strings.ToLower(text[:end]) {
	case "here", "channel", "everyone", "group", "all":
		return true
	}
	return false
}

// longest is how much of a fact is filled in.
const longest = 64

// word is a fact as plain words: nothing that is not seen, no way to name
// anybody (the "@" goes: what is left can be read, while a character without
// width in its place would only be seen by whoever searches for the name), no
// brackets of a variable, no signs of a placeholder, and no backtick, which
// would swallow the rest of the message.
func word(fact string) string {
	fact = strings.Map(func(r rune) rune {
		switch r {
		case '@', '＠', '﹫', '\u200b', '\u2060', utf8.RuneError:
			return -1
		case '`':
			return '\''
		}
		return r
	}, fact)
	return single(strings.TrimSpace(plain.Head(fact, longest)), "#{}")
}

// single takes all but the first out of each run of one of the signs.
func single(text, signs string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		again := r == last && strings.ContainsRune(signs, r)
		last = r
		if again {
			return -1
		}
		return r
	}, text)
}

// handle names a member, who is told of it. One that is called like everybody
// is only a word.
func handle(fact string) string {
	name := word(fact)
	if name == "" || callsAll(name) {
		return name
	}
	return "@" + name
}

func channel(fact string) string {
	name := strings.TrimLeft(word(fact), "#")
	if name == "" {
		return ""
	}
	return "#" + name
}

// link is a fact that is an address of the web; anything else is none. Its "@"
// is written so that it names nobody.
func link(fact string) string {
	const most = 2048
	scheme := strings.HasPrefix(fact, "https://") || strings.HasPrefix(fact, "http://")
	if !scheme || len(fact) > most || strings.ContainsFunc(fact, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>|`\"{}", r)
	}) {
		return ""
	}
	return single(strings.ReplaceAll(fact, "@", "%40"), "#")
}
