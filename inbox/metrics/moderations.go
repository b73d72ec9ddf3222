package metrics

import "slices"

func moderations() []Definition {
	all := []Definition{
		{
			ID: "reports", Spec: "D-17", Name: "Reports by members", Short: "reports", Measure: Count, Better: Down, Of: CaseRow, How: Sums, Reach: 90, measure: (*Scene).reports,
			Formula: "reports that members raised in the period; ten on one post are ten",
		},
		{
			ID: "subjects", Spec: "D-17", Name: "Moderation cases", Short: "cases", Measure: Count, Better: Down, Of: CaseRow, How: Heads, Reach: 90, measure: (*Scene).subjects,
			Formula: "what was reported or held in the period, each once",
		},
		{
			ID: "decisions", Spec: "D-17", Name: "Decisions", Short: "decisions", Measure: Count, Better: Neutral, Of: DecisionRow, How: Heads, measure: (*Scene).decisions,
			Formula: "decisions that people made in the period",
		},
		{
			ID: "action_rate", Spec: "D-18", Name: "Actions per 1,000 messages", Short: "actions/1k", Measure: Ratio, Better: Down, Of: DecisionRow, How: Per, measure: (*Scene).actionRate,
			Formula: "decisions that removed, warned, restricted or banned ÷ thousands of messages of the community, the removed ones included", Leaves: "Decisions that were taken back within 10 seconds do not count.",
		},
		{
			ID: "time_to_decision", Spec: "D-19", Name: "Time to decision", Short: "to decision", Measure: Duration, Better: Down, Of: CaseRow, How: Middle, Reach: 90, measure: (*Scene).timeToDecision,
			Formula: "median of the time from the first report, or the hold, to the first decision of a person, of what was decided in the period",
		},
		{
			ID: "backlog", Spec: "D-20", Name: "Moderation backlog", Short: "backlog", Measure: Count, Better: Down, Of: CaseRow, How: Heads, Reach: 90, still: true, measure: (*Scene).backlog,
			Formula: "cases that are open at the end of the period", Leaves: "What was decided by then does not count.",
		},
		{
			ID: "agree_rate", Spec: "D-21", Name: "Reports agreed with", Short: "agreed", Measure: Percent, Better: Up, Of: DecisionRow, How: Heads, measure: (*Scene).agreeRate,
			Formula: "removed, warned, restricted or banned ÷ those and kept × 100", Leaves: "Ignored and escalated cases, rules, and decisions that were taken back within 10 seconds do not count.",
		},
		{
			ID: "overturn_rate", Spec: "D-21b", Name: "Overturned", Short: "overturned", Measure: Percent, Better: Down, Of: DecisionRow, How: Heads, measure: (*Scene).overturned,
			Formula: "decisions of the period that somebody else reversed ÷ all that could be × 100", Leaves: "Decisions that were taken back within 10 seconds do not count; those that their maker reversed later are not overturned but corrected.",
		},
		{
			ID: "automod_precision", Spec: "D-21c", Name: "Rules were right", Short: "rules right", Measure: Percent, Better: Up, Of: CaseRow, How: Heads, Reach: 90, measure: (*Scene).precision,
			Formula: "cases that a rule had reported and a person confirmed ÷ those and the ones that a person kept, decided in the period × 100", Leaves: "What is not decided yet, or was ignored, does not count.",
		},
	}
	return family(Moderating, all, "Decisions of rules, claims and notes do not count, and neither do decisions that were taken back within 10 seconds.")
}

// verdict is which way a decision went (D-21).
type verdict uint8

const (
	neither  verdict = iota
	agreed           // with those who had reported it
	rejected         // it stays
	ignored
)

func judged(outcome string) verdict {
	switch outcome {
	case "remove", "spam", "warn", "restrict", "ban":
		return agreed
	case "keep":
		return rejected
	case "ignore":
		return ignored
	}
	return neither
}

// slip reports whether a decision was taken back before it did anything.
func (d *Decision) slip() bool { return d.Reversed > 0 && d.Reversed-d.At <= 10*second }

// ruled are the decisions of a window, slips left out.
func (s *Scene) ruled(w Window, each func(*Decision)) {
	for i := range s.Decisions {
		if d := &s.Decisions[i]; within(d.At, w) && !d.slip() {
			each(d)
		}
	}
}

// telling says which accounts tell what members reported (R16).
func telling(c *Coverage) bool { return c.Reports }

func (s *Scene) reports(w Window) Figure {
	var f Figure
	if !s.without(&f, telling) {
		return f
	}
	n, cases, byRule := 0, 0, 0
	for i := range s.Cases {
		c := &s.Cases[i]
		told, ruled := c.raised(w)
		byRule += ruled
		if told == 0 || int(c.Account) < len(s.Coverage) && !telling(&s.Coverage[c.Account]) {
			continue
		}
		n, cases = n+told, cases+1
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: CaseRow, ID: c.ID, In: true, Value: float64(told), At: c.Opened})
		}
	}
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), cases
	f.Parts = []Part{{Name: "by rules", Value: number(float64(byRule)), Measure: Count}}
	return f
}

// raised is how many reports members and rules made on a case in a window.
func (c *Case) raised(w Window) (told, ruled int) {
	for _, r := range c.Reports {
		switch {
		case !within(r.At, w):
		case r.ByRule:
			ruled += max(1, int(r.Count))
		default:
			told += max(1, int(r.Count))
		}
	}
	return told, ruled
}

func (s *Scene) subjects(w Window) Figure {
	var rows []Row
	byMembers, byRules := 0, 0
	for i := range s.Cases {
		c := &s.Cases[i]
		told, ruled := c.raised(w)
		if !within(c.Opened, w) && told+ruled == 0 {
			continue
		}
		if told > 0 {
			byMembers++
		} else {
			byRules++
		}
		rows = append(rows, Row{Kind: CaseRow, ID: c.ID, In: true, Value: 1, At: c.Opened})
	}
	f := count(len(rows))
	took, waiting := s.timeToDecision(w), s.backlog(w)
	f.Parts = []Part{
		{Name: "to decision", Value: took.Value, Rows: took.Rows, Measure: Duration, Metric: "time_to_decision"},
		{Name: "backlog", Value: waiting.Value, Rows: waiting.Rows, Measure: Count, Metric: "backlog"},
		{Name: "reported by members", Value: number(float64(byMembers)), Measure: Count},
		{Name: "found by rules or held", Value: number(float64(byRules)), Measure: Count},
	}
	if s.rows {
		f.Rows = rows
	}
	return f
}

func (s *Scene) decisions(w Window) Figure {
	var f Figure
	n, byRule := 0, 0
	s.ruled(w, func(d *Decision) {
		switch {
		case judged(d.Outcome) == neither:
		case d.ByRule:
			byRule++
		default:
			n++
			if s.rows {
				f.Rows = append(f.Rows, Row{Kind: DecisionRow, ID: d.ID, In: true, Value: 1, At: d.At, Why: d.Outcome})
			}
		}
	})
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), n
	f.Parts = []Part{{Name: "by rules", Value: number(float64(byRule)), Measure: Count}}
	f.exclude("by rules", byRule)
	return f
}

// actionRate is how much has to be done for a thousand messages (D-18).
func (s *Scene) actionRate(w Window) Figure {
	var f Figure
	n, removed := 0, 0
	s.ruled(w, func(d *Decision) {
		if judged(d.Outcome) != agreed {
			return
		}
		n++
		if d.Outcome == "remove" || d.Outcome == "spam" {
			removed++
		}
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: DecisionRow, ID: d.ID, In: true, Value: 1, At: d.At, Why: d.Outcome})
		}
	})
	messages := int(s.spoken(w).messages) + removed
	rows := f.Rows
	f = ratio(float64(n), float64(messages)/1000)
	f.N, f.Rows = messages, rows
	return f
}

// began is when a case began to wait.
func (c *Case) began() int64 {
	at := c.Opened
	for _, r := range c.Reports {
		at = earlier(at, r.At)
	}
	return at
}

func (s *Scene) timeToDecision(w Window) Figure {
	var rows []Row
	var values []float64
	for i := range s.Cases {
		c := &s.Cases[i]
		if c.Decided == 0 || !within(c.Decided, w) {
			continue
		}
		took := seconds(c.began(), c.Decided)
		values = append(values, took)
		if s.rows {
			rows = append(rows, Row{Kind: CaseRow, ID: c.ID, In: true, Value: took, At: c.Decided})
		}
	}
	f := durations(values, len(values))
	f.Rows = rows
	return f
}

// backlog is what waits for a decision (D-20). Of a time that is past it is told
// from when cases were opened and decided.
func (s *Scene) backlog(w Window) Figure {
	at := s.now(w).UnixMicro()
	var all ages
	var held []Row
	for i := range s.Cases {
		c := &s.Cases[i]
		if c.Opened >= at || !c.Open && c.Decided < at {
			continue
		}
		row := Row{Kind: CaseRow, ID: c.ID, In: true, Value: seconds(c.began(), at), At: c.Opened}
		all.add(s, row)
		if c.Held {
			row.Why = "held"
			held = append(held, row)
		}
	}
	f := all.figure()
	f.Parts = append(f.Parts, Part{Name: "held posts", Value: number(float64(len(held))), Rows: held, Measure: Count})
	if s.past(w) {
		f.note("As it stood when the period ended, told from when cases were opened and decided.")
	}
	return f
}

func (s *Scene) agreeRate(w Window) Figure {
	var f Figure
	var of [ignored + 1]int
	s.ruled(w, func(d *Decision) {
		v := judged(d.Outcome)
		if d.ByRule {
			return
		}
		of[v]++
		if s.rows && (v == agreed || v == rejected) {
			f.Rows = append(f.Rows, Row{Kind: DecisionRow, ID: d.ID, In: v == agreed, At: d.At, Why: d.Outcome})
		}
	})
	f.rate(of[agreed], of[agreed]+of[rejected], true)
	f.Parts = []Part{{Name: "ignored", Value: number(float64(of[ignored])), Measure: Count}}
	f.exclude("ignored", of[ignored])
	return f
}

// overturned is how often somebody else thought otherwise (D-21b).
func (s *Scene) overturned(w Window) Figure {
	var f Figure
	n, all, corrected := 0, 0, 0
	s.ruled(w, func(d *Decision) {
		if v := judged(d.Outcome); d.ByRule || v == neither || v == ignored {
			return
		}
		all++
		row := Row{Kind: DecisionRow, ID: d.ID, In: d.Reversed > 0 && d.By != d.Actor, At: d.At, Why: d.Outcome}
		switch {
		case row.In:
			n++
		case d.Reversed > 0:
			corrected++
			row.Why += ", self-corrected"
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	})
	f.rate(n, all, true)
	f.Parts = []Part{{Name: "self-corrected", Value: number(float64(corrected)), Measure: Count}}
	return f
}

// precision is how often rules were right (D-21c), and each of them.
func (s *Scene) precision(w Window) Figure {
	last := map[int64]*Decision{}
	s.ruled(w, func(d *Decision) {
		if was := last[d.Case]; !d.ByRule && judged(d.Outcome) != neither && d.Reversed == 0 && (was == nil || d.At > was.At) {
			last[d.Case] = d
		}
	})
	var f Figure
	right, all := map[string]int{}, map[string]int{}
	n, of := 0, 0
	for i := range s.Cases {
		c := &s.Cases[i]
		d := last[c.ID]
		if d == nil || !slices.ContainsFunc(c.Reports, func(r Report) bool { return r.ByRule }) {
			continue
		}
		v := judged(d.Outcome)
		if v != agreed && v != rejected {
			continue
		}
		of++
		if v == agreed {
			n++
		}
		c.score(v, right, all)
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: CaseRow, ID: c.ID, In: v == agreed, At: d.At, Why: d.Outcome})
		}
	}
	f.rate(n, of, true)
	for _, rule := range sorted(all) {
		f.Parts = append(f.Parts, Part{Name: rule, Value: divided(float64(right[rule]), float64(all[rule])), Measure: Percent})
	}
	return f
}

// score adds a case to the rules that reported it, each once.
func (c *Case) score(v verdict, right, all map[string]int) {
	var seen []string
	for _, r := range c.Reports {
		if !r.ByRule || slices.Contains(seen, r.Rule) {
			continue
		}
		seen = append(seen, r.Rule)
		all[r.Rule]++
		if v == agreed {
			right[r.Rule]++
		}
	}
}
