// Package calendar is the plan: what we mean to say, where and when.
//
// A [Post] is a Markdown file with front matter, and everything that is known
// of it can be read in that text; a change to a post is a change to its text.
// What it becomes in a week is an [Item]: a post that is said once, or one
// occurrence of a series, each with what became of it in every channel. When
// its time comes it turns into actions for the outbox, and from there on it is
// the courier's business.
//
// The package is values and rules: no I/O, no clock, no goroutine. Times are
// walls' clocks in a named zone ([Wall], [Moment]) and never hours added up.
package calendar

import (
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Status is how far a post has come. The first ones are what a person means to
// do with it, the later ones what has become of it.
type Status string

// The statuses.
const (
	Idea      Status = "idea"      // a thought; not written yet
	Draft     Status = "draft"     // is being written
	Review    Status = "review"    // waits for somebody's word
	Approved  Status = "approved"  // may go out; has no time or no place yet
	Scheduled Status = "scheduled" // goes out when its time comes
	Cancelled Status = "cancelled" // will not go out

	Publishing Status = "publishing" // is on its way in some channel
	Published  Status = "published"
	Partial    Status = "partial" // out in some channels, and not in others
	Failed     Status = "failed"
	Missed     Status = "missed" // its time passed while nobody was there
)

// Intents are the statuses that a person, or a file, can give a post.
func Intents() []Status { return []Status{Idea, Draft, Review, Approved, Scheduled, Cancelled} }

// Post is one thing that we plan to say, or a series of them. It is made by
// [Parse] and changed by its With methods, which change Source along with it.
// At rest it is JSON, without what is empty: most of a post is.
type Post struct {
	Key    string `json:",omitempty"` // ours, from the file's "id" or given by the store; stable
	Path   string `json:",omitempty"` // of its file in the plan folder, with slashes
	Source string `json:",omitempty"` // the file, byte for byte

	Title    string            `json:",omitempty"` // from "title", else the beginning of the text
	Text     string            `json:",omitempty"` // the base text: what stands below the front matter
	When     Wall              `json:",omitzero"`  // zero: it has no time yet
	Zone     string            `json:",omitempty"` // IANA; "" is the plan's own
	To       []Place           `json:",omitempty"`
	Status   Status            `json:",omitzero"` // as the file says it, Draft if it does not
	Theme    string            `json:",omitempty"`
	Tags     []string          `json:",omitempty"`
	Campaign string            `json:",omitempty"`
	Variants map[string]string `json:",omitempty"` // texts by account, or by account and channel: "slack", "slack/#general"
	Floats   bool              `json:",omitempty"` // takes the next free slot when one before it goes

	Repeats string   `json:",omitempty"` // an RRULE of RFC 5545 without DTSTART, on the wall's clock; "" is once
	Except  []Day    `json:",omitempty"` // on which the series is silent
	Pool    []string `json:",omitempty"` // texts that the series takes turns with, instead of Text
	Rest    int      `json:",omitempty"` // weeks within which none of the pool comes again

	Event  *Event        `json:",omitempty"` // an event, which is not published itself unless it has places
	For    string        `json:",omitempty"` // Key of the event that it belongs to
	From   string        `json:",omitempty"` // the address of the message that it came from
	Note   string        `json:",omitempty"` // for us alone
	Length time.Duration `json:",omitempty"`
}

// Event is what happens at a post's time: a webinar, an AMA.
type Event struct {
	Kind string // "ama", "webinar", …
	Link string
}

// Place is where a post goes: a channel of an account by its name. A platform's
// account with one place to speak, such as Mastodon's, needs no channel.
type Place struct {
	Account string `json:"account"`
	Channel string `json:"channel,omitempty"` // without "#"
}

// ParsePlace reads "slack/#general", "forum/Announcements" or "mastodon".
func ParsePlace(text string) Place {
	account, channel, _ := strings.Cut(strings.TrimSpace(text), "/")
	return Place{strings.TrimSpace(account), strings.TrimPrefix(strings.TrimSpace(channel), "#")}
}

func (p Place) String() string {
	if p.Channel == "" {
		return p.Account
	}
	return p.Account + "/#" + p.Channel
}

// Room is what is known of a [Place]: whether it is there, and what its
// platform does.
type Room struct {
	Place
	ID       string // the platform's, of the channel
	Platform inbox.Platform
	Mode     Mode
	Length   int    // the most characters that it takes
	Lacks    string // why nothing can be posted there, in a sentence; "" if it can
}

// Mode is who publishes at the time.
type Mode string

// The modes.
const (
	Native Mode = "native" // the platform, to which it is handed as soon as it is scheduled
	Local  Mode = "local"  // Rounds, if it runs then
	Remind Mode = "remind" // a person: Rounds says that it is time
)

// TextAt is what a post says in a place: the place's own variant, else its
// account's, else its platform's, else the base text.
func (p Post) TextAt(at Place, platform inbox.Platform) string {
	for _, key := range []string{at.String(), at.Account, string(platform)} {
		if text, ok := p.Variants[key]; ok {
			return text
		}
	}
	return p.Text
}

// Series reports whether a post comes more than once.
func (p Post) Series() bool { return p.Repeats != "" }

// Goes reports whether a person wants it to go out by itself when its time
// comes.
func (p Post) Goes() bool {
	return (p.Status == Scheduled || p.Status == Approved) && !p.When.IsZero() && len(p.To) > 0
}

// Says is all that others may read of a post, in one text: what an approval is
// about.
func (p Post) Says() string {
	var b strings.Builder
	b.WriteString(p.Text)
	for _, prompt := range p.Pool {
		b.WriteString("\n\n" + prompt)
	}
	keys := make([]string, 0, len(p.Variants))
	for key := range p.Variants {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		b.WriteString("\n\n[" + key + "]\n" + p.Variants[key])
	}
	return b.String()
}

// Approval is whether somebody has to approve what goes out.
type Approval string

// The approvals.
const (
	NoApproval       Approval = "none"
	OptionalApproval Approval = "optional" // who wants one asks for it
	RequiredApproval Approval = "required"
)

// Consent is the last word of an approval: what was approved, by whom.
type Consent struct {
	By   string
	At   time.Time
	Says string // [Post.Says] as it was then
	To   []Place
}

// Holds reports whether what was approved is what the post says now.
func (c *Consent) Holds(p Post) bool {
	return c != nil && c.Says == p.Says() && slices.Equal(c.To, p.To)
}

// Effective is a post's status with the rules of approval applied: what was
// changed after it was approved, or needs an approval and has none, is for
// review again.
func Effective(p Post, a Approval, c *Consent) Status {
	wants := p.Status == Scheduled || p.Status == Approved
	switch {
	case !wants || a == NoApproval || a == "":
		return p.Status
	case c == nil && a == OptionalApproval, c.Holds(p):
		return p.Status
	}
	return Review
}
