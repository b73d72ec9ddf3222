// Package query is the filter language that every pane and the command line
// share: "is:open from:@maria age:>24h "exact words"".
//
// It is pure: [Parse] turns what a person typed into a [Query], store turns a
// Query into SQL, and nobody else looks inside. No input can make it fail
// without a sentence that says where and why.
package query

import "time"

// Field names what a term looks at.
type Field string

// The fields, as they are typed before the colon.
const (
	Is       Field = "is"       // one of Values: see Flags
	Platform Field = "platform" // slack
	Account  Field = "account"
	Channel  Field = "channel" // name, with or without "#"
	From     Field = "from"    // who opened it: handle or name, with or without "@"
	By       Field = "by"      // anyone who spoke in it
	Tag      Field = "tag"
	Has      Field = "has"    // note, tag, file, link, reaction
	Age      Field = "age"    // since it was opened; Compare and Span
	Idle     Field = "idle"   // since the last thing said; Compare and Span
	Before   Field = "before" // opened before At
	After    Field = "after"  // spoken in at or after At
	Words    Field = "words"  // said in it; each of Values is a word or an exact phrase
)

// Flags are the values that "is:" takes.
func Flags() []string {
	return []string{
		"open", "waiting", "snoozed", "done", "spam",
		"unread", "read", "question", "mention", "unanswered", "answered", "first",
		"us", // the last word is theirs and we took part or were asked: waiting for us
		"muted", "starred", "promised", "threaded", "all",
	}
}

// Compare is which side of a bound is meant.
type Compare string

// The comparisons. A span with none means OlderThan.
const (
	OlderThan   Compare = ">"
	YoungerThan Compare = "<"
)

// Term is one condition. Values are alternatives ("is:question,mention"),
// except for Words, where every one must be found.
type Term struct {
	Field   Field
	Not     bool // "-tag:bug"
	Values  []string
	Compare Compare
	Span    time.Duration
	At      time.Time
}

// Sort is the order of a list.
type Sort string

// The orders: by the last thing said, or by when it was opened.
const (
	Newest Sort = "newest" // last spoken in first
	Oldest Sort = "oldest" // opened first first: who has waited longest
)

// Query is every condition at once. The zero value is everything, newest
// first, spam and muted ones too.
type Query struct {
	Terms []Term
	Sort  Sort   // "" is Newest
	Text  string // as it was typed
}
