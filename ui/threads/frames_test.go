package threads_test

import (
	"errors"
	"slices"
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

// scenes are the states that every golden frame and the size sweep walk
// through, as the keys that lead there.
func scenes() map[string][]string {
	return map[string][]string{
		"mentions":       nil,
		"questions":      {"l", "j", "j", "j", "j", "j", "j"},
		"late":           {"l", "l"},
		"waiting":        {"l", "l", "l"},
		"snoozed":        {"l", "l", "l", "l"},
		"all":            {"h", "j", "j"},
		"opened":         {"l", "j", "j", "j", "j", "j", "enter"},
		"zoom":           {"l", "j", "j", "j", "j", "j", "+"},
		"preview right":  {"l", "p"},
		"preview off":    {"l", "p", "p"},
		"help":           {"?"},
		"palette":        {":", "s", "n", "o"},
		"snooze menu":    {"s"},
		"snooze typed":   {"s", "f", "r", "i", "space", "1", "4", ":", "0", "0", "!"},
		"snooze wrong":   {"s", "y", "e", "s"},
		"tags":           {"h", "t", "b", "u"},
		"note":           {"n", "A", "s", "k", "enter", "N", "o", "o", "r"},
		"history":        {"e", "e", "z", "U"},
		"history empty":  {"U"},
		"card":           {"l", "j", "j", "j", "j", "j", "j", "u"},
		"search":         {"S", "r", "e", "s", "t", "a", "r", "t"},
		"search nothing": {"S", "q", "q", "q"},
		"filter":         {"l", "/", "t", "a", "g", ":", "c", "s", "v"},
		"filter wrong":   {"l", "/", "i", "s", ":", "n", "o", "n", "e"},
		"filter offers":  {"l", "/", "i", "s", ":", "u", "n"},
		"filtered":       {"l", "/", "t", "a", "g", ":", "c", "s", "v", "enter"},
		"marked":         {"l", "space", "space", "j", "v", "j", "j"},
		"chord begun":    {"g"},
	}
}

func TestFrames(t *testing.T) {
	for name, keys := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				app := open(t, uitest.Community(), width, height)
				uitest.Press(app, keys...)
				return app
			})
		})
	}
}

func TestEmptyFrames(t *testing.T) {
	cleared := func() *uitest.Memory {
		m := uitest.Community()
		for _, talk := range m.Talks {
			if talk.State == inbox.Open {
				talk.State = inbox.Done
			}
		}
		return m
	}
	failing := func() *uitest.Memory {
		m := uitest.Community()
		m.Err = errors.New("list conversations: disk I/O error")
		return m
	}
	nothingLater := func() *uitest.Memory {
		m := cleared()
		m.Talks = slices.DeleteFunc(m.Talks, func(t *inbox.Talk) bool { return t.State != inbox.Done })
		return m
	}
	tests := map[string]struct {
		memory func() *uitest.Memory
		keys   []string
	}{
		"unreadable":        {failing, nil},
		"unreadable search": {failing, []string{"S", "a"}},
		"nobody waits":      {nothingLater, []string{"l", "l", "l"}},
		"nothing snoozed":   {nothingLater, []string{"l", "l", "l", "l"}},
		"first run":         {func() *uitest.Memory { return uitest.NewMemory() }, nil},
		"nobody mentions":   {cleared, nil},
		"nobody asks":       {cleared, []string{"l"}},
		"nobody is late":    {cleared, []string{"l", "l"}},
		"no match":          {uitest.Community, []string{"/", "x", "y", "z", "enter"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				app := open(t, tt.memory(), width, height)
				uitest.Press(app, tt.keys...)
				return app
			})
		})
	}
}

func TestAnInboxThatCannotBeReadIsNotCalledEmpty(t *testing.T) {
	m := uitest.Community()
	m.Err = errors.New("list conversations: disk I/O error")
	app := open(t, m, 80, 24)
	if got := frame(app); !strings.Contains(got, "could not be read") || strings.Contains(got, "Nobody") {
		t.Errorf("it says\n%s", got)
	}
	m.Err = nil
	uitest.Press(app, "ctrl+r")
	if got := frame(app); !strings.Contains(got, "yusuf") || strings.Contains(got, "could not be read") {
		t.Errorf("after another try it says\n%s", got)
	}
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {40, 12}, {60, 15}, {79, 23}, {80, 24}, {109, 30}, {110, 31}, {160, 40}, {250, 2}, {250, 50}}
	for name, keys := range scenes() {
		t.Run(name, func(t *testing.T) {
			m := uitest.Hostile()
			for _, size := range sizes {
				app := open(t, m, size[0], size[1])
				uitest.Press(app, keys...)
				uitest.Fits(t, app.View().Content, size[0], size[1])
			}
		})
	}
}

func TestNoAttackReachesTheTerminal(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		app := open(t, uitest.HostileWith([]string{attack}), 120, 32)
		for _, keys := range [][]string{nil, {"l", "+"}, {"esc", "u"}, {"esc", "t"}, {"esc", "n"}, {"esc", "e", "U"}, {"esc", "S", "a"}, {"esc", "p"}, {"/", "a"}} { // one after the other
			uitest.Press(app, keys...)
			uitest.Send(app, pane.Failed{Err: errors.New(attack)})
			uitest.Fits(t, app.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, keys)
			}
		}
	}
}
