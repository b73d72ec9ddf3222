package main

import (
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui"
	"rounds/ui/coverage"
	numbers "rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/uitest"
	"rounds/ui/week"
)

// A still is one picture of the documentation: keys pressed on the whole
// console, in a community that is always the same, at noon of the same day.
type still struct {
	title         string
	columns, rows int
	keys          string // names in words, letters to type in quotes
	memory        *uitest.Memory
	heard         []tea.Msg
}

// stills are the pictures, by the name of their file. -update draws them anew.
func stills() map[string]still {
	maria := "2 l j j j j j j "
	answer := "'Yes: for 24 hours both keys are valid. Rotate the workers first, then the scheduler.' "
	return map[string]still{
		"today-120x32":      {title: "Today: the steps of the check-in, what is at risk, and the time it takes", keys: "l j"},
		"today-80x24":       {title: "Today at 80 columns", columns: 80, rows: 24, keys: "l j"},
		"today-200x50":      {title: "Today at 200 columns", columns: 200, rows: 50, keys: "l j"},
		"greeting-120x32":   {title: "A greeting: their own words, who will read it, and the saved reply to begin with", keys: "j r"},
		"inbox-120x32":      {title: "The inbox at 120 columns: questions that wait, the conversation, and who asks", keys: maria},
		"inbox-80x24":       {title: "The inbox at 80 columns", columns: 80, rows: 24, keys: maria},
		"inbox-200x50":      {title: "The inbox at 200 columns", columns: 200, rows: 50, keys: maria},
		"composer-120x32":   {title: "The composer: as whom, where, and who can read it", keys: maria + "r " + answer + "enter enter '::b' tab"},
		"outbox-120x32":     {title: "The outbox: what leaves when, as whom and where, and what asks first", keys: "0", memory: uitest.Outbox()},
		"conflict-80x24":    {title: "Somebody else has answered meanwhile: both sides", columns: 80, rows: 24, keys: "0 enter", memory: uitest.Outbox()},
		"moderation-120x32": {title: "The moderation queue: cases by priority, what a rule found, who reported it", keys: "3 j"},
		"calendar-120x32":   {title: "The calendar: what goes out when and where, and the themes of the days", keys: "4 l"},
		"metrics-120x32":    {title: "The numbers: each with its change, its course, and of how many it speaks", keys: "5"},
		"people-120x32":     {title: "People: who is new, back or lapsing, and the card of one of them", keys: "6 j"},
		"sync-120x32":       {title: "The page of the rounds: what is held of every channel, and what stops", keys: "0"},
		"help-120x32":       {title: "All keys of the inbox", keys: "2 ?"},
		"palette-120x32":    {title: "The palette: every command by its name, with its key", keys: "2 : 'sno'"},
	}
}

// shelf is the saved replies of the pictures.
type shelf []saved.Reply

func (s shelf) List() ([]saved.Reply, []error) { return s, nil }

// console opens every pane on its fake, as main does on the store.
func (s still) console(t *testing.T) *ui.App {
	t.Helper()
	now := uitest.Noon()
	env := uitest.Env(t)
	env.Now = func() time.Time { now = now.Add(time.Second / 10); return now.Truncate(time.Second) }
	memory := s.memory
	if memory == nil {
		memory = uitest.Community()
	}
	memory.Cards["U-noor"] = inbox.Card{Member: inbox.Member{ID: "U-noor", Handle: "noor"}}
	reported, plan := uitest.Reported(), uitest.PlannedWeek()
	memory.Now, reported.Now, plan.Now = uitest.Noon, uitest.Noon, uitest.Noon
	replies := shelf{{Name: "billing", Title: "Billing goes to the form", Key: "b", Body: "For the invoice, please use ### link to the form ###.", Tags: []string{"billing"}, Then: "waiting"}}
	mirror := &uitest.Mirror{All: []inbox.Standing{uitest.Refused("acme"), uitest.Synced("fieldnotes")}}
	return ui.New(env,
		today.New(env, uitest.Checking(), today.Options{Replies: replies, Actor: "noor"}),
		threads.New(env, memory, nil, threads.Options{Replies: replies}),
		queue.New(env, reported, reported, queue.Options{Actor: "noor", Hold: 10 * time.Second}),
		week.New(env, plan, week.Options{Actor: "noor"}),
		numbers.New(env, uitest.Numbers(), numbers.Options{Actor: "noor"}),
		people.New(env, uitest.Neighbourhood(), people.Options{}),
		outbox.New(env, memory, uitest.Advice, coverage.New(env, mirror, uitest.Advice)))
}

// draw is the picture as it must be.
func (s still) draw(t *testing.T) string {
	t.Helper()
	columns, rows := cmp.Or(s.columns, 120), cmp.Or(s.rows, 32)
	app := s.console(t)
	uitest.Send(app, tea.WindowSizeMsg{Width: columns, Height: rows})
	uitest.Run(app, app.Init())
	uitest.Send(app, pane.Sync{Account: "acme", At: uitest.Noon().Add(-2 * time.Minute)})
	for _, msg := range s.heard {
		uitest.Send(app, msg)
	}
	for _, key := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(s.keys, -1) {
		if strings.HasPrefix(key, "'") {
			uitest.Type(app, strings.Trim(key, "'"))
			continue
		}
		uitest.Press(app, key)
	}
	return picture(s.title, app.View().Content, columns, rows)
}

// TestThePicturesShowWhatTheProgramDraws holds every picture of the
// documentation to the program: go test . -run Pictures -update.
func TestThePicturesShowWhatTheProgramDraws(t *testing.T) {
	known := map[string]bool{}
	for name, s := range stills() {
		path := filepath.Join("docs", "pictures", name+".svg")
		known[path] = true
		got := s.draw(t)
		if update := flag.Lookup("update"); update.Value.String() == "true" {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		} else if string(want) != got {
			t.Errorf("%s is not what the program draws: go test . -run Pictures -update", path)
		}
	}
	there, err := filepath.Glob("docs/pictures/*")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range pages(t) {
		words, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(words)
	}
	for _, path := range there {
		if !known[path] {
			t.Errorf("%s is no picture that a test draws", path)
		}
		if !strings.Contains(text.String(), "pictures/"+filepath.Base(path)) {
			t.Errorf("no page shows %s", path)
		}
	}
}
