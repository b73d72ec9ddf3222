package guild_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/simulate/guild"
	"rounds/inbox/signal"
	"rounds/store"
)

// ear listens to a story and keeps what it hears.
type ear struct {
	mu     sync.Mutex
	hellos int
	heard  []inbox.Page
	ended  chan error
	stop   context.CancelFunc
}

func (e *ear) counts() (hellos, pages int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hellos, len(e.heard)
}

// until waits until something is so, or fails.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 500 {
		if so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never came to it that " + what)
}

func listen(t *testing.T, g *guild.Guild, token string) (*ear, *discord.Connector) {
	t.Helper()
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	c := discord.New(discord.Options{Account: "demo", Token: token, Base: server.URL + guild.Prefix, Team: g.ID()})
	ctx, stop := context.WithCancel(t.Context())
	e := &ear{ended: make(chan error, 1), stop: stop}
	go func() {
		e.ended <- c.Listen(ctx, func(platform.Hello) { e.mu.Lock(); e.hellos++; e.mu.Unlock() }, func(p inbox.Page) error {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.heard = append(e.heard, p)
			return nil
		})
	}()
	t.Cleanup(stop)
	return e, c
}

func TestNewsAreHeardAndALineThatBreaksIsTakenUpAgain(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	e, _ := listen(t, g, g.Token())
	until(t, "the line is open", func() bool { hellos, _ := e.counts(); return hellos == 1 })
	g.Live(time.Now().Add(30 * time.Second))
	until(t, "something is heard", func() bool { _, pages := e.counts(); return pages == 1 })
	g.DropConnections()
	time.Sleep(100 * time.Millisecond)
	g.Live(time.Now().Add(60 * time.Second))
	until(t, "what came after the break is heard", func() bool { _, pages := e.counts(); return pages == 2 })
	if hellos, _ := e.counts(); hellos != 1 {
		t.Errorf("a line that was taken up again was opened %d times", hellos)
	}
	e.stop()
	if err := <-e.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("called off, it says %v", err)
	}
}

func TestASessionThatIsLostIsTold(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	e, _ := listen(t, g, g.Token())
	until(t, "the line is open", func() bool { hellos, _ := e.counts(); return hellos == 1 })
	g.ForgetSessions()
	if err := <-e.ended; err == nil || !strings.Contains(err.Error(), "missed") {
		t.Errorf("it says %v", err)
	}
}

func TestWhatWeSayIsAnswered(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	e, c := listen(t, g, g.Token())
	until(t, "the line is open", func() bool { hellos, _ := e.counts(); return hellos == 1 })
	messages, rooms := readAll(t, c)
	waiting := 0
	var last inbox.Message
	for _, m := range messages {
		if rooms[m.Channel] == "help" && m.Thread == m.ID && m.Kind == inbox.Said {
			waiting++
			last = m
		}
	}
	if waiting < 4 || len(rooms) < 7 {
		t.Fatalf("%d conversations in #help of %v", waiting, rooms)
	}
	if _, err := c.Do(t.Context(), inbox.Action{ID: "01890000-0000-7000-8000-000000000000", Kind: inbox.Reply, Channel: last.Channel, Thread: last.ID, Text: "You can import the whole folder."}); err != nil {
		t.Fatal(err)
	}
	g.Live(time.Now().Add(16 * time.Second))
	until(t, "somebody answers", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		for _, p := range e.heard {
			for _, m := range p.Messages {
				if m.Author == last.Author && m.Answers != "" {
					return true
				}
			}
		}
		return false
	})
}

func TestALineThatBreaksAgainAndAgainLosesNothing(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	e, _ := listen(t, g, g.Token())
	until(t, "the line is open", func() bool { hellos, _ := e.counts(); return hellos == 1 })
	const breaks = 6
	for n := range breaks {
		g.DropConnections()
		if g.Live(time.Now().Add(time.Duration(n+1)*30*time.Second)) != 1 { // nobody hears it
			t.Fatal("nobody says anything")
		}
		until(t, "what was said meanwhile is heard", func() bool { _, pages := e.counts(); return pages > n })
	}
	e.stop()
	if err := <-e.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("called off, it says %v", err)
	}
	seen := map[string]int{}
	for _, p := range e.heard {
		for _, m := range p.Messages {
			seen[m.ID]++
		}
	}
	if len(seen) != breaks || len(e.heard) != breaks || e.hellos != 1 {
		t.Errorf("%d of %d messages were heard in %d pages, with %d hellos", len(seen), breaks, len(e.heard), e.hellos)
	}
}

// desk reads signals for nobody in particular.
type desk struct{ *signal.Reader }

func (desk) Side(m inbox.Member) inbox.Role { return m.Role }

func TestWhatALostSessionMissedTheNextRoundFinds(t *testing.T) {
	w := &watch{at: time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)}
	g := guild.NewStory(guild.Options{Seed: 1, Now: w.now})
	base, ctx := serve(t, g), t.Context()
	c := discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: base + guild.Prefix, Team: g.ID(), Now: w.now})
	memory, err := store.Open(ctx, filepath.Join(t.TempDir(), "rounds.db"), store.Options{Now: w.now})
	if err == nil {
		t.Cleanup(func() { memory.Close() })
		err = memory.PutAccount(ctx, inbox.Account{Name: "demo", Platform: inbox.Discord})
	}
	if err != nil {
		t.Fatal(err)
	}
	rounds := &courier.Courier{
		Store: memory, Outbox: memory, Connectors: map[string]courier.Connector{"demo": c}, Holder: "one",
		Desk: func(context.Context, string) (courier.Reader, error) {
			return desk{signal.New(signal.Desk{Self: []string{g.Me()}})}, nil
		},
		Now: w.now, Every: time.Minute, Tell: func(courier.News) {}, Go: func(fn func()) { go fn() },
		Sleep: func(ctx context.Context, d time.Duration) error { w.pass(d); return ctx.Err() },
	}
	kept := func() map[string]bool {
		t.Helper()
		all := map[string]bool{}
		err := memory.Query(ctx, `SELECT key FROM message WHERE deleted = 0`, func([]string) error { return nil }, func(row []any) error {
			all[fmt.Sprint(row[0])] = true
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	missing := func() (n int) {
		t.Helper()
		have := kept()
		for _, f := range g.Facts() {
			if !have[f.ID] {
				n++
			}
		}
		return n
	}
	if _, err := rounds.Pull(ctx, "demo"); err != nil || missing() > 0 {
		t.Fatalf("at first %d are missing, %v", missing(), err)
	}
	opened := make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- c.Listen(ctx, func(platform.Hello) { close(opened) }, func(p inbox.Page) error {
			p.Heard = true
			_, err := memory.Ingest(ctx, p)
			return err
		})
	}()
	<-opened
	w.pass(30 * time.Second)
	g.Live(w.now())
	until(t, "what is said is kept", func() bool { return missing() == 0 })
	g.ForgetSessions()
	for range 10 {
		w.pass(30 * time.Second)
		g.Live(w.now())
	}
	g.Change(w.now(), 40)
	err = <-ended
	if err == nil || !strings.Contains(err.Error(), "missed") {
		t.Errorf("it says %v", err)
	}
	if missing() < 10 {
		t.Fatalf("%d were missed: there is nothing to find", missing())
	}
	w.pass(time.Minute)
	for n := 1; missing() > 0; n++ {
		if _, err := rounds.Pull(ctx, "demo"); err != nil || n > 2 { // the second reads what the first follows
			t.Fatalf("after %d rounds %d are missing, %v", n, missing(), err)
		}
	}
}

func TestALineWhoseServerIsGoneIsGivenUpAndNotTheAccount(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	e, _ := listen(t, g, g.Token())
	until(t, "the line is open", func() bool { hellos, _ := e.counts(); return hellos == 1 })
	g.Gate().Cut(true)
	g.DropConnections()
	err := <-e.ended
	if err == nil || errors.As(err, new(*platform.Refused)) || !errors.As(err, new(*platform.Lost)) {
		t.Errorf("it says %v", err)
	}
}
