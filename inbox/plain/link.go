package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Link is an address found in a text.
type Link struct {
	Shown  string // what a person reads: plain, with the real host
	Target string // what a browser is given: ASCII only, the same host
}

// Links finds the http and https addresses in s. The host of each is the one
// that a browser would ask, in ASCII, with no user name before it. An address
// whose host can not be told for sure is left out; no other scheme is taken.
func Links(s string) []Link {
	var links []Link
	for {
		at, scheme := nextLink(s)
		if at < 0 {
			return links
		}
		rest := s[at+len(scheme):]
		address := rest[:addressLen(rest)]
		if l, ok := parseLink(scheme, address); ok {
			links = append(links, l)
		}
		s = rest[len(address):]
	}
}

// URL makes one address fit to be shown: plain, and with the host to which it
// really leads.
func URL(s string) string { return Line(s) }

// nextLink finds the next "http://" or "https://", and says which.
func nextLink(s string) (at int, scheme string) {
	for from := 0; ; {
		i := strings.Index(s[from:], "://")
		if i < 0 {
			return -1, ""
		}
		end := from + i
		for _, scheme := range [...]string{"https", "http"} {
			if n := end - len(scheme); n >= 0 && strings.EqualFold(s[n:end], scheme) {
				return n, scheme + "://"
			}
		}
		from = end + len("://")
	}
}

// addressLen is how far an address goes: to a blank, a control or a bracket
// that is not its own, and without the punctuation of the sentence around it.
func addressLen(s string) int {
	depth := 0
	end := strings.IndexFunc(s, func(r rune) bool {
		switch r {
		case '<', '>', '"', '`', '|', '^', '{', '}':
			return true
		case '(':
			depth++
		case ')':
			depth--
			return depth < 0
		}
		return r <= ' ' || 0x7f <= r && r <= 0xa0 || blank(r)
	})
	if end < 0 {
		end = len(s)
	}
	return len(strings.TrimRight(s[:end], ".,;:!?'*_~"))
}

// parseLink splits an address behind its scheme into host and path.
func parseLink(scheme, address string) (Link, bool) {
	host, path, ok := splitHost(address)
	if !ok {
		return Link{}, false
	}
	return Link{
		Shown:  scheme + host + Line(path),
		Target: scheme + host + escapePath(path),
	}, true
}

// splitHost tells the real host, with its port, from an address. Browsers take
// a backslash for a slash, so it ends the host too.
func splitHost(address string) (host, path string, ok bool) {
	end := strings.IndexAny(address, `/?#\`)
	if end < 0 {
		end = len(address)
	}
	host, path = address[:end], address[end:]
	host = host[strings.LastIndexByte(host, '@')+1:]
	host, ok = asciiHost(host)
	return host, path, ok
}

// escapePath leaves nothing in a path but printable ASCII.
func escapePath(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		switch c := path[i]; {
		case c == '\\':
			b.WriteByte('/')
		case c <= ' ' || c >= utf8.RuneSelf || c == 0x7f || c == '\'':
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// showHosts writes the real host into every link of a plain text.
func showHosts(s string) string {
	at, scheme := nextLink(s)
	if at < 0 {
		return s
	}
	var b strings.Builder
	done := 0 // of s, written to b
	for pos := 0; at >= 0; {
		start := pos + at + len(scheme)
		address := s[start : start+addressLen(s[start:])]
		if host, path, ok := splitHost(address); ok && host+path != address {
			b.WriteString(s[done:start])
			b.WriteString(host)
			done = start + len(address) - len(path)
		}
		pos = start + len(address) // never read twice
		at, scheme = nextLink(s[pos:])
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// asciiHost is the host and port as a browser would ask for them, or false if
// there is no telling.
func asciiHost(host string) (string, bool) {
	if host == "" || len(host) > 512 {
		return "", false
	}
	if strings.HasPrefix(host, "[") {
		return strings.ToLower(host), isASCIIHost(host)
	}
	if isASCIIHost(host) {
		return host, true
	}
	var b strings.Builder
	for _, r := range host {
		switch {
		case r == 0x3002 || r == 0xff0e || r == 0xff61: // full stops of other scripts
			r = '.'
		case 0xff01 <= r && r <= 0xff5e: // fullwidth forms
			r -= 0xff01 - '!'
		case r == utf8.RuneError || r >= 0x80 && classOf(r) > wide && classOf(r) != mark:
			return "", false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	labels := strings.Split(b.String(), ".")
	for i, label := range labels {
		labels[i] = punycode(label)
	}
	ascii := strings.Join(labels, ".")
	return ascii, len(ascii) <= 253 && isASCIIHost(ascii)
}

func isASCIIHost(host string) bool {
	for i := range len(host) {
		c := host[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			c == '.', c == '-', c == '_', c == ':', c == '[', c == ']':
		default:
			return false
		}
	}
	return host != ""
}
