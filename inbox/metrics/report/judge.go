package report

import (
	"fmt"
	"slices"
	"strings"

	"rounds/inbox/metrics"
)

// find is a figure of the report.
func (c Content) find(id string) Number {
	for _, n := range c.Numbers() {
		if n.Metric == id {
			return n
		}
	}
	return Number{}
}

// known reports whether a number and the one before it can be compared.
func (n Number) known() bool { return n.Value != nil && n.Before != nil }

// risks are what our rules find. Each says what it looked at.
func risks(c Content, more []Number) []Risk {
	var all []Risk
	add := func(found bool, rule, what, why string, args ...any) {
		if found {
			all = append(all, Risk{rule, what, fmt.Sprintf(why, args...)})
		}
	}
	n := c.find("reply_coverage")
	add(n.known() && n.N >= 10 && *n.Before-*n.Value >= 5, "coverage falling", "Fewer questions are answered.",
		"Of the questions %s got an answer within seven days, %s the period before.", n.Said, n.BeforeSaid)
	n = c.find("ttfr_any")
	add(n.known() && n.N >= 10 && *n.Value >= 1.5**n.Before, "answers slower", "Answers take longer.",
		"Half of the first answers came within %s, within %s the period before.", n.Said, n.BeforeSaid)
	n = c.find("unanswered_now")
	add(n.Value != nil && *n.Value >= 10, "questions waiting", "Questions wait for an answer.", "%s are open, and nobody has answered them.", n.Said)
	n = c.find("bus_factor")
	add(n.Value != nil && *n.Value > 0 && *n.Value <= 2, "bus factor", "The community rests on very few people.",
		"%s made half of what was said.", people(*orZero(n.Value)))
	for _, n := range more {
		add(n.Metric == "top10_share" && n.Value != nil && *n.Value > 70, "concentration", "Ten people say nearly everything.",
			"The ten most active said %s of it; more than 70 %% for long is fragile.", n.Said)
	}
	lost, won := c.find("lost_regulars"), *orZero(c.find("new_contributors").Value)+*orZero(c.find("reactivated").Value)
	add(lost.Value != nil && *lost.Value >= 3 && *lost.Value > won, "regulars lapsing", "More regulars fall silent than new people begin.",
		"%s who used to talk did not; %s began or came back.", people(*orZero(lost.Value)), whole(won))
	n = c.find("backlog")
	add(n.known() && *n.Value > *n.Before, "backlog growing", "Moderation falls behind.",
		"%s waited at the end of the period, %s the period before.", n.Said, n.BeforeSaid)
	n = c.find("on_time_rate")
	add(n.Value != nil && n.N >= 5 && *n.Value < 90, "posts late", "Posts go out late.", "%s were published on time.", n.Said)
	for _, n := range c.Numbers() {
		add(n.Goal != nil && !n.Goal.Reached && c.To.After(n.Goal.By), "goal missed", "A goal was not reached: "+n.Name+".",
			"It is %s, and should have been %s.", n.Said, goalSaid(n.Goal))
	}
	add(c.Next.Title != "" && len(c.Next.Posts) == 0, "nothing planned", "Nothing is planned for "+c.Next.Title+".", "The calendar is empty.")
	return all
}

func goalSaid(g *Goal) string {
	if g == nil {
		return ""
	}
	return g.Said
}

func orZero(v *float64) *float64 {
	if v == nil {
		return new(float64)
	}
	return v
}

func people(n float64) string {
	if n == 1 {
		return "One person"
	}
	return whole(n) + " people"
}

// lead is the period in a few sentences, of the figures that can be told.
func lead(c Content) []string {
	var all []string
	if c.AsOf.Before(c.To) {
		day := metrics.Days.Over(c.AsOf.In(c.From.Location()))
		all = append(all, fmt.Sprintf("%s is not over: this is what is known on day %d of %d.", c.Title,
			metrics.Window{From: c.From, To: day.To}.Days(), metrics.Window{From: c.From, To: c.To}.Days()))
	}
	if n := c.find("active"); n.Value != nil {
		text := people(*n.Value) + " were active"
		switch *n.Value {
		case 0:
			text = "Nobody was active"
		case 1:
			text = "One person was active"
		}
		switch {
		case n.Before == nil:
		case *n.Value > *n.Before:
			text += fmt.Sprintf(", %s more than in %s", whole(*n.Value-*n.Before), c.Before)
		case *n.Value < *n.Before:
			text += fmt.Sprintf(", %s fewer than in %s", whole(*n.Before-*n.Value), c.Before)
		case *n.Value == 0:
			text += ", as in " + c.Before
		default:
			text += ", as many as in " + c.Before
		}
		all = append(all, text+".")
	}
	median, covered := c.find("ttfr_any"), c.find("reply_coverage")
	if median.Value != nil && *median.Value < 60 {
		median.Said = "a minute"
	}
	switch {
	case median.Value != nil && covered.Value != nil:
		all = append(all, fmt.Sprintf("Of the questions, %s got an answer within seven days; half of the first answers came within %s.", covered.Said, median.Said))
	case covered.Value != nil:
		all = append(all, fmt.Sprintf("Of the questions, %s got an answer within seven days.", covered.Said))
	}
	if len(c.Requests) > 0 {
		r := c.Requests[0]
		all = append(all, fmt.Sprintf("What was asked for most is %s, by %s.", r.Name, several(r.People, "member")))
	}
	if len(c.Risks) > 0 {
		all = append(all, "To look at first: "+strings.ToLower(c.Risks[0].What[:1])+c.Risks[0].What[1:])
	}
	return all
}

// footnotes are what a reader must know to believe the numbers.
func (k *clerk) footnotes(c Content) []string {
	var all []string
	s := k.scene
	if !s.Since.IsZero() && s.Since.After(k.window.Before().From) {
		all = append(all, fmt.Sprintf("The history begins on %s: what was before is not known, and nothing is compared with it.", day(s.Since.In(k.window.From.Location()))))
	}
	without := map[string][]string{}
	for _, n := range c.Numbers() {
		for _, account := range n.Without {
			without[account] = append(without[account], n.Name)
		}
	}
	for _, a := range c.Accounts {
		if names := without[string(a.Name)]; len(names) > 0 {
			all = append(all, fmt.Sprintf("Without %s, which cannot tell: %s.", a.Name, strings.Join(names, ", ")))
		}
		if a.Whole < a.Channels {
			all = append(all, fmt.Sprintf("What is held of %s has gaps in %s.", a.Name, several(a.Channels-a.Whole, "channel")))
		}
	}
	if s.Segment != (metrics.Segment{}) {
		all = append(all, "It speaks of a part of the community alone: "+part(s.Segment)+".")
	}
	if c.State == Provisional {
		all = append(all, "Answers count for seven days; until "+day(c.Ripe)+" the numbers can change.")
	}
	return all
}

func part(s metrics.Segment) string {
	names := []string{s.Platform, s.Account, s.Channel, s.Tag, s.Theme}
	return strings.Join(slices.DeleteFunc(names, func(name string) bool { return name == "" }), ", ")
}
