// Package metrics says what every number means: its definition, its window, its
// denominator, what it leaves out and the rows that it was counted from.
//
// A question is asked in three steps. The store reads [Facts] of a span: what
// was said, which conversations were opened and who answered them, who joined,
// what was moderated, planned and published, each as small as it can be told.
// [Facts.Select] narrows them to a [Segment] and settles once who everybody is:
// which members are one person, and which role each had at the time. And a
// [Definition] of [Definitions] makes a [Figure] of them for a [Window].
//
// The package is values and rules: no I/O, no clock, no goroutine. The
// definitions are those of docs/metrics.md, named there D-1 to D-31 with the
// rules R1 to R16 that hold for all of them.
package metrics

import (
	"time"

	"rounds/inbox"
)

// Facts are what the numbers of a span are counted from. Times are Unix
// microseconds in UTC; members, channels, conversations and messages are our
// own rows.
type Facts struct {
	From, To time.Time // everything that falls into [From, To) is here
	Since    time.Time // the oldest message that is held; zero if none is
	AsOf     time.Time // when they were read
	Zone     *time.Location

	Said     []Said // by time
	Talks    []Talk // by the time of opening
	Members  []Member
	Channels []Channel
	Tags     map[string][]int64 // conversations that carry a tag

	Cases     []Case // opened in the span, or open at its end
	Decisions []Decision
	Dones     []Done // by time
	Published []Published
	Greetings []Greeting
	Goals     []Goal
	Surveys   []Survey
	Kept      []Kept // promises of ours, by time; nil if nobody tells

	Coverage []Coverage // of the accounts, by name
}

// Said is one message that counts (R7): visible to the community, a person's or
// a bot's, not deleted and not removed as spam.
type Said struct {
	At      int64
	ID      int64
	Talk    int64 // the conversation that it stands in
	Member  int32 // 0: nobody in particular
	Channel int32
	Reply   bool // it stands in a thread that another message began
	Bot     bool // posted by a program under whatever name
}

// Talk is one conversation that counts: a thread, a topic, or something said
// that nobody answered.
type Talk struct {
	At       int64
	ID       int64
	Opener   int32 // 0: the message that began it is not known
	Channel  int32
	Messages int32 // in it that count, the first one included
	Question bool
	Mention  bool     // somebody in it named us
	Bot      bool     // a program began it
	Open     bool     // it waits for us: not done, not snoozed, not spam
	Awaits   bool     // the last word is the community's
	Answers  []Answer // the first of each member but the opener, by time
}

// Answer is the first thing that somebody else said in a conversation, or, where
// there are no threads, beside it: by naming who had opened it within a day
// (D-9, rules 1 and 2).
type Answer struct {
	At     int64
	Member int32
	Bot    bool
	Beside bool
}

// Member is one identity on one platform.
type Member struct {
	ID      int32
	Person  int32 // the ID of one member of those who are the same person; itself if it is alone
	Account int32 // index into Coverage
	Role    inbox.Role
	Was     []Turn // the roles before, by time; empty if it never changed
	Joined  int64  // 0: the platform does not say
	Left    int64  // when it was first seen to be gone; 0 if it is there
	First   int64  // of what it said that counts, ever; 0 if it never spoke
	Spam    bool   // banned, or found to be a spammer
}

// Turn is a role that held until some time.
type Turn struct {
	Until int64
	Role  inbox.Role
}

// Channel is where something is said.
type Channel struct {
	ID      int32
	Account int32 // index into Coverage
	Name    string
	Private bool // not everybody in the community can read it: nothing in it is quoted
}

// Case is a subject of moderation with its reports.
type Case struct {
	ID       int64
	Opened   int64
	Decided  int64 // by a person for the first time; 0 if not yet
	Open     bool  // at the end of the span
	Account  int32
	Member   int32 // whom it is about; 0 if that is not known here
	Held     bool  // it waits for approval
	Messages bool  // it is about a message
	Reports  []Report
}

// Report is one flag on a case.
type Report struct {
	At     int64
	ByRule bool   // a rule of ours or of the platform, and no member
	Rule   string // its name
	Count  int32
}

// Decision is one line of the moderation log.
type Decision struct {
	ID       int64
	Case     int64
	At       int64
	Outcome  string // "keep", "ignore", "remove", "spam", "warn", "restrict", "ban", "escalate"
	Actor    string
	ByRule   bool
	Account  int32
	Reversed int64  // 0 if it stands
	By       string // who reversed it
}

// Done is a conversation that was settled by a person, and, if it was, when it
// was opened again.
type Done struct {
	Talk     int64
	Channel  int32
	Opened   int64 // the clock's start: creation, or the last time it was opened again
	At       int64
	Reopened int64 // 0 if it stayed done
}

// Kept is a promise to a conversation that was kept to its last step: those who
// had asked were told what became of it.
type Kept struct {
	Talk int64
	At   int64
}

// Published is one planned post in one channel.
type Published struct {
	Post    string // its key
	Due     int64
	At      int64 // 0 if it is not out
	State   string
	Account int32
	Channel string
	Theme   string
	Day     int32 // replies and reactions after 24 hours
	Week    int32 // after 7 days; -1: not known yet
	Title   string
}

// Greeting is the first thing that a human said to somebody who had joined.
type Greeting struct {
	Member int32
	By     int32
	At     int64
}

// Survey is one answer to a survey.
type Survey struct {
	Name  string
	Kind  string // "nps" or "csat"
	At    int64
	Who   string // the address or name that it came with; "" if it is anonymous
	Score int32
	Words string
	Asked int32 // how many were invited, the same in every answer of one survey; 0 if not known
}

// Coverage is how much of an account is held, and what its platform can tell.
type Coverage struct {
	Account  string
	Platform inbox.Platform
	Channels int  // that are read
	Whole    int  // of those, without a gap
	Joins    bool // it tells when members joined
	Reports  bool // it tells what members reported
	Members  int  // that it is known to have; 0 if it does not say
}
