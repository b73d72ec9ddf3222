package forum_test

import (
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

func TestWhatIsDecidedAboutAFlagIsSeenInTheForum(t *testing.T) {
	f, c, now := told(t)
	_, reports := walk(t, c)
	if got := f.Waiting(); !slices.Equal(got, []string{"31", "32", "33", "34", "35", "36"}) {
		t.Fatalf("waiting is %v", got)
	}
	for id, choice := range map[string]string{"31": "delete_and_agree", "33": "agree_and_hide", "35": "disagree", "34": "ignore_and_do_nothing", "32": "approve_post", "36": "delete_user"} {
		r := reports[slices.IndexFunc(reports, func(r inbox.Report) bool { return r.ID == id })]
		if !slices.ContainsFunc(r.Offers, func(o inbox.Choice) bool { return o.ID == choice }) || now.Sub(r.At) > 48*time.Hour {
			t.Errorf("%s of %v offers %v", id, r.At, r.Offers)
		}
		if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Perform, Report: id, Choice: choice, Version: r.Version}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if id == "31" {
			if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Restrict, Member: r.Member, Until: now.Add(time.Hour), Reason: "spam"}); err != nil || f.Standing(r.Member) != "silenced" || !slices.Contains(f.Removed(), r.Message) {
				t.Errorf("the seller is %s, removed is %v, %v", f.Standing(r.Member), f.Removed(), err)
			}
		}
	}
	if got := f.Waiting(); len(got) > 0 {
		t.Errorf("still waiting is %v", got)
	}
	for range 240 {
		*now = now.Add(time.Second)
		f.Live(*now)
	}
	if n := len(f.Waiting()); n < 1 || n > 5 {
		t.Errorf("%d were flagged in four minutes", n)
	}
}
