package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
)

var noon = time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)

// clock is a time that a test moves on by hand.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

// openTest returns a store that lasts as long as the test and holds an account
// "acme". It is a file and not :memory:, since the two pools must see one
// database.
func openTest(t testing.TB) (*Store, *clock) {
	t.Helper()
	c := &clock{noon}
	return openAt(t, filepath.Join(t.TempDir(), "a test?.db"), c), c
}

// blank is a database with all tables and nothing in them, made once: to make
// one takes most of what a small test takes.
var blank = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "blank")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "blank.db")
	write, err := dial(path, "immediate", "journal_mode(wal)")
	if err != nil {
		return nil, err
	}
	err = (&Store{path: path, write: write, probe: func(string) {}}).migrate(context.Background())
	if err = errors.Join(err, write.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func openAt(t testing.TB, path string, c *clock) *Store {
	t.Helper()
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		tables, err := blank()
		must(t, err)
		if err := os.WriteFile(path, tables, 0o600); !errors.Is(err, fs.ErrNotExist) { // Open makes the folder
			must(t, err)
		}
	}
	s, err := Open(t.Context(), path, Options{Actor: "sam", Now: c.now, Notice: func(line string) { t.Log(line) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack, Base: "https://acme.slack.com", Team: "T1"}))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// people are ana and bo of the community, sam of the team and a bot.
func people() []inbox.Member {
	return []inbox.Member{
		{ID: "U1", Handle: "ana", Name: "Ana"},
		{ID: "U2", Handle: "bo", Name: "Bo"},
		{ID: "U3", Handle: "sam", Name: "Sam", Role: inbox.Team},
		{ID: "U4", Handle: "beep", Name: "Beep", Role: inbox.Bot},
	}
}

// says is a message in #help, minutes after noon two days ago.
func says(author, id, thread string, minutes int, text string) inbox.Message {
	return inbox.Message{
		Channel: "C1", ID: id, Thread: thread, Author: author, Kind: inbox.Said, Text: text,
		SentAt: noon.Add(-48*time.Hour + time.Duration(minutes)*time.Minute),
	}
}

func asking(m inbox.Message) inbox.Message {
	m.Signals = append(m.Signals, inbox.Signal{Kind: inbox.Question, Reason: "asks"})
	return m
}

func mentioning(m inbox.Message) inbox.Message {
	m.Signals = append(m.Signals, inbox.Signal{Kind: inbox.Mention, Reason: "names @sam"})
	return m
}

func ingest(t testing.TB, s *Store, messages ...inbox.Message) inbox.Tally {
	t.Helper()
	tally, err := s.Ingest(t.Context(), inbox.Page{
		Account: "acme", Scope: inbox.Scope{Name: "channel:C1", Cursor: "c1"},
		Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: people(), Messages: messages,
	})
	must(t, err)
	return tally
}

// only returns the one conversation that is kept.
func only(t testing.TB, s *Store) inbox.Conversation {
	t.Helper()
	all := everything(t, s)
	if len(all) != 1 {
		t.Fatalf("%d conversations, want 1", len(all))
	}
	return all[0]
}

// dump is every row of the tables that a page may touch, as text.
func dump(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	tables := map[string][]string{}
	for _, table := range []string{"account", "channel", "member", "message", "conversation", "author_day", "channel_day", "scope", "tag", "note", "draft", "journal", "awaited"} {
		must(t, s.Query(t.Context(), `SELECT * FROM `+table, func([]string) error { return nil }, func(row []any) error {
			tables[table] = append(tables[table], fmt.Sprint(row...))
			return nil
		}))
	}
	return tables
}

func same(t testing.TB, got, want map[string][]string) {
	t.Helper()
	for table := range want {
		if !reflect.DeepEqual(got[table], want[table]) {
			t.Errorf("table %s differs:\n got %v\nwant %v", table, got[table], want[table])
		}
	}
}

func TestAPageSeenTwiceChangesNothing(t *testing.T) {
	s, _ := openTest(t)
	page := []inbox.Message{
		asking(says("U1", "1", "1", 0, "how do I log in?")),
		says("U2", "2", "1", 1, "press the button"),
		{Channel: "C1", ID: "3", Author: "U2", Kind: inbox.Joined, SentAt: noon},
	}
	first := ingest(t, s, page...)
	if first.Messages != 3 || first.Members != 4 || first.Channels != 1 || first.Threads != 1 {
		t.Errorf("first: %+v", first)
	}
	before := dump(t, s)
	second := ingest(t, s, page...)
	if second.Messages+second.Members+second.Channels+second.Threads+second.Changed != 0 || second.Known != 3 {
		t.Errorf("second: %+v", second)
	}
	same(t, dump(t, s), before)
}

func TestAMessageToldTwiceInOnePageCountsOnce(t *testing.T) {
	s, _ := openTest(t)
	m := says("U1", "1", "1", 0, "hello")
	if tally := ingest(t, s, m, m); tally.Messages != 1 || tally.Known != 1 {
		t.Errorf("%+v", tally)
	}
	if c := only(t, s); c.Replies != 0 {
		t.Errorf("%d replies", c.Replies)
	}
}

func TestAFailedPageLeavesNothingBehind(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	before := dump(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Ingest(ctx, inbox.Page{Account: "acme", Messages: []inbox.Message{says("U9", "2", "2", 1, "lost")}}); err == nil {
		t.Fatal("kept a page after it was called off")
	}
	same(t, dump(t, s), before)
	if tally := ingest(t, s, says("U9", "2", "2", 1, "kept")); tally.Messages != 1 {
		t.Errorf("%+v", tally)
	}
}

// seeds is how many histories a rule is tried on: ROUNDS_SEEDS, or a few.
func seeds() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("ROUNDS_SEEDS"), 10, 64); err == nil {
		return n
	}
	return 6
}

// TestAnyOrderOfPagesGivesTheSameInbox holds the incremental folding to what
// all the rows together say, over edits and deletions too.
func TestAnyOrderOfPagesGivesTheSameInbox(t *testing.T) {
	for seed := range seeds() {
		r := rand.New(rand.NewPCG(seed, 1))
		history := randomHistory(r)
		whole, _ := openTest(t)
		ingest(t, whole, history...)
		parts, _ := openTest(t)
		ingest(t, parts) // the roster, so that ids agree
		shuffled := append([]inbox.Message(nil), history...)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for len(shuffled) > 0 {
			n := 1 + r.IntN(min(5, len(shuffled)))
			ingest(t, parts, shuffled[:n]...)
			shuffled = shuffled[n:]
		}
		got, want := outline(t, parts), outline(t, whole)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d:\n got %v\nwant %v", seed, got, want)
		}
		checkIndex(t, parts)
	}
}

// outline is what a person would see, without our own ids.
func outline(t testing.TB, s *Store) []string {
	t.Helper()
	var lines []string
	for _, query := range []string{
		`SELECT key, opener_id, opened_at, last_at, messages, answer_at, others_at, ours_at, question, mention, state FROM conversation ORDER BY key`,
		`SELECT key, text, edited_at, deleted, sent_at FROM message ORDER BY key`,
		`SELECT key, messages, first_at, last_at FROM member ORDER BY key`,
		`SELECT * FROM author_day WHERE messages <> 0 ORDER BY 1, 2`,
		`SELECT * FROM channel_day WHERE messages <> 0 ORDER BY 1, 2`,
	} {
		must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
			lines = append(lines, fmt.Sprint(row...))
			return nil
		}))
	}
	return lines
}

// randomHistory is some threads, every message in its latest version.
func randomHistory(r *rand.Rand) []inbox.Message {
	var all []inbox.Message
	for i := range 30 {
		id, thread := fmt.Sprintf("%03d", i), fmt.Sprintf("%03d", i)
		if i > 0 && r.IntN(3) > 0 {
			thread = all[r.IntN(len(all))].Thread
		}
		m := says(fmt.Sprintf("U%d", 1+r.IntN(4)), id, thread, i*60, fmt.Sprintf("word%d", r.IntN(9)))
		if r.IntN(3) == 0 {
			m = asking(m)
		}
		if r.IntN(4) == 0 {
			m = mentioning(m)
		}
		if r.IntN(2) == 0 {
			m.Mentions = []string{fmt.Sprintf("U%d", 1+r.IntN(4)), "U99"}
		}
		if r.IntN(6) == 0 {
			m.Deleted = true
		}
		all = append(all, m)
	}
	return all
}

// checkIndex has SQLite compare the search index with the messages.
func checkIndex(t testing.TB, s *Store) {
	t.Helper()
	if _, err := s.write.ExecContext(t.Context(), `INSERT INTO message_text (message_text, rank) VALUES ('integrity-check', 1)`); err != nil {
		t.Errorf("the search index and the messages differ: %v", err)
	}
}

func TestANamingAnswersWhatWasAskedOutsideOfAThread(t *testing.T) {
	var s *Store
	names := func(m inbox.Message, who ...string) inbox.Message { m.Mentions = who; return m }
	ask := asking(says("U1", "1", "1", 0, "how do I log in?"))
	tests := map[string]struct {
		answer   inbox.Message
		answered bool
		state    inbox.State
	}{
		"another member names them":     {names(says("U2", "2", "2", 5, "@ana press it"), "U1"), true, inbox.Open},
		"one of us names them":          {names(says("U3", "2", "2", 5, "@ana press it"), "U1"), true, inbox.Waiting},
		"they name themselves":          {names(says("U1", "2", "2", 5, "@ana it is me"), "U1"), false, inbox.Open},
		"a bot names them":              {names(says("U4", "2", "2", 5, "@ana beep"), "U1"), false, inbox.Open},
		"somebody else is named":        {names(says("U2", "2", "2", 5, "@sam hello"), "U3"), false, inbox.Open},
		"they are named two days later": {names(says("U2", "2", "2", 48*60, "@ana hello"), "U1"), false, inbox.Open},
		"they are named in a thread":    {names(says("U2", "2", "0", 5, "@ana hello"), "U1"), false, inbox.Open},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, _ = openTest(t)
			look := func(when string, answered bool, state inbox.State) {
				t.Helper()
				all, err := s.ConversationsByID(t.Context(), []int64{1})
				must(t, err)
				if got := !all[0].AnswerAt.IsZero(); got != answered || all[0].State != state {
					t.Errorf("%s: answered %v and %s, want %v and %s", when, got, all[0].State, answered, state)
				}
			}
			ingest(t, s, ask)
			ingest(t, s, tt.answer)
			look("after it was said", tt.answered, tt.state)
			talk, err := s.Talk(t.Context(), 1)
			must(t, err)
			if beside := len(talk.Said) == 2 && talk.Said[1].Beside; beside != tt.answered {
				t.Errorf("shown beside it: %v", beside)
			}
			gone := tt.answer
			gone.Deleted = true
			ingest(t, s, gone)
			look("after it was taken back", false, inbox.Open)
		})
	}
}

func TestAnEditKeepsTheLatestTextAndItsTime(t *testing.T) {
	s, _ := openTest(t)
	m := says("U1", "1", "1", 0, "helo")
	ingest(t, s, m)
	edited := m
	edited.Text, edited.EditedAt = "hello", noon
	if tally := ingest(t, s, edited); tally.Changed != 1 {
		t.Errorf("%+v", tally)
	}
	if tally := ingest(t, s, m); tally.Known != 1 { // an old copy, out of another cache
		t.Errorf("%+v", tally)
	}
	talk, err := s.Talk(t.Context(), only(t, s).ID)
	must(t, err)
	if u := talk.Said[0]; u.Text != "hello" || !u.EditedAt.Equal(noon) {
		t.Errorf("%+v", u)
	}
	for words, want := range map[string]int{"helo": 0, "hello": 1} {
		found, err := s.Search(t.Context(), words, 10)
		must(t, err)
		if len(found) != want {
			t.Errorf("Search(%q) = %v, want %d", words, found, want)
		}
	}
	checkIndex(t, s)
}

func TestADeletedMessageBecomesATombstone(t *testing.T) {
	s, _ := openTest(t)
	root, reply := says("U1", "1", "1", 0, "secret"), says("U2", "2", "1", 1, "I saw it")
	ingest(t, s, root, reply)
	root.Deleted = true
	ingest(t, s, root)
	talk, err := s.Talk(t.Context(), only(t, s).ID)
	must(t, err)
	if u := talk.Said[0]; len(talk.Said) != 2 || !u.Deleted || u.Text != "" || u.Author.Handle != "ana" {
		t.Errorf("%+v", talk.Said)
	}
	if found, err := s.Search(t.Context(), "secret", 10); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	root.Deleted, root.EditedAt = false, noon
	ingest(t, s, root)
	if found, err := s.Search(t.Context(), "secret", 10); err != nil || len(found) != 1 {
		t.Errorf("undeleted: found %v, %v", found, err)
	}
	checkIndex(t, s)
}

func TestReadersDoNotWaitForTheWriterAndCannotWrite(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "before"))
	tx, err := s.write.BeginTx(t.Context(), nil)
	must(t, err)
	defer tx.Rollback()
	_, err = tx.ExecContext(t.Context(), `UPDATE message SET text = 'during'`)
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	talk, err := s.Talk(ctx, 1)
	must(t, err)
	if talk.Text != "before" {
		t.Errorf("a reader saw %q before the commit", talk.Text)
	}
	if _, err := s.read.ExecContext(t.Context(), `DELETE FROM message`); err == nil {
		t.Error("a reader wrote")
	}
}

func TestAPersonsQueryCannotWrite(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	elsewhere := filepath.Join(t.TempDir(), "other.db")
	for _, statement := range []string{
		`DELETE FROM message`,
		`PRAGMA query_only = off; DELETE FROM message`,
		`ATTACH 'file:` + elsewhere + `?mode=rwc' AS other`,
		`ATTACH '` + s.path + `' AS again; DELETE FROM again.message`,
		`VACUUM INTO '` + elsewhere + `'`,
		`CREATE TEMP TABLE x (y); DROP TABLE message`,
	} {
		_ = s.Query(t.Context(), statement, func([]string) error { return nil }, func([]any) error { return nil })
		if c := only(t, s); c.Text != "hello" {
			t.Errorf("%s: %+v", statement, c)
		}
		if _, err := os.Stat(elsewhere); err == nil {
			t.Errorf("%s wrote a file", statement)
		}
	}
}

func benchPath() string { return os.Getenv("ROUNDS_BENCH_DB") }

func TestWhatAnotherProgramWritesIsNoticed(t *testing.T) {
	s, c := openTest(t)
	other := openAt(t, s.path, c)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Watch(ctx, time.Millisecond) }()
	time.Sleep(20 * time.Millisecond) // until it has looked once
	for len(s.changed) > 0 {
		<-s.changed
	}
	ingest(t, other, says("U1", "1", "1", 0, "hello"))
	select {
	case <-s.Changed():
	case <-time.After(5 * time.Second):
		t.Error("not noticed")
	}
	stop()
	must(t, <-done)
}

// channels are scopes to be followed, in the first turn.
func channels(names ...string) (all []inbox.Follow) {
	for _, name := range names {
		all = append(all, inbox.Follow{Scope: "channel:" + name, Channel: name})
	}
	return all
}

func TestRoundsThatAreCutShortReachEveryScope(t *testing.T) {
	s, c := openTest(t)
	keep := func(scope string, more bool, follow ...inbox.Follow) {
		t.Helper()
		_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Scope: inbox.Scope{Name: scope, Cursor: "x"}, More: more, Follow: follow})
		must(t, err)
	}
	seen := map[string]bool{}
	for range 4 { // each round has time for the roster and one page
		c.t = c.t.Add(time.Minute)
		must(t, s.BeginRound(t.Context(), "acme", inbox.Routine))
		round := c.t
		c.t = c.t.Add(time.Second)
		keep("", false, channels("A", "B", "C")...)
		next, err := s.Due(t.Context(), "acme", round, inbox.Spare)
		must(t, err)
		c.t = c.t.Add(time.Second)
		keep(next.Name, true)
		seen[next.Name] = true
	}
	if len(seen) != 3 {
		t.Errorf("only %v were ever read", seen)
	}
}

func TestATombstoneTakesBackWhomItsMessageNamed(t *testing.T) {
	s, _ := openTest(t)
	ask := asking(says("U1", "1", "", 1, "how do I log in?"))
	answer := says("U2", "2", "", 2, "@U1 with your mail")
	answer.Mentions = []string{"U1"}
	ingest(t, s, ask, answer)
	before := outline(t, s)
	grave := says("USLACKBOT", "2", "", 2, "")
	grave.Deleted, grave.Bot = true, true
	ingest(t, s, grave)
	n, err := list(t.Context(), s.read, func(row scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM naming`)
	must(t, err)
	if n[0] != 0 || slices.Equal(before, outline(t, s)) {
		t.Errorf("%d namings are left; the inbox is %v", n[0], outline(t, s))
	}
}

func TestAPageThatWasAskedForBeforeBringsNothingBack(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "", 1, "one"))
	asked := c.t.Add(time.Minute)
	keep := func(at time.Time, gone bool) {
		t.Helper()
		m := says("U1", "1", "", 1, "one")
		m.Deleted = gone
		_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Heard: true, Messages: []inbox.Message{m}, Asked: at})
		must(t, err)
	}
	keep(asked, true)
	keep(asked.Add(-time.Second), false)
	if got := deleted(t, s); len(got) != 1 {
		t.Error("a page that was asked for before it was gone brought it back")
	}
	keep(asked.Add(time.Second), false)
	if got := deleted(t, s); len(got) != 0 {
		t.Error("it was shown again and is not back")
	}
	checkIndex(t, s)
}

func TestAPageThatFailsLeavesAnotherAlone(t *testing.T) {
	s, _ := openTest(t)
	over, end := context.WithCancel(t.Context())
	end()
	var both sync.WaitGroup
	both.Go(func() {
		for range 100 {
			if _, err := s.Ingest(over, inbox.Page{Account: "acme", Members: people()}); err == nil {
				t.Error("a page was kept that was called off")
			}
		}
	})
	for n := range 100 {
		id := strconv.Itoa(n)
		ingest(t, s, says("U1", id, id, 0, "hello"))
	}
	both.Wait()
	if all := everything(t, s); len(all) != 100 {
		t.Errorf("%d conversations are kept", len(all))
	}
}
