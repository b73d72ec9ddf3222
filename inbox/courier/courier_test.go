package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rounds/inbox"
)

func TestAPageAndItsCursorAreKeptTogetherInOrder(t *testing.T) {
	p := &platform{answer: book(3)}
	h := one(p)
	tally, err := h.Pull(t.Context(), "acme")
	if err != nil || tally.Messages != 3 {
		t.Fatalf("Pull = %+v, %v", tally, err)
	}
	want := []string{"begin", "keep @", "keep c@1", "keep c@2", "keep c@3", "end"}
	if !slices.Equal(h.store.diary, want) {
		t.Errorf("the store was told %q, want %q", h.store.diary, want)
	}
	if got := p.questions(); got != "@, c@, c@1, c@2" {
		t.Errorf("the platform was asked %s", got)
	}
	for _, kept := range h.store.pages {
		if kept.Account != "acme" {
			t.Errorf("a page is kept for the account %q", kept.Account)
		}
	}
}

func TestACrashRepeatsAPageAndSkipsNone(t *testing.T) {
	p := &platform{answer: book(3)}
	h := one(p)
	if _, err := h.Pull(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	h.store.scopes[1].Cursor, h.store.read["c"] = "1", 0 // stopped in the middle
	h.store.dies = true                                  // and before the roster is kept
	if _, err := h.Pull(t.Context(), "acme"); err == nil || !strings.Contains(err.Error(), "pull acme: the power is gone") {
		t.Fatalf("the crash is told as %v", err)
	}
	if _, err := h.Pull(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if got := h.store.said(); got != "c1 c2 c3 c2 c3" {
		t.Errorf("kept %s", got)
	}
}

func TestAskedToWaitItWaitsExactlyThatLongAndAsksForTheSamePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{}
		p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
			if n == 3 {
				return inbox.Page{}, fmt.Errorf("fetch: %w", asksFor(90*time.Second))
			}
			return book(2)(s, n)
		}
		h := one(p)
		done := make(chan error, 1)
		go func() {
			_, err := h.Pull(t.Context(), "acme")
			done <- err
		}()
		time.Sleep(89 * time.Second)
		h.Hurry() // which does not help
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := p.questions(); got != "@, c@, c@1, c@1" {
			t.Errorf("asked %s", got)
		}
		if got := p.requests(begun); got != "0 0 0 90" {
			t.Errorf("asked at %s seconds", got)
		}
		told := h.news(func(n News) bool { return !n.Until.IsZero() })
		if len(told) != 1 || told[0].Until.Sub(begun) != 90*time.Second || told[0].Scope != "c" || told[0].Err != nil {
			t.Errorf("told %+v", told)
		}
	})
}

func TestWhoAsksForNoTimeAtAllGetsASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{}
		p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
			if n <= 2 {
				return inbox.Page{}, asksFor(0)
			}
			return roster(s), nil
		}
		if _, err := one(p).Pull(t.Context(), "acme"); err != nil {
			t.Fatal(err)
		}
		if got := p.requests(begun); got != "0 1 2" {
			t.Errorf("asked at %s seconds", got)
		}
	})
}

func TestAWaitEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{answer: func(inbox.Scope, int) (inbox.Page, error) { return inbox.Page{}, asksFor(time.Hour) }}
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		_, err := one(p).Pull(ctx, "acme")
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Minute {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
	})
}

func TestARefusalStopsThatAccountOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := &platform{answer: func(inbox.Scope, int) (inbox.Page, error) { return inbox.Page{}, refusal{} }}
		good := &platform{answer: func(s inbox.Scope, _ int) (inbox.Page, error) { return roster(s), nil }}
		h := newHouse(map[string]Connector{"bad": bad})
		h.Connectors["good"] = good
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute+time.Second)
		defer stop()
		h.Run(ctx)
		if len(bad.asked) != 1 || len(good.asked) != 11 {
			t.Errorf("the one that refuses was asked %d times, the other %d", len(bad.asked), len(good.asked))
		}
		told := h.news(func(n News) bool { return n.Err != nil })
		if len(told) != 1 || !told[0].Final || told[0].Account != "bad" || !told[0].Until.IsZero() {
			t.Errorf("told %+v", told)
		}
	})
}

// unreachable is a platform that no road leads to.
type unreachable struct{}

func (unreachable) Error() string { return "no route" }
func (unreachable) Lost() bool    { return true }

func TestAfterAFailureItWaitsTwiceAsLongEachTimeUpToABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{answer: func(s inbox.Scope, n int) (inbox.Page, error) {
			if n <= 14 {
				return inbox.Page{}, unreachable{}
			}
			return roster(s), nil
		}}
		h := one(p)
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Hour)
		defer stop()
		h.Run(ctx)
		var waits []float64
		for _, n := range h.news(func(n News) bool { return n.Err != nil && !n.Retry }) {
			waits = append(waits, n.Until.Sub(begun).Seconds())
		}
		// Who cannot be reached is asked once more after a quarter of a second.
		if want := []float64{120.25, 360.5, 840.75, 1741, 2641.25, 3541.5, 4441.75}; !slices.Equal(waits, want) {
			t.Errorf("is asked again at %v seconds, want %v", waits, want)
		}
		if got := p.times[15].Sub(p.times[14]); got != time.Minute {
			t.Errorf("after a good round it waits %v", got)
		}
	})
}

func TestAPlatformThatCannotBeReachedIsAskedOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{answer: func(s inbox.Scope, _ int) (inbox.Page, error) {
			if s.Name == "" {
				return roster(s, "c", "d", "e"), nil
			}
			return inbox.Page{}, unreachable{}
		}}
		h := one(p)
		if _, err := h.Pull(t.Context(), "acme"); err == nil || p.questions() != "@, c@, c@" {
			t.Errorf("asked %s: %v", p.questions(), err)
		}
		if !slices.Equal(h.store.ends, []string{`pull acme: no route`}) {
			t.Errorf("ended with %q", h.store.ends)
		}
	})
}

func TestATroubleThatPassesCostsATryAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{}
		pages := book(3)
		p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
			if n == 3 || n == 4 {
				return inbox.Page{}, refusal{passing: true}
			}
			return pages(s, n)
		}
		h := one(p)
		tally, err := h.Pull(t.Context(), "acme")
		if err != nil || tally.Messages != 3 || p.questions() != "@, c@, c@1, c@1, c@1, c@2" {
			t.Errorf("asked %s, kept %d: %v", p.questions(), tally.Messages, err)
		}
		if got := p.requests(begun); got != "0 0 0 0.25 0.75 0.75" {
			t.Errorf("asked at %s seconds", got)
		}
	})
}

// elsewhere is a refusal of one place.
type elsewhere struct{}

func (elsewhere) Error() string { return "not in channel" }
func (elsewhere) Local() bool   { return true }

func TestOnePlaceThatCannotBeReadDoesNotKeepTheOthers(t *testing.T) {
	tests := map[string]struct {
		bad   map[string]error
		asked string
		left  string // said of the round
		kept  int
	}{
		"one fails time and again": {
			map[string]error{"d": refusal{passing: true}}, "@, c@, d@, d@, d@, d@, d@, e@, f@", "d could not be read: refused", 3,
		},
		"one is refused": {
			map[string]error{"d": elsewhere{}}, "@, c@, d@, e@, f@", "", 3,
		},
		"all are refused, each for itself": {
			map[string]error{"c": elsewhere{}, "d": elsewhere{}, "e": elsewhere{}, "f": elsewhere{}}, "@, c@, d@, e@, f@", "", 0,
		},
		"two in a row fail: the platform is in trouble": {
			map[string]error{"d": refusal{passing: true}, "e": refusal{passing: true}}, "@, c@, d@, d@, d@, d@, d@, e@, e@, e@, e@, e@", "pull acme: refused", 1,
		},
		"what is refused for good ends it at once": {
			map[string]error{"d": refusal{}}, "@, c@, d@", "pull acme: refused", 1,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &platform{answer: func(s inbox.Scope, _ int) (inbox.Page, error) {
					if s.Name == "" {
						return roster(s, "c", "d", "e", "f"), nil
					}
					if err := tt.bad[s.Name]; err != nil {
						return inbox.Page{}, err
					}
					return page(s, "1", false), nil
				}}
				tally, err := one(p).Pull(t.Context(), "acme")
				if p.questions() != tt.asked || tally.Messages != tt.kept || (err == nil) != (tt.left == "") || err != nil && !strings.Contains(err.Error(), tt.left) {
					t.Errorf("asked %s, kept %d: %v", p.questions(), tally.Messages, err)
				}
				if len(tally.Skipped) == 0 && tt.left == "" {
					t.Error("a refusal is not told")
				}
			})
		})
	}
}

func TestAWaitOutlivesTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{answer: func(s inbox.Scope, n int) (inbox.Page, error) {
			if n == 1 {
				return inbox.Page{}, asksFor(time.Hour)
			}
			return roster(s), nil
		}}
		h := one(p)
		ctx, stop := context.WithTimeout(t.Context(), time.Minute) // somebody quits
		defer stop()
		if _, err := h.Pull(ctx, "acme"); err == nil {
			t.Fatal("it did not wait")
		}
		again := one(p)
		again.Store = h.store
		if _, err := again.Pull(t.Context(), "acme"); err != nil {
			t.Fatal(err)
		}
		if got := p.requests(begun); got != "0 3600" {
			t.Errorf("asked at %s seconds", got)
		}
	})
}

func TestAWaitThatIsTooLongPutsTheRoundOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{answer: func(inbox.Scope, int) (inbox.Page, error) { return inbox.Page{}, asksFor(time.Hour) }}
		h := one(p)
		h.Patience = 10 * time.Minute
		for range 3 {
			_, err := h.Pull(t.Context(), "acme")
			if err == nil || !strings.Contains(err.Error(), "until "+begun.Add(time.Hour).Local().Format(time.DateTime)) {
				t.Errorf("says %v", err)
			}
			time.Sleep(time.Minute)
		}
		if got := p.requests(begun); got != "0" {
			t.Errorf("asked at %s seconds", got)
		}
	})
}

// shelf is one store's leases.
type shelf struct {
	mu    sync.Mutex
	who   map[string]string
	until map[string]time.Time
}

func (s *shelf) Lease(_ context.Context, account, work, holder string, lasts time.Duration) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := account + " " + work
	if s.who[key] != holder && s.until[key].After(time.Now()) {
		return s.until[key], nil
	}
	s.who[key], s.until[key] = holder, time.Now().Add(lasts)
	return time.Time{}, nil
}

func TestTwoConsolesOnOneStoreMakeOneRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		leases := &shelf{who: map[string]string{}, until: map[string]time.Time{}}
		p := &platform{answer: func(s inbox.Scope, _ int) (inbox.Page, error) { return roster(s), nil }}
		first, second := one(p), one(p)
		first.Leases, first.Holder, second.Leases, second.Holder = leases, "first", leases, "second"
		ctx, quit := context.WithTimeout(t.Context(), 150*time.Second)
		defer quit()
		go func() {
			first.Run(ctx)
			first.GiveBack(context.Background())
		}()
		time.Sleep(time.Second)
		both, stop := context.WithTimeout(t.Context(), 290*time.Second)
		defer stop()
		second.Run(both)
		// The second has its turns at 1, 61, 121, 181 … and takes over at 181.
		if got := p.requests(begun); got != "0 60 120 181 241" {
			t.Errorf("asked at %s seconds", got)
		}
		if told := second.news(func(n News) bool { return n.Elsewhere }); len(told) != 3 {
			t.Errorf("the second told %d times that the first makes the rounds", len(told))
		}
	})
}

func TestHurryBeginsARoundNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		p := &platform{}
		h := one(p)
		p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
			if n == 3 { // hurried while this round is under way: it is followed by another
				time.Sleep(5 * time.Second)
				h.Hurry()
				time.Sleep(5 * time.Second)
			}
			return roster(s), nil
		}
		h.Hurry() // before anybody listens
		ctx, stop := context.WithTimeout(t.Context(), 130*time.Second)
		defer stop()
		go func() {
			time.Sleep(20 * time.Second)
			h.Hurry()
			time.Sleep(30 * time.Second)
			h.Hurry()
		}()
		h.Run(ctx)
		if got := p.requests(begun); got != "0 20 50 60 120" {
			t.Errorf("asked at %s seconds", got)
		}
	})
}

func TestTheReaderIsAskedAnewAfterTheRoster(t *testing.T) {
	p := &platform{}
	p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
		if s.Name == "" {
			found := roster(s, "c", "d")
			found.Members = []inbox.Member{{ID: "U1"}}
			return found, nil
		}
		return page(s, "1", false), nil
	}
	h := one(p)
	if _, err := h.Pull(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if h.desks != 2 {
		t.Errorf("asked for %d readers, want 2", h.desks)
	}
	if who := h.store.pages[0].Members[0].Role; who != inbox.Team {
		t.Errorf("U1 is %q", who)
	}
	for _, kept := range h.store.pages[1:] {
		if got := kept.Messages[0].Signals[0].Reason; got != "desk 2" {
			t.Errorf("%s was read by %s", kept.Scope.Name, got)
		}
	}
}

func TestAScopeThatDoesNotMoveOnIsAnError(t *testing.T) {
	synctest.Test(t, scopeStands)
}

func scopeStands(t *testing.T) {
	p := &platform{answer: func(s inbox.Scope, _ int) (inbox.Page, error) {
		s.Cursor = "x"
		return inbox.Page{Scope: s, More: true}, nil
	}}
	h := one(p)
	_, err := h.Pull(t.Context(), "acme")
	if err == nil || !strings.Contains(err.Error(), "does not move on") || final(err) {
		t.Errorf("error = %v", err)
	}
	if len(p.asked) != 1+tries {
		t.Errorf("asked %s", p.questions())
	}
	_, err = h.Import(t.Context(), "acme", p, "import:1")
	if err == nil || !strings.Contains(err.Error(), "does not move on") {
		t.Errorf("import: %v", err)
	}
}

func TestNewsCarryTheTotals(t *testing.T) {
	p := &platform{}
	p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
		found, err := book(3)(s, n)
		found.Read, found.Size = int64(n), 4
		return found, err
	}
	h := one(p)
	if _, err := h.Pull(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range h.told {
		got = append(got, fmt.Sprintf("%s %s:%d %d/%d %t", n.Account, n.Scope, n.Tally.Messages, n.Read, n.Size, n.Done))
	}
	want := []string{"acme :0 1/4 false", "acme c:1 2/4 false", "acme c:2 3/4 false", "acme c:3 4/4 false", "acme :3 0/0 true"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}
