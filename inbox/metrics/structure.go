package metrics

func structures() []Definition {
	all := []Definition{
		{
			ID: "top10_share", Spec: "D-15", Name: "Top ten's share", Short: "top 10", Measure: Percent, Better: Down, Of: PersonRow, How: Sums, measure: (*Scene).topTen,
			Formula: "messages of the ten who said most ÷ messages of all people × 100; of fewer than 20 people it says nothing",
		},
		{
			ID: "bus_factor", Spec: "D-15b", Name: "Bus factor", Short: "bus factor", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).busFactor,
			Formula: "the smallest number of people who said half of everything",
		},
		{
			ID: "onion_core", Spec: "D-15c", Name: "Core", Short: "core", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).onion,
			Formula: "people who said the first 80 % of everything, the most first; whoever straddles the line is core",
		},
		{
			ID: "gravity", Spec: "D-16b", Name: "Gravity", Short: "gravity", Measure: Ratio, Better: Up, Of: PersonRow, How: Per, Reach: 365, pair: true, least: 28, measure: (*Scene).gravity,
			Formula: "change of the sum of the squared weights of the levels (1, 4, 7, 10) since the period before ÷ members at its end; the levels are of the days on which somebody was there in the year before",
		},
	}
	return family(Structure, all, "The team and bots do not count, and neither do messages of nobody in particular.")
}

// topTen is how much hangs on ten people (D-15).
func (s *Scene) topTen(w Window) Figure {
	return s.topOf(s.crowd(s.span(w)), w)
}

func (s *Scene) topOf(by []much, w Window) Figure {
	var f Figure
	if len(by) < 20 {
		f.N = len(by)
		f.note("Only " + plural(len(by), "person", "people") + " said something: a share of ten tells nothing.")
		return f
	}
	top, all := 0.0, 0.0
	for i, m := range by {
		if i < 10 {
			top += float64(m.n)
		}
		all += float64(m.n)
	}
	f = Figure{Value: divided(top, all), Numerator: top, Denominator: all, N: len(by)}
	f.Rows = s.crowdRows(by, w, 10)
	return f
}

// busFactor is how few people say half of everything (D-15b).
func (s *Scene) busFactor(w Window) Figure {
	by := s.crowd(s.span(w))
	n := least(by, 50)
	f := count(n)
	f.N = len(by)
	if len(by) == 0 {
		f.Value = nil
	}
	f.Rows = s.crowdRows(by, w, n)
	top := s.topOf(by, w)
	f.Parts = []Part{{Name: "top ten", Value: top.Value, Rows: top.Rows, Measure: Percent, Metric: "top10_share"}}
	return f
}

// least is how many, the most first, it takes to say a part of everything, in
// percent.
func least(by []much, percent int64) int {
	var all, so int64
	for _, m := range by {
		all += int64(m.n)
	}
	for i, m := range by {
		if so += int64(m.n); so*100 >= all*percent {
			return i + 1
		}
	}
	return len(by)
}

// BusFactor is how few of those who made contributions made half of them
// (D-15b); they are given the most first.
func BusFactor(contributions []int) int {
	by := make([]much, len(contributions))
	for i, n := range contributions {
		by[i].n = int32(n)
	}
	return least(by, 50)
}

// onion is how large the core is (D-15c).
func (s *Scene) onion(w Window) Figure {
	by := s.crowd(s.span(w))
	core := least(by, 80)
	regular := max(core, least(by, 95))
	f := count(core)
	f.N = len(by)
	if len(by) == 0 {
		f.Value = nil
	}
	f.Rows = s.crowdRows(by, w, core)
	all := s.crowdRows(by, w, len(by))
	for _, p := range []struct {
		name     string
		from, to int
	}{{"core", 0, core}, {"regular", core, regular}, {"casual", regular, len(by)}} {
		part := Part{Name: p.name, Value: number(float64(p.to - p.from)), Measure: Count}
		if all != nil {
			part.Rows = all[p.from:p.to]
		}
		f.Parts = append(f.Parts, part)
	}
	return f
}

// gravity is whether people move inward (D-16b). Those who are new move the
// number by their whole weight, and stand apart.
func (s *Scene) gravity(w Window) Figure {
	before, now := s.levels(w.From), s.levels(s.end(w))
	var f Figure
	if !s.without(&f, counted) {
		return f
	}
	at := w.From.UnixMicro()
	members := 0
	moved, fresh := 0, 0
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p {
			continue
		}
		if s.belongs(p, at) {
			members++
		}
		was, is := before[p].Level.pull(), now[p].Level.pull()
		if was == is {
			continue
		}
		moved += is - was
		row := s.row(p)
		row.Value = float64(is - was)
		if was == 0 {
			fresh += is
			row.Why = "new"
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	f.Numerator, f.Denominator, f.N = float64(moved), float64(members), members
	if members > 0 {
		f.Value = number(float64(moved) / float64(members))
	}
	f.Parts = []Part{{Name: "of it by newcomers", Value: number(float64(fresh)), Measure: Count}}
	return f
}
