package query

import (
	"strconv"
	"strings"
	"time"

	"rounds/inbox/when"
)

// span reads the value of age: and idle:, ">24h".
func span(t Term, x piece) (Term, error) {
	if len(x.values) > 1 {
		return Term{}, x.errorf("%s: takes one length of time: %s", x.field, example(x.field))
	}
	value := x.values[0]
	switch value[:1] {
	case string(OlderThan), string(YoungerThan):
		t.Compare = Compare(value[:1])
		value = strings.TrimPrefix(value[1:], "=")
	}
	length, err := when.Span(value)
	if err != nil {
		return Term{}, x.errorf("%s: %v", x.field, err)
	}
	t.Span = length
	return t, nil
}

// moment reads the value of before: and after:, a day or a length of time ago.
func (p *parser) moment(t Term, x piece) (Term, error) {
	if len(x.values) > 1 {
		return Term{}, x.errorf("%s: takes one day: %s", x.field, example(x.field))
	}
	at, ok := when.Day(x.values[0], p.now)
	if !ok {
		return Term{}, x.errorf("%s:%s is not a day: try today, yesterday, monday, 7d, 2026-01 or 2026-01-31", x.field, x.values[0])
	}
	t.At = at
	return t, nil
}

// spell writes a length of time as it would be typed: "1d12h".
func spell(d time.Duration) string {
	if d == 0 {
		return "0m"
	}
	const day = 24 * time.Hour
	return count(d/day, "d") + count(d%day/time.Hour, "h") +
		count(d%time.Hour/time.Minute, "m") + count(d%time.Minute/time.Second, "s")
}

// count writes a number of units, or nothing if there are none.
func count(n time.Duration, unit string) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10) + unit
}
