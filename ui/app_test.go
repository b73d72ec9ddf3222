package ui_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/coverage"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// open shows the inbox of a memory in a window of that size.
func open(t testing.TB, m *uitest.Memory, width, height int) *ui.App {
	t.Helper()
	env := uitest.Env(t)
	app := ui.New(env, threads.New(env, m, nil))
	uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(app, app.Init())
	uitest.Send(app, pane.Sync{Account: "acme", At: uitest.Noon().Add(-2 * 60 * 1e9)})
	return app
}

// frame is what the app shows, without its colours.
func frame(a *ui.App) string { return ansi.Strip(a.View().Content) }

func wantFrame(t *testing.T, a *ui.App, what string) {
	t.Helper()
	if !strings.Contains(frame(a), what) {
		t.Errorf("%q is not in the frame:\n%s", what, frame(a))
	}
}

func TestQuitIsQOnceThereIsNothingToGoBackFrom(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	quits := func(key string) bool {
		_, cmd := app.Update(uitest.Key(key))
		if cmd == nil {
			return false
		}
		_, quit := cmd().(tea.QuitMsg)
		return quit
	}
	uitest.Press(app, "+")
	if quits("q") {
		t.Error("q has quit from the zoom")
	}
	if !quits("q") {
		t.Error("q does not quit")
	}
}

func TestThePaletteRunsACommand(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, ":")
	uitest.Type(app, "done")
	uitest.Press(app, "enter")
	if m.Find(25).State != inbox.Done {
		t.Error("not done")
	}
}

func TestTheKeyTableHoldsEveryCommand(t *testing.T) {
	table := open(t, uitest.Community(), 80, 24).KeyTable()
	for _, want := range []string{"`e`", "`s`", "`/`", "`ctrl+r`", "`q`", "`*`", "`\\`"} {
		if !strings.Contains(table, want) {
			t.Errorf("%s is missing:\n%s", want, table)
		}
	}
}

func TestWhatTwoPanesHaveInCommonIsOneRowOfTheKeyTable(t *testing.T) {
	env := uitest.Env(t)
	table := ui.New(env, threads.New(env, nil, nil), coverage.New(env, nil, nil)).KeyTable()
	seen := map[string]bool{}
	for row := range strings.Lines(table) {
		if seen[row] {
			t.Errorf("twice: %s", row)
		}
		seen[row] = true
	}
	for _, want := range []string{"go to Sync", "go to Inbox", "switch account", "switch section"} {
		if !strings.Contains(table, want) {
			t.Errorf("%q is missing:\n%s", want, table)
		}
	}
}

func TestHowTheRoundsGoIsToldAtTheRight(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	wantFrame(t, app, "synced 2m ago")
	uitest.Send(app, pane.Sync{Account: "acme", Text: "syncing #help 1,200…"})
	wantFrame(t, app, "syncing #help 1,200…")
	uitest.Send(app, pane.Sync{Account: "other", Text: "slack: waiting 30s", Trouble: true})
	wantFrame(t, app, "⚠ other: slack: waiting 30s")
	uitest.Send(app, pane.Sync{Account: "other", At: uitest.Noon()})
	uitest.Send(app, pane.Sync{Account: "acme", At: uitest.Noon()})
	wantFrame(t, app, "synced just now")
}

func TestTheHeaderTellsOfTheWorstAccountAndUntilWhen(t *testing.T) {
	noon := uitest.Noon()
	soon := noon.Add(52 * time.Second)
	synced := pane.Sync{Account: "acme", At: noon.Add(-2 * time.Minute)}
	tests := map[string]struct {
		heard []pane.Sync
		width int
		want  string
	}{
		"a wait counts down":            {[]pane.Sync{{Account: "acme", Text: "waiting for Slack's limit", Until: soon}}, 80, " waiting for Slack's limit until 12:00:52 (52s)"},
		"a wait cuts its clock first":   {[]pane.Sync{{Account: "acme", Text: "waiting for Slack's limit", Short: "waiting", Until: soon}}, 58, " waiting for Slack's limit (52s)"},
		"then its words":                {[]pane.Sync{{Account: "acme", Text: "waiting for Slack's limit", Short: "waiting", Until: soon}}, 38, " waiting (52s)"},
		"never its end":                 {[]pane.Sync{{Account: "acme", Text: "waiting for Slack's limit", Until: soon}}, 38, "… (52s)"},
		"trouble says when again":       {[]pane.Sync{{Account: "acme", Text: "no connection", Trouble: true, Until: noon.Add(190 * time.Second)}}, 80, "⚠ no connection, again at 12:03 (3m10s)"},
		"a stop has no end":             {[]pane.Sync{{Account: "acme", Text: "stopped: token_revoked", Stopped: true, Until: soon}}, 80, "✗ stopped: token_revoked "},
		"a stop before trouble":         {[]pane.Sync{{Account: "b", Text: "no connection", Trouble: true}, {Account: "c", Text: "stopped", Stopped: true}}, 80, "✗ c: stopped "},
		"a wait before work":            {[]pane.Sync{{Account: "a", Text: "syncing #help"}, {Account: "b", Text: "waiting", Until: soon}}, 80, " b: waiting until 12:00:52 (52s)"},
		"work before rest":              {[]pane.Sync{synced, {Account: "b", Text: "syncing #help"}}, 80, " b: syncing #help "},
		"rest is as old as the oldest":  {[]pane.Sync{synced, {Account: "b", At: noon}, {Account: "c", Live: true}}, 80, "  synced 2m ago "},
		"live only if all are":          {[]pane.Sync{{Account: "acme", Live: true, At: noon}}, 80, "  live "},
		"paused only if all are":        {[]pane.Sync{{Account: "acme", Paused: true}, {Account: "b", At: noon}}, 80, "  synced just now "},
		"who never came to an end":      {[]pane.Sync{synced, {Account: "a"}}, 80, "  synced 2m ago "},
		"a wait that is over":           {[]pane.Sync{{Account: "acme", Text: "waiting for Slack's limit", Until: noon}}, 80, "  syncing… "},
		"trouble whose time has come":   {[]pane.Sync{{Account: "acme", Text: "no connection", Trouble: true, Until: noon}}, 80, "⚠ no connection, trying again "},
		"a wait of tomorrow has a date": {[]pane.Sync{{Account: "acme", Text: "waiting", Until: noon.Add(13 * time.Hour)}}, 80, " waiting until 17 Jun 01:00:00 (13h00m)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			env := uitest.Env(t)
			app := ui.New(env, threads.New(env, uitest.NewMemory(), nil))
			uitest.Send(app, tea.WindowSizeMsg{Width: tt.width, Height: 10})
			for _, s := range tt.heard {
				uitest.Send(app, s)
			}
			head, _, _ := strings.Cut(frame(app), "\n")
			if !strings.Contains(head, tt.want) {
				t.Errorf("want %q at the end of %q", tt.want, head)
			}
			uitest.Fits(t, app.View().Content, tt.width, 10)
		})
	}
}

func TestTheSecondsOfAWaitAreTickedAndNoOthers(t *testing.T) {
	env, now, ticks := uitest.Env(t), uitest.Noon(), 0
	env.Now = func() time.Time { return now }
	var next tea.Msg
	env.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		if d == time.Second {
			next, ticks = msg, ticks+1
		}
		return nil
	}
	app := ui.New(env, threads.New(env, uitest.NewMemory(), nil))
	uitest.Send(app, tea.WindowSizeMsg{Width: 80, Height: 10})
	for range 3 {
		uitest.Send(app, pane.Sync{Account: "acme", Text: "waiting", Until: now.Add(2 * time.Second)})
	}
	if ticks != 1 {
		t.Fatalf("%d ticks asked for, want one", ticks)
	}
	now = now.Add(time.Second)
	uitest.Send(app, next)
	wantFrame(t, app, "(1s)")
	now = now.Add(time.Second)
	uitest.Send(app, next)
	if ticks != 2 {
		t.Errorf("%d ticks asked for, want two", ticks)
	}
	uitest.Send(app, pane.Sync{Account: "acme", Text: "stopped", Stopped: true, Until: now.Add(time.Hour)})
	if ticks != 2 {
		t.Error("a stop is counted down")
	}
}

func TestTheFirstFrameHasItsTimeOnceThereIsSomethingToShow(t *testing.T) {
	env := uitest.Env(t)
	asked := 0
	env.After = func(time.Duration, tea.Msg) tea.Cmd { asked++; return nil }
	a := ui.New(env, threads.New(env, uitest.Community(), nil))
	cmd := a.Init()
	before := asked // the minute's tick
	uitest.Run(a, cmd)
	if asked != before+1 {
		t.Errorf("%d waits were begun before the inbox was read, and %d after", before, asked-before)
	}
}

func TestAnAppCanBeDrawnBeforeItKnowsItsSize(t *testing.T) {
	env := uitest.Env(t)
	ui.New(env, threads.New(env, uitest.Community(), nil)).View()
}

func TestAHugeWindowIsClamped(t *testing.T) {
	app := open(t, uitest.Community(), 65535, 65535)
	if n := strings.Count(app.View().Content, "\n") + 1; n != 200 {
		t.Errorf("%d lines, want 200", n)
	}
}

func TestAFailureIsShownAndTheFrameStays(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	before := strings.Split(frame(app), "\n")
	m.Err = errors.New("list conversations: disk gone")
	uitest.Press(app, "j")
	uitest.Send(app, pane.Stale{})
	after := strings.Split(frame(app), "\n")
	if !strings.Contains(after[23], "disk gone") {
		t.Errorf("not told: %q", after[23])
	}
	if before[5][1:] != after[5][1:] {
		t.Errorf("the list has changed:\n%s\n%s", before[5], after[5])
	}
	m.Err = nil
	uitest.Press(app, "j")
	if strings.Contains(frame(app), "disk gone") {
		t.Error("the failure outlives the next key")
	}
}
