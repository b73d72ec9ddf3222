package metrics

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Say is a figure's value as a person reads it: "—" where there is nothing to
// divide by (R5), "3/4" where a percentage would boast (R12).
func Say(f Figure, d Definition) string {
	switch {
	case f.Beyond:
		return "> 7 d"
	case f.Value == nil:
		return "—"
	case d.Measure == Percent && d.How == Heads && f.Denominator > 0 && f.Denominator < 5:
		return fmt.Sprintf("%.0f/%.0f", f.Numerator, f.Denominator)
	}
	return d.Measure.Say(*f.Value)
}

// Say is a value in its measure.
func (m Measure) Say(v float64) string {
	switch m {
	case Percent:
		return fmt.Sprintf("%.1f %%", v)
	case Duration:
		return humane(v)
	case Points:
		return signed(math.Round(v), 0)
	case Ratio:
		return decimals(v)
	case Count:
	}
	if v == math.Trunc(v) {
		return grouped(int64(v))
	}
	return decimals(v)
}

// Range is a figure's interval as a person reads it: "21.9–61.3 %"; "" if there
// is none.
func Range(f Figure, d Definition) string {
	if f.Low == nil || f.High == nil {
		return ""
	}
	if d.Measure == Points {
		return signed(math.Round(*f.Low), 0) + " to " + signed(math.Round(*f.High), 0)
	}
	return fmt.Sprintf("%.1f–%.1f %%", *f.Low, *f.High)
}

// humane is a duration in its two largest units.
func humane(seconds float64) string {
	if seconds < 0 {
		return "−" + humane(-seconds)
	}
	s := int64(math.Round(seconds))
	switch minutes := (s + 30) / 60; {
	case s < 60:
		return strconv.FormatInt(s, 10) + " s"
	case minutes < 60:
		return strconv.FormatInt(minutes, 10) + " min"
	case minutes < 24*60:
		return pair(minutes, 60, "h", "min")
	default:
		return pair((minutes+30)/60, 24, "d", "h")
	}
}

func pair(n, by int64, large, small string) string {
	if n%by == 0 {
		return fmt.Sprintf("%d %s", n/by, large)
	}
	return fmt.Sprintf("%d %s %d %s", n/by, large, n%by, small)
}

// grouped is a whole number with its thousands apart.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, text = "−", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

// decimals is a number with at most two decimals, and no more than it needs.
func decimals(v float64) string {
	text := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(math.Abs(v), 'f', 2, 64), "0"), ".")
	if v < 0 && text != "0" {
		return "−" + text
	}
	return text
}

// signed is a number that always carries its sign, nought apart.
func signed(v float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	switch {
	case strings.Trim(text, "0.") == "":
		return text
	case v < 0:
		return "−" + text
	}
	return "+" + text
}

// Change is what has become of a figure since the window before.
type Change struct {
	By      *float64 // in the figure's measure, of shares in points; nil if there is nothing to compare
	Percent *float64 // of what it was; nil if that was 0 (R5)
	Daily   *float64 // the change of the average day, where the windows have different lengths (R3)

	NowDaily, BeforeDaily *float64 // those averages

	Why string // there is no change to tell: a sentence
}

// Delta compares a figure with that of the window before (R3). There is none
// against a window that is not held whole (R4).
func Delta(now, before Figure) Change {
	switch {
	case before.Partial:
		return Change{Why: "The history begins on " + before.Since.In(before.Window.From.Location()).Format(time.DateOnly) + ": there is nothing whole to compare with."}
	case now.Value == nil || before.Value == nil:
		return Change{Why: "One of the two periods has no value."}
	}
	c := Change{By: number(*now.Value - *before.Value)}
	if *before.Value != 0 {
		c.Percent = number(100 * *c.By / math.Abs(*before.Value))
	}
	days, were := now.Window.Days(), before.Window.Days()
	if d, ok := Find(now.Metric); ok && d.adds() && days != were && days > 0 && were > 0 {
		c.NowDaily, c.BeforeDaily = number(*now.Value/float64(days)), number(*before.Value/float64(were))
		c.Daily = number(*c.NowDaily - *c.BeforeDaily)
	}
	return c
}

// adds reports whether a longer window makes the figure larger.
func (d Definition) adds() bool {
	switch d.ID {
	case "dau", "wau", "mau", "unanswered_now", "awaiting_us", "backlog", "bus_factor", "onion_core", "content_result":
		return false
	}
	return d.Measure == Count
}

// Verdict is what a change means (R14).
type Verdict string

// The verdicts.
const (
	Better Verdict = "better"
	Worse  Verdict = "worse"
	Same   Verdict = "same"
	Other  Verdict = "other" // neither way is better
	None   Verdict = ""      // nothing to compare
)

// Means is whether a change is for the better. Where windows have different
// lengths the average day decides.
func (c Change) Means(better Direction) Verdict {
	by := c.By
	if c.Daily != nil {
		by = c.Daily
	}
	switch {
	case by == nil:
		return None
	case math.Abs(*by) < 1e-9:
		return Same
	case better == Neutral:
		return Other
	case (*by > 0) == (better == Up):
		return Better
	}
	return Worse
}

// Say is a change as a person reads it: "+12", "−3.2 pt", "+5 min"; "" if there
// is none.
func (c Change) Say(m Measure) string {
	if c.By == nil {
		return ""
	}
	switch m {
	case Percent:
		return signed(*c.By, 1) + " pt"
	case Points:
		return signed(math.Round(*c.By), 0)
	case Duration:
		if *c.By > 0 {
			return "+" + humane(*c.By)
		}
		return humane(*c.By)
	case Count, Ratio:
	}
	text := m.Say(*c.By)
	if *c.By > 0 {
		return "+" + text
	}
	return text
}
