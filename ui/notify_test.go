package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui"
	"rounds/ui/theme"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// caller is an app that may call somebody, and its clock.
type caller struct {
	*ui.App
	now   time.Time
	quiet bool
}

func calling(t *testing.T, n ui.Notify) *caller {
	t.Helper()
	c := &caller{now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now, env.Pulse = func() time.Time { return c.now }, new(time.Time)
	c.App = ui.New(env, threads.New(env, uitest.Community(), nil)).Use(ui.Options{
		Notify: n, Quiet: func(time.Time) bool { return c.quiet },
		Sequence: func(text string) string { return "<" + text + ">" },
	})
	uitest.Send(c.App, tea.WindowSizeMsg{Width: 80, Height: 24})
	uitest.Press(c.App, "j")
	return c
}

// tell is what the terminal is given when that much is urgent.
func (c *caller) tell(u ui.Urgent) string {
	told := ""
	for _, m := range uitest.Send(c.App, u) {
		if raw, is := m.(tea.RawMsg); is {
			told += fmt.Sprint(raw.Msg)
		}
	}
	return told
}

func (c *caller) after(d time.Duration) { c.now = c.now.Add(d) }

func TestSomebodyWhoLooksElsewhereIsCalledForWhatIsNew(t *testing.T) {
	c := calling(t, ui.Desktop)
	if got := c.tell(ui.Urgent{Late: 3}); got != "" {
		t.Errorf("called while they look: %q", got)
	}
	uitest.Send(c.App, tea.BlurMsg{})
	c.after(2 * time.Minute)
	if got := c.tell(ui.Urgent{Late: 3}); got != "" {
		t.Errorf("called for what they have seen: %q", got)
	}
	if got := c.tell(ui.Urgent{Late: 4, Cases: 2, Asks: 1}); got != "<Rounds: 1 answer is late, 2 urgent cases, 1 message in the outbox asks you>" {
		t.Errorf("called with %q", got)
	}
	c.after(9 * time.Minute)
	if got := c.tell(ui.Urgent{Late: 5, Cases: 2, Asks: 1}); got != "" {
		t.Errorf("called twice in ten minutes: %q", got)
	}
	c.after(2 * time.Minute)
	if got := c.tell(ui.Urgent{Late: 5, Cases: 2, Asks: 1}); got != "<Rounds: 1 answer is late>" {
		t.Errorf("what came meanwhile is told as %q", got)
	}
}

func TestNobodyIsCalledWhoWasJustHereOrIsAtRest(t *testing.T) {
	c := calling(t, ui.Desktop)
	uitest.Send(c.App, tea.BlurMsg{})
	c.after(30 * time.Second)
	if got := c.tell(ui.Urgent{Stopped: 1}); got != "" {
		t.Errorf("called half a minute after a key: %q", got)
	}
	c.after(time.Minute)
	c.quiet = true
	if got := c.tell(ui.Urgent{Stopped: 1}); got != "" {
		t.Errorf("called in quiet hours: %q", got)
	}
	c.quiet = false
	if got := c.tell(ui.Urgent{Stopped: 1}); got != "<Rounds: 1 account is not read any more>" {
		t.Errorf("afterwards: %q", got)
	}
}

func TestWhatComesBackIsToldAgain(t *testing.T) {
	c := calling(t, ui.Ringing)
	uitest.Send(c.App, tea.BlurMsg{})
	c.after(time.Hour)
	for _, step := range []struct {
		late int
		want string
	}{{1, "\a"}, {1, ""}, {0, ""}, {1, "\a"}} {
		if got := c.tell(ui.Urgent{Late: step.late}); got != step.want {
			t.Errorf("%d late: %q, want %q", step.late, got, step.want)
		}
		c.after(time.Hour)
	}
}

func TestNothingCallsWhereItIsOff(t *testing.T) {
	c := calling(t, ui.Silent)
	if c.View().ReportFocus {
		t.Error("the terminal is asked where the focus is")
	}
	uitest.Send(c.App, tea.BlurMsg{})
	c.after(time.Hour)
	if got := c.tell(ui.Urgent{Late: 1}); got != "" {
		t.Errorf("called: %q", got)
	}
	uitest.Press(c.App, ":")
	uitest.Type(c.App, "notifications: bell")
	uitest.Press(c.App, "enter")
	if !c.View().ReportFocus {
		t.Error("it cannot be switched on")
	}
}

func TestAThemeIsPutOnAtOnceAndKeptWhenTheGroundIsKnown(t *testing.T) {
	env := uitest.Env(t)
	app := ui.New(env, threads.New(env, uitest.Community(), nil))
	uitest.Send(app, tea.WindowSizeMsg{Width: 80, Height: 24})
	uitest.Run(app, app.Init())
	before := app.View().Content
	for _, name := range theme.Names() {
		uitest.Press(app, ":")
		uitest.Type(app, "theme: "+string(name))
		uitest.Press(app, "enter")
		if env.Theme.Name != name {
			t.Fatalf("%s is asked for, %s put on", name, env.Theme.Name)
		}
		uitest.Fits(t, app.View().Content, 80, 24)
	}
	if after := app.View().Content; strings.Contains(after, "\x1b[38") || after == before {
		t.Error("there is colour without colours")
	}
	uitest.Press(app, "j")
	uitest.Send(app, tea.BackgroundColorMsg{})
	if env.Theme.Name != theme.None {
		t.Errorf("the ground has put on %s", env.Theme.Name)
	}
}
