// Package report makes of a month's numbers what a community manager hands to
// somebody else: why they should care, in one page.
//
// [Make] writes a [Content] from a scene of facts: every number with what it is
// compared with and the list behind it. A Content is what is kept when a report
// becomes final, and the renderers, [Markdown], [HTML], [CSV] and [JSON], show
// it and count nothing themselves: a report that is printed again says the same.
//
// Most of its words were written by people outside. They are [Foreign], by
// their type, and each renderer answers for its own language: no name and no
// quote becomes a heading, a link, a mention, a tag, a formula or a control
// character. The package is values: no I/O, no clock, no goroutine. Package
// metrics counts, the command line reads and writes; they stand on either side.
package report

import (
	"time"

	"rounds/inbox/metrics"
	"rounds/inbox/plain"
)

// Schema is the version of [Content] as JSON holds it.
const Schema = 1

// Foreign is text that people outside wrote. It is kept as they wrote it and
// leaves the package plain.
type Foreign string

// String is the text on one line, as inbox/plain lets it through.
func (f Foreign) String() string { return plain.Line(string(f)) }

// MarshalText keeps what inbox/plain stops out of JSON too.
func (f Foreign) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// State says whether the numbers can still change.
type State string

// The states.
const (
	Provisional State = "provisional" // answers may still come in (R10)
	Final       State = "final"
)

// Content is a report before it is written in any language.
type Content struct {
	Schema int    `json:"schema"`
	Period string `json:"period"` // "2026-10"
	Title  string `json:"title"`  // "October 2026"
	Before string `json:"before"` // "September 2026": what it is compared with

	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Zone  string    `json:"zone"`
	Made  time.Time `json:"made_at"`
	AsOf  time.Time `json:"as_of"`
	State State     `json:"state"`
	Ripe  time.Time `json:"final_from"` // when everything in it can be judged

	Lead  []string `json:"lead"` // the period in a few sentences
	KPIs  []Number `json:"kpis"`
	Daily Series   `json:"activity"`

	Growth       Growth        `json:"growth"`
	Response     Response      `json:"response"`
	Themes       []Theme       `json:"themes"`
	Requests     []Theme       `json:"requests"` // at most three
	Voice        []Number      `json:"voice"`
	Contributors []Contributor `json:"contributors"` // at most three
	Moderation   []Number      `json:"moderation"`
	Posts        Posts         `json:"posts"`
	Work         *Work         `json:"work,omitempty"` // nil if no check-in was finished
	Risks        []Risk        `json:"risks"`
	Next         Next          `json:"next"`

	Accounts  []Account `json:"accounts"`
	Footnotes []string  `json:"footnotes"`
	Cast      Cast      `json:"cast"` // who counted as whom
}

// Work is what the period took of us.
type Work struct {
	Numbers  []Number `json:"figures"`
	CheckIns CheckIns `json:"check_ins"`
}

// CheckIns are the daily check-ins that were finished in the period (D-30).
type CheckIns struct {
	Days    int    `json:"days"`
	Minutes int    `json:"minutes"` // pauses left out
	Items   int    `json:"items"`   // that were done in them
	Said    string `json:"said"`    // "18 days, 4 h 12 min, 312 items"
}

// Trend is whether a change is a good one (R14).
type Trend string

// The trends.
const (
	Better Trend = "better"
	Worse  Trend = "worse"
	Same   Trend = "same"
	None   Trend = "" // nothing to compare with, or neither way is better
)

// Number is one figure as a reader is told it.
type Number struct {
	Metric  string            `json:"metric"`
	Spec    string            `json:"definition"` // "D-1"
	Name    string            `json:"name"`
	Measure metrics.Measure   `json:"measure"`
	Better  metrics.Direction `json:"better"`

	Value       *float64       `json:"value"` // null where there is nothing to divide by
	Said        string         `json:"said"`
	Before      *float64       `json:"previous"`
	BeforeSaid  string         `json:"previous_said"`
	Change      string         `json:"change"` // "+12 (+8 %)"
	Trend       Trend          `json:"trend"`
	N           int            `json:"n"`
	Numerator   float64        `json:"numerator"`
	Denominator float64        `json:"denominator"`
	Excluded    map[string]int `json:"excluded,omitempty"` // what does not count, by why
	Interval    string         `json:"interval,omitempty"` // "21.9–61.3 %"
	Goal        *Goal          `json:"goal,omitempty"`

	Formula string   `json:"formula"`
	Leaves  string   `json:"leaves_out"`
	Without []string `json:"without,omitempty"`
	Notes   []string `json:"notes,omitempty"`
	Parts   []Part   `json:"parts,omitempty"`
	List    []Line   `json:"list,omitempty"`   // what stands behind it, as far as it is shown
	Listed  int      `json:"listed,omitempty"` // how many there are in all
}

// Part is one piece of a number.
type Part struct {
	Name  string   `json:"name"`
	Value *float64 `json:"value"`
	Said  string   `json:"said"`
}

// Goal is what a number shall become.
type Goal struct {
	Target   float64   `json:"target"`
	Said     string    `json:"said"` // "20.0 % by 1 January 2027"
	By       time.Time `json:"by"`
	Progress float64   `json:"progress"` // 0 to 100
	Reached  bool      `json:"reached"`
	Forecast *float64  `json:"forecast"`       // on that day, if it goes on as it did; null if that cannot be told
	Pace     string    `json:"pace,omitempty"` // the same in words
}

// Line is one thing that a number was counted from: the names behind it.
type Line struct {
	Who   Foreign   `json:"who"`
	Where Foreign   `json:"where"`
	What  Foreign   `json:"what,omitempty"`
	At    time.Time `json:"at,omitzero"`
	Link  string    `json:"link,omitempty"`
}

// Series is a chart over time.
type Series struct {
	Unit metrics.Unit `json:"unit"`
	Bars []Bar        `json:"bars"`
	Heat metrics.Heat `json:"by_hour"` // Monday first
}

// Bar is one piece of a chart over time.
type Bar struct {
	From  time.Time `json:"from"`
	Value float64   `json:"value"`
	Team  float64   `json:"team"` // of it, what the team did
	Burst bool      `json:"burst,omitempty"`
	Open  bool      `json:"open,omitempty"`
	Note  Foreign   `json:"note"` // what a person wants to be seen there
}

// Growth is who came and who went.
type Growth struct {
	Numbers []Number `json:"numbers"`
	Flow    []Flow   `json:"flow"`
}

// Flow is who came and who went in one piece of the period.
type Flow struct {
	From time.Time `json:"from"`
	In   float64   `json:"in"`
	Out  float64   `json:"out"`
}

// Response is how quickly the community was answered.
type Response struct {
	Numbers []Number `json:"numbers"`
	Spread  []Bin    `json:"spread"`
}

// Bin is one bar of the answer times.
type Bin struct {
	Name  string `json:"name"` // "under 5 min"
	N     int    `json:"n"`
	Team  int    `json:"team"`
	Never bool   `json:"never,omitempty"`
}

// Theme is something that was talked about.
type Theme struct {
	Name   Foreign `json:"name"`
	Talks  int     `json:"conversations"`
	People int     `json:"people"`
	Before *int    `json:"previous"` // conversations; null if nothing is known of then
	Quotes []Quote `json:"quotes,omitempty"`
}

// Quote is what somebody said in public.
type Quote struct {
	Text  Foreign   `json:"text"`
	Who   Foreign   `json:"who"`
	Where Foreign   `json:"where"`
	At    time.Time `json:"at,omitzero"`
	Link  string    `json:"link,omitempty"`
}

// Contributor is somebody to thank (D-16e).
type Contributor struct {
	Person int64   `json:"person"` // ours, of one of the members
	Who    Foreign `json:"who"`
	Score  float64 `json:"score"`
	Terms  []Term  `json:"terms"`
	Shout  Foreign `json:"shout_out"` // a draft of what could be said in public
}

// Term is one thing that somebody did.
type Term struct {
	Name string  `json:"name"`
	N    float64 `json:"n"`
}

// Posts are what we published and what came of it.
type Posts struct {
	Numbers []Number `json:"numbers"`
	Best    []Post   `json:"best"`
}

// Post is one post in one channel.
type Post struct {
	Title    Foreign   `json:"title"`
	Channel  Foreign   `json:"channel"`
	Theme    Foreign   `json:"theme"`
	At       time.Time `json:"at"`
	Week     *int      `json:"week"`     // replies and reactions after seven days; null if it is too early
	Relative *float64  `json:"relative"` // to the median of its channel and theme; null if there are too few
}

// Risk is something that will hurt if nobody looks at it.
type Risk struct {
	Rule string `json:"rule"` // which of our rules found it
	What string `json:"what"`
	Why  string `json:"why"`
}

// Next is what is planned for the period after.
type Next struct {
	Title  string      `json:"title"` // "November 2026"
	Themes []Count     `json:"themes"`
	Posts  []Scheduled `json:"posts"`
}

// Count is how many there are of something.
type Count struct {
	Name Foreign `json:"name"`
	N    int     `json:"n"`
}

// Scheduled is one post of the plan.
type Scheduled struct {
	At    time.Time `json:"at"`
	Title Foreign   `json:"title"`
	Theme Foreign   `json:"theme"`
	To    []Foreign `json:"to"`
}

// Account is where the numbers come from, and how much of it is held.
type Account struct {
	Name     Foreign `json:"name"`
	Platform string  `json:"platform"`
	Channels int     `json:"channels"`
	Whole    int     `json:"whole"` // of those, without a gap
}
