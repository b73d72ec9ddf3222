package simulate_test

import (
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
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/slack"
	"rounds/inbox/signal"
	"rounds/store"
	"rounds/store/storetest"
)

// A mirror is a memory beside a workspace that changes and misbehaves, on one
// clock. Waiting moves the clock and takes no time.
type mirror struct {
	t        testing.TB
	dice     *rand.Rand
	slack    *simulate.Slack
	server   *httptest.Server
	path     string
	size     int // of pages
	memory   *store.Store
	rounds   *courier.Courier
	restless float64 // how likely something changes between two requests

	mu  sync.Mutex
	now time.Time
}

func (m *mirror) clock() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *mirror) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// newMirror makes a workspace with a random history, and an empty memory.
func newMirror(t testing.TB, seed uint64) *mirror {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 0xe4a1))
	m := &mirror{t: t, dice: dice, now: noon(), path: filepath.Join(t.TempDir(), "rounds.db")}
	m.size = []int{5, 20, 100, 999}[dice.IntN(4)]
	m.slack = simulate.NewHistory(simulate.Options{Seed: seed, Size: 30 + dice.IntN(120), Now: m.clock}, 0)
	m.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		changes := m.dice.Float64() < m.restless
		m.mu.Unlock()
		if changes {
			m.pass(time.Millisecond)
			m.slack.Change(m.clock(), 1)
		}
		m.slack.ServeHTTP(w, r)
	}))
	t.Cleanup(m.server.Close)
	m.open()
	t.Cleanup(func() { m.memory.Close() })
	return m
}

// open opens the memory, as a program does that starts.
func (m *mirror) open() {
	m.memory, m.rounds = m.openAt(m.path)
}

func (m *mirror) openAt(path string) (*store.Store, *courier.Courier) {
	m.t.Helper()
	ctx := context.Background()
	memory, err := store.Open(ctx, path, store.Options{Now: m.clock})
	if err == nil {
		err = memory.PutAccount(ctx, inbox.Account{Name: "demo", Platform: inbox.Slack})
	}
	if err != nil {
		m.t.Fatal(err)
	}
	names, err := memory.Names(ctx, "demo")
	if err != nil {
		m.t.Fatal(err)
	}
	connector := slack.New(slack.Options{
		Account: "demo", Token: m.slack.Token(), Base: m.server.URL + "/api/", Now: m.clock, PageSize: m.size, RosterSize: 7,
		HTTP:  platform.NewHTTP(platform.Options{Timeout: 400 * time.Millisecond, Limit: 4 << 20}),
		Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
	})
	return memory, &courier.Courier{
		Store:      memory,
		Connectors: map[string]courier.Connector{"demo": connector},
		Desk: func(context.Context, string) (courier.Reader, error) {
			return plainDesk{signal.New(signal.Desk{Self: []string{m.slack.Me()}})}, nil
		},
		Now: m.clock, Every: time.Minute, Tell: func(courier.News) {}, Go: func(fn func()) { go fn() },
		Sleep: func(ctx context.Context, d time.Duration) error { m.pass(d); return ctx.Err() },
	}
}

// round makes a round, whatever comes of it. Sometimes it is called off in the
// middle, and sometimes the program is started anew.
func (m *mirror) round(calm bool) (inbox.Tally, error) {
	m.t.Helper()
	m.pass(time.Duration(1+m.dice.IntN(300)) * time.Second)
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
	tally, err := m.rounds.Pull(ctx, "demo")
	m.rounds.Tell = func(courier.News) {}
	if !calm && m.dice.Float64() < 0.3 {
		if err := m.memory.Close(); err != nil {
			m.t.Fatal(err)
		}
		m.open()
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
	honest := m.clock().UnixMicro()
	for n := 1; ; n++ {
		m.pass(6 * time.Hour)
		tally, err := m.round(true)
		switch {
		case err == nil && tally.Messages+tally.Changed+tally.Members+tally.Channels == 0 && m.verified(honest):
			return n
		case n == mostRounds && err != nil:
			m.t.Fatalf("an honest server is not read: %v", err)
		case n == mostRounds:
			m.t.Fatalf("it does not settle: %+v", tally)
		}
	}
}

// verified reports whether all history and all threads were read since then.
// What was read in that very moment does not count: a request takes no time here,
// so the last answer of a dishonest server comes in it.
func (m *mirror) verified(since int64) bool {
	left := rows(m.t, m.memory, fmt.Sprintf(`
		SELECT name FROM scope
		WHERE  trouble = '' AND (turn = 2 AND verified_at <= %d OR turn IN (0, 1) AND read_at <= %[1]d)`, since))
	return len(left) == 0
}

// rows reads rows as lines.
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

// compare holds the memory against the workspace: against one that was read in
// one go from an honest server, table by table, and against the workspace's own
// word.
func (m *mirror) compare() {
	m.t.Helper()
	fresh, rounds := m.openAt(filepath.Join(m.t.TempDir(), "fresh.db"))
	defer fresh.Close()
	if _, err := rounds.Pull(context.Background(), "demo"); err != nil {
		m.t.Fatal(err)
	}
	for name, query := range storetest.Views() {
		differ(m.t, name, rows(m.t, m.memory, query), rows(m.t, fresh, query))
	}
	for name, pair := range storetest.Counts() {
		differ(m.t, name, rows(m.t, m.memory, pair[0]), rows(m.t, m.memory, pair[1]))
	}
	m.believes()
	m.finds()
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

// believes compares the memory with the workspace's own word.
func (m *mirror) believes() {
	m.t.Helper()
	state := m.slack.State()
	read := map[string]bool{}
	for _, c := range state.Channels {
		read[c.ID] = c.Member
	}
	var want []string
	for _, s := range state.Messages {
		if !read[s.Channel] {
			continue
		}
		total := 0
		for _, n := range s.Reactions {
			total += n
		}
		if s.Tombstone {
			total = 0
		}
		want = append(want, fmt.Sprintf("%s · %s · %d · %d", s.Channel, s.TS, btoi(s.Tombstone), total))
	}
	slices.Sort(want)
	got := rows(m.t, m.memory, `
		SELECT ch.key, m.key, m.deleted,
		       coalesce((SELECT sum(r.value ->> 'count') FROM json_each(nullif(m.extra, ''), '$.reactions') AS r), 0)
		FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id WHERE ch.gone = 0`)
	// What was deleted without a trace is a tombstone here and nothing there.
	shown := map[string]bool{}
	for _, s := range state.Messages {
		shown[s.Channel+" · "+s.TS] = true
	}
	got = slices.DeleteFunc(got, func(line string) bool {
		parts := strings.Split(line, " · ")
		return parts[2] == "1" && !shown[parts[0]+" · "+parts[1]]
	})
	differ(m.t, "facts", got, want)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// marked are the words that no two messages share.
var marked = regexp.MustCompile(`\bword\d+x\b`)

// finds searches for words that stand in one message each: those that are there
// are found, those that were taken back are not.
func (m *mirror) finds() {
	m.t.Helper()
	there := map[string]int{}
	for _, s := range m.slack.State().Messages {
		for _, word := range marked.FindAllString(s.Text, -1) {
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
	for word := range kept {
		if there[word] == 0 {
			m.t.Errorf("%s is found and was taken back", word)
			return
		}
	}
	n := 0
	for word := range kept {
		if n++; n > 20 {
			return
		}
		hits, err := m.memory.Search(context.Background(), word, 5)
		if err != nil || len(hits) == 0 {
			m.t.Errorf("%s is kept and not found: %v", word, err)
		}
	}
}

// histories is how many histories the equality is tried on, and from which
// seed: ROUNDS_HISTORIES=2000 ROUNDS_SEED=1 for the long run of bench/equal.sh.
func histories(t testing.TB) (from, to uint64) {
	from, n := uint64(1), uint64(2)
	for name, at := range map[string]*uint64{"ROUNDS_SEED": &from, "ROUNDS_HISTORIES": &n} {
		if text := os.Getenv(name); text != "" {
			value, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				t.Fatalf("%s=%s is not a number", name, text)
			}
			*at = value
		}
	}
	return from, from + n
}

func TestWhateverTheServerDoesTheMemoryEndsEqual(t *testing.T) {
	from, to := histories(t)
	var mu sync.Mutex
	var requests, rounds, changed, worst int
	t.Run("histories", func(t *testing.T) {
		for seed := from; seed < to; seed++ {
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
				t.Parallel()
				m := newMirror(t, seed)
				m.slack.Misbehave(simulate.Mischief{Seed: seed, Rate: 0.05 + 0.35*m.dice.Float64(), Slow: 500 * time.Millisecond})
				m.restless = 0.3 * m.dice.Float64()
				trials := 3 + m.dice.IntN(5)
				for range trials {
					m.slack.Change(m.clock(), m.dice.IntN(12))
					m.round(false)
				}
				m.restless = 0
				m.slack.Misbehave(simulate.Mischief{})
				took := m.settle()
				m.compare()
				if n := m.slack.Trespasses(); n > 0 {
					t.Errorf("%d requests came while the server had asked to wait", n)
				}
				mu.Lock()
				defer mu.Unlock()
				requests, rounds, worst = requests+len(m.slack.Requests()), rounds+trials+took, max(worst, took)
				changed += trials
			})
		}
	})
	t.Logf("%d histories from seed %d: %d requests in %d rounds; the longest took %d rounds of an honest server", to-from, from, requests, rounds, worst)
}
