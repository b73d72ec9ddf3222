//go:build !windows

package main

import (
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// A seat is somebody at a terminal, who sees what is on its screen.
type seat struct {
	*tube
	glass *glass
	read  int             // how much of what was written is drawn
	took  []time.Duration // from a key to its frame
}

// sit opens the console and waits until it shows the conversations.
func (h home) sit(t testing.TB, columns, rows uint16) *seat {
	t.Helper()
	s := &seat{tube: h.open(t, columns, rows), glass: newGlass(int(columns), int(rows))}
	s.sees("1 Today", "? all keys")
	s.does("2", "Mentions", "r reply")
	return s
}

// screen is what is shown, as soon as nothing is being written.
func (s *seat) screen() string {
	s.mu.Lock()
	fresh, still := string(s.said[s.read:]), time.Since(s.last) > 15*time.Millisecond
	if still {
		s.read = len(s.said)
	}
	s.mu.Unlock()
	if still {
		s.read -= len(s.glass.write(fresh))
	}
	if len(s.glass.strange) > 0 {
		s.t.Fatalf("the screen of this test does not know %q", s.glass.strange)
	}
	return s.glass.String()
}

// sees waits until the screen shows all of the words.
func (s *seat) sees(words ...string) {
	s.t.Helper()
	s.waits(strings.Join(words, " and "), func() bool {
		shown := s.screen()
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(shown, word) })
	})
}

// waits waits for something to be so.
func (s *seat) waits(what string, so func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(5 * time.Millisecond) {
		select {
		case <-s.ended:
			s.t.Fatalf("the console ended while it was waited for %s:\n%s", what, tail(s.text()))
		default:
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("there never was %s:\n%s", what, s.screen())
		}
	}
}

// keys types without waiting for anything.
func (s *seat) keys(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatalf("type %q: %v", keys, err)
	}
}

// does types keys and waits for what they must show.
func (s *seat) does(keys string, words ...string) {
	s.t.Helper()
	began := time.Now()
	s.keys(keys)
	s.sees(words...)
	s.took = append(s.took, time.Since(began))
}

// replies opens the composer on what is under the cursor, writes, and sends.
func (s *seat) replies(key, text string) {
	s.t.Helper()
	s.does(key, "╭─ Reply as")
	s.does(text, text)
	s.does("\x13", "┊ "+text)
}

// killed ends the program as a power cut does.
func (s *seat) killed() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.ended
	_ = s.cmd.Wait() // it was killed, and says so
}

// office is a machine with a console that has read a workspace.
func office(t testing.TB, settings string) (*simulate.Slack, home) {
	t.Helper()
	community := simulate.NewSlack(simulate.Options{Seed: 7, Size: 300, Token: canary})
	server := httptest.NewServer(community)
	t.Cleanup(server.Close)
	h := newHome(t).with("ROUNDS_SLACK_TOKEN="+canary, "ROUNDS_SLACK_BASE="+server.URL+"/api/")
	write(t, filepath.Join(h.dir, "config", "rounds", "config.toml"), settings, 0o600)
	h.must(t, "sync")
	return community, h
}

// sent is what was written there in these words.
func sent(community *simulate.Slack, method, text string) []simulate.Write {
	var all []simulate.Write
	for _, w := range community.Written() {
		if w.Method == method && (text == "" || w.Text == text) {
			all = append(all, w)
		}
	}
	return all
}

func TestWhatIsTypedIntoAnAnswerOutlivesAKill(t *testing.T) {
	t.Parallel()
	_, h := office(t, "")
	kept := ""
	const part = "part%d-abcdefghij."
	tests := []struct {
		within time.Duration // of the last key it is killed,
		until  int           // or when so many of the new letters are seen
	}{{20 * time.Second, len(part) - 1}, {500 * time.Millisecond, len(part) - 1}, {20 * time.Second, 3}}
	for round, tt := range tests {
		s := h.sit(t, 120, 32)
		s.keys("r")
		s.sees("╭─ Reply as", kept, "draft kept as you type")
		typed := kept + fmt.Sprintf(part, round+1)
		for i := range len(typed) - len(kept) {
			s.keys(typed[len(kept)+i:][:1])
		}
		for deadline := time.Now().Add(tt.within); time.Now().Before(deadline) && !strings.Contains(s.screen(), typed[:len(kept)+tt.until]); {
			time.Sleep(5 * time.Millisecond)
		}
		shown := s.screen()
		s.killed()

		seen := typed
		for !strings.Contains(shown, seen) {
			seen = seen[:len(seen)-1]
		}
		now := h.number(t, `SELECT coalesce(max(text), '') FROM draft WHERE kind = 'reply'`)
		if !strings.HasPrefix(typed, now) || !strings.HasPrefix(now, seen) || round == 0 && now != typed {
			t.Fatalf("typed %q, of which %q was seen and %q is kept", typed, seen, now)
		}
		t.Logf("killed when %d of %d letters were seen: %d are kept", len(seen), len(typed), len(now))
		kept = now
	}
	s := h.sit(t, 120, 32)
	s.keys("r")
	s.sees("╭─ Reply as", kept)
	s.killed()
}

func TestAnAnswerGoesOutOnceAndIsTakenBack(t *testing.T) {
	t.Parallel()
	community, h := office(t, "hold = \"1s\"\n")
	s := h.sit(t, 120, 32)
	const words = "Try it with the flag --again"
	s.replies("r", words)
	s.sees("leaves in 1 s", "z takes it back")
	s.waits("the answer in the workspace", func() bool { return len(sent(community, "chat.postMessage", words)) > 0 })
	s.waits("the answer in the conversation", func() bool {
		shown := s.screen()
		return strings.Contains(shown, words) && !strings.Contains(shown, "┊")
	})
	s.does("z", "a deletion is asked for")
	s.waits("a conversation without the answer", func() bool { return !strings.Contains(s.screen(), words) })
	s.waits("the draft on the line of the cursor", func() bool {
		for line := range strings.Lines(s.screen()) {
			if strings.HasPrefix(line, "▌") {
				return strings.Contains(line, "✎ draft")
			}
		}
		return false
	})
	out, gone := sent(community, "chat.postMessage", words), sent(community, "chat.delete", "")
	if len(out) != 1 || len(gone) != 1 || gone[0].TS != out[0].TS {
		t.Errorf("sent %+v, deleted %+v", out, gone)
	}
	if strings.Contains(s.screen(), "┊ "+words) {
		t.Errorf("the answer still stands there:\n%s", s.screen())
	}
	s.quit()
}

func TestAWholeTriageWithoutANetworkIsDeliveredWhenItIsBack(t *testing.T) {
	t.Parallel()
	community, h := office(t, "hold = \"1s\"\n")
	s := h.sit(t, 120, 32)
	community.Cut(true)
	var words []string // in the order in which they were asked for
	for range 3 {
		next := func(key string) {
			words = append(words, "answer number "+strconv.Itoa(len(words)+1)+".")
			s.replies(key, words[len(words)-1])
		}
		next("r")
		next("r")
		s.does("j", "open ")
		next("R")
		s.does("j", "open ")
		s.does("t", "Tags")
		s.does("later\r", "Tagged:")
		s.does("e", "Done:")
	}
	s.does("a", "reaction leaves in 1 s")
	slices.Sort(s.took)
	usual, worst := s.took[len(s.took)/2], s.took[len(s.took)-1]
	if usual > 2*time.Second || worst > 10*time.Second {
		t.Errorf("without a network a key waited %v for its frame, and %v once", usual, worst)
	}
	t.Logf("without a network %d things waited %v for their frame, %v at most", len(s.took), usual.Round(time.Millisecond), worst.Round(time.Millisecond))
	if got := sent(community, "chat.postMessage", ""); len(got) > 0 {
		t.Fatalf("it was cut off, and has %+v", got)
	}

	community.Cut(false)
	s.keys("\x12")
	s.waits("everything in the workspace", func() bool {
		return len(sent(community, "chat.postMessage", "")) >= len(words) && len(sent(community, "reactions.add", "")) > 0
	})
	s.waits("an empty outbox", func() bool { return !strings.Contains(s.screen(), "outbox ") })
	s.quit()

	before := map[string]int{} // by channel
	for _, w := range sent(community, "chat.postMessage", "") {
		at := slices.Index(words, w.Text)
		if at < 0 || at < before[w.Channel] {
			t.Errorf("%q came out of order into %s", w.Text, w.Channel)
		}
		before[w.Channel] = at
	}
	for _, text := range words {
		if n := len(sent(community, "chat.postMessage", text)); n != 1 {
			t.Errorf("%q is there %d times", text, n)
		}
	}
	if n := len(sent(community, "reactions.add", "")); n != 1 {
		t.Errorf("%d reactions", n)
	}
	if left := h.objects(t, "outbox", "--json"); len(left) > 0 {
		t.Errorf("left in the outbox: %v", left)
	}
	if got := h.number(t, `SELECT count(*) FROM v_conversations WHERE state = 'done'`); got != "3" {
		t.Errorf("%s conversations are done", got)
	}
}

func TestAConflictIsShownAndResolvedByKeys(t *testing.T) {
	t.Parallel()
	community, h := office(t, "hold = \"2s\"\n")
	s := h.sit(t, 80, 24)
	const words = "Yes, that works."
	s.does("r", "╭─ Reply as")
	s.does(words, words)
	place := strings.Fields(h.number(t, `SELECT channel || ' ' || key FROM draft`))
	s.does("\x13", "┊ "+words)
	if len(place) != 2 || !community.Interfere(place[0], place[1]) {
		t.Fatalf("nobody can answer besides us in %q", place)
	}
	s.sees("asks you: somebody else has answered meanwhile", "0 opens the outbox")
	if got := sent(community, "chat.postMessage", ""); len(got) > 0 {
		t.Fatalf("sent unasked: %+v", got)
	}
	s.does("0", "? asks you", "enter shows both sides")
	s.does("\r", "you saw", "there now", "you wrote", words, "y send anyway")
	s.does("y", "It goes out now.")
	s.waits("the answer in the workspace", func() bool { return len(sent(community, "chat.postMessage", words)) > 0 })
	s.sees("✓ sent")
	if got := sent(community, "chat.postMessage", ""); len(got) != 1 {
		t.Errorf("sent %+v", got)
	}
	s.quit()
}
