package saved

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"rounds/inbox"
	"rounds/inbox/when"
)

// How much a setting may hold.
const (
	maxTags  = 10
	maxSteps = 9
	maxWord  = 80
)

// settings is how each setting is read. docs/replies.md describes them.
func settings() map[string]func(*Reply, entry) *Mistake {
	return map[string]func(*Reply, entry) *Mistake{
		"title":   (*Reply).takeTitle,
		"key":     (*Reply).takeKey,
		"private": (*Reply).takePrivate,
		"tags":    (*Reply).takeTags,
		"then":    (*Reply).takeThen,
		"react":   (*Reply).takeReact,
		"steps":   (*Reply).takeSteps,
		"step":    (*Reply).takeStep,
		"due":     (*Reply).takeDue,
		"in":      (*Reply).takeIn,
	}
}

// word is a value that is one line of words.
func (e entry) word() (string, *Mistake) {
	text, ok := scalar(e.value)
	text = strings.TrimSpace(text)
	switch {
	case !ok || text == "" || strings.Contains(text, "\n"):
		return "", e.wrong("write some words behind it, on the same line")
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", e.wrong("there is a control character in it")
	case utf8.RuneCountInString(text) > maxWord:
		return "", e.wrong("at most %d letters", maxWord)
	}
	return text, nil
}

// words is a list of them, or one alone.
func (e entry) words(most int) ([]string, *Mistake) {
	list, ok := e.value.(*ast.SequenceNode)
	if !ok {
		one, m := e.word()
		return []string{one}, m
	}
	var all []string
	for _, value := range list.Values {
		item := e
		item.value = value
		if value != nil {
			item.line, item.column = place(value)
		}
		text, m := item.word()
		if m != nil {
			return nil, m
		}
		all = append(all, text)
	}
	if len(all) == 0 || len(all) > most {
		return nil, e.wrong("a list of one to %d", most)
	}
	return all, nil
}

// scalar is a value as it was written: "key: 1" is the letter 1.
func scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		if n.Value == nil {
			return "", false
		}
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (r *Reply) takeTitle(e entry) (m *Mistake) {
	r.Title, m = e.word()
	return m
}

func (r *Reply) takeKey(e entry) *Mistake {
	key, m := e.word()
	if m != nil {
		return m
	}
	if len(key) != 1 || !unicode.IsLetter(rune(key[0])) && !unicode.IsDigit(rune(key[0])) {
		return e.wrong("one letter from a to z or A to Z, or one digit")
	}
	r.Key, r.keyAt = key, Mistake{Line: e.line, Column: e.column}
	return nil
}

func (r *Reply) takePrivate(e entry) *Mistake {
	answer, ok := e.value.(*ast.BoolNode)
	if !ok {
		return e.wrong("write true or false")
	}
	r.Private = answer.Value
	return nil
}

func (r *Reply) takeTags(e entry) *Mistake {
	tags, m := e.words(maxTags)
	if m != nil {
		return m
	}
	for _, tag := range tags {
		// As the console writes them: small letters and no blanks.
		tag = strings.Join(strings.Fields(strings.ToLower(strings.TrimLeft(tag, "#"))), "-")
		if tag == "" {
			return e.wrong("a tag is empty")
		}
		if !slices.Contains(r.Tags, tag) {
			r.Tags = append(r.Tags, tag)
		}
	}
	return nil
}

// someday is a day from which a snooze is looked at: a file is read at any
// time, and a day of the calendar must not be past.
func someday() time.Time { return time.Date(2000, 1, 3, 0, 0, 0, 0, time.UTC) }

func (r *Reply) takeThen(e entry) *Mistake {
	then, m := e.word()
	if m != nil {
		return m
	}
	verb, until, _ := strings.Cut(then, " ")
	switch until = strings.TrimSpace(until); {
	case (verb == "done" || verb == "waiting") && until == "":
	case verb == "snooze" && until != "":
		if _, err := when.Parse(until, someday()); err != nil {
			return e.wrong("%s", err)
		}
		then = verb + " " + until
	default:
		return e.wrong("write done, waiting, or snooze and until when: snooze 3d%s", meantThen(verb))
	}
	r.Then = then
	return nil
}

func meantThen(verb string) string {
	if hint := meant(verb, []string{"done", "waiting", "snooze"}); strings.Contains(hint, "mean") && verb != "snooze" {
		return hint
	}
	return ""
}

func (r *Reply) takeReact(e entry) *Mistake {
	name, m := e.word()
	if m != nil {
		return m
	}
	name = strings.Trim(name, ":")
	if name == "" || strings.ContainsFunc(name, func(c rune) bool {
		return !unicode.IsLower(c) && !unicode.IsDigit(c) && !strings.ContainsRune("_-+':", c)
	}) {
		return e.wrong("the name of an emoji, in small letters: tada")
	}
	r.React = name
	return nil
}

func (r *Reply) takeSteps(e entry) (m *Mistake) {
	r.Promise.Steps, m = e.words(maxSteps)
	return m
}

func (r *Reply) takeStep(e entry) *Mistake {
	text, m := e.word()
	if m != nil {
		return m
	}
	if len(text) != 1 || text[0] < '0' || text[0] > '0'+maxSteps {
		return e.wrong("how many of the steps are done once it is sent: 0 to %d", maxSteps)
	}
	r.Promise.Step = int(text[0] - '0')
	return nil
}

func (r *Reply) takeDue(e entry) *Mistake {
	text, m := e.word()
	if m != nil {
		return m
	}
	length, err := when.Span(text)
	if err != nil {
		return e.wrong("%s", err)
	}
	if length <= 0 {
		return e.wrong("that is no time at all")
	}
	r.Due = length
	return nil
}

// platforms are those that may have a body of their own.
func platforms() []string {
	var names []string
	for _, p := range inbox.Platforms() {
		names = append(names, string(p))
	}
	return names
}

func (r *Reply) takeIn(e entry) *Mistake {
	node := e.value
	if single, ok := node.(*ast.MappingValueNode); ok {
		node = &ast.MappingNode{BaseNode: single.BaseNode, Values: []*ast.MappingValueNode{single}}
	}
	mapping, ok := node.(*ast.MappingNode)
	if !ok || len(mapping.Values) == 0 {
		return e.wrong("write a platform and its words below it:  slack: |")
	}
	bodies, m := pairs(mapping)
	if m != nil {
		return m
	}
	r.In = map[string]string{}
	for _, b := range bodies {
		text, ok := scalar(b.value)
		if !slices.Contains(platforms(), b.name) {
			return mistake(b.line, b.column, "in: %q is not a platform%s", b.name, meant(b.name, platforms()))
		}
		if !ok || strings.TrimSpace(text) == "" {
			return b.wrong("write its words below it, behind  %s: |", b.name)
		}
		from := b.line
		if _, block := b.value.(*ast.LiteralNode); block {
			from++
		}
		if m := checkVariables(text, from); m != nil {
			m.Column = 0 // the words are indented in the file, and not here
			return m
		}
		r.In[b.name] = strings.TrimSpace(text)
	}
	return nil
}

// agree looks at the settings that need each other. To send a reply with steps
// is to take the first of them.
func (r *Reply) agree(entries []entry) *Mistake {
	stepped := false
	for _, e := range entries {
		switch {
		case e.name != "step" && e.name != "due":
		case len(r.Promise.Steps) == 0:
			return e.wrong("there are no steps")
		case e.name == "step":
			stepped = true
			if r.Promise.Step > len(r.Promise.Steps) {
				return e.wrong("there are only %d steps", len(r.Promise.Steps))
			}
		}
	}
	if !stepped && len(r.Promise.Steps) > 0 {
		r.Promise.Step = 1
	}
	return nil
}
