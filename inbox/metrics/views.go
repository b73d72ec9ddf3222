package metrics

import (
	"cmp"
	"slices"
	"time"
)

// Listed is somebody in a list of people, and why.
type Listed struct {
	Person int64 // the ID of one of their members
	At     int64 // when it happened
	Count  int
	Why    string
}

// Views are the lists of people who want to be looked at.
type Views struct {
	New           []Listed // first seen in the last seven days, the latest first
	Lapsing       []Listed // were there often and are silent (D-14), the longest silent last
	Returning     []Listed // came back after thirty days (D-14b)
	TopHelpers    []Listed // gave most first answers in the last thirty days
	NeverAnswered []Listed // asked in the last ninety days, and nobody answered
}

// ViewSpan is which facts the views need.
func ViewSpan(now time.Time) (from, to time.Time) {
	end := Days.Add(Days.Begin(now), 1)
	return Days.Add(end, -200), end
}

// ViewsOf makes the lists as they are at a time.
func ViewsOf(s *Scene, now time.Time) Views {
	s = s.fork()
	end := Days.Add(Days.Begin(now.In(s.zone())), 1)
	back := func(days int) Window { return Window{Days.Add(end, -days), end, Days} }
	v := Views{
		New: s.fresh(back(7)), TopHelpers: s.helpers(back(30)), NeverAnswered: s.ignored(back(90)),
	}
	v.Lapsing, v.Returning = s.rhythms(back(200))
	latestFirst := func(a, b Listed) int { return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.Person, b.Person)) }
	mostFirst := func(a, b Listed) int { return cmp.Or(cmp.Compare(b.Count, a.Count), latestFirst(a, b)) }
	slices.SortFunc(v.New, latestFirst)
	slices.SortFunc(v.Lapsing, latestFirst)
	slices.SortFunc(v.Returning, latestFirst)
	slices.SortFunc(v.TopHelpers, mostFirst)
	slices.SortFunc(v.NeverAnswered, mostFirst)
	return v
}

func (s *Scene) listed(p int32, at int64, n int, why string) Listed {
	return Listed{int64(s.members[p].ID), at, n, why}
}

// fresh is who spoke for the first time.
func (s *Scene) fresh(w Window) []Listed {
	seen := s.borrow()
	defer s.giveBack(seen)
	var all []Listed
	lo, hi := s.span(w)
	for _, p := range s.between(lo, hi) {
		if within(s.first[p.person], w) {
			if seen.add(p.person, p.messages) {
				all = append(all, s.listed(p.person, s.first[p.person], int(p.person), ""))
			}
		}
	}
	for i := range all {
		all[i].Count = int(seen.get(int32(all[i].Count)))
		all[i].Why = plural(all[i].Count, "message", "messages") + " in the last 7 days"
	}
	return all
}

// rhythm is when one person was there, the last day first to come.
type rhythm struct {
	days  []int32
	much  []int32
	since []int32 // lengths of the silences between
}

// rhythms is who has fallen silent and who came back.
func (s *Scene) rhythms(w Window) (lapsing, returning []Listed) {
	lo, hi := s.span(w)
	by := map[int32]*rhythm{}
	for day := lo; day < hi; day++ {
		for _, p := range s.between(day, day+1) {
			r := by[p.person]
			if r == nil {
				r = &rhythm{}
				by[p.person] = r
			}
			if n := len(r.days); n > 0 {
				r.since = append(r.since, int32(day)-r.days[n-1])
			}
			r.days, r.much = append(r.days, int32(day)), append(r.much, p.messages)
		}
	}
	for p, r := range by {
		last := r.days[len(r.days)-1]
		if why := r.lapsed(int32(hi - 1)); why != "" {
			lapsing = append(lapsing, s.listed(p, s.days[last], len(r.days), why))
		}
		if day, n := r.returned(int32(hi - 1)); n > 0 {
			returning = append(returning, s.listed(p, s.days[day], n, "back after "+plural(n, "day", "days")))
		}
	}
	return lapsing, returning
}

// within is how much was said on the days [from, to).
func (r *rhythm) within(from, to int32) int {
	n := 0
	for i, day := range r.days {
		if day >= from && day < to {
			n += int(r.much[i])
		}
	}
	return n
}

// lapsed is why somebody counts as falling silent (D-14): fifty messages in the
// last ninety days and none in the last thirty, or silent for three times as
// long as they are wont to be. Who is silent for more than ninety days is gone
// and not going.
func (r *rhythm) lapsed(today int32) string {
	silent := today - r.days[len(r.days)-1]
	if n := r.within(today-89, today+1); silent > 30 && n >= 50 {
		return plural(n, "message", "messages") + " in 90 days, silent for " + plural(int(silent), "day", "days")
	}
	if len(r.days) < 8 || silent > 90 {
		return ""
	}
	gaps := make([]float64, len(r.since))
	for i, n := range r.since {
		gaps[i] = float64(n)
	}
	slices.Sort(gaps)
	usual := *Median(gaps)
	if float64(silent) <= max(14, 3*usual) {
		return ""
	}
	return "usually back after " + plural(int(usual+0.5), "day", "days") + ", silent for " + plural(int(silent), "day", "days")
}

// returned is when in the last two weeks somebody came back who had said twenty
// messages or more in ninety days and then nothing for thirty, and after how
// many days of silence (D-14b).
func (r *rhythm) returned(today int32) (day int32, silent int) {
	for i := len(r.days) - 1; i > 0 && r.days[i] > today-14; i-- {
		gap := r.since[i-1]
		before := r.days[i-1]
		if gap > 30 && r.within(before-89, before+1) >= 20 {
			return r.days[i], int(gap) - 1
		}
	}
	return 0, 0
}

// helpers is who gave most first answers.
func (s *Scene) helpers(w Window) []Listed {
	var all []Listed
	for p, d := range s.deeds(w) {
		if d.first > 0 && !s.spam(p) {
			all = append(all, s.listed(p, 0, d.first, plural(d.first, "first answer", "first answers")+", "+plural(len(d.helped), "person", "people")+" helped"))
		}
	}
	return all
}

// ignored is who asked and was never answered.
func (s *Scene) ignored(w Window) []Listed {
	type asker struct {
		n      int
		oldest int64
	}
	open := map[int32]asker{}
	answered := map[int32]bool{}
	s.asked(w, func(t *Talk, c *call) {
		p := s.person(t.Opener)
		switch {
		case p < 0:
		case c.any > 0:
			answered[p] = true
		default:
			a := open[p]
			open[p] = asker{a.n + 1, earlier(a.oldest, t.At)}
		}
	})
	var all []Listed
	for p, a := range open {
		if answered[p] || s.spam(p) {
			continue
		}
		age := Duration.Say(seconds(a.oldest, s.AsOf.UnixMicro()))
		all = append(all, s.listed(p, a.oldest, a.n, plural(a.n, "question", "questions")+", none answered; the oldest waits for "+age))
	}
	return all
}
