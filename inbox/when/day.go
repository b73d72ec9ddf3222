package when

import (
	"strings"
	"time"
)

// day reads a day from the front, and how it was named.
func (p *phrase) day() (date, speech, bool) {
	today := dateOf(p.now)
	word := p.peek(0)
	switch word {
	case "next":
		return p.next(today)
	case "this", "coming":
		return p.this(today)
	case "end":
		if p.peek(1) == "day" { // "end of day"
			p.take(2)
			return today, speech{hour: endOfDay}, true
		}
	}
	n := 1
	switch word {
	case "today", "tod":
		p.take(n)
		return today, speech{}, true
	case "tonight", "tonite":
		p.take(n)
		return today, speech{hour: night}, true
	case "eod":
		p.take(n)
		return today, speech{hour: endOfDay}, true
	case "tomorrow", "tmr", "tmrw", "tom", "tomo":
		p.take(n)
		return today.plus(1), speech{}, true
	case "weekend":
		p.take(n)
		return today.coming(time.Saturday), speech{again: 7, today: true}, true
	}
	if w, ok := weekdayOf(word); ok {
		p.take(n)
		return today.coming(w), speech{again: 7}, true
	}
	return p.calendarDay(today)
}

// coming is the first such weekday from d on, d included.
func (d date) coming(w time.Weekday) date {
	return d.plus((int(w-d.weekday()) + 7) % 7)
}

// monday is the one of the week after d's.
func (d date) nextMonday() date { return d.plus(1).coming(time.Monday) }

// next reads "next week", "next month", "next fri": that of the week or month
// after this one.
func (p *phrase) next(today date) (date, speech, bool) {
	word := p.peek(1)
	p.take(min(2, len(p.tokens)))
	switch word {
	case "day":
		return today.plus(1), speech{}, true
	case "week", "wk":
		if w, ok := weekdayOf(p.peek(0)); ok { // "next week fri"
			p.take(1)
			return today.nextMonday().coming(w), speech{}, true
		}
		return today.nextMonday(), speech{}, true
	case "weekend":
		return today.nextMonday().coming(time.Saturday), speech{}, true
	case "month":
		first := date{today.year, today.month, 1}
		return first.plusMonths(1), speech{}, true
	case "year":
		return date{today.year + 1, time.January, 1}, speech{}, true
	}
	if w, ok := weekdayOf(word); ok {
		return today.nextMonday().coming(w), speech{}, true
	}
	return date{}, speech{}, false
}

// this reads "this evening", "this fri", "this weekend".
func (p *phrase) this(today date) (date, speech, bool) {
	if _, ok := partOfDay(p.peek(1)); ok {
		p.take(1) // the part of the day is read as a clock
		return today, speech{}, true
	}
	p.take(1)
	if p.peek(0) == "weekend" {
		return p.day()
	}
	if _, ok := weekdayOf(p.peek(0)); ok {
		return p.day()
	}
	return date{}, speech{}, false
}

// calendarDay reads "2026-12-01", "1 dec", "dec 1st", "1 december 2027".
func (p *phrase) calendarDay(today date) (date, speech, bool) {
	if t, err := time.Parse(time.DateOnly, p.peek(0)); err == nil {
		p.take(1)
		return dateOf(t), speech{}, true
	}
	day, month := dayOfMonth(p.peek(0)), monthOf(p.peek(1))
	if day == 0 {
		day, month = dayOfMonth(p.peek(1)), monthOf(p.peek(0))
	}
	if day == 0 || month == 0 {
		return date{}, speech{}, false
	}
	d, s := date{today.year, month, day}, speech{yearly: true}
	n := 2
	if year, ok := number(p.peek(2)); ok && len(p.peek(2)) == 4 {
		d.year, s.yearly, n = year, false, 3
	}
	p.take(n)
	for range 8 { // 29 February waits for its year
		if d.exists() || !s.yearly {
			break
		}
		d.year++
	}
	return d, s, d.exists()
}

// dayOfMonth reads "1", "1st", "31." or is 0.
func dayOfMonth(word string) int {
	word = strings.TrimSuffix(word, ".")
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, suffix)
	}
	if n, ok := number(word); ok && len(word) <= 2 && n <= 31 {
		return n
	}
	return 0
}

// monthOf reads a month's name of three letters or more, or is 0.
func monthOf(word string) time.Month {
	word = strings.TrimSuffix(word, ".")
	if len(word) < 3 {
		return 0
	}
	if word == "sept" {
		return time.September
	}
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); word == name || word == name[:3] {
			return m
		}
	}
	return 0
}

// weekdayOf reads a weekday's name or what it is cut to.
func weekdayOf(word string) (time.Weekday, bool) {
	word = strings.TrimSuffix(word, ".")
	switch word {
	case "tues":
		return time.Tuesday, true
	case "weds":
		return time.Wednesday, true
	case "thur", "thurs":
		return time.Thursday, true
	}
	for w := time.Sunday; w <= time.Saturday; w++ {
		if name := strings.ToLower(w.String()); word == name || word == name[:3] {
			return w, true
		}
	}
	return 0, false
}
