package query

import (
	"strings"
	"time"

	"rounds/inbox/when"
)

// String is the query as it would be typed, in one way only. Parsing it again
// gives the same terms.
func (q Query) String() string {
	var parts []string
	for _, t := range q.Terms {
		parts = append(parts, t.String())
	}
	if q.Sort != "" {
		parts = append(parts, "sort:"+string(q.Sort))
	}
	return strings.Join(parts, " ")
}

// String is the term as it would be typed.
func (t Term) String() string {
	not := ""
	if t.Not {
		not = "-"
	}
	switch t.Field {
	case Words:
		words := make([]string, len(t.Values))
		for i, v := range t.Values {
			words[i] = not + word(v, t.Not)
		}
		return strings.Join(words, " ")
	case Age, Idle:
		return not + string(t.Field) + ":" + string(t.Compare) + spell(t.Span)
	case Before, After:
		return not + string(t.Field) + ":" + spellDay(t.At)
	case Is, Platform, Account, Channel, From, By, Tag, Has, sortField:
	}
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		values[i] = value(v)
	}
	return not + string(t.Field) + ":" + strings.Join(values, ",")
}

// word quotes a word that would not be read as itself. What was in quotes has
// none within, so that one way or the other always serves.
func word(v string, not bool) string {
	s := scanner{runes: []rune(v)}
	x := s.piece()
	whole := s.pos == len(s.runes) && len(x.values) == 1 && x.values[0] == v
	if whole && !x.not && !x.quoted && x.field == "" && nearMiss(x) == "" && (!not || !strings.ContainsAny(v[:1], "-!=")) {
		return v
	}
	return `"` + v + `"`
}

// value quotes a value that would not be read as itself.
func value(v string) string {
	if strings.ContainsAny(v, ",") || strings.HasPrefix(v, `"`) || strings.ContainsFunc(v, isBlank) {
		return `"` + v + `"`
	}
	return v
}

// spellDay writes a day, or an instant if it is not the beginning of one.
func spellDay(t time.Time) string {
	year, month, day := t.Date()
	if when.Clock(year, month, day, 0, 0, t.Location()).Equal(t) {
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
