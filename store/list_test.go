package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
)

func parse(t testing.TB, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text, noon)
	must(t, err)
	return q
}

// TestTheInboxIsPagedWithoutGaps walks a list in small windows, both ways, and
// wants what one large window gives.
func TestTheInboxIsPagedWithoutGaps(t *testing.T) {
	s, _ := openTest(t)
	var page []inbox.Message
	for i := range 57 {
		id := fmt.Sprintf("%03d", i)
		page = append(page, says("U1", id, id, i/4, "hello")) // four at the same time
	}
	ingest(t, s, page...)
	for _, text := range []string{"", "sort:oldest"} {
		q := parse(t, text)
		all, err := s.Conversations(t.Context(), q, inbox.Window{})
		must(t, err)
		mark := func(c inbox.Conversation) inbox.Mark {
			if q.Sort == query.Oldest {
				return inbox.Mark{At: c.OpenedAt, ID: c.ID}
			}
			return inbox.Mark{At: c.LastAt, ID: c.ID}
		}
		var down []inbox.Conversation
		for w := (inbox.Window{Limit: 5}); ; w.After = mark(down[len(down)-1]) {
			some, err := s.Conversations(t.Context(), q, w)
			must(t, err)
			if len(some) == 0 {
				break
			}
			down = append(down, some...)
		}
		up, err := s.Conversations(t.Context(), q, inbox.Window{FromEnd: true, Limit: 5})
		must(t, err)
		for {
			some, err := s.Conversations(t.Context(), q, inbox.Window{Before: mark(up[0]), Limit: 5})
			must(t, err)
			if len(some) == 0 {
				break
			}
			up = append(some, up...)
		}
		if !reflect.DeepEqual(ids(down), ids(all)) || !reflect.DeepEqual(ids(up), ids(all)) {
			t.Errorf("%q:\n all %v\ndown %v\n  up %v", text, ids(all), ids(down), ids(up))
		}
		if n, err := s.CountAhead(t.Context(), q, mark(all[7]), 100); n != 7 || err != nil {
			t.Errorf("%q: %d ahead, %v", text, n, err)
		}
	}
}

func ids(all []inbox.Conversation) []int64 {
	var list []int64
	for _, c := range all {
		list = append(list, c.ID)
	}
	return list
}

func TestAFilterPicksWhatItSays(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s,
		asking(says("U1", "1", "1", 0, "how do I log in?")),                  // 1: answered by bo
		says("U2", "1a", "1", 5, "press the button"),                         //
		asking(says("U2", "2", "2", 10, "where is the C++ guide?")),          // 2: unanswered, two days old
		mentioning(says("U1", "3", "3", 48*60-60, "@sam are you there")),     // 3: names us, an hour old
		says("U3", "4", "4", 20, "an announcement of ours https://acme.org"), // 4: ours
		says("U4", "5", "5", 30, "beep"),                                     // 5: a bot's
	)
	do(t, s, inbox.Triage{Verb: inbox.AddTag, On: []int64{2}, Tags: []string{"docs"}})
	do(t, s, inbox.Triage{Verb: inbox.AddNote, On: []int64{1}, Text: "nice"})
	must(t, s.MarkRead(t.Context(), 3))
	tests := map[string][]int64{
		"":                            {3, 5, 4, 2, 1},
		"is:open":                     {3, 5, 2, 1},
		"is:waiting":                  {4},
		"is:question":                 {2, 1},
		"is:question,mention":         {3, 2, 1},
		"is:unanswered is:question":   {2},
		"is:answered":                 {1},
		"-is:question":                {3, 5, 4},
		"is:mention":                  {3},
		"is:unread is:open":           {2, 1},
		"is:first":                    {1},
		"is:us":                       {3},
		"is:threaded":                 {1},
		"from:ana":                    {3, 1},
		"from:@ANA":                   {3, 1},
		"by:bo":                       {2, 1},
		"channel:#help from:bo":       {2},
		"channel:other":               {},
		"account:acme platform:slack": {3, 5, 4, 2, 1},
		"tag:docs":                    {2},
		"-tag:docs is:question":       {1},
		"has:note":                    {1},
		"has:link":                    {4},
		"age:>24h is:question":        {2, 1},
		"age:<2h":                     {3},
		"button":                      {1},
		`"the button"`:                {1},
		"C++":                         {2},
		"-button is:question":         {2},
		"is:question sort:oldest":     {1, 2},
	}
	for text, want := range tests {
		found, err := s.Conversations(t.Context(), parse(t, text), inbox.Window{})
		must(t, err)
		if got := ids(found); !slices.Equal(got, want) {
			t.Errorf("%q picks %v, want %v", text, got, want)
		}
		if n, err := s.Count(t.Context(), parse(t, text), 100); err != nil || n != len(want) {
			t.Errorf("%q counts %d, %v", text, n, err)
		}
	}
}

// TestHotQueriesKeepTheirPlans pins how SQLite goes about the lists that a
// person waits for: by an index, in its order, without sorting.
func TestHotQueriesKeepTheirPlans(t *testing.T) {
	s, _ := openTest(t)
	var page []inbox.Message
	for i := range 3000 {
		id := fmt.Sprintf("%04d", i)
		m := says(fmt.Sprintf("U%d", 1+i%4), id, id, i, "hello")
		if i%3 == 0 {
			m = asking(m)
		}
		if i%50 == 0 {
			m = mentioning(m)
		}
		page = append(page, m)
	}
	ingest(t, s, page...)
	_, err := s.write.ExecContext(t.Context(), `ANALYZE`)
	must(t, err)
	after := inbox.Window{Limit: 50, After: inbox.Mark{At: noon, ID: 9}}
	tests := map[string]struct {
		filter string
		window inbox.Window
		want   string
	}{
		"all":                     {"is:all", inbox.Window{Limit: 50}, "SCAN c USING INDEX conversation_by_last"},
		"all, further down":       {"is:all", after, "SEARCH c USING INDEX conversation_by_last (last_at<?)"},
		"open":                    {"is:open", inbox.Window{Limit: 50}, "SEARCH c USING INDEX conversation_by_state (state=?)"},
		"open, further down":      {"is:open", after, "SEARCH c USING INDEX conversation_by_state (state=? AND last_at<?)"},
		"questions":               {"is:open is:question", inbox.Window{Limit: 50}, "SEARCH c USING INDEX conversation_by_question (state=?)"},
		"questions, further down": {"is:open is:question", after, "SEARCH c USING INDEX conversation_by_question (state=? AND last_at<?)"},
		"mentions":                {"is:open is:mention", inbox.Window{Limit: 50}, "SEARCH c USING INDEX conversation_by_mention (state=?)"},
		"unanswered": {
			"is:open is:unanswered is:question,mention age:>24h sort:oldest",
			inbox.Window{Limit: 50},
			"SEARCH c USING INDEX conversation_unanswered (state=? AND opened_at<?)",
		},
		"snoozed": {"is:snoozed", inbox.Window{Limit: 50}, "SEARCH c USING INDEX conversation_by_state (state=?)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := parse(t, tt.filter)
			f, err := s.where(q)
			must(t, err)
			f.bound(q.Sort, tt.window)
			plan := explain(t, s, f.ids(q.Sort, false, tt.window.Limit), f.args...)
			if plan != tt.want {
				t.Errorf("plan is %q\n    want %q", plan, tt.want)
			}
		})
	}
}

// TestIngestScansNothing pins the look-ups that every page makes: a scan there
// makes each page slower than the one before.
func TestIngestScansNothing(t *testing.T) {
	s, _ := openTest(t)
	tests := map[string]struct{ query, want string }{
		"the messages of a conversation": {
			`SELECT id FROM message AS m WHERE m.conversation_id = ? AND m.conversation_id > 0 ORDER BY m.sent_at, m.key`,
			"SEARCH m USING INDEX message_by_conversation (conversation_id=?); USE TEMP B-TREE FOR LAST TERM OF ORDER BY",
		},
		"what is known of a message": {findMessage, "SEARCH message USING INDEX sqlite_autoindex_message_1 (channel_id=? AND key=?)"},
		"a conversation by its beginning": {
			selectTalk + `WHERE c.channel_id = ? AND c.key = ?`,
			"SEARCH c USING INDEX sqlite_autoindex_conversation_1 (channel_id=? AND key=?)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if plan := explain(t, s, tt.query, 1, 2); plan != tt.want {
				t.Errorf("plan is %q\n    want %q", plan, tt.want)
			}
		})
	}
}

func explain(t testing.TB, s *Store, query string, args ...any) string {
	t.Helper()
	lines, err := list(t.Context(), s.read, func(row scanner) (line string, err error) {
		var a, b, c any
		return line, row.Scan(&a, &b, &c, &line)
	}, `EXPLAIN QUERY PLAN `+query, args...)
	must(t, err)
	return strings.Join(lines, "; ")
}

// BenchmarkInbox measures what a person waits for, on whatever ROUNDS_BENCH_DB
// points at: bench/ makes such files.
func BenchmarkInbox(b *testing.B) {
	s := openBench(b)
	for name, filter := range map[string]string{
		"all": "is:all", "open": "is:open", "questions": "is:open is:question", "mentions": "is:open is:mention",
		"unanswered": "is:open is:unanswered is:question,mention age:>24h sort:oldest",
	} {
		q := parse(b, filter)
		b.Run("page/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Conversations(b.Context(), q, inbox.Window{Limit: 50}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("count/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Count(b.Context(), q, 1000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSearch measures words of every frequency.
func BenchmarkSearch(b *testing.B) {
	s := openBench(b)
	for _, words := range []string{"the", "with", "docker", "kubernetes", "flamegraph", "deadlock race", `"in the"`, "nosuchword", "kube", "C++", "v3.2.1", ":)"} {
		b.Run(strings.ReplaceAll(words, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Search(b.Context(), words, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func openBench(b *testing.B) *Store {
	b.Helper()
	path := benchPath()
	if path == "" {
		b.Skip("ROUNDS_BENCH_DB names no database; bench/run.sh makes one")
	}
	s, err := Open(b.Context(), path, Options{Now: func() time.Time { return noon.AddDate(0, 0, 14) }})
	must(b, err)
	b.Cleanup(func() { s.Close() })
	return s
}
