package threads_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

func TestWhatIsDoneLeavesAndTheCursorGoesToTheNext(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "j")
	wantSelected(t, app, "lena")
	msgs := uitest.Press(app, "e")
	wantSelected(t, app, "tomtom")
	if got := said(msgs); got != "Done: lena in #random · z undo" {
		t.Errorf("said %q", got)
	}
	if m.Find(4).State != inbox.Done {
		t.Error("not done in the memory")
	}
}

func TestAtTheEndTheCursorGoesToThePrevious(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "G")
	wantSelected(t, app, "maria.k")
	uitest.Press(app, "e")
	wantSelected(t, app, "vikram")
}

func TestUndoBringsBackTheRowAndTheCursorToIt(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "j", "e", "j", "j")
	msgs := uitest.Press(app, "z")
	wantSelected(t, app, "lena")
	if got := said(msgs); got != "Undone: done lena in #random · Z redo" {
		t.Errorf("said %q", got)
	}
	uitest.Press(app, "Z")
	wantSelected(t, app, "tomtom")
	uitest.Press(app, "z", "z")
	if got := said(uitest.Press(app, "z")); got != "There is nothing to undo." {
		t.Errorf("said %q", got)
	}
}

func TestWhatStillBelongsStays(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "h", "j", "e") // the section All
	wantSelected(t, app, "✓done")
	uitest.Press(app, "e")
	wantNoFrame(t, app, "✓done  @ +2")
}

func TestEnterOpensAndNeverChangesTheState(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "enter", "enter", "enter")
	if talk := m.Find(25); talk.State != inbox.Open || talk.Unread != 0 {
		t.Errorf("state %s, %d unread", talk.State, talk.Unread)
	}
	if m.Asked["Triage"] != 0 {
		t.Error("a verb was carried out")
	}
}

func TestKeysPressedWhileAVerbIsOutWaitForIt(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	_, first := app.Update(uitest.Key("e"))
	_, second := app.Update(uitest.Key("e"))
	if second != nil && len(uitest.Run(app, second)) > 0 {
		t.Error("the second key did not wait")
	}
	uitest.Run(app, first)
	if m.Find(25).State != inbox.Done || m.Find(4).State != inbox.Done {
		t.Errorf("states %s, %s: want both done", m.Find(25).State, m.Find(4).State)
	}
}

func TestAVerbIsForAllThatIsMarked(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "space", "j", "x")
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "◆ 2 marked")
	msgs := uitest.Press(app, "e")
	if got := said(msgs); got != "Done: 2 conversations · z undo" {
		t.Errorf("said %q", got)
	}
	wantNoFrame(t, app, "marked")
	uitest.Press(app, "z")
	if m.Find(25).State != inbox.Open || m.Find(2).State != inbox.Open {
		t.Error("not all of them came back")
	}
}

func TestAStarMarksAllThatMatch(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "l", "*")
	wantFrame(t, app, "◆ 10 marked")
	uitest.Press(app, "\\")
	wantNoFrame(t, app, "marked")
	uitest.Press(app, "*", "e")
	wantFrame(t, app, "Nobody is waiting.")
}

func TestARangeIsMarkedWithV(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "v", "j", "j", "v")
	wantFrame(t, app, "◆ 3 marked")
	uitest.Press(app, "v", "j", "esc", "esc")
	wantNoFrame(t, app, "marked")
}

func TestADotRepeatsTheVerbWithItsArgument(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "s", "t", "j", ".")
	want := time.Date(2026, 6, 17, 9, 0, 0, 0, time.UTC)
	for _, id := range []int64{25, 2} {
		if c := m.Find(id); c.State != inbox.Snoozed || !c.Decision.Until.Equal(want) {
			t.Errorf("%d is %s until %s", id, c.State, c.Decision.Until)
		}
	}
}

func TestASnoozeReadsATimeAndShowsItBefore(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "s", "space")
	uitest.Type(app, "wed 14:00")
	wantFrame(t, app, "wakes tomorrow 14:00")
	uitest.Press(app, "!", "enter")
	c := m.Find(25)
	if want := uitest.Noon().Add(26 * time.Hour); c.State != inbox.Snoozed || !c.Decision.Hold || !c.Decision.Until.Equal(want) {
		t.Errorf("%s until %s, hold %v", c.State, c.Decision.Until, c.Decision.Hold)
	}
}

func TestTagsAreAddedAndDropped(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "t")
	uitest.Type(app, "Key")
	uitest.Press(app, "space")
	uitest.Type(app, "bug")
	uitest.Press(app, "enter")
	if got := strings.Join(m.Find(25).Tags, " "); got != "bug key" {
		t.Errorf("tags %q", got)
	}
	uitest.Press(app, "t")
	uitest.Type(app, "key")
	uitest.Press(app, "enter")
	if got := strings.Join(m.Find(25).Tags, " "); got != "bug" {
		t.Errorf("tags %q", got)
	}
}

func TestZoomGoesOnToTheNext(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "+", "e")
	wantFrame(t, app, "Loving the new release!")
	wantFrame(t, app, "▌#random")
	uitest.Press(app, "e", "e", "e", "e")
	wantFrame(t, app, "Nobody has mentioned you.")
}

func TestOnlyAWebAddressIsOpened(t *testing.T) {
	for link, ok := range map[string]bool{
		"https://acme.slack.com/archives/C1/p1": true, "http://x.example/a?b=c": true, "": false,
		"javascript:alert(1)": false, "file:///etc/passwd": false, "https://u:p@evil.example/": false,
		"-oProxyCommand=x": false, "https://x.example/\x1b[2J": false, "https://x.example/a b": false,
	} {
		m := uitest.Community()
		m.Find(25).Permalink = link
		env := uitest.Env(t)
		opened := ""
		env.Open = func(url string) error { opened = url; return nil }
		app := ui.New(env, threads.New(env, m, nil))
		uitest.Send(app, tea.WindowSizeMsg{Width: 80, Height: 24})
		uitest.Run(app, app.Init())
		uitest.Press(app, "o", "y", "Y")
		if ok != (opened == link && link != "") || !ok && opened != "" {
			t.Errorf("%q: opened %q", link, opened)
		}
	}
}

func TestAVerbSaysWhatThePersonHadSeen(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "j")
	shown := m.Find(4).LastAt
	m.Find(4).LastAt = uitest.Noon() // somebody writes, and nobody has seen it
	uitest.Press(app, "e")
	if on, seen := m.Last.On, m.Last.Seen; len(on) != 1 || len(seen) != 1 || !seen[0].Equal(shown) {
		t.Errorf("on %v, seen %v, want %v", on, seen, shown)
	}
}

func TestAVerbThatChangesNothingSaysSo(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	m.Same = true
	if got := said(uitest.Press(app, "f")); got != "It was so already: nothing has changed." {
		t.Errorf("said %q", got)
	}
	m.Same = false
	uitest.Press(app, "e")
	wantSelected(t, app, "lena")
}
