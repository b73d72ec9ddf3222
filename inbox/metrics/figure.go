package metrics

import "time"

// Figure is one number with all that is needed to believe it.
type Figure struct {
	Metric string
	Window Window

	Value       *float64 // in the definition's measure; nil where there is nothing to divide by (R5)
	Numerator   float64
	Denominator float64 // 0 where the definition is no ratio
	N           int     // how many people, conversations, … it speaks of

	Median, P90, Mean *float64 // of durations, in seconds (R13); Value is the median
	Beyond            bool     // more than the seven days that are waited for: Value is nil (D-6b)
	Low, High         *float64 // Wilson's 95 % interval of a share with 5 to 29 in the denominator (R12)
	Parts             []Part   // what it is made of, or what stands beside it

	Partial  bool           // the history begins inside of the window (R4)
	Since    time.Time      // when it begins, if it is partial
	Open     bool           // the window has not come to its end yet
	Immature int            // left out because they are too young to be judged
	Without  []string       // accounts that cannot supply an input (R16)
	Excluded map[string]int // what does not count, by why: "team", "bots", "spam"
	Notes    []string       // what else a reader must know, a sentence each

	Rows []Row     // what it was counted from, in order
	AsOf time.Time // when the facts were read (R11)
}

// Part is one piece of a figure, or what stands beside it.
type Part struct {
	Name    string
	Value   *float64
	Rows    []Row
	Measure Measure // of the value
	Metric  string  // the definition that opens it; "" if it is none of its own
}

// RowKind says what a row is of.
type RowKind string

// What a figure is counted from.
const (
	MessageRow  RowKind = "message"
	TalkRow     RowKind = "conversation"
	PersonRow   RowKind = "person"
	CaseRow     RowKind = "case"
	DecisionRow RowKind = "decision"
	PostRow     RowKind = "post"
	SurveyRow   RowKind = "answer"
)

// Row is one thing that a figure was counted from. Those that are In make the
// numerator, all of them the denominator, if there is one.
type Row struct {
	Kind   RowKind
	ID     int64  // ours; of a person that of one of its members
	Key    string // of a post
	In     bool
	Value  float64 // what it adds: messages, seconds
	At     int64   // when it happened; 0 if that says nothing
	Why    string  // "first answer", "bot", …
	Latest int64   // of a person: the last message that was counted
}

// Measure is what a value is measured in.
type Measure string

// The measures.
const (
	Count    Measure = "count"
	Percent  Measure = "percent" // 0 to 100
	Ratio    Measure = "ratio"
	Duration Measure = "seconds"
	Points   Measure = "points" // -100 to 100
)

// How says in what way the rows of a figure make its value, so that a person
// can do it by hand.
type How string

// The ways.
const (
	Heads    How = "rows"    // the rows that are In; of a share, divided by all rows
	Sums     How = "sum"     // what the rows In add; of a share, divided by what all add; of a ratio, by how many rows there are
	Per      How = "per"     // what the rows In add, divided by a denominator that is not in the rows
	Against  How = "against" // the rows In, divided by those that are not
	Middle   How = "median"  // of what the rows In add (R13)
	Half     How = "half"    // the smallest value that half of all rows stay under; those that are not In never do
	Largest  How = "largest" // value of the rows In
	Balanced How = "balance" // rows of nine and ten, less rows of zero to six, divided by all
)

// Direction is which way is better (R14).
type Direction string

// The directions.
const (
	Up      Direction = "up"
	Down    Direction = "down"
	Neutral Direction = "neutral"
)

// Definition is what a number means.
type Definition struct {
	ID      string // "active_rate"
	Spec    string // "D-1"
	Name    string // "Active member rate"
	Short   string // for narrow screens
	Measure Measure
	Better  Direction
	Formula string // in words: "people who posted ÷ members at the end of the window × 100"
	Leaves  string // what does not count, in a sentence
	Of      RowKind
	Family  Family
	How     How
	Version int // raised when the definition changes (R11)

	// Reach is how many days before the window it has to look.
	Reach int
	// Wait is how many days after something happened it can be judged.
	Wait int

	measure func(*Scene, Window) Figure
	least   int  // days that a piece of its course must have; 0 if any will do
	pair    bool // it also looks at the window before
	still   bool // it tells how things stand at the end of the window
}

// Family groups the definitions.
type Family string

// The families, in the order in which they are shown.
const (
	Activities Family = "Activity"
	Growth     Family = "Growth"
	Responses  Family = "Answers"
	Retention  Family = "Retention"
	Structure  Family = "Structure"
	Moderating Family = "Moderation"
	Contents   Family = "Content"
	Voices     Family = "Feedback"
	Working    Family = "Workload"
)

// On makes the figure for a window, with the rows that it was counted from. The
// facts of the scene must hold the span that [Definition.Span] says.
func (d Definition) On(s *Scene, w Window) Figure {
	asked := s.fork()
	asked.rows = true
	return d.on(asked, w)
}

// Value makes the figure without its rows, which is all that a board needs.
func (d Definition) Value(s *Scene, w Window) Figure { return d.on(s.fork(), w) }

func (d Definition) on(s *Scene, w Window) Figure {
	f := d.measure(s, w)
	f.Metric, f.Window = d.ID, w
	s.frame(&f, w)
	if d.Reach > 0 && !s.Since.IsZero() && !f.Partial && s.Since.After(Days.Add(w.From, -d.Reach)) {
		f.Notes = append(f.Notes, "It looks back "+plural(d.Reach, "day", "days")+", and the history begins on "+s.Since.In(w.From.Location()).Format(time.DateOnly)+".")
	}
	if note := d.wider(s.Segment); note != "" {
		f.Notes = append(f.Notes, note)
	}
	if d.Measure == Percent && f.Denominator >= 5 && f.Denominator < 30 && d.How == Heads && f.Value != nil {
		low, high := Wilson(int(f.Numerator), int(f.Denominator))
		f.Low, f.High = &low, &high
	}
	return f
}

// wider says what a segment cannot narrow.
func (d Definition) wider(seg Segment) string {
	switch {
	case seg == (Segment{}):
	case d.Of == SurveyRow:
		return "Surveys are asked of the whole community."
	case d.Family == Moderating && (seg.Channel != "" || seg.Tag != ""):
		return "Cases and decisions are those of the whole account."
	case d.Family == Growth && (seg.Channel != "" || seg.Tag != "") && (d.How == Heads || d.ID == "net_new") && d.Reach == 0 && d.ID != "new_contributors":
		return "Members join and leave the whole account."
	case seg.Theme != "" && d.Of != PostRow:
		return "A theme narrows our own posts only."
	}
	return ""
}

// Span is which facts the figure of a window needs.
func (d Definition) Span(w Window) (from, to time.Time) {
	from = w.From
	if d.pair {
		from = w.Before().From
	}
	return Days.Add(from, -d.Reach), Days.Add(w.To, d.Wait)
}

// Segment is a part of the community; the zero one is all of it.
type Segment struct {
	Platform string
	Account  string
	Channel  string // its name, without "#"
	Tag      string // conversations that carry it, and what was said in them
	Theme    string // of the plan
}

// Goal is what a number shall be (D-31).
type Goal struct {
	ID       string
	Metric   string
	Target   float64
	By       time.Time
	Better   Direction
	Baseline float64
	Set      time.Time
	Note     string
}
