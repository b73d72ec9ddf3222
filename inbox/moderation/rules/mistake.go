package rules

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Mistake is what is wrong in a rules file, and where. Lines and columns count
// from 1, columns in characters, as an editor shows them.
type Mistake struct {
	File   string
	Line   int
	Column int
	Rule   string // "" if it stands in no rule
	What   string
}

// Error implements error: "rules.toml:12:8: rule "links": unknown name author.agee".
func (m *Mistake) Error() string {
	rule := ""
	if m.Rule != "" {
		rule = fmt.Sprintf("rule %q: ", m.Rule)
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", m.File, m.Line, m.Column, rule, m.What)
}

// Mistakes are all mistakes in what [Load] returned, in the order of the file.
func Mistakes(err error) []*Mistake {
	var one *Mistake
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []*Mistake
		for _, e := range many.Unwrap() {
			out = append(out, Mistakes(e)...)
		}
		return out
	}
	if errors.As(err, &one) {
		return []*Mistake{one}
	}
	return nil
}

// lineAndColumn is where a byte of a file stands.
func lineAndColumn(text []byte, at int) (line, column int) {
	before := text[:min(max(at, 0), len(text))]
	line = 1 + strings.Count(string(before), "\n")
	start := strings.LastIndexByte(string(before), '\n') + 1
	return line, 1 + utf8.RuneCount(before[start:])
}

// firstLine is what an error says, without the drawing below it.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
