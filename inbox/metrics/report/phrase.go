package report

import (
	"fmt"
	"slices"
	"strings"
)

// IsProvisional says whether the numbers can still change as time goes by.
func (c Content) IsProvisional() bool { return c.State == Provisional && c.AsOf.Before(c.Ripe) }

// Compared says whether anything is known of the period before.
func (c Content) Compared() bool {
	return slices.ContainsFunc(c.Numbers(), func(n Number) bool { return n.BeforeSaid != "" })
}

// Full is a value with what is needed to trust it.
func (n Number) Full() string {
	if n.Interval != "" {
		return n.Said + " (" + n.Interval + ")"
	}
	return n.Said
}

// Moved is the change with a word for its direction, so that nobody needs
// colours to read it.
func (n Number) Moved() string {
	switch n.Trend {
	case Better:
		return n.Change + " better"
	case Worse:
		return n.Change + " worse"
	case Same, None:
	}
	return n.Change
}

// String is a goal and how far it is.
func (g Goal) String() string {
	if g.Reached {
		return g.Said + ": reached"
	}
	text := fmt.Sprintf("%s: %.0f %% of the way", g.Said, g.Progress)
	if g.Pace != "" {
		text += "; at this pace: " + g.Pace
	}
	return text
}

// Moved is how many more or fewer conversations a theme had.
func (t Theme) Moved() string {
	switch {
	case t.Before == nil:
		return nothing
	case *t.Before == 0 && t.Talks > 0:
		return "new"
	case t.Talks > *t.Before:
		return "+" + whole(float64(t.Talks-*t.Before))
	}
	return whole(float64(t.Talks - *t.Before))
}

// Did is what somebody did, in words.
func (p Contributor) Did() string {
	var all []string
	for _, t := range p.Terms {
		if t.N > 0 {
			all = append(all, whole(t.N)+" "+t.name())
		}
	}
	return strings.Join(all, ", ")
}

// name is what somebody did, of one or of several.
func (t Term) name() string {
	one := map[string]string{
		"settled questions": "settled question", "first answers": "first answer",
		"people helped": "person helped", "lively conversations begun": "lively conversation begun",
	}[t.Name]
	if t.N == 1 && one != "" {
		return one
	}
	return t.Name
}

// Got is what came back to a post.
func (p Post) Got() string {
	if p.Week == nil {
		return nothing
	}
	return whole(float64(*p.Week))
}

// Usual is a post beside the median of its kind.
func (p Post) Usual() string {
	if p.Relative == nil {
		return nothing
	}
	return fmt.Sprintf("%.1f×", *p.Relative)
}

// Mix is how many posts there are of each theme.
func (n Next) Mix() string {
	all := make([]string, len(n.Themes))
	for i, t := range n.Themes {
		all[i] = whole(float64(t.N)) + " " + t.Name.String()
	}
	return strings.Join(all, ", ")
}

// Places are where a post goes, in one line.
func (s Scheduled) Places() string {
	all := make([]string, len(s.To))
	for i, to := range s.To {
		all[i] = to.String()
	}
	return strings.Join(all, ", ")
}

// Held is how much of an account the numbers rest on.
func (a Account) Held() string {
	return fmt.Sprintf("%s (%s): %d of %s without a gap", a.Name, a.Platform, a.Whole, several(a.Channels, "channel"))
}

// Numbers are all figures of the report, in order, each once.
func (c Content) Numbers() []Number {
	var all []Number
	seen := map[string]bool{}
	parts := [][]Number{c.KPIs, c.Growth.Numbers, c.Response.Numbers, c.Voice, c.Moderation, c.Posts.Numbers}
	if c.Work != nil {
		parts = append(parts, c.Work.Numbers)
	}
	for _, some := range parts {
		for _, n := range some {
			if !seen[n.Metric] {
				seen[n.Metric] = true
				all = append(all, n)
			}
		}
	}
	return all
}
