//go:build long && !windows

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// stages opens the demo and waits until it shows the conversations.
func (h home) stages(t testing.TB, args ...string) *seat {
	t.Helper()
	const columns, rows = 140, 36
	s := &seat{tube: h.open(t, columns, rows, append([]string{"demo", "--seed", "1"}, args...)...), glass: newGlass(columns, rows)}
	s.sees("1 Today", "? all keys")
	s.does("2", "Mentions", "r reply")
	return s
}

// filters shows what a filter finds, among which the cursor stays where it was
// if it can.
func (s *seat) filters(filter string) {
	s.t.Helper()
	s.does("/", "enter keep")
	s.does("\x15"+filter, "/ "+filter+" ", " found")
	s.does("\r", "r reply", "/ "+filter+"\n", "/ filter · ")
	s.rest()
}

// slowly waits for as long as the same key is taken for one that is held down.
func slowly() { time.Sleep(700 * time.Millisecond) }

// stagesOf are the accounts of the demo, and the platform of each.
func stagesOf() [][2]string {
	return [][2]string{{"slack", "slack"}, {"discord", "discord"}, {"forum", "discourse"}, {"mastodon", "mastodon"}}
}

func TestPlatformDemoAnswersReactsAndDeletesOnAllFour(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "kept.db")
	s := h.stages(t, "--keep", h.db)
	s.filters("is:open is:mention")
	s.sees("slack ", "discord ", "forum ", "mastodon ")
	for _, p := range stagesOf() {
		s.filters("platform:" + p[1] + " is:unanswered idle:>1h")
		emoji := inbox.Platform(p[1]).Reaction("+1")
		slowly()
		s.does("a", ":"+emoji+": reaction leaves in")
		s.replies("r", "This is for "+p[0]+", lanternfish.")
	}
	s.waits("an empty outbox", func() bool { return !strings.Contains(s.screen(), "outbox ") })
	for _, p := range stagesOf() {
		s.filters("platform:" + p[1] + " lanternfish")
		slowly()
		s.does("d", "Delete your message", "delete it")
		s.does("y", "leaves in")
	}
	s.waits("an empty outbox", func() bool { return !strings.Contains(s.screen(), "outbox ") })
	s.quit()

	for _, p := range stagesOf() {
		for _, kind := range []inbox.ActionKind{inbox.React, inbox.Reply, inbox.Delete} {
			found := 0
			for _, o := range h.objects(t, "outbox", "--all", "--json") {
				if o["account"] != p[0] || o["kind"] != string(kind) {
					continue
				}
				if found++; o["state"] != "sent" || o["platform"] != p[1] {
					t.Errorf("on %s the %s is %v: %v", p[0], kind, o["state"], o["trouble"])
				}
			}
			if found != 1 {
				t.Errorf("on %s %d times %s was asked for", p[0], found, kind)
			}
		}
		if got := h.number(t, fmt.Sprintf("SELECT count(*) FROM v_messages WHERE account = %q AND deleted AND author_id = (SELECT self FROM account WHERE name = %q)", p[0], p[0])); got != "1" {
			t.Errorf("on %s %s messages of ours are held as deleted", p[0], got)
		}
	}
}

func TestPlatformDemoShowsOnlyWhatItIsAskedFor(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "kept.db")
	s := h.stages(t, "--only", "slack,forum", "--keep", h.db)
	s.filters("is:open")
	s.sees("slack ", "forum ")
	s.quit()
	if got := h.must(t, "sql", "--format", "csv", "SELECT DISTINCT account, platform FROM v_messages ORDER BY 1"); got != "account,platform\nforum,discourse\nslack,slack\n" {
		t.Errorf("there are %s", got)
	}
	a := h.run(t, "demo", "--only", "nope")
	if a.code != 2 || a.out != "" || !strings.Contains(a.err, "--only nope: there are slack, discord, forum, mastodon") {
		t.Errorf("ended with %d: %s%s", a.code, a.out, a.err)
	}
	if alone := h.run(t, "demo", "--only", "discourse,forum", "--keep", filepath.Join(h.dir, "alone.db")); alone.code != 0 || alone.out == "" {
		t.Errorf("without a terminal it ended with %d: %s%s", alone.code, alone.out, alone.err)
	}
	left, err := os.ReadDir(h.dir)
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "rounds-demo-") {
			t.Errorf("%s is left behind", entry.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
}
