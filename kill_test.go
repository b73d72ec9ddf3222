package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var probeSaid = regexp.MustCompile(`(?m)^PROBE (killed|passed) (.*), (\d+)$`)

// end is how a probed run ended.
type end struct {
	killed bool
	point  string // where
	points int    // that it passed
}

// probe runs the program until its n-th point, or to its end.
func (h home) probe(t testing.TB, n int, args ...string) end {
	t.Helper()
	a := h.with("PROBE="+strconv.Itoa(n)).run(t, args...)
	said := probeSaid.FindStringSubmatch(a.err)
	if said == nil {
		t.Fatalf("rounds %q ended with %d and says nothing of its probe:\n%s", args, a.code, a.err)
	}
	points, err := strconv.Atoi(said[3])
	if err != nil {
		t.Fatal(err)
	}
	if said[1] == "passed" && a.code != 0 {
		t.Errorf("rounds %q ended with %d by itself:\n%s", args, a.code, a.err)
	}
	return end{said[1] == "killed", said[2], points}
}

// kills is how many kills the tests below share, from ROUNDS_KILLS: a number,
// or "all" for one at every point.
func kills(t testing.TB) int {
	switch text := os.Getenv("ROUNDS_KILLS"); text {
	case "":
		return 15
	case "all":
		return math.MaxInt32
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("ROUNDS_KILLS=%s is neither a number nor all", text)
		}
		return n
	}
}

// killSeed is the seed of the histories that are read while being killed.
func killSeed(t testing.TB) uint64 {
	text := os.Getenv("ROUNDS_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("ROUNDS_SEED=%s is not a number", text)
	}
	return seed
}

// killTally is what the tests below tell in the end.
type killTally struct {
	mu                        sync.Mutex
	points, killed, forgotten int
	slowest                   time.Duration
}

func (k *killTally) add(killed, forgotten int, took time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.killed, k.forgotten, k.slowest = k.killed+killed, k.forgotten+forgotten, max(k.slowest, took)
}

// spread hands out the points at which to kill, about most of them, evenly
// spread over all there are: every one if most allows it.
func spread(points, most int) []int {
	if most >= points {
		points, most = 2*points, 2*points // until one is not reached; changes make more of them
	}
	var all []int
	for i := range most {
		all = append(all, 1+i*points/most)
	}
	return all
}

// TestAKillAtEveryCommitAndEveryRequestEndsInTheSameStore kills the program at
// each of its points in turn. ROUNDS_KILLS=all tries every one of them.
func TestAKillAtEveryCommitAndEveryRequestEndsInTheSameStore(t *testing.T) {
	seed, most := killSeed(t), kills(t)
	whole := os.Getenv("ROUNDS_KILLS") != ""
	var tally killTally
	began := time.Now()
	t.Run("kills", func(t *testing.T) {
		for name, changes := range map[string]int{"of a first sync": 0, "of one that finds changes": 40} {
			t.Run("once "+name, func(t *testing.T) {
				t.Parallel()
				s := newScene(t, seed)
				if changes > 0 {
					s.readBefore(changes)
				}
				s.killOnce(t, most*3/10, whole, &tally)
			})
			t.Run("again and again "+name, func(t *testing.T) {
				t.Parallel()
				s := newScene(t, seed)
				if changes > 0 {
					s.readBefore(changes)
				}
				s.killAgain(t, most*2/10, whole, &tally)
			})
		}
	})
	if !t.Failed() {
		t.Logf("seed %d: %d kills at %d points in %v, all ended equal; the longest sync after a kill took %v; %d kills came between a 429 and its note",
			seed, tally.killed, tally.points, time.Since(began).Round(time.Second), tally.slowest.Round(time.Millisecond), tally.forgotten)
	}
}

// killOnce kills one sync of a database at a time, and looks at what the next
// one makes of it.
func (s *scene) killOnce(t *testing.T, most int, patient bool, tally *killTally) {
	whole := s.home(t)
	whole.must(t, "sync")
	want, stands := portrait(t, whole.db), standing(t, whole.db)
	s.mischief(patient)
	all := s.home(t).probe(t, 0, "sync").points
	tally.mu.Lock()
	tally.points += all
	tally.mu.Unlock()
	for _, n := range spread(all, most) {
		h := s.home(t)
		s.mischief(patient)
		at := h.probe(t, n, "sync")
		s.calm()
		if !at.killed {
			return // it came to its end before
		}
		s.died(t, h, at)
		forgotten, trespasses := s.unheard(at), s.slack.Trespasses()
		began := time.Now()
		h.must(t, "sync")
		tally.add(1, btoi(forgotten), time.Since(began))
		if came := s.slack.Trespasses() - trespasses; came > 0 && !forgotten {
			t.Errorf("killed %s, point %d: %d requests came while the server had asked to wait", at.point, n, came)
		}
		if forgotten {
			time.Sleep(time.Second) // the next database knows nothing of it either
		}
		when := fmt.Sprintf("killed %s, point %d, and synced", at.point, n)
		differ(t, when, portrait(t, h.db), want)
		differ(t, when, standing(t, h.db), stands)
		s.fine(t, h, when)
		if err := os.RemoveAll(h.dir); err != nil { // hundreds of them are too many
			t.Fatal(err)
		}
	}
	if most > all {
		t.Errorf("there were %d points, and behind them it was still killed", all)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// differ tells where two databases part.
func differ(t testing.TB, when string, got, want map[string][]string) {
	t.Helper()
	for name := range want {
		if a, b := strings.Join(got[name], "\n"), strings.Join(want[name], "\n"); a != b {
			t.Errorf("%s: the %s differ: %s", when, name, firstDifference(a, b))
		}
	}
}

// fine fails for a database that is not sound, or was taken for damaged.
func (s *scene) fine(t testing.TB, h home, when string) {
	t.Helper()
	for _, wrong := range s.sound(t, h.db) {
		t.Errorf("%s: %s", when, wrong)
	}
	if left, err := filepath.Glob(h.db + ".damaged*"); err != nil || len(left) > 0 {
		t.Errorf("%s: it was taken for damaged: %v %v", when, left, err)
	}
}

// killAgain kills on one database, each time a little later, until a sync comes
// to its end. Between the kills something happens now and then.
func (s *scene) killAgain(t *testing.T, most int, patient bool, tally *killTally) {
	s.mischief(patient)
	all := s.home(t).probe(t, 0, "sync").points
	h, through := s.home(t), false
	for i, n := range spread(all, most) {
		if i%5 == 4 {
			s.change(1)
		}
		s.mischief(patient)
		trespasses := s.slack.Trespasses()
		at := h.probe(t, n, "sync")
		if came := s.slack.Trespasses() - trespasses; came > 0 {
			t.Errorf("after %d kills: %d requests came while the server had asked to wait", i, came)
		}
		if !at.killed {
			through = true
			break
		}
		forgotten := s.unheard(at)
		if forgotten {
			time.Sleep(time.Second) // nobody knows that it should wait
		}
		tally.add(1, btoi(forgotten), 0)
		s.died(t, h, at)
	}
	if most > all && !through {
		t.Errorf("there were %d points, and behind them it was still killed", all)
	}
	s.calm()
	began := time.Now()
	h.must(t, "sync")
	tally.add(0, 0, time.Since(began))
	s.fellow = ""
	whole := s.home(t)
	whole.must(t, "sync")
	differ(t, "killed again and again", portrait(t, h.db), portrait(t, whole.db))
	s.fine(t, h, "killed again and again")
}

// TestAWaitThatWasNotedOutlivesAKill kills the program while it waits because it
// was asked to, and again as it starts: whoever starts next asks nothing before
// the wait is over.
func TestAWaitThatWasNotedOutlivesAKill(t *testing.T) {
	t.Parallel()
	requests := []int{2, 18} // which of them is asked to wait
	t.Run("kills", func(t *testing.T) {
		for _, nth := range requests {
			t.Run(fmt.Sprint("in the wait after request ", nth), func(t *testing.T) {
				t.Parallel()
				s := newScene(t, killSeed(t))
				s.before = func(n int) {
					if n == nth {
						s.slack.Limit(1500 * time.Millisecond) // says 2 s
					}
				}
				h := s.home(t)
				killWaiting(t, h)
				if a := h.run(t, "sync", "--patience", "1ms"); a.code == 0 {
					t.Error("a sync without patience did not wait and ended well")
				}
				if at := h.probe(t, 12, "sync"); !at.killed {
					t.Error("it was to be killed once more")
				}
				h.must(t, "sync")
				if n := s.slack.Trespasses(); n > 0 {
					t.Errorf("%d requests came while the server had asked to wait", n)
				}
				if len(s.slack.Requests()) <= nth {
					t.Error("nothing was asked after the wait")
				}
			})
		}
	})
	if !t.Failed() {
		t.Logf("seed %d: %d kills in a wait, and no request before it was over", killSeed(t), 2*len(requests))
	}
}

// killWaiting runs a sync and kills it as soon as it has noted a wait.
func killWaiting(t *testing.T, h home) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	cmd := h.command(ctx, "sync")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return noted(t, h.db) })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // its error is that it was killed
}

// noted reports whether a wait was noted in a database that somebody has open.
func noted(t testing.TB, db string) bool {
	t.Helper()
	file, err := sql.Open("sqlite", "file:"+db+"?mode=ro&_pragma=busy_timeout(1000)")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var until int64
	err = file.QueryRowContext(t.Context(), `SELECT max(until_at) FROM account`).Scan(&until)
	return err == nil && time.UnixMicro(until).After(time.Now())
}
