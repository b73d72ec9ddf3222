package ui_test

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui"
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

func TestHowTheRoundsGoIsToldAtTheRight(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	wantFrame(t, app, "synced 2m ago")
	uitest.Send(app, pane.Sync{Account: "acme", Text: "syncing #help 1,200…"})
	wantFrame(t, app, "syncing #help 1,200…")
	uitest.Send(app, pane.Sync{Account: "other", Text: "slack: waiting 30s", Trouble: true})
	wantFrame(t, app, "⚠ slack: waiting 30s")
	uitest.Send(app, pane.Sync{Account: "other", At: uitest.Noon()})
	uitest.Send(app, pane.Sync{Account: "acme", At: uitest.Noon()})
	wantFrame(t, app, "synced just now")
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
