package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// positions is where the values of a TOML file stand: by "rule.2.when", or
// "packs" at the top.
type positions struct {
	text   []byte
	values map[string]unstable.Range
	tables map[string]int // "rule.2" -> the byte after its header
}

// locate walks over a file that was decoded already.
func locate(text []byte) positions {
	p := positions{text, map[string]unstable.Range{}, map[string]int{}}
	var parser unstable.Parser
	parser.Reset(text)
	table, counts := "", map[string]int{}
	for parser.NextExpression() {
		e := parser.Expression()
		switch e.Kind { //nolint:exhaustive // only these three stand at the top of a file
		case unstable.ArrayTable:
			name, at := keyOf(e)
			table = fmt.Sprintf("%s.%d.", name, counts[name])
			p.tables[strings.TrimSuffix(table, ".")] = at
			counts[name]++
		case unstable.Table:
			name, _ := keyOf(e)
			table = name + "."
		case unstable.KeyValue:
			name, at := keyOf(e)
			where := e.Value().Raw
			if where.Length == 0 {
				where.Offset = uint32(at)
			}
			p.values[table+name] = where
			p.elements(table+name, e.Value())
		}
	}
	return p
}

// elements notes where the values of an array stand: "rule.2.does.0".
func (p positions) elements(name string, array *unstable.Node) {
	if array.Kind != unstable.Array {
		return
	}
	n := 0
	for it := array.Children(); it.Next(); n++ {
		p.values[fmt.Sprintf("%s.%d", name, n)] = it.Node().Raw
	}
}

// keyOf is a dotted key, and where its first part begins.
func keyOf(n *unstable.Node) (name string, at int) {
	var parts []string
	at = -1
	for it := n.Key(); it.Next(); {
		if at < 0 {
			at = int(it.Node().Raw.Offset)
		}
		parts = append(parts, string(it.Node().Data))
	}
	return strings.Join(parts, "."), at
}

// of is the byte at which a value begins, or else its table.
func (p positions) of(table, key string) int {
	if r, ok := p.values[table+"."+key]; ok {
		return int(r.Offset)
	}
	if r, ok := p.values[key]; ok && table == "" {
		return int(r.Offset)
	}
	return p.tables[table]
}

// within is the byte of the file behind a rune of a string value, past the
// quotation marks and the escapes of TOML.
func (p positions) within(table, key string, runes int) int {
	r, ok := p.values[table+"."+key]
	if !ok || r.Length == 0 {
		return p.of(table, key)
	}
	raw := string(p.text[r.Offset : r.Offset+r.Length])
	mark := 1
	if strings.HasPrefix(raw, `"""`) || strings.HasPrefix(raw, "'''") {
		mark = 3
	}
	escapes := raw[0] == '"'
	at := mark
	if mark == 3 {
		at += len(raw[at:]) - len(strings.TrimPrefix(strings.TrimPrefix(raw[at:], "\r"), "\n"))
	}
	for ; runes > 0 && at < len(raw)-mark; runes-- {
		at += charLen(raw[at:], escapes, mark == 3)
	}
	return int(r.Offset) + min(at, len(raw)-mark)
}

// charLen is how many bytes one character of a string takes in the file.
func charLen(s string, escapes, lines bool) int {
	_, size := utf8.DecodeRuneInString(s)
	if !escapes || s[0] != '\\' || len(s) < 2 {
		return size
	}
	switch s[1] {
	case 'u':
		return min(6, len(s))
	case 'U':
		return min(10, len(s))
	case 'x':
		return min(4, len(s))
	case '\n', '\r', ' ', '\t':
		if rest := strings.TrimLeft(s[1:], " \t\r\n"); lines && rest != "" {
			gap := len(s) - len(rest)
			return gap + charLen(rest, escapes, lines)
		}
	}
	return 2
}
