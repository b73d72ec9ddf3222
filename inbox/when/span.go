package when

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// Span reads a length of time: "24h", "3d", "2w", "90m", "1d 12h", "2 weeks".
// A day is 24 hours here, a month 30 days and a year 365.
func Span(words string) (time.Duration, error) {
	parts, ok := measures(tokens(words))
	if !ok {
		return 0, fmt.Errorf("%q is not a length of time: try 90m, 24h, 3d or 2w", short(words))
	}
	const most = maxYears * 365 * day
	var sum time.Duration
	for _, p := range parts {
		if time.Duration(p.count) > (most-sum)/p.unit.length() {
			return 0, fmt.Errorf("%q is more than %d years", short(words), maxYears)
		}
		sum += time.Duration(p.count) * p.unit.length()
	}
	return sum, nil
}

// unit is a unit of time that a person counts in.
type unit int

const (
	noUnit unit = iota
	second
	minute
	hour
	days
	weeks
	months
	years
)

func unitOf(word string) unit {
	switch word {
	case "s", "sec", "secs", "second", "seconds":
		return second
	case "m", "min", "mins", "minute", "minutes":
		return minute
	case "h", "hr", "hrs", "hour", "hours":
		return hour
	case "d", "day", "days":
		return days
	case "w", "wk", "wks", "week", "weeks":
		return weeks
	case "mo", "mon", "mos", "month", "months":
		return months
	case "y", "yr", "yrs", "year", "years":
		return years
	}
	return noUnit
}

func (u unit) length() time.Duration {
	switch u {
	case second:
		return time.Second
	case minute:
		return time.Minute
	case hour:
		return time.Hour
	case days:
		return day
	case weeks:
		return 7 * day
	case months:
		return 30 * day
	case years:
		return 365 * day
	case noUnit:
	}
	return 0
}

// measure is a count of units.
type measure struct {
	count int
	unit  unit
}

// measures reads "1h30m", "2 hours", "3d": nothing but counts and units.
func measures(words []string) ([]measure, bool) {
	r := ruler{pending: -1}
	for _, word := range words {
		for word != "" {
			digits, letters := split(word)
			if digits+letters == "" || !r.read(digits, letters) {
				return nil, false
			}
			word = word[len(digits)+len(letters):]
		}
	}
	return r.list, len(r.list) > 0 && r.pending < 0
}

// ruler collects measures.
type ruler struct {
	list    []measure
	pending int // a count that waits for its unit; -1 for none
}

// read takes digits, letters, or both; it refuses what is no count and no unit.
func (r *ruler) read(digits, letters string) bool {
	if digits != "" {
		count, ok := number(digits)
		if !ok || r.pending >= 0 {
			return false
		}
		r.pending = count
	}
	if letters == "" {
		return true
	}
	u := unitOf(letters)
	if u == noUnit || r.pending < 0 {
		return false
	}
	r.list = append(r.list, measure{r.pending, u})
	r.pending = -1
	return true
}

// split parts the digits at the head of a word from the letters behind them.
func split(word string) (digits, letters string) {
	i := 0
	for i < len(word) && isDigit(word[i]) {
		i++
	}
	j := i
	for j < len(word) && 'a' <= word[j] && word[j] <= 'z' {
		j++
	}
	return word[:i], word[i:j]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads up to six digits.
func number(s string) (int, bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}
