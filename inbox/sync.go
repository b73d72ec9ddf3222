package inbox

import "time"

// Scope is one stretch of an account that is read by itself: the roster of
// channels and members (its name is ""), one channel, one thread. It has a
// cursor of its own, so that each can stop and go on alone.
type Scope struct {
	Name   string // the connector's; "" is the roster
	Cursor string // the connector's; "" is the beginning
}

// Page is one answer to Fetch. It is kept whole or not at all, together with
// the cursor after it; a page kept twice changes nothing.
type Page struct {
	Account  string
	Scope    Scope // the one asked for, its cursor now after this page
	Channels []Channel
	Members  []Member
	Messages []Message
	Skipped  []Skip

	// More says that Scope has another page right now. When it has none, the
	// scope is asked again in the next round that begins after Again; Ended
	// drops the scope for good.
	More  bool
	Again time.Time
	Ended bool

	// Follow are scopes to be read from the beginning: the channels that the
	// roster found, the threads that a channel's page shows to have grown. One
	// that is known already keeps its cursor and is read in this round.
	Follow []string

	Read, Size int64 // how far Scope is read, in bytes or whatever Size counts; 0 if unknown
}

// Skip is a record that could not be read; the rest of its page was.
type Skip struct {
	Where string // the file, the channel
	Why   string // a sentence for a person
}

// Tally is what keeping pages changed.
type Tally struct {
	Channels int // new ones
	Members  int // new ones
	Messages int // new ones, joins and leaves included
	Threads  int // new conversations that have a reply
	Changed  int // known messages that were edited, deleted or given a reaction
	Known    int // known messages that had not changed
	Skipped  []Skip
}

// Add adds what another page changed.
func (t *Tally) Add(o Tally) {
	t.Channels += o.Channels
	t.Members += o.Members
	t.Messages += o.Messages
	t.Threads += o.Threads
	t.Changed += o.Changed
	t.Known += o.Known
	t.Skipped = append(t.Skipped, o.Skipped...)
}
