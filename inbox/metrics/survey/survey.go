// Package survey reads what survey tools export: a table with a row for each
// answer.
//
// Tally, Google Forms and Typeform call their columns differently, in the
// language of whoever made the form; so a column is told by its title and by
// what stands in it, and what was found out is told. A [Mapping] has the last
// word. The package is pure: it is given bytes and gives answers, or says line
// by line what it cannot read. The command line stands on one side, the store
// on the other.
package survey

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"rounds/inbox/metrics"
)

// Kind is what was asked.
type Kind string

// The kinds.
const (
	NPS  Kind = "nps"  // from 0 to 10
	CSAT Kind = "csat" // from 1 to 5
)

// Field is what a column can hold.
type Field string

// The fields.
const (
	Score Field = "score"
	At    Field = "at"
	Who   Field = "who"
	Words Field = "words"
)

// Fields are those that a mapping may name.
func Fields() []Field { return []Field{Score, At, Who, Words} }

// Mapping says which column holds what, by its title.
type Mapping map[Field]string

// Options say how a table is to be read.
type Options struct {
	Name  string
	Kind  Kind // "" is told by the scores
	Asked int  // how many were invited; 0 if nobody said
	Map   Mapping
	Zone  *time.Location // of times that name none
	Now   time.Time      // of answers without a time
}

// Result is what was read.
type Result struct {
	Kind     Kind
	Answers  []metrics.Survey // of each person the last
	Again    int              // left out because the person answered again (D-26)
	Columns  Mapping          // what was found
	Problems []Problem
}

// Problem is a line that could not be read.
type Problem struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// largest is how large a table may be.
const largest = 64 << 20

// Read reads a table. A line that cannot be read is a [Problem] and the others
// are taken; a table in which no score can be found is an error.
func Read(from io.Reader, o Options) (Result, error) {
	body, err := io.ReadAll(io.LimitReader(from, largest+1))
	switch {
	case err != nil:
		return Result{}, fmt.Errorf("read the answers: %w", err)
	case len(body) > largest:
		return Result{}, errors.New("read the answers: the table is larger than 64 MiB")
	}
	t, err := tableOf(decoded(body))
	if err != nil {
		return Result{}, err
	}
	columns, err := t.columns(o)
	if err != nil {
		return Result{}, err
	}
	return t.answers(columns, o)
}

// decoded is the text of a file: spreadsheets write UTF-16 and marks before
// the first byte.
func decoded(body []byte) string {
	for mark, order := range map[string]int{"\xff\xfe": 0, "\xfe\xff": 1} {
		rest, marked := bytes.CutPrefix(body, []byte(mark))
		if !marked {
			continue
		}
		units := make([]uint16, len(rest)/2)
		for i := range units {
			units[i] = uint16(rest[2*i+order])&0xff | uint16(rest[2*i+1-order])<<8
		}
		return string(utf16.Decode(units))
	}
	text := strings.TrimPrefix(string(body), "\ufeff")
	if utf8.ValidString(text) {
		return text
	}
	runes := make([]rune, 0, len(body)) // Latin-1, as old spreadsheets write it
	for _, b := range []byte(text) {
		runes = append(runes, rune(b))
	}
	return string(runes)
}

// table is what a file holds.
type table struct {
	titles []string
	rows   [][]string
	lines  []int // by row: where it begins in the file
	broken []Problem
}

func tableOf(text string) (table, error) {
	var t table
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter(text), -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			t.broken = append(t.broken, Problem{bad.StartLine, bad.Err.Error()})
			continue
		} else if err != nil {
			return t, fmt.Errorf("read the answers: %w", err)
		}
		line, _ := r.FieldPos(0)
		switch {
		case blank(row):
		case t.titles == nil:
			for _, title := range row {
				t.titles = append(t.titles, strings.Join(strings.Fields(title), " "))
			}
		default:
			t.rows, t.lines = append(t.rows, row), append(t.lines, line)
		}
	}
	if len(t.rows) == 0 {
		return t, errors.New("read the answers: there are none: the first line must name the columns, and an answer stands on each line after it")
	}
	return t, nil
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// delimiter is what stands most often between the titles.
func delimiter(text string) rune {
	head, quoted := map[rune]int{}, false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted && len(head) > 0 {
			break
		}
		if !quoted && strings.ContainsRune(",;\t|", r) {
			head[r]++
		}
	}
	best := ','
	for _, r := range ";\t|" {
		if head[r] > head[best] {
			best = r
		}
	}
	return best
}

func (t table) cell(row, column int) string {
	if column < 0 || column >= len(t.rows[row]) {
		return ""
	}
	return strings.TrimSpace(t.rows[row][column])
}

// answers reads the rows.
func (t table) answers(columns map[Field]int, o Options) (Result, error) {
	r := Result{Kind: o.Kind, Columns: Mapping{}, Problems: t.broken}
	for field, column := range columns {
		if column >= 0 {
			r.Columns[field] = t.titles[column]
		}
	}
	if r.Kind == "" {
		r.Kind = t.kind(columns[Score])
	}
	day := t.dayFirst(columns[At])
	last := map[string]int{}
	for i := range t.rows {
		a, why := t.answer(i, columns, r.Kind, day, o)
		if why != "" {
			r.Problems = append(r.Problems, Problem{t.lines[i], why})
			continue
		}
		if a == nil {
			continue // a question that was left open
		}
		who := strings.ToLower(a.Who)
		if k, again := last[who]; again && who != "" {
			r.Again++
			if a.At >= r.Answers[k].At {
				r.Answers[k] = *a
			}
			continue
		}
		last[who] = len(r.Answers)
		r.Answers = append(r.Answers, *a)
	}
	slices.SortStableFunc(r.Problems, func(a, b Problem) int { return a.Line - b.Line })
	if o.Asked > 0 && o.Asked < len(r.Answers) {
		return r, fmt.Errorf("read the answers: %d were asked, and %d answered", o.Asked, len(r.Answers))
	}
	return r, nil
}

func (t table) answer(i int, columns map[Field]int, kind Kind, day dayOrder, o Options) (*metrics.Survey, string) {
	text := t.cell(i, columns[Score])
	if text == "" {
		return nil, ""
	}
	score, ok := scoreOf(text)
	low, high := int32(0), int32(10)
	if kind == CSAT {
		low, high = 1, 5
	}
	if !ok || score < low || score > high {
		return nil, fmt.Sprintf("%q in column %q is no score from %d to %d", shortened(text), shortened(t.titles[columns[Score]]), low, high)
	}
	a := &metrics.Survey{Name: o.Name, Kind: string(kind), At: o.Now.UnixMicro(), Who: t.cell(i, columns[Who]), Score: score, Words: t.cell(i, columns[Words]), Asked: int32(min(o.Asked, 1<<31-1))}
	if written := t.cell(i, columns[At]); written != "" {
		at, ok := timeOf(written, day, o.Zone)
		if !ok {
			return nil, fmt.Sprintf("%q in column %q is no time that can be read", shortened(written), shortened(t.titles[columns[At]]))
		}
		a.At = at.UnixMicro()
	}
	return a, ""
}

// shortened is a text short enough for a message.
func shortened(text string) string {
	if all := []rune(text); len(all) > 40 {
		return string(all[:40]) + "…"
	}
	return text
}
