package calendar

import (
	"fmt"
	"time"
)

// Day is a day of the calendar: how many days after 1 January 1970 it is. It
// has no zone and no hours.
type Day int

// DayOf is the day that t falls on, by the clock on t's own wall.
func DayOf(t time.Time) Day {
	year, month, day := t.Date()
	return Date(year, month, day)
}

// Date is a day by its name. A day past the end of its month is one of the
// next, as with [time.Date].
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// ParseDay reads "2026-11-23".
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day: write it as 2026-11-23", cut(text))
	}
	return DayOf(t), nil
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

func (d Day) String() string { return d.utc().Format(time.DateOnly) }

// Format is that of [time.Time]; the clock is 00:00.
func (d Day) Format(layout string) string { return d.utc().Format(layout) }

// Weekday is which day of the week it is.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Parts are the year, the month and the day of the month.
func (d Day) Parts() (int, time.Month, int) { return d.utc().Date() }

// Monday is the first day of d's week.
func (d Day) Monday() Day { return d - Day((int(d.Weekday())+6)%7) }

// Week is the week of ISO 8601 that d is in: "2026-W48".
func (d Day) Week() string {
	year, week := d.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// ParseWeek is the Monday of a week that is written as "2026-W48".
func ParseWeek(text string) (Day, error) {
	var year, week int
	if n, err := fmt.Sscanf(text, "%4d-W%2d", &year, &week); err != nil || n != 2 || len(text) != len("2026-W48") {
		return 0, fmt.Errorf("%q is not a week: write it as 2026-W48", cut(text))
	}
	monday := Date(year, time.January, 4).Monday() + Day(7*(week-1)) // the week of 4 January is the first
	if week < 1 || monday.Week() != text {
		return 0, fmt.Errorf("%04d has no week %d", year, week)
	}
	return monday, nil
}

// Wall is a time as a clock on a wall shows it: a day and minutes since its
// midnight, 0 to 1439. It has no zone. The zero value is no time.
type Wall struct {
	Day    Day
	Minute int
	set    bool
}

// On is a wall's clock at so many minutes after midnight.
func On(day Day, minute int) Wall { return Wall{day, minute, true} }

// WallOf is what the clock on t's own wall shows.
func WallOf(t time.Time) Wall { return On(DayOf(t), 60*t.Hour()+t.Minute()) }

// ParseWall reads "2026-11-23 09:00".
func ParseWall(text string) (Wall, error) {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil && t.Second() == 0 {
			return WallOf(t), nil
		}
	}
	return Wall{}, fmt.Errorf("%q is not a time: write it as 2026-11-23 09:00", cut(text))
}

// IsZero reports whether there is no time.
func (w Wall) IsZero() bool { return !w.set }

// Clock is the time of the day: "09:00".
func (w Wall) Clock() string { return fmt.Sprintf("%02d:%02d", w.Minute/60, w.Minute%60) }

func (w Wall) String() string {
	if w.IsZero() {
		return ""
	}
	return w.Day.String() + " " + w.Clock()
}

// MarshalText implements [encoding.TextMarshaler].
func (w Wall) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (w *Wall) UnmarshalText(text []byte) (err error) {
	*w = Wall{}
	if len(text) > 0 {
		*w, err = ParseWall(string(text))
	}
	return err
}

// To is the same clock on another day.
func (w Wall) To(day Day) Wall { return On(day, w.Minute) }

// Later is so many minutes later by the same clock, earlier if they are
// negative, as if no clock were ever changed.
func (w Wall) Later(minutes int) Wall {
	sum := int(w.Day)*24*60 + w.Minute + minutes
	day := sum / (24 * 60)
	if sum < 0 && sum%(24*60) != 0 {
		day--
	}
	return On(Day(day), sum-day*24*60)
}

// Compare orders walls' clocks; no time comes first.
func (w Wall) Compare(o Wall) int {
	rank := func(w Wall) int {
		if w.IsZero() {
			return -1 << 62
		}
		return int(w.Day)*24*60 + w.Minute
	}
	return min(max(rank(w)-rank(o), -1), 1)
}

// Shift says what a zone makes of a wall's clock.
type Shift string

// The shifts.
const (
	Plain Shift = ""      // the time is there, once
	Gap   Shift = "gap"   // it is skipped that day: the first instant after the gap is taken
	Twice Shift = "twice" // it comes twice: the first is taken
)

// Moment is a wall's clock in a zone: the instant at which it is so late there.
type Moment struct {
	Wall  Wall      // as it was asked for
	Zone  string    // IANA
	At    time.Time // UTC
	Shift Shift
	Shown string // what the clock shows then, with its zone: "03:00 CEST"; with its day, if that is another
}

// In is when the clock of a zone shows w. A time that does not exist there
// becomes the first instant after the gap, of one that exists twice the first
// is taken.
func (w Wall) In(zone *time.Location) Moment {
	m := Moment{Wall: w, Zone: zone.String()}
	if w.IsZero() {
		return m
	}
	floating := w.Day.utc().Add(time.Duration(w.Minute) * time.Minute)
	var found []time.Time
	// No clock is more than a day away from UTC, and none was ever put by more.
	end := floating.Add(26 * time.Hour)
	for at := floating.Add(-26 * time.Hour); at.Before(end); {
		next := sameUntil(at, zone)
		_, offset := at.In(zone).Zone()
		_, after := next.In(zone).Zone()
		if t := floating.Add(-time.Duration(offset) * time.Second); !t.Before(at) && t.Before(next) {
			found = append(found, t)
		}
		// The gap is where the clock of the next period begins behind w and that of
		// this one ends before it.
		if m.At.IsZero() && !floating.Before(next.Add(time.Duration(offset)*time.Second)) &&
			floating.Before(next.Add(time.Duration(after)*time.Second)) {
			m.At, m.Shift = next, Gap
		}
		at = next
	}
	if len(found) > 0 {
		m.At, m.Shift = found[0].UTC(), Plain
		if len(found) > 1 {
			m.Shift = Twice
		}
	}
	local := m.At.In(zone)
	m.Shown = local.Format("15:04 MST")
	if DayOf(local) != w.Day {
		m.Shown = local.Format("Mon 2 Jan 15:04 MST")
	}
	return m
}

// sameUntil is until when the clock of a zone runs on undisturbed from an
// instant, at least: it is later than that, and no turn lies between them.
func sameUntil(at time.Time, zone *time.Location) time.Time {
	_, next := at.In(zone).ZoneBounds()
	switch {
	case next.IsZero():
		return at.AddDate(1000, 0, 0)
	case !next.After(at):
		// On the last day of a leap year Go says of zones that go on by a rule that
		// the year is over already (seen in 1.26). No rule turns clocks on that day.
		return time.Date(at.UTC().Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return next.UTC()
}

// Note says what a person must know of a moment before it is kept, in a
// sentence; "" if the time is an ordinary one.
func (m Moment) Note() string {
	day := m.Wall.Day.Format("2 Jan 2006")
	switch m.Shift {
	case Gap:
		return m.Wall.Clock() + " does not exist on " + day + " in " + m.Zone + ": the clocks are put forward. It goes out at " + m.Shown + "."
	case Twice:
		return m.Wall.Clock() + " comes twice on " + day + " in " + m.Zone + ": the clocks are put back. It goes out the first time, " + m.Shown + "."
	case Plain:
	}
	return ""
}

// cut is what somebody wrote, short enough for a sentence.
func cut(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
