package moderation

import (
	"time"

	"rounds/inbox"
)

// Said is a message as the rules look at it.
type Said struct {
	Account   inbox.Account
	Channel   inbox.Channel
	ID        string // the platform's, and that of the message that began its conversation
	Thread    string
	Author    inbox.Author
	Bot       bool
	Joined    time.Time // zero if unknown
	Before    int       // what the author had said before
	Text      string
	At        time.Time
	Edited    bool
	Mentions  []string
	Reactions []inbox.Reaction
	Files     int
	Talk      int64   // the conversation, ours
	Verdict   Verdict // what was decided about it, "" for nothing
}

// Flag is a report on its subject, on its way into a case.
type Flag struct {
	Subject
	Report
	Member   string // whom it is about: the platform's ID
	Evidence Evidence
}
