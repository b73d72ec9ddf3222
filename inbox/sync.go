package inbox

import "time"

// Scope is one stretch of an account that is read by itself: the roster of
// channels and members (its name is ""), one channel, one thread. It has a
// cursor of its own, so that each can stop and go on alone.
type Scope struct {
	Name   string // the connector's; "" is the roster
	Cursor string // the connector's; "" is the beginning

	Turn Turn
	// Known says that the scope was read through before, so that reading it
	// again is routine: it may wait until the platform has patience to spare.
	Known bool
	// Asked says that a person asked for this round. They expect to see what
	// was changed, not only what is new.
	Asked bool
}

// Why is the reason for a round.
type Why int

// The reasons. When something was Told, only what was told of is read. In a
// Routine round everything is read that is due by its age. After something may
// have been Missed every channel is looked at, and when it was Asked for old
// history and old threads besides.
const (
	Told Why = iota
	Routine
	Missed
	Asked
)

// Turn is when a scope is read in a round.
type Turn int

// The turns. What is Spare is read as far as the budget of a round goes.
const (
	First Turn = iota // the roster and the channels
	Then              // threads, and what must be looked at again to be certain
	Spare             // history that is compared with the platform once more
)

// Follow is a scope that a page tells of.
type Follow struct {
	Scope   string
	Turn    Turn
	Channel string // the platform's ID, if the scope is a channel's newest end

	// Mark is the platform's own word for how the scope stands, such as the
	// count of a thread's replies. A scope that was read through is read again
	// at once if its mark is another than it was then. Without a mark it is
	// read again when it is due.
	Mark string
	// After is when a scope that was not known before is first due; zero is now.
	After time.Time
}

// Span is a stretch of a channel, or of a thread in it, that a page shows
// completely: what is kept there and not in the page is gone, or was hidden.
type Span struct {
	Channel string
	Thread  string // "" for what stands in the channel itself
	From    string // message IDs, both included, in the order of [Message.ID]
	To      string

	// Chained says of a thread that the page shows what stands in it by way of
	// [Message.Answers], too.
	Chained bool
	// Sure says that the page was asked for to be certain: what is missing from
	// it becomes a tombstone. If it was not, one more look is taken first, at the
	// scope that is called Check with the first and the last missing ID behind it,
	// each after a colon.
	Sure  bool
	Check string
}

// Coverage is the stretch of time in which everything said in a channel is
// held.
type Coverage struct {
	From time.Time // zero: from the beginning
	To   time.Time // zero: nothing is complete
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
	Reports  []Report
	// AllReports says that every report that is open stands on this page: one
	// that is kept as open and not shown was settled.
	AllReports bool

	// Asked is when the platform was asked for the page: what two programs have
	// fetched may be kept in another order. Zero is now.
	Asked time.Time

	// More says that Scope has another page right now. When it has none, the
	// scope is asked again in the next round that begins after Again; Ended
	// drops the scope for good.
	More  bool
	Again time.Time
	Ended bool

	// Mark is how the scope stood when it was read, see [Follow].
	Mark string
	// Follow are scopes to be read besides: the channels that the roster found,
	// the threads that a channel's page shows. One that is known already keeps
	// its cursor.
	Follow []Follow
	// Covers is what the page shows completely.
	Covers []Span
	// Held is what is held of a channel after this page, if the scope is one;
	// Verified is when all of that was compared with the platform, if it now was.
	Held     Coverage
	Verified time.Time
	// Since is set with the pages of a roster, to when its first was asked for.
	// With the last page (there is no More) a channel that was not shown since is
	// gone.
	Since time.Time
	// Heard says that nobody asked for this page: it was told as it happened. It
	// moves no cursor.
	Heard bool

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
	Reports  int // new ones, and known ones that changed
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
	t.Reports += o.Reports
	t.Known += o.Known
	t.Skipped = append(t.Skipped, o.Skipped...)
}
