package coverage_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

// clock is an environment whose time a test moves on, and the messages that
// were asked for later.
type clock struct {
	pane.Env
	now   time.Time
	later []tea.Msg
}

func newClock(t *testing.T) *clock {
	c := &clock{Env: uitest.Env(t), now: uitest.Noon()}
	c.Now = func() time.Time { return c.now }
	c.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		if d == time.Second {
			c.later = append(c.later, msg)
		}
		return nil
	}
	return c
}

// second lets one pass: whoever asked for it hears of it.
func (c *clock) second(app tea.Model) {
	c.now = c.now.Add(time.Second)
	due := c.later
	c.later = nil
	for _, msg := range due {
		uitest.Send(app, msg)
	}
}

func TestAWaitIsCountedDownToItsEndAndThenNothingTicks(t *testing.T) {
	c := newClock(t)
	s := uitest.Waiting("acme")
	s.Until = uitest.Noon().Add(2 * time.Second)
	m := mirror(s)
	app := openIn(c.Env, m, 80, 24, pane.Sync{Account: "acme", Text: "waiting for Slack's limit", Until: s.Until})
	wantFrame(t, app, "limit until 12:00:02 (2s)")
	c.second(app)
	wantFrame(t, app, "acme  waiting for Slack's limit until 12:00:02 (1s)", "0 Sync       waiting for Slack's limit until 12:00:02 (1s)")
	asked := m.Asked
	c.second(app)
	if strings.Contains(frame(app), "(0s)") || m.Asked != asked+1 {
		t.Errorf("the end of the wait is not read, asked %d times:\n%s", m.Asked-asked, frame(app))
	}
	if len(c.later) != 0 {
		t.Errorf("still ticking for %v", c.later)
	}
}

func TestAPageThatWaitsForNothingIsNeverWoken(t *testing.T) {
	c := newClock(t)
	openIn(c.Env, mirror(uitest.Refused("acme")), 80, 24, pane.Sync{Account: "acme", Text: "syncing"}, pane.Stale{}, pane.Sync{Account: "acme", At: uitest.Noon()})
	if len(c.later) != 0 {
		t.Errorf("ticking for %v", c.later)
	}
}

func TestTheCursorStaysOnItsChannel(t *testing.T) {
	m := mirror(uitest.Synced("acme"))
	app := open(t, m, 80, 24)
	uitest.Press(app, "j", "j")
	wantFrame(t, app, "▌  #builds")
	m.All = []inbox.Standing{uitest.Refused("acme")}
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "▌  #builds", "✗ #random")
}

func TestTroubleComesFirstUntilThePersonMoves(t *testing.T) {
	m := mirror(uitest.Synced("acme"))
	app := open(t, m, 80, 24)
	m.All = []inbox.Standing{uitest.Refused("acme")}
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "▌✗ #random", "0 Sync 1")
}

func TestTheSheetFollowsWhatIsRead(t *testing.T) {
	m := mirror(uitest.Refused("acme"))
	app := open(t, m, 80, 24)
	uitest.Press(app, "enter")
	wantFrame(t, app, "cannot be read", "/invite")
	m.All = []inbox.Standing{uitest.Synced("acme")}
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "✓ complete")
	uitest.Press(app, "esc")
	wantFrame(t, app, "Everything is here")
}

func TestAClosedFilterIsAsItWas(t *testing.T) {
	app := open(t, mirror(uitest.Synced("acme")), 80, 24)
	uitest.Press(app, "/", "h", "e", "l", "p")
	wantFrame(t, app, "1 found")
	uitest.Press(app, "esc")
	wantFrame(t, app, "1 of 12")
	uitest.Press(app, "/", "h", "e", "l", "p", "enter")
	wantFrame(t, app, "/ help", "1 of 1 ")
	uitest.Press(app, "esc")
	wantFrame(t, app, "1 of 12")
}

func TestARoundIsAskedForAndNothingElseIsChanged(t *testing.T) {
	asked := 0
	env := uitest.Env(t)
	env.Sync = func() { asked++ }
	m := mirror(uitest.Refused("acme"), uitest.Synced("forum"))
	app := openIn(env, m, 80, 24)
	uitest.Press(app, "enter", "esc", "j", "k", "o", "h", "l", "tab", "g", "g", "G", "ctrl+d", "ctrl+u")
	if asked != 0 {
		t.Error("a round was asked for")
	}
	uitest.Press(app, "R")
	uitest.Press(app, "ctrl+r")
	wantFrame(t, app, "Asking for news…")
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	if want := []inbox.Standing{uitest.Refused("acme"), uitest.Synced("forum")}; !reflect.DeepEqual(m.All, want) {
		t.Error("what the store holds has changed")
	}
}

func TestProgressDoesNotAskForMoreThanOneReadingAtATime(t *testing.T) {
	m := mirror(uitest.FirstRound("acme"))
	app := open(t, m, 80, 24)
	before := m.Asked
	var first tea.Cmd
	for range 20 {
		_, cmd := app.Update(pane.Sync{Account: "acme", Text: "syncing"})
		if first == nil {
			first = cmd
		}
	}
	uitest.Run(app, first)
	if n := m.Asked - before; n != 2 {
		t.Errorf("the store was asked %d times, want the one and the one after it", n)
	}
}

func TestTheStateIsTheLatestWordOfStoreAndRounds(t *testing.T) {
	noon := uitest.Noon()
	begun := uitest.Synced("acme")
	begun.BegunAt = noon.Add(-time.Minute)
	longAgo := uitest.Offline("acme")
	longAgo.Trouble, longAgo.BegunAt = "", noon.Add(-4*time.Hour)
	tests := map[string]struct {
		of    inbox.Standing
		heard []tea.Msg
		want  string
	}{
		"a round that nobody tells of":         {begun, nil, "a round was begun 1m ago and has not ended"},
		"an end is newer than old trouble":     {uitest.Offline("acme"), []tea.Msg{pane.Sync{Account: "acme", At: noon}}, "acme  synced just now"},
		"trouble of an earlier day":            {uitest.Offline("acme"), nil, "no connection since 11:55, tried again by itself"},
		"work after a stop":                    {uitest.Revoked("acme"), []tea.Msg{pane.Sync{Account: "acme", Text: "syncing #help"}}, "acme  syncing #help"},
		"everything is not here after a while": {longAgo, nil, "The last look was 3h ago: what was said since is not here."},
		"a first round that has found nothing": {inbox.Standing{Account: "acme", Platform: inbox.Slack}, []tea.Msg{pane.Sync{Account: "acme", Text: "syncing the roster"}}, "The first round has begun: it finds the channels."},
		"a workspace that shows us no channel": {inbox.Standing{Account: "acme", SyncedAt: noon}, nil, "let the account into one"},
		"news after a while":                   {longAgo, []tea.Msg{pane.Sync{Account: "acme", Text: "syncing"}}, "The last look was 3h ago: what was said since is being read."},
		"an import":                            {uitest.Imported("acme"), nil, "imported, not synced"},
		"an old console's wait without a time": {uitest.Synced("acme"), []tea.Msg{pane.Sync{Account: "acme", Text: "asked to wait until 12:03:00"}}, "acme  asked to wait until 12:03:00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantFrame(t, open(t, mirror(tt.of), 120, 32, tt.heard...), tt.want)
		})
	}
}

func TestTheMouseChoosesAccountsAndChannels(t *testing.T) {
	app := open(t, mirror(uitest.Synced("acme"), uitest.Synced("forum")), 80, 24)
	click := func(y int) {
		v := app.View()
		uitest.Run(app, v.OnMouse(tea.MouseClickMsg{X: 20, Y: y, Button: tea.MouseLeft}))
	}
	click(4) // the second account's first line
	wantFrame(t, app, "▸✓ forum", "─ forum ─")
	click(9)
	wantFrame(t, app, "▌  #api")
	click(1)
	wantFrame(t, app, "─ all accounts ─")
}
