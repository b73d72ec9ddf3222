package saved

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"rounds/inbox/plain"
)

// entry is one setting of the front matter.
type entry struct {
	name         string
	line, column int
	value        ast.Node
}

func (e entry) wrong(why string, args ...any) *Mistake {
	return mistake(e.line, e.column, "%s: %s", e.name, fmt.Sprintf(why, args...))
}

// settle puts what the front matter says into the reply.
func (r *Reply) settle(front string) *Mistake {
	entries, m := entriesOf(front)
	if m != nil {
		return m
	}
	for _, e := range entries {
		take, known := settings()[e.name]
		if !known {
			return mistake(e.line, e.column, "%q is not a setting%s", plain.Head(e.name, 40), meant(e.name, Settings()))
		}
		if m := take(r, e); m != nil {
			return m
		}
	}
	return r.agree(entries)
}

// Settings are the names that the front matter knows.
func Settings() []string { return slices.Sorted(maps.Keys(settings())) }

// entriesOf reads the front matter: one mapping, in which a name stands once.
func entriesOf(front string) (entries []entry, m *Mistake) {
	node, m := document(front)
	if m != nil || node == nil {
		return nil, m
	}
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		line, column := place(node)
		return nil, mistake(line, column, "the front matter is made of lines like  title: Welcome")
	}
	if mapping.IsFlowStyle { // its columns are not where they seem
		return nil, mistake(2, 0, "write each setting on a line of its own")
	}
	return pairs(mapping)
}

func pairs(mapping *ast.MappingNode) (entries []entry, m *Mistake) {
	seen := map[string]bool{}
	for _, pair := range mapping.Values {
		if pair.Key == nil || pair.Key.GetToken() == nil {
			line, column := place(mapping)
			return nil, mistake(line, column, "a setting has no name")
		}
		line, column := place(pair.Key)
		e := entry{pair.Key.GetToken().Value, line, column, pair.Value}
		if pair.Key.IsMergeKey() || seen[e.name] {
			return nil, mistake(line, column, "%q stands here twice", plain.Head(e.name, 40))
		}
		seen[e.name] = true
		entries = append(entries, e)
	}
	return entries, nil
}

// document parses the front matter. What the parser says keeps its place and
// loses the pieces of source that it quotes.
func document(front string) (node ast.Node, m *Mistake) {
	defer func() {
		if recover() != nil { // a file must not end the console, whatever its parser makes of it
			node, m = nil, mistake(1, 0, "the front matter is not YAML")
		}
	}()
	file, err := parser.ParseBytes([]byte(front), 0)
	if err != nil {
		return nil, syntax(err)
	}
	for i, doc := range file.Docs {
		if i > 0 {
			return nil, mistake(1, 0, "there are two front matters")
		}
		if m := plainOnly(doc.Body, 0); m != nil {
			return nil, m
		}
		if _, null := doc.Body.(*ast.NullNode); !null {
			node = doc.Body
		}
	}
	if single, ok := node.(*ast.MappingValueNode); ok {
		node = &ast.MappingNode{BaseNode: single.BaseNode, Start: single.Start, Values: []*ast.MappingValueNode{single}}
	}
	if _, comment := node.(*ast.CommentGroupNode); comment {
		return nil, nil
	}
	return node, nil
}

func syntax(err error) *Mistake {
	var wrong yaml.Error
	if !errors.As(err, &wrong) || wrong.GetToken() == nil || wrong.GetToken().Position == nil {
		return mistake(1, 0, "the front matter is not YAML")
	}
	at, why := wrong.GetToken().Position, wrong.GetMessage()
	if strings.Contains(why, "already defined") {
		why = fmt.Sprintf("%q stands here twice", plain.Head(wrong.GetToken().Value, 40))
	} else {
		why = "this is not YAML: " + plain.Head(why, 120)
	}
	return mistake(max(at.Line, 1), max(at.Column, 1), "%s", why)
}

// deepest is how deep values are nested: a list, or the bodies of platforms.
const deepest = 3

// plainOnly refuses what makes a small file large or says what a value's type
// is: a reply is words, and lists of words.
func plainOnly(node ast.Node, depth int) *Mistake {
	if node == nil {
		return nil
	}
	line, column := place(node)
	if depth > deepest {
		return mistake(line, column, "this is nested too deep")
	}
	switch n := node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode, *ast.MappingKeyNode:
		return mistake(line, column, "this is more YAML than is read here; put the words into quotes")
	case *ast.MappingNode:
		for _, pair := range n.Values {
			if m := plainOnly(pair, depth); m != nil {
				return m
			}
		}
	case *ast.MappingValueNode:
		if m := plainOnly(n.Key, depth+1); m != nil {
			return m
		}
		return plainOnly(n.Value, depth+1)
	case *ast.SequenceNode:
		for _, value := range n.Values {
			if m := plainOnly(value, depth+1); m != nil {
				return m
			}
		}
	}
	return nil
}

// place is where a node stands in the file.
func place(node ast.Node) (line, column int) {
	if token := node.GetToken(); token != nil && token.Position != nil {
		return max(token.Position.Line, 1), max(token.Position.Column, 1)
	}
	return 1, 1
}

// meant is what somebody may have wanted to write, as the end of a sentence.
func meant(word string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(strings.ToLower(word), k); d < least {
			best, least = k, d
		}
	}
	if best == "" || least >= utf8.RuneCountInString(word) {
		return "; there are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// distance is how many letters have to be changed, up to some length: no
// setting is so long that more would matter.
func distance(a, b string) int {
	const longest = 32
	if len(a) > longest {
		return longest
	}
	before := make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(before[j]+cost, before[j+1]+1, row[j]+1)
		}
		before = row
	}
	return before[len(b)]
}
