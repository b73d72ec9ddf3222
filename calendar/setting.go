package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// taker reads one setting into a post.
type taker func(p *Post, e entry) error

// settings are what the front matter of a post may say. docs/plan.md tells
// them.
func settings() map[string]taker {
	return map[string]taker{
		"id":         word(func(p *Post) *string { return &p.Key }),
		"title":      word(func(p *Post) *string { return &p.Title }),
		"theme":      word(func(p *Post) *string { return &p.Theme }),
		"campaign":   word(func(p *Post) *string { return &p.Campaign }),
		"for":        word(func(p *Post) *string { return &p.For }),
		"from":       word(func(p *Post) *string { return &p.From }),
		"note":       word(func(p *Post) *string { return &p.Note }),
		"recurrence": word(func(p *Post) *string { return &p.Repeats }),
		"when":       takeWhen,
		"zone":       takeZone,
		"channels":   takeChannels,
		"status":     takeStatus,
		"tags":       takeTags,
		"variants":   takeVariants,
		"except":     takeExcept,
		"pool":       takePool,
		"no_repeat":  takeRest,
		"floats":     takeFloats,
		"event":      takeEvent,
		"length":     takeLength,
	}
}

// Fields are the names that the front matter knows, in the order in which a
// new file has them.
func Fields() []string {
	return []string{
		"id", "title", "when", "zone", "length", "channels", "status", "theme", "tags", "campaign", "recurrence", "except", "pool", "no_repeat",
		"floats", "event", "for", "from", "note", "variants",
	}
}

// text is the words of a value.
func (e entry) text() (string, error) {
	switch n := e.value.(type) {
	case nil, *ast.NullNode:
		return "", nil
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		return "", e.wrong("one value is expected here")
	case *ast.StringNode:
		return unix(n.Value), nil
	case *ast.LiteralNode:
		return unix(strings.TrimRight(n.Value.Value, "\n")), nil
	default:
		return strings.TrimSpace(n.String()), nil // a number, or what YAML takes for one
	}
}

// words are the values of a list, or of words with commas between them.
func (e entry) words() ([]string, error) {
	list, is := e.value.(*ast.SequenceNode)
	if !is {
		text, err := e.text()
		var all []string
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
		return all, err
	}
	all := make([]string, 0, len(list.Values))
	for _, value := range list.Values {
		text, err := entry{name: e.name, line: e.line, value: value}.text()
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
}

// pairs are the settings of a mapping.
func (e entry) pairs() ([]entry, error) {
	var values []*ast.MappingValueNode
	switch n := e.value.(type) {
	case nil, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, e.wrong("lines like  slack: the text there  are expected here")
	}
	all := make([]entry, len(values))
	for i, pair := range values {
		token := pair.Key.GetToken()
		all[i] = entry{name: token.Value, line: token.Position.Line + 1, value: pair.Value}
	}
	return all, nil
}

func word(field func(p *Post) *string) taker {
	return func(p *Post, e entry) (err error) {
		*field(p), err = e.text()
		*field(p) = strings.TrimSpace(*field(p))
		return err
	}
}

func takeWhen(p *Post, e entry) error {
	text, err := e.text()
	if err != nil || text == "" {
		return err
	}
	if p.When, err = ParseWall(text); err != nil {
		return e.wrong("%v", err)
	}
	return nil
}

func takeZone(p *Post, e entry) (err error) {
	if p.Zone, err = e.text(); err != nil || p.Zone == "" {
		return err
	}
	if _, err := LoadZone(p.Zone); err != nil {
		return e.wrong("%v", err)
	}
	return nil
}

func takeChannels(p *Post, e entry) error {
	all, err := e.words()
	for _, text := range all {
		at := ParsePlace(text)
		if at.Account == "" {
			return e.wrong("%q is no channel: write it as slack/#general", cut(text))
		}
		if !slices.Contains(p.To, at) {
			p.To = append(p.To, at)
		}
	}
	return err
}

func takeStatus(p *Post, e entry) error {
	text, err := e.text()
	if err != nil || text == "" {
		return err
	}
	p.Status = Status(strings.ToLower(text))
	known := append(Intents(), Published)
	if !slices.Contains(known, p.Status) {
		return e.wrong("%q is no status: it is idea, draft, review, approved, scheduled, cancelled or published", cut(text))
	}
	return nil
}

func takeTags(p *Post, e entry) (err error) {
	p.Tags, err = e.words()
	return err
}

func takeVariants(p *Post, e entry) error {
	all, err := e.pairs()
	for _, v := range all {
		text, err := v.text()
		if err != nil {
			return err
		}
		if p.Variants == nil {
			p.Variants = map[string]string{}
		}
		p.Variants[ParsePlace(v.name).String()] = strings.Trim(text, "\n")
	}
	return err
}

func takeExcept(p *Post, e entry) error {
	all, err := e.words()
	for _, text := range all {
		day, err := ParseDay(text)
		if err != nil {
			return e.wrong("%v", err)
		}
		p.Except = append(p.Except, day)
	}
	return err
}

func takePool(p *Post, e entry) (err error) {
	p.Pool, err = e.words()
	return err
}

// takeRest reads "8" or "8w" weeks.
func takeRest(p *Post, e entry) error {
	text, err := e.text()
	if err != nil || text == "" {
		return err
	}
	p.Rest, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(text), "w"))
	if err != nil || p.Rest < 0 || p.Rest > 520 {
		return e.wrong("%q is no number of weeks: write it as 8w", cut(text))
	}
	return nil
}

func takeFloats(p *Post, e entry) error {
	text, err := e.text()
	if err != nil {
		return err
	}
	if text != "true" && text != "false" && text != "" {
		return e.wrong("it is true or false")
	}
	p.Floats = text == "true"
	return nil
}

func takeLength(p *Post, e entry) error {
	text, err := e.text()
	if err != nil || text == "" {
		return err
	}
	if p.Length, err = time.ParseDuration(text); err != nil || p.Length < 0 || p.Length > 7*24*time.Hour {
		return e.wrong("%q is no length: write it as 1h or 45m", cut(text))
	}
	return nil
}

func takeEvent(p *Post, e entry) error {
	if kind, err := e.text(); err == nil {
		if kind != "" {
			p.Event = &Event{Kind: kind}
		}
		return nil
	}
	all, err := e.pairs()
	if err != nil {
		return err
	}
	p.Event = &Event{}
	for _, v := range all {
		text, err := v.text()
		switch {
		case err != nil:
			return err
		case v.name == "kind":
			p.Event.Kind = text
		case v.name == "link":
			p.Event.Link = text
		}
	}
	if *p.Event == (Event{}) {
		p.Event = nil
	}
	return nil
}
