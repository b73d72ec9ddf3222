package metrics

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Progress is how much of the way to a goal is made, in percent: below 0 if it
// has gone back, above 100 if it is passed. A bar clamps it, a number does not
// (D-31).
func (g Goal) Progress(now float64) float64 {
	if g.Target == g.Baseline {
		if g.Met(now) {
			return 100
		}
		return 0
	}
	if now == g.Baseline {
		return 0 // and not -0, where a number shall fall
	}
	return 100 * (now - g.Baseline) / (g.Target - g.Baseline)
}

// Met reports whether a value is what the goal asks for.
func (g Goal) Met(now float64) bool {
	if g.Better == Down {
		return now <= g.Target
	}
	return now >= g.Target
}

// Forecast is what a series will be at a goal's day if it goes on as it did:
// the Theil–Sen line through at least eight pieces of equal length that have
// come to their end (D-31).
func (g Goal) Forecast(series []Figure) (value float64, ok bool) {
	var values []float64
	var last Window
	for _, f := range series {
		if f.Value == nil || f.Open || f.Partial || f.Immature > 0 {
			values = values[:0] // the line needs pieces without a gap
			continue
		}
		values, last = append(values, *f.Value), f.Window
	}
	if len(values) < 8 || last.Days() == 0 {
		return 0, false
	}
	slope, start := TheilSen(values)
	ahead := float64(julian(g.By)-julian(last.From)) / float64(last.Days())
	return start + slope*(float64(len(values)-1)+ahead), true
}

// ParseGoal reads "active_rate 20% by 2027-01-01", "ttfr_any 30m by 2027-01-01",
// "messages 5000 by 2027-03-31: twice as much". The baseline is the caller's to
// fill in, who knows what the number is today. "+5%" is refused: it may mean
// points or a part of what it is, and whoever asks has to say which.
func ParseGoal(text string, now time.Time) (Goal, error) {
	head, note, _ := strings.Cut(text, ": ")
	words := strings.Fields(head)
	if len(words) < 2 {
		return Goal{}, errors.New("a goal is a number, what it shall be and by when: active_rate 20% by 2027-01-01")
	}
	d, ok := Find(words[0])
	if !ok {
		return Goal{}, fmt.Errorf("there is no number %q", words[0])
	}
	rest := words[1:]
	by := ""
	for i, word := range rest {
		if word == "by" {
			rest, by = rest[:i], strings.Join(rest[i+1:], " ")
			break
		}
	}
	target, err := d.target(strings.Join(rest, ""))
	if err != nil {
		return Goal{}, err
	}
	if by == "" {
		return Goal{}, fmt.Errorf("by when shall %s be %s? Write: %s by 2027-01-01", d.ID, strings.Join(rest, " "), strings.Join(words, " "))
	}
	until, err := day(by, now.Location())
	if err != nil {
		return Goal{}, err
	}
	if !until.After(now) {
		return Goal{}, fmt.Errorf("%s is past", by)
	}
	better := d.Better
	if better == Neutral {
		better = Up
	}
	return Goal{Metric: d.ID, Target: target, By: until, Better: better, Set: now, Note: strings.TrimSpace(note)}, nil
}

// target reads a value in the measure of a definition.
func (d Definition) target(text string) (float64, error) {
	switch {
	case text == "":
		return 0, fmt.Errorf("what shall %s be?", d.ID)
	case (text[0] == '+' || text[0] == '-' || strings.HasPrefix(text, "−")) && d.Measure != Points:
		return 0, fmt.Errorf("%q may mean points or a part of what it is: write what %s shall be in the end", text, d.ID)
	}
	if d.Measure == Duration {
		return length(text)
	}
	plain, percent := strings.CutSuffix(text, "%")
	if percent && d.Measure != Percent {
		return 0, fmt.Errorf("%s is no share: write a number without %%", d.ID)
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(plain, ",", ""), 64)
	if err != nil || v != v || v > 1e15 || v < -1e15 {
		return 0, fmt.Errorf("%q is no number", text)
	}
	if d.Measure == Percent && (v < 0 || v > 100) {
		return 0, fmt.Errorf("%s lies between 0 and 100 %%", d.ID)
	}
	return v, nil
}

// length reads "30m", "2h", "1d", "1h30m" in seconds.
func length(text string) (float64, error) {
	days, rest, has := strings.Cut(text, "d")
	if !has {
		days, rest = "0", text
	}
	n, err := strconv.ParseFloat(days, 64)
	var more time.Duration
	if err == nil && rest != "" {
		more, err = time.ParseDuration(strings.ReplaceAll(rest, "min", "m"))
	}
	if sum := n*86400 + more.Seconds(); err == nil && sum >= 0 && sum < 1e9 {
		return sum, nil
	}
	return 0, fmt.Errorf("%q is no length of time: write 30m, 2h or 1d", text)
}
