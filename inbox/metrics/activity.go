package metrics

import "time"

func activities() []Definition {
	all := []Definition{
		{
			ID: "active", Spec: "D-1", Name: "Active members", Short: "active", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).active,
			Formula: "people of the community who said something in the period",
		},
		{
			ID: "dau", Spec: "D-1", Name: "Active, 1 day", Short: "DAU", Measure: Count, Better: Up, Of: PersonRow, How: Heads, measure: rolling(1),
			Formula: "people who said something on the last day of the period",
		},
		{
			ID: "wau", Spec: "D-1", Name: "Active, 7 days", Short: "active 7 d", Measure: Count, Better: Up, Of: PersonRow, How: Heads, Reach: 7, measure: rolling(7),
			Formula: "people who said something in the last 7 days of the period",
		},
		{
			ID: "mau", Spec: "D-1", Name: "Active, 30 days", Short: "active 30 d", Measure: Count, Better: Up, Of: PersonRow, How: Heads, Reach: 30, measure: rolling(30),
			Formula: "people who said something in the last 30 days of the period",
		},
		{
			ID: "active_rate", Spec: "D-1", Name: "Active member rate", Short: "active rate", Measure: Percent, Better: Up, Of: PersonRow, How: Heads, measure: (*Scene).activeRate,
			Formula: "members who said something in the period ÷ members at its end × 100",
		},
		{
			ID: "stickiness", Spec: "D-1", Name: "Stickiness", Short: "sticky", Measure: Percent, Better: Up, Of: PersonRow, How: Per, Reach: 30, measure: (*Scene).stickiness,
			Formula: "mean over the days of: people on that day ÷ people in the 30 days up to it × 100; each person adds 1 ÷ the people of those 30 days for each day on which they were there",
		},
		{
			ID: "messages", Spec: "D-1", Name: "Messages", Short: "messages", Measure: Count, Better: Neutral, Of: MessageRow, How: Heads, measure: (*Scene).messages,
			Formula: "what the community said in the period",
		},
		{
			ID: "posts_per_active", Spec: "D-1", Name: "Messages per active member", Short: "msg/active", Measure: Ratio, Better: Up, Of: PersonRow, How: Sums, measure: (*Scene).postsPerActive,
			Formula: "messages ÷ people who wrote them",
		},
		{
			ID: "interaction_ratio", Spec: "D-1", Name: "Interaction ratio", Short: "interaction", Measure: Ratio, Better: Up, Of: MessageRow, How: Against, measure: (*Scene).interaction,
			Formula: "replies in threads and topics ÷ messages that begin something",
		},
		{
			ID: "posts_per_topic", Spec: "D-1", Name: "Messages per conversation", Short: "msg/topic", Measure: Ratio, Better: Up, Of: TalkRow, How: Sums, measure: (*Scene).postsPerTopic,
			Formula: "messages in the conversations opened in the period, the first ones included ÷ those conversations",
		},
		{
			ID: "member_share", Spec: "D-1", Name: "Member-initiated share", Short: "by members", Measure: Percent, Better: Up, Of: TalkRow, How: Heads, measure: (*Scene).memberShare,
			Formula: "conversations opened by the community ÷ all that people opened × 100",
		},
		{
			ID: "lurker_share", Spec: "D-1", Name: "Lurker share", Short: "lurkers", Measure: Percent, Better: Neutral, Of: PersonRow, How: Heads, measure: (*Scene).lurkers,
			Formula: "members at the end of the period who never said anything ÷ all of them × 100",
		},
	}
	return family(Activities, all, "The team and bots do not count, and neither does what was deleted or removed as spam.")
}

// active is who said something in a window (D-1).
func (s *Scene) active(w Window) Figure {
	lo, hi := s.span(w)
	f := s.people(lo, hi, w)
	t := s.spoken(w)
	f.exclude("anonymous messages", int(t.nobody))
	f.exclude("messages of the team", int(t.team))
	f.exclude("messages of bots", int(t.bots))
	return f
}

// people is who was there on the days [lo, hi).
func (s *Scene) people(lo, hi int, w Window) Figure {
	seen := s.borrow()
	defer s.giveBack(seen)
	n := 0
	var rows []Row
	for _, p := range s.between(lo, hi) {
		if !seen.add(p.person, 1) {
			continue
		}
		n++
		if s.rows {
			rows = append(rows, s.row(p.person))
		}
	}
	s.latest(rows, w)
	f := count(n)
	f.Rows = rows
	return f
}

// rolling is who was there in the n days that end with the last day of a
// window, or today (D-1).
func rolling(n int) func(*Scene, Window) Figure {
	return func(s *Scene, w Window) Figure {
		end := s.end(w)
		last := Window{Days.Add(end, -n), end, Days}
		lo, hi := s.span(last)
		if s.rows || hi == 0 || hi-lo < n && n > 1 {
			return s.people(lo, hi, last)
		}
		by := map[int][]int32{1: s.dau, 7: s.wau, 30: s.mau}[n]
		return count(int(by[hi-1]))
	}
}

// end is the end of the last day of a window that has begun.
func (s *Scene) end(w Window) time.Time {
	if w.To.After(s.AsOf) && !w.From.After(s.AsOf) {
		return Days.Add(Days.Begin(s.AsOf.In(w.To.Location())), 1)
	}
	return w.To
}

// counted says whose members are known (R16).
func counted(c *Coverage) bool { return c.Joins || c.Members > 0 }

// activeRate is how many of the members were there (D-1).
func (s *Scene) activeRate(w Window) Figure {
	var f Figure
	if !s.without(&f, counted) {
		return f
	}
	lo, hi := s.span(w)
	seen := s.borrow()
	defer s.giveBack(seen)
	at := s.now(w).UnixMicro()
	in, strangers := 0, 0
	for _, p := range s.between(lo, hi) {
		if !seen.add(p.person, 1) {
			continue
		}
		if s.belongs(p.person, at) {
			in++
		} else {
			strangers++
		}
	}
	rows, all := s.membersAt(at, seen.has)
	s.latest(rows, w)
	without := f.Without
	f = share(in, all)
	f.Without, f.Rows = without, rows
	f.exclude("left, or of accounts that do not tell their members", strangers)
	return f
}

// membersAt is how many members there are at a time, and, if they are wanted,
// who.
func (s *Scene) membersAt(at int64, in func(int32) bool) (rows []Row, n int) {
	if !s.rows {
		return nil, s.belonging(at)
	}
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p || !s.belongs(p, at) {
			continue
		}
		row := s.row(p)
		row.In = in(p)
		rows = append(rows, row)
	}
	return rows, len(rows)
}

// stickiness is the mean of who came on a day out of those who came in a month.
func (s *Scene) stickiness(w Window) Figure {
	lo, hi := s.span(Window{From: w.From, To: s.end(w)})
	sum, days := 0.0, 0
	var f Figure
	for d := lo; d < hi; d++ {
		if s.mau[d] == 0 {
			continue
		}
		part := float64(s.dau[d]) / float64(s.mau[d])
		sum, days = sum+part, days+1
		if s.rows {
			f.Parts = append(f.Parts, Part{Name: time.UnixMicro(s.days[d]).In(s.zone()).Format(time.DateOnly), Value: number(100 * part), Measure: Percent})
		}
	}
	f.Numerator, f.Denominator, f.N, f.Value = sum, float64(days), days, divided(sum, float64(days))
	if s.rows {
		f.Rows = s.stuck(lo, hi)
		s.latest(f.Rows, w)
	}
	return f
}

// stuck is what each person adds to the stickiness.
func (s *Scene) stuck(lo, hi int) []Row {
	place := s.borrow()
	defer s.giveBack(place)
	var rows []Row
	for d := lo; d < hi; d++ {
		for _, p := range s.between(d, d+1) {
			if !place.has(p.person) {
				place.put(p.person, int32(len(rows)))
				row := s.row(p.person)
				row.Value = 0
				rows = append(rows, row)
			}
			rows[place.get(p.person)].Value += 1 / float64(s.mau[d])
		}
	}
	return rows
}

// messages is what the community said.
func (s *Scene) messages(w Window) Figure {
	t := s.spoken(w)
	f := count(int(t.messages))
	f.exclude("team", int(t.team))
	f.exclude("bots", int(t.bots))
	f.Parts = []Part{{Name: "team", Value: number(float64(t.team)), Measure: Count}}
	s.spell(&f, w, func(*Said) bool { return true })
	return f
}

// spell adds the messages of a window as rows.
func (s *Scene) spell(f *Figure, w Window, in func(*Said) bool) {
	if !s.rows {
		return
	}
	said := s.said(w)
	for i := range said {
		if m := &said[i]; s.speaks(m) == theirs {
			f.Rows = append(f.Rows, Row{Kind: MessageRow, ID: m.ID, In: in(m), Value: 1, At: m.At})
		}
	}
}

// postsPerActive is how much everybody says; the median beside it is not moved
// by one who floods.
func (s *Scene) postsPerActive(w Window) Figure {
	lo, hi := s.span(w)
	by := s.crowd(lo, hi)
	sum := 0.0
	each := make([]float64, 0, len(by))
	for i := len(by) - 1; i >= 0; i-- {
		sum += float64(by[i].n)
		each = append(each, float64(by[i].n))
	}
	f := ratio(sum, float64(len(by)))
	f.Parts = []Part{{Name: "median", Value: Median(each), Measure: Ratio}}
	f.exclude("anonymous messages", int(s.spoken(w).nobody))
	f.Rows = s.crowdRows(by, w, len(by))
	return f
}

// interaction is how many replies there are for everything begun (D-1).
func (s *Scene) interaction(w Window) Figure {
	t := s.spoken(w)
	f := ratio(float64(t.replies), float64(t.messages-t.replies))
	f.N = int(t.messages)
	if s.rows {
		s.spell(&f, w, func(m *Said) bool { return m.Reply })
	}
	return f
}

// postsPerTopic is how long conversations are.
func (s *Scene) postsPerTopic(w Window) Figure {
	var f Figure
	sum, n := 0.0, 0
	s.opened(w, func(t *Talk, c *call) {
		if c.from != theirs {
			return
		}
		sum, n = sum+float64(t.Messages), n+1
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: TalkRow, ID: t.ID, In: true, Value: float64(t.Messages), At: t.At})
		}
	})
	rows := f.Rows
	f = ratio(sum, float64(n))
	f.Rows = rows
	f.note("What the team said in these conversations counts here.")
	return f
}

// memberShare is how much of what is begun comes from the community.
func (s *Scene) memberShare(w Window) Figure {
	var rows []Row
	in, all, bots := 0, 0, 0
	s.opened(w, func(t *Talk, c *call) {
		if c.from == robots {
			bots++
			return
		}
		all++
		row := Row{Kind: TalkRow, ID: t.ID, In: c.from == theirs, At: t.At, Why: "team"}
		if row.In {
			in++
			row.Why = ""
		}
		if s.rows {
			rows = append(rows, row)
		}
	})
	f := share(in, all)
	f.Rows = rows
	f.exclude("begun by bots or nobody in particular", bots)
	return f
}

// lurkers is how many members never said a word.
func (s *Scene) lurkers(w Window) Figure {
	var f Figure
	if !s.without(&f, counted) {
		return f
	}
	at := s.now(w).UnixMicro()
	in, all := 0, 0
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p || !s.belongs(p, at) {
			continue
		}
		all++
		row := s.row(p)
		row.In = s.first[p] == 0 || s.first[p] >= at
		if row.In {
			in++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	rows, without := f.Rows, f.Without
	f = share(in, all)
	f.Rows, f.Without = rows, without
	return f
}
