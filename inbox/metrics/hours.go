package metrics

import "time"

// Hours are when somebody of the team is at work, on the clock of a zone. The
// zero value is Monday to Friday from nine to five.
type Hours struct {
	Zone     *time.Location
	From, To int               // minutes of the day
	Days     [7]bool           // by time.Weekday
	Holidays map[string]string // by day, "2026-12-25"
}

// whole is the hours with what was left out.
func (h Hours) whole(zone *time.Location) Hours {
	if h.Zone == nil {
		h.Zone = zone
	}
	if h.From == 0 && h.To == 0 {
		h.From, h.To = 9*60, 17*60
	}
	if h.Days == ([7]bool{}) {
		for d := time.Monday; d <= time.Friday; d++ {
			h.Days[d] = true
		}
	}
	return h
}

// Between is how long somebody was at work between two times. A question that
// was asked at night is waited for from the morning on.
func (h Hours) Between(from, to time.Time, zone *time.Location) time.Duration {
	h = h.whole(zone)
	from, to = from.In(h.Zone), to.In(h.Zone)
	var sum time.Duration
	for day := Days.Begin(from); day.Before(to); day = Days.Add(day, 1) {
		if open, shut, works := h.on(day); works {
			sum += max(0, earliest(shut, to).Sub(latest(open, from)))
		}
	}
	return sum
}

// Open reports whether somebody is at work.
func (h Hours) Open(at time.Time, zone *time.Location) bool {
	h = h.whole(zone)
	at = at.In(h.Zone)
	open, shut, works := h.on(Days.Begin(at))
	return works && !at.Before(open) && at.Before(shut)
}

// on is when a day's work begins and ends.
func (h Hours) on(day time.Time) (open, shut time.Time, works bool) {
	if _, free := h.Holidays[day.Format(time.DateOnly)]; free || !h.Days[day.Weekday()] {
		return open, shut, false
	}
	year, month, d := day.Date()
	return time.Date(year, month, d, 0, h.From, 0, 0, h.Zone), time.Date(year, month, d, 0, h.To, 0, 0, h.Zone), true
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// farthest is how many days ahead hours at work are looked for.
const farthest = 4000

// After is when somebody has been at work for a while since a time; zero if that
// never happens.
func (h Hours) After(from time.Time, work time.Duration, zone *time.Location) time.Time {
	h = h.whole(zone)
	from = from.In(h.Zone)
	day := Days.Begin(from)
	for range farthest {
		if open, shut, works := h.on(day); works {
			open = latest(open, from)
			room := max(0, shut.Sub(open))
			if room > 0 && room >= work {
				return open.Add(work)
			}
			work -= room
		}
		day = Days.Add(day, 1)
	}
	return time.Time{}
}

// Opens is when somebody is at work next: at once if somebody is now.
func (h Hours) Opens(at time.Time, zone *time.Location) time.Time {
	return h.After(at, 0, zone)
}

// Shuts is when the work of this day ends, zero if nobody is at work now.
func (h Hours) Shuts(at time.Time, zone *time.Location) time.Time {
	if !h.Open(at, zone) {
		return time.Time{}
	}
	h = h.whole(zone)
	_, shut, _ := h.on(Days.Begin(at.In(h.Zone)))
	return shut
}
