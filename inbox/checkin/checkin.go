// Package checkin is the daily check-in: what it is made of, in which order, how
// long each part may take, and what it came to.
//
// A [Day] is the check-in of one day as it stands: five steps with their items,
// what came since the last one, and what comes back when. The store finds the
// items, this package says which are urgent, which conversation is worth joining
// and when an answer is due; the pane and the command line show a Day and say
// the same. The package is values: no I/O, no clock, no goroutine.
//
// Every text in an item is foreign: it passes inbox/plain before it is shown.
package checkin

import (
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// Step is one part of the check-in.
type Step string

// The steps.
const (
	Welcome   Step = "welcome"
	Questions Step = "questions"
	Good      Step = "conversation"
	Flags     Step = "flags"
	Loose     Step = "loose ends"
)

// Steps are all of them, in their order.
func Steps() []Step { return []Step{Welcome, Questions, Good, Flags, Loose} }

// Title is a step's name on the screen.
func (s Step) Title() string {
	switch s {
	case Welcome:
		return "Welcome"
	case Questions:
		return "Questions & mentions"
	case Good:
		return "One good conversation"
	case Flags:
		return "Flags"
	case Loose:
		return "Loose ends"
	}
	return string(s)
}

// Budget is how long a step may take unless somebody says otherwise: twenty
// minutes in all.
func (s Step) Budget() time.Duration {
	switch s {
	case Welcome:
		return 4 * time.Minute
	case Questions:
		return 8 * time.Minute
	case Good, Flags:
		return 3 * time.Minute
	case Loose:
		return 2 * time.Minute
	}
	return 0
}

// Most is how many items of a step stand on the list of a day: what somebody gets
// done in its time. Of good conversations it is how many there are to choose from.
func (s Step) Most() int {
	switch s {
	case Welcome, Loose:
		return 20
	case Questions:
		return 8
	case Flags:
		return 10
	case Good:
		return 5
	}
	return 0
}

// WorthIt is how long somebody may have waited whose answer still is of today. The
// inbox finds the rest with OlderQuery.
const (
	WorthIt    = 7 * inbox.Day
	OlderQuery = "is:open is:question,mention -is:muted age:>7d"
)

// Kind says what an item is.
type Kind string

// The kinds. The first is of [Welcome], the next two of [Questions], then one of
// [Good], one of [Flags], and the rest of [Loose].
const (
	Newcomer     Kind = "newcomer"
	Question     Kind = "question"
	Mention      Kind = "mention"
	Conversation Kind = "conversation"
	Flag         Kind = "flag"
	FollowUp     Kind = "follow-up"   // a promise whose next step is due
	Woken        Kind = "snooze over" // came back since the last check-in
	Unsent       Kind = "not sent"    // failed, or asks, in the outbox
	FailedPost   Kind = "post failed" // in some channel
	MissedPost   Kind = "post missed" // its time passed
	Watched      Kind = "watched"     // somebody watched, or a VIP, said something
	Celebrate    Kind = "celebrate"   // a milestone: see Milestone
)

// Item is one thing of the check-in.
type Item struct {
	Key    string `json:"key"` // the same tomorrow: "talk:42", "member:7", "case:3", "post:KEY", "out:ID"
	Step   Step   `json:"step"`
	Kind   Kind   `json:"kind"`
	Talk   int64  `json:"conversation,omitempty"` // ours; 0 if it is about none
	Member int64  `json:"member,omitempty"`
	Case   int64  `json:"case,omitempty"`
	Post   string `json:"post,omitempty"`   // key and occurrence, as calendar.Item.ID
	Action string `json:"action,omitempty"` // in the outbox

	Account  string         `json:"account"`
	Platform inbox.Platform `json:"platform"`
	Room     string         `json:"channel,omitempty"` // without "#"
	Who      inbox.Author   `json:"-"`
	Name     string         `json:"who,omitempty"` // as a person reads it
	Text     string         `json:"text"`          // their own words, or what failed

	At      time.Time `json:"at"`                // since when it waits
	Due     time.Time `json:"due,omitzero"`      // when the target for an answer is missed; zero for none
	Why     []string  `json:"why,omitempty"`     // why it stands here, in words
	Carried int       `json:"carried,omitempty"` // for how many days it has been on the list
	Skips   int       `json:"skips,omitempty"`   // how often it was put off
	Skipped bool      `json:"skipped,omitempty"` // put off today

	Hello     *Hello     `json:"newcomer,omitempty"` // of a Newcomer
	Milestone *Milestone `json:"milestone,omitempty"`
}

// Stage is how far somebody has come who is new.
type Stage string

// The stages. Each follows from what was said, but for a [Welcomed] that a
// person marks.
const (
	New       Stage = "new"
	Welcomed  Stage = "welcomed"
	Replied   Stage = "replied"   // said something after that
	Activated Stage = "activated" // and spoke on another day, or three times
)

// Hello is what there is to know of somebody new.
type Hello struct {
	Stage   Stage     `json:"stage"`
	Joined  time.Time `json:"joined,omitzero"`
	First   time.Time `json:"first,omitzero"`    // when they first spoke; zero if never
	Said    int       `json:"said"`              // messages
	Suspect []string  `json:"suspect,omitempty"` // why they may be a spammer, in words
	By      string    `json:"by,omitempty"`      // who welcomed them …
	On      string    `json:"on,omitempty"`      // … on which other account, if it was there
	When    time.Time `json:"welcomed_at,omitzero"`

	Ref   inbox.Ref   `json:"-"` // of the member
	Place inbox.Place `json:"-"` // where their first words stand; no thread if they said nothing
	Lacks string      `json:"-"` // why nobody can write to them alone there, "" if one can
}

// Milestone is something worth a word: a first answer, the hundredth reply, a
// year.
type Milestone struct {
	Kind  MilestoneKind `json:"kind"`
	Count int           `json:"count"` // replies, or years
}

// MilestoneKind says what is celebrated.
type MilestoneKind string

// The kinds.
const (
	FirstAnswer MilestoneKind = "first answer"
	ManyReplies MilestoneKind = "replies" // 100, 500, 1,000, …
	Years       MilestoneKind = "years"
)

// Part is one step as it stands.
type Part struct {
	Step    Step          `json:"step"`
	Items   []Item        `json:"items"`   // what is put off comes last
	More    int           `json:"more"`    // of the same kind that are not listed: a check-in has an end
	Older   int           `json:"older"`   // of these, those that have waited for longer than [WorthIt]: see [OlderQuery]
	Settled int           `json:"settled"` // of what stood here today, how many are gone
	Budget  time.Duration `json:"budget"`
	Used    time.Duration `json:"used"`
}

// PutOff is how many items are put off today.
func (p Part) PutOff() int {
	n := 0
	for i := range p.Items {
		if p.Items[i].Skipped {
			n++
		}
	}
	return n
}

// Day is the check-in of one day as it stands.
type Day struct {
	Date  string    `json:"date"` // "2026-11-22", of the reporting zone
	Now   time.Time `json:"now"`
	Parts []Part    `json:"steps"` // all five
	News  News      `json:"news"`

	Stages map[Stage]int `json:"newcomers"` // of everybody who came in the welcome window
	Back   []Return      `json:"back"`      // what comes back when, the next first
	Tips   []Tip         `json:"tips"`
	Weeks  int           `json:"weeks"` // in a row with a check-in that was finished, this one included

	Quiet bool      `json:"quiet"`          // nobody is at work now: the clocks stand still …
	Opens time.Time `json:"opens,omitzero"` // … until then

	Began time.Time `json:"began,omitzero"` // today's; zero if it has not
	Log   *Log      `json:"log,omitempty"`  // of today's, once it has ended
}

// News is what came since the last check-in ended, or since the program was used
// last if there was none.
type News struct {
	Since     time.Time `json:"since"`
	Messages  int       `json:"messages"`
	Questions int       `json:"questions"`
	Mentions  int       `json:"mentions"`
	Flags     int       `json:"flags"`
	Joined    int       `json:"joined"`
	Failed    int       `json:"failed"`
}

// Return is something that comes back by itself.
type Return struct {
	What string    `json:"what"` // "snoozed conversation", "response target", "planned post", "follow-up", "quiet hours end"
	Text string    `json:"text"` // foreign, in part
	At   time.Time `json:"at"`
}

// Tip is what the day of the week, or of the month, is good for.
type Tip struct {
	Kind TipKind `json:"kind"`
	Text string  `json:"text"`
	Pane string  `json:"pane"` // the title of the pane where it is done; "" for the command line
}

// TipKind says what is offered.
type TipKind string

// The kinds.
const (
	PlanTheWeek    TipKind = "plan the week"
	ReadTheNumbers TipKind = "the week's numbers"
	MakeTheReport  TipKind = "the month's report"
)

// Log is what a check-in came to. The report of the month counts its minutes.
type Log struct {
	Day     string                 `json:"day"`
	Began   time.Time              `json:"began"`
	Ended   time.Time              `json:"ended"`
	Used    map[Step]time.Duration `json:"used"` // nanoseconds by step; pauses left out
	Did     Did                    `json:"did"`
	Left    int                    `json:"left"`    // items of the day's goals that were neither done nor put off
	Skipped int                    `json:"skipped"` // put off
	Actor   string                 `json:"by"`
}

// Did is what was done between the beginning and the end of a check-in, counted
// from the journal: what was undone does not count.
type Did struct {
	Welcomed  int `json:"welcomed"`
	Answered  int `json:"answered"`     // replies in public and private
	Thanked   int `json:"acknowledged"` // answered with an emoji
	Settled   int `json:"settled"`      // conversations done, or spam
	Snoozed   int `json:"snoozed"`
	Moderated int `json:"moderated"` // cases decided
	Kept      int `json:"kept"`      // steps of promises kept, posts rescued, the outbox answered
}

// All is how many things that are.
func (d Did) All() int {
	return d.Welcomed + d.Answered + d.Thanked + d.Settled + d.Snoozed + d.Moderated + d.Kept
}

// Took is how long a check-in took, pauses left out.
func (l Log) Took() time.Duration {
	var all time.Duration
	for _, used := range l.Used {
		all += used
	}
	return all
}

// Request says whose check-in it is.
type Request struct {
	Now     time.Time
	Zone    *time.Location
	Hours   metrics.Hours // of the team: a target's clock stands still outside of them
	Targets Targets
	Budgets map[Step]time.Duration // instead of the usual ones
	Window  time.Duration          // how long somebody is new; 0 is 14 days
}

// Targets are how soon somebody is answered, in hours at work.
type Targets struct{ Question, Mention time.Duration }

// Progress is what is noted of a check-in while it goes on.
type Progress struct {
	Day  string
	Seen []Item                 // what stood on the list; the first of a day begins it
	Used map[Step]time.Duration // since the last one
	Skip string                 // the key of what is put off today, or …
	Take string                 // … of what is taken up again after all
}
