package when

import (
	"testing"
	"time"
)

func TestPresetsAreAheadAndNextWeekIsNotToday(t *testing.T) {
	for hour := range 24 * 7 {
		now := time.Date(2026, 11, 23, 0, 26, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour) // a Monday
		last := now
		for _, p := range Presets() {
			at, err := Parse(p.Words, now)
			if err != nil {
				t.Fatal(err)
			}
			if !at.After(now) || p.Key == "m" && !at.After(last) {
				t.Errorf("at %v %s is %v", now, p.Name, at)
			}
			if p.Key == "w" && (at.Weekday() != time.Monday || at.YearDay() == now.YearDay()) {
				t.Errorf("at %v next week is %v", now, at)
			}
			last = at
		}
	}
}
