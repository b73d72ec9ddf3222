package rules

import (
	"strings"
	"unicode/utf8"

	"rounds/inbox/plain"
)

// linked reports whether an address stands at a byte.
func (r *reading) linked(at int) bool {
	rest := r.text[at:]
	return prefixFold(rest, "http://") || prefixFold(rest, "https://") || prefixFold(rest, "www.") || prefixFold(rest, "hxxp")
}

func prefixFold(s, small string) bool {
	return len(s) >= len(small) && equalFold(s[:len(small)], small)
}

// link reads an address with a scheme or "www.".
func (r *reading) link(at int) int {
	end := r.addressEnd(at)
	address := r.text[at:end]
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	r.keepLink(address, at, end)
	return end
}

// bare reads an address without a scheme, whose host ends at stop.
func (r *reading) bare(at, stop int) int {
	end := stop
	if stop < len(r.text) && r.text[stop] == '/' {
		end = r.addressEnd(at)
	}
	r.keepLink(r.text[at:end], at, end)
	return end
}

// addressEnd is how far an address goes.
func (r *reading) addressEnd(at int) int {
	end := at
	for end < len(r.text) {
		c := r.text[end]
		if c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == '|' || c == 0x7f {
			break
		}
		end++
	}
	for end > at && strings.IndexByte(".,;:!?'*_~)]}", r.text[end-1]) >= 0 {
		end--
	}
	return max(end, at+1)
}

// keepLink notes an address with its host as a browser would ask for it.
func (r *reading) keepLink(address string, from, to int) {
	host, path := address, ""
	if i := strings.IndexAny(address, `/?#\`); i >= 0 {
		host, path = address[:i], address[i:]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	if i := strings.IndexByte(host, ':'); i >= 0 {
		host = host[:i]
	}
	if !asciiOnly(host) {
		if links := plain.Links("https://" + host + "/"); len(links) == 1 {
			host = strings.TrimSuffix(strings.TrimPrefix(links[0].Target, "https://"), "/")
		}
	}
	host = strings.TrimPrefix(strings.ToLower(strings.Trim(host, ".")), "www.")
	for to > from && to < len(r.text) && !utf8.RuneStart(r.text[to]) {
		to++
	}
	r.links = append(r.links, link{host, path, span(from, to)})
	r.sign(signLink, from, to)
}

func asciiOnly(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// longestHost is how long the name of a host may be.
const longestHost = 253

// host reads a host name that stands in a text without a scheme, and says
// whether it is one: its last label is a domain that people write, and not the
// ending of a file or the name of a method.
func (r *reading) host(at int) (stop int, ok bool) {
	stop = at
	last, labels := at, 1
	for stop < len(r.text) && stop-at < longestHost {
		c := r.text[stop]
		if c == '.' && stop+1 < len(r.text) && stop > last && (isLetter(r.text[stop+1]) || isDigit(r.text[stop+1])) {
			last = stop + 1
			labels++
		} else if !isLetter(c) && !isDigit(c) && c != '-' {
			break
		}
		stop++
	}
	if labels < 2 || stop-last > 8 {
		return stop, false
	}
	path := stop+1 < len(r.text) && r.text[stop] == '/' && r.text[stop+1] > ' '
	if stop < len(r.text) && (r.text[stop] == '(' || r.text[stop] == '_' || r.text[stop] == ':') {
		return stop, false
	}
	return stop, topDomain(strings.ToLower(r.text[last:stop]), path)
}

// topDomain reports whether a label is one that links without a scheme end
// with; some only where a path follows, as they are the endings of other things
// as well.
func topDomain(label string, path bool) bool {
	switch label {
	case "com", "net", "org", "info", "biz", "xyz", "gg", "ly", "tv", "uk", "ru", "shop", "club", "online", "top", "click",
		"win", "vip", "us", "eu", "gift", "edu", "mobi":
		return true
	case "io", "me", "co", "app", "dev", "link", "live", "site", "store", "de", "fr", "ca", "in", "cc", "to", "gl", "be",
		"fm", "it", "nl", "im", "ai", "pro", "fun", "space", "finance", "money", "cash", "cn", "jp", "br", "au":
		return path
	}
	return false
}

// angle reads what stands in angle brackets: on Slack and Discord a mention or
// an address.
func (r *reading) angle(at int) int {
	rest := r.text[at+1 : min(len(r.text), at+1+2048)]
	end := strings.IndexByte(rest, '>')
	if end < 1 {
		return at + 1
	}
	stop := at + 1 + end + 1
	switch inner := rest[:end]; {
	case strings.HasPrefix(inner, "!--"):
		if end = strings.Index(r.text[at:], "-->"); end > 0 {
			return at + end + len("-->")
		}
		return at + len("<!--")
	case inner[0] == '!' || strings.HasPrefix(inner, "@everyone"):
		r.crowd = true
		r.called = append(r.called, span(at, stop))
		return r.sign(signCrowd, at, stop)
	case inner[0] == '@':
		r.called = append(r.called, span(at, stop))
		return r.sign(signMention, at, stop)
	case inner[0] == ':' || strings.HasPrefix(inner, "a:"):
		r.emoji = append(r.emoji, span(at, stop))
		return stop
	case prefixFold(inner, "http://") || prefixFold(inner, "https://"):
		address, _, _ := strings.Cut(inner, "|")
		_, address, _ = strings.Cut(address, "://")
		r.keepLink(address, at, stop)
		return stop
	}
	return at + 1
}

// at reads a mention by name. "#" is one of a channel, or a number of an issue:
// only the word behind it counts.
func (r *reading) at(at int, c byte) int {
	if c == '#' || at > 0 && (isLetter(r.text[at-1]) || isDigit(r.text[at-1])) {
		return at + 1
	}
	end := at + 1
	for end < len(r.text) && (isLetter(r.text[end]) || isDigit(r.text[end]) || strings.IndexByte("_-.", r.text[end]) >= 0) {
		end++
	}
	for end > at+1 && strings.IndexByte("-.", r.text[end-1]) >= 0 {
		end--
	}
	if end < at+3 {
		return at + 1
	}
	r.called = append(r.called, span(at, end))
	switch r.text[at+1 : end] {
	case "everyone", "here", "channel", "all":
		r.crowd = true
		return r.sign(signCrowd, at, end)
	}
	return r.sign(signMention, at, end)
}

// referral reports whether an address names whoever is paid for the visit.
func (l link) referral() bool {
	_, query, ok := strings.Cut(l.path, "?")
	if !ok {
		return false
	}
	for part := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '&' || c == ';' || c == '#' }) {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "ref", "aff", "affid", "aff_id", "affiliate", "referral", "referrer", "refid", "ref_id", "refcode", "invitedby":
			// Facebook and GitHub note with words where a visit began.
			return strings.ContainsAny(value, "0123456789")
		}
	}
	return false
}
