package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// stocked is a home with the small community in it.
func stocked(t testing.TB) home {
	t.Helper()
	h := newHome(t)
	h.must(t, "import", "slack", packed(t, h.dir, small()), "--as", "acme", "--me", "sam")
	return h
}

func has(t testing.TB, what string, object map[string]any, fields ...string) {
	t.Helper()
	for _, field := range fields {
		if _, ok := object[field]; !ok {
			t.Errorf("%s has no %q: %v", what, field, object)
		}
	}
}

func inUTC(t testing.TB, what string, value any) {
	t.Helper()
	text, _ := value.(string)
	if _, err := time.Parse(time.RFC3339, text); err != nil || !strings.HasSuffix(text, "Z") {
		t.Errorf("%s is %v, not a time of RFC 3339 in UTC", what, value)
	}
}

func TestTheInboxInJSON(t *testing.T) {
	t.Parallel()
	h := stocked(t).with("TZ=Asia/Kolkata")
	all := h.objects(t, "inbox", "--json")
	if len(all) != 4 {
		t.Fatalf("%d conversations", len(all))
	}
	for _, c := range all {
		has(t, "a conversation", c, "id", "platform", "account", "channel", "author", "text", "opened_at", "last_at",
			"state", "signals", "reasons", "replies", "unanswered", "permalink")
		inUTC(t, "opened_at", c["opened_at"])
		inUTC(t, "last_at", c["last_at"])
	}
	asked := h.objects(t, "inbox", "--json", "is:mention", "from:bo")
	if len(asked) != 1 || asked[0]["author"] != "bo" || asked[0]["channel"] != "help" || asked[0]["unanswered"] != true || asked[0]["opened_at"] != "2026-01-05T11:00:00Z" {
		t.Errorf("what bo asked is %v", asked)
	}
	if none := h.must(t, "inbox", "--json", "channel:nowhere"); strings.TrimSpace(none) != "[]" {
		t.Errorf("nothing is %q", none)
	}
}

func TestSearchInJSONFindsWhatAPersonMeans(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	tests := map[string]struct{ words, want string }{
		"a word":                  {"lantern", "Hello everyone, the lantern is lit"},
		"a word in capitals":      {"LANTERN", "Hello everyone, the lantern is lit"},
		"a language":              {"C++", "How do I rotate the API key in C++ without downtime?"},
		"somebody":                {"@sam", "@sam is the export broken? It says \"a b\" is missing"},
		"a version":               {"20.04", "Release of 20.04 is out"},
		"a smile":                 {":)", "Release of 20.04 is out"},
		"words side by side":      {`"a b"`, "@sam is the export broken? It says \"a b\" is missing"},
		"an entity that was &amp": {"old & you", "Add the new one first"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found := h.objects(t, "search", "--json", "--", tt.words)
			if len(found) != 1 || !strings.HasPrefix(found[0]["text"].(string), tt.want) {
				t.Fatalf("%s finds %v", tt.words, found)
			}
			has(t, "a hit", found[0], "id", "conversation", "channel", "author", "text", "sent_at")
			inUTC(t, "sent_at", found[0]["sent_at"])
		})
	}
	for _, words := range []string{"", " ", "*", `"`, "a'b", "NEAR(", "AND", "-", "h* h* h*", "-x", "(((", "^", "\xff", "multi-agent", "#general", strings.Repeat("w ", 3000)} {
		if a := h.run(t, "search", "--json", "--", words); a.code != 0 {
			t.Errorf("search %.40q ended with %d: %s", words, a.code, a.err)
		}
	}
}

func TestShowTakesTheIDsThatOthersPrint(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	hit := h.objects(t, "search", "--json", "downtime")[0]
	conversation := h.object(t, "show", "--json", hit["conversation"].(string))
	has(t, "a conversation", conversation, "id", "platform", "account", "channel", "author", "text", "opened_at", "last_at",
		"state", "signals", "reasons", "replies", "unanswered", "permalink", "messages")
	said := conversation["messages"].([]any)
	if len(said) != 2 || said[1].(map[string]any)["text"] != "Add the new one first, then @maria.k remove the old & you are done" {
		t.Errorf("said was %v", said)
	}
	for _, m := range said {
		inUTC(t, "sent_at", m.(map[string]any)["sent_at"])
	}
	if byMessage := h.must(t, "show", "--json", hit["id"].(string)); !strings.Contains(byMessage, "you are done") {
		t.Errorf("by the ID of a message: %s", byMessage)
	}
	read := h.must(t, "show", hit["conversation"].(string))
	for _, want := range []string{"#help", "maria.k", "How do I rotate", "sam", "why: "} {
		if !strings.Contains(read, want) {
			t.Errorf("to be read it lacks %q:\n%s", want, read)
		}
	}
}

func TestExplainAnswersLineByLine(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	in := `{"text":"how do I get in"}` + "\n" + `{"text":"thanks"}` + "\n" + `nonsense` + "\n\n" + `{"text":"is it ` + "`code?`" + `"}`
	a := h.feed(t, in, "explain", "--jsonl")
	lines := strings.Split(strings.TrimSpace(a.out), "\n")
	if a.code != 0 || len(lines) != 4 {
		t.Fatalf("ended with %d: %s%s", a.code, a.out, a.err)
	}
	for i, want := range []bool{true, false, false} {
		var got map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		has(t, "an answer", got, "question", "mention", "reasons")
		if got["question"] != want {
			t.Errorf("line %d: %s", i+1, lines[i])
		}
	}
	if a := h.feed(t, "where is the manual?", "explain"); a.code != 0 || !strings.HasPrefix(a.out, "question") {
		t.Errorf("a text on standard input: %s%s", a.out, a.err)
	}
}

func TestSQLPrintsEveryForm(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	const query = `SELECT author, count(*) AS n, NULL AS none, max(sent_at) AS last FROM v_messages GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2`
	if got, want := h.must(t, "sql", query), "bo\t3\t\t2026-01-05T11:00:00Z\nmaria.k\t2\t\t2026-01-05T10:00:00Z\n"; got != want {
		t.Errorf("a table into a pipe: %q, want %q", got, want)
	}
	if got, want := h.must(t, "sql", "--format", "csv", query), "author,n,none,last\nbo,3,,2026-01-05T11:00:00Z\nmaria.k,2,,2026-01-05T10:00:00Z\n"; got != want {
		t.Errorf("CSV: %q, want %q", got, want)
	}
	rows := h.objects(t, "sql", "--format", "json", query)
	if len(rows) != 2 || rows[0]["n"] != 3.0 || rows[0]["none"] != nil || rows[0]["author"] != "bo" {
		t.Errorf("JSON: %v", rows)
	}
	if none := h.objects(t, "sql", "--json", `SELECT 1 WHERE 0`); len(none) != 0 {
		t.Errorf("no row: %v", none)
	}
}

func TestSQLChangesNothingAndWritesNoFile(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	before := content(t, h.db)
	away := filepath.Join(h.dir, "away")
	if err := os.Mkdir(away, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(away, "x.db")
	for _, statement := range []string{
		`INSERT INTO tag VALUES (1, 'x')`, `UPDATE message SET text = 'x'`, `DELETE FROM message`, `DROP VIEW v_messages`,
		`CREATE TABLE x (y)`, `CREATE TEMP TABLE x (y)`, `PRAGMA user_version = 99`, `PRAGMA journal_mode = delete`,
		`PRAGMA query_only = off; DELETE FROM message`, `SELECT 1; DELETE FROM message`, `PRAGMA writable_schema = on; DELETE FROM sqlite_schema`,
		`BEGIN IMMEDIATE; DELETE FROM message; COMMIT`, `WITH x AS (SELECT 1) DELETE FROM message`,
		`ATTACH '` + file + `' AS x`, `ATTACH '` + file + `' AS x; CREATE TABLE x.y (z)`, `VACUUM`, `VACUUM INTO '` + file + `'`,
		`PRAGMA query_only = 0; VACUUM INTO '` + file + `'`, `PRAGMA query_only = 0; ATTACH '` + file + `' AS x; CREATE TABLE x.y (z)`,
		`SELECT load_extension('` + file + `')`, `SELECT writefile('` + file + `', 'x')`, `INSERT INTO message_text(message_text) VALUES('delete-all')`,
		`PRAGMA temp_store_directory = '` + away + `'; PRAGMA temp_store = 1; CREATE TEMP TABLE x AS SELECT * FROM message`,
	} {
		a := h.run(t, "sql", statement)
		if a.code == 0 && !strings.HasPrefix(statement, "PRAGMA journal_mode") {
			t.Errorf("%s: ended with 0: %s", statement, a.out)
		}
		if strings.Count(a.err, "\n") > 1 {
			t.Errorf("%s: says more than a sentence: %s", statement, a.err)
		}
	}
	if left, err := os.ReadDir(away); err != nil || len(left) > 0 {
		t.Errorf("a query left %v, %v", left, err)
	}
	if after := content(t, h.db); after != before {
		t.Errorf("a query changed the content: %s", firstDifference(after, before))
	}
	if got := h.number(t, `PRAGMA user_version`); got == "99" {
		t.Error("a query changed the version of the schema")
	}
}

func TestASpreadsheetIsGivenNoFormula(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	out := h.must(t, "sql", "--format", "csv", `SELECT -5 AS number, '-5+1' AS text, '=1+1' AS formula, CAST('@SUM(1)' AS BLOB) AS blob, -0.5 AS part`)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if got := strings.Join(rows[1], " | "); got != "-5 | '-5+1 | '=1+1 | '@SUM(1) | -0.5" {
		t.Errorf("the row is %s", got)
	}
}

func TestDoctorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	text := h.must(t, "doctor")
	for _, want := range []string{"ok    database: ", "6 messages", "sound", "account acme", "imported", "terminal", h.db} {
		if !strings.Contains(text, want) {
			t.Errorf("doctor lacks %q:\n%s", want, text)
		}
	}
	for _, finding := range h.objects(t, "doctor", "--json") {
		has(t, "a finding", finding, "what", "ok", "is")
	}
	write(t, filepath.Join(h.dir, "config", "rounds", "config.toml"), "[[account]]\nname = \"a\"\nplatform = \"slack\"\n", 0o600)
	for _, args := range [][]string{{"doctor"}, {"doctor", "--json"}} {
		if a := h.run(t, args...); a.code != 1 || !strings.Contains(a.out, "ROUNDS_TOKEN_A") {
			t.Errorf("%q without a token ended with %d:\n%s%s", args, a.code, a.out, a.err)
		}
	}
}

func TestABackupIsWholeWhileAnotherProcessWrites(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.must(t, "version")
	export := packed(t, t.TempDir(), large(1500, 2))
	writer := h.command(t.Context(), "import", "slack", export, "--as", "acme")
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool {
		info, err := os.Stat(h.db + "-wal")
		return err == nil && info.Size() > 1<<20
	})
	copied := filepath.Join(h.dir, "copy.db")
	a := h.run(t, "backup", copied)
	if err := writer.Wait(); err != nil {
		t.Errorf("the import that ran meanwhile: %v", err)
	}
	if a.code != 0 {
		t.Fatalf("ended with %d: %s", a.code, a.err)
	}
	if info, err := os.Stat(copied); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info.Mode(), err)
	}
	c := h
	c.db = copied
	if got := c.number(t, `PRAGMA integrity_check`); got != "ok" {
		t.Errorf("the copy is %s", got)
	}
	const days = `SELECT (SELECT count(*) FROM v_messages WHERE kind = 'said') - (SELECT sum(messages) FROM channel_day) AS n`
	if got := c.number(t, days); got != "0" {
		t.Errorf("the copy's days and messages differ by %s", got)
	}
	for range 2 { // the copy goes on where it stands
		c.must(t, "import", "slack", export, "--as", "acme")
	}
	if got := c.number(t, `SELECT count(*) FROM v_messages`); got != "6000" {
		t.Errorf("%s messages in the copy after importing again", got)
	}
	if a := h.run(t, "backup", copied); a.code != 1 {
		t.Errorf("a file that is there was written over: %d %s", a.code, a.out)
	}
}

func TestEveryEndHasItsCode(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	tests := map[string]struct {
		args []string
		code int
	}{
		"done":                             {[]string{"version"}, 0},
		"nothing found is an answer":       {[]string{"search", "xyzzy"}, 0},
		"an empty inbox is an answer":      {[]string{"inbox", "channel:nowhere"}, 0},
		"help":                             {[]string{"help", "sync"}, 0},
		"completions for bash":             {[]string{"completion", "bash"}, 0},
		"completions for fish":             {[]string{"completion", "fish"}, 0},
		"the man page":                     {[]string{"man"}, 0},
		"a query that is wrong":            {[]string{"sql", "SELEC 1"}, 1},
		"a sync without an account":        {[]string{"sync"}, 1},
		"an account that there is not":     {[]string{"sync", "--account", "nobody"}, 1},
		"a backup into nowhere":            {[]string{"backup", filepath.Join(h.dir, "no", "such", "place.db")}, 1},
		"a command that there is not":      {[]string{"bogus"}, 2},
		"an import of what there is not":   {[]string{"import", "icq", "x"}, 2},
		"a flag that there is not":         {[]string{"--bogus"}, 2},
		"an argument too few":              {[]string{"search"}, 2},
		"an argument too many":             {[]string{"show", "1", "2"}, 2},
		"a filter that there is not":       {[]string{"inbox", "is:bogus"}, 2},
		"a date that is none":              {[]string{"import", "slack", "x", "--since", "soon"}, 2},
		"a format that there is not":       {[]string{"sql", "--format", "xml", "SELECT 1"}, 2},
		"a demo of nothing":                {[]string{"demo", "--size", "0"}, 2},
		"an ID that is none":               {[]string{"show", "x"}, 2},
		"a conversation that there is not": {[]string{"show", "9999"}, 3},
		"a message that there is not":      {[]string{"show", "m9999"}, 3},
		"a database that is a folder":      {[]string{"--db", h.dir, "inbox"}, 1},
		"a limit that is no number":        {[]string{"inbox", "--limit", "many"}, 2},
		"a message outside a conversation": {[]string{"show", "m1"}, 3},
		"a limit below none":               {[]string{"inbox", "--limit", "-1"}, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := h.run(t, tt.args...)
			if a.code != tt.code {
				t.Errorf("rounds %q ended with %d, want %d:\n%s%s", tt.args, a.code, tt.code, a.out, a.err)
			}
			if tt.code != 0 && (a.err == "" || !strings.HasPrefix(a.err, "rounds: ")) {
				t.Errorf("rounds %q does not say why: %q", tt.args, a.err)
			}
		})
	}
}

func TestVersionIsOneLineOrOneObject(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	if got := h.must(t, "version"); got != "rounds "+version()+"\n" {
		t.Errorf("version is %q", got)
	}
	if got := h.object(t, "version", "--json"); got["version"] != version() {
		t.Errorf("version is %v", got)
	}
}

func TestCompletionsAndTheManPageNameEveryCommand(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	man := h.must(t, "man")
	complete := h.must(t, "__complete", "")
	for _, command := range commandTree(t) {
		if name := strings.Fields(command.CommandPath())[1:]; len(name) == 1 {
			if !strings.Contains(complete, name[0]+"\t") {
				t.Errorf("%s is not completed:\n%s", name[0], complete)
			}
			if !strings.Contains(man, name[0]) {
				t.Errorf("the man page lacks %s", name[0])
			}
		}
	}
}

func TestWhatLiesOnDiskIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("modes mean little there")
	}
	h := stocked(t)
	h.db = filepath.Join(h.dir, "data", "rounds", "rounds.db")
	h.must(t, "import", "slack", filepath.Join(h.dir, "export.zip"), "--as", "acme")
	err := filepath.WalkDir(filepath.Join(h.dir, "data"), func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 && path != filepath.Join(h.dir, "data") {
			t.Errorf("others can read %s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(h.db, 0o644); err != nil {
		t.Fatal(err)
	}
	if a := h.run(t, "inbox"); a.code != 0 || !strings.Contains(a.err, "now only you can") {
		t.Errorf("a database that others could read: %d %s", a.code, a.err)
	}
}
