//go:build long && !windows

package main

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var badge = regexp.MustCompile(`3 Moderation (\d+)`)

// waiting is how many cases the head of the screen counts.
func (s *seat) waiting() int {
	m := badge.FindStringSubmatch(s.screen())
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// decides presses the keys of a decision, and says yes where it is shown first.
// The next case then lies under the cursor.
func (s *seat) decides(keys ...string) {
	s.t.Helper()
	before := s.waiting()
	for _, key := range keys {
		slowly() // the same key again would be one that is held down
		s.keys(key)
	}
	s.waits("a decision", func() bool {
		if strings.Contains(s.screen(), "enter do it") && !strings.Contains(s.screen(), "Type ") {
			s.keys("\r")
			time.Sleep(100 * time.Millisecond)
		}
		return s.waiting() < before
	})
}

// TestPlatformDemoClearsTwentyCases is the daily triage: twenty cases by keys
// alone in less than three minutes, five of them undone, two of those after they
// were sent. The log, the strikes and the platforms agree.
func TestPlatformDemoClearsTwentyCases(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "kept.db")
	s := h.stages(t, "--keep", h.db)
	s.does("3", "Moderation", "a keep")
	s.waits("the cases", func() bool { return s.waiting() >= 20 })
	began := time.Now()

	s.picks("platform:mastodon")
	s.decides("b", "5") // limited until somebody lifts it
	s.picks("platform:slack rule:insults")
	s.decides("w", "1") // a letter, and a strike
	s.picks("")
	for n := range 15 {
		s.decides([][]string{{"a"}, {"I"}, {"D", "\r"}, {"w", "2"}, {"d", "1"}}[n%5]...)
	}
	for n := range 3 {
		s.decides([]string{"a", "I", "a"}[n])
	}
	took := time.Since(began)
	t.Logf("twenty cases in %v", took.Round(time.Second))
	if took > 3*time.Minute {
		t.Errorf("twenty cases took %v", took)
	}
	for range 3 { // nobody has heard of them
		s.undoes()
	}
	s.waits("an empty outbox", func() bool { return !strings.Contains(s.screen(), "outbox ") })
	h.reopen(t, "restrict")
	h.reopen(t, "warn")
	s.waits("what takes them back", func() bool { return h.number(t, "SELECT count(*) FROM outbox WHERE settled_at = 0"+notPlanned) == "0" })
	s.quit()
	h.agrees(t)
}

// notPlanned leaves out what the demo's calendar has handed to a platform.
const notPlanned = " AND coalesce(action ->> '$.grace', 0) = 0"

// picks filters the cases.
func (s *seat) picks(filter string) {
	s.t.Helper()
	s.does("/", "enter keep")
	s.keys("\x15" + filter + "\r")
	s.waits("the filter", func() bool { return strings.Contains(s.screen(), "a keep") })
	s.rest()
}

func (s *seat) undoes() {
	s.t.Helper()
	before := s.waiting()
	slowly()
	s.keys("z")
	s.waits("the case to be back", func() bool { return s.waiting() > before })
}

// reopen reverses the oldest decision of an outcome that stands, as another
// program on the same file.
func (h home) reopen(t *testing.T, outcome string) {
	t.Helper()
	id := h.number(t, "SELECT id FROM v_decisions WHERE outcome = '"+outcome+"' AND reversed_at IS NULL ORDER BY at LIMIT 1")
	if a := h.run(t, "reopen", id); a.code != 0 {
		t.Errorf("reopen %s: %s", id, a.err)
	}
}

// agrees compares the log with what the outbox and the platforms made of it.
func (h home) agrees(t *testing.T) {
	t.Helper()
	for question, want := range map[string]string{
		"SELECT count(*) FROM v_decisions":                                   "20",
		"SELECT count(*) FROM v_decisions WHERE reversed_at IS NOT NULL":     "5",
		"SELECT count(*) FROM outbox WHERE state IN ('asks', 'failed')":      "0",
		"SELECT count(*) FROM outbox WHERE settled_at = 0" + notPlanned:      "0",
		"SELECT count(*) FROM outbox WHERE kind = 'unrestrict'":              "1",
		"SELECT count(*) FROM outbox WHERE kind = 'delete' AND undoes <> ''": "1",
		// every message that a decision which stands has removed is gone
		`SELECT count(*) FROM outbox AS o JOIN channel AS ch ON ch.account_id = o.account_id AND ch.key = o.channel
		 JOIN message AS m ON m.channel_id = ch.id AND m.key = o.action ->> '$.message'
		 WHERE o.kind = 'remove' AND o.state = 'sent' AND m.deleted = 0`: "0",
		`SELECT count(*) FROM v_cases AS c WHERE c.state = 'decided' AND NOT EXISTS (SELECT 1 FROM v_decisions AS d WHERE d.case_id = c.id AND d.reversed_at IS NULL)`: "0",
	} {
		if got := h.number(t, question); got != want {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
	}
}
