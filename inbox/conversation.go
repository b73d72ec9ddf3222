package inbox

import "time"

// State is where a conversation stands with us.
type State string

// The states. A reply of ours moves an open conversation to waiting; what
// others say reopens it; what we say ourselves never does.
const (
	Open    State = "open"
	Waiting State = "waiting" // for them: the last word is ours
	Snoozed State = "snoozed"
	Done    State = "done"
	Spam    State = "spam"
)

// Decision is what a person last decided about a conversation. The zero value
// is no decision.
type Decision struct {
	State State     `json:"state,omitempty"` // Snoozed, Done, Spam, Waiting or Open
	Until time.Time `json:"until,omitzero"`  // when a snooze ends
	Hold  bool      `json:"hold,omitempty"`  // a snooze that no reply ends
	Seen  time.Time `json:"seen,omitzero"`   // the last thing said when it was decided
}

// StateOf is where a conversation stands: by the decision as long as nobody
// else has spoken since, else by who spoke last. others and ours are when
// somebody else and one of us last spoke, zero if never. It depends on nothing
// but its arguments, so that messages may come in any order.
func StateOf(d Decision, muted bool, others, ours, now time.Time) State {
	quiet := muted || !others.After(d.Seen)
	opened := others
	switch d.State {
	case Spam:
		return Spam
	case Done, Waiting:
		if quiet {
			return d.State
		}
	case Snoozed:
		if now.Before(d.Until) && (quiet || d.Hold) {
			return Snoozed
		}
		if !now.Before(d.Until) { // it woke, and is open until we speak
			opened = later(others, d.Until)
		}
	case Open:
		opened = later(others, d.Seen)
	}
	if ours.After(opened) {
		return Waiting
	}
	return Open
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Author is who said something, as a list shows it.
type Author struct {
	ID     string // the platform's
	Handle string
	Name   string
	Role   Role
}

// Called is the name that a person reads: the handle, else the name, else the
// platform's ID, else "unknown".
func (a Author) Called() string {
	for _, name := range []string{a.Handle, a.Name, a.ID} {
		if name != "" {
			return name
		}
	}
	return "unknown"
}

// Conversation is a thread, or a message that began none, as the inbox lists
// it.
type Conversation struct {
	ID       int64 // ours
	Account  string
	Platform Platform
	Channel  Channel
	Thread   string // the platform's ID of the message that began it

	Opener   Author
	Text     string // what the opener said
	OpenedAt time.Time
	Last     Author // who spoke last; the opener if nobody else did
	LastText string
	LastAt   time.Time
	AnswerAt time.Time // first reply of a human other than the opener; zero if none
	Replies  int       // messages after the first, bots included
	Unread   int       // messages of others since it was last read

	State    State
	Decision Decision
	Muted    bool
	Starred  bool
	Tags     []string // sorted
	Notes    int
	Signals  []Signal
	Promise  Promise // what we said we would do about it
	Draft    bool    // something is being written to it
	Leaving  int     // actions about it that are neither out nor dropped yet

	Permalink string
}

// Has reports whether the conversation shows a signal.
func (c Conversation) Has(kind SignalKind) bool {
	for _, s := range c.Signals {
		if s.Kind == kind {
			return true
		}
	}
	return false
}

// Utterance is one message as a conversation shows it.
type Utterance struct {
	ID        int64  // ours
	Key       string // the platform's
	Author    Author
	Kind      MessageKind
	Text      string
	SentAt    time.Time
	EditedAt  time.Time
	Deleted   bool
	Reactions []Reaction
	Files     []File
	Signals   []Signal
	Beside    bool // not in the conversation: it answers by naming the opener
	Permalink string
}

// Note is something that we wrote about a conversation; it never leaves this
// machine.
type Note struct {
	ID    string // UUIDv7
	Actor string
	Text  string
	At    time.Time
}

// Talk is a conversation opened: all that was said in it, and our notes.
type Talk struct {
	Conversation
	Said  []Utterance // oldest first
	Notes []Note      // oldest first
	Out   []Outgoing  // what we asked for and cannot be seen above yet, and what was said privately
}

// Card is what is known about a member.
type Card struct {
	Member
	Account   string
	Platform  Platform
	FirstSeen time.Time // first and last message kept; zero if none
	LastSeen  time.Time
	Messages  int
	Questions int // conversations opened with a question
	Open      int // conversations of theirs that are open
	Answered  int // conversations of others that they answered first
	Recent    []Utterance
	Elsewhere []string // accounts where the same handle, name or address is seen: a hint, not a match
}

// Hit is a message that a search found.
type Hit struct {
	ID           int64 // of the message, ours
	Conversation int64
	Account      string
	Channel      string // its name
	Author       Author
	Text         string
	SentAt       time.Time
	Permalink    string
}

// Health is what doctor tells about the memory.
type Health struct {
	Path     string
	Bytes    int64
	Version  int      // of the schema
	Check    []string // what quick_check found; empty is sound
	Messages int64
	Accounts []AccountHealth
}

// AccountHealth is how far one account has been read.
type AccountHealth struct {
	Account
	Channels, Members int
	Messages          int64
	From, To          time.Time // of the messages kept
	SyncedAt          time.Time // the end of the last round; zero if none ended
	Pending           int       // scopes that wait to be read
}

// Mark is the place of one row in a sorted list. The zero value is no place.
type Mark struct {
	At time.Time // what the list is sorted by: LastAt or OpenedAt
	ID int64
}

// Window is the part of a list that is asked for. Its zero value is the whole
// list from its head.
type Window struct {
	After   Mark // only rows behind this one
	Before  Mark // only rows ahead of this one, those nearest to it
	FromEnd bool // the last rows instead of the first
	Limit   int  // 0 is no limit
}

// TagUse is a tag and how many conversations bear it.
type TagUse struct {
	Name string
	Uses int
}

// DraftKind says what a draft will become.
type DraftKind string

// The kinds. What was discarded can be had back for as long as drafts are kept.
const (
	NoteDraft      DraftKind = "note"
	ReplyDraft     DraftKind = "reply"
	PrivateDraft   DraftKind = "private reply"
	PostDraft      DraftKind = "post"
	EditDraft      DraftKind = "edit"
	DiscardedDraft DraftKind = "discarded"
)

// Place is where something is written: a conversation by the platform's own
// words, or, without a thread, a channel.
type Place struct{ Account, Channel, Thread string }

// Place is where the conversation is.
func (c Conversation) Place() Place { return Place{c.Account, c.Channel.ID, c.Thread} }

// Candidate is what a word that is being typed may become: "@maria.k",
// "#help".
type Candidate struct {
	Named
	Hint string // the name behind a handle
}

// As is the author under the name that a bot gave itself on one message.
func (a Author) As(name string, bot bool) Author {
	if name != "" {
		a.Handle, a.Name = name, name
	}
	if bot {
		a.Role = Bot
	}
	return a
}
