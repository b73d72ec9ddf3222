package main

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// spot is where a setting stands in the text of a config, in bytes.
type spot struct{ key, value, end int }

// configMap is where everything stands in the text of a config, and what there
// does not belong in one. What a config is made of it reads from the types, so
// that a new setting is known without a word here.
type configMap struct {
	text   []byte
	spots  map[string]spot // by path: "hold", "account[0].base"
	wrong  []mistake
	unfit  []spot         // what the decoder must not see
	counts map[string]int // the blocks of each list so far
	read   []int          // where each line ends that could be read
	parser unstable.Parser
}

// room is a part of the config in which settings stand.
type room struct {
	of   reflect.Type // nil: nobody knows what belongs here
	path string
}

// mapConfig goes over a text that is TOML.
func mapConfig(text []byte) *configMap {
	m := &configMap{text: text, spots: map[string]spot{}, counts: map[string]int{}}
	top := room{of: reflect.TypeFor[config]()}
	at := top
	m.parser.Reset(text)
	for m.parser.NextExpression() {
		switch e := m.parser.Expression(); e.Kind { //nolint:exhaustive // there are only these at the top
		case unstable.Table, unstable.ArrayTable:
			at = m.heading(top, e)
			m.read = append(m.read, int(e.Child().Raw.Offset))
		case unstable.KeyValue:
			m.read = append(m.read, int(e.Raw.Offset+e.Raw.Length))
			m.setting(at, e)
		}
	}
	return m
}

// heading is the room that a [name] or a [[name]] opens.
func (m *configMap) heading(r room, e *unstable.Node) room {
	keys := e.Key()
	for keys.Next() {
		key := keys.Node()
		inner, known := m.step(r, key)
		if !known {
			return room{}
		}
		list := inner.of.Kind() == reflect.Slice && isBlock(inner.of.Elem())
		another := e.Kind == unstable.ArrayTable && keys.IsLast()
		switch {
		case list: // one that is written as [name] is its only block
			if another || m.counts[inner.path] == 0 {
				m.counts[inner.path]++
			}
			inner = room{inner.of.Elem(), fmt.Sprintf("%s[%d]", inner.path, m.counts[inner.path]-1)}
		case another || !isBlock(inner.of):
			m.add(mistake{Setting: inner.path, Why: "it is written as " + wanted(inner.of, inner.path), at: int(key.Raw.Offset)})
			return room{}
		}
		r = inner
	}
	m.spots[r.path] = spot{key: int(e.Child().Raw.Offset), value: int(e.Child().Raw.Offset), end: lineEnd(string(m.text), int(e.Child().Raw.Offset))}
	return r
}

// isBlock reports whether settings stand in a value of a type, or may.
func isBlock(t reflect.Type) bool {
	return t.Kind() == reflect.Map || t.Kind() == reflect.Interface || t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// step goes from a room to what a key names in it.
func (m *configMap) step(r room, key *unstable.Node) (room, bool) {
	if r.of == nil {
		return room{}, false
	}
	name := string(key.Data)
	switch r.of.Kind() { //nolint:exhaustive // nothing stands in all the others
	case reflect.Map:
		return room{r.of.Elem(), joined(r.path, name)}, true
	case reflect.Interface: // whoever reads it looks into it
		return room{r.of, joined(r.path, name)}, true
	case reflect.Struct:
		for field := range r.of.Fields() {
			if tag := settingOf(field); tag != "" && strings.EqualFold(tag, name) {
				return room{field.Type, joined(r.path, tag)}, true
			}
		}
	}
	m.add(mistake{Setting: joined(r.path, tame(name)), Why: unknown(r.of, name), at: int(key.Raw.Offset)})
	return room{}, false
}

// settingOf is what a field is called in the config, "" if it does not stand
// there.
func settingOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("toml"), ",")
	if name == "-" {
		return ""
	}
	return name
}

func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// setting goes over a line with a key and a value.
func (m *configMap) setting(r room, e *unstable.Node) {
	keys, known := e.Key(), true
	var first, last *unstable.Node
	for keys.Next() && known {
		last = keys.Node()
		if first == nil {
			first = last
		}
		r, known = m.step(r, last)
	}
	if !known {
		return
	}
	s := spot{key: int(first.Raw.Offset), end: int(e.Raw.Offset + e.Raw.Length)}
	s.value = int(last.Raw.Offset + last.Raw.Length)
	s.value += bytes.IndexByte(m.text[s.value:s.end], '=') + 1
	s.value = skip(string(m.text), s.value, " \t")
	m.spots[r.path] = s
	m.value(r, e.Value(), s)
}

// value goes over what is said of a setting.
func (m *configMap) value(r room, v *unstable.Node, s spot) {
	children := v.Children()
	switch {
	case isBlock(r.of) && v.Kind == unstable.InlineTable:
		for children.Next() {
			m.setting(r, children.Node())
		}
	case r.of.Kind() == reflect.Slice && isBlock(r.of.Elem()) && v.Kind == unstable.Array:
		for i := 0; children.Next(); i++ {
			inner := room{r.of.Elem(), fmt.Sprintf("%s[%d]", r.path, i)}
			m.spots[inner.path] = s
			m.value(inner, children.Node(), s)
		}
	case !fits(r.of, m.text[s.value:s.end]):
		m.add(mistake{Setting: r.path, Why: "it is written as " + wanted(r.of, r.path), at: s.value})
		m.unfit = append(m.unfit, s)
	}
}

// fits asks the decoder itself whether a value can be read into a type.
func fits(t reflect.Type, value []byte) bool {
	box := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "V", Type: t, Tag: `toml:"v"`}}))
	return toml.Unmarshal(append([]byte("v = "), value...), box.Interface()) == nil
}

// wanted is how a value of a type is written.
func wanted(t reflect.Type, path string) string {
	name := path[strings.LastIndexByte(path, '.')+1:]
	name = strings.TrimRight(name, "[0123456789]")
	switch kind := t.Kind(); {
	case kind == reflect.Slice && isBlock(t.Elem()):
		return "[[" + name + "]]"
	case isBlock(t):
		return "[" + name + "]"
	case kind == reflect.Slice:
		return name + ` = ["…", "…"]`
	case kind == reflect.Bool, kind == reflect.Pointer && t.Elem().Kind() == reflect.Bool:
		return name + " = true, or = false"
	case slices.Contains([]reflect.Kind{reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint, reflect.Uint64, reflect.Float64}, kind):
		return name + " = 10, a number without quotes"
	}
	return name + ` = "…", in quotes`
}

// unknown says that a name is none, and which one may be meant.
func unknown(t reflect.Type, name string) string {
	best, least := "", max(1, len(name)/3)+1
	if t.Kind() == reflect.Struct {
		for field := range t.Fields() {
			tag := settingOf(field)
			if d := distance(strings.ToLower(name), tag); tag != "" && d < least {
				best, least = tag, d
			}
		}
	}
	why := "this is not a setting"
	if name = tame(name); name != hidden {
		why = fmt.Sprintf("%q is not a setting", name)
	}
	if best != "" {
		why += fmt.Sprintf("; did you mean %q?", best)
	}
	return why
}

// distance is how many letters are to be changed, put in or left out to make
// one word of another; two neighbours that changed places count as one.
func distance(a, b string) int {
	var before, row []int
	next := make([]int, len(b)+1)
	for j := range next {
		next[j] = j
	}
	for i := range len(a) {
		before, row, next = row, next, make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
	}
	return next[len(b)]
}

func (m *configMap) add(w mistake) { m.wrong = append(m.wrong, w) }

// place is where a setting stands, or the block in which it is missing.
func (m *configMap) place(path string) spot {
	for {
		if s, known := m.spots[path]; known {
			return s
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return spot{}
		}
		path = path[:dot]
	}
}
