package fediverse_test

import (
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

func TestTwoReportOnePostAndOneSpitesAFairQuestion(t *testing.T) {
	s, c, now := storied(t)
	messages, _, reports := told(t, c, now)
	by := map[string]inbox.Report{}
	for _, r := range reports {
		by[r.ID] = r
		if now.Sub(r.At) > 48*time.Hour || !r.Open {
			t.Errorf("%+v", r)
		}
	}
	if by["41"].Message == "" || by["41"].Message != by["43"].Message || by["41"].Reporter == by["43"].Reporter || messages[by["45"].Message].Author != by["45"].Member {
		t.Errorf("reports are %+v", by)
	}
	if fair := messages[by["44"].Message]; fair.Author == "" || by["44"].Reporter != by["41"].Member {
		t.Errorf("spite is %+v about %+v", by["44"], fair)
	}
	seller := by["41"].Member
	for _, id := range []string{"41", "43"} {
		if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Perform, Report: id, Choice: "resolve", Version: by[id].Version}); err != nil {
			t.Error(err)
		}
	}
	if got := s.Waiting(); !slices.Equal(got, []int{42, 44, 45}) {
		t.Errorf("waiting is %v", got)
	}
	for range 120 {
		*now = now.Add(time.Second)
		s.Live(*now)
	}
	more := len(s.Waiting())
	if more < 4 || more > 6 {
		t.Errorf("after two minutes %d wait", more)
	}
	if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Ban, Member: seller}); err != nil || s.Standing(seller) != "suspended" {
		t.Errorf("the seller is %s, %v", s.Standing(seller), err)
	}
	for range 120 {
		*now = now.Add(time.Second)
		s.Live(*now)
	}
	if n := len(s.Waiting()); n != more {
		t.Errorf("who is suspended goes on: %d wait, then %d", more, n)
	}
}
