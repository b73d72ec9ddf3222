package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Broken is the error of a file that cannot be read: where, and why, in a
// sentence.
type Broken struct {
	Path   string
	Line   int // from 1; 0 if it is the file as a whole
	Reason string
}

func (b *Broken) Error() string {
	if b.Line == 0 {
		return b.Path + ": " + b.Reason
	}
	return b.Path + ", line " + strconv.Itoa(b.Line) + ": " + b.Reason
}

// MostBytes is how large a file of the plan may be.
const MostBytes = 256 << 10

// fence is the line that the front matter stands between.
const fence = "---"

// Parse reads a post from its file. What it does not know of the front matter
// stays in Source and is kept. The error is a [*Broken].
func Parse(path, source string) (Post, error) {
	p := Post{Path: path, Source: source, Status: Draft}
	switch {
	case len(source) > MostBytes:
		return p, &Broken{path, 0, fmt.Sprintf("the file is larger than %d KiB", MostBytes>>10)}
	case !utf8.ValidString(source):
		return p, &Broken{path, 0, "the file is not UTF-8 text"}
	}
	f, why := split(source)
	if why != "" {
		return p, &Broken{path, 1, why}
	}
	p.Text = strings.Trim(unix(f.body), "\r\n")
	entries, err := f.entries()
	if err == nil {
		err = p.take(entries)
	}
	if err == nil {
		err = p.agree(entries)
	}
	if broken, ok := errors.AsType[*Broken](err); ok {
		broken.Path = path
		return p, broken
	}
	if p.Title == "" {
		p.Title = beginning(p.Text)
	}
	return p, err
}

// beginning is the first line of a text, without the sign of a heading.
func beginning(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(strings.TrimLeft(line, "# "))
}

func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// sheet is a file, taken apart: its parts one behind the other are the file.
type sheet struct {
	open, front, close, body string // with the fences and their line ends; "" if there is no front matter
	newline                  string
}

// split parts the front matter from the text. why is "" if it could.
func split(source string) (s sheet, why string) {
	s.newline = "\n"
	if strings.Contains(source, "\r\n") {
		s.newline = "\r\n"
	}
	rest := strings.TrimPrefix(source, "\ufeff")
	first, after, _ := strings.Cut(rest, "\n")
	if strings.TrimRight(first, " \t\r") != fence {
		s.body = source
		return s, ""
	}
	s.open = source[:len(source)-len(after)]
	for at := 0; at < len(after); {
		line, _, more := strings.Cut(after[at:], "\n")
		next := at + len(line)
		if more {
			next++
		}
		if strings.TrimRight(line, " \t\r") == fence {
			s.front, s.close, s.body = after[:at], after[at:next], after[next:]
			return s, ""
		}
		at = next
	}
	return s, "the front matter begins with --- and has no --- below it"
}

// entry is one setting of the front matter.
type entry struct {
	name     string
	line     int // in the file
	value    ast.Node
	from, to int // lines of the front matter, from 0
}

func (e entry) wrong(why string, args ...any) error {
	return &Broken{Line: e.line, Reason: e.name + ": " + fmt.Sprintf(why, args...)}
}

// entries reads the front matter: one mapping, in which a name stands once.
func (s sheet) entries() (all []entry, err error) {
	defer func() {
		if recover() != nil { // a file must not end the console, whatever its parser makes of it
			all, err = nil, &Broken{Line: 1, Reason: "the front matter is not YAML"}
		}
	}()
	if strings.TrimSpace(s.front) == "" {
		return nil, nil
	}
	if at := strings.IndexByte(unix(s.front), '\r'); at >= 0 {
		// YAML takes it for the end of a line, and no editor shows it as one.
		return nil, &Broken{Line: strings.Count(unix(s.front)[:at], "\n") + 2, Reason: "a carriage return stands in the front matter"}
	}
	file, err := parser.ParseBytes([]byte(unix(s.front)), 0)
	if err != nil {
		return nil, syntax(err)
	}
	if len(file.Docs) != 1 {
		return nil, &Broken{Line: 1, Reason: "there are two front matters"}
	}
	var pairs []*ast.MappingValueNode
	switch body := file.Docs[0].Body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil, nil
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{body}
	case *ast.MappingNode:
		if body.IsFlowStyle {
			return nil, &Broken{Line: 2, Reason: "write each setting on a line of its own"}
		}
		pairs = body.Values
	default:
		return nil, &Broken{Line: 2, Reason: "the front matter is made of lines like  theme: goals"}
	}
	return s.ranged(pairs)
}

// ranged finds on which lines each setting stands: to where the next begins,
// but for the blank lines and the comments before that.
func (s sheet) ranged(pairs []*ast.MappingValueNode) ([]entry, error) {
	lines := strings.Split(unix(s.front), "\n")
	seen := map[string]bool{}
	all := make([]entry, 0, len(pairs))
	for _, pair := range pairs {
		token := pair.Key.GetToken()
		e := entry{name: token.Value, line: token.Position.Line + 1, value: pair.Value, from: token.Position.Line - 1}
		switch {
		case e.from >= len(lines) || len(all) > 0 && e.from <= all[len(all)-1].from:
			return nil, e.wrong("write each setting on a line of its own")
		case pair.Key.IsMergeKey() || seen[e.name]:
			return nil, e.wrong("it stands here twice")
		case !plainOnly(pair.Value, 0):
			return nil, e.wrong("this is more YAML than is read here; put the words into quotes")
		}
		seen[e.name] = true
		all = append(all, e)
	}
	for i := range all {
		end := len(lines)
		if i+1 < len(all) {
			end = all[i+1].from
		}
		for end > all[i].from+1 && (strings.TrimSpace(lines[end-1]) == "" || lines[end-1][0] == '#') {
			end--
		}
		all[i].to = end
	}
	return all, nil
}

// syntax is a mistake of the parser's, without the pieces of source that it
// quotes.
func syntax(err error) error {
	var wrong yaml.Error
	if !errors.As(err, &wrong) || wrong.GetToken() == nil || wrong.GetToken().Position == nil {
		return &Broken{Line: 1, Reason: "the front matter is not YAML"}
	}
	return &Broken{Line: max(wrong.GetToken().Position.Line, 1) + 1, Reason: "this is not YAML: " + cut(wrong.GetMessage())}
}

// deepest is how deep values are nested.
const deepest = 4

// plainOnly refuses what makes a small file large, or says what a value's type
// is.
func plainOnly(node ast.Node, depth int) bool {
	if depth > deepest {
		return false
	}
	switch n := node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode, *ast.MappingKeyNode:
		return false
	case *ast.MappingNode:
		for _, pair := range n.Values {
			if !plainOnly(pair, depth) {
				return false
			}
		}
	case *ast.MappingValueNode:
		return plainOnly(n.Key, depth+1) && plainOnly(n.Value, depth+1)
	case *ast.SequenceNode:
		for _, value := range n.Values {
			if !plainOnly(value, depth+1) {
				return false
			}
		}
	}
	return true
}

// take reads the settings that it knows.
func (p *Post) take(entries []entry) error {
	for _, e := range entries {
		take, known := settings()[e.name]
		if !known {
			continue // it is somebody else's, and kept
		}
		if err := take(p, e); err != nil {
			return err
		}
	}
	return nil
}

// agree refuses settings that make no sense together.
func (p *Post) agree(entries []entry) error {
	at := func(name string) entry {
		for _, e := range entries {
			if e.name == name {
				return e
			}
		}
		return entry{name: name, line: 1}
	}
	if p.Series() {
		if _, err := readSeries(p.Repeats, p.When.Day); err != nil {
			return at("recurrence").wrong("%v", err)
		}
	}
	switch {
	case p.Series() && p.When.IsZero():
		return at("recurrence").wrong("a series needs a first time: write one at  when")
	case len(p.Pool) > 0 && !p.Series():
		return at("pool").wrong("only a series takes turns: write a  recurrence")
	case len(p.Pool) > 0 && len(p.Variants) > 0:
		return at("variants").wrong("a series with a pool has no variants: its texts are the pool's")
	}
	return nil
}

// LoadZone is the zone of a name of the IANA database. What depends on the
// machine, such as "Local", is refused.
func LoadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a zone: write it as Europe/Berlin", cut(name))
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%q is not a zone that is known here: write it as Europe/Berlin", cut(name))
	}
	return zone, nil
}
