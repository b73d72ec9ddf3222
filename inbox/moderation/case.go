package moderation

import (
	"time"

	"rounds/inbox"
)

// Source says where a report comes from.
type Source string

// The sources.
const (
	FromPlatform Source = "platform" // its own queue: members' flags, held posts, requests to join
	FromAutomod  Source = "automod"  // a rule of the platform's
	FromRule     Source = "rule"     // one of ours
	FromReaction Source = "reaction" // members answered with the flag emoji
	FromChannel  Source = "channel"  // somebody linked it in the channel for reports
	ByHand       Source = "hand"     // one of us, with a key
)

// Raised reports whether people raised it, and no machine (metrics D-17).
func (s Source) Raised() bool {
	return s == FromPlatform || s == FromReaction || s == FromChannel || s == ByHand
}

// Report is one voice in a case.
type Report struct {
	ID       string // the platform's, or ours
	Source   Source
	Kind     inbox.ReportKind // of the platform's own
	Reporter inbox.Author     // of a rule: its name as the handle
	Record   Record           // how often they were right so far
	Count    int              // of a reaction: how many; else 1
	Reason   string           // in the reporter's or the rule's words; foreign
	Spans    []Span           // of a rule: what of the text it is about
	Severity Severity
	Suggests Outcome
	Folds    bool // its text is not shown before it is asked for
	At       time.Time
	Open     bool // of the platform's: nobody settled it there yet
	Version  string
	Offers   []inbox.Choice
}

// Evidence is what was reported, as it was when it first was. It is kept when
// the author deletes it, and purged with what is older than the retention.
type Evidence struct {
	Author   string    `json:"author,omitempty"` // the platform's member ID
	By       string    `json:"by,omitempty"`     // and name, then
	Text     string    `json:"text,omitempty"`
	SentAt   time.Time `json:"sent_at,omitzero"`
	EditedAt time.Time `json:"edited_at,omitzero"`
}

// Claim is who works on a case, until when.
type Claim struct {
	By    string    `json:"by,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

// Held reports whether somebody else than the actor has it at a moment.
func (c Claim) Held(actor string, now time.Time) bool {
	return c.By != "" && c.By != actor && now.Before(c.Until)
}

// Case is a subject with all its reports.
type Case struct {
	ID int64 // ours
	Subject
	Platform inbox.Platform
	Room     inbox.Channel // where it was said; no ID if it was said nowhere
	Thread   string        // the platform's ID of the message that began the conversation
	Talk     int64         // the conversation, ours; 0 if it stands in none
	Author   inbox.Author  // whom it is about
	Joined   time.Time     // when they came; zero if unknown
	Messages int           // what they said so far

	Text     string // as it stands now; "" if it is gone
	Evidence Evidence
	SentAt   time.Time
	EditedAt time.Time
	Gone     bool // deleted there

	State    State
	OpenedAt time.Time // the first report
	LastAt   time.Time // the last one
	Reports  []Report  // oldest first
	Priority Priority
	Why      []string // why it is so, in words

	Claim  Claim
	Skips  int  // how often it was put off
	Muted  bool // further reports do not bring it back
	Notes  int
	Folded string    // why its text is not shown before it is asked for, "" if it is
	Ruling *Decision // the last one that stands, nil if none
	Alike  string    // what it has in common with others, "" if nothing; the same for all of them
	Kin    int       // how many open cases share that, itself included

	Permalink string
	AdminLink string // where a person can do there what we cannot, "" if nowhere
}

// Edited reports whether the text was changed since it was reported. A
// platform's report tells the text in words of its own, which are no edit.
func (c Case) Edited() bool {
	since := c.EditedAt.After(c.Evidence.EditedAt) && c.EditedAt.After(c.Evidence.SentAt)
	return since && c.Kind == OfMessage && !c.Gone && c.Text != "" && c.Evidence.Text != "" && c.Text != c.Evidence.Text
}

// Words are what is shown of it: what stands there, else what stood there.
func (c Case) Words() string {
	if c.Text == "" || c.Gone {
		return c.Evidence.Text
	}
	return c.Text
}

// Worst is the report that says most: of a rule before the others, the most
// severe first. Nil without reports.
func (c Case) Worst() *Report {
	var worst *Report
	for i := range c.Reports {
		if r := &c.Reports[i]; worst == nil || r.Severity.rank() > worst.Severity.rank() {
			worst = r
		}
	}
	return worst
}

func (s Severity) rank() int {
	switch s {
	case Mild:
		return 1
	case Moderate:
		return 2
	case Severe:
		return 3
	}
	return 0
}

// File is a case opened: all that helps to decide about it.
type File struct {
	Case
	Around  []inbox.Utterance // the conversation around it, oldest first
	Card    inbox.Card        // of whom it is about
	Strikes Strikes
	Past    []Decision // about the same member, newest first
	Notes   []inbox.Note
	Kin     []Case  // other open cases that are alike
	Learned Learned // what the decisions so far say of it
}

// Learned is what was learned from earlier decisions, as a sentence with the
// words that weighed most. The zero value says nothing: there are not enough
// decisions yet, or the text is unlike anything decided.
type Learned struct {
	Chance float64 // that a person would have it removed, 0 to 1
	Words  []string
	From   int // decisions that it rests on
}
