// Package inbox is the language of the house: what people said to us, and what
// we decided about it.
//
// Everything else speaks it. The connectors under inbox/platform turn a
// platform's words into a [Page]; store keeps it; ui shows [Conversation]s and
// asks for [Triage]; the [Entry] of the journal remembers both. The package
// imports only the standard library, does no I/O and reads no clock: the time
// comes in as an argument.
//
// All text in these values is as the platform gave it, decoded from its markup
// and otherwise untouched. It is hostile until it has passed inbox/plain.
package inbox

import (
	"cmp"
	"errors"
	"time"
)

// ErrNone reports that there was nothing of the kind asked for. It is an
// answer, not a failure.
var ErrNone = errors.New("none")

// Account is one connection to one platform: a Slack workspace, a Discord
// server, a Discourse site, an account on a Mastodon server.
type Account struct {
	Name     string // ours, from the config; unique
	Platform Platform
	Base     string // where its permalinks begin: "https://acme.slack.com"
	Team     string // the platform's own ID of the workspace, "" if unknown
	Self     string // the platform's ID of the member that we are, "" if unknown
	Voice    string // and of the member as whom we speak, "" if it is the same
	Longest  int    // how long a text may be there, in characters; 0: as long as usual on the platform
	// Lacks is what this account may not do although its platform can, each with
	// the reason in a sentence for a person: a permission that the token was not
	// given, and where to grant it.
	Lacks map[ActionKind]string
}

// Cannot is why something cannot be done on this account, in a sentence for a
// person, or "" if it can.
func (a Account) Cannot(kind ActionKind) string {
	return cmp.Or(a.Platform.Lacks(kind), a.Lacks[kind])
}

// Speaker is the member as whom we speak.
func (a Account) Speaker() string { return cmp.Or(a.Voice, a.Self) }

// ChannelKind says who can read a channel.
type ChannelKind string

// The kinds of channel.
const (
	Public  ChannelKind = "public"
	Private ChannelKind = "private"
	Direct  ChannelKind = "direct" // two people, or a few
)

// Channel is a place in an account where things are said.
type Channel struct {
	ID       string // the platform's; unique in the account
	Name     string // without "#"
	Kind     ChannelKind
	Topic    string
	Archived bool
	Forum    bool // nothing stands in it but threads, which begin with a message of their own
	Created  time.Time
}

// Role is what a member is to the community.
type Role string

// The roles. Team is us; only what Community says can wait for an answer.
const (
	Community Role = "community"
	Team      Role = "team"
	Bot       Role = "bot"
)

// Member is one identity on one account.
type Member struct {
	ID      string // the platform's; unique in the account
	Handle  string // "maria.k", without "@"
	Name    string // "Maria Kovač"
	Email   string
	Zone    string // IANA
	Role    Role   // "" is Community
	Deleted bool   // the account was closed
	Joined  time.Time
}

// MessageKind says what a message is about.
type MessageKind string

// The kinds. Only what is Said opens conversations, counts and is searched.
const (
	Said   MessageKind = "said"
	Joined MessageKind = "joined"
	Left   MessageKind = "left"
	Notice MessageKind = "notice" // a topic was set, a pin was made, …
)

// Message is one thing that one member said in one channel.
type Message struct {
	Channel string // the platform's ID
	ID      string // the platform's; unique in the channel; a longer one is the later one, of two as long the one that is later in the alphabet
	Thread  string // ID of the message that began the thread; its own if it did
	// Answers is the message that this one answers, where a platform tells no
	// more of a thread than that, else "". It stands in the thread in which that
	// one stands; Thread is then of no account.
	Answers   string
	Author    string // the platform's member ID, "" if nobody in particular
	As        string // the name a bot gave itself on this message, mostly ""
	Bot       bool   // said by a bot, whatever the author's role
	Kind      MessageKind
	Text      string   // decoded to plain text
	Mentions  []string // IDs of the members and groups named, and "here", "channel", "everyone"
	SentAt    time.Time
	EditedAt  time.Time // zero if never
	Deleted   bool      // a tombstone: the text is gone
	Broadcast bool      // a reply shown in the channel too
	Reactions []Reaction
	Files     []File
	Signals   []Signal // what signal.Desk found; filled by the courier
}

// Reaction is how many members answered with the same emoji.
type Reaction struct {
	Name  string   `json:"name"` // "thumbsup"
	Count int      `json:"count"`
	By    []string `json:"by,omitempty"` // the platform's IDs of members, sorted: as many as it told, of many not all
}

// File is something attached to a message; only its description is kept.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"` // MIME
	Size int64  `json:"size"` // bytes
	URL  string `json:"url"`
}

// SignalKind names a reason why something may need us.
type SignalKind string

// The signals. The first two are read from a message's text, the others from
// the conversation around it.
const (
	Question   SignalKind = "question"
	Mention    SignalKind = "mention"
	FirstPost  SignalKind = "first post"
	Unanswered SignalKind = "unanswered"
	WaitingUs  SignalKind = "waiting for us"
	Promised   SignalKind = "promised"
)

// Signal is a reason why something may need us, told in words.
type Signal struct {
	Kind   SignalKind
	Reason string // "asks with a question mark", "names @maria"; our words around theirs
}
