package calendar

import (
	"cmp"
	"time"

	"rounds/inbox"
)

// Item is a post at one time: what all views of the plan show, and what is
// published.
type Item struct {
	Post       Post
	Occurrence string // of a series: its day, "2026-11-23"; "" of a post that is said once
	Moment     Moment // zero if it has no time
	Status     Status // of it as a whole
	Prompt     string // of a series with a pool: the text whose turn it is; "" if all rest
	Consent    *Consent
	Deliveries []Delivery // beside Post.To; of what has been published before, also places that it no longer has
}

// ID names an item: the post's key and, of a series, its day.
func (i Item) ID() string {
	if i.Occurrence == "" {
		return i.Post.Key
	}
	return i.Post.Key + "@" + i.Occurrence
}

// TextAt is what an item says in a place.
func (i Item) TextAt(at Place, platform inbox.Platform) string {
	if len(i.Post.Pool) > 0 {
		return i.Prompt
	}
	return i.Post.TextAt(at, platform)
}

// Compare orders items as every view does: by instant, then by post.
func (i Item) Compare(o Item) int {
	return cmp.Or(i.Moment.At.Compare(o.Moment.At), cmp.Compare(i.Post.Path, o.Post.Path), cmp.Compare(i.ID(), o.ID()))
}

// State is where an item stands in one channel.
type State string

// The states.
const (
	Idle      State = ""          // nothing has been done yet
	Waiting   State = "waiting"   // in the outbox, for its time
	Kept      State = "kept"      // the platform will post it by itself
	Leaving   State = "leaving"   // is being sent, or it is looked for
	Out       State = "published" // is there
	NotTaken  State = "failed"    // the platform refused
	Late      State = "missed"    // its time has passed, and a person has to say
	Asking    State = "asks"      // a person has to say, for another reason
	ByHand    State = "remind"    // it is time to post it by hand
	Withdrawn State = "withdrawn" // was taken back before it left
	LetGo     State = "let go"    // was missed, and a person said that it shall not go out
)

// Delivery is what became of an item in one channel.
type Delivery struct {
	Place
	Platform inbox.Platform
	Mode     Mode
	State    State
	Action   string    // in the outbox; "" if there is none
	Due      time.Time // for when it was made
	SentAt   time.Time
	Message  string // the platform's ID of what was said
	Link     string
	Trouble  string  // in the platform's words
	Why      string  // why nothing can be published here, in a sentence
	Day      *Result // after 24 hours
	Week     *Result // after seven days
}

// Result is what a published post got, by then. Ours is not counted.
type Result struct {
	Replies   int // messages of others below it
	Reactions int // of anybody
	People    int // who answered or reacted and are known, each once
	Final     bool
}

// Rollup is the status of an item as a whole, from what a person wants and what
// became of it in each channel.
func Rollup(intent Status, all []Delivery) Status {
	var out, failed, late, under, idle, gone int
	for _, d := range all {
		switch d.State {
		case Out:
			out++
		case NotTaken, Asking:
			failed++
		case Late, ByHand:
			late++
		case Leaving:
			under++
		case LetGo:
			gone++
		case Idle, Waiting, Kept, Withdrawn:
			idle++
		}
	}
	switch {
	case failed > 0 && out > 0, late > 0 && out > 0:
		return Partial
	case failed > 0:
		return Failed
	case late > 0:
		return Missed
	case under > 0:
		return Publishing
	case out > 0 && idle == 0:
		return Published
	case out > 0:
		return Publishing
	case gone > 0 && idle == 0:
		return Cancelled
	}
	return intent
}

// Problem is what is wrong with a file of the plan.
type Problem struct {
	Path   string
	Line   int    // 0 if it is the file as a whole
	Reason string // a sentence
	Mine   string // of a conflict: the text as it is here …
	Theirs string // … and as it is in the file
	Key    string // of the post, if there is one
}

// Conflict reports whether both sides were changed.
func (p Problem) Conflict() bool { return p.Mine != "" || p.Theirs != "" }

// Side is one side of a conflict.
type Side string

// The sides.
const (
	Mine   Side = "mine"   // as it is here
	Theirs Side = "theirs" // as it is in the file
)

// Changed is the error that a post is not what the person saw when they
// changed it.
type Changed struct{ Now Post }

func (c *Changed) Error() string { return "the post was changed meanwhile: look at it again" }

// Twin is something that says nearly the same.
type Twin struct {
	Text  string
	Where string // "#general on slack", or the title of a planned post
	At    time.Time
	Alike float64 // 0 to 1: the share of words in common
}

// Change is a post as it shall be. Seen is its source as the person saw it, ""
// of a new one; a Post without a Source is thrown away.
type Change struct {
	Post Post
	Seen string
}
