package report

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// nothing is what stands where there is nothing to divide by (R5).
const nothing = "—"

// day writes a day as a reader says it; its zone is that of the report.
func day(t time.Time) string { return t.Format("2 January 2006") }

// short writes a day where there is little room.
func short(t time.Time) string { return t.Format("2 Jan") }

// stamp writes a moment.
func stamp(t time.Time) string { return t.Format("2 January 2006, 15:04") }

// whole writes 1234567 as 1,234,567.
func whole(v float64) string {
	digits := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	var b strings.Builder
	if math.Round(v) < 0 {
		b.WriteString("−")
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// several writes "1 post" and "2,000 posts".
func several(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return whole(float64(n)) + " " + one + "s"
}

// signed writes a whole number that always carries its sign.
func signed(v float64) string {
	if v = math.Round(v); v > 0 {
		return "+" + whole(v)
	}
	return whole(v)
}

// safeLink is an address that a browser may be sent to, else "".
func safeLink(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// number writes a value for a program.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
