package signal

import (
	"fmt"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// Facts are what is known of a conversation as a whole.
type Facts struct {
	Now          time.Time
	Opener       string // what the opener is called, for the words of a reason
	OpenerIsTeam bool
	OpenerIsBot  bool
	FirstPost    bool // the opener had never spoken before
	OpenedAt     time.Time
	AnswerAt     time.Time // first reply of a human other than the opener; zero if none
	Last         string    // who of the others spoke last
	OthersLast   time.Time // when somebody else last spoke, and one of us; zero if never
	OursLast     time.Time
	TookPart     bool // one of us has spoken in it
	Asked        bool // it names us, or was asked of us
	State        inbox.State
}

// Around finds the signals that a conversation as a whole gives. What is done
// or spam gives none but the first post; a snoozed one waits for nobody.
func Around(f Facts) []inbox.Signal {
	var found []inbox.Signal
	add := func(kind inbox.SignalKind, format string, args ...any) {
		found = append(found, inbox.Signal{Kind: kind, Reason: fmt.Sprintf(format, args...)})
	}
	theirs := !f.OpenerIsTeam && !f.OpenerIsBot
	if theirs && f.FirstPost && f.State != inbox.Spam {
		add(inbox.FirstPost, "%s's first message here", plain.Name(f.Opener))
	}
	if f.State != inbox.Open {
		return found
	}
	if theirs && f.AnswerAt.IsZero() && !f.OpenedAt.IsZero() {
		add(inbox.Unanswered, "no one has replied for %s", Length(f.Now.Sub(f.OpenedAt)))
	}
	if (f.TookPart || f.Asked) && f.OthersLast.After(f.OursLast) {
		last := f.Last
		if last == "" {
			last = f.Opener
		}
		add(inbox.WaitingUs, "%s spoke last, %s ago", plain.Name(last), Length(f.Now.Sub(f.OthersLast)))
	}
	return found
}

// Length says how long something is in its largest unit, as far as it helps:
// "40 s", "12 min", "26 h", "3 days".
func Length(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(0, d/time.Second))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 3*day:
		return fmt.Sprintf("%d h", d/time.Hour)
	case d < 100*day:
		return fmt.Sprintf("%d days", d/day)
	case d < 730*day:
		return fmt.Sprintf("%d months", d/(30*day))
	}
	return fmt.Sprintf("%d years", d/(365*day))
}
