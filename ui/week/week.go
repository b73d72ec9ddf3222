// Package week is the pane of the calendar: a week of what is planned, day by
// day, the month around it, and the ideas and drafts beside it.
//
// It reads and plans through [Store]. A post is changed by its own methods and
// handed back as a [calendar.Change]; who publishes, and when, the pane is told
// and never decides.
package week

import (
	"context"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// Store is what the pane reads, and where a person's plans go.
type Store interface {
	// Items are what is planned from one instant until before another, series
	// unrolled, in the order of [calendar.Item.Compare].
	Items(ctx context.Context, from, to time.Time) ([]calendar.Item, error)
	// Backlog is what has no time: ideas and drafts, the newest first.
	Backlog(ctx context.Context) ([]calendar.Item, error)
	// Item is one item as it is now, or [inbox.ErrNone].
	Item(ctx context.Context, key, occurrence string) (calendar.Item, error)
	// Plan keeps posts as they shall be, as one entry of the journal. It returns a
	// [*calendar.Changed] if one is not what the person saw.
	Plan(ctx context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error)
	// Approve notes that posts may go out as they are now, and schedules what has
	// a time and a place.
	Approve(ctx context.Context, keys []string) (inbox.Entry, error)
	// Publish sends an item now, or what of it was missed or failed; places nil
	// means all that it is not out in.
	Publish(ctx context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error)
	// LetGo says of what was missed that it shall not go out any more, and of what
	// is to be posted by hand that it was (posted).
	LetGo(ctx context.Context, key, occurrence string, posted bool) (inbox.Entry, error)
	// Draft is a text that is being written and was not kept yet, or ""; SaveDraft
	// keeps it on disk, "" lets it go.
	Draft(ctx context.Context, at inbox.Place, kind inbox.DraftKind) (string, error)
	SaveDraft(ctx context.Context, at inbox.Place, kind inbox.DraftKind, text string) error
	// Undo takes back the last thing done, Redo does it again.
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
	// Rooms are the places where something can be posted.
	Rooms(ctx context.Context) ([]calendar.Room, error)
	// Twins are what was said or planned within 90 days of an instant in nearly
	// the same words, but for the post of that key.
	Twins(ctx context.Context, text string, around time.Time, but string) ([]calendar.Twin, error)
	// Problems are the files of the plan that cannot be read, or that were changed
	// on both sides.
	Problems(ctx context.Context) ([]calendar.Problem, error)
	// Settle ends a conflict in favour of one side.
	Settle(ctx context.Context, path string, side calendar.Side) error
	// Settings are those in force, and the file that they come from.
	Settings() (s calendar.Settings, source string)
	// Resettle writes the file of the settings anew; the error says what is wrong
	// in it.
	Resettle(ctx context.Context, source string) error
}
