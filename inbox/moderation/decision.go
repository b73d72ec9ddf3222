package moderation

import (
	"time"

	"rounds/inbox"
)

// Ruling is what a person decides about some cases with one key: one entry of
// the journal, one undo.
type Ruling struct {
	Cases   []int64
	Outcome Outcome
	Rule    string        // by which rule, "" for none
	Title   string        // of the rule, as its author and the public are told
	Strikes int           // what it weighs
	For     time.Duration // of Restrict and Ban; 0 is for good
	Note    string        // said publicly in the conversation, "" for nothing; a template, see [Fill]
	Letter  string        // said to the author privately, "" for nothing; a template
	Reason  string        // what the platform's log and a colleague are told
	Also    []Outcome     // besides Outcome, in one go: [Warn], [Restrict], [Ban]
	Shown   time.Time     // when the person first saw it; zero if they did not
	Auto    bool          // a rule did it that a person told to
	// Seen is beside Cases the text that lay before the person; a case whose text
	// is another one by now is not decided ([ErrChanged]).
	Seen []string
}

// By is the ruling that a rule asks for on some cases.
func By(rule Rule, cases ...int64) Ruling {
	return Ruling{
		Cases: cases, Outcome: rule.Outcome, Rule: rule.Name, Title: rule.Title, Strikes: rule.Strikes,
		Note: rule.Note, Letter: rule.Letter,
	}
}

// All are the outcome and what else is done.
func (r Ruling) All() []Outcome { return append([]Outcome{r.Outcome}, r.Also...) }

// Decision is a line of the log. It is never changed; that it was reversed is
// noted beside it.
type Decision struct {
	ID       string    `json:"id"`              // UUIDv7
	Entry    string    `json:"entry,omitempty"` // of the journal
	Case     int64     `json:"-"`
	Subject  Subject   `json:"subject"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor"`
	Outcome  Outcome   `json:"outcome"`
	Also     []Outcome `json:"also,omitempty"`
	Rule     string    `json:"rule,omitempty"`
	Strikes  int       `json:"strikes,omitempty"`
	Until    time.Time `json:"until,omitzero"` // of Restrict and Ban
	Note     string    `json:"note,omitempty"`
	Letter   string    `json:"letter,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Auto     bool      `json:"auto,omitempty"`
	Evidence Evidence  `json:"evidence"`
	Member   string    `json:"member,omitempty"`  // the platform's ID of whom it is about
	Reports  int       `json:"reports,omitempty"` // how many there were then
	Raised   time.Time `json:"raised,omitzero"`   // the first of them
	// Took is how long the person had it before them.
	Took time.Duration `json:"took,omitempty"`

	ReversedAt time.Time     `json:"-"`
	ReversedBy string        `json:"-"`
	Room       inbox.Channel `json:"-"`
	About      inbox.Author  `json:"-"`
	Sent       []Sent        `json:"-"` // what became of its steps
}

// Stands reports whether nobody reversed it.
func (d Decision) Stands() bool { return d.ReversedAt.IsZero() }

// Reversal is what a reversal counts as (metrics D-21b).
type Reversal string

// The reversals.
const (
	Untouched Reversal = ""
	Retracted Reversal = "retracted"      // within the hold: nobody heard of it
	Corrected Reversal = "self-corrected" // later, by the one who decided
	Overruled Reversal = "overturned"     // by somebody else
)

// Reversal is how the decision was reversed, if it was; hold is how long what
// goes out waits.
func (d Decision) Reversal(hold time.Duration) Reversal {
	switch {
	case d.Stands():
		return Untouched
	case d.ReversedBy != d.Actor:
		return Overruled
	case d.ReversedAt.Sub(d.At) <= hold:
		return Retracted
	}
	return Corrected
}

// Sent is one step of a decision on its way out.
type Sent struct {
	Action  string // our ID
	Kind    inbox.ActionKind
	State   inbox.OutState
	Trouble string // why it did not work, in the platform's words; foreign
	Undoes  bool   // it takes an earlier step back
}

// Changed is why a case was not decided: its text is not what the person saw.
type Changed struct {
	Case     int64
	Was, Now string
}

// Error implements error.
func (*Changed) Error() string { return "the text was changed since you saw it" }

// Handling is what a person does to cases without deciding about them.
type Handling struct {
	Verb  inbox.Verb // [ClaimIt], [LetGo], [SkipIt], [NoteIt], [Deafen], [Undeafen]
	Cases []int64
	Text  string // of NoteIt
}
