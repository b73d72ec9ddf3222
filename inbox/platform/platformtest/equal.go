package platformtest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate/mischief"
	"rounds/inbox/signal"
	"rounds/store"
	"rounds/store/storetest"
)

// account is what the account of a test is called.
const account = "demo"

// noon is when a test begins.
func noon() time.Time { return time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC) }

// reader reads signals for nobody in particular.
type reader struct{ *signal.Reader }

func (reader) Side(m inbox.Member) inbox.Role { return m.Role }

// clock is the one of a test. Waiting moves it and takes no time.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.pass(d)
	return ctx.Err()
}

// mirror is a memory beside a platform that changes and misbehaves, on one
// clock.
type mirror struct {
	t        testing.TB
	of       Platform
	clock    *clock
	dice     *rand.Rand
	world    World
	server   *httptest.Server
	path     string
	size     int // of pages
	memory   *store.Store
	rounds   *courier.Courier
	restless float64 // how likely something changes between two requests
	mu       sync.Mutex
}

// newMirror makes a platform with a random history, and an empty memory.
func newMirror(t testing.TB, p Platform, seed uint64) *mirror {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 0xe4a1))
	m := &mirror{t: t, of: p, dice: dice, clock: &clock{now: noon()}, path: filepath.Join(t.TempDir(), "rounds.db")}
	m.size = []int{5, 20, 100, 0}[dice.IntN(4)]
	m.world = p.New(seed, 20+dice.IntN(max(1, cmp.Or(p.Most, 140)-20)), m.clock.Now)
	m.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		changes := m.dice.Float64() < m.restless
		m.mu.Unlock()
		if changes {
			m.clock.pass(time.Millisecond)
			m.world.Change(m.clock.Now(), 1)
		}
		m.world.ServeHTTP(w, r)
	}))
	t.Cleanup(m.server.Close)
	m.memory, m.rounds = m.open(m.path)
	t.Cleanup(func() { m.memory.Close() })
	return m
}

// open opens a memory, as a program does that starts.
func (m *mirror) open(path string) (*store.Store, *courier.Courier) {
	m.t.Helper()
	ctx := context.Background()
	memory, err := store.Open(ctx, path, store.Options{Now: m.clock.Now})
	if err == nil {
		err = memory.PutAccount(ctx, inbox.Account{Name: account, Platform: m.of.Name})
	}
	if err != nil {
		m.t.Fatal(err)
	}
	names, err := memory.Names(ctx, account)
	if err != nil {
		m.t.Fatal(err)
	}
	connector := m.world.Connect(m.server.URL, Client{
		Now: m.clock.Now, PageSize: m.size,
		HTTP:  platform.NewHTTP(platform.Options{Timeout: 400 * time.Millisecond, Limit: 4 << 20}),
		Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
	})
	rounds := newCourier(memory, connector, m.clock, m.world.Me())
	return memory, rounds
}

// newCourier makes a courier for one connector.
func newCourier(memory *store.Store, connector Connector, c *clock, me string) *courier.Courier {
	return &courier.Courier{
		Store: memory, Outbox: memory, Connectors: map[string]courier.Connector{account: connector}, Holder: "one",
		Desk: func(context.Context, string) (courier.Reader, error) {
			return reader{signal.New(signal.Desk{Self: []string{me}})}, nil
		},
		Now: c.Now, Every: time.Minute, Tell: func(courier.News) {}, Go: func(fn func()) { go fn() }, Sleep: c.sleep,
	}
}

// round makes a round, whatever comes of it. Sometimes it is called off in the
// middle, and sometimes the program is started anew.
func (m *mirror) round(calm bool) (inbox.Tally, error) {
	m.t.Helper()
	m.clock.pass(time.Duration(1+m.dice.IntN(300)) * time.Second)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if !calm && m.dice.Float64() < 0.3 {
		pages, last := 0, 1+m.dice.IntN(40)
		m.rounds.Tell = func(courier.News) {
			if pages++; pages == last {
				stop()
			}
		}
	}
	tally, err := m.rounds.Pull(ctx, account)
	m.rounds.Tell = func(courier.News) {}
	if !calm && m.dice.Float64() < 0.3 {
		if err := m.memory.Close(); err != nil {
			m.t.Fatal(err)
		}
		m.memory, m.rounds = m.open(m.path)
	}
	return tally, err
}

// mostRounds is how many rounds of an honest server it may take until all that
// a dishonest one did is made good. Pages are small here, and one round compares
// twenty of them.
const mostRounds = 40

// settle makes rounds until everything was compared with the server since it
// turned honest, and a round changes nothing; it returns how many that took.
func (m *mirror) settle() int {
	m.t.Helper()
	honest := m.clock.Now().UnixMicro()
	for n := 1; ; n++ {
		m.clock.pass(6 * time.Hour)
		tally, err := m.round(true)
		left := m.unverified(honest)
		switch {
		case err == nil && tally.Messages+tally.Changed+tally.Members+tally.Channels+tally.Reports == 0 && len(left) == 0:
			return n
		case n == mostRounds && err != nil:
			m.t.Fatalf("an honest server is not read: %v", err)
		case n == mostRounds:
			m.t.Fatalf("it does not settle: %+v, not read since: %.10q", tally, left)
		}
	}
}

// unverified are the scopes that were not read since then: of history, not
// compared. What was read in that very moment does not count: a request takes no
// time here, so the last answer of a dishonest server comes in it.
func (m *mirror) unverified(since int64) []string {
	return rows(m.t, m.memory, fmt.Sprintf(`
		SELECT name FROM scope
		WHERE  trouble = '' AND (turn = 2 AND verified_at <= %d OR turn IN (0, 1) AND read_at <= %[1]d)`, since))
}

// rows reads rows as lines, sorted.
func rows(t testing.TB, memory *store.Store, query string) []string {
	t.Helper()
	var all []string
	err := memory.Query(context.Background(), query, func([]string) error { return nil }, func(row []any) error {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = fmt.Sprint(v)
		}
		all = append(all, strings.Join(line, " · "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// compare holds the memory against the platform: against one that was read in
// one go from an honest server, table by table, and against the platform's own
// word.
func (m *mirror) compare() {
	m.t.Helper()
	fresh, rounds := m.open(filepath.Join(m.t.TempDir(), "fresh.db"))
	defer fresh.Close()
	for range 2 { // what one round only follows, the next reads
		if _, err := rounds.Pull(context.Background(), account); err != nil {
			m.t.Fatal(err)
		}
		m.clock.pass(6 * time.Hour)
	}
	for name, query := range views() {
		got, want := rows(m.t, m.memory, query), rows(m.t, fresh, query)
		if name == "members" && m.of.Met {
			known := map[string]bool{}
			for _, line := range want {
				known[strings.SplitN(line, " · ", 2)[0]] = true
			}
			got = slices.DeleteFunc(got, func(line string) bool { return !known[strings.SplitN(line, " · ", 2)[0]] })
		}
		differ(m.t, name, got, want)
	}
	for name, pair := range storetest.Counts() {
		differ(m.t, name, rows(m.t, m.memory, pair[0]), rows(m.t, m.memory, pair[1]))
	}
	believes(m.t, m.memory, m.world)
	m.finds()
}

func views() map[string]string {
	all := storetest.Views()
	all["reports"] = `SELECT key, kind, channel, message, member, reporter, reason, text, at, version, offers, outcome FROM report WHERE open = 1`
	return all
}

// differ tells what one list has and another has not.
func differ(t testing.TB, name string, got, want []string) {
	t.Helper()
	told := 0
	tell := func(what string, lines, others []string) {
		for _, line := range lines {
			if _, found := slices.BinarySearch(others, line); !found && told < 6 {
				told++
				t.Errorf("%s %s: %s", what, name, line)
			}
		}
	}
	tell("kept and not there,", got, want)
	tell("there and not kept,", want, got)
	if told == 0 && len(got) != len(want) {
		t.Errorf("%d %s are kept, %d are there", len(got), name, len(want))
	}
}

// believes compares a memory with the platform's own word.
func believes(t testing.TB, memory *store.Store, world World) {
	t.Helper()
	shown := map[string]bool{}
	var want []string
	for _, f := range world.Facts() {
		gone, reactions := 0, f.Reactions
		if f.Gone {
			gone, reactions = 1, 0
		}
		shown[f.Channel+" · "+f.ID] = true
		want = append(want, fmt.Sprintf("%s · %s · %d · %d", f.Channel, f.ID, gone, reactions))
	}
	slices.Sort(want)
	got := rows(t, memory, `
		SELECT ch.key, m.key, m.deleted,
		       coalesce((SELECT sum(r.value ->> 'count') FROM json_each(nullif(m.extra, ''), '$.reactions') AS r), 0)
		FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id WHERE ch.gone = 0`)
	// What was deleted without a trace is a tombstone here and nothing there.
	got = slices.DeleteFunc(got, func(line string) bool {
		parts := strings.Split(line, " · ")
		return parts[2] == "1" && !shown[parts[0]+" · "+parts[1]]
	})
	differ(t, "facts", got, want)
}

// marked are the words that no two messages share.
var marked = regexp.MustCompile(`\bword\d+x\b`)

// finds searches for words that stand in one message each: those that are there
// are found, those that were taken back are not.
func (m *mirror) finds() {
	m.t.Helper()
	there := map[string]int{}
	for _, f := range m.world.Facts() {
		for _, word := range marked.FindAllString(f.Text, -1) {
			there[word]++
		}
	}
	kept := map[string]int{}
	for _, line := range rows(m.t, m.memory, `
		SELECT t.text FROM message_text AS f JOIN message AS t ON t.id = f.rowid
		JOIN channel AS ch ON ch.id = t.channel_id WHERE f.message_text MATCH 'word*' AND ch.gone = 0`) {
		for _, word := range marked.FindAllString(line, -1) {
			kept[word]++
		}
	}
	n := 0
	for word := range kept {
		if there[word] == 0 {
			m.t.Errorf("%s is found and was taken back", word)
			return
		}
		if n++; n > 20 {
			continue
		}
		hits, err := m.memory.Search(context.Background(), word, 5)
		if err != nil || len(hits) == 0 {
			m.t.Errorf("%s is kept and not found: %v", word, err)
		}
	}
	if len(there) > 0 && len(kept) == 0 {
		m.t.Error("no word of the history is kept")
	}
}

// number is a number of the environment.
func number(t testing.TB, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is no number above 0", name, text)
	}
	return n
}

// Equal tries random histories before a server that misbehaves: whatever it
// does, the memory ends equal to one that was read from an honest server.
// ROUNDS_HISTORIES says how many, ROUNDS_SEED from which seed.
func Equal(t *testing.T, p Platform) {
	from, n := uint64(number(t, "ROUNDS_SEED", 1)), uint64(number(t, "ROUNDS_HISTORIES", 1))
	var mu sync.Mutex
	var requests, rounds, worst int
	t.Run("histories", func(t *testing.T) {
		for seed := from; seed < from+n; seed++ {
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
				t.Parallel()
				m := newMirror(t, p, seed)
				m.world.Gate().Misbehave(mischief.Mischief{Seed: seed, Rate: 0.05 + 0.35*m.dice.Float64(), Slow: 500 * time.Millisecond})
				m.restless = 0.3 * m.dice.Float64()
				trials := 3 + m.dice.IntN(5)
				for range trials {
					m.world.Change(m.clock.Now(), m.dice.IntN(12))
					m.round(false) //nolint:errcheck // whatever comes of it
				}
				m.restless = 0
				m.world.Gate().Misbehave(mischief.Mischief{})
				took := m.settle()
				m.compare()
				if n := m.world.Gate().Trespasses(); n > 0 {
					t.Errorf("%d requests came while the server had asked to wait", n)
				}
				mu.Lock()
				defer mu.Unlock()
				requests, rounds, worst = requests+len(m.world.Gate().Requests()), rounds+trials+took, max(worst, took)
			})
		}
	})
	t.Logf("%s: %d histories from seed %d: %d requests in %d rounds; the longest took %d rounds of an honest server", p.Name, n, from, requests, rounds, worst)
}
