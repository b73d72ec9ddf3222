package query

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Error is what is wrong with a query, in a sentence for the person who typed
// it.
type Error struct {
	At   int    // where, in runes from the start
	Near string // what stands there
	Why  string
}

func (e *Error) Error() string { return e.Why }

// maxWords bounds how many different words one query looks for.
const maxWords = 64

// Parse reads a query. Every error is an [*Error]; text that only resembles
// the language ("C++", ":)", "http://x", an open quote) is no error but a word
// to look for. The times in it are in now's location.
func Parse(text string, now time.Time) (Query, error) {
	p := parser{now: now, query: Query{Text: text}, words: -1}
	s := scanner{runes: []rune(text)}
	for {
		piece, ok := s.next()
		if !ok {
			return p.query, nil
		}
		if err := p.add(piece); err != nil {
			return Query{Text: text}, err
		}
	}
}

// parser turns pieces into terms.
type parser struct {
	now   time.Time
	query Query
	words int // where in the terms the words stand that must be found, or -1
}

// add takes one piece of a query.
func (p *parser) add(x piece) error {
	if x.field == "" {
		return p.addWord(x)
	}
	if len(x.values) == 0 {
		return x.errorf("%s: wants a value behind it: %s", x.field, example(x.field))
	}
	if x.field == sortField {
		return p.addSort(x)
	}
	t, err := p.term(x)
	if err != nil {
		return err
	}
	p.query.Terms = append(p.query.Terms, t)
	return nil
}

// addWord puts a word with the others that must be found, or by itself if it
// must not be.
func (p *parser) addWord(x piece) error {
	word := x.values[0]
	if why := nearMiss(x); why != "" {
		return x.errorf("%s", why)
	}
	if x.not {
		p.query.Terms = append(p.query.Terms, Term{Field: Words, Not: true, Values: []string{word}})
		return nil
	}
	if p.words < 0 {
		p.words = len(p.query.Terms)
		p.query.Terms = append(p.query.Terms, Term{Field: Words})
	}
	t := &p.query.Terms[p.words]
	if slices.Contains(t.Values, word) {
		return nil
	}
	if len(t.Values) == maxWords {
		return x.errorf("that is more than %d words: leave some out, or put them in quotes to find them together", maxWords)
	}
	t.Values = append(t.Values, word)
	return nil
}

func (p *parser) addSort(x piece) error {
	order := Sort(strings.ToLower(x.values[0]))
	if x.not || len(x.values) > 1 || order != Newest && order != Oldest {
		return x.errorf("sort: is newest or oldest")
	}
	p.query.Sort = order
	return nil
}

// term reads the values of a field.
func (p *parser) term(x piece) (Term, error) {
	t := Term{Field: x.field, Not: x.not}
	switch x.field {
	case Is:
		return oneOf(t, x, Flags())
	case Has:
		return oneOf(t, x, Things())
	case Age, Idle:
		return span(t, x)
	case Before, After:
		return p.moment(t, x)
	case Platform:
		for _, v := range x.values {
			t.Values = append(t.Values, strings.ToLower(v))
		}
	case Account, Channel, From, By, Tag, Words, sortField:
		t.Values = x.values
	}
	return t, nil
}

// oneOf takes values of which there are only so many.
func oneOf(t Term, x piece, known []string) (Term, error) {
	for _, v := range x.values {
		v = strings.ToLower(v)
		if !slices.Contains(known, v) {
			if best := closest(v, known); best != "" {
				return Term{}, x.errorf("%s:%s is not known: did you mean %s:%s?", x.field, v, x.field, best)
			}
			return Term{}, x.errorf("%s:%s is not known: it is one of %s", x.field, v, strings.Join(known, ", "))
		}
		t.Values = append(t.Values, v)
	}
	return t, nil
}

func (x piece) errorf(format string, args ...any) error {
	return &Error{At: x.at, Near: x.text, Why: fmt.Sprintf(format, args...)}
}

// piece is one term as it was typed.
type piece struct {
	at     int    // in runes
	text   string // all of it
	not    bool
	field  Field // "" if it is a word
	values []string
	quoted bool // the word was in quotes
}

// scanner cuts a text into pieces.
type scanner struct {
	runes []rune
	pos   int
}

// next is the next piece that says something.
func (s *scanner) next() (piece, bool) {
	for {
		s.blanks()
		if s.pos == len(s.runes) {
			return piece{}, false
		}
		x := s.piece()
		if x.field != "" || len(x.values) > 0 {
			return x, true
		}
	}
}

func (s *scanner) blanks() {
	for s.pos < len(s.runes) && isBlank(s.runes[s.pos]) {
		s.pos++
	}
}

// isBlank counts controls as blanks: what can not be seen is not looked for.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func (s *scanner) piece() piece {
	x := piece{at: s.pos}
	if s.negated() {
		x.not = true
		s.pos++
	}
	switch field, ok := s.field(); {
	case ok:
		x.field = field
		s.pos += utf8.RuneCountInString(string(field)) + 1
		x.values = s.values(prefix(field))
	case s.peek(0) == '"':
		x.quoted = true
		x.values = keep(nil, s.quote())
	default:
		x.values = keep(nil, s.until(isBlank))
	}
	x.text = string(s.runes[x.at:s.pos])
	return x
}

// negated reports whether a minus or a bang stands before a term, and not
// before more of its kind: "--help" and "!=" are words.
func (s *scanner) negated() bool {
	if r := s.peek(0); r != '-' && r != '!' {
		return false
	}
	switch next := s.peek(1); next {
	case 0, '-', '!', '=':
		return false
	default:
		return !isBlank(next)
	}
}

// peek is the rune n places on, or 0.
func (s *scanner) peek(n int) rune {
	if s.pos+n < len(s.runes) {
		return s.runes[s.pos+n]
	}
	return 0
}

// field reports which field's name and colon stand here.
func (s *scanner) field() (Field, bool) {
	for n := 0; n <= longestField; n++ {
		r := s.peek(n)
		if r == ':' {
			return known(string(s.runes[s.pos : s.pos+n]))
		}
		if !isLetter(r) {
			break
		}
	}
	return "", false
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// values reads what stands behind a field: "a,b" or "Maria K".
func (s *scanner) values(prefix string) []string {
	var list []string
	for {
		for strings.ContainsRune(prefix, s.peek(0)) && s.peek(0) != 0 {
			s.pos++
		}
		var value string
		if s.peek(0) == '"' {
			value = s.quote()
		} else {
			value = s.until(func(r rune) bool { return r == ',' || isBlank(r) })
		}
		list = keep(list, strings.TrimLeftFunc(value, func(r rune) bool {
			return isBlank(r) || strings.ContainsRune(prefix, r)
		}))
		if s.peek(0) != ',' {
			return list
		}
		s.pos++
	}
}

// keep adds a value, unless nothing is left of it or it is there already.
func keep(list []string, value string) []string {
	value = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, value)
	value = strings.TrimSpace(value)
	if value == "" || slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// quote reads to the closing quote, or to the end if there is none.
func (s *scanner) quote() string {
	s.pos++
	value := s.until(func(r rune) bool { return r == '"' })
	if s.pos < len(s.runes) {
		s.pos++
	}
	return value
}

func (s *scanner) until(stop func(rune) bool) string {
	start := s.pos
	for s.pos < len(s.runes) && !stop(s.runes[s.pos]) {
		s.pos++
	}
	return string(s.runes[start:s.pos])
}
