package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Occurrence is one time at which a post is due.
type Occurrence struct {
	Key    string // of a series: its day, "2026-11-23"; "" of a post that is said once
	Moment Moment
}

// Occurrences are when a post is due from one instant until before another, in
// order. The error is of a rule that cannot be read.
//
// A series keeps the clock on the wall, whatever is done to the clocks, and
// comes on the days that its rule names from the day of When on: a When that
// the rule does not name is not among them. As in RFC 5545, a month without a
// 31st has no occurrence of a series on the 31st, COUNT counts what is left
// out, too, and UNTIL is the last day, by the same clock.
func Occurrences(p Post, zone *time.Location, from, to time.Time) ([]Occurrence, error) {
	if p.When.IsZero() || !from.Before(to) {
		return nil, nil
	}
	inside := func(m Moment) bool { return !m.At.Before(from) && m.At.Before(to) }
	if !p.Series() {
		if m := p.When.In(zone); inside(m) {
			return []Occurrence{{Moment: m}}, nil
		}
		return nil, nil
	}
	s, err := readSeries(p.Repeats, p.When.Day)
	if err != nil {
		return nil, err
	}
	// The window is two instants, and a wall may show another day: what a gap
	// moves, it moves by a day at most.
	var all []Occurrence
	for _, day := range s.between(DayOf(from.In(zone))-2, DayOf(to.In(zone))+2) {
		if slices.Contains(p.Except, day) {
			continue
		}
		if m := p.When.To(day).In(zone); inside(m) {
			all = append(all, Occurrence{day.String(), m})
		}
	}
	return all, nil
}

// The most that a series is followed: the periods that are looked at for one
// answer, and what INTERVAL and COUNT may be.
const (
	mostPeriods  = 4000
	mostInterval = 1000
	mostCount    = 5000
)

// beyond are more years than the calendar of the library has. It is given as
// the interval, and so one period is unrolled and never another: a rule that
// names no day at all would else be followed to the year 9999.
const beyond = 10000

// series is a rule that has been read, with its first day.
type series struct {
	rule     rrule.ROption
	first    Day
	until    Day // 0 if it has none
	interval int
	count    int
}

// readSeries reads an RRULE. What is asked more often than daily, and what
// names hours, is refused: a post has one clock.
func readSeries(text string, first Day) (series, error) {
	s := series{first: first, interval: 1}
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "RRULE:")
	var kept []string
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		if seen[name] {
			return s, fmt.Errorf("%s stands in the rule twice", cut(name))
		}
		seen[name] = true
		var err error
		switch name {
		case "FREQ", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST":
			kept = append(kept, part)
		case "INTERVAL":
			s.interval, err = number(name, value, mostInterval)
		case "COUNT":
			s.count, err = number(name, value, mostCount)
		case "UNTIL":
			s.until, err = lastDay(value)
		case "BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART", "TZID":
			err = fmt.Errorf("the time of a series stands at  when, not in its rule: take %s out", name)
		default:
			err = fmt.Errorf("%q is not read in a rule: write it as FREQ=WEEKLY;BYDAY=MO", cut(part))
		}
		if err != nil {
			return s, err
		}
	}
	if seen["COUNT"] && seen["UNTIL"] {
		return s, fmt.Errorf("a rule has a COUNT or an UNTIL, not both")
	}
	option, err := rrule.StrToROption(strings.Join(kept, ";"))
	if err == nil {
		_, err = rrule.NewRRule(rrule.ROption{
			Freq: option.Freq, Dtstart: first.utc(), Bysetpos: option.Bysetpos,
			Bymonth: option.Bymonth, Bymonthday: option.Bymonthday, Byweekday: option.Byweekday,
		})
	}
	if err != nil {
		return s, fmt.Errorf("%q is not a rule (%w): write it as FREQ=WEEKLY;BYDAY=MO", cut(text), err)
	}
	s.rule = *option
	if err := s.sound(); err != nil {
		return s, err
	}
	s.fill()
	return s, nil
}

func number(name, value string, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%s is a number from 1 to %d, not %q", name, most, cut(value))
	}
	return n, nil
}

// lastDay reads the day of an UNTIL, with or without a clock.
func lastDay(value string) (Day, error) {
	date, _, _ := strings.Cut(value, "T")
	t, err := time.Parse("20060102", date)
	if err != nil {
		return 0, fmt.Errorf("UNTIL is a day such as 20270301, not %q", cut(value))
	}
	return DayOf(t), nil
}

// sound refuses what RFC 5545 does, and numbers at which the library falls
// over.
func (s series) sound() error {
	r := s.rule
	weekly := r.Freq == rrule.WEEKLY || r.Freq == rrule.DAILY
	switch {
	case r.Freq > rrule.DAILY:
		return fmt.Errorf("a series comes once a day at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY")
	case weekly && len(r.Bysetpos) > 0:
		return fmt.Errorf("BYSETPOS is read with FREQ=MONTHLY and FREQ=YEARLY alone")
	case r.Freq == rrule.WEEKLY && len(r.Bymonthday) > 0:
		return fmt.Errorf("BYMONTHDAY is not for FREQ=WEEKLY: use FREQ=MONTHLY")
	}
	most := 5
	if r.Freq == rrule.YEARLY && len(r.Bymonth) == 0 {
		most = 53
	}
	for _, day := range r.Byweekday {
		if n := day.N(); weekly && n != 0 || n > most || n < -most {
			return fmt.Errorf("%s is not a day that this rule can name: write BYDAY=MO, or BYDAY=-1FR with FREQ=MONTHLY", day)
		}
	}
	if slices.Contains(r.Bymonthday, 0) || slices.Contains(r.Bysetpos, 0) {
		return fmt.Errorf("days of a month are counted from 1, or from -1 backwards")
	}
	return nil
}

// fill writes down what a rule takes from its first day, and turns what comes
// by days and weeks into the days of a month, out of which [series.keeps] picks.
func (s *series) fill() {
	_, month, day := s.first.Parts()
	open := len(s.rule.Byweekday) == 0 && len(s.rule.Bymonthday) == 0
	switch s.rule.Freq {
	case rrule.YEARLY:
		if open && len(s.rule.Bymonth) == 0 {
			s.rule.Bymonth = []int{int(month)}
		}
		if open {
			s.rule.Bymonthday = []int{day}
		}
	case rrule.MONTHLY:
		if open {
			s.rule.Bymonthday = []int{day}
		}
	case rrule.WEEKLY:
		if open {
			all := []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}
			s.rule.Byweekday = []rrule.Weekday{all[s.first-s.first.Monday()]}
		}
	case rrule.DAILY, rrule.HOURLY, rrule.MINUTELY, rrule.SECONDLY:
	}
	if s.rule.Freq >= rrule.WEEKLY && len(s.rule.Bymonthday) == 0 {
		for d := 1; d <= 31; d++ {
			s.rule.Bymonthday = append(s.rule.Bymonthday, d)
		}
	}
}

// between are the days of a series from one to another, both among them. It
// begins there and not with the first, unless it has to count.
func (s series) between(lo, hi Day) []Day {
	if s.until != 0 {
		hi = min(hi, s.until)
	}
	begin := max(lo, s.first)
	if s.count > 0 {
		begin = s.first
	}
	var all []Day
	counted := 0
	for at, looked := s.period(begin), 0; looked < mostPeriods && s.opens(at) <= hi; at++ {
		if !s.due(at) {
			continue
		}
		looked++
		for _, day := range s.unroll(at) {
			if day < begin || !s.keeps(day) {
				continue
			}
			counted++
			if day > hi || s.count > 0 && counted > s.count {
				return all
			}
			if day >= lo {
				all = append(all, day)
			}
		}
	}
	return all
}

// period is the number of the month that a day is in, of a yearly rule of the
// year.
func (s series) period(day Day) int {
	year, month, _ := day.Parts()
	if s.rule.Freq == rrule.YEARLY {
		return year
	}
	return 12*year + int(month) - 1
}

// opens is the first day of a period.
func (s series) opens(period int) Day {
	if s.rule.Freq == rrule.YEARLY {
		return Date(period, time.January, 1)
	}
	return Date(period/12, time.Month(period%12+1), 1)
}

// due reports whether the interval falls on a period.
func (s series) due(period int) bool {
	if s.rule.Freq >= rrule.WEEKLY {
		return true
	}
	return (period-s.period(s.first))%s.interval == 0
}

// keeps reports whether the interval of a daily or a weekly rule falls on a
// day.
func (s series) keeps(day Day) bool {
	switch s.rule.Freq {
	case rrule.DAILY:
		return int(day-s.first)%s.interval == 0
	case rrule.WEEKLY:
		begins := Day(s.rule.Wkst.Day()) // of a week, counted from Monday
		return int((day-begins).Monday()-(s.first-begins).Monday())/7%s.interval == 0
	case rrule.YEARLY, rrule.MONTHLY, rrule.HOURLY, rrule.MINUTELY, rrule.SECONDLY:
	}
	return true
}

// unroll are the days that the rule names in one period.
func (s series) unroll(period int) []Day {
	option := s.rule
	option.Dtstart = s.opens(period).utc()
	option.Interval = beyond
	if option.Freq != rrule.YEARLY {
		option.Freq, option.Interval = rrule.MONTHLY, 12*beyond
	}
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil // it was tried when it was read
	}
	var days []Day
	for _, t := range rule.All() {
		days = append(days, DayOf(t))
	}
	return days
}
