package metrics

import (
	"math/rand/v2"
	"testing"
	"time"

	"rounds/inbox"
)

// who is the people of the community who said something from one time to
// another, found message by message, and how much each said.
func who(s *Scene, from, to time.Time) map[int32]int {
	all := map[int32]int{}
	for i := range s.Said {
		m := &s.Said[i]
		at := time.UnixMicro(m.At)
		if p := s.person(m.Member); p >= 0 && s.speaks(m) == theirs && !at.Before(from) && at.Before(to) {
			all[p]++
		}
	}
	return all
}

func TestDaysThatRollAreCountedAsIfEachWereCountedAnew(t *testing.T) {
	zone := berlin(t)
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, zone), time.Date(2026, 11, 15, 13, 0, 0, 0, zone)
	s := someTown(5, from, to, 60, 400).scene()
	sum, days := 0.0, 0.0
	w := Months.Over(time.Date(2026, 10, 1, 0, 0, 0, 0, zone))
	for _, day := range w.Cut(Days) {
		for id, back := range map[string]int{"dau": 1, "wau": 7, "mau": 30} {
			d, _ := Find(id)
			want := len(who(s, Days.Add(day.To, -back), day.To))
			if got, rows := d.Value(s, day), d.On(s, day); int(*got.Value) != want || len(rows.Rows) != want {
				t.Errorf("%s on %s is %v with %d rows, want %d", id, day, *got.Value, len(rows.Rows), want)
			}
		}
		if month := len(who(s, Days.Add(day.To, -30), day.To)); month > 0 {
			sum, days = sum+float64(len(who(s, day.From, day.To)))/float64(month), days+1
		}
	}
	if f := figure(t, s, "stickiness", w); !near(f.Value, 100*sum/days) {
		t.Errorf("stickiness is %v, want %v", *f.Value, 100*sum/days)
	}
}

func TestWhoIsBackAndWhoIsLostIsFoundMessageByMessage(t *testing.T) {
	from, to := utc(2025, 6, 1, 0, 0), utc(2026, 11, 15, 0, 0)
	for seed := range uint64(5) {
		s := someTown(seed, from, to, 80, 500).scene()
		for _, w := range Years.Over(utc(2026, 1, 1, 0, 0)).Cut(Months)[:10] {
			now, before := who(s, w.From, w.To), who(s, Days.Add(w.From, -90), w.From)
			lost := 0
			for p, n := range before {
				if n >= 4 && now[p] == 0 {
					lost++
				}
			}
			if f := figure(t, s, "lost_regulars", w); int(*f.Value) != lost {
				t.Errorf("%s: %v lost, want %d", w, *f.Value, lost)
			}
			fresh := 0
			for p := range now {
				if within(s.first[p], w) {
					fresh++
				}
			}
			if f := figure(t, s, "new_contributors", w); int(*f.Value) != fresh {
				t.Errorf("%s: %v new, want %d", w, *f.Value, fresh)
			}
			stayed := 0
			last := who(s, w.Before().From, w.From)
			for p := range last {
				if now[p] > 0 {
					stayed++
				}
			}
			if f := figure(t, s, "retention_mom", w); f.Numerator != float64(stayed) || f.Denominator != float64(len(last)) {
				t.Errorf("%s: %v of %v stayed, want %d of %d", w, f.Numerator, f.Denominator, stayed, len(last))
			}
		}
	}
}

func TestSomebodyIsBackAfterNinetyDays(t *testing.T) {
	for silence, want := range map[int]float64{89: 0, 90: 1, 200: 1} {
		c := found(utc(2026, 1, 1, 0, 0), utc(2026, 12, 1, 0, 0))
		id := c.join(inbox.Community, time.Time{})
		back := utc(2026, 10, 5, 12, 0)
		c.say(id, Days.Add(back, -silence).Add(12*time.Hour), 0)
		c.say(id, back, 0)
		if f := figure(t, c.scene(), "reactivated", Months.Over(back)); *f.Value != want {
			t.Errorf("after %d days %v are back", silence, *f.Value)
		}
	}
}

func TestWhoSpokeBeforeWhatIsHeldIsBack(t *testing.T) {
	c := found(utc(2026, 6, 1, 0, 0), utc(2026, 12, 1, 0, 0))
	id := c.join(inbox.Community, time.Time{})
	c.say(id, utc(2026, 10, 5, 12, 0), 0)
	c.member(id).First = utc(2024, 1, 1, 0, 0).UnixMicro()
	if f := figure(t, c.scene(), "reactivated", Months.Over(utc(2026, 10, 5, 0, 0))); *f.Value != 1 {
		t.Errorf("%v are back", *f.Value)
	}
}

func TestDaysTogetherAreThePeriod(t *testing.T) {
	zone := berlin(t)
	s := someTown(9, time.Date(2026, 1, 1, 0, 0, 0, 0, zone), time.Date(2026, 11, 15, 13, 0, 0, 0, zone), 60, 800).scene()
	w := Quarters.Over(time.Date(2026, 10, 1, 0, 0, 0, 0, zone))
	for _, id := range []string{"messages", "new_members", "left_members", "new_contributors", "decisions", "reports", "workload"} {
		d, _ := Find(id)
		for _, unit := range []Unit{Days, Months} {
			sum := 0.0
			for _, piece := range w.Cut(unit) {
				sum += *d.Value(s, piece).Value
			}
			if whole := *d.Value(s, w).Value; sum != whole {
				t.Errorf("%s: the pieces of a %s make %v, all of it %v", id, unit, sum, whole)
			}
		}
	}
	total, heat := 0.0, 0
	for _, b := range Activity(s, w, Days) {
		total += b.Value
	}
	h := HeatOf(s, w)
	for _, day := range h {
		for _, n := range day {
			heat += n
		}
	}
	if d, _ := Find("messages"); total != *d.Value(s, w).Value || float64(heat) != total {
		t.Errorf("activity %v, heat %d", total, heat)
	}
}

func TestAMergeNeverMakesMorePeople(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	c := someTown(7, utc(2026, 1, 1, 0, 0), utc(2026, 11, 15, 0, 0), 60, 600)
	w := Quarters.Over(utc(2026, 7, 1, 0, 0))
	ids := []string{"active", "mau", "new_members", "left_members", "bus_factor"}
	was := map[string]float64{}
	for range 30 {
		s := c.scene()
		for _, id := range ids[:4] {
			n := *figure(t, s, id, w).Value
			if before, ok := was[id]; ok && n > before && id != "left_members" {
				t.Errorf("%s rose from %v to %v", id, before, n)
			}
			was[id] = n
		}
		if f := figure(t, s, "messages", w); was["messages"] != 0 && *f.Value != was["messages"] {
			t.Errorf("a merge changed how much was said")
		} else {
			was["messages"] = *f.Value
		}
		a, b := c.member(1+r.Int32N(60)).Person, c.member(1+r.Int32N(60)).Person
		for i := range c.Members {
			if c.Members[i].Person == b {
				c.Members[i].Person = a
			}
		}
	}
}

func TestARoleCountsAsItWasThen(t *testing.T) {
	c := found(utc(2026, 1, 1, 0, 0), utc(2026, 12, 1, 0, 0))
	id := c.join(inbox.Team, time.Time{})
	c.member(id).Was = []Turn{{Until: utc(2026, 10, 10, 0, 0).UnixMicro(), Role: inbox.Community}}
	c.say(id, utc(2026, 10, 5, 0, 0), 0)
	c.say(id, utc(2026, 10, 15, 0, 0), 0)
	f := figure(t, c.scene(), "messages", Months.Over(utc(2026, 10, 1, 0, 0)))
	if *f.Value != 1 || f.Excluded["team"] != 1 {
		t.Errorf("%v messages, %v left out", *f.Value, f.Excluded)
	}
}

func TestWhatNobodyInParticularSaidCountsAndIsNobody(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	c.say(0, utc(2026, 10, 5, 0, 0), 0)
	s, w := c.scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	if m, a := figure(t, s, "messages", w), figure(t, s, "active", w); *m.Value != 1 || *a.Value != 0 {
		t.Errorf("%v messages of %v people", *m.Value, *a.Value)
	}
}

func TestATargetIsMetMissedOrPending(t *testing.T) {
	now := utc(2026, 11, 20, 12, 0) // a Friday
	c := found(utc(2026, 11, 1, 0, 0), now)
	who, team := c.join(inbox.Community, time.Time{}), c.join(inbox.Team, time.Time{})
	at := utc(2026, 11, 13, 16, 30)
	c.answer(team, utc(2026, 11, 16, 9, 10), c.ask(who, at))
	c.answer(team, utc(2026, 11, 17, 15, 0), c.ask(who, utc(2026, 11, 17, 12, 0)))
	c.ask(who, utc(2026, 11, 18, 12, 0))
	c.ask(who, utc(2026, 11, 20, 11, 30))
	s, w := c.scene(), Months.Over(now)
	if f := Attained(s, w, Target{Within: time.Hour, By: Work}); f.Numerator != 1 || f.Denominator != 3 || f.Immature != 1 {
		t.Errorf("at work: %v of %v, %d pending", f.Numerator, f.Denominator, f.Immature)
	}
	if f := Attained(s, w, Target{Within: time.Hour, By: Wall}); f.Numerator != 0 || f.Denominator != 3 {
		t.Errorf("by the wall: %v of %v", f.Numerator, f.Denominator)
	}
}

func TestWhatWasUnansweredThenIsToldFromWhenAnswersCame(t *testing.T) {
	now := utc(2026, 11, 20, 12, 0)
	c := found(utc(2026, 8, 1, 0, 0), now)
	who, other := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	c.answer(other, utc(2026, 11, 5, 0, 0), c.ask(who, utc(2026, 10, 20, 0, 0))) // answered later
	c.answer(other, utc(2026, 10, 20, 1, 0), c.ask(who, utc(2026, 10, 20, 0, 0)))
	c.ask(who, utc(2026, 10, 31, 20, 0)) // waits to this day
	done := c.ask(who, utc(2026, 10, 3, 0, 0))
	later := c.ask(who, utc(2026, 10, 4, 0, 0))
	c.Dones = []Done{{Talk: done, At: utc(2026, 10, 9, 0, 0).UnixMicro()}, {Talk: later, At: utc(2026, 11, 9, 0, 0).UnixMicro()}}
	for _, id := range []int64{1, 3, done, later} {
		c.talk(id).Open = false
	}
	s := c.scene()
	then, today := figure(t, s, "unanswered_now", Months.Over(utc(2026, 10, 1, 0, 0))), figure(t, s, "unanswered_now", Last(7, now))
	if *then.Value != 3 || *today.Value != 1 {
		t.Errorf("then %v, now %v", *then.Value, *today.Value)
	}
	if p := then.Parts[0]; p.Name != "oldest" || *p.Value != 28*86400 {
		t.Errorf("the oldest waited for %v", *p.Value)
	}
}

func TestMembersAreAsManyAsAreFoundOneByOne(t *testing.T) {
	c := someTown(11, utc(2026, 1, 1, 0, 0), utc(2026, 11, 15, 0, 0), 400, 600)
	for _, seg := range []Segment{{}, {Account: "forum"}, {Platform: "slack"}} {
		s := c.Select(seg, Hours{})
		for _, day := range Years.Over(utc(2026, 1, 1, 0, 0)).Cut(Weeks) {
			at, n := day.To.UnixMicro(), 0
			for p := range s.persons {
				if s.persons[p] == int32(p) && s.belongs(int32(p), at) {
					n++
				}
			}
			if got := s.belonging(at); got != n {
				t.Errorf("%v on %s: %d members, one by one %d", seg, day, got, n)
			}
		}
	}
}
