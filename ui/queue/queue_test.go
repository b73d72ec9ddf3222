package queue_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox/moderation"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/queue"
	"rounds/ui/uitest"
)

// desk is the app with the pane, and a clock that goes on a second with every
// key.
type desk struct {
	*ui.App
	q   *uitest.Queue
	now time.Time
}

func open(t testing.TB, q *uitest.Queue, width, height int, options ...queue.Options) *desk {
	t.Helper()
	d := &desk{q: q, now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return d.now }
	q.Now = env.Now
	o := queue.Options{Actor: "noor", Hold: 10 * time.Second}
	for _, given := range options {
		o = given
	}
	d.App = ui.New(env, queue.New(env, q, q, o))
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

// hold rests a finger on a key.
func (d *desk) hold(key string) {
	for range 30 {
		d.now = d.now.Add(30 * time.Millisecond)
		uitest.Press(d.App, key)
	}
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

// letters are the keys of a word.
func letters(word string) []string { return strings.Split(word, "") }

// scenes are the states that every golden frame and the size sweep walk
// through, as the keys that lead there.
func scenes() map[string][]string {
	return map[string][]string{
		"list":            nil,
		"list further":    {"G", "k"},
		"opened":          {"enter"},
		"zen":             {"+"},
		"zen second":      {"+", "a"},
		"edited":          {"j", "j", "j", "j", "j", "j", "j"},
		"edited opened":   {"j", "j", "j", "j", "j", "j", "j", "enter"},
		"gone":            {"/", "e", "d", "g", "a", "r", "enter", "enter"},
		"folded":          {"/", "g", "o", "r", "y", "enter", "enter"},
		"held":            {"/", "i", "s", ":", "h", "e", "l", "d", "enter", "enter"},
		"appeal":          {"l", "l", "l", "l", "l", "enter"},
		"reopen":          {"l", "l", "l", "l", "l", "R"},
		"remove menu":     {"d"},
		"remove by rule":  {"d", "j", "j", "j"},
		"remove on slack": {"/", "p", "a", "b", "l", "o", "enter", "d", "2"},
		"spam menu":       {"j", "D", "j"},
		"warn menu":       {"w", "j"},
		"restrict menu":   {"b", "j"},
		"restrict length": {"b", "4", "3", "d"},
		"ban typed":       {"b", "7", "r", "o", "l"},
		"plan":            {"p", "b"},
		"escalate":        {"E", "s", "o"},
		"note":            {"n", "h", "i"},
		"who":             {"u"},
		"group":           {"j", "="},
		"group spam":      {"j", "=", "D", "enter"},
		"many":            {"*", "I"},
		"marked":          {"space", "space", "x"},
		"mine":            {"l"},
		"escalated":       {"l", "l"},
		"decided":         {"h"},
		"decision":        {"h", "enter"},
		"decision undone": {"h", "G"},
		"decided already": {"h", "a"},
		"filter":          {"/", "i", "s", ":", "n"},
		"filter wrong":    {"/", "a", "g", "e", ":", "x"},
		"filtered":        {"/", "a", "u", "t", "h", "o", "r", ":", "l", "u", "enter"},
		"no match":        {"/", "q", "q", "q", "enter"},
		"after a keep":    {"a"},
		"help":            {"?"},
	}
}

func TestFrames(t *testing.T) {
	for name, keys := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, uitest.Reported(), width, height)
				d.press(keys...)
				return d.App
			})
		})
	}
}

func TestOtherFrames(t *testing.T) {
	quiet := func() *uitest.Queue {
		q := uitest.NewQueue()
		q.Log = []moderation.Decision{{ID: "d1", At: uitest.Noon().Add(-time.Hour)}, {ID: "d2", At: uitest.Noon().Add(-2 * time.Hour)}}
		return q
	}
	changed := func() *uitest.Queue {
		q := uitest.Reported()
		q.Changes = map[int64]string{1: "You are a genius, and everybody here knows it."}
		return q
	}
	broken := func() *uitest.Queue {
		q := uitest.Reported()
		q.Book.Trouble = "line 3: unexpected ="
		return q
	}
	failing := func() *uitest.Queue {
		q := uitest.Reported()
		q.Fail = errors.New("list cases: disk I/O error")
		return q
	}
	tests := map[string]struct {
		q       func() *uitest.Queue
		options queue.Options
		keys    []string
	}{
		"unreadable":        {failing, queue.Options{}, nil},
		"none escalated":    {quiet, queue.Options{Actor: "noor"}, []string{"l", "l"}},
		"no appeals":        {quiet, queue.Options{Actor: "noor"}, []string{"l", "l", "l", "l", "l"}},
		"none decided":      {uitest.NewQueue, queue.Options{Actor: "noor"}, []string{"h"}},
		"nothing waits":     {quiet, queue.Options{Actor: "noor"}, nil},
		"first run":         {uitest.NewQueue, queue.Options{Actor: "noor"}, nil},
		"nothing of mine":   {quiet, queue.Options{Actor: "noor"}, []string{"l"}},
		"read-only":         {uitest.Reported, queue.Options{ReadOnly: true}, []string{"d"}},
		"changed meanwhile": {changed, queue.Options{Hold: 10 * time.Second}, []string{"d", "3"}},
		"rules are broken":  {broken, queue.Options{}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, tt.q(), width, height, tt.options)
				d.press(tt.keys...)
				return d.App
			})
		})
	}
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {43, 12}, {60, 15}, {79, 23}, {109, 30}, {110, 31}, {160, 40}, {250, 2}, {250, 50}}
	for name, keys := range scenes() {
		t.Run(name, func(t *testing.T) {
			for _, size := range sizes {
				d := open(t, uitest.HostileQueue(uitest.Attacking()), size[0], size[1])
				d.press(keys...)
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
		for _, keys := range [][]string{{"enter"}, {"u"}, {"d", "j"}, {"h", "enter"}} {
			q := uitest.HostileQueue([]string{attack})
			q.Files, q.Log = q.Files[:1], q.Log[:1]
			d := open(t, q, 120, 32)
			d.press(keys...)
			uitest.Fits(t, d.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, keys)
			}
		}
	}
}

func TestNoSequenceOfKeysBreaksTheFrame(t *testing.T) {
	keys := strings.Fields("a I d D w b p E c N n m z Z R enter + u v o O r = space x * \\ / ctrl+r j k l h g G J K ctrl+d esc esc esc 1 2 3 4 5 6 tab q backspace")
	sizes := [][2]int{{80, 24}, {120, 32}, {50, 12}, {200, 50}}
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 1))
		size := sizes[seed%4]
		d := open(t, uitest.Reported(), size[0], size[1])
		var pressed []string
		for range 250 {
			key := keys[random.IntN(len(keys))]
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
