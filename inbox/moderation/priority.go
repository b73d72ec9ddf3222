package moderation

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Priority is how soon a case wants a person, in a word.
type Priority string

// The priorities.
const (
	Low    Priority = "low"
	Medium Priority = "medium"
	High   Priority = "high"
)

// Rank is 1 for low to 3 for high.
func (p Priority) Rank() int {
	switch p {
	case High:
		return 3
	case Medium:
		return 2
	case Low:
	}
	return 1
}

// Scale tells from which score on a case is of medium and of high priority.
// The zero value is used while fewer than [enough] decisions agreed with a
// report.
type Scale struct{ Medium, High float64 }

// enough is how many scores a scale is made of at least (metrics D-22b).
const enough = 15

// NewScale is the scale that the scores of reports found right give: half of
// them are of medium priority at least, 15 % are high (metrics D-22b).
func NewScale(agreed []float64) Scale {
	if len(agreed) < enough {
		return Scale{}
	}
	sorted := slices.Sorted(slices.Values(agreed))
	at := func(p float64) float64 { return sorted[int(math.Ceil(p*float64(len(sorted))))-1] }
	return Scale{Medium: at(0.50), High: at(0.85)}
}

// The age guard: how long a case waits until it counts for more than its
// reports do.
const (
	lateAfter     = 24 * time.Hour
	overdueAfter  = 72 * time.Hour
	newcomerUntil = 48 * time.Hour
)

// Score is what the reports weigh: each one for who made it and how often they
// were right, a rule for its severity (metrics D-22b), and half as much again
// if its author is new.
func (c Case) Score() float64 {
	score := 0.0
	for _, r := range c.Reports {
		score += r.weight()
	}
	if c.newcomer() {
		score *= 1.5
	}
	return score
}

func (r Report) weight() float64 {
	switch r.Source {
	case FromRule, FromAutomod:
		return math.Exp2(float64(r.Severity.rank()))
	case FromPlatform, FromReaction, FromChannel, ByHand:
	}
	trust := 1.0
	if r.Reporter.Role == inbox.Team || r.Source == ByHand {
		trust = 5
	}
	return max(0, 1+trust+r.Record.Bonus()) * float64(max(1, r.Count))
}

// newcomer reports whether its author had come shortly before.
func (c Case) newcomer() bool {
	return !c.Joined.IsZero() && c.OpenedAt.Sub(c.Joined) < newcomerUntil
}

// Weigh is the priority of a case, and why in words, the weightiest first.
func (c Case) Weigh(scale Scale, now time.Time) (Priority, []string) {
	p, why := c.fixed(), c.reasons()
	if scale.High > 0 {
		switch score := c.Score(); {
		case score >= scale.High:
			p = High
		case score >= scale.Medium:
			p = Medium
		default:
			p = Low
		}
	}
	waits := now.Sub(c.OpenedAt)
	switch {
	case waits >= overdueAfter:
		return High, append(why, "waits "+span(waits.Truncate(24*time.Hour)))
	case waits >= lateAfter && p == Low:
		p = Medium
		fallthrough
	case waits >= lateAfter:
		why = append(why, "waits "+span(waits.Truncate(time.Hour)))
	}
	return p, why
}

// fixed is the priority while there is no scale: one report is low, two or one
// of the team are medium, four or a severe rule are high (metrics D-22b).
func (c Case) fixed() Priority {
	n, p := 0, Low
	for _, r := range c.Reports {
		n += max(1, r.Count)
		if r.Severity == Severe {
			return High
		}
		if r.Reporter.Role == inbox.Team || r.Source == ByHand || r.Severity == Moderate {
			p = Medium
		}
	}
	switch {
	case n >= 4:
		return High
	case n >= 2:
		return Medium
	}
	return p
}

func (c Case) reasons() []string {
	var why, rules []string
	raised := 0
	for _, r := range c.Reports {
		switch {
		case r.Source == FromRule:
			rules = append(rules, r.Reporter.Called())
		case r.Source == FromAutomod:
			why = append(why, "automod: "+r.Reporter.Called())
		case r.Kind == inbox.Pending:
			why = append(why, "held until somebody lets it through")
		case r.Kind == inbox.Knocking:
			why = append(why, "asks to be let in")
		default:
			raised += max(1, r.Count)
		}
	}
	if len(rules) > 0 {
		why = append([]string{strings.Join(rules, ", ")}, why...)
	}
	switch {
	case raised == 1:
		why = append(why, "1 report")
	case raised > 1:
		why = append(why, fmt.Sprintf("%d reports", raised))
	}
	if c.newcomer() {
		why = append(why, "new member")
	}
	return why
}

// Record is how often somebody's reports were right (metrics D-22), over their
// last hundred.
type Record struct{ Agreed, Disagreed, Ignored int }

// Bonus is what a record adds to the weight of a report, −10 to 10. It is
// Discourse's, bounded: n = agreed + disagreed; nothing up to five; then
// x·log₄(n)·5 with x = (p−0.7)/0.3 for p ≥ 0.7 and (p−0.7)/0.7 below
// (discourse/discourse, app/models/user.rb; metrics D-22).
func (r Record) Bonus() float64 {
	n := float64(r.Agreed + r.Disagreed)
	if n <= 5 {
		return 0
	}
	p := float64(r.Agreed) / n
	x := (p - 0.7) / 0.3
	if p < 0.7 {
		x = (p - 0.7) / 0.7
	}
	bonus := math.Round(x*math.Log(n)/math.Log(4)*5*100) / 100
	return max(-10, min(10, bonus))
}

// Count adds a verdict.
func (r *Record) Count(v Verdict) {
	switch v {
	case Agreed:
		r.Agreed++
	case Disagreed:
		r.Disagreed++
	case Ignored:
		r.Ignored++
	case Undecided:
	}
}
