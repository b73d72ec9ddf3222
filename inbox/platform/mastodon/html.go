package mastodon

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Mastodon hands out what was said as HTML of a few elements
// (docs.joinmastodon.org, HTML sanitization). Other servers write others; what
// is not known is as if it were not there, and its text stays.

// deepest bounds how far lists and quotes go into each other.
const deepest = 16

// plain is the text of a status's HTML. named tells whom an address stands for,
// "" if for nobody.
func plain(content string, named func(address string) string) string {
	d := &decoder{named: named}
	tokens := html.NewTokenizer(strings.NewReader(content))
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end, or what is no HTML: then the rest is nothing
			d.closeLink()
			return strings.TrimSpace(string(d.out))
		case html.TextToken:
			d.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			d.open(tokens.Token())
		case html.EndTagToken:
			name, _ := tokens.TagName()
			d.shut(string(name))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// decoder writes plain text.
type decoder struct {
	named func(string) string
	out   []byte
	gap   int // line breaks that are owed before the next word
	lists []int
	quote int
	pre   bool
	deaf  string // the element whose text is not for people

	link    *strings.Builder // the text of the link that is open
	address string
}

// text writes words. Blanks are one blank, but where lines were set.
func (d *decoder) text(text string) {
	switch {
	case d.deaf != "":
		return
	case d.link != nil:
		d.link.WriteString(text)
		return
	case d.pre:
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				d.gap = max(d.gap, 1)
				d.flush()
			}
			d.word(line)
		}
		return
	}
	folded := strings.Join(strings.Fields(text), " ")
	if folded == "" {
		if text != "" && d.gap == 0 && len(d.out) > 0 && strings.TrimSpace(text) == "" {
			d.blank()
		}
		return
	}
	if blank(text[0]) && d.gap == 0 {
		d.blank()
	}
	d.word(folded)
	if blank(text[len(text)-1]) {
		d.blank()
	}
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func (d *decoder) blank() {
	if n := len(d.out); n > 0 && !blank(d.out[n-1]) {
		d.out = append(d.out, ' ')
	}
}

func (d *decoder) word(text string) {
	if text == "" {
		return
	}
	d.flush()
	d.out = append(d.out, text...)
}

// flush sets the line breaks that are owed, and what begins a line.
func (d *decoder) flush() {
	if d.gap == 0 && (len(d.out) > 0 || d.quote == 0) {
		return
	}
	if !d.pre {
		d.out = bytes.TrimRight(d.out, " ")
	}
	if len(d.out) > 0 {
		for range min(d.gap, 2) {
			d.out = append(d.out, '\n')
		}
	}
	d.gap = 0
	d.out = append(d.out, strings.Repeat("> ", min(d.quote, deepest))...)
}

// owe asks for line breaks before the next word.
func (d *decoder) owe(lines int) {
	if len(d.out) > 0 {
		d.gap = max(d.gap, lines)
	}
}

func (d *decoder) open(t html.Token) {
	if d.deaf != "" {
		return
	}
	switch t.Data {
	case "script", "style", "template", "iframe", "textarea", "title":
		if t.Type == html.StartTagToken {
			d.deaf = t.Data
		}
	case "br":
		d.br()
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6":
		d.owe(2)
	case "blockquote":
		d.owe(2)
		d.quote++
	case "ul", "ol":
		d.owe(1)
		first := 0
		if t.Data == "ol" {
			first = 1
		}
		d.lists = append(d.lists, first)
	case "li":
		d.item()
	case "pre":
		d.owe(1)
		d.word("```")
		d.owe(1)
		d.pre = true
	case "code":
		if !d.pre {
			d.text("`")
		}
	case "img": // servers that write custom emojis out
		if alt := attr(t, "alt"); strings.HasPrefix(alt, ":") && strings.HasSuffix(alt, ":") {
			d.text(alt)
		}
	case "a":
		d.closeLink()
		d.link, d.address = &strings.Builder{}, attr(t, "href")
	}
}

// br breaks a line; two of them leave one empty.
func (d *decoder) br() {
	if d.link != nil {
		d.link.WriteByte(' ')
		return
	}
	if len(d.out) > 0 {
		d.gap++
	}
}

func (d *decoder) item() {
	d.owe(1)
	d.flush()
	if n := len(d.lists); n > 0 {
		d.out = append(d.out, strings.Repeat("  ", min(n-1, deepest))...)
		if d.lists[n-1] > 0 {
			d.out = append(d.out, itoa(d.lists[n-1])+". "...)
			d.lists[n-1]++
			return
		}
	}
	d.out = append(d.out, "- "...)
}

func (d *decoder) shut(name string) {
	if d.deaf != "" {
		if name == d.deaf {
			d.deaf = ""
		}
		return
	}
	switch name {
	case "a":
		d.closeLink()
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6":
		d.owe(2)
	case "blockquote":
		d.owe(2)
		d.quote = max(0, d.quote-1)
	case "ul", "ol":
		if n := len(d.lists); n > 0 {
			d.lists = d.lists[:n-1]
		}
		d.owe(2)
	case "pre":
		d.owe(1)
		d.pre = false
		d.word("```")
		d.owe(2)
	case "code":
		if !d.pre {
			d.text("`")
		}
	}
}

// closeLink writes the link that is open: whom it names, the tag as it stands,
// or an address, whole, whatever of it is shown.
func (d *decoder) closeLink() {
	if d.link == nil {
		return
	}
	text, address := strings.Join(strings.Fields(d.link.String()), " "), d.address
	d.link, d.address = nil, ""
	acct := ""
	if d.named != nil {
		acct = d.named(address)
	}
	switch {
	case strings.HasPrefix(text, "@") && acct != "":
		d.word("@" + acct)
	case strings.HasPrefix(text, "@"), strings.HasPrefix(text, "#"), !strings.HasPrefix(address, "http"):
		d.word(text)
	case text == "" || bareAddress(text) == bareAddress(address) || strings.HasSuffix(text, "…") && strings.HasPrefix(bareAddress(address), bareAddress(strings.TrimSuffix(text, "…"))):
		d.word(address)
	default:
		d.word(text + " (" + address + ")")
	}
}

// bareAddress is an address without what servers leave out when they show it.
func bareAddress(address string) string {
	for _, prefix := range []string{"https://", "http://", "www."} {
		address = strings.TrimPrefix(address, prefix)
	}
	return strings.TrimSuffix(address, "/")
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
