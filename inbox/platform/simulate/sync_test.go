package simulate_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/signal"
	"rounds/store"
)

// plainDesk reads signals for nobody in particular.
type plainDesk struct{ *signal.Reader }

func (plainDesk) Side(m inbox.Member) inbox.Role { return m.Role }

// desk is a memory, and a courier who brings it what a community says.
type desk struct {
	memory *store.Store
	rounds *courier.Courier
	now    time.Time
}

// openDesk opens a memory beside a community, at noon.
func openDesk(t *testing.T, s *simulate.Slack) *desk {
	t.Helper()
	d := &desk{now: noon()}
	clock := func() time.Time { return d.now }
	memory, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "rounds.db"), store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { memory.Close() })
	if err := memory.PutAccount(t.Context(), inbox.Account{Name: "demo", Platform: inbox.Slack}); err != nil {
		t.Fatal(err)
	}
	d.memory = memory
	d.rounds = &courier.Courier{
		Store:      memory,
		Connectors: map[string]courier.Connector{"demo": serve(t, s, clock)},
		Desk: func(context.Context, string) (courier.Reader, error) {
			return plainDesk{signal.New(signal.Desk{Self: []string{s.Me()}})}, nil
		},
		Now: clock, Every: time.Minute, Tell: func(courier.News) {}, Go: func(fn func()) { go fn() },
	}
	return d
}

// round makes one round a moment later than whatever was before.
func (d *desk) round(t *testing.T) inbox.Tally {
	t.Helper()
	d.now = d.now.Add(time.Second)
	tally, err := d.rounds.Pull(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	for _, skip := range tally.Skipped {
		t.Errorf("skipped: %s %s", skip.Where, skip.Why)
	}
	return tally
}

// kept lists the messages in the memory as [simulate.Slack.Messages] does.
func (d *desk) kept(t *testing.T) []string {
	t.Helper()
	var all []string
	err := d.memory.Query(t.Context(), `SELECT channel_id, platform_id FROM v_messages`,
		func([]string) error { return nil },
		func(row []any) error {
			all = append(all, fmt.Sprintf("%s %s", row...))
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// holds compares the memory with the community, message by message.
func (d *desk) holds(t *testing.T, s *simulate.Slack, when string) {
	t.Helper()
	kept, said := d.kept(t), s.Messages()
	if slices.Equal(kept, said) {
		return
	}
	for _, m := range said {
		if _, found := slices.BinarySearch(kept, m); !found {
			t.Errorf("%s: %s was said and is not kept", when, m)
			break
		}
	}
	t.Errorf("%s: %d messages are kept of %d", when, len(kept), len(said))
}

func TestWhatIsSaidIsKept(t *testing.T) {
	s := community(8, 600)
	d := openDesk(t, s)
	if got := d.round(t); got.Messages != s.Count() || got.Channels == 0 || got.Members == 0 {
		t.Errorf("the first round brings %+v, want %d messages", got, s.Count())
	}
	d.holds(t, s, "after a sync")

	if got := d.round(t); got.Messages+got.Changed+got.Channels+got.Members+got.Threads != 0 {
		t.Errorf("a second round changes %+v", got)
	}
	d.holds(t, s, "after a second round")

	// Life goes on for half an hour, with a round every five minutes. A reply
	// under an old message is seen by the long look a day later.
	for i := range 60 {
		d.now = d.now.Add(30 * time.Second)
		if s.Live(d.now); i%10 == 9 {
			d.round(t)
		}
	}
	if s.Count() == 600 {
		t.Fatal("nothing was said")
	}
	d.now = d.now.Add(25 * time.Hour)
	d.round(t)
	d.holds(t, s, "after more rounds")
	if got := d.round(t); got.Messages+got.Changed+got.Threads != 0 {
		t.Errorf("a round after which nothing happened changes %+v", got)
	}
}

// Every round is cut off in the middle, a little later than the one before.
func TestARoundThatIsCutShortLosesNothing(t *testing.T) {
	s := community(9, 600)
	d := openDesk(t, s)
	for after, cut := 1, true; cut; after += 7 {
		ctx, stop := context.WithCancel(t.Context())
		pages := 0
		d.rounds.Tell = func(courier.News) {
			if pages++; pages == after {
				stop()
			}
		}
		d.now = d.now.Add(time.Second)
		_, err := d.rounds.Pull(ctx, "demo")
		cut = ctx.Err() != nil
		if stop(); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	d.holds(t, s, "after a round that came to its end")
}
