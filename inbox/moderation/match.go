package moderation

import (
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Matches reports whether a case is picked.
func (f Filter) Matches(c Case, now time.Time) bool {
	if !f.All && c.State != stateOr(f.State, Open) {
		return false
	}
	for _, t := range f.Terms {
		if t.holds(&c, f.Actor, now) == t.Not {
			return false
		}
	}
	return true
}

func stateOr(s, otherwise State) State {
	if s == "" {
		return otherwise
	}
	return s
}

// holds reports whether one of the values is true of a case.
func (t Term) holds(c *Case, actor string, now time.Time) bool {
	if t.Field == OfAge {
		age := now.Sub(c.OpenedAt)
		return t.Over && age > t.Span || !t.Over && age < t.Span
	}
	return slices.ContainsFunc(t.Values, func(v string) bool { return t.Field.is(c, v, actor, now) })
}

// is reports whether a value of a field is true of a case.
func (f FilterField) is(c *Case, v, actor string, now time.Time) bool {
	some := func(is func(r *Report) bool) bool {
		for i := range c.Reports {
			if is(&c.Reports[i]) {
				return true
			}
		}
		return false
	}
	switch f {
	case ByRule:
		return some(func(r *Report) bool {
			return (r.Source == FromRule || r.Source == FromAutomod) && strings.EqualFold(r.Reporter.Handle, v)
		})
	case ByReporter:
		return some(func(r *Report) bool { return r.Source.Raised() && goesBy(r.Reporter, v) })
	case BySource:
		return some(func(r *Report) bool { return string(r.Source) == v })
	case OfSeverity:
		return some(func(r *Report) bool { return string(r.Severity) == v })
	case OfPriority:
		return string(c.Priority) == v
	case ByAuthor:
		return goesBy(c.Author, v)
	case InChannel:
		return strings.EqualFold(c.Room.Name, v) || strings.EqualFold(c.Room.ID, v)
	case OfPlatform:
		return strings.EqualFold(string(c.Platform), v)
	case OfAccount:
		return strings.EqualFold(c.Account, v)
	case Is:
		return c.is(v, actor, now)
	case Has:
		return v == "note" && c.Notes > 0 || v == "strike" && c.Ruling != nil && c.Ruling.Strikes > 0 || v == "evidence" && c.Evidence.Text != ""
	case Words, OfAge:
	}
	return c.says(v)
}

func goesBy(a inbox.Author, v string) bool {
	v = strings.TrimPrefix(v, "@")
	for _, name := range []string{a.Handle, a.Name} {
		if name != "" && strings.Contains(strings.ToLower(name), strings.ToLower(v)) {
			return true
		}
	}
	return a.ID != "" && strings.EqualFold(a.ID, v)
}

// says reports whether words stand in the case: in its text, in why it was
// reported, or in a name.
func (c *Case) says(words string) bool {
	words = strings.ToLower(words)
	texts := []string{c.Text, c.Evidence.Text, c.Author.Handle, c.Author.Name, c.Room.Name}
	for i := range c.Reports {
		texts = append(texts, c.Reports[i].Reason, c.Reports[i].Reporter.Handle)
	}
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(strings.ToLower(t), words) })
}

// is reports whether a flag is true of a case.
func (c *Case) is(flag, actor string, now time.Time) bool {
	if s, is := stateNamed(flag); is {
		return s == "" || c.State == s
	}
	claimed := c.Claim.By != "" && now.Before(c.Claim.Until)
	switch flag {
	case "claimed":
		return claimed
	case "mine":
		return claimed && c.Claim.By == actor
	case "new":
		return c.Newcomer(now)
	case "edited":
		return c.Edited()
	case "gone":
		return c.Gone
	case "muted":
		return c.Muted
	case "alike":
		return c.Kin > 1
	case "skipped":
		return c.Skips > 0
	case "held":
		return c.Kind == OfHeld
	case "appeal":
		return c.Appeal()
	case "spam":
		return c.spammy()
	case "conduct":
		return !c.spammy() && !c.Appeal() && c.Kind != OfHeld && !c.Knocks()
	}
	return false
}

// newFor is how long somebody is a newcomer, and newUpTo how little they have
// said where nobody knows when they came.
const (
	newFor  = 7 * 24 * time.Hour
	newUpTo = 3
)

// Newcomer reports whether whom the case is about has not been here for long.
func (c *Case) Newcomer(now time.Time) bool {
	if c.Joined.IsZero() {
		return c.Messages <= newUpTo
	}
	return now.Sub(c.Joined) < newFor
}

// Knocks reports whether the case is somebody's wish to be let in.
func (c *Case) Knocks() bool {
	return slices.ContainsFunc(c.Reports, func(r Report) bool { return r.Kind == inbox.Knocking })
}

// Appeal reports whether the case was decided before and is brought up again:
// the decision stands still, and somebody says it was wrong.
func (c *Case) Appeal() bool {
	if c.Ruling != nil && c.State != Decided && c.Ruling.Outcome != Escalate {
		return true
	}
	return slices.ContainsFunc(c.Reports, func(r Report) bool { return strings.Contains(headOf(r.Reason), "appeal") })
}

// headOf is the beginning of a reason, in small letters: a word that says what
// it is about stands there, and what is long is a story.
func headOf(reason string) string {
	const room = 120
	return strings.ToLower(reason[:min(len(reason), room)])
}

// spammy reports whether somebody, or some rule, calls it spam.
func (c *Case) spammy() bool {
	return slices.ContainsFunc(c.Reports, func(r Report) bool {
		words := headOf(r.Reason) + " " + headOf(r.Reporter.Handle)
		return r.Suggests == Spam || strings.Contains(words, "spam") || strings.Contains(words, "scam")
	})
}
