package main

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/store"
	"rounds/ui"
	"rounds/ui/cli"
	"rounds/ui/theme"
)

func TestHowTheScreenLooksIsReadFromTheConfig(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("NO_COLOR", "")
	c, err := parseConfig("config.toml", []byte("theme = \"contrast\"\nmouse = false\nhyperlinks = false\nnotify = \"bell\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if o := c.looks(); c.painted().Name != theme.Contrast || o.Mouse != ui.Selecting || o.Notify != ui.Ringing || c.links() {
		t.Errorf("%s, links %v, %+v", c.painted().Name, c.links(), o)
	}
	if err := c.wear("none"); err != nil || c.painted().Name != theme.None {
		t.Errorf("--theme none paints in %s, %v", c.painted().Name, err)
	}
	if err := c.wear("neon"); err == nil || cli.ExitCode(err) != cli.ExitUsage {
		t.Errorf("--theme neon: %v", err)
	}
	usual := config{}
	if o := usual.looks(); usual.painted().Name != theme.Auto || o.Mouse != ui.Clicking || !usual.links() {
		t.Errorf("usually: %s, links %v, %+v", usual.painted().Name, usual.links(), o)
	}
	for _, wrong := range []string{`theme = "neon"`, `notify = "loud"`} {
		if _, err := parseConfig("config.toml", []byte(wrong)); err == nil || !strings.Contains(err.Error(), "there are") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestNOCOLORIsNoColoursWhateverThemeIsNamed(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	if name := (config{}).painted().Name; name != theme.None {
		t.Errorf("painted in %s", name)
	}
	if name := (config{Theme: "dark"}).painted().Name; name != theme.None {
		t.Errorf("dark is asked for, painted in %s: Bubble Tea takes its colours away", name)
	}
}

func TestATerminalThatStumblesOverLinksIsGivenNone(t *testing.T) {
	for kind, want := range map[string]bool{"xterm-256color": true, "tmux-256color": true, "linux": false, "dumb": false, "vt220": false, "": false} {
		t.Setenv("TERM", kind)
		if got := (config{}).links(); got != want {
			t.Errorf("TERM=%s: %v", kind, got)
		}
		if on := true; !(config{Hyperlinks: &on}).links() {
			t.Errorf("TERM=%s: not even if it is asked for", kind)
		}
	}
}

func TestATerminalIsNotifiedInItsOwnWay(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	for want, of := range map[string]func(string) string{
		"\x1b]9;hello\a":                       env("TERM", "xterm-256color"),
		"\x1b]777;notify;Rounds;hello\a":       env("TERM", "xterm-256color", "VTE_VERSION", "7600"),
		"\x1bPtmux;\x1b\x1b]9;hello\a\x1b\\\a": env("TERM", "tmux-256color", "TMUX", "/tmp/x"),
	} {
		if got := summons(of)("hello"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if summons(env("TERM", "linux")) != nil {
		t.Error("the Linux console is given more than a bell")
	}
}

func TestWhatIsUrgentIsCounted(t *testing.T) {
	memory, err := store.Open(t.Context(), t.TempDir()+"/x.db", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	u, err := urgent(t.Context(), memory, checkin.Request{Now: time.Now(), Zone: time.UTC})
	if err != nil || u != (ui.Urgent{}) {
		t.Errorf("with nothing there: %+v, %v", u, err)
	}
	if err := memory.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack}); err != nil {
		t.Fatal(err)
	}
	if err := memory.EndRound(t.Context(), "acme", "token_revoked", true); err != nil {
		t.Fatal(err)
	}
	if u, err = urgent(t.Context(), memory, checkin.Request{Now: time.Now(), Zone: time.UTC}); err != nil || u != (ui.Urgent{Stopped: 1}) {
		t.Errorf("with a stopped account: %+v, %v", u, err)
	}
}

func TestWhatIsLateIsLateByTheTargets(t *testing.T) {
	now := time.Date(2026, 6, 15, 11, 0, 0, 0, time.UTC) // a Monday
	memory, err := store.Open(t.Context(), t.TempDir()+"/x.db", store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if err := memory.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack}); err != nil {
		t.Fatal(err)
	}
	_, err = memory.Ingest(t.Context(), inbox.Page{
		Account: "acme", Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: []inbox.Member{{ID: "U1", Handle: "ana"}},
		Messages: []inbox.Message{{
			Channel: "C1", ID: "1", Thread: "1", Author: "U1", Kind: inbox.Said, Text: "how?",
			SentAt: now.Add(-67 * time.Hour), Signals: []inbox.Signal{{Kind: inbox.Question, Reason: "asks"}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"2h": 1, "4h": 0} { // three hours at work have passed
		c := config{Today: todayConfig{Question: text}}
		u, err := urgent(t.Context(), memory, checkinOf(c, now, time.UTC))
		if err != nil || u.Late != want {
			t.Errorf("with a target of %s %d are late, want %d; %v", text, u.Late, want, err)
		}
	}
}

func TestNobodyIsCalledOutsideOfTheHoursThatTheConfigNames(t *testing.T) {
	if (config{}).rests(time.UTC) != nil {
		t.Error("without hours somebody is kept from what they asked for")
	}
	rests := config{Today: todayConfig{Hours: "mon-fri 09:00-17:00", Holidays: []string{"2026-06-16"}}}.rests(time.UTC)
	for day, want := range map[string]bool{"2026-06-15T10:00:00Z": false, "2026-06-15T18:00:00Z": true, "2026-06-14T10:00:00Z": true, "2026-06-16T10:00:00Z": true} {
		at, _ := time.Parse(time.RFC3339, day)
		if rests(at) != want {
			t.Errorf("%s: it is quiet: %v, want %v", day, !want, want)
		}
	}
}
