package moderation

import (
	"fmt"
	"time"
)

// Strikes are what upheld decisions about a member weigh (metrics D-22c).
type Strikes struct {
	Weight int     // of those that count still
	Count  int     // decisions
	Next   Outcome // the rung of the ladder that is due next
	Why    string  // "5 strikes in 90 days: restrict is next"
}

// StrikesLast is for how long a strike counts.
const StrikesLast = 90 * 24 * time.Hour

// The rungs of the ladder: from which weight on what is suggested. It is never
// climbed by itself.
const (
	restrictFrom = 5
	banFrom      = 10
)

// Tally is what the decisions about one member weigh, newest first: those that
// stand, are not older than [StrikesLast] and agreed with a report. Of a case that
// was decided again the last one counts.
func Tally(about []Decision, now time.Time) Strikes {
	var s Strikes
	counted := map[int64]bool{}
	for _, d := range about {
		if !d.Stands() || d.Outcome == Escalate || counted[d.Case] && d.Case != 0 {
			continue
		}
		counted[d.Case] = true
		if d.Strikes > 0 && d.Outcome.Verdict() == Agreed && now.Sub(d.At) < StrikesLast {
			s.Weight += d.Strikes
			s.Count++
		}
	}
	switch {
	case s.Weight >= banFrom:
		s.Next = Ban
	case s.Weight >= restrictFrom:
		s.Next = Restrict
	default:
		s.Next = Warn
	}
	plural := "s"
	if s.Weight == 1 {
		plural = ""
	}
	if s.Weight > 0 {
		s.Why = fmt.Sprintf("%d strike%s in %d days: %s is next", s.Weight, plural, int(StrikesLast.Hours()/24), s.Next)
	}
	return s
}
