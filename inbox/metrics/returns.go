package metrics

import (
	"strconv"
	"time"
)

func retentions() []Definition {
	all := []Definition{
		{
			ID: "retention_3m", Spec: "D-12", Name: "Still there after 3 months", Short: "retention 3m", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Reach: 31, least: 28, measure: cohort(3),
			Formula: "those active in the last 30 days of the period ÷ members who joined in the latest month that all of them joined 3 months ago × 100",
		},
		{
			ID: "retention_6m", Spec: "D-12", Name: "Still there after 6 months", Short: "retention 6m", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Reach: 31, least: 28, measure: cohort(6),
			Formula: "those active in the last 30 days of the period ÷ members who joined in the latest month that all of them joined 6 months ago × 100",
		},
		{
			ID: "retention_mom", Spec: "D-13", Name: "Came back", Short: "came back", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, pair: true, measure: (*Scene).cameBack,
			Formula: "people active in the period before and in this one ÷ people active in the period before × 100",
		},
		{
			ID: "churn", Spec: "D-13", Name: "Did not come back", Short: "churn", Measure: Percent, Better: Down, Of: PersonRow, How: Heads, pair: true, measure: (*Scene).stayedAway,
			Formula: "people active in the period before and not in this one ÷ people active in the period before × 100; who skips one period counts here and is reactivated later",
		},
	}
	return family(Retention, all, "The team, bots and accounts found to be spam do not count; who left stays in the denominator.")
}

// cohort is who of those who joined in a month was there lately, some months
// later (D-12).
func cohort(months int) func(*Scene, Window) Figure {
	return func(s *Scene, w Window) Figure {
		end := s.end(w)
		from := Months.Add(Months.Begin(end.AddDate(0, -months, 0)), -1)
		for !Months.Add(Months.Add(from, 1), months+1).After(end) {
			from = Months.Add(from, 1)
		}
		return s.stayed(Months.Over(from), Window{Days.Add(end, -30), end, Days}, months)
	}
}

func (s *Scene) stayed(born, lately Window, months int) Figure {
	var f Figure
	there := s.borrow()
	defer s.giveBack(there)
	lo, hi := s.span(lately)
	for _, p := range s.between(lo, hi) {
		there.add(p.person, 1)
	}
	n, all, spoke, guessed := 0, 0, 0, 0
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p || !within(s.seen[p], born) || s.stands(p, s.seen[p]) != theirs {
			continue
		}
		if s.spam(p) {
			f.exclude("spam joins", 1)
			continue
		}
		all++
		row := s.row(p)
		row.In, row.At = there.has(p), s.seen[p]
		if row.In {
			n++
		}
		if s.first[p] > 0 {
			spoke++
		}
		if s.joined[p] == 0 {
			guessed++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	s.latest(f.Rows, lately)
	f.rate(n, all, true)
	f.Parts = []Part{{Name: "of those who ever posted", Value: divided(float64(n), float64(spoke)), Measure: Percent}}
	f.note("These joined in " + born.From.Format("January 2006") + ", " + strconv.Itoa(months) + " months before the end of the period or longer.")
	if guessed > 0 {
		f.note("Of " + plural(guessed, "one", "people") + " it is not told when they joined: it is when they were first seen.")
	}
	return f
}

func (s *Scene) cameBack(w Window) Figure {
	return s.compared(w, func(there bool) bool { return there })
}

func (s *Scene) stayedAway(w Window) Figure {
	return s.compared(w, func(there bool) bool { return !there })
}

// compared is who of the period before came again, or did not (D-13).
func (s *Scene) compared(w Window, in func(there bool) bool) Figure {
	before, now := s.borrow(), s.borrow()
	defer s.giveBack(before)
	defer s.giveBack(now)
	lo, hi := s.span(w)
	for _, p := range s.between(lo, hi) {
		now.add(p.person, 1)
	}
	var rows []Row
	n, all := 0, 0
	past := w.Before()
	lo, hi = s.span(past)
	for _, p := range s.between(lo, hi) {
		if !before.add(p.person, 1) {
			continue
		}
		all++
		row := s.row(p.person)
		row.In = in(now.has(p.person))
		if row.In {
			n++
		}
		if s.rows {
			rows = append(rows, row)
		}
	}
	s.latest(rows, Window{From: past.From, To: w.To})
	f := share(n, all)
	f.Rows = rows
	if !s.Since.IsZero() && s.Since.After(past.From) {
		f.note("The history begins in the period before, on " + s.Since.In(w.From.Location()).Format(time.DateOnly) + ": some who were there are not known.")
	}
	return f
}
