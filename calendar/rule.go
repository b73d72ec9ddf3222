package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ReadRule reads how often in words: "weekly", "every 2 weeks", "every weekday",
// "monthly", "every mon, thu until 1 mar", or an RRULE as it is. first is the
// first time. "once" is no rule at all.
func ReadRule(words string, first Wall) (string, error) {
	words = strings.Join(strings.Fields(words), " ")
	if upper := strings.ToUpper(words); strings.HasPrefix(upper, "RRULE:") || strings.Contains(upper, "FREQ=") {
		rule := strings.TrimPrefix(upper, "RRULE:")
		_, err := readSeries(rule, first.Day)
		return rule, err
	}
	said := strings.ToLower(words)
	if said == "" || said == "once" {
		return "", nil
	}
	said, limit, err := readLimit(said, first.Day)
	if err != nil {
		return "", err
	}
	rule, ok := readOften(said)
	if !ok {
		return "", fmt.Errorf("%q is not understood: write weekly, every 2 weeks, every weekday, every mon, thu, monthly, every month on the last fri, or yearly; until 2027-03-01 or 10 times may follow", cut(words))
	}
	if _, err := readSeries(rule+limit, first.Day); err != nil {
		return "", err
	}
	return rule + limit, nil
}

// readLimit takes the end of a series off what was said: "until 1 mar", "10
// times".
func readLimit(said string, first Day) (rest, limit string, err error) {
	if before, after, ok := strings.Cut(said, " until "); ok {
		day, err := readDay(after, first)
		switch {
		case err != nil:
			return "", "", err
		case day < first:
			return "", "", fmt.Errorf("the series would end on %s, before it begins on %s", day, first)
		}
		return strings.TrimRight(before, ", "), ";UNTIL=" + day.Format("20060102"), nil
	}
	words := strings.Fields(said)
	if n := len(words); n > 2 && (words[n-1] == "times" || words[n-1] == "time") {
		count, err := strconv.Atoi(words[n-2])
		if err != nil || count < 1 || count > mostCount {
			return "", "", fmt.Errorf("%q is no number of times: write it as 10 times", cut(words[n-2]))
		}
		rest = strings.TrimSuffix(strings.Join(words[:n-2], " "), " for")
		return strings.TrimRight(rest, ", "), ";COUNT=" + strconv.Itoa(count), nil
	}
	return said, "", nil
}

// readDay reads "2027-03-01", "1 mar 2027" or "1 mar", which is the next one
// after the first time.
func readDay(text string, first Day) (Day, error) {
	text = strings.TrimSpace(text)
	if day, err := ParseDay(text); err == nil {
		return day, nil
	}
	for _, layout := range []string{"2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return DayOf(t), nil
		}
		year, _, _ := first.Parts()
		for _, y := range []int{year, year + 1} {
			t, err := time.Parse(layout, text+" "+strconv.Itoa(y))
			if err == nil && DayOf(t) >= first {
				return DayOf(t), nil
			}
		}
	}
	return 0, fmt.Errorf("%q is not a day: write it as 2027-03-01 or 1 mar", cut(text))
}

// readOften reads what is said without its end.
func readOften(said string) (string, bool) {
	switch said {
	case "daily", "every day":
		return "FREQ=DAILY", true
	case "every weekday", "weekdays", "every working day", "every workday":
		return workdays, true
	case "fortnightly", "biweekly":
		return "FREQ=WEEKLY;INTERVAL=2", true
	case "quarterly":
		return "FREQ=MONTHLY;INTERVAL=3", true
	}
	rest := strings.TrimPrefix(said, "every ")
	unit, on, hasOn := strings.Cut(rest, " on ")
	rule, ok := readUnit(unit, rest != said)
	switch {
	case ok && !hasOn:
		return rule, true
	case ok:
		days, ok := readOn(rule, strings.TrimPrefix(on, "the "))
		return rule + days, ok
	}
	days, ok := readDays(rest)
	return "FREQ=WEEKLY;BYDAY=" + days, ok
}

const workdays = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

// readUnit reads "weekly", or "week", "2 weeks" and "other week" behind an
// "every".
func readUnit(unit string, every bool) (string, bool) {
	names := []struct{ adverb, noun, rule string }{
		{"daily", "day", "FREQ=DAILY"},
		{"weekly", "week", "FREQ=WEEKLY"},
		{"monthly", "month", "FREQ=MONTHLY"},
		{"yearly", "year", "FREQ=YEARLY"},
	}
	if unit == "annually" {
		unit = "yearly"
	}
	for _, name := range names {
		if !every {
			if unit == name.adverb {
				return name.rule, true
			}
			continue
		}
		count, noun, two := strings.Cut(unit, " ")
		if !two {
			count, noun = "1", unit
		}
		if count == "other" || count == "second" {
			count = "2"
		}
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > mostInterval || strings.TrimSuffix(noun, "s") != name.noun {
			continue
		}
		if n == 1 {
			return name.rule, true
		}
		return name.rule + ";INTERVAL=" + strconv.Itoa(n), true
	}
	return "", false
}

// readOn reads the days of a period: "mon and thu", "15th", "last fri", "last
// day", "last weekday", "1 mar".
func readOn(rule, on string) (string, bool) {
	freq, _, _ := strings.Cut(rule, ";")
	switch freq {
	case "FREQ=WEEKLY":
		days, ok := readDays(on)
		return ";BYDAY=" + days, ok
	case "FREQ=YEARLY":
		for _, layout := range []string{"2 Jan", "2 January", "Jan 2", "January 2"} {
			if t, err := time.Parse(layout+" 2006", on+" 2028"); err == nil { // a leap year, for 29 February
				return fmt.Sprintf(";BYMONTH=%d;BYMONTHDAY=%d", t.Month(), t.Day()), true
			}
		}
		return "", false
	case "FREQ=MONTHLY":
	default:
		return "", false
	}
	switch on {
	case "last day":
		return ";BYMONTHDAY=-1", true
	case "first weekday", "first working day":
		return ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", true
	case "last weekday", "last working day":
		return ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", true
	}
	var dates, days []string
	for _, part := range listed(on) {
		which, name, two := strings.Cut(strings.TrimPrefix(part, "the "), " ")
		n, ok := ordinal(which)
		if !ok {
			return "", false
		}
		if !two || name == "day" {
			dates = append(dates, strconv.Itoa(n))
			continue
		}
		day := weekday(name)
		if day < 0 {
			return "", false
		}
		days = append(days, strconv.Itoa(n)+short(day))
	}
	switch {
	case len(dates) > 0 && len(days) > 0:
		return "", false
	case len(dates) > 0:
		return ";BYMONTHDAY=" + strings.Join(dates, ","), true
	}
	return ";BYDAY=" + strings.Join(days, ","), len(days) > 0
}

// ordinal reads "last", "first", "2nd" or "15".
func ordinal(word string) (int, bool) {
	if n := slices.Index(ordinals(), word); n > 0 {
		return n, true
	}
	if word == "last" {
		return -1, true
	}
	n, err := strconv.Atoi(strings.TrimRight(word, "stndrh"))
	return n, err == nil && n >= 1 && n <= 31
}

func ordinals() []string { return []string{"", "first", "second", "third", "fourth", "fifth"} }

// readDays reads days of the week with commas or "and" between them.
func readDays(text string) (string, bool) {
	var days []string
	for _, part := range listed(text) {
		day := weekday(part)
		if day < 0 {
			return "", false
		}
		if name := short(day); !slices.Contains(days, name) {
			days = append(days, name)
		}
	}
	return strings.Join(days, ","), len(days) > 0
}

// listed are the parts of "a, b and c".
func listed(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, " and ", ","), "&", ",")
	var all []string
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "and ")
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// short is a day of the week as rules write it.
func short(day time.Weekday) string { return strings.ToUpper(day.String()[:2]) }

// SayRule says a series' rule in words that [ReadRule] reads. What has no such
// words is said as it is written.
func SayRule(p Post) string {
	if !p.Series() {
		return ""
	}
	s, err := readSeries(p.Repeats, p.When.Day)
	if err != nil {
		return p.Repeats
	}
	said, err := s.say()
	if err != nil {
		return p.Repeats
	}
	switch {
	case s.until != 0:
		said += " until " + s.until.Format("2 Jan 2006")
	case s.count == 1:
		said += ", 1 time"
	case s.count > 1:
		said += ", " + strconv.Itoa(s.count) + " times"
	}
	return said
}

// errUnsaid is a rule that there are no words for.
var errUnsaid = errors.New("there are no words for it")
