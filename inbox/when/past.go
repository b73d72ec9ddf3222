package when

import (
	"strings"
	"time"
)

// Day reads the beginning of a day, or a time past: "today", "yesterday",
// "monday" (the last one, today included), "2026-01-31", "2026-01" (the first
// of it), "2026", "7d" (so long before now), or an instant in RFC 3339. The
// location is now's.
func Day(words string, now time.Time) (time.Time, bool) {
	words = strings.ToLower(strings.TrimSpace(words))
	loc := now.Location()
	today := dateOf(now)
	switch words {
	case "today":
		return today.at(0, 0, loc), true
	case "yesterday":
		return today.plus(-1).at(0, 0, loc), true
	case "tomorrow":
		return today.plus(1).at(0, 0, loc), true
	case "now":
		return now.Truncate(time.Second), true
	}
	if w, ok := weekdayOf(words); ok {
		return today.plus(-6).coming(w).at(0, 0, loc), true
	}
	for _, layout := range [...]string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, words); err == nil && 1 < t.Year() && t.Year() < 9999 {
			return dateOf(t).at(0, 0, loc), true
		}
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(words)); err == nil && 1 < t.Year() && t.Year() < 9999 {
		return t.In(loc).Truncate(time.Second), true
	}
	if length, err := Span(words); err == nil {
		return now.Add(-length).Truncate(time.Second), true
	}
	return time.Time{}, false
}
