package metrics

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Window is a half-open range of days in the reporting zone (R1). A day has 23,
// 24 or 25 hours.
type Window struct {
	From, To time.Time // midnights of the zone
	Unit     Unit      // of the calendar that it was asked for in; Days if it is just a range
}

// Unit is a calendar's unit, or how fine a series is.
type Unit string

// The units.
const (
	Days     Unit = "day"
	Weeks    Unit = "week" // from Monday (R2)
	Months   Unit = "month"
	Quarters Unit = "quarter"
	Years    Unit = "year"
)

// midnight is the beginning of a day. Where a clock is put forward at midnight
// it is the first instant of the day.
func midnight(year int, month time.Month, day int, zone *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for h := 1; t.Day() != time.Date(year, month, day, 12, 0, 0, 0, zone).Day() && h < 4; h++ {
		t = time.Date(year, month, day, h, 0, 0, 0, zone)
	}
	return t
}

// Begin is the first instant of the unit that t lies in.
func (u Unit) Begin(t time.Time) time.Time {
	year, month, day := t.Date()
	switch u {
	case Weeks:
		day -= (int(t.Weekday()) + 6) % 7
	case Months:
		day = 1
	case Quarters:
		month, day = (month-1)/3*3+1, 1
	case Years:
		month, day = time.January, 1
	case Days:
	}
	return midnight(year, month, day, t.Location())
}

// Add is the beginning of the n-th unit after the one that begins at t.
func (u Unit) Add(t time.Time, n int) time.Time {
	year, month, day := t.Date()
	switch u {
	case Weeks:
		day += 7 * n
	case Months:
		month += time.Month(n)
	case Quarters:
		month += time.Month(3 * n)
	case Years:
		year += n
	case Days:
		day += n
	}
	return midnight(year, month, day, t.Location())
}

// Over is the window of a unit that holds t.
func (u Unit) Over(t time.Time) Window {
	from := u.Begin(t)
	return Window{from, u.Add(from, 1), u}
}

// Last is the window of the last n days, today included as far as it has come.
func Last(n int, now time.Time) Window {
	end := Days.Add(Days.Begin(now), 1)
	return Window{Days.Add(end, -n), end, Days}
}

// Days is how many days the window has.
func (w Window) Days() int {
	return int(julian(w.To) - julian(w.From))
}

// julian counts the days of the calendar, whatever their length.
func julian(t time.Time) int64 {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// Before is the window that this one is compared with (R3): of the calendar the
// unit before, else the same number of days.
func (w Window) Before() Window {
	if w.Unit != Days && w.Unit != "" {
		return Window{w.Unit.Add(w.From, -1), w.From, w.Unit}
	}
	return Window{Days.Add(w.From, -w.Days()), w.From, w.Unit}
}

// After is the window that follows.
func (w Window) After() Window {
	if w.Unit != Days && w.Unit != "" {
		return Window{w.To, w.Unit.Add(w.To, 1), w.Unit}
	}
	return Window{w.To, Days.Add(w.To, w.Days()), w.Unit}
}

// Cut is the window in pieces of a unit. The first and the last piece may be
// shorter; a week belongs to the window of its first day (R2), so that those of
// weeks begin on the first Monday.
func (w Window) Cut(u Unit) []Window {
	var all []Window
	from := w.From
	if begin := u.Begin(from); u == Weeks && begin.Before(from) {
		from = u.Add(begin, 1)
	}
	for from.Before(w.To) {
		to := u.Add(u.Begin(from), 1)
		if u != Weeks && to.After(w.To) {
			to = w.To
		}
		all = append(all, Window{from, to, u})
		from = to
	}
	return all
}

// String is how a person says it: "2026-10", "2026-W48", "2026-10-03",
// "2026-10-01..2026-12-01" (the last day included).
func (w Window) String() string {
	year, week := w.From.ISOWeek()
	switch {
	case w.Unit == Years:
		return w.From.Format("2006")
	case w.Unit == Quarters:
		return fmt.Sprintf("%04d-Q%d", w.From.Year(), (int(w.From.Month())+2)/3)
	case w.Unit == Months:
		return w.From.Format("2006-01")
	case w.Unit == Weeks:
		return fmt.Sprintf("%04d-W%02d", year, week)
	case w.Days() == 1:
		return w.From.Format(time.DateOnly)
	}
	return w.From.Format(time.DateOnly) + ".." + Days.Add(w.To, -1).Format(time.DateOnly)
}

// ParseWindow reads a period: a year, "2026-Q4", "2026-10", "2026-W48",
// "2026-10-03", two days with ".." between them of which the last is included,
// or "30d", "12w" and "6m", which end with today. "month", "last month", "week"
// and so on are relative to now, which also says the zone.
func ParseWindow(text string, now time.Time) (Window, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	zone := now.Location()
	if first, last, two := strings.Cut(text, ".."); two {
		from, err := day(first, zone)
		if err != nil {
			return Window{}, err
		}
		to, err := day(last, zone)
		if err != nil {
			return Window{}, err
		}
		if to.Before(from) {
			return Window{}, fmt.Errorf("the period %q ends before it begins", text)
		}
		return Window{from, Days.Add(to, 1), Days}, nil
	}
	if w, ok := relative(text, now); ok {
		return w, nil
	}
	if t, err := time.ParseInLocation("2006", text, zone); err == nil {
		return Years.Over(t), nil
	}
	if t, err := time.ParseInLocation("2006-01", text, zone); err == nil {
		return Months.Over(t), nil
	}
	if t, err := day(text, zone); err == nil {
		return Days.Over(t), nil
	}
	if year, quarter, ok := numbered(text, "-q"); ok && quarter <= 4 {
		return Quarters.Over(midnight(year, time.Month(3*quarter), 1, zone)), nil
	}
	if year, week, ok := numbered(text, "-w"); ok && week <= 53 {
		from := Weeks.Add(Weeks.Begin(midnight(year, time.January, 4, zone)), week-1)
		if y, n := from.ISOWeek(); y == year && n == week {
			return Weeks.Over(from), nil
		}
	}
	return Window{}, fmt.Errorf("%q is no period: write 2026, 2026-Q4, 2026-10, 2026-W48, 2026-10-03, 2026-10-01..2026-10-14, 30d, month or last month", text)
}

func day(text string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	if err != nil || t.Year() < 1970 || t.Year() > 9000 {
		return t, fmt.Errorf("%q is no day: write it as 2026-10-03", text)
	}
	year, month, d := t.Date()
	return midnight(year, month, d, zone), nil
}

func numbered(text, between string) (year, n int, ok bool) {
	before, after, ok := strings.Cut(text, between)
	year, err := strconv.Atoi(before)
	n, bad := strconv.Atoi(after)
	return year, n, ok && err == nil && bad == nil && year >= 1970 && year < 9000 && n > 0
}

func relative(text string, now time.Time) (Window, bool) {
	for _, u := range []Unit{Days, Weeks, Months, Quarters, Years} {
		this := u.Over(now)
		switch text {
		case string(u), "this " + string(u):
			return this, true
		case "last " + string(u):
			return this.Before(), true
		}
	}
	switch text {
	case "today":
		return Days.Over(now), true
	case "yesterday":
		return Days.Over(now).Before(), true
	case "":
		return Last(30, now), true
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || n < 1 || n > 40_000 {
		return Window{}, false
	}
	end := Days.Add(Days.Begin(now), 1)
	switch text[len(text)-1] {
	case 'd':
		return Last(n, now), true
	case 'w':
		return Last(7*n, now), true
	case 'm':
		return Window{Months.Add(Days.Add(end, -1), -n), end, Days}, n < 1200
	}
	return Window{}, false
}
