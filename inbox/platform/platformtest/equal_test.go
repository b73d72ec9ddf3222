package platformtest

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/store"
)

// TestWhatWasReadInTheMomentInWhichAServerTurnedHonestIsReadAgain holds the
// oracle to its word: it must not compare what the server's last lie has told.
func TestWhatWasReadInTheMomentInWhichAServerTurnedHonestIsReadAgain(t *testing.T) {
	m := &mirror{t: t, clock: &clock{now: noon()}}
	var err error
	m.memory, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "rounds.db"), store.Options{Now: m.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.memory.Close() })
	if err := m.memory.PutAccount(t.Context(), inbox.Account{Name: account, Platform: inbox.Mastodon}); err != nil {
		t.Fatal(err)
	}
	names := []string{"channel:1", "sweep:1", "thread:1"} // sorted
	m.keep(inbox.Page{Ended: true, Follow: []inbox.Follow{
		{Scope: "channel:1", Turn: inbox.First}, {Scope: "sweep:1", Turn: inbox.Spare}, {Scope: "thread:1", Turn: inbox.Then},
	}})
	readAll := func() {
		for _, name := range names {
			m.keep(inbox.Page{Scope: inbox.Scope{Name: name}, Verified: m.clock.Now()})
		}
	}
	readAll()
	honest := m.clock.Now().UnixMicro()
	if left := m.unverified(honest); !slices.Equal(left, names) {
		t.Errorf("read in that moment: %q are to be read again, want %q", left, names)
	}
	m.clock.pass(time.Microsecond)
	readAll()
	if left := m.unverified(honest); len(left) > 0 {
		t.Errorf("read after it: %q are to be read again", left)
	}
}

// keep keeps a page of the test's account.
func (m *mirror) keep(page inbox.Page) {
	m.t.Helper()
	page.Account = account
	if _, err := m.memory.Ingest(context.Background(), page); err != nil {
		m.t.Fatal(err)
	}
}
