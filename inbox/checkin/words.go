package checkin

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// count is a number of things in words: "1 reaction", "3 reactions".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// days is a length in days, or in hours if it is shorter.
func days(d time.Duration) string {
	if d < inbox.Day {
		return count(max(1, int(d/time.Hour)), "hour")
	}
	return count(int(d/inbox.Day), "day")
}

// clock is a length as a person reads it: "4 h 12 min", "40 min", "2 days".
func clock(d time.Duration) string {
	switch {
	case d >= 2*inbox.Day:
		return count(int(d/inbox.Day), "day")
	case d >= time.Hour && d%time.Hour >= time.Minute:
		return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
	case d >= time.Hour:
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}

// minutes is a time that was taken, rounded: what took twenty seconds took a
// minute.
func minutes(d time.Duration) string {
	if d > 0 && d < time.Minute {
		return "1 min"
	}
	return clock(d.Round(time.Minute))
}

// joined puts parts beside each other, those that say nothing left out.
func joined(between string, parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, between)
}
