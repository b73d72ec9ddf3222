package ui_test

import (
	"context"
	"maps"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/ui"
	"rounds/ui/coverage"
	"rounds/ui/metrics"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/uitest"
)

// house is the app on several panes, the inbox shown.
type house struct {
	*ui.App
	panes   []pane.Pane
	inbox   *uitest.Memory
	figures *uitest.Figures
	rounds  *uitest.Mirror
	crowd   *crowd
	day     *day
}

// crowd counts what it is asked.
type crowd struct {
	uitest.Crowd
	lists, guesses int
}

func (c *crowd) People(ctx context.Context, q inbox.PeopleQuery) ([]inbox.Person, error) {
	c.lists++
	return c.Crowd.People(ctx, q)
}

func (c *crowd) Suggestions(ctx context.Context) ([]inbox.Suggestion, error) {
	c.guesses++
	return c.Crowd.Suggestions(ctx)
}

// day counts how often somebody was looked at.
type day struct {
	*checkIn
	persons int
}

type checkIn = uitest.CheckIn

func (d *day) Person(ctx context.Context, member int64) (inbox.Profile, error) {
	d.persons++
	return d.checkIn.Person(ctx, member)
}

func newHouse(t *testing.T) *house {
	t.Helper()
	env := uitest.Env(t)
	h := &house{
		inbox: uitest.Community(), figures: &uitest.Figures{}, rounds: &uitest.Mirror{All: []inbox.Standing{uitest.Refused("acme")}},
		crowd: &crowd{}, day: &day{checkIn: uitest.Checking()},
	}
	h.panes = []pane.Pane{
		threads.New(env, h.inbox, nil), metrics.New(env, h.figures, metrics.Options{}), people.New(env, h.crowd, people.Options{}),
		coverage.New(env, h.rounds, nil), today.New(env, h.day, today.Options{}),
	}
	h.App = ui.New(env, h.panes...)
	uitest.Send(h.App, tea.WindowSizeMsg{Width: 120, Height: 32})
	uitest.Run(h.App, h.Init())
	return h
}

// reads is what the stores were asked while something was done, and how often.
func (h *house) reads(do func()) map[string]int {
	count := func() map[string]int {
		return map[string]int{
			"rows": h.inbox.Asked["ConversationsByID"], "counts": h.inbox.Asked["Count"], "talk": h.inbox.Asked["Talk"],
			"figures": h.figures.Asked, "rounds": h.rounds.Asked, "people": h.crowd.lists, "guesses": h.crowd.guesses,
			"day": len(h.day.Asked), "newcomer": h.day.persons,
		}
	}
	before, after := count(), map[string]int{}
	do()
	for what, n := range count() {
		if n > before[what] {
			after[what] = n - before[what]
		}
	}
	return after
}

func (h *house) wantReads(t *testing.T, when string, do func(), what ...string) {
	t.Helper()
	want := map[string]bool{}
	for _, one := range what {
		want[one] = true
	}
	got := map[string]bool{}
	for one := range h.reads(do) {
		got[one] = true
	}
	if !maps.Equal(got, want) {
		t.Errorf("%s it reads %v, want %v", when, got, want)
	}
}

func TestOnlyThePaneThatIsShownReadsAllThatHasChanged(t *testing.T) {
	h := newHouse(t)
	stale := func() { uitest.Send(h.App, pane.Stale{}) }
	h.wantReads(t, "on the inbox", stale, "rows", "counts", "talk", "rounds", "day")
	uitest.Press(h.App, "5")
	h.wantReads(t, "on the figures", stale, "figures", "counts", "rounds", "day")
}

func TestAPaneReadsWhatItHasLeftWhenItIsShownAgain(t *testing.T) {
	for key, want := range map[string][]string{"0": {"rounds"}, "1": {"day", "newcomer"}, "5": {"figures"}, "6": {"people"}} {
		h := newHouse(t)
		h.wantReads(t, "before anything has changed, at "+key, func() { uitest.Press(h.App, key, "2") })
		uitest.Send(h.App, pane.Stale{})
		h.wantReads(t, "at "+key, func() { uitest.Press(h.App, key) }, want...)
		h.wantReads(t, "when it is shown a second time, at "+key, func() { uitest.Press(h.App, "2", key) })
	}
}

func TestWhatStandsOnATabIsRightBehindAnotherPane(t *testing.T) {
	h := newHouse(t)
	uitest.Press(h.App, "5")
	h.inbox.Talks, h.rounds.All = h.inbox.Talks[:0], []inbox.Standing{uitest.Synced("acme")}
	h.day.Settle(func(checkin.Item) bool { return true })
	for _, p := range h.panes {
		if busy := p.Title() == "Inbox" || p.Title() == "Today" || p.Title() == "Sync"; busy != (p.Badge() != "") {
			t.Errorf("at first there is %q on the tab of %s", p.Badge(), p.Title())
		}
	}
	uitest.Send(h.App, pane.Stale{})
	for _, p := range h.panes {
		if p.Badge() != "" {
			t.Errorf("%q stands on the tab of %s, where nothing waits any more", p.Badge(), p.Title())
		}
	}
}

func TestAMinuteHasOnlyThatReadWhichTimeChanges(t *testing.T) {
	h := newHouse(t)
	minute := func() { uitest.Send(h.App, tea.ResumeMsg{}) }
	minute()
	h.wantReads(t, "on the inbox", minute, "rows", "counts", "day")
	uitest.Press(h.App, "1")
	h.wantReads(t, "on the check-in", minute, "counts", "day")
	uitest.Send(h.App, pane.Stale{})
	h.wantReads(t, "after a change", minute, "counts", "day", "guesses")
	h.wantReads(t, "and then", minute, "counts", "day")
}

func TestARoundThatIsToldOfIsNotReadBehindAnotherPane(t *testing.T) {
	h := newHouse(t)
	uitest.Send(h.App, pane.Stale{})
	h.wantReads(t, "on the inbox", func() { uitest.Send(h.App, pane.Sync{Account: "acme", At: uitest.Noon()}) })
	uitest.Press(h.App, "0")
	h.wantReads(t, "on the page of the rounds", func() { uitest.Send(h.App, pane.Sync{Account: "acme", At: uitest.Noon()}) }, "rounds")
}
