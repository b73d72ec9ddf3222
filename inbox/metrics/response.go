package metrics

import "time"

func responses() []Definition {
	const asked = "questions, and what named us, opened by the community in the period"
	all := []Definition{
		{
			ID: "ttfr_any", Spec: "D-7", Name: "First answer", Short: "first answer", Measure: Duration, Better: Down, Of: TalkRow, How: Middle, Wait: 7, measure: (*Scene).firstAny,
			Formula: "median of the time until another human answered, of " + asked + "; what was opened anew is measured anew",
		},
		{
			ID: "ttfr_team", Spec: "D-7", Name: "First answer by the team", Short: "team answer", Measure: Duration, Better: Down, Of: TalkRow, How: Middle, Wait: 7, measure: (*Scene).firstTeam,
			Formula: "median of the time until somebody of the team answered, of " + asked,
		},
		{
			ID: "ttfr_team_bh", Spec: "D-7", Name: "First answer by the team, at work", Short: "team, at work", Measure: Duration, Better: Down, Of: TalkRow, How: Middle, Wait: 7, measure: (*Scene).firstAtWork,
			Formula: "median of the business hours until somebody of the team answered, of " + asked,
		},
		{
			ID: "half_life", Spec: "D-6b", Name: "Half are answered within", Short: "half-life", Measure: Duration, Better: Down, Of: TalkRow, How: Half, Wait: 7, measure: (*Scene).halfLife,
			Formula: "the time within which half of all " + asked + " were answered, those included that never were",
		},
		{
			ID: "peer_answer_share", Spec: "D-7", Name: "Answered by members first", Short: "by peers", Measure: Percent, Better: Up, Of: TalkRow, How: Heads, Wait: 7, measure: (*Scene).peers,
			Formula: "those whose first answer came from the community ÷ answered ones × 100, of " + asked,
		},
		{
			ID: "reply_coverage", Spec: "D-8", Name: "Reply coverage, 7 days", Short: "coverage 7d", Measure: Percent, Better: Up, Of: TalkRow, How: Heads, Wait: 7, measure: (*Scene).replyCoverage,
			Formula: "those with an answer by another human within 7 days ÷ all × 100, of " + asked + " that are 7 days old",
		},
		{
			ID: "solo_rate", Spec: "D-8", Name: "Nobody else wrote", Short: "solo", Measure: Percent, Better: Down, Of: TalkRow, How: Heads, Wait: 7, measure: (*Scene).solos,
			Formula: "those in which only who opened them ever wrote ÷ all × 100, of " + asked, Leaves: "What the team opened does not count; an answer of a bot is one here.",
		},
		{
			ID: "unanswered_now", Spec: "D-8", Name: "Unanswered now", Short: "unanswered", Measure: Count, Better: Down, Of: TalkRow, How: Heads, Reach: 90, still: true, measure: (*Scene).unanswered,
			Formula: "questions of the community in the 90 days before the end of the period, still open, that no other human has answered",
		},
		{
			ID: "awaiting_us", Spec: "D-8", Name: "Awaiting us", Short: "awaiting", Measure: Count, Better: Down, Of: TalkRow, How: Heads, Reach: 90, still: true, measure: (*Scene).awaiting,
			Formula: "conversations of the last 90 days, still open, in which the last word is the community's",
		},
		{
			ID: "resolution_time", Spec: "D-10", Name: "Time to done", Short: "to done", Measure: Duration, Better: Down, Of: TalkRow, How: Middle, measure: (*Scene).resolution,
			Formula: "median of the time from the opening, or the last opening anew, of what a person settled in the period",
		},
		{
			ID: "reopen_rate", Spec: "D-10", Name: "Opened again", Short: "reopened", Measure: Percent, Better: Down, Of: TalkRow, How: Heads, Wait: 7, measure: (*Scene).reopened,
			Formula: "those opened again within 7 days ÷ what a person settled in the period, 7 days ago or longer × 100", Leaves: "What a rule or a bot settled does not count.",
		},
	}
	return family(Responses, all, "Bots, automatic replies and whoever had asked, under any of their names, do not answer; reactions are no answers; what claims to be older than its question is left out.")
}

// timing is one measurement of a first answer.
type timing struct {
	talk *Talk
	at   int64 // of the answer; 0: none yet
	why  string
}

// first makes the figure of how long answers took, which pick finds in what
// became of a conversation. What was opened anew is measured anew: an answer
// that came after that is not one to the first time (T7).
func (s *Scene) firstOf(w Window, pick func(*call) int64, took func(from, to int64) float64) Figure {
	var all []timing
	var f Figure
	young := 0
	s.asked(w, func(t *Talk, c *call) {
		at := pick(c)
		if again := s.turned[t.ID]; again > 0 && at > again {
			at = 0
		}
		if at == 0 && t.At+week > s.AsOf.UnixMicro() {
			young++
		}
		if c.skewed {
			f.exclude("answers older than their question", 1)
		}
		all = append(all, timing{t, at, ""})
	})
	talks, calls := s.again(w)
	for i := range talks {
		if t := &talks[i]; (t.Question || t.Mention) && !t.Bot && s.side(t.Opener, t.At) == theirs {
			all = append(all, timing{t, pick(&calls[i]), "opened again"})
		}
	}
	values := make([]float64, 0, len(all))
	for _, m := range all {
		row := Row{Kind: TalkRow, ID: m.talk.ID, At: m.talk.At, Why: m.why}
		if m.at > 0 {
			row.In, row.Value = true, took(m.talk.At, m.at)
			values = append(values, row.Value)
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	rows, excluded := f.Rows, f.Excluded
	f = durations(values, len(all))
	f.Rows, f.Excluded, f.Immature = rows, excluded, young
	return f
}

func anybody(c *call) int64 { return c.any }
func theTeam(c *call) int64 { return c.team }

// firstAny is how long it takes until somebody answers; the team's part and how
// many were answered at all stand beside it, since the median ignores those who
// never were (D-6).
func (s *Scene) firstAny(w Window) Figure {
	f := s.firstOf(w, anybody, seconds)
	team, covered := s.firstOf(w, theTeam, seconds), s.replyCoverage(w)
	f.Parts = []Part{
		{Name: "team", Value: team.Value, Rows: team.Rows, Measure: Duration, Metric: "ttfr_team"},
		{Name: "coverage", Value: covered.Value, Rows: covered.Rows, Measure: Percent, Metric: "reply_coverage"},
	}
	return f
}

func (s *Scene) firstTeam(w Window) Figure { return s.firstOf(w, theTeam, seconds) }

// firstAtWork counts the time at work only (D-7).
func (s *Scene) firstAtWork(w Window) Figure {
	zone := s.zone()
	return s.firstOf(w, theTeam, func(from, to int64) float64 {
		return s.Hours.Between(time.UnixMicro(from), time.UnixMicro(to), zone).Seconds()
	})
}

// mature are the conversations asked in a window that are seven days old.
func (s *Scene) mature(w Window, f *Figure, each func(*Talk, *call)) {
	s.asked(w, func(t *Talk, c *call) {
		if t.At+week > s.AsOf.UnixMicro() {
			f.Immature++
			return
		}
		each(t, c)
	})
}

// halfLife is the time within which half of all were answered: the only one of
// these that cannot be made better by not answering (D-6b).
func (s *Scene) halfLife(w Window) Figure {
	var f Figure
	var values []float64
	all := 0
	s.mature(w, &f, func(t *Talk, c *call) {
		all++
		row := Row{Kind: TalkRow, ID: t.ID, At: t.At, In: c.any > 0 && c.any-t.At <= week}
		if row.In {
			row.Value = seconds(t.At, c.any)
			values = append(values, row.Value)
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	})
	rows, young := f.Rows, f.Immature
	f = durations(values, all)
	f.Rows, f.Immature, f.N = rows, young, all
	f.Value = nil
	switch half := (all + 1) / 2; {
	case all == 0:
	case half > len(values):
		f.Beyond = true
	default:
		f.Value = number(values[half-1])
	}
	return f
}

// part makes the figure of those conversations of which in says yes.
func (s *Scene) part(f *Figure, talks func(each func(*Talk, *call)), in func(*Talk, *call) bool) Figure {
	n, all := 0, 0
	talks(func(t *Talk, c *call) {
		all++
		row := Row{Kind: TalkRow, ID: t.ID, At: t.At, In: in(t, c)}
		if row.In {
			n++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	})
	f.rate(n, all, true)
	return *f
}

// peers is how often the community helps itself (D-7).
func (s *Scene) peers(w Window) Figure {
	var f Figure
	return s.part(&f, func(each func(*Talk, *call)) {
		s.asked(w, func(t *Talk, c *call) {
			if c.any > 0 {
				each(t, c)
			}
		})
	}, func(_ *Talk, c *call) bool { return c.by == theirs })
}

// replyCoverage is how many were answered within a week (D-8).
func (s *Scene) replyCoverage(w Window) Figure {
	var f Figure
	return s.part(&f, func(each func(*Talk, *call)) { s.mature(w, &f, each) },
		func(t *Talk, c *call) bool { return c.any > 0 && c.any-t.At <= week })
}

// solos is how often nobody else wrote at all (D-8).
func (s *Scene) solos(w Window) Figure {
	var f Figure
	return s.part(&f, func(each func(*Talk, *call)) { s.asked(w, each) },
		func(_ *Talk, c *call) bool { return c.solo })
}

// unanswered is what nobody has answered at the end of a window, or now (D-8).
// Of a time that is past it is told from when answers came and when it was
// settled; what is closed and nobody remembers how was not open then either.
func (s *Scene) unanswered(w Window) Figure {
	end := s.now(w)
	at := end.UnixMicro()
	past := s.past(w)
	done, later := map[int64]bool{}, map[int64]bool{}
	for i := range s.Dones {
		switch d := &s.Dones[i]; {
		case !past:
		case d.At >= at:
			later[d.Talk] = true
		case d.Reopened == 0 || d.Reopened >= at:
			done[d.Talk] = true
		}
	}
	var all ages
	s.waiting(Days.Add(w.To, -90).UnixMicro(), at, func(t *Talk, c *call) {
		if t.Open && !past || past && !done[t.ID] && (t.Open || c.any > 0 || later[t.ID]) {
			all.add(s, Row{Kind: TalkRow, ID: t.ID, At: t.At, In: true, Value: seconds(t.At, at)})
		}
	})
	f := all.figure()
	if past {
		f.note("As it stood when the period ended, told from when answers came and when conversations were done.")
	}
	return f
}

// waiting are the questions opened between two times that nobody had answered at
// the second. Of those that are older than a day only the slow ones can be.
func (s *Scene) waiting(from, at int64, each func(*Talk, *call)) {
	for _, i := range s.slow {
		t, c := &s.Talks[i], &s.calls[i]
		if t.At >= at-dayLong {
			break
		}
		if t.At >= from && (c.any == 0 || c.any >= at) {
			each(t, c)
		}
	}
	lo, hi := s.talksAt(Window{From: time.UnixMicro(max(from, at-dayLong)), To: time.UnixMicro(at)})
	for i := lo; i < hi; i++ {
		if c := &s.calls[i]; c.asked && s.Talks[i].Question && (c.any == 0 || c.any >= at) {
			each(&s.Talks[i], c)
		}
	}
}

// ages counts what waits by how long it does. Rows are kept only where they
// were asked for: much may wait.
type ages struct {
	n      int
	oldest Row
	by     [4]int
	rows   []Row
	of     [4][]Row
}

func (a *ages) add(s *Scene, row Row) {
	if a.n == 0 || row.Value > a.oldest.Value {
		a.oldest = row
	}
	k := 0
	for _, limit := range [...]float64{4 * 3600, 24 * 3600, 72 * 3600} {
		if row.Value >= limit {
			k++
		}
	}
	a.n++
	a.by[k]++
	if s.rows {
		a.rows, a.of[k] = append(a.rows, row), append(a.of[k], row)
	}
}

// figure is how many wait, and for how long.
func (a *ages) figure() Figure {
	f := count(a.n)
	f.Rows = a.rows
	oldest := Part{Name: "oldest", Measure: Duration}
	if a.n > 0 {
		oldest.Value, oldest.Rows = number(a.oldest.Value), []Row{a.oldest}
	}
	f.Parts = []Part{oldest}
	for k, name := range [...]string{"< 4 h", "4–24 h", "1–3 d", "> 3 d"} {
		f.Parts = append(f.Parts, Part{Name: name, Measure: Count, Value: number(float64(a.by[k])), Rows: a.of[k]})
	}
	return f
}

// awaiting is where the last word is the community's. What is past nobody has
// noted.
func (s *Scene) awaiting(w Window) Figure {
	var f Figure
	if s.past(w) {
		f.note("Who had the last word is known of now only.")
		return f
	}
	at := s.AsOf.UnixMicro()
	var all ages
	s.opened(Window{From: Days.Add(w.To, -90), To: w.To}, func(t *Talk, _ *call) {
		if t.Open && t.Awaits {
			all.add(s, Row{Kind: TalkRow, ID: t.ID, At: t.At, In: true, Value: seconds(t.At, at)})
		}
	})
	return all.figure()
}

// resolution is how long it took until a person said that it was done (D-10).
func (s *Scene) resolution(w Window) Figure {
	var rows []Row
	var values []float64
	for i := range s.Dones {
		d := &s.Dones[i]
		if !within(d.At, w) {
			continue
		}
		values = append(values, seconds(d.Opened, d.At))
		if s.rows {
			rows = append(rows, Row{Kind: TalkRow, ID: d.Talk, At: d.At, In: true, Value: seconds(d.Opened, d.At)})
		}
	}
	f := durations(values, len(values))
	f.Rows = rows
	return f
}

// reopened is how often done was not done (D-10).
func (s *Scene) reopened(w Window) Figure {
	var f Figure
	n, all := 0, 0
	for i := range s.Dones {
		d := &s.Dones[i]
		switch {
		case !within(d.At, w):
			continue
		case d.At+week > s.AsOf.UnixMicro():
			f.Immature++
			continue
		}
		all++
		row := Row{Kind: TalkRow, ID: d.Talk, At: d.At, In: d.Reopened > 0 && d.Reopened-d.At <= week}
		if row.In {
			n++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	f.rate(n, all, true)
	return f
}
