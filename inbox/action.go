package inbox

import (
	"slices"
	"strings"
	"time"
)

// ActionKind is what is asked of a platform.
type ActionKind string

// The kinds. Edit and Delete are done to a message of ours, Remove and Restore
// to one of somebody else.
const (
	Reply          ActionKind = "reply"         // say something in a thread
	ReplyPrivately ActionKind = "private reply" // say something to one member alone
	Welcome        ActionKind = "welcome"       // greet one member, privately
	Post           ActionKind = "post"          // say something in a channel
	React          ActionKind = "react"
	Unreact        ActionKind = "unreact"
	Edit           ActionKind = "edit"
	Delete         ActionKind = "delete"
	Unschedule     ActionKind = "unschedule" // take back what the platform was to post later

	Remove     ActionKind = "remove"   // delete what somebody else said
	Restore    ActionKind = "restore"  // bring back what was removed
	Restrict   ActionKind = "restrict" // a member may read and not speak: until Until, or until somebody says otherwise
	Unrestrict ActionKind = "unrestrict"
	Kick       ActionKind = "kick" // a member is put out, and may come back
	Ban        ActionKind = "ban"  // until Until, or for good
	Unban      ActionKind = "unban"
	Perform    ActionKind = "perform" // settle a report in one of the ways that the platform offers
)

// Speaks reports whether an action puts a message of ours into the world.
func (k ActionKind) Speaks() bool {
	switch k {
	case Reply, ReplyPrivately, Welcome, Post:
		return true
	case React, Unreact, Edit, Delete, Unschedule, Remove, Restore, Restrict, Unrestrict, Kick, Ban, Unban, Perform:
	}
	return false
}

// Moderates reports whether an action is about what others may say, or about
// who they are.
func (k ActionKind) Moderates() bool {
	switch k {
	case Remove, Restore, Restrict, Unrestrict, Kick, Ban, Unban, Perform:
		return true
	case Reply, ReplyPrivately, Welcome, Post, React, Unreact, Edit, Delete, Unschedule:
	}
	return false
}

// Private reports whether only one member reads it.
func (k ActionKind) Private() bool { return k == ReplyPrivately || k == Welcome }

// Action is one thing that a person asked of a platform. It waits in the
// outbox until the courier has handed it over; nothing else in the house ever
// speaks to a platform on a person's behalf.
type Action struct {
	ID      string     `json:"id"` // UUIDv7; it travels along where the platform has room for it
	Kind    ActionKind `json:"kind"`
	Account string     `json:"account"`
	Channel string     `json:"channel,omitempty"` // of something private: where what it answers was said, or ""
	Thread  string     `json:"thread,omitempty"`  // of a reply: the message that began the conversation
	Message string     `json:"message,omitempty"` // which one is reacted to, edited, deleted; of Unschedule the platform's ID of the plan
	Member  string     `json:"member,omitempty"`  // who alone reads it
	Greets  string     `json:"greets,omitempty"`  // of a reply that everybody reads: whom it welcomes
	Text    string     `json:"text,omitempty"`    // as it was typed
	Named   []Named    `json:"named,omitempty"`   // who and what is named in Text
	Emoji   string     `json:"emoji,omitempty"`   // "thumbsup"

	// Of what moderates. Member is then whom it is about.
	Messages []string  `json:"messages,omitempty"` // besides Message, of Remove: several at once
	Until    time.Time `json:"until,omitzero"`     // of Restrict and Ban: zero is for good
	Reason   string    `json:"reason,omitempty"`   // what the platform's log, or the member, is told
	Report   string    `json:"report,omitempty"`   // of Perform: which one …
	Choice   string    `json:"choice,omitempty"`   // … what is chosen of what it offers …
	Version  string    `json:"version,omitempty"`  // … and as which version it was seen

	Due   time.Time `json:"due,omitzero"`    // not said or done before
	Later bool      `json:"later,omitempty"` // Due was chosen by a person, not by the hold
	Seen  Sight     `json:"seen,omitzero"`
	// Of what was planned: Here says that we send it ourselves even where the
	// platform would post it, and Grace how late it may still be sent unasked; 0
	// is as late as anything else.
	Here  bool          `json:"here,omitempty"`
	Grace time.Duration `json:"grace,omitempty"`

	Sure  []DoubtReason `json:"sure,omitempty"`  // a person was asked, and said "send"
	Again string        `json:"again,omitempty"` // the action that this one does once more
}

// Named is a word of a text that stands for somebody or for a channel.
type Named struct {
	Word string `json:"word"`           // "@maria.k", "#help"
	ID   string `json:"id"`             // the platform's
	Room bool   `json:"room,omitempty"` // it is a channel
}

// Glimpse is a message as somebody saw it.
type Glimpse struct {
	ID       string    `json:"id"`
	Author   string    `json:"author,omitempty"` // the platform's member ID
	By       string    `json:"by,omitempty"`     // the author's name
	Text     string    `json:"text,omitempty"`
	SentAt   time.Time `json:"sent_at,omitzero"`
	EditedAt time.Time `json:"edited_at,omitzero"`
}

// Sight is what lay before the person who asked. It must still be so when the
// action is carried out.
type Sight struct {
	Of   Glimpse `json:"of,omitzero"`   // what it is about: the message, or the one that began the thread
	Last Glimpse `json:"last,omitzero"` // the newest of the thread
}

// Scene is how the platform shows what an action is about, now.
type Scene struct {
	Self  []string  // the members that we are there
	Of    *Message  // what it is about; nil if it is gone, or if it is about none
	After []Message // what stands in the thread behind Sight.Last, oldest first, ours left out
	Last  *Message  // Sight.Last, as it is now; nil if it was not looked for
	Done  *Receipt  // the action has been carried out: it bears our mark, or cannot be done twice
	Alike []Message // ours, in the same words, since it was tried, that do not bear our mark
	// Own is where a platform has no room for our mark: what stands exactly where
	// the action would have put it, said by us in the same words since it was
	// tried, oldest first. One that is the receipt of no other action is this
	// one's; two cannot be mixed up, since what is said in one place goes out one
	// after the other.
	Own []Receipt
}

// Receipt is what a platform gave us for an action.
type Receipt struct {
	Channel string    `json:"channel,omitempty"`
	Message string    `json:"message,omitempty"` // of what was said; of a plan its ID
	Planned time.Time `json:"planned,omitzero"`  // when the platform will post it by itself
	Link    string    `json:"link,omitempty"`
	Text    string    `json:"text,omitempty"` // of what was said, as the platform shows it
	SentAt  time.Time `json:"sent_at,omitzero"`
	Said    *Message  `json:"-"` // all of it
}

// DoubtReason is why a person is asked before something goes out.
type DoubtReason string

// The reasons.
const (
	Answered DoubtReason = "answered" // somebody else has said something since
	Edited   DoubtReason = "edited"   // what it is about was changed
	Gone     DoubtReason = "gone"     // what it is about is not there any more
	Other    DoubtReason = "other"    // the ID stands for somebody else's words now
	Perhaps  DoubtReason = "perhaps"  // it may have gone out already, and looking did not tell
	Late     DoubtReason = "late"     // the time that a person chose has passed
	Restored DoubtReason = "restored" // this database is a copy, or older than what was done with it
)

// Doubt is what a person has to know before they say whether something goes
// out.
type Doubt struct {
	Reason DoubtReason `json:"reason"`
	Was    *Glimpse    `json:"was,omitempty"`   // what was seen
	Now    []Glimpse   `json:"now,omitempty"`   // what is there instead, or besides
	Seen   *Sight      `json:"seen,omitempty"`  // what counts as seen if they say "send"
	Alike  string      `json:"alike,omitempty"` // of Perhaps: where the message stands that may be it
}

// Doubt compares the world with what the person saw, and returns what they
// have to be asked, or nil.
func (a Action) Doubt(s Scene) *Doubt {
	of := a.Seen.Of
	seen := &Sight{Of: of, Last: a.Seen.Last}
	switch {
	case of.ID == "":
		return nil
	case (s.Of == nil || s.Of.Deleted) && slices.Contains(a.Sure, Gone):
		return nil
	case s.Of == nil || s.Of.Deleted:
		return &Doubt{Reason: Gone, Was: &of, Seen: seen}
	}
	now := glimpse(*s.Of)
	switch {
	case of.Author != "" && now.Author != "" && of.Author != now.Author:
		return &Doubt{Reason: Other, Was: &of, Now: []Glimpse{now}}
	case altered(of, now, s.Self):
		seen.Of = now
		return &Doubt{Reason: Edited, Was: &of, Now: []Glimpse{now}, Seen: seen}
	case s.Last != nil && a.Seen.Last.ID != "" && altered(a.Seen.Last, glimpse(*s.Last), s.Self):
		was := a.Seen.Last
		seen.Last = glimpse(*s.Last)
		return &Doubt{Reason: Edited, Was: &was, Now: []Glimpse{seen.Last}, Seen: seen}
	}
	if d := a.answered(s, seen); d != nil {
		return d
	}
	return nil
}

// answered is the doubt that somebody else has spoken since, or nil. Bots do
// not answer anybody.
func (a Action) answered(s Scene, seen *Sight) *Doubt {
	var others []Glimpse
	for _, m := range s.After {
		if m.Kind == Said && !m.Deleted && !m.Bot {
			others = append(others, glimpse(m))
		}
	}
	if a.Kind != Reply || len(others) == 0 {
		return nil
	}
	seen.Last = others[len(others)-1]
	return &Doubt{Reason: Answered, Now: others, Seen: seen}
}

func glimpse(m Message) Glimpse {
	return Glimpse{ID: m.ID, Author: m.Author, By: m.As, Text: m.Text, SentAt: m.SentAt, EditedAt: m.EditedAt}
}

// altered reports whether a message says something else than it did. Names
// change without an edit, so that only what stands before the first of them is
// compared; and a platform may write what we said in its own way.
func altered(was, now Glimpse, self []string) bool {
	if !was.EditedAt.Equal(now.EditedAt) {
		return true
	}
	return !slices.Contains(self, now.Author) && was.Text != "" && unnamed(was.Text) != unnamed(now.Text)
}

func unnamed(text string) string {
	if i := strings.IndexAny(text, "@#"); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(text)
}

// Inverse is what takes a on its platform back once it has been carried out. It
// reports false where nothing does; whether a platform can do that is another
// question, see [Account.Cannot].
func (a Action) Inverse(r Receipt) (Action, bool) {
	back := Action{Account: a.Account, Channel: r.Channel, Thread: a.Thread, Message: r.Message}
	if back.Channel == "" {
		back.Channel = a.Channel
	}
	of := a.Seen.Of
	switch a.Kind {
	case Reply, ReplyPrivately, Welcome, Post:
		if !r.Planned.IsZero() {
			back.Kind, back.Text, back.Due = Unschedule, a.Text, r.Planned
			return back, true
		}
		back.Kind = Delete
		back.Seen.Of = Glimpse{ID: r.Message, Text: r.Text, SentAt: r.SentAt}
	case React, Unreact:
		back.Kind, back.Message, back.Emoji = React, a.Message, a.Emoji
		if a.Kind == React {
			back.Kind = Unreact
		}
		back.Seen.Of = Glimpse{ID: of.ID, Author: of.Author}
	case Edit:
		back.Kind, back.Message, back.Text = Edit, a.Message, of.Text
		back.Seen.Of = Glimpse{ID: of.ID, Author: of.Author}
	case Remove:
		back.Kind, back.Message = Restore, a.Message // it is gone: nothing of it can be compared
	case Restrict:
		back.Kind, back.Member = Unrestrict, a.Member
	case Ban:
		back.Kind, back.Member = Unban, a.Member
	case Perform:
		return a.unperformed()
	case Restore, Unrestrict, Unban, Kick, Delete, Unschedule:
		return Action{}, false
	}
	return back, true
}

// unperformed is what takes back how a report was settled. Mastodon opens one
// again; a forum brings back the post that was deleted with it, and leaves the
// report as it is.
func (a Action) unperformed() (Action, bool) {
	back := Action{Account: a.Account, Channel: a.Channel, Message: a.Message, Member: a.Member}
	switch {
	case a.Choice == "resolve":
		back.Kind, back.Report, back.Choice = Perform, a.Report, "reopen"
	case strings.HasPrefix(a.Choice, "delete_and_") && a.Message != "":
		back.Kind = Restore
	default:
		return Action{}, false
	}
	return back, true
}

// Lane is what an action keeps its order with: the channel, or the member who
// alone reads it.
func (a Action) Lane() string {
	if a.Kind.Private() || a.Channel == "" && a.Member != "" {
		return "@" + a.Member
	}
	if a.Channel == "" && a.Report != "" {
		return "report " + a.Report
	}
	return a.Channel
}
