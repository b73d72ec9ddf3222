package discourse

import (
	"mime"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rounds/inbox"
)

// read is what a post says as plain text.
type read struct {
	text     string
	files    []inbox.File
	mentions []string
}

// deepest is how deep elements may stand in each other: what is deeper is read
// as plain text of its own.
const deepest = 100

// reads turns the HTML that Discourse makes of a post into plain text: quotes
// behind "> ", code between backticks, emoji between colons, links as their
// words or their address.
func (c *Connector) reads(cooked string) read {
	root, err := html.Parse(strings.NewReader(cooked))
	if err != nil { // a reader of a string fails only when it is too deep
		return read{text: strings.TrimSpace(cooked)}
	}
	d := &decoder{c: c}
	d.node(root, 0)
	return read{text: d.text(), files: d.files, mentions: d.mentions}
}

// decoder writes the text of a tree.
type decoder struct {
	c        *Connector
	out      strings.Builder
	files    []inbox.File
	mentions []string
	verbatim int // blanks count: it is inside a block of code
	lists    []int
	breaks   int  // line breaks that are due before the next word
	begun    bool // the sign of an item was just written: nothing breaks behind it
}

func (d *decoder) text() string { return strings.TrimSpace(d.out.String()) }

// put writes words, and the line breaks that were due.
func (d *decoder) put(words string) {
	if words == "" {
		return
	}
	if d.out.Len() > 0 && d.breaks > 0 {
		d.out.WriteString(strings.Repeat("\n", d.breaks))
	}
	d.breaks, d.begun = 0, false
	d.out.WriteString(words)
}

// due asks for so many line breaks before what follows.
func (d *decoder) due(n int) {
	if !d.begun {
		d.breaks = max(d.breaks, n)
	}
}

func (d *decoder) node(n *html.Node, depth int) {
	switch {
	case n.Type == html.TextNode:
		d.words(n.Data)
		return
	case n.Type == html.ElementNode && d.special(n, depth):
		return
	case depth > deepest:
		return
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		d.node(child, depth+1)
	}
}

// words writes text as a browser does: blanks in a row are one.
func (d *decoder) words(text string) {
	if d.verbatim > 0 {
		d.put(text)
		return
	}
	said := strings.Join(strings.Fields(text), " ")
	if said == "" {
		if text != "" && d.breaks == 0 && d.out.Len() > 0 && !strings.HasSuffix(d.out.String(), " ") {
			d.put(" ")
		}
		return
	}
	first, last := text[0], text[len(text)-1]
	if blank(first) && d.breaks == 0 && d.out.Len() > 0 {
		said = " " + said
	}
	if blank(last) {
		said += " "
	}
	d.put(said)
}

func blank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// special writes the elements that mean something, and reports whether it did.
func (d *decoder) special(n *html.Node, depth int) bool {
	switch n.DataAtom { //nolint:exhaustive // all others mean nothing
	case atom.Script, atom.Style, atom.Head, atom.Svg, atom.Template, atom.Iframe:
		return true
	case atom.Br:
		d.breaks++
	case atom.Hr:
		d.apart(n, depth, 1, func() { d.put("---") })
	case atom.Img:
		d.image(n)
	case atom.A:
		return d.link(n, depth)
	case atom.Pre:
		d.block(n)
	case atom.Code:
		d.put("`" + plainOf(n) + "`")
	case atom.Blockquote:
		d.quote(n, depth, "")
	case atom.Aside:
		return d.aside(n, depth)
	case atom.Ul, atom.Ol:
		d.list(n, depth)
	case atom.Li:
		d.item(n, depth)
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Details, atom.Summary, atom.Section:
		return d.paragraph(n, depth)
	case atom.Tr:
		d.apart(n, depth, 1, nil)
	case atom.Td, atom.Th:
		d.each(n, depth)
		d.put(" ")
	case atom.Span:
		return d.span(n)
	default:
		return false
	}
	return true
}

func (d *decoder) each(n *html.Node, depth int) {
	if depth > deepest {
		return
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		d.node(child, depth+1)
	}
}

// apart writes an element with line breaks around it.
func (d *decoder) apart(n *html.Node, depth, breaks int, instead func()) {
	d.due(breaks)
	if instead != nil {
		instead()
	} else {
		d.each(n, depth)
	}
	d.due(breaks)
}

func (d *decoder) paragraph(n *html.Node, depth int) bool {
	breaks := 2
	switch {
	case has(n, "lightbox-wrapper"), n.DataAtom == atom.Div && n.Parent != nil && n.Parent.DataAtom == atom.P:
		breaks = 0
	case has(n, "meta"): // of an image: its size in words
		return true
	case len(d.lists) > 0, n.DataAtom == atom.Summary, n.DataAtom == atom.Div:
		breaks = 1
	}
	d.apart(n, depth, breaks, nil)
	return true
}

// span leaves out what only describes an image, and reads the rest.
func (d *decoder) span(n *html.Node) bool {
	return has(n, "informations") || has(n, "filename") || has(n, "badge")
}

// link writes a link: a mention as its handle, a file as its name, any other as
// its words, with the address behind where they say something else.
func (d *decoder) link(n *html.Node, depth int) bool {
	address := attribute(n, "href")
	words := strings.Join(strings.Fields(plainOf(n)), " ")
	switch {
	case has(n, "mention"), has(n, "mention-group"):
		d.mention(words)
		d.put(words)
	case has(n, "attachment"):
		d.files = append(d.files, inbox.File{Name: words, Type: mimeOf(words), URL: d.absolute(address)})
	case has(n, "lightbox"):
		d.each(n, depth)
	case has(n, "anchor"):
	case has(n, "hashtag-cataloged"), has(n, "hashtag"):
		d.put("#" + strings.TrimPrefix(words, "#"))
	case words == "":
		d.each(n, depth) // an emoji or an image
	case address == "" || address == words || strings.TrimSuffix(address, "/") == strings.TrimSuffix(words, "/") || has(n, "onebox") && words == "":
		d.put(words)
	default:
		d.each(n, depth)
		d.put(" (" + d.absolute(address) + ")")
	}
	return true
}

// mention notes whom a post names.
func (d *decoder) mention(word string) {
	name := strings.ToLower(strings.TrimPrefix(word, "@"))
	who := name
	if name != "here" && name != "all" {
		d.c.mu.RLock()
		who = d.c.ids[name]
		d.c.mu.RUnlock()
	}
	if name == "all" {
		who = "everyone"
	}
	if who != "" && !slices.Contains(d.mentions, who) {
		d.mentions = append(d.mentions, who)
	}
}

// image keeps an image as a file, and writes an emoji by its name.
func (d *decoder) image(n *html.Node) {
	switch {
	case has(n, "emoji"):
		name := strings.Trim(attribute(n, "alt"), ":")
		if name == "" {
			name = strings.Trim(attribute(n, "title"), ":")
		}
		d.put(":" + name + ":")
	case has(n, "avatar"), has(n, "site-icon"), attribute(n, "src") == "":
	default:
		address := attribute(n, "src")
		name := attribute(n, "alt")
		if name == "" {
			name = path.Base(address)
		}
		d.files = append(d.files, inbox.File{Name: name, Type: mimeOf(address), URL: d.absolute(address)})
	}
}

// block writes lines of code as they stand.
func (d *decoder) block(n *html.Node) {
	d.due(2)
	d.put("```\n" + strings.Trim(plainOf(n), "\n") + "\n```")
	d.due(2)
}

// quote writes what is quoted, each line behind a sign.
func (d *decoder) quote(n *html.Node, depth int, who string) {
	inner := &decoder{c: d.c, verbatim: d.verbatim}
	inner.each(n, depth)
	d.files = append(d.files, inner.files...)
	text := inner.text()
	if text == "" {
		return
	}
	if who != "" {
		text = who + ":\n" + text
	}
	d.due(2)
	d.put("> " + strings.ReplaceAll(text, "\n", "\n> "))
	d.due(2)
}

// aside writes a quote of another post with its author, and of a page that was
// looked up only its address.
func (d *decoder) aside(n *html.Node, depth int) bool {
	switch {
	case has(n, "quote"):
		who := attribute(n, "data-username")
		if who != "" {
			who = "@" + who
		}
		if inner := find(n, atom.Blockquote); inner != nil {
			d.quote(inner, depth, who)
		}
	case has(n, "onebox"):
		d.due(1)
		d.put(d.absolute(attribute(n, "data-onebox-src")))
		d.due(1)
	default:
		return false
	}
	return true
}

func (d *decoder) list(n *html.Node, depth int) {
	breaks := 2
	if len(d.lists) > 0 {
		breaks = 1
	}
	d.due(breaks)
	counter := -1
	if n.DataAtom == atom.Ol {
		counter = 1
		if start, err := strconv.Atoi(attribute(n, "start")); err == nil {
			counter = start
		}
	}
	d.lists = append(d.lists, counter)
	d.each(n, depth)
	d.lists = d.lists[:len(d.lists)-1]
	d.due(breaks)
}

func (d *decoder) item(n *html.Node, depth int) {
	sign := "- "
	if last := len(d.lists) - 1; last >= 0 && d.lists[last] >= 0 {
		sign = strconv.Itoa(d.lists[last]) + ". "
		d.lists[last]++
	}
	d.due(1)
	d.put(strings.Repeat("  ", max(0, min(len(d.lists), 8)-1)) + sign)
	d.begun = true
	d.each(n, depth)
	d.begun = false
	d.due(1)
}

// absolute is an address as it can be opened from elsewhere.
func (d *decoder) absolute(address string) string {
	switch {
	case strings.HasPrefix(address, "//"):
		return "https:" + address
	case strings.HasPrefix(address, "/"):
		scheme, rest, _ := strings.Cut(d.c.opts.Base, "://")
		host, _, _ := strings.Cut(rest, "/")
		return scheme + "://" + host + address
	}
	return address
}

func mimeOf(name string) string {
	name, _, _ = strings.Cut(name, "?")
	kind, _, _ := strings.Cut(mime.TypeByExtension(strings.ToLower(path.Ext(name))), ";")
	return kind
}

// plainOf is all text below a node, as it stands.
func plainOf(n *html.Node) string {
	var out strings.Builder
	for child := range n.Descendants() {
		switch {
		case child.Type == html.TextNode:
			out.WriteString(child.Data)
		case child.DataAtom == atom.Br:
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func find(n *html.Node, what atom.Atom) *html.Node {
	for child := range n.Descendants() {
		if child.DataAtom == what {
			return child
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// has reports whether an element is of a class.
func has(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}
