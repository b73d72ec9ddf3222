package pane

import (
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
