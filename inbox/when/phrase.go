package when

import (
	"strings"
	"time"
)

// phrase is what was typed, being read from its front.
type phrase struct {
	tokens []string
	now    time.Time
}

// read understands the whole phrase or nothing of it.
func (p *phrase) read() (time.Time, bool) {
	if len(p.tokens) > 1 && p.tokens[0] == "in" {
		p.tokens = p.tokens[1:]
		return p.later()
	}
	if t, ok := p.later(); ok {
		return t, true
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(p.tokens[0])); err == nil && len(p.tokens) == 1 {
		return t.In(p.now.Location()), true
	}
	if len(p.tokens) == 1 {
		if day, clock, ok := strings.Cut(p.tokens[0], "t"); ok && len(day) == len(time.DateOnly) {
			p.tokens = []string{day, clock} // 2026-12-01t09:30
		}
	}
	all := p.tokens
	d, spoken, ok := p.day()
	if !ok {
		p.tokens = all
		return p.clockOnly()
	}
	hour, minute, ok := p.clock()
	switch {
	case ok:
		spoken.clocked = true
	case spoken.hour == 0:
		hour = morning
	default:
		hour, minute = spoken.hour, 0
	}
	if len(p.tokens) > 0 {
		return time.Time{}, false
	}
	return p.settle(d, spoken, hour, minute), true
}

// later reads "3d", "2 hours", "1h30m": hours are counted on the clock, days
// on the calendar, so that the wall clock stays.
func (p *phrase) later() (time.Time, bool) {
	parts, ok := measures(p.tokens)
	if !ok {
		return time.Time{}, false
	}
	d, extra, moved := dateOf(p.now), time.Duration(0), false
	for _, m := range parts {
		switch m.unit {
		case days:
			d, moved = d.plus(m.count), true
		case weeks:
			d, moved = d.plus(7*m.count), true
		case months:
			d, moved = d.plusMonths(m.count), true
		case years:
			d, moved = d.plusMonths(12*m.count), true
		case noUnit, second, minute, hour:
			extra += time.Duration(m.count) * m.unit.length()
		}
		// Before the numbers run over.
		if d.year > p.now.Year()+maxYears || extra > maxYears*366*day || extra < 0 {
			return time.Time{}, false
		}
	}
	t := p.now
	if moved {
		t = d.at(t.Hour(), t.Minute(), t.Location()).Add(time.Duration(t.Second()) * time.Second)
	}
	return t.Add(extra), true
}

// clockOnly reads "14:30", "2pm", "noon", "evening": the next time that it is
// so late.
func (p *phrase) clockOnly() (time.Time, bool) {
	if _, bare := number(p.tokens[0]); bare && len(p.tokens) == 1 {
		return time.Time{}, false // "9" may be anything
	}
	hour, minute, ok := p.clock()
	if !ok || len(p.tokens) > 0 {
		return time.Time{}, false
	}
	today := dateOf(p.now)
	t := today.at(hour, minute, p.now.Location())
	if !t.After(p.now) {
		t = today.plus(1).at(hour, minute, p.now.Location())
	}
	return t, true
}

// speech is how a day was named.
type speech struct {
	hour    int  // that the name itself means, or 0
	again   int  // days after which the same name fits again, or 0
	yearly  bool // a day of the year without the year
	clocked bool // a clock was given
	today   bool // the name may mean today
}

// settle turns a day and a clock into the time meant: a weekday or a birthday
// that is over means the next one.
func (p *phrase) settle(d date, s speech, hour, minute int) time.Time {
	loc := p.now.Location()
	t := d.at(hour, minute, loc)
	isToday := d == dateOf(p.now)
	switch {
	case s.again > 0 && isToday && (!s.clocked && !s.today || !t.After(p.now)):
		return d.plus(s.again).at(hour, minute, loc)
	case s.yearly && !t.After(p.now):
		for range 8 { // 29 February comes again
			d.year++
			if d.exists() {
				return d.at(hour, minute, loc)
			}
		}
	}
	return t
}

// take drops n tokens that were understood.
func (p *phrase) take(n int) { p.tokens = p.tokens[n:] }

// peek is the token at i, or "".
func (p *phrase) peek(i int) string {
	if i < len(p.tokens) {
		return p.tokens[i]
	}
	return ""
}

// clock reads a time of day from the front, if there is one.
func (p *phrase) clock() (hour, minute int, ok bool) {
	word := p.peek(0)
	if hour, ok := partOfDay(word); ok {
		p.take(1)
		return hour, 0, true
	}
	half := ""
	for _, suffix := range []string{"am", "pm", "a.m.", "p.m."} {
		if w, ok := strings.CutSuffix(word, suffix); ok && w != "" {
			word, half = w, suffix[:1]
		}
	}
	used := 1
	if half == "" {
		switch p.peek(1) {
		case "am", "pm", "a.m.", "p.m.":
			half, used = p.peek(1)[:1], 2
		case "o'clock", "oclock":
			used = 2
		}
	}
	hour, minute, ok = hours(word)
	if ok && half != "" {
		hour, ok = halfDay(hour, half)
	}
	if ok {
		p.take(used)
	}
	return hour, minute, ok
}

// hours reads "14", "14:30" and "14:30:00".
func hours(word string) (hour, minute int, ok bool) {
	left, right, colon := strings.Cut(word, ":")
	hour, ok = number(left)
	if !ok || len(left) > 2 || hour > 23 {
		return 0, 0, false
	}
	if !colon {
		return hour, 0, true
	}
	right, _ = strings.CutSuffix(right, ":00")
	minute, ok = number(right)
	return hour, minute, ok && len(right) == 2 && minute < 60
}

// halfDay is the hour of 24 that an hour of twelve means.
func halfDay(hour int, half string) (int, bool) {
	if hour < 1 || hour > 12 {
		return 0, false
	}
	hour %= 12
	if half == "p" {
		hour += 12
	}
	return hour, true
}

func partOfDay(word string) (hour int, ok bool) {
	switch word {
	case "morning":
		return morning, true
	case "noon", "midday", "lunch":
		return noon, true
	case "afternoon":
		return afternoon, true
	case "eod":
		return endOfDay, true
	case "evening":
		return evening, true
	case "night":
		return night, true
	case "midnight":
		return 0, true
	}
	return 0, false
}
