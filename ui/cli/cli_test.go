package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
	"rounds/ui/pane"
)

// noon is when the tests take place.
func noon() time.Time { return time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC) }

// shelf is a memory that holds what a test put there.
type shelf struct {
	Docket
	Crowd

	conversations []inbox.Conversation
	hits          []inbox.Hit
	columns       []string
	rows          [][]any
	health        inbox.Health

	asked query.Query
	limit int
	words string
	out   []inbox.Outgoing
	order inbox.Order
}

func (s *shelf) Conversations(_ context.Context, q query.Query, w inbox.Window) ([]inbox.Conversation, error) {
	s.asked, s.limit = q, w.Limit
	if w.Limit > 0 {
		return s.conversations[:min(w.Limit, len(s.conversations))], nil
	}
	return s.conversations, nil
}

func (s *shelf) Count(context.Context, query.Query, int) (int, error) {
	return len(s.conversations), nil
}

func (s *shelf) Talk(_ context.Context, id int64) (inbox.Talk, error) {
	if id > int64(len(s.conversations)) {
		return inbox.Talk{}, inbox.ErrNone
	}
	return inbox.Talk{Conversation: s.conversations[id-1]}, nil
}

func (s *shelf) ConversationOf(context.Context, int64) (int64, error) { return 0, inbox.ErrNone }

func (s *shelf) Search(_ context.Context, words string, limit int) ([]inbox.Hit, error) {
	s.words, s.limit = words, limit
	return s.hits, nil
}

func (s *shelf) Query(_ context.Context, _ string, head func([]string) error, each func([]any) error) error {
	err := head(s.columns)
	for _, row := range s.rows {
		err = errors.Join(err, each(row))
	}
	return err
}

func (s *shelf) Backup(context.Context, string) error { return nil }

func (s *shelf) Standings(context.Context) ([]inbox.Standing, error) { return nil, nil }

func (s *shelf) Health(context.Context, bool) (inbox.Health, error) { return s.health, nil }

func (s *shelf) Close() error { return nil }

func (s *shelf) Ask(_ context.Context, o inbox.Order) (inbox.Entry, error) {
	s.order = o
	for _, a := range o.Actions {
		if a.Due.IsZero() {
			a.Due = noon().Add(10 * time.Second)
		}
		s.out = append(s.out, inbox.Outgoing{Action: a, Leaves: a.Due, Seq: int64(len(s.out) + 1), Entry: "e", State: inbox.Queued, Room: "help", Whom: inbox.Author{Handle: "ana"}, As: inbox.Author{Handle: "sam"}})
	}
	return inbox.Entry{ID: "e"}, nil
}

func (s *shelf) Outbox(context.Context, bool) ([]inbox.Outgoing, error) { return s.out, nil }

func (s *shelf) Decide(_ context.Context, id string, w inbox.Word) error {
	s.words = id + " " + string(w)
	return nil
}

func (s *shelf) TakeBack(_ context.Context, id string) (inbox.Entry, error) {
	s.words = id + " back"
	return inbox.Entry{}, nil
}

func (s *shelf) Uses(context.Context) (map[string]int, error) { return map[string]int{}, nil }

func (s *shelf) Undo(context.Context) (inbox.Entry, error) {
	return inbox.Entry{Verb: inbox.SayReply, Subject: "ana in #help"}, nil
}

func (s *shelf) Redo(context.Context) (inbox.Entry, error) { return inbox.Entry{}, inbox.ErrNone }

func (s *shelf) Account(context.Context, string) (inbox.Account, error) {
	return inbox.Account{}, inbox.ErrNone
}

// call runs a command line on a shelf, on a terminal of width columns, 0 for a
// pipe.
func call(t testing.TB, s *shelf, width int, args ...string) (out, problems string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	h := House{
		In: strings.NewReader(""), Out: &o, Err: &e, Now: noon, Width: width,
		Open: func(context.Context, Settings) (Memory, error) { return s, nil },
	}
	root := New(h)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return o.String(), e.String(), err
}

func asked(id int64, author, channel, text string) inbox.Conversation {
	return inbox.Conversation{
		ID: id, Account: "acme", Platform: inbox.Slack, Channel: inbox.Channel{Name: channel}, State: inbox.Open,
		Opener: inbox.Author{Handle: author}, Text: text, OpenedAt: noon().Add(-26 * time.Hour), LastAt: noon().Add(-26 * time.Hour),
		Signals: []inbox.Signal{{Kind: inbox.Question, Reason: "asks “how”"}},
	}
}

func TestAPipeIsGivenWholeWordsBetweenTabs(t *testing.T) {
	long := strings.Repeat("word ", 60) + "end"
	out, _, err := call(t, &shelf{conversations: []inbox.Conversation{asked(7, "maria\tk", "he\nlp", "two\nlines and a\ttab"), asked(8, "bo", "general", long)}}, 0, "inbox")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 2 || strings.Count(lines[0], "\t") != 6 || strings.Count(lines[1], "\t") != 6 {
		t.Fatalf("printed %q", out)
	}
	if want := "7\t26h\topen\t#he lp\tmaria k\tquestion\ttwo lines and a tab"; lines[0] != want {
		t.Errorf("printed %q, want %q", lines[0], want)
	}
	if !strings.HasSuffix(lines[1], "\t"+long) {
		t.Errorf("a long text was cut: %q", lines[1])
	}
}

func TestATableIsAsWideAsItsTerminal(t *testing.T) {
	s := &shelf{conversations: []inbox.Conversation{
		asked(1, "maria.k", "help", "How do I rotate the API key without downtime? We have three workers and a scheduler"),
		asked(2, strings.Repeat("長い名前", 20), strings.Repeat("c", 80), strings.Repeat("日本語の質問", 40)),
		asked(3, "👩‍👩‍👧‍👦", "h\x1b[31m", "\x1b]52;c;eA==\a\u202eevil"),
	}}
	for _, width := range []int{20, 40, 80, 120, 250} {
		out, _, err := call(t, s, width, "inbox")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(lines) != 4 || !strings.HasPrefix(lines[0], "ID") {
			t.Fatalf("at %d columns:\n%s", width, out)
		}
		if strings.ContainsAny(out, "\x1b\a\u202e") {
			t.Errorf("at %d columns: %q", width, out)
		}
		text := strings.Index(lines[0], "TEXT")
		for _, line := range lines {
			if width >= 80 && pane.Width(line) > width {
				t.Errorf("a row of %d cells at %d columns: %s", pane.Width(line), width, line)
			}
			if got := pane.Width(line[:min(len(line), text)]); width >= 80 && got > text {
				t.Errorf("the columns do not stand in line: %s", line)
			}
		}
	}
}

func TestATableNeverOutgrowsItsTerminal(t *testing.T) {
	s := &shelf{conversations: []inbox.Conversation{asked(1, "somebody.with.a.name", "a-long-channel-name", "a question of some length that is cut")}}
	for _, width := range []int{60, 80, 100} {
		out, _, err := call(t, s, width, "inbox")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out) {
			if got := pane.Width(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("a row of %d cells at %d columns: %s", got, width, line)
			}
		}
	}
}

func TestTheInboxSaysThatThereIsMore(t *testing.T) {
	s := &shelf{}
	for id := range int64(12) {
		s.conversations = append(s.conversations, asked(id+1, "bo", "help", "why?"))
	}
	out, more, err := call(t, s, 0, "inbox", "--limit", "10", "is:question", "from:bo")
	if err != nil || strings.Count(out, "\n") != 10 || !strings.Contains(more, "the first 10 of 12") {
		t.Errorf("%v: %q and %q", err, out, more)
	}
	if s.asked.String() != "is:question from:bo" {
		t.Errorf("asked for %q", s.asked)
	}
	if _, _, err := call(t, s, 0, "inbox", "--json"); err != nil || s.limit != 0 {
		t.Errorf("JSON is limited to %d, %v", s.limit, err)
	}
	if _, nothing, err := call(t, &shelf{}, 0, "inbox"); err != nil || nothing != "Nothing there.\n" {
		t.Errorf("an empty inbox says %q, %v", nothing, err)
	}
}

func TestWordsForTheShellAreWordsForTheSearch(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"one word":                      {[]string{"lantern"}, "lantern"},
		"several words":                 {[]string{"the", "lantern"}, "the lantern"},
		"one argument is as it is":      {[]string{"the lantern"}, "the lantern"},
		"a phrase among words":          {[]string{"bo", "the lantern"}, `bo "the lantern"`},
		"quotes that came through":      {[]string{"bo", `"the lantern"`}, `bo "the lantern"`},
		"signs":                         {[]string{"C++", ":)"}, "C++ :)"},
		"what looks like a flag is one": {[]string{"--", "-x"}, "-x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := &shelf{}
			if _, _, err := call(t, s, 0, append([]string{"search"}, tt.args...)...); err != nil || s.words != tt.want {
				t.Errorf("searched %q, %v; want %q", s.words, err, tt.want)
			}
		})
	}
}

func TestACallThatWasNotUnderstoodIsAUsageError(t *testing.T) {
	for _, args := range [][]string{
		{"bogus"},
		{"--bogus"},
		{"inbox", "--bogus"},
		{"inbox", "is:bogus"},
		{"inbox", "--limit", "-1"},
		{"inbox", "--limit", "x"},
		{"show"},
		{"show", "x"},
		{"show", "1", "2"},
		{"search"},
		{"search", "--limit", "-3", "x"},
		{"sql"},
		{"sql", "--format", "xml", "SELECT 1"},
		{"import", "icq"},
		{"import", "slack"},
		{"import", "slack", "a", "b"},
		{"import", "slack", "a", "--since", "31.1."},
		{"backup"},
		{"version", "1"},
		{"doctor", "1"},
		{"sync", "acme"},
		{"demo", "--size", "0"},
		{"demo", "--size", "100001"},
		{"demo", "--seed", "x"},
	} {
		_, _, err := call(t, &shelf{}, 0, args...)
		if usage, ok := errors.AsType[*Usage](err); !ok || ExitCode(err) != ExitUsage || usage.Error() == "" {
			t.Errorf("rounds %q: %v, code %d", args, err, ExitCode(err))
		}
	}
}

func TestEveryErrorHasItsCode(t *testing.T) {
	tests := map[string]struct {
		err  error
		want int
	}{
		"none":                     {nil, ExitDone},
		"any":                      {errors.New("disk I/O error"), ExitFailed},
		"a wrong call":             {fmt.Errorf("x: %w", &Usage{errors.New("y")}), ExitUsage},
		"not there":                {fmt.Errorf("x: %w", inbox.ErrNone), ExitNone},
		"stopped by the person":    {fmt.Errorf("x: %w", context.Canceled), ExitInterrupted},
		"stopped in the middle":    {errors.Join(nil, stopped(context.Canceled)), ExitInterrupted},
		"took longer than allowed": {context.DeadlineExceeded, ExitFailed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ExitCode(tt.err); got != tt.want {
				t.Errorf("ExitCode(%v) = %d, want %d", tt.err, got, tt.want)
			}
		})
	}
}

// formulas are what a spreadsheet would carry out, of ../shared/attacks.
func formulas(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{
		"equals": "=1+1", "plus": "+1+1", "minus": "-1+1", "at": "@SUM(1+1)", "a tab before": "\t=1+1", "a return before": "\r=1+1",
		"a line break before": "\n=1+1", "a blank before": " =1+1", "a wide equals": "＝1+1", "a no-break space before": "\u00a0=1+1",
		"an escape before": "\x1b[0m=1+1", "a joiner before": "\u200d=1+1",
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "attacks", "data_attacks.json"))
	if err != nil {
		if os.Getenv("ROUNDS_NEED_SHARED") != "" {
			t.Fatal(err)
		}
		return found // those above are the same in small
	}
	var cases []struct{ ID, Group, Payload string }
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Group == "csv" {
			found[c.ID] = c.Payload
		}
	}
	return found
}

func TestASpreadsheetReadsTextAsText(t *testing.T) {
	for name, payload := range formulas(t) {
		t.Run(name, func(t *testing.T) {
			s := &shelf{columns: []string{"text", "blob", "n"}, rows: [][]any{{payload, []byte(payload), int64(-5)}}}
			out, _, err := call(t, s, 0, "sql", "--format", "csv", "SELECT")
			if err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
			if err != nil || len(rows) != 2 {
				t.Fatalf("%q is not CSV: %v", out, err)
			}
			for _, cell := range rows[1][:2] {
				start := strings.TrimLeft(cell, " \t\r\n\u00a0")
				if start != "" && strings.ContainsAny(start[:1], "=+-@") || strings.HasPrefix(start, "＝") {
					t.Errorf("%q would be carried out", cell)
				}
				if !strings.Contains(strings.ReplaceAll(cell, "'", ""), strings.ReplaceAll(strings.TrimLeft(payload, "\t\r\n \u00a0\u200d\x1b[0m"), "'", "")) {
					t.Errorf("%q has lost something of %q", cell, payload)
				}
			}
			if rows[1][2] != "-5" {
				t.Errorf("a number became %q", rows[1][2])
			}
		})
	}
}

func TestHarmlessLeavesHonestTextAlone(t *testing.T) {
	for _, text := range []string{"", "hello", "1+1=2", "a;=1", "3", "'quoted'", "user@example.com", "x - y", "…", "日本"} {
		if got := harmless(text); got != text {
			t.Errorf("harmless(%q) = %q", text, got)
		}
	}
}

func TestValuesKeepTheirKindInEveryForm(t *testing.T) {
	s := &shelf{columns: []string{"t\ne", "i", "f", "n", "b"}, rows: [][]any{{"a\x1b[31m\"b\nc", int64(-5), 0.1, nil, []byte("x\x07y")}, {"", int64(1) << 40, -2.0, nil, nil}}}
	tests := map[string]string{
		"csv":   "t e,i,f,n,b\n\"a\"\"b\nc\",-5,0.1,,xy\n,1099511627776,-2,,\n",
		"json":  "[\n{\"t e\":\"a\\\"b\\nc\",\"i\":-5,\"f\":0.1,\"n\":null,\"b\":\"xy\"},\n{\"t e\":\"\",\"i\":1099511627776,\"f\":-2,\"n\":null,\"b\":null}\n]\n",
		"table": "a\"b c\t-5\t0.1\t\txy\n\t1099511627776\t-2\t\t\n",
	}
	for format, want := range tests {
		t.Run(format, func(t *testing.T) {
			out, _, err := call(t, s, 0, "sql", "--format", format, "SELECT")
			if err != nil || out != want {
				t.Errorf("printed %q, %v; want %q", out, err, want)
			}
		})
	}
}

func TestTheMeterSaysHowMuchHowFastAndHowLongStill(t *testing.T) {
	var drawn bytes.Buffer
	now := noon()
	h := House{Err: &drawn, Width: 120, Live: true, Now: func() time.Time { return now }}
	m := h.Meter("importing")
	m.Tell(Progress{Account: "acme", Read: 0, Size: 1000})
	now = now.Add(2 * time.Second)
	m.Tell(Progress{Account: "acme", What: "general", Messages: 20_000, Read: 250, Size: 1000})
	if want := "importing acme · general · 20,000 messages · 25 % · 10,000/s · about 6s left"; !strings.HasSuffix(drawn.String(), "\r\x1b[K"+want) {
		t.Errorf("drew %q, want %q", drawn.String(), want)
	}
	drawn.Reset()
	m.Tell(Progress{Account: "acme", Messages: 20_001, Read: 251, Size: 1000})
	if drawn.Len() > 0 {
		t.Errorf("drew twice within %v: %q", often, drawn.String())
	}
	m.Tell(Progress{Account: "acme", Event: Waiting, Messages: 20_002, Until: now.Add(30 * time.Second)})
	if !strings.Contains(drawn.String(), "the platform asks to wait until 12:00:32 (30s)") {
		t.Errorf("drew %q", drawn.String())
	}
	drawn.Reset()
	m.Tell(Progress{Account: "ac\x1b[31mme", Event: Troubled, Trouble: "no \x1b]0;x\aanswer"})
	if got := drawn.String(); got != "\r\x1b[Kacme: no answer\n" {
		t.Errorf("trouble is %q", got)
	}
}

func TestTheMeterStaysOnItsLine(t *testing.T) {
	for _, width := range []int{0, 20, 40, 80} {
		var drawn bytes.Buffer
		h := House{Err: &drawn, Width: width, Live: true, Now: noon}
		h.Meter("syncing").Tell(Progress{Account: strings.Repeat("日", 300), What: "a\nb\x1b[2J"})
		line := strings.TrimPrefix(drawn.String(), "\r\x1b[K")
		if strings.ContainsAny(line, "\n\r\x1b") || pane.Width(line) > max(width-1, 40) {
			t.Errorf("at %d columns: %q", width, line)
		}
	}
}

func TestAPipeIsGivenNoMeter(t *testing.T) {
	var drawn bytes.Buffer
	h := House{Err: &drawn, Now: noon}
	m := h.Meter("syncing")
	m.Tell(Progress{Account: "acme", Messages: 3})
	m.Clear()
	if drawn.Len() > 0 {
		t.Errorf("drew %q", drawn.String())
	}
	m.Tell(Progress{Account: "acme", Event: Troubled, Trouble: "no answer"})
	if got := drawn.String(); got != "acme: no answer\n" {
		t.Errorf("trouble is %q", got)
	}
}

func TestNumbersAreWrittenToBeRead(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -999: "-999"} {
		if got := commas(n); got != want {
			t.Errorf("commas(%d) = %s, want %s", n, got, want)
		}
	}
	for want, got := range map[string]string{"1 reply": count(1, "reply"), "2 replies": count(2, "reply"), "0 days": count(0, "day"), "2,000 messages": count(2000, "message")} {
		if got != want {
			t.Errorf("count says %q, want %q", got, want)
		}
	}
}

func TestDoctorEndsWithWhatIsToBeLookedAt(t *testing.T) {
	s := &shelf{health: inbox.Health{Path: "x.db", Check: []string{"page 7 is never used"}}}
	var out bytes.Buffer
	h := House{
		Out: &out, Err: &out, Now: noon, Open: func(context.Context, Settings) (Memory, error) { return s, nil },
		Examine: func(context.Context, Settings) []Finding { return []Finding{{What: "config", OK: true, Is: "fine"}} },
	}
	for _, args := range [][]string{{"doctor"}, {"doctor", "--json"}} {
		out.Reset()
		root := New(h)
		root.SilenceErrors, root.SilenceUsage = true, true
		root.SetArgs(args)
		err := root.ExecuteContext(t.Context())
		if err == nil || err.Error() != "1 thing to look at" || !strings.Contains(out.String(), "page 7 is never used") {
			t.Errorf("%q: %v\n%s", args, err, out.String())
		}
	}
}
