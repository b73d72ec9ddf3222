package courier

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rounds/inbox"
)

const export = "import:1"

func TestAnImportReadsToTheEnd(t *testing.T) {
	for _, last := range []int{1, 2, 3, 10} {
		t.Run(fmt.Sprint(last, " pages"), func(t *testing.T) {
			p := &platform{answer: book(last)}
			h := newHouse(nil)
			tally, err := h.Import(t.Context(), "acme", p, export)
			if err != nil || tally.Messages != last || len(p.asked) != last {
				t.Fatalf("Import = %+v, %v; asked %s", tally, err, p.questions())
			}
			for i, kept := range h.store.pages {
				if want := fmt.Sprint(export, i+1); kept.Messages[0].ID != want || kept.Account != "acme" || len(kept.Messages[0].Signals) != 1 {
					t.Errorf("page %d is %+v, want %s", i, kept, want)
				}
			}
			if n := h.told[len(h.told)-1]; len(h.told) != last || n.Tally.Messages != last {
				t.Errorf("told %d times, last %+v", len(h.told), n)
			}
		})
	}
}

func TestAnImportGoesOnFromTheCursor(t *testing.T) {
	p := &platform{answer: book(5)}
	h := newHouse(nil)
	h.store.scopes = []inbox.Scope{{Name: export, Cursor: "3"}}
	if _, err := h.Import(t.Context(), "acme", p, export); err != nil {
		t.Fatal(err)
	}
	if got := p.questions(); got != "import:1@3, import:1@4" {
		t.Errorf("asked %s", got)
	}
}

func TestAnImportReadsThePagesBehindTheFirstAsWhoWeAreByThen(t *testing.T) {
	h := newHouse(nil)
	if _, err := h.Import(t.Context(), "acme", &platform{answer: book(3)}, export); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"desk 1", "desk 2", "desk 2"} {
		if got := h.store.pages[i].Messages[0].Signals[0].Reason; got != want {
			t.Errorf("page %d was read by %s, want %s", i, got, want)
		}
	}
}

// slow is a store that takes a second for each page.
type slow struct{ *memory }

func (s slow) Ingest(ctx context.Context, p inbox.Page) (inbox.Tally, error) {
	time.Sleep(time.Second)
	return s.memory.Ingest(ctx, p)
}

func TestAnImportReadsWhileItKeeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{}
		p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
			time.Sleep(time.Second)
			return book(10)(s, n)
		}
		h := newHouse(nil)
		h.Store = slow{h.store}
		begun := time.Now()
		if _, err := h.Import(t.Context(), "acme", p, export); err != nil {
			t.Fatal(err)
		}
		// The first page stands alone, and so does the last one's keeping.
		if took := time.Since(begun); took != 12*time.Second {
			t.Errorf("20 seconds of work took %v", took)
		}
	})
}

func TestAnImportEndsAtTheFirstThatFailsAndLeavesNobodyReading(t *testing.T) {
	broken := errors.New("the disk is full")
	tests := map[string]func(h *house, p *platform, stop func()) (want error){
		"keeping the first page": func(h *house, _ *platform, _ func()) error {
			h.store.refuse = broken
			return broken
		},
		"keeping a later page": func(h *house, p *platform, _ func()) error {
			p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
				if n == 4 {
					h.store.mu.Lock()
					h.store.refuse = broken
					h.store.mu.Unlock()
				}
				return book(100)(s, n)
			}
			return broken
		},
		"reading the first page": func(_ *house, p *platform, _ func()) error {
			p.answer = func(inbox.Scope, int) (inbox.Page, error) { return inbox.Page{}, broken }
			return broken
		},
		"reading a later page": func(_ *house, p *platform, _ func()) error {
			p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
				if n == 4 {
					return inbox.Page{}, broken
				}
				return book(100)(s, n)
			}
			return broken
		},
		"a person": func(_ *house, p *platform, stop func()) error {
			p.answer = func(s inbox.Scope, n int) (inbox.Page, error) {
				if n == 4 {
					stop()
				}
				return book(100)(s, n)
			}
			return context.Canceled
		},
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // which fails if a goroutine is left behind
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				p := &platform{answer: book(100)}
				h := newHouse(nil)
				want := prepare(h, p, stop)
				tally, err := h.Import(ctx, "acme", p, export)
				if !errors.Is(err, want) || !strings.HasPrefix(err.Error(), "import into acme: ") {
					t.Errorf("error = %v, want %v", err, want)
				}
				asked := len(p.asked) // without a lock: nobody reads any more, says the race detector
				if asked > 7 || tally.Messages != len(h.store.pages) {
					t.Errorf("asked %d times, %d messages told, %d pages kept", asked, tally.Messages, len(h.store.pages))
				}
			})
		})
	}
}

func TestAReaderThatPanicsEndsTheImport(t *testing.T) {
	h := newHouse(nil)
	h.Go = func(fn func()) { // as the house does, which survives
		go func() {
			defer func() { _ = recover() }()
			fn()
		}()
	}
	p := &platform{answer: func(s inbox.Scope, n int) (inbox.Page, error) {
		if n == 3 {
			runtime.Goexit()
		}
		return book(9)(s, n)
	}}
	if _, err := h.Import(t.Context(), "acme", p, export); !errors.Is(err, errReaderLost) {
		t.Errorf("error = %v", err)
	}
	p = &platform{answer: func(s inbox.Scope, n int) (inbox.Page, error) {
		if n == 3 {
			panic("a mistake")
		}
		return book(9)(s, n)
	}}
	if _, err := h.Import(t.Context(), "acme", p, "import:2"); !errors.Is(err, errReaderLost) {
		t.Errorf("error = %v", err)
	}
}
