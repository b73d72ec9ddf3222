package inbox

import (
	"encoding/json"
	"time"
)

// Verb is what a person did.
type Verb string

// The verbs of triage.
const (
	MarkDone    Verb = "done"
	Reopen      Verb = "reopen"
	Snooze      Verb = "snooze"
	AddTag      Verb = "tag"
	DropTag     Verb = "untag"
	AddNote     Verb = "note"
	Mute        Verb = "mute"
	Unmute      Verb = "unmute"
	Star        Verb = "star"
	Unstar      Verb = "unstar"
	MarkSpam    Verb = "spam"
	MarkWaiting Verb = "waiting"
)

// The verbs of the plan.
const (
	PlanPost    Verb = "plan"
	MovePost    Verb = "move"
	EditPost    Verb = "edit post"
	ApprovePost Verb = "approve"
	CancelPost  Verb = "cancel post"
	TrashPost   Verb = "throw away"
	PublishPost Verb = "publish"
	LetPostGo   Verb = "let go"
	ImportPlan  Verb = "import plan"
	SyncPlan    Verb = "sync plan" // what the plan folder brought
)

// Triage is one verb on some conversations.
type Triage struct {
	Verb  Verb
	On    []int64     // conversations
	Seen  []time.Time // beside On: the last thing that was shown of each; nil takes what is kept
	Until time.Time   // of Snooze
	Hold  bool        // of Snooze: no reply ends it
	Tags  []string    // of AddTag and DropTag
	Text  string      // of AddNote

	Promise Promise // of FollowUp; without steps it is let go
}

// RefKind says what a [Ref] points at.
type RefKind string

// What a reference points at.
const (
	ConversationRef RefKind = "conversation"
	ActionRef       RefKind = "action" // what went out: its ID is ours
	PostRef         RefKind = "post"   // of the plan: its ID is the post's key
	CaseRef         RefKind = "case"   // of moderation: its ID is "message:ID", "member:ID" or "held post:ID"
	MemberRef       RefKind = "member" // its ID is the platform's; it stands in no channel
)

// Ref names something by the platform's own words, so that it means the same
// on another machine.
type Ref struct {
	Kind    RefKind `json:"kind"`
	Account string  `json:"account"`
	Channel string  `json:"channel"`
	ID      string  `json:"id"` // of a conversation: the message that began it
}

// Change is one field of one thing, before and after. From is the inverse of
// To: an entry is undone by writing every From back, last change first.
//
// The fields of a conversation are "decision" (a [Decision]), "muted" and
// "starred" (bool), "tag:NAME" (bool), "note:UUID" (a [Note], or null) and
// "follow" (a [Promise], or null). That of an action is "action" (an [Action],
// or null): it tells what was asked for, and replaying it sends nothing. The
// fields of a post are "file" (path and source, or null), "consent" and
// "delivery:OCCURRENCE|PLACE". Those of a member are "person" (the word that it
// shares with the others who are the same human, or ""), "role" (a
// [Standpoint]), "vip", "watched" and "tag:NAME" (bool), "note:UUID" (a [Note],
// or null), "notsame:ACCOUNT|ID" (bool: they are two), "forgotten" (bool) and "welcomed"
// (by whom and when, or null).
type Change struct {
	Ref   Ref             `json:"ref"`
	Field string          `json:"field"`
	From  json.RawMessage `json:"from"`
	To    json.RawMessage `json:"to"`
}

// Entry is one line of the journal: what a person did, in full. Entries are
// never edited; undoing one is an entry of its own. Replaying the entries in
// their order on the same messages gives the same triage.
type Entry struct {
	ID      string // UUIDv7
	At      time.Time
	Actor   string
	Verb    Verb
	Subject string // what it was done to, in words: "maria.k in #help", "37 conversations"
	Changes []Change
	Undoes  string // the entry that this one takes back, or ""
	Redoes  string // the entry that this one does again, or ""
	Undone  bool   // taken back, and not done again since

	// Stays is of an entry just undone what could not be taken back on a platform,
	// a sentence each; it is not kept.
	Stays []string
}
