package metrics

import "slices"

// welcomed is who of those who joined was greeted (D-4).
func (s *Scene) welcomed(w Window) Figure {
	var f Figure
	greeted := map[int32]*Greeting{}
	for i := range s.Greetings {
		g := &s.Greetings[i]
		p := s.person(g.Member)
		if by := s.person(g.By); p < 0 || by == p || s.side(g.By, g.At) == robots {
			continue
		}
		if was := greeted[p]; was == nil || g.At < was.At {
			greeted[p] = g
		}
	}
	n, all := 0, 0
	ok := s.arrived(w, &f, dayLong, func(p int32) {
		all++
		g := greeted[p]
		in := g != nil && g.At-s.joined[p] <= dayLong
		if in {
			n++
		}
		s.joiner(&f, p, in)
		if s.rows && g != nil {
			row := &f.Rows[len(f.Rows)-1]
			row.Value, row.Why = seconds(s.joined[p], g.At), "greeted"
		}
	})
	f.rate(n, all, ok)
	return f
}

// rate sets the value of a share, unless nothing can be told.
func (f *Figure) rate(n, of int, ok bool) {
	if ok {
		f.Value, f.Numerator, f.Denominator, f.N = divided(float64(n), float64(of)), float64(n), float64(of), of
	}
}

// activation is who of those who joined spoke within some days (D-5).
func activation(days int64) func(*Scene, Window) Figure {
	return func(s *Scene, w Window) Figure {
		var f Figure
		n, all := 0, 0
		ok := s.arrived(w, &f, days*dayLong, func(p int32) {
			all++
			in := s.spoke(p, days)
			if in {
				n++
			}
			s.joiner(&f, p, in)
		})
		f.rate(n, all, ok)
		return f
	}
}

// spoke reports whether somebody said something within days of joining.
func (s *Scene) spoke(p int32, days int64) bool {
	return s.first[p] > 0 && s.first[p]-s.joined[p] <= days*dayLong
}

// funnel is how far those who joined came in thirty days (D-5b). A stage counts
// only for those who passed the one before.
func (s *Scene) funnel(w Window) Figure {
	const joinedStage, spokeStage, daysStage, helpedStage = 0, 1, 2, 3
	stages := [...]string{"joined", "said something", "on 3 days", "helped somebody"}
	var f Figure
	var of [len(stages)]int
	rows := make([][]Row, len(stages))
	late := Window{w.From, Days.Add(w.To, 31), Days}
	helped, present := s.helped(late), s.presentDays(late)
	ok := s.arrived(w, &f, 30*dayLong, func(p int32) {
		reached := joinedStage
		until := s.joined[p] + 30*dayLong
		if s.spoke(p, 30) {
			reached = spokeStage
			if s.onDays(present[p], s.joined[p], until) >= 3 {
				reached = daysStage
				if slices.ContainsFunc(helped[p], func(at int64) bool { return at >= s.joined[p] && at <= until }) {
					reached = helpedStage
				}
			}
		}
		s.joiner(&f, p, reached == helpedStage)
		for k := 0; k <= reached; k++ {
			of[k]++
			if s.rows {
				rows[k] = append(rows[k], f.Rows[len(f.Rows)-1])
				rows[k][len(rows[k])-1].In = true
			}
		}
	})
	f.rate(of[helpedStage], of[joinedStage], ok)
	for k, name := range stages {
		if ok {
			f.Parts = append(f.Parts, Part{Name: name, Value: number(float64(of[k])), Rows: rows[k], Measure: Count})
		}
	}
	return f
}

// presentDays is on which days those were there who joined.
func (s *Scene) presentDays(w Window) map[int32][]int32 {
	days := map[int32][]int32{}
	lo, hi := s.span(w)
	for day := lo; day < hi; day++ {
		for _, p := range s.between(day, day+1) {
			if s.joined[p.person] > 0 && s.joined[p.person] >= s.days[lo] {
				days[p.person] = append(days[p.person], int32(day))
			}
		}
	}
	return days
}

// onDays is how many of some days lie between two times.
func (s *Scene) onDays(days []int32, from, to int64) int {
	n := 0
	for _, d := range days {
		if s.days[d+1] > from && s.days[d] <= to {
			n++
		}
	}
	return n
}

// helped is when somebody of the community answered what somebody else had
// asked.
func (s *Scene) helped(w Window) map[int32][]int64 {
	all := map[int32][]int64{}
	s.asked(w, func(t *Talk, _ *call) {
		for i := range t.Answers {
			a := &t.Answers[i]
			p := s.person(a.Member)
			if p >= 0 && p != s.person(t.Opener) && !a.Bot && a.At > t.At && s.side(a.Member, a.At) == theirs {
				all[p] = append(all[p], a.At)
			}
		}
	})
	return all
}
