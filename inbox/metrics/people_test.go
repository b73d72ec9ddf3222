package metrics

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// regular says something every few days.
func (t *town) regular(id int32, from, to time.Time, every, messages int) {
	for day := from; day.Before(to); day = Days.Add(day, every) {
		for i := range messages {
			t.say(id, day.Add(time.Duration(9+i)*time.Hour/2), 0)
		}
	}
}

func names(all []Listed) string {
	var text []string
	for _, l := range all {
		text = append(text, string(rune('a'+l.Person-1)))
	}
	return strings.Join(text, "")
}

func TestViewsFindWhoWantsToBeLookedAt(t *testing.T) {
	now := utc(2026, 11, 22, 12, 0)
	c := found(utc(2026, 4, 1, 0, 0), now)
	var id [8]int32
	for i := range id {
		id[i] = c.join(inbox.Community, time.Time{})
	}
	const newcomer, often, weekly, slow, back, asker, helper, answered = 0, 1, 2, 3, 4, 5, 6, 7
	c.say(id[newcomer], utc(2026, 11, 20, 9, 0), 0)
	c.regular(id[often], utc(2026, 8, 20, 0, 0), utc(2026, 10, 20, 0, 0), 2, 3)
	c.regular(id[weekly], utc(2026, 6, 1, 0, 0), utc(2026, 10, 29, 0, 0), 7, 1)
	c.regular(id[slow], utc(2026, 4, 10, 0, 0), utc(2026, 11, 5, 0, 0), 25, 1)
	c.regular(id[back], utc(2026, 7, 1, 0, 0), utc(2026, 9, 1, 0, 0), 2, 1)
	c.say(id[back], utc(2026, 11, 18, 9, 0), 0)
	c.ask(id[asker], utc(2026, 11, 10, 9, 0))
	c.member(id[asker]).First = utc(2026, 1, 1, 0, 0).UnixMicro()
	talk := c.ask(id[answered], utc(2026, 11, 9, 9, 0))
	c.member(id[answered]).First = utc(2026, 1, 1, 0, 0).UnixMicro()
	c.answer(id[helper], utc(2026, 11, 9, 10, 0), talk)
	c.member(id[helper]).First = utc(2026, 1, 1, 0, 0).UnixMicro()
	s := c.scene()
	v := ViewsOf(s, now)
	for what, got := range map[string][2]string{
		"new": {names(v.New), "a"}, "lapsing": {names(v.Lapsing), "cb"}, "returning": {names(v.Returning), "e"},
		"helpers": {names(v.TopHelpers), "g"}, "never answered": {names(v.NeverAnswered), "f"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", what, got[0], got[1])
		}
	}
	for _, l := range append(append(append(v.Lapsing, v.Returning...), v.NeverAnswered...), v.TopHelpers...) {
		if l.Why == "" {
			t.Errorf("%+v has no reason", l)
		}
	}
	if got := v.NeverAnswered[0].Why; got != "1 question, none answered; the oldest waits for 12 d 3 h" {
		t.Errorf("the reason is %q", got)
	}
	tally := TallyOf(s, int64(id[helper]), Steps{})
	if tally.Messages != 1 || tally.First != 1 || tally.Helped != 1 || tally.ActiveDays != 1 || tally.Savannah != Contributor || tally.Orbit.Level != Exploring {
		t.Errorf("the helper's card says %+v", tally)
	}
}

func TestLevelsFollowTheDaysOnWhichSomebodyIsThere(t *testing.T) {
	c := found(utc(2025, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	var id [4]int32
	for i := range id {
		id[i] = c.join(inbox.Community, time.Time{})
	}
	c.regular(id[0], utc(2026, 10, 5, 0, 0), utc(2026, 10, 6, 0, 0), 1, 3)
	c.regular(id[1], utc(2026, 10, 5, 0, 0), utc(2026, 10, 7, 0, 0), 1, 1)
	c.regular(id[2], utc(2026, 9, 1, 0, 0), utc(2026, 10, 30, 0, 0), 4, 1)
	c.regular(id[3], utc(2026, 7, 1, 0, 0), utc(2026, 10, 1, 0, 0), 2, 1)
	s := c.scene()
	for i, want := range []Orbit{{Exploring, 1}, {Participating, 1}, {Contributing, 2}, {Leading, 1}} {
		if got := s.levels(utc(2026, 11, 1, 0, 0))[i]; got != want {
			t.Errorf("person %d is %v, want %v", i, got, want)
		}
	}
	f := figure(t, s, "gravity", Months.Over(utc(2026, 10, 1, 0, 0)))
	if f.Value == nil || f.Denominator != 2 {
		t.Errorf("gravity is %+v", f)
	}
}

func TestTheSpotlightKnowsWhoWasInItAndWhoIsAccused(t *testing.T) {
	c := found(utc(2026, 10, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	asker := c.join(inbox.Community, time.Time{})
	var id [3]int32
	for i := range id {
		id[i] = c.join(inbox.Community, time.Time{})
		for k := range 3 - i {
			at := utc(2026, 10, 5+i, 9+k, 0)
			c.answer(id[i], at.Add(time.Minute), c.ask(asker, at))
		}
	}
	s, w := c.scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	if all := Spotlight(s, w, nil); len(all) != 3 || all[0].Person != int64(id[0]) || all[0].Score != 7 || all[0].First != 3 || all[0].Helped != 1 {
		t.Errorf("candidates are %+v", all)
	}
	s.Cases = []Case{{ID: 1, Member: id[1], Open: true}}
	if all := Spotlight(s, w, []int64{int64(id[0])}); len(all) != 2 || all[0].Person != int64(id[2]) || !all[1].Lately {
		t.Errorf("candidates are %+v", all)
	}
}
