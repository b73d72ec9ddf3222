package week_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/uitest"
	"rounds/ui/week"
)

// desk is the app with the pane, and a clock that goes on a second with every
// key.
type desk struct {
	*ui.App
	plan   *uitest.Plan
	now    time.Time
	typed  func(text string) string // what the person does in their own editor
	opened []string                 // addresses that the browser was given
}

func open(t testing.TB, plan *uitest.Plan, width, height int, options ...week.Options) *desk {
	t.Helper()
	d := &desk{plan: plan, now: uitest.Noon(), typed: func(text string) string { return text + "!" }}
	env := uitest.Env(t)
	env.Now = func() time.Time { return d.now }
	env.Open = func(url string) error { d.opened = append(d.opened, url); return nil }
	env.Edit = func(text string, done func(string, error) tea.Msg) tea.Cmd {
		return func() tea.Msg { return done(d.typed(text), nil) }
	}
	plan.Now = env.Now
	o := week.Options{Actor: "noor"}
	for _, given := range options {
		o = given
	}
	d.App = ui.New(env, week.New(env, plan, o))
	uitest.Send(d.App, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(d.App, d.Init())
	uitest.Send(d.App, pane.Sync{Account: "acme", At: uitest.Noon().Add(-2 * time.Minute)})
	return d
}

// press types keys, a second apart: none of them is held down.
func (d *desk) press(keys ...string) string {
	var all []string
	for _, k := range keys {
		d.now = d.now.Add(time.Second)
		for _, m := range uitest.Press(d.App, k) {
			switch m := m.(type) {
			case pane.Said:
				all = append(all, m.Text)
			case pane.Failed:
				all = append(all, m.Err.Error())
			}
		}
	}
	return strings.Join(all, "\n")
}

func frame(d *desk) string { return ansi.Strip(d.View().Content) }

func wants(t *testing.T, d *desk, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(frame(d), w) {
			t.Errorf("%q is not in the frame:\n%s", w, frame(d))
		}
	}
}

// keys are those that the words ask for: names in words, letters in quotes.
// "s 'fri 9:00' enter".
func keys(script string) []string {
	var all []string
	for i, part := range strings.Split(script, "'") {
		if i%2 == 0 {
			all = append(all, strings.Fields(part)...)
			continue
		}
		for _, r := range part {
			key := string(r)
			if r == ' ' {
				key = "space"
			}
			all = append(all, key)
		}
	}
	return all
}

// scenes are the states that every golden frame and the size sweep walk
// through, as the keys that lead there. The cursor begins on Tuesday.
func scenes() map[string]string {
	return map[string]string{
		"week":            "",
		"published":       "h k",
		"partial":         "h",
		"native":          "l",
		"post":            "l enter",
		"preview":         "l enter v",
		"preview beside":  "l v",
		"changed":         "l l",
		"too long":        "l l j",
		"series":          "l l l",
		"event":           "l l l j",
		"other zone":      "l l l l",
		"free slot":       "L h",
		"month":           "m",
		"month day":       "m l",
		"backlog":         "tab tab",
		"idea":            "tab tab enter",
		"problems":        "tab tab tab",
		"broken file":     "tab tab tab j",
		"conflict":        "tab tab tab enter",
		"moving":          "l M l > >",
		"moving far":      "l M L",
		"time":            "l s ctrl+u 'fri 9:10'",
		"time in a gap":   "l l l l s ctrl+u '2027-03-28 02:30'",
		"time wrong":      "l s 'x'",
		"variants":        "l V",
		"variant":         "l V tab",
		"variant written": "l V tab tab 'Hi'",
		"edit":            "l e",
		"edit done":       "l e '!' esc",
		"channels":        "l c",
		"new channel":     "l c 'forum/Jobs'",
		"approve":         "l l j a",
		"publish":         "k P",
		"let go":          "k X",
		"repeat":          "l R 'every 2 weeks'",
		"theme":           "l t",
		"new":             "C 'Hello'",
		"new event":       "w 'webinar 2 jul 17:00'",
		"idea sheet":      "i 'An idea'",
		"filter":          "/ 'v2' enter",
		"no match":        "/ 'qqq' enter",
		"one of a series": "l l l M > enter",
		"drop a series":   "l l l d",
		"help":            "?",
	}
}

func TestFrames(t *testing.T) {
	for name, script := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, uitest.PlannedWeek(), width, height)
				d.press(keys(script)...)
				return d.App
			})
		})
	}
}

func TestOtherFrames(t *testing.T) {
	failing := func() *uitest.Plan {
		plan := uitest.NewPlan()
		plan.Fail = errors.New("list items: disk I/O error")
		return plan
	}
	tests := map[string]struct {
		plan    func() *uitest.Plan
		options week.Options
		script  string
	}{
		"empty":                {uitest.NewPlan, week.Options{}, "T"},
		"empty backlog":        {uitest.NewPlan, week.Options{}, "tab tab"},
		"no problems":          {uitest.NewPlan, week.Options{}, "tab tab tab"},
		"nothing is connected": {uitest.NewPlan, week.Options{}, "L h C 'Hi' esc y c 'slack/#general'"},
		"read-only":            {uitest.PlannedWeek, week.Options{ReadOnly: true}, "d"},
		"unreadable":           {failing, week.Options{}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, tt.plan(), width, height, tt.options)
				d.press(keys(tt.script)...)
				return d.App
			})
		})
	}
}

// hostile are texts that want the terminal.
func hostile() []string {
	return []string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "evil: ok\rbob: I approve this", "日本語のメッセージ、とても長い日本語のメッセージ",
		"👩‍👩‍👧‍👦 family 🇩🇪🇩🇪🇩 ⚠️ ❤️ 1️⃣ 👩🏽‍💻", "tab\there \u202eesrever\u202c", "\x1b[" + strings.Repeat("1;", 40) + "m",
		strings.Repeat("x", 5000), "நி क्षि ﷽ a\u0300\u0300\u0300\u0300\u0300", "\xff\xfe\x80", "\u009b31mC1\u009d0;x\u009c",
	}
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {43, 12}, {60, 15}, {79, 23}, {99, 30}, {100, 31}, {150, 40}, {250, 2}, {250, 50}}
	for name, script := range scenes() {
		t.Run(name, func(t *testing.T) {
			for _, size := range sizes {
				d := open(t, uitest.HostilePlan(hostile()), size[0], size[1])
				d.press(keys(script)...)
				uitest.Fits(t, d.View().Content, size[0], size[1])
				if t.Failed() {
					return
				}
			}
		})
	}
}

func TestNoAttackReachesTheTerminal(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		d := open(t, uitest.HostilePlan([]string{attack}), 120, 32)
		for _, script := range []string{"l enter", "v", "esc esc V tab", "esc n c", "esc m", "tab", "tab enter"} { // one after the other
			d.press(keys(script)...)
			uitest.Fits(t, d.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, script)
			}
		}
	}
}

func TestNoSequenceOfKeysBreaksTheFrame(t *testing.T) {
	pool := strings.Fields("a E d N P X s M Q R e V c t C w W = z Z enter v m o / \\ ctrl+r j k l h H L T g G J K tab esc esc esc < > y n space backspace i x p q shift+tab ctrl+e 9 : 0")
	sizes := [][2]int{{80, 24}, {120, 32}, {50, 12}, {200, 50}}
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 1))
		size := sizes[seed%4]
		d := open(t, uitest.PlannedWeek(), size[0], size[1])
		var pressed []string
		for range 200 {
			key := pool[random.IntN(len(pool))]
			pressed = append(pressed, key)
			if random.IntN(12) == 0 {
				uitest.Send(d.App, pane.Stale{})
			}
			if d.press(key); random.IntN(5) == 0 {
				uitest.Fits(t, d.View().Content, size[0], size[1])
			}
			if t.Failed() {
				t.Fatalf("seed %d after %v", seed, pressed)
			}
		}
	}
}
