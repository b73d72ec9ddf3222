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

var (
	leftToday = regexp.MustCompile(`1 Today (\d+)`)
	openStep  = regexp.MustCompile(`│ (Welcome|Questions & mentions|One good conversation|Flags|Loose ends)  `)
)

// leftNow is how much the tab of Today counts.
func (s *seat) leftNow() int {
	m := leftToday.FindStringSubmatch(s.screen())
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// stepNow is the step whose items are shown, "" while another pane is.
func (s *seat) stepNow() string {
	m := openStep.FindStringSubmatch(s.screen())
	if m == nil {
		return ""
	}
	return m[1]
}

// deals presses keys on the item under the cursor, until it is off the list.
func (s *seat) deals(keys ...string) {
	s.t.Helper()
	before := s.leftNow()
	for _, key := range keys {
		slowly()
		s.keys(key)
	}
	s.waits("the item to be settled by "+strings.Join(keys, " "), func() bool {
		if strings.Contains(s.screen(), "enter do it") {
			s.keys("\r")
			time.Sleep(100 * time.Millisecond)
		}
		return s.leftNow() < before && (s.stepNow() != "" || strings.Contains(s.screen(), "How long it took"))
	})
}

// shows reports whether the open step lists these items, in their order.
func (s *seat) shows(items []any) bool {
	rest := s.screen()
	for _, one := range items {
		item, _ := one.(map[string]any)
		words, _ := item["who"].(string)
		if words == "" {
			words, _ = item["text"].(string)
		}
		words = string([]rune(words)[:min(8, len([]rune(words)))])
		_, after, found := strings.Cut(rest, words)
		if !found {
			return false
		}
		rest = after
	}
	return true
}

// TestPlatformDemoChecksIn is the daily check-in: from the first screen to "Done
// for today" by keys alone. The command line lists the same before, and the log
// says what was done after.
func TestPlatformDemoChecksIn(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("TZ=" + wherever(12))
	h.db = filepath.Join(h.dir, "kept.db")
	const columns, rows = 200, 50
	s := &seat{tube: h.open(t, columns, rows, "demo", "--seed", "1", "--keep", h.db), glass: newGlass(columns, rows)}
	s.waits("the check-in", func() bool { return s.stepNow() == "Welcome" && s.leftNow() > 20 })
	s.rest()

	// the same items
	paper := h.must(t, "today", "--md")
	steps, _ := h.object(t, "today", "--json")["steps"].([]any)
	if len(steps) != 5 {
		t.Fatalf("%d steps", len(steps))
	}
	for _, one := range steps {
		part, _ := one.(map[string]any)
		items, _ := part["items"].([]any)
		if len(items) == 0 {
			continue
		}
		s.waits("the items of the command line", func() bool { return s.shows(items) })
		if !strings.Contains(paper, "## "+s.stepNow()) {
			t.Errorf("%q has no chapter in\n%s", s.stepNow(), paper)
		}
		s.keys("l")
		s.rest()
	}

	s.waits("the first step", func() bool { return s.stepNow() == "Welcome" })

	began, did := time.Now(), map[string]float64{}
	putOff := 0.0
	for !strings.Contains(s.screen(), "How long it took") {
		switch step := s.stepNow(); {
		case s.leftNow() == 0:
			s.waits("the end", func() bool { return strings.Contains(s.screen(), "How long it took") })
		case time.Since(began) > 15*time.Minute:
			t.Fatalf("it takes longer than 15 minutes:\n%s", s.screen())
		case step == "Welcome":
			s.deals("e")
			did["welcomed"]++
		case step == "Questions & mentions" && did["snoozed"] == 0:
			s.deals("s", "t")
			did["snoozed"]++
		case step == "Questions & mentions" || step == "One good conversation":
			s.deals("e")
			did["settled"]++
		case step == "Flags":
			s.deals("I")
			did["moderated"]++
		case step == "Loose ends":
			s.deals("N")
			putOff++
		default:
			s.rest()
		}
	}
	t.Logf("done for today in %v: %v, %v put off", time.Since(began).Round(time.Second), did, putOff)
	s.sees("Done for today")
	s.keys("\r")
	s.waits("the page after the end", func() bool { return strings.Contains(s.screen(), "Done for today.") })
	s.killed()

	log := h.objects(t, "today", "--log", "--json")
	if len(log) != 1 {
		t.Fatalf("%d check-ins in the log", len(log))
	}
	got, _ := log[0]["did"].(map[string]any)
	for _, what := range []string{"welcomed", "answered", "acknowledged", "settled", "snoozed", "moderated", "kept"} {
		if n, _ := got[what].(float64); n != did[what] {
			t.Errorf("the log says %v %s, the keys did %v", n, what, did[what])
		}
	}
	if n, _ := log[0]["skipped"].(float64); n != putOff {
		t.Errorf("the log says %v put off, the keys did %v: %v", n, putOff, log[0])
	}
}
