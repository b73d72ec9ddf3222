package calendar

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Tag is a text with the links in it tagged, as it will be published. What is
// tagged already stays, a tag that comes out empty is left away, and so is
// what stands in code.
func (u UTM) Tag(text string, values map[string]string) string {
	query := u.fill(values)
	if len(u.Hosts) == 0 || len(query) == 0 {
		return text
	}
	code := codeIn(text)
	var b strings.Builder
	at := 0
	for _, l := range links(text) {
		coded := slices.ContainsFunc(code, func(c link) bool { return c.from < l.to && l.from < c.to })
		if coded || !u.ours(text[l.from:l.to]) {
			continue
		}
		b.WriteString(text[at:l.from])
		b.WriteString(tagged(text[l.from:l.to], query))
		at = l.to
	}
	b.WriteString(text[at:])
	return b.String()
}

// tag is one part of a query.
type tag struct{ name, value string }

// fill are the tags with their values, in the order in which they are usually
// written.
func (u UTM) fill(values map[string]string) []tag {
	order := []string{"utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"}
	var all []tag
	for name, template := range u.Values {
		if value := filled(template, values); value != "" && name != "" {
			all = append(all, tag{name, value})
		}
	}
	rank := func(t tag) int {
		if i := slices.Index(order, t.name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(all, func(a, b tag) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.name, b.name)) })
	return all
}

// filled is a template with its values; "" if it has places for values and
// none of them is known.
func filled(template string, values map[string]string) string {
	var b strings.Builder
	places, known := 0, 0
	for {
		before, after, open := strings.Cut(template, "{{")
		name, rest, closed := strings.Cut(after, "}}")
		if !open || !closed {
			break
		}
		places++
		value := strings.TrimSpace(values[strings.TrimSpace(name)])
		if value != "" {
			known++
		}
		b.WriteString(before + value)
		template = rest
	}
	b.WriteString(template)
	if places > 0 && known == 0 {
		return ""
	}
	return strings.Trim(b.String(), " -_")
}

// ours reports whether a link leads to one of the hosts.
func (u UTM) ours(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
	return slices.ContainsFunc(u.Hosts, func(known string) bool {
		known = strings.ToLower(known)
		return host == known || strings.HasSuffix(host, "."+known)
	})
}

// tagged is an address with the tags that it has not. Everything that stands
// in it stays as it is written.
func tagged(address string, query []tag) string {
	before, fragment, hasFragment := strings.Cut(address, "#")
	head, old, hasQuery := strings.Cut(before, "?")
	has := map[string]bool{}
	for part := range strings.SplitSeq(old, "&") {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		has[strings.ToLower(name)] = true
	}
	var parts []string
	if trimmed := strings.TrimRight(old, "&"); hasQuery && trimmed != "" {
		parts = append(parts, trimmed)
	}
	added := len(parts)
	for _, t := range query {
		if !has[strings.ToLower(t.name)] {
			parts = append(parts, url.QueryEscape(t.name)+"="+url.QueryEscape(t.value))
		}
	}
	if len(parts) == added {
		return address
	}
	if !strings.Contains(head[strings.Index(head, "://")+len("://"):], "/") {
		head += "/"
	}
	address = head + "?" + strings.Join(parts, "&")
	if hasFragment {
		address += "#" + fragment
	}
	return address
}

// codeIn is where a text is code: between fences, and between runs of
// backticks.
func codeIn(text string) []link {
	var all []link
	for at := 0; at < len(text); {
		start := strings.IndexByte(text[at:], '`')
		if start < 0 {
			break
		}
		start += at
		run := len(text[start:]) - len(strings.TrimLeft(text[start:], "`"))
		at = start + run
		end := closing(text[at:], run)
		switch {
		case end >= 0:
			all = append(all, link{start, at + end})
			at += end
		case run >= 3:
			return append(all, link{start, len(text)}) // a fence that is left open runs to the end
		}
	}
	return all
}

// closing is where code that began with a run of backticks ends, behind the
// run that closes it; -1 if none does.
func closing(text string, run int) int {
	for at := 0; at < len(text); {
		start := strings.IndexByte(text[at:], '`')
		if start < 0 {
			return -1
		}
		start += at
		length := len(text[start:]) - len(strings.TrimLeft(text[start:], "`"))
		if length == run {
			return start + length
		}
		at = start + length
	}
	return -1
}
