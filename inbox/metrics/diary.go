package metrics

import (
	"sort"
	"time"
)

// diary is what was said, folded to days of the zone: who was there on which,
// and how much. It is what makes figures over long windows cheap.
type diary struct {
	days   []int64    // when each day begins, and when the last one ends
	start  []int32    // by day: where its presences begin; one more at the end
	there  []presence // of the community, by day
	crew   []presence // of the team, likewise
	muster []int32    // by day: where its crew begins
	totals []total    // by day
	dau    []int32    // by day: how many were there
	wau    []int32    // on it and the six days before
	mau    []int32    // on it and the 29 days before
	calls  []call     // by place in Talks: who answered
	slow   []int32    // places in Talks of questions that waited for longer than a day
	turned map[int64]int64
}

// presence is one person on one day.
type presence struct {
	person   int32
	messages int32
	replies  int32
	before   int32 // the day on which they were there before, -1 if none is held
}

// total is how much was said on a day.
type total struct{ messages, replies, team, bots, nobody int32 }

// keep folds what was said.
func (s *Scene) keep() *diary {
	d := &diary{days: s.calendar(), there: make([]presence, 0, len(s.Said)/2)}
	n := len(d.days) - 1
	d.start, d.muster, d.totals = make([]int32, 0, n+1), make([]int32, 0, n+1), make([]total, n)
	slot, crew := blank(len(s.members)), blank(len(s.members))
	for i := range s.Said {
		m := &s.Said[i]
		if m.At < d.days[0] || m.At >= d.days[n] {
			continue
		}
		day := d.turn(m.At)
		reply := int32(0)
		if m.Reply {
			reply = 1
		}
		d.note(day, s.person(m.Member), s.speaks(m), reply, slot, crew)
	}
	d.begin(n)
	d.link(slot)
	d.roll(len(s.members))
	d.calls, d.turned = s.call(), s.turns()
	for i := range d.calls {
		if c := &d.calls[i]; c.asked && s.Talks[i].Question && (c.any == 0 || c.any-s.Talks[i].At > dayLong) {
			d.slow = append(d.slow, int32(i))
		}
	}
	return d
}

// turn goes on to the day that a time lies in.
func (d *diary) turn(at int64) int {
	if day := len(d.start) - 1; day >= 0 && at < d.days[day+1] {
		return day
	}
	day := sort.Search(len(d.totals), func(k int) bool { return d.days[k+1] > at })
	d.begin(day)
	return day
}

// begin opens all days up to one.
func (d *diary) begin(day int) {
	for len(d.start) <= day {
		d.start, d.muster = append(d.start, int32(len(d.there))), append(d.muster, int32(len(d.crew)))
	}
}

func blank(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = -1
	}
	return all
}

// calendar is where the days of the facts begin.
func (s *Scene) calendar() []int64 {
	zone := s.zone()
	day := Days.Begin(s.From.In(zone))
	days := []int64{day.UnixMicro()}
	for day.Before(s.To) {
		day = Days.Add(day, 1)
		days = append(days, day.UnixMicro())
	}
	if len(days) == 1 {
		days = append(days, Days.Add(day, 1).UnixMicro())
	}
	return days
}

func (s *Scene) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// note adds one message to a day.
func (d *diary) note(day int, person int32, by side, reply int32, slot, crew []int32) {
	t := &d.totals[day]
	switch by {
	case robots, turning:
		t.bots++
	case ours:
		t.team++
		if person >= 0 {
			if crew[person] < d.muster[day] {
				crew[person] = int32(len(d.crew))
				d.crew = append(d.crew, presence{person: person})
			}
			d.crew[crew[person]].messages++
		}
	case theirs:
		t.messages++
		t.replies += reply
		if person < 0 {
			t.nobody++
			return
		}
		if slot[person] < d.start[day] {
			slot[person] = int32(len(d.there))
			d.there = append(d.there, presence{person: person})
		}
		p := &d.there[slot[person]]
		p.messages++
		p.replies += reply
	}
}

// link tells every presence when they were there before.
func (d *diary) link(last []int32) {
	for i := range last {
		last[i] = -1
	}
	for day := range d.totals {
		for i := d.start[day]; i < d.start[day+1]; i++ {
			p := &d.there[i]
			p.before, last[p.person] = last[p.person], int32(day)
		}
	}
}

// roll counts who was there in the last one, seven and thirty days of each day,
// in one pass: whoever comes is counted, and is not any more a week and a month
// after the last time.
func (d *diary) roll(people int) {
	n := len(d.totals)
	d.dau, d.wau, d.mau = make([]int32, n), make([]int32, n), make([]int32, n)
	last := blank(people)
	var week, month int32
	for day := range n {
		week -= d.gone(day-7, last)
		month -= d.gone(day-30, last)
		for i := d.start[day]; i < d.start[day+1]; i++ {
			p := &d.there[i]
			if p.before < 0 || day-int(p.before) >= 7 {
				week++
			}
			if p.before < 0 || day-int(p.before) >= 30 {
				month++
			}
			last[p.person] = int32(day)
		}
		d.dau[day], d.wau[day], d.mau[day] = d.start[day+1]-d.start[day], week, month
	}
}

// gone is how many were there on a day and never since.
func (d *diary) gone(day int, last []int32) int32 {
	if day < 0 {
		return 0
	}
	var n int32
	for i := d.start[day]; i < d.start[day+1]; i++ {
		if last[d.there[i].person] == int32(day) {
			n++
		}
	}
	return n
}

// span is the days of a window: [lo, hi) of the diary.
func (d *diary) span(w Window) (lo, hi int) {
	return d.day(w.From.UnixMicro()), d.day(w.To.UnixMicro())
}

// day is the first day that begins at a time or after it.
func (d *diary) day(at int64) int {
	n := len(d.days) - 1
	return sort.Search(n, func(i int) bool { return d.days[i] >= at })
}

// between is who of the community was there on the days [lo, hi).
func (d *diary) between(lo, hi int) []presence {
	lo, hi = max(lo, 0), min(hi, len(d.totals))
	if lo >= hi {
		return nil
	}
	return d.there[d.start[lo]:d.start[hi]]
}

// spoken is how much was said on the days of a window.
func (d *diary) spoken(w Window) total {
	var sum total
	lo, hi := d.span(w)
	for _, t := range d.totals[lo:max(lo, hi)] {
		sum.messages += t.messages
		sum.replies += t.replies
		sum.team += t.team
		sum.bots += t.bots
		sum.nobody += t.nobody
	}
	return sum
}
