package metrics_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui"
	"rounds/ui/metrics"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

// desk is the app with the pane, and a clock that goes on a second with every
// key.
type desk struct {
	*ui.App
	numbers *uitest.Figures
	now     time.Time
	reached []tea.Msg // what other panes were asked for
	visited []string
}

func open(t testing.TB, numbers *uitest.Figures, width, height int, options ...metrics.Options) *desk {
	t.Helper()
	d := &desk{numbers: numbers, now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return d.now }
	env.Open = func(url string) error { d.visited = append(d.visited, url); return nil }
	o := metrics.Options{Actor: "noor"}
	for _, given := range options {
		o = given
	}
	d.App = ui.New(env, metrics.New(env, numbers, o))
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
			case pane.Reach, pane.Meet:
				d.reached = append(d.reached, m)
			}
		}
	}
	return strings.Join(all, "\n")
}

func frame(d *desk) string { return ansi.Strip(d.View().Content) }

// keys are those that the words ask for: names in words, letters in quotes.
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

func TestTheKeysAtTheRuleCanBeClicked(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	before := frame(d)
	for y, line := range strings.Split(before, "\n") {
		if at := strings.Index(line, "h l period · "); at >= 0 { // and not those at the foot
			uitest.Run(d.App, d.View().OnMouse(tea.MouseClickMsg{X: pane.Width(line[:at]), Y: y, Button: tea.MouseLeft}))
		}
	}
	clicked := frame(d)
	d = open(t, uitest.Numbers(), 120, 32)
	d.press("h")
	if clicked == before || clicked != frame(d) {
		t.Errorf("a click on h is not the key:\n%s", clicked)
	}
}
