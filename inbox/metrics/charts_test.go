package metrics

import (
	"testing"
	"time"

	"rounds/inbox"
)

func TestADayFarFromWhatIsUsualIsABurst(t *testing.T) {
	c := found(utc(2026, 9, 1, 0, 0), utc(2026, 11, 1, 0, 0))
	id := c.join(inbox.Community, time.Time{})
	for day := c.From; day.Before(c.To); day = Days.Add(day, 1) {
		n := 20 + day.Day()%4
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			n /= 4 // a weekend is quiet, and that is usual
		}
		if day.Month() == time.October && day.Day() == 20 {
			n = 90
		}
		for i := range n {
			c.say(id, day.Add(time.Duration(i)*time.Minute), 0)
		}
	}
	s, w := c.scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	found := false
	for _, b := range Activity(s, w, Days) {
		if b.From.Day() == 20 {
			found = b.Burst
		} else if wd := b.From.Weekday(); b.Burst && (wd == time.Saturday || wd == time.Sunday) && b.From.Day() < 20 {
			t.Errorf("a usual weekend, %s, is a burst", b.Window)
		}
	}
	if !found {
		t.Error("the burst is not seen")
	}
	for _, b := range Activity(s, Window{c.From, Days.Add(c.From, 13), Days}, Days) {
		if b.Burst {
			t.Errorf("%s has not two weeks before it", b.Window)
		}
	}
}

func TestTheHeatMapFollowsTheClockOfTheZone(t *testing.T) {
	zone := berlin(t)
	c := found(time.Date(2026, 10, 1, 0, 0, 0, 0, zone), time.Date(2026, 11, 1, 0, 0, 0, 0, zone))
	id := c.join(inbox.Community, time.Time{})
	c.say(id, time.Date(2026, 10, 24, 9, 30, 0, 0, zone), 0) // a Saturday of summer time
	c.say(id, time.Date(2026, 10, 25, 9, 30, 0, 0, zone), 0) // a day of 25 hours
	c.say(id, time.Date(2026, 10, 26, 9, 30, 0, 0, zone), 0)
	h := HeatOf(c.scene(), Months.Over(c.From))
	if h[5][9] != 1 || h[6][9] != 1 || h[0][9] != 1 {
		t.Errorf("the heat is %v", h)
	}
}

func TestTheTriangleFollowsTheWeeksOfThoseWhoJoined(t *testing.T) {
	now := utc(2026, 11, 18, 12, 0)
	c := found(utc(2026, 10, 1, 0, 0), now)
	a := c.join(inbox.Community, utc(2026, 11, 3, 0, 0))
	b := c.join(inbox.Community, utc(2026, 11, 4, 0, 0))
	c.join(inbox.Community, utc(2026, 11, 17, 0, 0))
	c.join(inbox.Community, utc(2026, 8, 17, 0, 0))
	c.say(a, utc(2026, 11, 3, 9, 0), 0)
	c.say(a, utc(2026, 11, 17, 9, 0), 0)
	c.say(b, utc(2026, 11, 5, 9, 0), 0)
	tr := TriangleOf(c.scene(), 4)
	if tr.Size[1] != 2 || tr.Size[3] != 1 || tr.Size[0]+tr.Size[2] != 0 || tr.Seen {
		t.Fatalf("the cohorts are %+v", tr)
	}
	if got := tr.Active[1]; len(got) != 3 || got[0] != 2 || got[1] != 0 || got[2] != 1 || tr.People[1][2][0] != int64(a) || tr.Open[1] != 1 {
		t.Errorf("they were there %v", got)
	}
}

func TestAnswersAreSpreadOverBinsThatHoldThemAll(t *testing.T) {
	s, w := ten(4, 5, 14, 59, 239, 240, 24*60, 8*24*60).scene(), Months.Over(utc(2026, 10, 1, 0, 0))
	want := []int{1, 2, 1, 1, 1, 1, 0, 1, 2}
	for i, b := range Spread(s, w) {
		if b.N != want[i] || len(b.Rows) != b.N {
			t.Errorf("bin %d, from %v s, holds %d, want %d", i, b.From, b.N, want[i])
		}
	}
}

func TestConcentrationEndsWithAll(t *testing.T) {
	s := someTown(2, utc(2026, 1, 1, 0, 0), utc(2026, 11, 15, 0, 0), 60, 600).scene()
	all := Concentration(s, Years.Over(utc(2026, 5, 1, 0, 0)))
	if len(all) == 0 || all[len(all)-1].Cumulative != 100 {
		t.Fatalf("%d people", len(all))
	}
	for i := range all[1:] {
		if all[i].Messages < all[i+1].Messages {
			t.Errorf("the %dth said less than the next", i)
		}
	}
}

func TestABoardNeedsWhatItLooksAt(t *testing.T) {
	now := utc(2026, 11, 22, 14, 0)
	w := Last(30, now)
	from, to := Need(Default(), w)
	if days := int(w.From.Sub(from).Hours() / 24); days < 120 || days > 130 || to.Before(w.To) {
		t.Errorf("it needs %v to %v", from, to)
	}
	c := someTown(1, from, now, 60, 900)
	all := Board(c.scene(), w, append(Default(), "nobody_knows"))
	if len(all) != 12 {
		t.Fatalf("%d rows", len(all))
	}
	for _, e := range all {
		switch n := len(e.Series); {
		case e.ID == "net_active" && (n < 4 || n > 5), e.ID != "net_active" && n != 30:
			t.Errorf("the course of %s has %d pieces", e.ID, n)
		}
		if e.Now.Window != w || !e.Before.Window.To.Equal(w.From) || len(e.Now.Rows) > 0 {
			t.Errorf("%s is of %v and %v", e.ID, e.Now.Window, e.Before.Window)
		}
	}
	for days, want := range map[int]int{1: 12, 60: 8, 400: 14} {
		if e := Board(c.scene(), Last(days, now), []string{"messages"})[0]; len(e.Series) != want {
			t.Errorf("%d days have %d pieces, want %d", days, len(e.Series), want)
		}
	}
}

func TestTheHistoryThatBeginsInThePeriodIsNamed(t *testing.T) {
	c := found(utc(2026, 9, 1, 0, 0), utc(2026, 11, 15, 0, 0))
	c.Since = utc(2026, 10, 10, 0, 0)
	s := c.scene()
	if f := figure(t, s, "messages", Months.Over(utc(2026, 10, 1, 0, 0))); !f.Partial || !f.Since.Equal(c.Since) || f.Open {
		t.Errorf("October is %+v", f)
	}
	if f := figure(t, s, "lost_regulars", Months.Over(utc(2026, 11, 1, 0, 0))); f.Partial || !f.Open || len(f.Notes) == 0 {
		t.Errorf("November is %+v", f)
	}
}

func TestPlatformsThatCannotTellAreLeftOutAndNamed(t *testing.T) {
	c := someTown(4, utc(2026, 1, 1, 0, 0), utc(2026, 11, 15, 0, 0), 60, 600)
	w := Quarters.Over(utc(2026, 7, 1, 0, 0))
	s := c.scene()
	for _, id := range []string{"active_rate", "new_members", "reports", "welcomed_rate", "lurker_share"} {
		if f := figure(t, s, id, w); len(f.Without) != 1 || f.Without[0] != "chat" || f.Value == nil {
			t.Errorf("%s is without %v, %s", id, f.Without, shown(f.Value))
		}
	}
	chat := c.Select(Segment{Account: "chat"}, Hours{})
	for _, id := range []string{"active_rate", "new_members", "reports"} {
		if f := figure(t, chat, id, w); f.Value != nil {
			t.Errorf("%s of what nobody tells is %s", id, shown(f.Value))
		}
	}
}

func TestSegmentsPartTheWhole(t *testing.T) {
	c := someTown(6, utc(2026, 1, 1, 0, 0), utc(2026, 11, 15, 0, 0), 60, 600)
	for i := range c.Said {
		c.Said[i].Channel = 1 + int32(c.Said[i].Talk%2)
	}
	for i := range c.Talks {
		c.Talks[i].Channel = 1 + int32(c.Talks[i].ID%2)
	}
	for i := range c.Dones {
		c.Dones[i].Channel = 1 + int32(c.Dones[i].Talk%2)
	}
	w := Quarters.Over(utc(2026, 7, 1, 0, 0))
	whole := c.scene()
	general, help := c.Select(Segment{Channel: "general"}, Hours{}), c.Select(Segment{Platform: "slack"}, Hours{})
	for _, id := range []string{"messages", "ttfr_any"} {
		a, b, all := figure(t, general, id, w), figure(t, help, id, w), figure(t, whole, id, w)
		if a.N+b.N != all.N || a.N == 0 || b.N == 0 {
			t.Errorf("%s: %d and %d make %d", id, a.N, b.N, all.N)
		}
	}
	if f := figure(t, c.Select(Segment{Tag: "feedback/1"}, Hours{}), "feedback_closed", w); f.Denominator == 0 {
		t.Error("no conversation carries the tag")
	}
}
