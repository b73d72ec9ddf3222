package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// say is how often a series comes, without its end.
func (s series) say() (string, error) {
	r := s.rule
	plain := r.Wkst == rrule.MO && (len(r.Bymonth) == 0 || r.Freq == rrule.YEARLY)
	switch {
	case !plain:
		return "", errUnsaid
	case r.Freq == rrule.DAILY && len(r.Byweekday) == 0 && len(r.Bymonthday) == 31:
		return s.every("day"), nil
	case r.Freq == rrule.WEEKLY:
		return s.sayWeekly()
	case r.Freq == rrule.MONTHLY:
		return s.sayMonthly()
	case r.Freq == rrule.YEARLY && len(r.Bymonth) == 1 && len(r.Bymonthday) == 1 && r.Bymonthday[0] > 0 && len(r.Byweekday)+len(r.Bysetpos) == 0:
		return s.every("year") + " on " + strconv.Itoa(r.Bymonthday[0]) + " " + time.Month(r.Bymonth[0]).String()[:3], nil
	}
	return "", errUnsaid
}

// every is the unit with the interval.
func (s series) every(unit string) string {
	if s.interval == 1 {
		return "every " + unit
	}
	return "every " + strconv.Itoa(s.interval) + " " + unit + "s"
}

func dayName(day rrule.Weekday) string {
	return time.Weekday((day.Day() + 1) % 7).String()[:3]
}

func (s series) sayWeekly() (string, error) {
	names := make([]string, len(s.rule.Byweekday))
	for i, day := range s.rule.Byweekday {
		names[i] = dayName(day)
	}
	all := strings.Join(names, ", ")
	if s.interval == 1 && all == "Mon, Tue, Wed, Thu, Fri" {
		return "every weekday", nil
	}
	return s.every("week") + " on " + all, nil
}

func (s series) sayMonthly() (string, error) {
	r := s.rule
	month := s.every("month") + " on the "
	if len(r.Bysetpos) > 0 {
		which, err := s.sayWorkday()
		return month + which, err
	}
	var parts []string
	for _, n := range r.Bymonthday {
		if n < -1 || len(r.Byweekday) > 0 || n == -1 && len(r.Bymonthday) > 1 {
			return "", errUnsaid
		}
		parts = append(parts, nth(n))
	}
	for _, day := range r.Byweekday {
		if n := day.N(); n < -1 || n == 0 {
			return "", errUnsaid
		}
		parts = append(parts, whichOf(day.N())+" "+dayName(day))
	}
	return month + strings.Join(parts, ", "), nil
}

// sayWorkday says which of a month's working days is meant.
func (s series) sayWorkday() (string, error) {
	r := s.rule
	named := 0
	for _, day := range r.Byweekday {
		if day.N() == 0 && day.Day() < 5 {
			named |= 1 << day.Day()
		}
	}
	switch {
	case named != 1<<5-1 || len(r.Byweekday) != 5 || len(r.Bymonthday) > 0 || len(r.Bysetpos) > 1:
		return "", errUnsaid
	case r.Bysetpos[0] == 1:
		return "first weekday", nil
	case r.Bysetpos[0] == -1:
		return "last weekday", nil
	}
	return "", errUnsaid
}

// nth is a day of the month.
func nth(n int) string {
	switch {
	case n == -1:
		return "last day"
	case n%10 == 1 && n != 11:
		return fmt.Sprint(n, "st")
	case n%10 == 2 && n != 12:
		return fmt.Sprint(n, "nd")
	case n%10 == 3 && n != 13:
		return fmt.Sprint(n, "rd")
	}
	return fmt.Sprint(n, "th")
}

func whichOf(n int) string {
	if n == -1 {
		return "last"
	}
	return ordinals()[n]
}
