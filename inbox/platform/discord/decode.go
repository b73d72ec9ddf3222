package discord

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// naming gives the name that a person reads for an ID.
type naming func(id string) (string, bool)

// plain is Discord's markup taken apart: text as it was typed, with names where
// the markup has IDs, and the IDs of who was named. What stands in code means
// nothing; signs for bold and the like stay as they were typed.
func plain(text string, name naming) (string, []string) {
	if !strings.ContainsAny(text, "<@[\\") {
		return text, nil
	}
	d := decoder{name: name}
	d.out.Grow(len(text))
	for _, part := range cutCode(text) {
		if part.code {
			d.out.WriteString(part.text)
		} else {
			d.words(part.text)
		}
	}
	return d.out.String(), d.mentions
}

// part is a stretch of a text that is code, or not.
type part struct {
	text string
	code bool
}

// cutCode takes a text apart at its code: between three backticks, or on one
// between equally many. Backticks that nothing closes are none.
func cutCode(text string) []part {
	var parts []part
	from, at := 0, 0
	open := map[int]bool{} // runs of so many that nothing closes any more
	for at < len(text) {
		if text[at] == '\\' && at+1 < len(text) && text[at+1] == '`' {
			at += 2
			continue
		}
		if text[at] != '`' {
			at++
			continue
		}
		n := run(text[at:])
		end := -1
		if !open[n] {
			end = closing(text[at+n:], n)
			open[n] = end < 0
		}
		if end < 0 {
			at += n
			continue
		}
		stop := at + n + end + n
		parts = append(parts, part{text[from:at], false}, part{text[at:stop], true})
		from, at = stop, stop
	}
	return append(parts, part{text[from:], false})
}

// run is how many backticks a text begins with.
func run(text string) int {
	n := 0
	for n < len(text) && text[n] == '`' {
		n++
	}
	return n
}

// closing is where the next run of exactly n backticks begins, or -1.
func closing(text string, n int) int {
	for at := 0; at < len(text); {
		if text[at] != '`' {
			next := strings.IndexByte(text[at:], '`')
			if next < 0 {
				return -1
			}
			at += next
		}
		m := run(text[at:])
		if m == n {
			return at
		}
		at += m
	}
	return -1
}

type decoder struct {
	name     naming
	out      strings.Builder
	mentions []string
}

// words writes a stretch that is no code.
func (d *decoder) words(text string) {
	open := false // no ">" follows any more
	for text != "" {
		next := strings.IndexAny(text, "<@[\\")
		if next < 0 {
			d.out.WriteString(text)
			return
		}
		d.out.WriteString(text[:next])
		text = text[next:]
		switch {
		case text[0] == '\\' && len(text) > 1 && (text[1] == '<' || text[1] == '@'): // see [encode]
			d.out.WriteByte(text[1])
			text = text[2:]
		case text[0] == '@':
			text = d.everybody(text)
		case text[0] == '[':
			text = d.link(text)
		case text[0] == '<' && !open:
			text, open = d.token(text)
		default:
			d.out.WriteByte(text[0])
			text = text[1:]
		}
	}
}

// everybody writes a call to all.
func (d *decoder) everybody(text string) string {
	for _, all := range []string{"everyone", "here"} {
		if strings.HasPrefix(text[1:], all) {
			d.mention(all)
			d.out.WriteString(text[:1+len(all)])
			return text[1+len(all):]
		}
	}
	d.out.WriteByte('@')
	return text[1:]
}

// longestToken is more than anything between "<" and ">" may be long.
const longestToken = 2000

// token writes what "<…>" stands for and returns what follows it, and whether
// no token is closed any more. A "<" that opens nothing is itself.
func (d *decoder) token(text string) (rest string, none bool) {
	end := strings.IndexAny(text[1:], "<>\n")
	if end < 0 || end > longestToken || text[1+end] != '>' || !d.markup(text[1:1+end]) {
		d.out.WriteByte('<')
		return text[1:], end < 0
	}
	return text[end+2:], false
}

// markup writes the meaning of what stood between "<" and ">", if it has one.
func (d *decoder) markup(inner string) bool {
	switch {
	case strings.HasPrefix(inner, "@&") && isID(inner[2:]):
		d.called("@", inner[2:])
	case strings.HasPrefix(inner, "@!") && isID(inner[2:]):
		d.called("@", inner[2:])
	case strings.HasPrefix(inner, "@") && isID(inner[1:]):
		d.called("@", inner[1:])
	case strings.HasPrefix(inner, "#") && isID(inner[1:]):
		d.out.WriteString("#" + d.nameOf(inner[1:]))
	case strings.HasPrefix(inner, "t:"):
		return d.moment(inner[2:])
	case strings.HasPrefix(inner, "https://"), strings.HasPrefix(inner, "http://"):
		if strings.ContainsAny(inner, " \t") {
			return false
		}
		d.out.WriteString(inner)
	default:
		return d.named(inner)
	}
	return true
}

// named writes an emoji of the server's own, a command, or a page of the client.
func (d *decoder) named(inner string) bool {
	emoji := strings.Split(strings.TrimPrefix(inner, "a"), ":")
	if len(emoji) == 3 && emoji[0] == "" && emoji[1] != "" && isID(emoji[2]) {
		d.out.WriteString(":" + emoji[1] + ":")
		return true
	}
	if name, id, ok := strings.Cut(strings.TrimPrefix(inner, "/"), ":"); ok && inner[0] == '/' && name != "" && isID(id) {
		d.out.WriteString("/" + name)
		return true
	}
	id, page, ok := strings.Cut(inner, ":")
	if ok && id == "id" {
		switch page {
		case "customize", "browse", "guide", "home":
			d.out.WriteString("#" + page)
			return true
		}
	}
	return false
}

func (d *decoder) called(sign, id string) {
	d.mention(id)
	d.out.WriteString(sign + strings.TrimPrefix(d.nameOf(id), sign))
}

func (d *decoder) nameOf(id string) string {
	if d.name != nil {
		if name, ok := d.name(id); ok && name != "" {
			return name
		}
	}
	return id
}

// moment writes a time, which each reader sees in their own zone there.
func (d *decoder) moment(inner string) bool {
	seconds, _, _ := strings.Cut(inner, ":")
	n, err := strconv.ParseInt(seconds, 10, 64)
	const farthest = 8_640_000_000_000
	if err != nil || n > farthest || n < -farthest {
		return false
	}
	d.out.WriteString(time.Unix(n, 0).UTC().Format("2006-01-02 15:04 UTC"))
	return true
}

// link writes "[label](address)" as label and address.
func (d *decoder) link(text string) string {
	within := text[:min(len(text), longestToken)]
	label, rest, ok := strings.Cut(within[1:], "](")
	if !ok || strings.ContainsAny(label, "[]\n") {
		d.out.WriteByte('[')
		return text[1:]
	}
	address, _, ok := strings.Cut(rest, ")")
	bare := strings.TrimSuffix(strings.TrimPrefix(address, "<"), ">")
	if !ok || !strings.HasPrefix(bare, "https://") && !strings.HasPrefix(bare, "http://") || strings.ContainsAny(bare, " \n\t<>") {
		d.out.WriteByte('[')
		return text[1:]
	}
	d.words(label)
	if bare != label {
		d.out.WriteString(" (" + bare + ")")
	}
	return text[1+len(label)+2+len(address)+1:]
}

func (d *decoder) mention(id string) {
	if !slices.Contains(d.mentions, id) {
		d.mentions = append(d.mentions, id)
	}
}
