package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func learning(t testing.TB, m *uitest.Memory, width, height int) *ui.App {
	t.Helper()
	app := rooms(t, m, width, height, func(env *pane.Env) { env.Invented = true })
	uitest.Press(app, "?", "t")
	return app
}

// wantLesson fails unless the band shows that lesson.
func wantLesson(t *testing.T, a *ui.App, n int) {
	t.Helper()
	want := fmt.Sprintf(" %d/10 ", n)
	if n > 10 {
		want = "That was all of it"
	}
	if !strings.Contains(frame(a), want) {
		t.Fatalf("lesson %d is not shown:\n%s", n, frame(a))
	}
}

// wantWhole fails if a sentence of the band is cut at 80 cells.
func wantWhole(t *testing.T, a *ui.App) {
	t.Helper()
	lines := strings.Split(frame(a), "\n")
	for _, l := range lines[len(lines)-4 : len(lines)-1] {
		if strings.Contains(l, "…") {
			t.Errorf("cut: %s", l)
		}
	}
}

func TestTheTutorialTeachesTenKeysByDoing(t *testing.T) {
	m := uitest.Community()
	app := learning(t, m, 80, 24)
	wantLesson(t, app, 1)
	for n, keys := range [][]string{
		{"j", "k"}, {"enter", "esc"}, {"r", "h", "i", "esc", "esc"}, {"e"}, {"z"}, {"s", "esc"}, {"/", "e", "esc"}, {"3", "2"}, {":", "esc"}, {"?", "esc"},
	} {
		wantLesson(t, app, n+1)
		wantWhole(t, app)
		for i, key := range keys {
			uitest.Press(app, key)
			wantWhole(t, app)
			if i < len(keys)-1 {
				wantLesson(t, app, n+1)
			}
		}
	}
	wantLesson(t, app, 11)
	wantWhole(t, app)
	if m.Find(25).State != inbox.Open {
		t.Error("what was done and undone is not open")
	}
	uitest.Press(app, "esc")
	if strings.Contains(frame(app), "That was all of it") {
		t.Error("it is there still")
	}
}

func TestTheTutorialWaitsUntilItWasDone(t *testing.T) {
	app := learning(t, uitest.Community(), 100, 30)
	uitest.Press(app, "e", "z", "s", "esc", ":", "esc", "3", "2", "k")
	wantLesson(t, app, 1)
	uitest.Press(app, "j", "k")
	wantLesson(t, app, 2)
}

func TestAStepOfTheTutorialIsSkipped(t *testing.T) {
	app := learning(t, uitest.Community(), 100, 30)
	for range 10 {
		uitest.Press(app, "N")
	}
	wantFrame(t, app, "The end, with 10 skipped")
}

func TestTheTutorialTakesNoKeyAway(t *testing.T) {
	m := uitest.Community()
	app := learning(t, m, 100, 30)
	uitest.Press(app, "r")
	uitest.Type(app, "No, thanks. Now")
	wantFrame(t, app, "No, thanks. Now")
	uitest.Press(app, "esc", "esc", "enter", "esc") // all of them lead back
	wantLesson(t, app, 1)
	uitest.Press(app, "esc")
	wantFrame(t, app, "esc again leaves")
	uitest.Press(app, "j")
	wantLesson(t, app, 1)
	uitest.Press(app, "esc", "esc")
	if strings.Contains(frame(app), "/10") {
		t.Errorf("it is there still:\n%s", frame(app))
	}
}

func TestTheTutorialTeachesTheKeysInForce(t *testing.T) {
	app := rooms(t, uitest.Community(), 100, 30, func(env *pane.Env) {
		env.Invented = true
		env.Keys = pane.Keymap{"done": {"X"}, "undo": {"u"}}
	})
	uitest.Press(app, "?", "t", "N", "N", "N")
	wantFrame(t, app, "Press X: this one is dealt with")
	uitest.Press(app, "X")
	wantFrame(t, app, "Press u: it is back")
}

func TestTheTutorialIsNotPlayedWithRealPeople(t *testing.T) {
	app := rooms(t, uitest.Community(), 100, 30, usual)
	uitest.Press(app, "?", "t")
	wantFrame(t, app, "rounds demo")
	if strings.Contains(frame(app), "1/10") {
		t.Error("it is played")
	}
}
