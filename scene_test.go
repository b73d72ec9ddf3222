package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
	"rounds/store/storetest"
)

// A scene is a workspace with a random history, and what an undisturbed sync
// makes of it.
type scene struct {
	t     testing.TB
	seed  uint64
	slack *simulate.Slack
	base  string // the API's address

	mu     sync.Mutex
	before func(n int) // a request: the n-th since it was set
	n      int

	fellow  string          // a database that was read before the changes, "" for none
	changed bool            // something was changed
	late    map[string]bool // messages that appeared with a time long past
}

// pageful is how much the workspaces here show at once, whatever is asked for:
// a channel takes several pages.
const pageful = 9

func newScene(t testing.TB, seed uint64) *scene {
	t.Helper()
	s := &scene{t: t, seed: seed, late: map[string]bool{}}
	s.slack = simulate.NewHistory(simulate.Options{Seed: seed, Size: 110, Token: canary}, 4)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil {
			if asked, err := strconv.Atoi(r.Form.Get("limit")); err == nil {
				r.Form.Set("limit", strconv.Itoa(min(asked, pageful)))
			}
		}
		s.mu.Lock()
		s.n++
		before, n := s.before, s.n
		s.mu.Unlock()
		if before != nil {
			before(n)
		}
		s.slack.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.base = server.URL + "/api/"
	return s
}

// home is a machine that is connected to the workspace, with an empty database
// or the one that was read before the last changes.
func (s *scene) home(t testing.TB) home {
	t.Helper()
	h := newHome(t).with("ROUNDS_SLACK_TOKEN="+canary, "ROUNDS_SLACK_BASE="+s.base)
	if s.fellow != "" {
		duplicate(t, s.fellow, h.db)
	}
	return h
}

// duplicate copies a database that nobody has open, with its log.
func duplicate(t testing.TB, from, to string) {
	t.Helper()
	for _, tail := range []string{"", "-wal"} {
		content, err := os.ReadFile(from + tail)
		if os.IsNotExist(err) {
			continue
		}
		if err == nil {
			err = os.WriteFile(to+tail, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// mischief lets requests go wrong in ways that take no time; patient adds the
// two that ask for a second, and often.
func (s *scene) mischief(patient bool) {
	apart := []simulate.Trick{
		simulate.SlowBody, simulate.Bomb, simulate.BusyLong, simulate.BusyBare, simulate.BusyHTML, simulate.RateLimited,
	}
	if !patient {
		apart = append(apart, simulate.Busy, simulate.Later)
	}
	tricks := slices.DeleteFunc(simulate.Honest(), func(trick simulate.Trick) bool { return slices.Contains(apart, trick) })
	for range 3 {
		if patient {
			tricks = append(tricks, simulate.Busy, simulate.Later)
		}
	}
	s.slack.Misbehave(simulate.Mischief{Seed: s.seed, Rate: 0.05, Tricks: tricks})
}

func (s *scene) calm() { s.slack.Misbehave(simulate.Mischief{}) }

// change lets things happen in the workspace.
func (s *scene) change(n int) {
	was, now := s.shown(), time.Now()
	s.slack.Change(now, n)
	s.changed = true
	for id := range s.shown() {
		if _, ts, _ := strings.Cut(id, " "); !was[id] && ts < stampOf(now) {
			s.late[id] = true
		}
	}
}

// shown are the messages that can be read.
func (s *scene) shown() map[string]bool {
	all := map[string]bool{}
	for _, m := range s.slack.State().Messages {
		if !m.Tombstone {
			all[m.Channel+" "+m.TS] = true
		}
	}
	return all
}

// readBefore reads the workspace and then lets things happen in it, which the
// next sync has to find.
func (s *scene) readBefore(changes int) {
	s.t.Helper()
	h := s.home(s.t)
	h.must(s.t, "sync")
	s.fellow = h.db
	s.change(changes)
}

// portrait is what a database holds, to be compared with another.
func portrait(t testing.TB, db string) map[string][]string {
	t.Helper()
	file := openRaw(t, db)
	defer file.Close()
	all := map[string][]string{}
	for name, query := range storetest.Views() {
		all[name] = lines(t, file, query)
	}
	return all
}

// standing is what a database of one history holds besides its portrait: how
// its rounds stand. When old history was last compared depends on the rounds.
func standing(t testing.TB, db string) map[string][]string {
	t.Helper()
	file := openRaw(t, db)
	defer file.Close()
	return map[string][]string{
		"accounts": lines(t, file, `SELECT name, platform, base, team, self, desk, trouble, stopped, synced_at > 0 FROM account`),
		"scopes":   lines(t, file, `SELECT name, turn, channel, mark, tries > 0, trouble, read_at > 0 OR turn = 2 FROM scope`),
		"namings": lines(t, file, `
			SELECT ch.key, u.key, n.sent_at, m.key, a.key
			FROM   naming AS n JOIN channel AS ch ON ch.id = n.channel_id JOIN member AS u ON u.id = n.member_id
			JOIN   message AS m ON m.id = n.message_id JOIN member AS a ON a.id = n.author_id`),
	}
}

func openRaw(t testing.TB, db string) *sql.DB {
	t.Helper()
	file, err := sql.Open("sqlite", db)
	if err != nil {
		t.Fatal(err)
	}
	file.SetMaxOpenConns(1)
	return file
}

// lines are the rows of a query, sorted.
func lines(t testing.TB, file *sql.DB, query string) []string {
	t.Helper()
	rows, err := file.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(values))
		for i, v := range values {
			line[i] = fmt.Sprint(v)
		}
		all = append(all, strings.Join(line, " · "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// sound says what is wrong with a database by itself: with the file, its search
// index, what it keeps count of, or how far it believes to have read.
func (s *scene) sound(t testing.TB, db string) []string {
	t.Helper()
	file := openRaw(t, db)
	defer file.Close()
	var wrong []string
	if said := lines(t, file, `PRAGMA integrity_check`); !slices.Equal(said, []string{"ok"}) {
		wrong = append(wrong, "the file: "+strings.Join(said, "; "))
	}
	if said := lines(t, file, `PRAGMA foreign_key_check`); len(said) > 0 {
		wrong = append(wrong, "a foreign key: "+said[0])
	}
	if lines(t, file, `SELECT name FROM sqlite_schema WHERE name = 'lease'`) == nil {
		return wrong // the last migration did not come to pass
	}
	if _, err := file.ExecContext(t.Context(), `INSERT INTO message_text (message_text, rank) VALUES ('integrity-check', 1)`); err != nil {
		wrong = append(wrong, "the search index: "+err.Error())
	}
	for name, pair := range storetest.Counts() {
		if got, want := lines(t, file, pair[0]), lines(t, file, pair[1]); !slices.Equal(got, want) {
			wrong = append(wrong, "the count of "+name+": "+firstDifference(strings.Join(got, "\n"), strings.Join(want, "\n")))
		}
	}
	return append(wrong, s.ahead(t, file)...)
}

// ahead finds what a database believes to hold and does not: in a channel
// between the ends of what is held, in a thread up to where it is read. And a
// thread that its root was told of has to be on the list.
func (s *scene) ahead(t testing.TB, file *sql.DB) (missing []string) {
	t.Helper()
	kept := map[string]bool{}
	for _, line := range lines(t, file, `SELECT ch.key || ' ' || m.key FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id`) {
		kept[line] = true
	}
	scopes := map[string][]string{}
	for _, line := range lines(t, file, `SELECT name, held_from, held_to, coalesce(nullif(cursor, ''), '{}') FROM scope`) {
		parts := strings.SplitN(line, " · ", 4)
		scopes[parts[0]] = parts[1:]
	}
	for _, m := range s.slack.State().Messages {
		id := m.Channel + " " + m.TS
		if m.Tombstone || s.late[id] {
			continue
		}
		scope, cursor := scopes["channel:"+m.Channel], struct{ Done, High string }{}
		if m.Thread != m.TS {
			scope = scopes["thread:"+m.Channel+":"+m.Thread]
		}
		listed := m.Replies == 0 || scopes["thread:"+m.Channel+":"+m.TS] != nil || s.changed // the page was read before
		if scope == nil || kept[id] && listed {
			continue
		}
		if err := json.Unmarshal([]byte(scope[2]), &cursor); err != nil {
			t.Fatal(err)
		}
		switch {
		case kept[id]:
			missing = append(missing, "the thread under "+id+" is not on the list")
		case m.Thread == m.TS && stampOf(micros(scope[0])) <= m.TS && m.TS <= stampOf(micros(scope[1])):
			missing = append(missing, id+" is within what is held of its channel")
		case m.Thread != m.TS && m.TS <= max(cursor.Done, cursor.High):
			missing = append(missing, id+" is before the cursor of its thread")
		}
	}
	return missing
}

func micros(text string) time.Time {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return time.UnixMicro(n)
}

// stampOf is a time as Slack writes it.
func stampOf(t time.Time) string {
	return fmt.Sprintf("%010d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// died looks at the database that a kill left behind, without touching it.
func (s *scene) died(t testing.TB, h home, at end) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "died.db")
	duplicate(t, h.db, copied)
	for _, wrong := range s.sound(t, copied) {
		t.Errorf("killed %s, point %d: %s", at.point, at.points, wrong)
	}
	for _, tail := range []string{"", "-wal", "-shm"} { // hundreds of them are too many
		if err := os.Remove(copied + tail); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// unheard reports whether a kill left the program without a note of a wait that
// was asked of it, since it came between the answer and the note.
func (s *scene) unheard(at end) bool {
	requests := s.slack.Requests()
	if len(requests) == 0 || at.point != "after an answer" && at.point != "before a commit" {
		return false
	}
	last := requests[len(requests)-1].Trick
	return last == simulate.Busy || last == simulate.Later || last == simulate.Switched
}
