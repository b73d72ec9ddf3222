package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rounds/inbox"
)

// wire is a platform whose news come as they happen.
type wire struct {
	platform
	opened []float64 // seconds after begun
	begun  time.Time
	hold   func(ctx context.Context, n int, open func(Line), heard func(inbox.Page) error) error
}

func (w *wire) Listen(ctx context.Context, open func(Line), heard func(inbox.Page) error) error {
	w.opened = append(w.opened, time.Since(w.begun).Seconds())
	return w.hold(ctx, len(w.opened), open, heard)
}

// listened runs a courier with a line for a while.
func listened(t *testing.T, lasts time.Duration, hold func(ctx context.Context, n int, open func(Line), heard func(inbox.Page) error) error) (*wire, *house) {
	t.Helper()
	w := &wire{begun: time.Now(), hold: hold}
	w.answer = func(s inbox.Scope, _ int) (inbox.Page, error) { return roster(s), nil }
	h := newHouse(map[string]Connector{"acme": w})
	ctx, stop := context.WithTimeout(t.Context(), lasts)
	defer stop()
	h.Run(ctx)
	return w, h
}

func until(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestWhatIsToldIsLookedAtBetweenTheRoundsAndMakesNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h := listened(t, 11*time.Minute, func(ctx context.Context, _ int, open func(Line), heard func(inbox.Page) error) error {
			time.Sleep(time.Second) // the first round is over
			open(Line{Open: true})
			for i := range 4 {
				time.Sleep(50 * time.Second)
				err := heard(inbox.Page{Messages: []inbox.Message{{ID: "m"}}, Follow: []inbox.Follow{{Scope: fmt.Sprint("t", i)}}})
				if err != nil {
					return err
				}
			}
			return until(ctx)
		})
		// The first round, the one after the line opened, and one each five
		// minutes; between them what was told, one by one.
		if got := w.questions(); got != "@, @, t0@, t1@, t2@, t3@, @, t0@, t1@, t2@, t3@, @, t0@, t1@, t2@, t3@" {
			t.Errorf("asked %s", got)
		}
		if ended := h.news(func(n News) bool { return n.Done && n.Between }); len(ended) != 4 {
			t.Errorf("%d looks between rounds are told to have ended, want 4", len(ended))
		}
		if got := h.store.live; !slices.Equal(got, []bool(nil)) {
			t.Errorf("without leases nobody notes who is live: %v", got)
		}
	})
}

func TestALineThatBreaksIsOpenedEverMoreSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h := listened(t, time.Hour, func(_ context.Context, n int, open func(Line), _ func(inbox.Page) error) error {
			open(Line{Open: true})
			if n == 8 { // it holds for a while
				time.Sleep(11 * time.Minute)
			}
			return errors.New("pushed off")
		})
		if want := []float64{0, 1, 3, 7, 15, 31, 63, 127, 788, 790}; len(w.opened) < 10 || !slices.Equal(w.opened[:10], want) {
			t.Errorf("opened at %v seconds, want %v", w.opened, want)
		}
		lost := h.news(func(n News) bool { return n.Live.Why == "pushed off" && !n.Live.Until.IsZero() })
		if len(lost) != len(w.opened) {
			t.Errorf("it broke %d times and that was told %d times", len(w.opened), len(lost))
		}
	})
}

func TestWhoSharesALineGoesOnMakingRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h := listened(t, 10*time.Minute+2*time.Second, func(ctx context.Context, _ int, open func(Line), heard func(inbox.Page) error) error {
			time.Sleep(time.Second)
			open(Line{Open: true, Others: 1})
			if err := heard(inbox.Page{Messages: []inbox.Message{{ID: "m"}}}); err != nil {
				return err
			}
			return until(ctx)
		})
		if alone := h.news(func(n News) bool { return n.Live.Open && n.Live.Others == 0 }); len(alone) > 0 {
			t.Errorf("it is told that all is heard: %+v", alone)
		}
		if got := len(w.asked); got != 12 { // at once, when it opened, and every minute after that
			t.Errorf("%d rounds were made", got)
		}
	})
}

func TestALineThatIsRefusedIsNotOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h := listened(t, time.Hour, func(context.Context, int, func(Line), func(inbox.Page) error) error { return refusal{} })
		if len(w.opened) != 1 || len(h.news(func(n News) bool { return n.Live.Why != "" })) != 1 {
			t.Errorf("opened at %v", w.opened)
		}
		if len(w.asked) < 60 {
			t.Errorf("without a line %d rounds were made in an hour", len(w.asked))
		}
	})
}
