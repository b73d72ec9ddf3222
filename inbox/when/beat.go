package when

import "time"

// UntilBeat is how long it is from now until work that is done every so often is
// done next: at the full multiples of every, the same moments for all such work,
// so that an idle machine is woken once and not for each of them.
func UntilBeat(every time.Duration, now time.Time) time.Duration {
	return now.Truncate(every).Add(every).Sub(now)
}
