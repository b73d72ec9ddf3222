package metrics

import (
	"math"
	"strconv"
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// saySegment is a part of the community as a person reads it, "" for all of
// it.
func saySegment(s metrics.Segment) string {
	var parts []string
	add := func(sign, words string) {
		if words != "" {
			parts = append(parts, sign+pane.Line(words, 40))
		}
	}
	add("", s.Platform)
	add("", s.Account)
	add("#", s.Channel)
	add("tag ", s.Tag)
	add("theme ", s.Theme)
	return strings.Join(parts, " ")
}

// turn is how a figure has changed, and whether that is what one wants.
type turn struct {
	words  string // "+12 %", "" if nothing is known
	arrow  string
	better int // 1 yes, -1 no, 0 neither
}

// turnOf is the change of a figure against the period before. A period whose
// beginning is not held is compared with nothing (R4); where the two have
// different lengths the average days are (R3).
func turnOf(e *metrics.Entry) turn {
	by := metrics.Delta(e.Now, e.Before)
	if by.By == nil || e.Now.Partial {
		return turn{}
	}
	change, before := *by.By, *e.Before.Value
	if by.Daily != nil {
		days := float64(e.Now.Window.Days())
		change, before = *by.Daily*days, *by.BeforeDaily*days
	}
	if strings.HasPrefix(e.ID, "net_") {
		before = 0 // a balance has no percent
	}
	c := turn{words: sayChange(e.Measure, change, before), arrow: "▲"}
	if change < 0 {
		c.arrow = "▼"
	}
	if c.words == "=" {
		c.arrow = " "
		return c
	}
	switch by.Means(e.Better) {
	case metrics.Better:
		c.better = 1
	case metrics.Worse:
		c.better = -1
	case metrics.Same, metrics.Other, metrics.None:
	}
	return c
}

// sayChange is a change in few cells. What is a share changes by points, and
// what was nothing by as much as it is now.
func sayChange(measure metrics.Measure, by, before float64) string {
	sign := "+"
	if by < 0 {
		sign = "−"
	}
	size := math.Abs(by)
	none := func(text string) string {
		if strings.Trim(text, "0.%hmsd pt") == "" {
			return "="
		}
		return sign + text
	}
	switch measure {
	case metrics.Percent:
		return none(strconv.FormatFloat(size, 'f', 1, 64) + " pt")
	case metrics.Duration:
		return none(shortSpan(size))
	case metrics.Count:
		if math.Abs(before) < 10 {
			return none(short(size))
		}
		percent := math.Round(size / math.Abs(before) * 100)
		if percent > 999 {
			return none(short(size))
		}
		return none(strconv.FormatFloat(percent, 'f', 0, 64) + " %")
	case metrics.Points:
		return none(strconv.FormatFloat(size, 'f', 0, 64))
	case metrics.Ratio:
	}
	return none(strconv.FormatFloat(size, 'f', 1, 64))
}

// paint is a change in the colour of whether it is wanted. What a colour says
// is said by the sign behind it too.
func (c turn) paint(r *theme.Roles) theme.Paint {
	switch c.better {
	case 1:
		return r.Good
	case -1:
		return r.Warn
	}
	return r.Soft
}

// sign stands behind a change for the worse.
func (c turn) sign() string {
	if c.better < 0 {
		return " !"
	}
	return ""
}

// says is the change in words.
func (c turn) says() string {
	switch {
	case c.words == "":
		return ""
	case c.words == "=":
		return "as before"
	case c.better > 0:
		return c.arrow + " " + c.words + " better"
	case c.better < 0:
		return c.arrow + " " + c.words + " worse"
	}
	return c.arrow + " " + c.words
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if what == "person" {
		return plainNumber(n) + " people"
	}
	if strings.HasSuffix(what, "y") && !strings.HasSuffix(what, "day") {
		return plainNumber(n) + " " + strings.TrimSuffix(what, "y") + "ies"
	}
	return plainNumber(n) + " " + what + "s"
}

// plainNumber is a number as a person reads it: 4,000.
func plainNumber(n int) string {
	text := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for at := len(text) - 3; at > first; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// sayValue is a bare value of a measure.
func sayValue(measure metrics.Measure, v *float64) string {
	if v == nil {
		return "—"
	}
	return measure.Say(*v)
}
