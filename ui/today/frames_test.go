package today_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox/checkin"
	"rounds/inbox/saved"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/today"
	"rounds/ui/uitest"
)

// desk is a check-in in a window, by a clock of its own.
type desk struct {
	*ui.App
	c     *uitest.CheckIn
	now   time.Time
	timer []tea.Msg // what waits for its time
}

// replies is one saved reply, the greeting.
type replies []saved.Reply

func (r replies) List() ([]saved.Reply, []error) { return r, nil }

func greeting() replies {
	return replies{{Name: "welcome", Title: "Welcome", Body: "Hi {{first_name}}, and welcome to {{community}}! I'm {{me}}.\n\nSay a word about yourself in ### the channel for introductions ###."}}
}

// open shows the check-in in a window of that size.
func open(t testing.TB, c *uitest.CheckIn, width, height int, options ...today.Options) *desk {
	t.Helper()
	d := &desk{c: c, now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return d.now }
	env.Pulse = new(time.Time)
	env.After = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		d.timer = append(d.timer, msg)
		return nil
	}
	o := today.Options{Replies: greeting(), Actor: "noor"}
	for _, given := range options {
		o = given
	}
	d.App = ui.New(env, today.New(env, c, o))
	uitest.Send(d.App, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(d.App, d.Init())
	return d
}

// wait lets time pass, second by second while a clock runs.
func (d *desk) wait(t time.Duration) {
	for end := d.now.Add(t); d.now.Before(end); {
		d.now = d.now.Add(time.Second)
		due := d.timer
		d.timer = nil
		for _, msg := range due {
			uitest.Send(d.App, msg)
		}
	}
}

// keys presses some, each a while after the one before.
func (d *desk) keys(keys ...string) (all []tea.Msg) {
	for _, k := range keys {
		d.now = d.now.Add(time.Second)
		all = append(all, uitest.Press(d.App, k)...)
	}
	return all
}

func (d *desk) frame() string { return ansi.Strip(d.View().Content) }

func said(all []tea.Msg) string {
	var lines []string
	for _, msg := range all {
		switch msg := msg.(type) {
		case pane.Said:
			lines = append(lines, msg.Text)
		case pane.Failed:
			lines = append(lines, "✗ "+msg.Err.Error())
		}
	}
	return strings.Join(lines, " | ")
}

// cleared is a day on which nothing is left.
func cleared() *uitest.CheckIn {
	c := uitest.Checking()
	for i := range c.Day.Parts {
		c.Day.Parts[i].Items, c.Day.Parts[i].More, c.Day.Parts[i].Settled = nil, 0, 0
	}
	c.Day.News = checkin.News{Since: c.Day.News.Since}
	return c
}

func quietDay() *uitest.CheckIn {
	c := uitest.Checking()
	c.Day.Quiet, c.Day.Opens = true, uitest.Noon().Add(21*time.Hour)
	c.Day.Tips = []checkin.Tip{{Kind: checkin.PlanTheWeek, Text: "Monday: plan the week. Two slots are free.", Pane: "Calendar"}}
	return c
}

func broken() *uitest.CheckIn {
	c := uitest.Checking()
	c.Err = fmt.Errorf("read the check-in: disk I/O error")
	return c
}

// scene is a day and the keys that lead to what is shown of it.
type scene struct {
	of   func() *uitest.CheckIn
	keys []string
}

func scenes() map[string]scene {
	busy := uitest.Checking
	return map[string]scene{
		"welcome":            {busy, nil},
		"welcome elsewhere":  {busy, []string{"j", "j"}},
		"welcome silent":     {busy, []string{"j", "j", "j"}},
		"welcome suspect":    {busy, []string{"G"}},
		"questions":          {busy, []string{"l"}},
		"questions put off":  {busy, []string{"l", "G"}},
		"conversation":       {busy, []string{"l", "l"}},
		"flags":              {busy, []string{"l", "l", "l"}},
		"loose ends":         {busy, []string{"h"}},
		"loose post":         {busy, []string{"h", "j", "j", "j"}},
		"loose joy":          {busy, []string{"h", "G"}},
		"greeting":           {busy, []string{"j", "r"}},
		"greeting alone":     {busy, []string{"j", "R"}},
		"snooze":             {busy, []string{"l", "s"}},
		"parting":            {busy, []string{"B"}},
		"done":               {busy, []string{"B", "enter"}},
		"rest":               {busy, []string{"B", "enter", "esc"}},
		"quiet":              {quietDay, nil},
		"nobody new":         {cleared, nil},
		"no questions":       {cleared, []string{"l"}},
		"no conversation":    {cleared, []string{"l", "l"}},
		"no flags":           {cleared, []string{"l", "l", "l"}},
		"no loose ends":      {cleared, []string{"h"}},
		"nothing done":       {cleared, []string{"B"}},
		"failed":             {broken, nil},
		"help":               {busy, []string{"?"}},
		"settled some":       {busy, []string{"e", "e"}},
		"questions detailed": {busy, []string{"l", "j"}},
	}
}

func sizes() []string { return []string{"80x24", "120x32", "200x50"} }

func parse(size string) (width, height int) {
	_, _ = fmt.Sscanf(size, "%dx%d", &width, &height)
	return width, height
}

func TestFrames(t *testing.T) {
	for name, s := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, s.of(), width, height)
				d.keys(s.keys...)
				return d.App
			})
		})
	}
}

// TestBeforeTheFirstAnswer is what is drawn before anything has been read: the
// same parts in the same places.
func TestBeforeTheFirstAnswer(t *testing.T) {
	uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
		env := uitest.Env(t)
		app := ui.New(env, today.New(env, uitest.Checking(), today.Options{}))
		uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
		return app
	})
}

func TestEveryWindowIsFilledAndNothingForeignEscapes(t *testing.T) {
	texts := append(uitest.Attacking(), "\x1b[2J\x1b]0;owned\atwo\nlines", "日本語のメッセージ、とても長い日本語のメッセージ", strings.Repeat("x", 3000))
	for name, s := range scenes() {
		t.Run(name, func(t *testing.T) {
			c := s.of()
			c.Poison(texts...)
			d := open(t, c, 120, 32)
			d.keys(s.keys...)
			for _, width := range []int{0, 1, 2, 3, 10, 25, 39, 40, 63, 80, 99, 100, 120, 149, 150, 200, 250} {
				for _, height := range []int{0, 1, 2, 3, 5, 6, 8, 15, 16, 24, 50} {
					uitest.Send(d.App, tea.WindowSizeMsg{Width: width, Height: height})
					uitest.Fits(t, d.View().Content, width, height)
				}
			}
		})
	}
}

func TestNothingForeignEscapesInAnyItem(t *testing.T) {
	c := uitest.Checking()
	c.Poison(uitest.Attacking()...)
	for _, size := range sizes() {
		width, height := parse(size)
		d := open(t, c, width, height)
		for range checkin.Steps() {
			for range 9 {
				uitest.Fits(t, d.View().Content, width, height)
				d.keys("j")
			}
			d.keys("l")
		}
	}
}
