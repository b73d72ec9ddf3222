package pane

import (
	"fmt"
	"strconv"
	"time"
)

// Ago tells how long ago t was in at most four cells: "now", "5m", "3h",
// "12d", "3w", "2y".
func Ago(now, t time.Time) string {
	const day = 24 * time.Hour
	count := func(d time.Duration, unit string) string { return strconv.FormatInt(int64(d), 10) + unit }
	switch d := now.Sub(t); {
	case t.IsZero():
		return ""
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return count(d/time.Minute, "m")
	case d < 48*time.Hour:
		return count(d/time.Hour, "h")
	case d < 99*day:
		return count(d/day, "d")
	case d < 700*day:
		return count(d/(7*day), "w")
	default:
		return count(min(d/(365*day), 999), "y")
	}
}

// In tells how long it is until t, to the second while that is worth a look:
// "52s", "3m10s", "2h05m". It is "" once t has come.
func In(now, t time.Time) string {
	left := t.Add(time.Second - 1).Truncate(time.Second).Sub(now.Truncate(time.Second))
	switch {
	case !t.After(now):
		return ""
	case left < time.Minute:
		return fmt.Sprintf("%ds", left/time.Second)
	case left < time.Hour:
		return fmt.Sprintf("%dm%02ds", left/time.Minute, left%time.Minute/time.Second)
	case left < 48*time.Hour:
		return fmt.Sprintf("%dh%02dm", left/time.Hour, left%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd", min(left/(24*time.Hour), 9999))
}

// Clock is the time of day where now is, with its day unless that is today's.
func Clock(now, t time.Time, layout string) string {
	t = t.In(now.Location())
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format(layout)
	case t.Year() == now.Year():
		return t.Format("2 Jan " + layout)
	}
	return t.Format("2 Jan 2006 " + layout)
}
