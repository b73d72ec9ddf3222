package cli

import (
	"context"
	"errors"
	"time"

	"rounds/calendar"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
)

// Numbers is where the numbers come from, and what is kept beside them.
type Numbers interface {
	// Facts are what the numbers of a span are counted from.
	Facts(ctx context.Context, from, to time.Time) (*metrics.Facts, error)
	// Lines are the words of rows.
	Lines(ctx context.Context, rows []metrics.Row) ([]metrics.Line, error)
	// Goals are what the numbers shall be.
	Goals(ctx context.Context) ([]metrics.Goal, error)
	// SetGoal keeps a goal, a new one if it has no ID.
	SetGoal(ctx context.Context, g metrics.Goal) (metrics.Goal, error)
	// DropGoal lets go of a goal; it returns [inbox.ErrNone] if there is none.
	DropGoal(ctx context.Context, id string) error
	// Annotations are those of the days from one until before another.
	Annotations(ctx context.Context, from, to time.Time) ([]metrics.Annotation, error)
	// PutSurvey keeps the answers to a survey; whoever answered before is replaced.
	PutSurvey(ctx context.Context, name, kind string, asked int, answers []metrics.Survey) (added, replaced int, err error)
	// Frozen is the report of a period that was final, or [inbox.ErrNone].
	Frozen(ctx context.Context, period string) (body []byte, made time.Time, err error)
	// Freeze keeps the report of a period for good.
	Freeze(ctx context.Context, period string, body []byte) error
	// CheckIns are the check-ins that were finished from one day to another, both
	// included, oldest first; "" leaves an end open.
	CheckIns(ctx context.Context, from, to string) ([]checkin.Log, error)
	// Items are what is planned from one instant until before another, in order.
	Items(ctx context.Context, from, to time.Time) ([]calendar.Item, error)
	// Reckoning is by which clock days are cut, and when the team is at work.
	Reckoning() (zone *time.Location, hours metrics.Hours)
	// Close writes what was changed.
	Close() error
}

// counted opens the numbers for as long as fn runs, and says what time it is in
// the zone in which days are counted.
func (h House) counted(ctx context.Context, s *Settings, fn func(n Numbers, now time.Time) error) error {
	n, err := h.Numbers(ctx, *s)
	if err != nil {
		return err
	}
	zone, _ := n.Reckoning()
	return errors.Join(fn(n, h.Now().In(zone)), n.Close())
}

// sceneOf reads the facts of a span, as far as they belong to a segment.
func sceneOf(ctx context.Context, n Numbers, seg metrics.Segment, from, to time.Time) (*metrics.Scene, error) {
	facts, err := n.Facts(ctx, from, to)
	if err != nil {
		return nil, err
	}
	zone, hours := n.Reckoning()
	facts.Zone = zone
	return facts.Select(seg, hours), nil
}
