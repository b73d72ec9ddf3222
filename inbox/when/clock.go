package when

import "time"

// Clock is the instant at which a wall clock in loc shows a time. A time that
// does not exist, since the clock was put forward over it, is the first
// instant after the gap; one that comes twice is the first of the two.
// time.Date promises neither. Days and months beyond their range carry over,
// as there.
func Clock(year int, month time.Month, day, hour, minute int, loc *time.Location) time.Time {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	// Zones lie within a day of UTC, so the answer does too.
	const reach = 36 * time.Hour
	at := wall.Add(-reach).In(loc)
	for at.Before(wall.Add(reach)) {
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		found := wall.Add(-time.Duration(offset) * time.Second)
		// Periods come in order, and in this one the wall shows the time at
		// found: if that is before it began, the time fell into the gap.
		if end.IsZero() || found.Before(end) {
			if start, _ := at.ZoneBounds(); !start.IsZero() && found.Before(start) {
				found = start
			}
			return found.In(loc)
		}
		if !end.After(at) { // package time loses count in the far future
			end = at.Add(time.Hour)
		}
		at = end
	}
	return time.Date(year, month, day, hour, minute, 0, 0, loc)
}

// date is a day of the calendar, without a place.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	year, month, day := t.Date()
	return date{year, month, day}
}

// days numbers the days, so that they can be counted between.
func (d date) days() int { return int(d.utc().Unix() / (24 * 60 * 60)) }

func (d date) utc() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

func (d date) weekday() time.Weekday { return d.utc().Weekday() }

// plus is the day n days later.
func (d date) plus(n int) date { return dateOf(d.utc().AddDate(0, 0, n)) }

// plusMonths is the same day n months later, or the last day of a month that
// is too short for it.
func (d date) plusMonths(n int) date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return date{first.Year(), first.Month(), min(d.day, last)}
}

// exists reports whether the calendar has the day.
func (d date) exists() bool { return dateOf(d.utc()) == d }

func (d date) at(hour, minute int, loc *time.Location) time.Time {
	return Clock(d.year, d.month, d.day, hour, minute, loc)
}
