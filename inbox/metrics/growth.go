package metrics

import (
	"sort"
)

func growths() []Definition {
	all := []Definition{
		{
			ID: "new_members", Spec: "D-2", Name: "New members", Short: "new", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).newMembers,
			Formula: "people who joined in the period",
		},
		{
			ID: "left_members", Spec: "D-2", Name: "Members who left", Short: "left", Measure: Count, Better: Down, Of: PersonRow, How: Heads, measure: (*Scene).leftMembers,
			Formula: "people who were first seen to be gone in the period",
		},
		{
			ID: "net_new", Spec: "D-2", Name: "Net new members", Short: "net new", Measure: Count, Better: Up, Of: PersonRow, How: Sums, measure: (*Scene).netNew,
			Formula: "joined − left",
		},
		{
			ID: "new_contributors", Spec: "D-3", Name: "New contributors", Short: "first posts", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).newContributors,
			Formula: "people whose first message ever falls into the period",
		},
		{
			ID: "reactivated", Spec: "D-3b", Name: "Reactivated", Short: "back", Measure: Count, Better: Up, Of: PersonRow, How: Heads, Reach: 90, measure: (*Scene).reactivated,
			Formula: "people who said something again after 90 days of silence or more",
		},
		{
			ID: "lost_regulars", Spec: "D-3c", Name: "Lost regulars", Short: "lost", Measure: Count, Better: Down, Of: PersonRow, How: Heads, Reach: 90, least: 30, measure: (*Scene).lostRegulars,
			Formula: "people with 4 messages or more in the 90 days before the period and none in it",
		},
		{
			ID: "net_active", Spec: "D-3d", Name: "Net active change", Short: "net active", Measure: Count, Better: Up, Of: PersonRow, How: Sums, Reach: 90, least: 30, measure: (*Scene).netActive,
			Formula: "new contributors + reactivated − lost regulars",
		},
		{
			ID: "welcomed_rate", Spec: "D-4", Name: "Welcomed within 24 h", Short: "welcomed", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Wait: 1, measure: (*Scene).welcomed,
			Formula: "people who joined in the period and were greeted by a human within 24 hours ÷ people who joined × 100",
		},
		{
			ID: "activation_7d", Spec: "D-5", Name: "Activation, 7 days", Short: "activated 7d", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Wait: 7, measure: activation(7),
			Formula: "people who joined in the period and said something within 7 days ÷ people who joined × 100",
		},
		{
			ID: "activation_30d", Spec: "D-5", Name: "Activation, 30 days", Short: "activated 30d", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Wait: 30, measure: activation(30),
			Formula: "people who joined in the period and said something within 30 days ÷ people who joined × 100",
		},
		{
			ID: "funnel", Spec: "D-5b", Name: "Joined to helping", Short: "funnel", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, Wait: 30, measure: (*Scene).funnel,
			Formula: "of those who joined: said something → on 3 different days → answered somebody else's question, each within 30 days; the value is the last stage ÷ the first × 100",
		},
	}
	return family(Growth, all, "The team, bots and accounts found to be spam do not count.")
}

// joins says which accounts tell when members joined (R16).
func joins(c *Coverage) bool { return c.Joins }

// arrived are the people who joined in a window, young ones and spam left out
// and counted.
func (s *Scene) arrived(w Window, f *Figure, wait int64, each func(p int32)) bool {
	if !s.without(f, joins) {
		return false
	}
	from, to := w.From.UnixMicro(), w.To.UnixMicro()
	lo := sort.Search(len(s.arrivals), func(i int) bool { return s.joined[s.arrivals[i]] >= from })
	for _, p := range s.arrivals[lo:] {
		at := s.joined[p]
		if at >= to {
			break
		}
		switch {
		case s.spam(p):
			f.exclude("spam joins", 1)
		case s.stands(p, at) != theirs:
			f.exclude("team and bots", 1)
		case s.back(p):
			f.exclude("back within 30 days", 1)
		case at+wait > s.AsOf.UnixMicro():
			f.Immature++
		default:
			each(p)
		}
	}
	return true
}

// back reports whether somebody joined again within 30 days of leaving.
func (s *Scene) back(p int32) bool {
	for _, i := range s.places(p) {
		if m := &s.members[i]; m.Left > 0 && m.Joined > m.Left && m.Joined-m.Left < 30*dayLong {
			return true
		}
	}
	return false
}

func (s *Scene) newMembers(w Window) Figure {
	var f Figure
	n := 0
	if !s.arrived(w, &f, 0, func(p int32) {
		n++
		s.joiner(&f, p, true)
	}) {
		return f
	}
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), n
	return f
}

// joiner adds somebody who joined as a row.
func (s *Scene) joiner(f *Figure, p int32, in bool) {
	if s.rows {
		row := s.row(p)
		row.In, row.At = in, s.joined[p]
		f.Rows = append(f.Rows, row)
	}
}

func (s *Scene) leftMembers(w Window) Figure {
	var f Figure
	if !s.without(&f, counted) {
		return f
	}
	n := 0
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p {
			continue
		}
		at := s.gone(p)
		if at == 0 || !within(at, w) || s.stands(p, at) != theirs {
			continue
		}
		if s.spam(p) {
			f.exclude("spam accounts", 1)
			continue
		}
		n++
		if s.rows {
			row := s.row(p)
			row.At = at
			f.Rows = append(f.Rows, row)
		}
	}
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), n
	return f
}

// gone is when the last member of a person went; 0 if one is still there.
func (s *Scene) gone(p int32) int64 {
	last := int64(0)
	for _, i := range s.places(p) {
		m := &s.members[i]
		if !s.here(i) {
			continue
		}
		if m.Left == 0 {
			return 0
		}
		last = max(last, m.Left)
	}
	return last
}

func (s *Scene) netNew(w Window) Figure {
	f := s.sum(w, []term{{"joined", "new_members", 1, (*Scene).newMembers}, {"left", "left_members", -1, (*Scene).leftMembers}})
	return f
}

// term is one figure that is added to another, or taken away.
type term struct {
	name, metric string
	sign         float64
	measure      func(*Scene, Window) Figure
}

// sum adds figures; each stands in the parts with its own rows.
func (s *Scene) sum(w Window, terms []term) Figure {
	var f Figure
	total, whole := 0.0, true
	for _, t := range terms {
		g := t.measure(s, w)
		for why, n := range g.Excluded {
			if f.Excluded[why] == 0 {
				f.exclude(why, n)
			}
		}
		if len(g.Without) > 0 {
			f.Without = g.Without
		}
		f.Notes = append(f.Notes, g.Notes...)
		f.Parts = append(f.Parts, Part{Name: t.name, Value: g.Value, Rows: g.Rows, Measure: Count, Metric: t.metric})
		if g.Value == nil {
			whole = false
			continue
		}
		total, f.N = total+t.sign**g.Value, f.N+g.N
		for _, row := range g.Rows {
			row.Value, row.Why = t.sign, t.name
			f.Rows = append(f.Rows, row)
		}
	}
	if whole {
		f.Value, f.Numerator = number(total), total
	} else {
		f.Rows = nil
	}
	return f
}

// newContributors is who spoke for the first time ever (D-3).
func (s *Scene) newContributors(w Window) Figure {
	seen := s.borrow()
	defer s.giveBack(seen)
	lo, hi := s.span(w)
	var rows []Row
	n := 0
	for _, p := range s.between(lo, hi) {
		if !within(s.first[p.person], w) || !seen.add(p.person, 1) {
			continue
		}
		n++
		if s.rows {
			row := s.row(p.person)
			row.At = s.first[p.person]
			rows = append(rows, row)
		}
	}
	f := count(n)
	f.Rows = rows
	if !s.Since.IsZero() && s.Since.After(Days.Add(w.From, -180)) {
		f.note("The history reaches back less than 180 days before the period: this is who was first seen in it, and some may have been there before.")
	}
	return f
}

// reactivated is who came back after 90 days (D-3b).
func (s *Scene) reactivated(w Window) Figure {
	seen := s.borrow()
	defer s.giveBack(seen)
	lo, hi := s.span(w)
	var rows []Row
	n := 0
	for day := lo; day < hi; day++ {
		for _, p := range s.between(day, day+1) {
			if !s.silent(p, day, 90) || !seen.add(p.person, 1) {
				continue
			}
			n++
			if s.rows {
				row := s.row(p.person)
				row.At = s.days[day]
				rows = append(rows, row)
			}
		}
	}
	f := count(n)
	f.Rows = rows
	return f
}

// silent reports whether somebody had said something, but nothing in the days
// before one on which they are there. Of those who are not in what is held
// before, their first message tells whether they had spoken at all.
func (s *Scene) silent(p presence, day, days int) bool {
	if p.before >= 0 {
		return day-int(p.before) >= days
	}
	first := s.first[p.person]
	return first > 0 && first < s.days[0] && day >= days
}

// lostRegulars is who was there often and is not any more (D-3c).
func (s *Scene) lostRegulars(w Window) Figure {
	if w.Days() < 30 && w.Unit != Months {
		var f Figure
		f.note("A period shorter than 30 days does not tell who is lost.")
		return f
	}
	before, now := s.borrow(), s.borrow()
	defer s.giveBack(before)
	defer s.giveBack(now)
	lo, hi := s.span(w)
	for _, p := range s.between(lo, hi) {
		now.add(p.person, 1)
	}
	var silent []int32
	for _, p := range s.between(lo-90, lo) {
		if before.add(p.person, p.messages) && !now.has(p.person) {
			silent = append(silent, p.person)
		}
	}
	var rows []Row
	n := 0
	for _, p := range silent {
		if before.get(p) < 4 {
			continue
		}
		n++
		if s.rows {
			rows = append(rows, s.row(p))
		}
	}
	s.latest(rows, Window{From: Days.Add(w.From, -90), To: w.From})
	f := count(n)
	f.Rows = rows
	return f
}

func (s *Scene) netActive(w Window) Figure {
	return s.sum(w, []term{
		{"new", "new_contributors", 1, (*Scene).newContributors},
		{"back", "reactivated", 1, (*Scene).reactivated},
		{"lost", "lost_regulars", -1, (*Scene).lostRegulars},
	})
}
