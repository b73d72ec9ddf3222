// Package today is the pane of the daily check-in: who is new, who waits for an
// answer, one good conversation, what is flagged, and the loose ends. It has a
// start, a budget of time that is seen, and an end: "Done for today".
//
// It shows what [Store] finds and asks it for what a person decides; which item
// is urgent, and when an answer is due, it is told. What another pane does
// better is reached for there, and comes back here. The clock counts only while
// somebody works, and never hurries anybody: it is shown, and blocks nothing.
package today

import (
	"context"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
	"rounds/inbox/saved"
)

// Store is what the pane reads, and where it puts what is decided.
type Store interface {
	Days
	Details
	Desk
}

// Days is the check-in as it stands, and what is noted of it.
type Days interface {
	CheckIn(ctx context.Context, r checkin.Request) (checkin.Day, error)
	NoteCheckIn(ctx context.Context, p checkin.Progress) error
	FinishCheckIn(ctx context.Context, day string) (checkin.Log, error)
}

// Details is what stands behind an item.
type Details interface {
	Talk(ctx context.Context, id int64) (inbox.Talk, error)
	Person(ctx context.Context, member int64) (inbox.Profile, error)
	File(ctx context.Context, id int64) (moderation.File, error)
}

// Desk is what is decided here, how it is taken back, and where text that is
// being typed is kept.
type Desk interface {
	Triage(ctx context.Context, t inbox.Triage) (inbox.Entry, error)
	Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error)
	MarkPeople(ctx context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error)
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
	Draft(ctx context.Context, at inbox.Place, kind inbox.DraftKind) (string, error)
	SaveDraft(ctx context.Context, at inbox.Place, kind inbox.DraftKind, text string) error
}

// Replies is where the saved replies are. What cannot be read of them is told
// beside those that can.
type Replies interface {
	List() ([]saved.Reply, []error)
}

// Options are what the pane is started with; all of it may be left out.
type Options struct {
	// Request says whose check-in it is at a moment: hours, targets, budgets.
	Request func(now time.Time) checkin.Request
	// Replies holds the greeting: the saved reply that is called "welcome".
	Replies Replies
	// Acknowledge is the emoji of a light answer, "+1" if it is "".
	Acknowledge string
	Actor       string // who works here
	ReadOnly    bool   // nothing is changed
}

// request is the question of a moment.
func (o *Options) request(now time.Time) checkin.Request {
	if o.Request == nil {
		return checkin.Request{Now: now, Zone: now.Location()}
	}
	return o.Request(now)
}
