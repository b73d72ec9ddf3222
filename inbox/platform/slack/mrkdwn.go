package slack

import (
	"slices"
	"strings"
)

// naming gives the name that a person reads for a member's or a channel's ID.
type naming func(id string) (string, bool)

// plain is Slack's markup taken apart: text as it was typed, with names where
// the markup has IDs, and the IDs of who was named.
func plain(text string, name naming) (string, []string) {
	if !strings.ContainsAny(text, "<&") {
		return text, nil
	}
	d := decoder{name: name}
	d.out.Grow(len(text))
	for text != "" {
		next := strings.IndexAny(text, "<&")
		if next < 0 {
			d.out.WriteString(text)
			break
		}
		d.out.WriteString(text[:next])
		text = text[next:]
		if text[0] == '&' {
			text = d.entity(text)
		} else {
			text = d.token(text)
		}
	}
	return d.out.String(), d.mentions
}

type decoder struct {
	name     naming
	out      strings.Builder
	mentions []string
	seen     map[string]bool // of mentions, once there are many
	open     bool            // no ">" follows any more
}

// entity writes what "&…" stands for and returns what follows it. Slack
// escapes three characters and no others.
func (d *decoder) entity(text string) string {
	for _, e := range [...][2]string{{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}} {
		if rest, ok := strings.CutPrefix(text, e[0]); ok {
			d.out.WriteString(e[1])
			return rest
		}
	}
	d.out.WriteByte('&')
	return text[1:]
}

// token writes what "<…>" stands for and returns what follows it. A "<" that
// opens nothing is itself. Every byte is looked at once: a search that found
// no end is not made again, and one that meets another "<" stops there.
func (d *decoder) token(text string) string {
	end := -1
	if !d.open {
		end = strings.IndexAny(text[1:], "<>")
		d.open = end < 0
	}
	if end < 0 || text[1+end] == '<' {
		d.out.WriteByte('<')
		return text[1:]
	}
	d.markup(text[1 : 1+end])
	return text[end+2:]
}

// markup writes the meaning of what stood between "<" and ">".
func (d *decoder) markup(inner string) {
	target, label, labelled := strings.Cut(inner, "|")
	switch {
	case len(target) > 1 && target[0] == '@':
		d.member(target[1:], label)
	case len(target) > 1 && target[0] == '#':
		d.out.WriteByte('#')
		d.out.WriteString(d.called(target[1:], strings.TrimPrefix(label, "#")))
	case len(target) > 1 && target[0] == '!':
		d.command(target[1:], label)
	case isLink(target):
		d.link(unescape(target), unescape(label))
	case labelled && target == "":
		d.out.WriteString(unescape(label))
	default: // not Slack's: it was typed like this
		d.out.WriteByte('<')
		d.out.WriteString(unescape(inner))
		d.out.WriteByte('>')
	}
}

func (d *decoder) member(id, label string) {
	d.mention(id)
	d.out.WriteByte('@')
	d.out.WriteString(d.called(id, strings.TrimPrefix(label, "@")))
}

// called is the name of an ID: as we know it, else as the message knew it,
// else the ID.
func (d *decoder) called(id, label string) string {
	if d.name != nil {
		if name, ok := d.name(id); ok && name != "" {
			return name
		}
	}
	if label != "" {
		return unescape(label)
	}
	return id
}

// command writes "<!here>", "<!subteam^S1|@crew>" and "<!date^…|fallback>".
func (d *decoder) command(target, label string) {
	kind, rest, _ := strings.Cut(target, "^")
	switch kind {
	case "here", "channel", "everyone":
		d.mention(kind)
		d.out.WriteString("@" + kind)
	case "subteam":
		id, _, _ := strings.Cut(rest, "^")
		d.mention(id)
		d.out.WriteByte('@')
		d.out.WriteString(d.called(id, strings.TrimPrefix(label, "@")))
	default:
		if label == "" {
			label = "@" + kind
		}
		d.out.WriteString(unescape(label))
	}
}

// link writes the label and the address, or one of them where they say the
// same.
func (d *decoder) link(url, label string) {
	switch {
	case label == "" || label == url:
		d.out.WriteString(url)
	case sameLink(url, label):
		d.out.WriteString(label)
	default:
		d.out.WriteString(label)
		d.out.WriteString(" (")
		d.out.WriteString(url)
		d.out.WriteByte(')')
	}
}

func sameLink(url, label string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
		url = strings.TrimPrefix(url, scheme)
	}
	return strings.TrimSuffix(url, "/") == strings.TrimSuffix(label, "/")
}

func isLink(target string) bool {
	return strings.Contains(target, "://") ||
		strings.HasPrefix(target, "mailto:") || strings.HasPrefix(target, "tel:")
}

// mention keeps an ID once. Few messages name many, so that a map is made only
// for those that do.
func (d *decoder) mention(id string) {
	if id == "" {
		return
	}
	if len(d.mentions) < 16 {
		if !slices.Contains(d.mentions, id) {
			d.mentions = append(d.mentions, id)
		}
		return
	}
	if d.seen == nil {
		d.seen = make(map[string]bool, 64)
		for _, m := range d.mentions {
			d.seen[m] = true
		}
	}
	if !d.seen[id] {
		d.seen[id] = true
		d.mentions = append(d.mentions, id)
	}
}

// unescape undoes Slack's three entities, once.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	d := decoder{}
	for s != "" {
		next := strings.IndexByte(s, '&')
		if next < 0 {
			d.out.WriteString(s)
			break
		}
		d.out.WriteString(s[:next])
		s = d.entity(s[next:])
	}
	return d.out.String()
}
