package coverage_test

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

// open shows the sync page in a window of that size.
func open(t testing.TB, m *uitest.Mirror, width, height int, heard ...tea.Msg) *ui.App {
	t.Helper()
	return openIn(uitest.Env(t), m, width, height, heard...)
}

func openIn(env pane.Env, m *uitest.Mirror, width, height int, heard ...tea.Msg) *ui.App {
	app := ui.New(env, threads.New(env, uitest.Community(), nil), coverage.New(env, m, uitest.Advice))
	uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(app, app.Init())
	for _, msg := range heard {
		uitest.Send(app, msg)
	}
	uitest.Press(app, "0")
	return app
}

// frame is what the app shows, without its colours.
func frame(a *ui.App) string { return ansi.Strip(a.View().Content) }

func wantFrame(t *testing.T, a *ui.App, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(frame(a), w) {
			t.Errorf("%q is not in the frame:\n%s", w, frame(a))
		}
	}
}

func mirror(all ...inbox.Standing) *uitest.Mirror { return &uitest.Mirror{All: all} }

// scene is one state of the world, what was heard of it, and the keys that
// lead to the frame.
type scene struct {
	mirror *uitest.Mirror
	heard  []tea.Msg
	keys   []string
}

func scenes() map[string]scene {
	noon := uitest.Noon()
	rested := pane.Sync{Account: "acme", At: noon.Add(-2 * time.Minute)}
	paused := uitest.Synced("forum")
	paused.Paused = true
	live := uitest.Synced("acme")
	live.Live = noon.Add(-237 * time.Minute)
	newborn := inbox.Standing{Account: "acme", Platform: inbox.Slack}
	return map[string]scene{
		"all fine":    {mirror(uitest.Synced("acme")), []tea.Msg{rested}, nil},
		"live":        {mirror(live), []tea.Msg{pane.Sync{Account: "acme", At: noon, Live: true}}, nil},
		"first round": {mirror(uitest.FirstRound("acme")), []tea.Msg{pane.Sync{Account: "acme", Text: "syncing #events · 1,200 new", Short: "#events"}}, nil},
		"new account": {mirror(newborn), nil, nil},
		"limit": {mirror(uitest.Waiting("acme")), []tea.Msg{
			pane.Sync{Account: "acme", Text: "waiting for Slack's limit", Short: "waiting", Until: noon.Add(52 * time.Second)},
		}, nil},
		"no connection": {mirror(uitest.Offline("acme")), []tea.Msg{
			pane.Sync{Account: "acme", Text: "no connection", Trouble: true, Until: noon.Add(190 * time.Second)},
		}, nil},
		"revoked": {mirror(uitest.Revoked("acme")), []tea.Msg{
			pane.Sync{Account: "acme", Text: "stopped: token_revoked", Trouble: true, Stopped: true},
		}, nil},
		"one refused":  {mirror(uitest.Refused("acme")), []tea.Msg{rested}, nil},
		"two accounts": {mirror(uitest.Refused("acme"), uitest.Waiting("fieldnotes")), []tea.Msg{rested, pane.Sync{Account: "fieldnotes", Text: "waiting for Slack's limit", Until: noon.Add(52 * time.Second)}}, nil},
		"one of four stopped": {mirror(uitest.Synced("discord"), uitest.Synced("forum"), uitest.Synced("mastodon"), uitest.Revoked("slack")), []tea.Msg{
			pane.Sync{Account: "slack", Text: "stopped: token_revoked", Trouble: true, Stopped: true},
		}, nil},
		"one of two": {mirror(uitest.Synced("acme"), uitest.Imported("archive-2025"), paused), []tea.Msg{rested}, []string{"l", "l"}},
		"empty":      {mirror(), nil, nil},
		"sheet":      {mirror(uitest.Refused("acme")), []tea.Msg{rested}, []string{"enter"}},
		"sheet fine": {mirror(uitest.Synced("acme")), []tea.Msg{rested}, []string{"G", "k", "enter"}},
		"filter":     {mirror(uitest.Refused("acme")), []tea.Msg{rested}, []string{"/", "#", "a", "n"}},
		"no match":   {mirror(uitest.Refused("acme")), []tea.Msg{rested}, []string{"/", "x", "y", "z", "enter"}},
		"by lag":     {mirror(uitest.Refused("acme")), []tea.Msg{rested}, []string{"o", "o", "j", "j", "j"}},
		"unreadable": {&uitest.Mirror{Err: errors.New("read standings: disk I/O error")}, nil, nil},
		"help":       {mirror(uitest.Synced("acme")), []tea.Msg{rested}, []string{"?"}},
	}
}

func TestFrames(t *testing.T) {
	for name, s := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				app := open(t, s.mirror, width, height, s.heard...)
				uitest.Press(app, s.keys...)
				return app
			})
		})
	}
}

func TestWhatHelpsAStoppedAccountIsSaidBesideManyOthers(t *testing.T) {
	s := scenes()["one of four stopped"]
	for _, size := range [][2]int{{80, 24}, {100, 28}, {200, 50}} {
		app := open(t, s.mirror, size[0], size[1], s.heard...)
		wantFrame(t, app, "stopped since", "→ "+strings.Join(strings.Fields(uitest.Advice("slack", "token_revoked"))[:4], " "))
	}
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {40, 12}, {60, 15}, {79, 23}, {80, 24}, {109, 30}, {110, 31}, {160, 40}, {250, 2}, {250, 50}}
	hostile := uitest.HostileMirror([]string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "日本語のメッセージ、とても長い日本語のメッセージ", "👩‍👩‍👧‍👦 family 🇩🇪🇩🇪🇩 ⚠️", "tab\there \u202eesrever\u202c",
		strings.Repeat("x", 5000), "நி क्षि ﷽ a\u0300\u0300\u0300", "\xff\xfe\x80", "\u009b31mC1\u009d0;x\u009c", "",
	})
	worlds := scenes()
	for name, keys := range map[string][]string{
		"hostile": nil, "hostile one": {"l"}, "hostile last": {"h", "G"}, "hostile sheet": {"enter", "j", "ctrl+n"},
		"hostile filter": {"/", "日"}, "hostile kept": {"/", "x", "enter"}, "hostile by name": {"o", "j", "j"},
	} {
		worlds[name] = scene{hostile, []tea.Msg{
			pane.Sync{Account: hostile.All[1].Account, Text: strings.Repeat("\x1b[2J\n日", 99), Short: "\x1b[2J", Until: uitest.Noon().Add(time.Minute)},
			pane.Sync{Account: "\x1b[2J\nnobody", Text: "\a\r\n", Trouble: true, Until: uitest.Noon().Add(time.Minute)},
		}, keys}
	}
	for name, s := range worlds {
		t.Run(name, func(t *testing.T) {
			for _, size := range sizes {
				app := open(t, s.mirror, size[0], size[1], s.heard...)
				uitest.Press(app, s.keys...)
				uitest.Fits(t, app.View().Content, size[0], size[1])
			}
		})
	}
}

func TestNoAttackReachesTheTerminal(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		m := uitest.HostileMirror([]string{attack})
		for _, keys := range [][]string{nil, {"enter"}, {"l", "G"}, {"/", "a"}} {
			app := open(t, m, 120, 32, pane.Sync{Account: "acme", Text: attack, Trouble: true})
			uitest.Press(app, keys...)
			uitest.Fits(t, app.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, keys)
			}
		}
	}
}

func TestRoundsThatCannotBeReadAreReadAgain(t *testing.T) {
	m := mirror(uitest.Synced("acme"))
	m.Err = errors.New("list standings: disk gone")
	app := open(t, m, 80, 24)
	wantFrame(t, app, "could not be read", "ctrl+r tries again")
	m.Err = nil
	uitest.Press(app, "ctrl+r")
	wantFrame(t, app, "#announcements")
}

func TestWhatCannotBeReadKeepsWhatWasShown(t *testing.T) {
	m := mirror(uitest.Synced("acme"))
	app := open(t, m, 80, 24)
	m.Err = errors.New("list standings: disk gone")
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "disk gone", "Everything is here: 12 channels complete", "#announcements")
	m.Err, m.All = nil, []inbox.Standing{uitest.Revoked("acme")}
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "stopped since 09:12: token_revoked", "rounds connect slack")
}
