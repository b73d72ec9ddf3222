package checkin

import (
	"fmt"
	"time"
)

// Passed is the round number that replies have passed, 0 if none: 100, 500 and
// every thousand.
func Passed(before, now int) int {
	for _, n := range []int{now / 1000 * 1000, 500, 100} {
		if n > 0 && before < n && now >= n {
			return n
		}
	}
	return 0
}

// Nth is a round number of replies in words: "the 100th".
func Nth(n int) string { return fmt.Sprintf("the %dth", n) }

// Anniversary is the whole number of years that somebody has been here since a day
// between two moments, and that day; 0 if there is none. Whoever came on 29
// February is celebrated on 1 March.
func Anniversary(here, from, to time.Time, zone *time.Location) (years int, day time.Time) {
	year, month, date := here.In(zone).Date()
	for y := from.In(zone).Year(); y <= to.In(zone).Year(); y++ {
		day := time.Date(y, month, date, 0, 0, 0, 0, zone)
		if n := y - year; n > 0 && day.After(from) && !day.After(to) {
			return n, day.UTC()
		}
	}
	return 0, time.Time{}
}
