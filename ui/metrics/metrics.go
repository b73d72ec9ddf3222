// Package metrics is the pane of the numbers: a board of figures with what they
// are compared with, every one of which opens to its formula and to the rows
// that it was counted from, and the charts of activity, answers, retention and
// concentration.
//
// It reads through [Store] and counts nothing itself: what a number means and
// how it is made is said by inbox/metrics alone. The pane asks, lays out and
// draws; charts are drawn in cells, with the dates and the round numbers that a
// person needs to read them, and say nothing by a colour that a sign does not
// say too.
package metrics

import (
	"context"
	"time"

	"rounds/inbox/metrics"
)

// Store is what the pane reads, and where goals and annotations go.
type Store interface {
	// Facts are what the numbers of a span are counted from. They are never
	// changed once they were handed out.
	Facts(ctx context.Context, from, to time.Time) (*metrics.Facts, error)
	// Lines are rows as a person reads them, in the order of the rows. One that is
	// gone is a line without a text.
	Lines(ctx context.Context, rows []metrics.Row) ([]metrics.Line, error)
	// Goals are all that were set.
	Goals(ctx context.Context) ([]metrics.Goal, error)
	// SetGoal keeps a goal, anew if it has no ID.
	SetGoal(ctx context.Context, goal metrics.Goal) (metrics.Goal, error)
	// DropGoal lets one go.
	DropGoal(ctx context.Context, id string) error
	// Annotations are those of the days of a span, by day.
	Annotations(ctx context.Context, from, to time.Time) ([]metrics.Annotation, error)
	// Annotate keeps one, anew if it has no ID; one without a text is let go.
	Annotate(ctx context.Context, note metrics.Annotation) (metrics.Annotation, error)
}

// Options are what the pane is started with.
type Options struct {
	Actor    string         // who sets goals and annotates
	ReadOnly bool           // nothing is changed
	Zone     *time.Location // of the reports; nil is the clock's own
	Hours    metrics.Hours  // when somebody of the team is at work
}
