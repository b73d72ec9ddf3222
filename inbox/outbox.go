package inbox

import (
	"errors"
	"time"
)

// PlanAhead is how far ahead something must be due to be handed to a platform
// that posts it by itself.
const PlanAhead = 2 * time.Minute

// ErrUnderway reports that something is being sent at this moment, so that it
// can neither be dropped nor taken back yet.
var ErrUnderway = errors.New("it is being sent right now; try again in a moment")

// ErrNoWayBack reports that the platform has no way to take something back.
var ErrNoWayBack = errors.New("that is done, and there is no way to take it back there")

// OutState is where an action stands on its way out.
type OutState string

// The states. Only a definite refusal leads from Sending back to Queued, or to
// Failed; whatever else happens is Unknown until it is known.
const (
	Queued  OutState = "queued"  // waits for its time, then for the network
	Sending OutState = "sending" // a request is out, or was when we died
	Unknown OutState = "unknown" // nobody told us what became of it: it is looked for
	Asks    OutState = "asks"    // a person has to say
	Failed  OutState = "failed"  // the platform refused
	Planned OutState = "planned" // the platform will post it by itself
	Sent    OutState = "sent"
	Dropped OutState = "dropped" // taken back before it left
)

// Settled reports whether nothing more will happen by itself.
func (s OutState) Settled() bool { return s == Sent || s == Dropped }

// Outgoing is an action in the outbox.
type Outgoing struct {
	Action
	Seq     int64 // in the order in which they were asked for
	Entry   string
	State   OutState
	AskedAt time.Time // when the person asked for it
	Leaves  time.Time // when it leaves us, if nothing is in the way; the platform may post it later still
	FirstAt time.Time // when a request was first sent, zero if never …
	TriedAt time.Time // … and when last
	Certain time.Time // of Unknown: from when its absence says that it did not arrive
	Tries   int       // requests sent
	Again   time.Time // when it is tried or looked for again; zero if at once
	Trouble string    // why it waits or failed, in the platform's words
	Doubt   *Doubt    // of Asks
	Receipt *Receipt
	Undoes  string // the action that this one takes back, or ""
	Undone  bool   // it was sent, and another takes it back

	// For the eye, from what is kept of the conversation.
	Platform     Platform
	Conversation int64  // 0 if it is about none
	Room         string // name of the channel
	Whom         Author // who is answered, or alone reads it
	As           Author // who we are there
	Behind       string // the action that has to go first, "" if none
	News         int    // messages of others in the conversation that came after it was written
}

// Order is what a person asks for with one key: what changes here and what must
// go out, in one entry of the journal.
type Order struct {
	Verb    Verb
	Triage  []Triage
	Actions []Action // without ID; without Due they leave when the hold is over
	Used    []string // names of the saved replies that it was made with
}

// The verbs of what goes out.
const (
	SayReply   Verb = "reply"
	SayPrivate Verb = "private reply"
	SayWelcome Verb = "welcome"
	SayNew     Verb = "post"
	AddEmoji   Verb = "react"
	DropEmoji  Verb = "unreact"
	ChangeOwn  Verb = "edit"
	DeleteOwn  Verb = "delete"
	RunMacro   Verb = "macro"
	FollowUp   Verb = "follow up"
	TakeItBack Verb = "take back"
)

// Word is what a person says when they are asked, or to something that failed.
type Word string

// The words.
const (
	SendIt  Word = "send"    // anyway, or again
	DropIt  Word = "drop"    // it will not go out
	ItIsOut Word = "arrived" // the one that looks alike is it
)

// Fate is what has become of an attempt.
type Fate struct {
	State   OutState
	Trouble string
	Again   time.Time // not tried or looked for before
	Certain time.Time // of Unknown: from when its absence says that it did not arrive
	Doubt   *Doubt
	Receipt *Receipt
	Unsent  bool // the attempt that was noted last does not count: nothing was sent
}

// Sentence says why a person is asked.
func (d Doubt) Sentence() string {
	switch d.Reason {
	case Answered:
		if len(d.Now) > 1 {
			return "others have answered since"
		}
		return "somebody else has answered since"
	case Edited:
		return "what it is about was changed since"
	case Gone:
		return "what it is about is not there any more"
	case Other:
		return "what it was about is somebody else's words now"
	case Perhaps:
		if len(d.Now) == 0 {
			return "it may have gone out already, and nobody can look"
		}
		return "it may have gone out already: something alike stands there"
	case Late:
		return "the time that you chose has passed"
	case Restored:
		return "this database is a copy or was put back: it may have gone out already"
	}
	return string(d.Reason)
}

// Sight is what whoever reads the conversation has before them.
func (t Talk) Sight() Sight {
	s := Sight{Of: Glimpse{ID: t.Thread, Author: t.Opener.ID, By: t.Opener.Called(), Text: t.Text, SentAt: t.OpenedAt}}
	for _, u := range t.Said {
		if u.Beside {
			continue
		}
		if s.Last = u.Glimpse(); u.Key == t.Thread {
			s.Of = s.Last
		}
	}
	if s.Last.ID == "" {
		s.Last = s.Of
	}
	return s
}

// Glimpse is the message as somebody who reads it sees it.
func (u Utterance) Glimpse() Glimpse {
	return Glimpse{ID: u.Key, Author: u.Author.ID, By: u.Author.Called(), Text: u.Text, SentAt: u.SentAt, EditedAt: u.EditedAt}
}
