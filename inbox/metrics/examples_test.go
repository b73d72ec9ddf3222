package metrics

import (
	"math"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// The examples of the specification, T1 to T12. Of T8 the exclusion is
// shown, of T12 the bonus, which package moderation gives; nothing here hides a
// post by itself, so that its thresholds are nobody's.

func TestT1TheActiveRateLeavesBotsAndTeamOutOfItsDenominator(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 9, 0, 0))
	for i := range 1000 {
		role := inbox.Community
		switch {
		case i < 15:
			role = inbox.Bot
		case i < 40:
			role = inbox.Team
		}
		id := c.join(role, utc(2026, 9, 1, 0, 0))
		if i < 40+163 {
			c.say(id, utc(2026, 11, 3, 12, i%60), 0)
		}
	}
	w := Weeks.Over(utc(2026, 11, 4, 0, 0))
	s := c.scene()
	f := figure(t, s, "active_rate", w)
	if f.Numerator != 163 || f.Denominator != 960 {
		t.Errorf("%v of %v, want 163 of 960", f.Numerator, f.Denominator)
	}
	if got := said(t, s, "active_rate", w); got != "17.0 %" {
		t.Errorf("it is said as %q", got)
	}
}

func TestT2RepliesForEachOriginalAndMessagesForEachTopic(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	a, b := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	var talks []int64
	for i := range 12 {
		talks = append(talks, c.say(a, utc(2026, 10, 5, i, 0), 0))
	}
	for i := range 54 {
		c.answer(b, utc(2026, 10, 6, i%24, i), talks[i%12])
	}
	s, w := c.scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	if f := figure(t, s, "interaction_ratio", w); !near(f.Value, 4.5) {
		t.Errorf("interaction ratio %v, want 4.5", *f.Value)
	}
	if f := figure(t, s, "posts_per_topic", w); !near(f.Value, 5.5) {
		t.Errorf("messages for each topic %v, want 5.5", *f.Value)
	}
}

func TestT3AWeekendIsNotWaitedForAtWork(t *testing.T) {
	from, to := utc(2025, 11, 7, 16, 30), utc(2025, 11, 10, 9, 10)
	if wall := to.Sub(from).Seconds(); wall != 232_800 {
		t.Errorf("%v s by the clock", wall)
	}
	if work := (Hours{}).Between(from, to, time.UTC).Seconds(); work != 2_400 {
		t.Errorf("%v s at work, want 2400", work)
	}
	c := found(utc(2025, 11, 1, 0, 0), utc(2025, 12, 1, 0, 0))
	who, team := c.join(inbox.Community, time.Time{}), c.join(inbox.Team, time.Time{})
	c.answer(team, to, c.ask(who, from))
	s, w := c.scene(), Months.Over(from)
	if f := figure(t, s, "ttfr_team", w); !near(f.Value, 232_800) {
		t.Errorf("the team's clock says %v", f.Value)
	}
	if f := figure(t, s, "ttfr_team_bh", w); !near(f.Value, 2_400) {
		t.Errorf("the clock of business hours says %v", f.Value)
	}
}

// ten is T4: ten questions of which some are answered after so many minutes.
func ten(minutes ...int) *town {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 15, 0, 0))
	who, other := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	for i := range 10 {
		at := utc(2026, 10, 1+i, 8, 0)
		talk := c.ask(who, at)
		if i < len(minutes) {
			c.answer(other, at.Add(time.Duration(minutes[i])*time.Minute), talk)
		}
	}
	return c
}

func TestT4TheHalfLifeKnowsOfThoseWhoWereNeverAnswered(t *testing.T) {
	s, w := ten(5, 12, 30, 45, 60, 240).scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	if f := figure(t, s, "ttfr_any", w); !near(f.Median, 37.5*60) || f.N != 6 {
		t.Errorf("median %v of %d", f.Median, f.N)
	}
	if got := said(t, s, "ttfr_any", w); got != "38 min" {
		t.Errorf("the median is said as %q", got)
	}
	if f := figure(t, s, "reply_coverage", w); !near(f.Value, 60) {
		t.Errorf("coverage %v, want 60 %%", f.Value)
	}
	if f := figure(t, s, "half_life", w); !near(f.Value, 60*60) {
		t.Errorf("half-life %v, want 60 min", f.Value)
	}
	if got := said(t, ten(5, 12, 30, 45).scene(), "half_life", w); got != "> 7 d" {
		t.Errorf("half-life of four answers in ten is %q", got)
	}
}

func TestT5ABotAndWhoeverAskedDoNotAnswer(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	a, b := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	bot, team := c.join(inbox.Bot, time.Time{}), c.join(inbox.Team, time.Time{})
	at := utc(2026, 10, 5, 9, 0)
	talk := c.ask(a, at)
	c.answer(bot, at.Add(3*time.Second), talk)
	c.answer(a, at.Add(2*time.Minute), talk)
	c.answer(b, at.Add(30*time.Minute), talk)
	c.answer(team, at.Add(50*time.Minute), talk)
	s, w := c.scene(), Months.Over(at)
	for id, want := range map[string]float64{"ttfr_any": 1800, "ttfr_team": 3000, "peer_answer_share": 100} {
		if f := figure(t, s, id, w); !near(f.Value, want) {
			t.Errorf("%s is %v, want %v", id, f.Value, want)
		}
	}
}

func TestT6AnAnswerOfAnotherAccountOfTheAskerStopsCountingWhenTheyAreMerged(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	a, alt := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	at := utc(2026, 10, 5, 9, 0)
	c.answer(alt, at.Add(time.Minute), c.ask(a, at))
	w := Months.Over(at)
	if f := figure(t, c.scene(), "ttfr_any", w); !near(f.Value, 60) {
		t.Errorf("before the merge it is %v", f.Value)
	}
	c.member(alt).Person = a
	f := figure(t, c.scene(), "ttfr_any", w)
	if f.Value != nil || f.N != 0 || f.Denominator != 1 {
		t.Errorf("after the merge it is %v", f)
	}
	if f := figure(t, c.scene(), "solo_rate", w); !near(f.Value, 100) {
		t.Errorf("they still talk to themselves: %v", f.Value)
	}
}

func TestT7WhatIsOpenedAgainIsMeasuredAnew(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 15, 0, 0))
	who, team := c.join(inbox.Community, time.Time{}), c.join(inbox.Team, time.Time{})
	at := utc(2026, 10, 5, 9, 0)
	talk := c.ask(who, at)
	again := utc(2026, 10, 10, 10, 0)
	c.Dones = []Done{{Talk: talk, Channel: 1, Opened: at.UnixMicro(), At: at.Add(time.Minute).UnixMicro(), Reopened: again.UnixMicro()}}
	c.answer(team, again.Add(10*time.Minute), talk)
	f := figure(t, c.scene(), "ttfr_any", Months.Over(at))
	if len(f.Rows) != 2 || f.Rows[0].In || !f.Rows[1].In || f.Rows[1].Value != 600 {
		t.Errorf("the measurements are %+v, want none and 10 min", f.Rows)
	}
	if !near(f.Value, 600) {
		t.Errorf("the value is %v", f.Value)
	}
}

func TestT8AnAnswerOlderThanItsQuestionIsLeftOutAndNamed(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 15, 0, 0))
	who, other := c.join(inbox.Community, time.Time{}), c.join(inbox.Community, time.Time{})
	at := utc(2026, 10, 5, 9, 0)
	c.answer(other, at.Add(-time.Hour), c.ask(who, at))
	f := figure(t, c.scene(), "ttfr_any", Months.Over(at))
	if f.N != 0 || f.Excluded["answers older than their question"] != 1 {
		t.Errorf("it counts %d, and leaves out %v", f.N, f.Excluded)
	}
}

func TestT9AfterThreeMonthsEightOfTwentyAreStillThere(t *testing.T) {
	c := found(utc(2026, 8, 1, 0, 0), utc(2026, 12, 1, 0, 0))
	for i := range 23 {
		id := c.join(inbox.Community, utc(2026, 8, 1+i, 12, 0))
		m := c.member(id)
		switch {
		case i < 3:
			m.Spam = true
		case i < 5:
			m.Left = utc(2026, 9, 10, 0, 0).UnixMicro()
		case i < 13:
			c.say(id, utc(2026, 11, 5+i, 12, 0), 0)
		default:
			c.say(id, utc(2026, 10, 2, 12, 0), 0)
		}
	}
	w := Months.Over(utc(2026, 11, 30, 0, 0))
	s := c.scene()
	f := figure(t, s, "retention_3m", w)
	if f.Numerator != 8 || f.Denominator != 20 || !near(f.Value, 40) {
		t.Fatalf("%v of %v", f.Numerator, f.Denominator)
	}
	d, _ := Find("retention_3m")
	if got := Range(f, d); got != "21.9–61.3 %" {
		t.Errorf("the interval is said as %q", got)
	}
	if f.Excluded["spam joins"] != 3 {
		t.Errorf("left out are %v", f.Excluded)
	}
}

func TestT10TwoPeopleMakeHalfOfIt(t *testing.T) {
	if got := BusFactor([]int{40, 25, 15, 10, 5, 5}); got != 2 {
		t.Errorf("the bus factor is %d", got)
	}
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	for _, n := range []int{5, 40, 25, 15, 10, 5} {
		id := c.join(inbox.Community, time.Time{})
		for i := range n {
			c.say(id, utc(2026, 10, 1+i%30, 12, 0), 0)
		}
	}
	s, w := c.scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	if f := figure(t, s, "bus_factor", w); !near(f.Value, 2) {
		t.Errorf("the figure is %v", f.Value)
	}
	if f := figure(t, s, "onion_core", w); !near(f.Value, 3) {
		t.Errorf("the core has %v", f.Value)
	}
}

func TestT11GravityIsOrbitsOwnExample(t *testing.T) {
	one, two, three := Pull(17, 8, 4, 1), Pull(15, 9, 5, 1), Pull(12, 10, 6, 2)
	if one != 441 || two != 504 || three != 666 {
		t.Errorf("%d, %d, %d", one, two, three)
	}
	if a, b := float64(two-one)/30, float64(three-two)/30; math.Abs(a-2.1) > 1e-9 || math.Abs(b-5.4) > 1e-9 {
		t.Errorf("gravity %v, %v", a, b)
	}
}

func TestT12ReportersEarnABonus(t *testing.T) {
	for _, tt := range []struct {
		agreed, disagreed int
		want              float64
	}{{3, 2, 0}, {6, 0, 6.46}, {14, 2, 5.83}, {7, 3, 0}, {2, 6, -4.82}} {
		got := moderation.Record{Agreed: tt.agreed, Disagreed: tt.disagreed}.Bonus()
		if math.Abs(got-tt.want) > 0.005 {
			t.Errorf("bonus of %d and %d is %v, want %v", tt.agreed, tt.disagreed, got, tt.want)
		}
	}
}
