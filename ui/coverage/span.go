package coverage

import (
	"strconv"
	"strings"
	"time"

	"rounds/ui/pane"
)

// number writes a number in groups of three: "184,212".
func number(n int) string {
	digits := strconv.Itoa(n)
	if n < 0 {
		return digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// brief is a number that takes eight cells at most.
func brief(n int) string {
	switch {
	case n < 1_000_000:
		return number(n)
	case n < 1_000_000_000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + "M"
	}
	return ">999M"
}

// count is a number of things: "1 channel", "12 channels".
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return number(n) + " " + thing
}

// ago is how long ago t was, as it is said: "just now", "2m ago".
func ago(now, t time.Time) string {
	switch {
	case t.IsZero():
		return "never"
	case now.Sub(t) < time.Minute:
		return "just now"
	}
	return pane.Ago(now, t) + " ago"
}

// since is a time of day that is past: "09:12", "13 Jun 09:12".
func since(now, t time.Time) string { return pane.Clock(now, t, "15:04") }

// date is a day, with its year unless that is this one.
func date(now, t time.Time) string {
	t = t.In(now.Location())
	if t.Year() == now.Year() {
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// exact is a time to the second, and how far away that is.
func exact(now, t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	text := t.In(now.Location()).Format("Mon 2 Jan 2006 15:04:05")
	if in := pane.In(now, t); in != "" {
		return text + " · in " + in
	}
	return text + " · " + ago(now, t)
}

// span is from when to when a channel is held, in at most width cells.
func (r *row) span(now time.Time, width int) string {
	if r.Held.To.IsZero() {
		return r.spanless()
	}
	to := ago(now, r.Held.To)
	switch {
	case now.Sub(r.Held.To) < time.Minute:
		to = "now"
	case now.Sub(r.Held.To) > 14*24*time.Hour:
		to = date(now, r.Held.To)
	}
	from, short := "from the beginning", "beginning"
	if !r.Held.From.IsZero() {
		short = date(now, r.Held.From)
		from = "since " + short
	}
	if r.kind == reading {
		from = "reading: " + short
	}
	if text := from + " → " + to; pane.Width(text) <= width {
		return text
	}
	return short + " → " + to
}

// spanless says why nothing is complete.
func (r *row) spanless() string {
	switch r.kind {
	case reading:
		return "being read"
	case gone:
		return "gone before it was read"
	case apart:
		return "not read: we are not in it"
	case refused, gap:
		return "nothing yet"
	case whole, archived:
	}
	return "as imported"
}

// bar is the life of a channel on an axis of width cells from the beginning of
// the oldest one to now: what is held is drawn heavy, what is not is dotted.
func (r *row) bar(from, now time.Time, width int) string {
	if width <= 0 {
		return ""
	}
	axis := max(now.Sub(from), 1)
	life, held := born(&r.Stretch), r.Held.From
	if held.IsZero() {
		held = life
	}
	var b strings.Builder
	for i := range width {
		begin := from.Add(time.Duration(float64(axis) / float64(width) * float64(i)))
		end := from.Add(time.Duration(float64(axis) / float64(width) * float64(i+1)))
		if begin.Before(life) {
			begin = life
		}
		middle := begin.Add(end.Sub(begin) / 2)
		switch {
		case end.Before(life) || end.Equal(life):
			b.WriteByte(' ')
		case !r.Held.To.IsZero() && !middle.Before(held) && !middle.After(r.Held.To),
			!r.Held.To.IsZero() && begin.Before(held) && end.After(held) && i == width-1:
			b.WriteString("━")
		default:
			b.WriteString("┄")
		}
	}
	return b.String()
}
