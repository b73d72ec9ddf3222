package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

func TestAnOlderProgramLeavesANewerDatabaseAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openAt(t, path, &clock{noon})
	if _, err := s.write.ExecContext(t.Context(), `PRAGMA user_version = 999`); err != nil {
		t.Fatal(err)
	}
	s.Close()
	before, err := os.ReadFile(path)
	must(t, err)
	_, err = Open(t.Context(), path, Options{})
	if err == nil || !strings.Contains(err.Error(), "newer Rounds") {
		t.Errorf("opened a database from the future: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("it was changed")
	}
}

func TestADatabaseIsCopiedBeforeItIsMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := dial(path, "immediate")
	must(t, err)
	older := &Store{write: db, probe: func(string) {}}
	for version, name := range []string{"migration/0001_inbox.sql", "migration/0002_search.sql"} {
		must(t, older.advance(t.Context(), name, version+1))
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO account (name, platform) VALUES ('old', 'slack')`)
	must(t, err)
	db.Close()
	s := openAt(t, path, &clock{noon})
	if _, err := s.Account(t.Context(), "old"); err != nil {
		t.Errorf("lost in the migration: %v", err)
	}
	copies, _ := filepath.Glob(path + ".before-*")
	if len(copies) != 1 {
		t.Errorf("copies: %v", copies)
	}
}

// upTo makes a database as the program had it that knew so many migrations.
func upTo(t *testing.T, path string, versions int) {
	t.Helper()
	db, err := dial(path, "immediate")
	must(t, err)
	defer db.Close()
	names, err := fs.Glob(migrations, "migration/*.sql")
	must(t, err)
	slices.Sort(names)
	for version, name := range names[:versions] {
		must(t, (&Store{write: db, probe: func(string) {}}).advance(t.Context(), name, version+1))
	}
	_, err = db.ExecContext(t.Context(), `
		INSERT INTO account (id, name, platform) VALUES (1, 'acme', 'slack');
		INSERT INTO channel (id, account_id, key, name) VALUES (1, 1, 'C1', 'help');
		INSERT INTO member (id, account_id, key, handle, messages, first_at, last_at) VALUES (1, 1, 'U1', 'ana', 3, 1, 9), (2, 1, 'U2', 'bo', 0, 0, 0);
		INSERT INTO author_day (member_id, day, messages, replies) VALUES (1, 1, 2, 1), (1, 2, 1, 1);
		INSERT INTO conversation (id, channel_id, key, opener_id, opened_at, last_at, messages, others_at, question)
		VALUES (1, 1, '1', 1, 1, 9, 3, 9, 1)`)
	must(t, err)
}

func TestADatabaseFromBeforeTheCheckInLearnsOfIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	upTo(t, path, 10)
	s := openAt(t, path, &clock{noon})
	replies, err := list(t.Context(), s.read, func(row scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT replies FROM member ORDER BY id`)
	must(t, err)
	if !slices.Equal(replies, []int{2, 0}) {
		t.Errorf("replies are %v", replies)
	}
	day, err := s.CheckIn(t.Context(), checkin.Request{Now: time.UnixMicro(10), Zone: time.UTC})
	must(t, err)
	if items := partOf(t, day, checkin.Questions).Items; len(items) != 1 || items[0].Name != "ana" {
		t.Errorf("%+v", items)
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: "2026-06-17"}))
}

func TestTheFileIsForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "x.db")
	s := openAt(t, path, &clock{noon})
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	copied := filepath.Join(t.TempDir(), "copy.db")
	must(t, s.Backup(t.Context(), copied))
	for _, name := range []string{path, path + "-wal", path + "-shm", copied} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	s.Close()
	must(t, os.Chmod(path, 0o644))
	told := ""
	s, err := Open(t.Context(), path, Options{Notice: func(line string) { told += line }})
	must(t, err)
	defer s.Close()
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 || !strings.Contains(told, "Others could read") {
		t.Errorf("mode %v, told %q", info.Mode(), told)
	}
}

func TestABackupIsOfOneMomentAndOverwritesNothing(t *testing.T) {
	s, _ := openTest(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { // goes on writing meanwhile
		defer close(done)
		for i := 0; ctx.Err() == nil; i++ {
			id := fmt.Sprint(i)
			_, _ = s.Ingest(ctx, inbox.Page{Account: "acme", Messages: []inbox.Message{says("U1", id, id, i, "word")}})
		}
	}()
	path := filepath.Join(t.TempDir(), "copy.db")
	must(t, s.Backup(t.Context(), path))
	stop()
	<-done
	if err := s.Backup(t.Context(), path); err == nil {
		t.Error("a backup was written over another")
	}
	copied := openAt(t, path, &clock{noon})
	checkIndex(t, copied)
	var messages, conversations int
	must(t, copied.read.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM conversation)`).Scan(&messages, &conversations))
	if messages != conversations {
		t.Errorf("%d messages in %d conversations", messages, conversations)
	}
}

// TestADamagedFileIsSetAsideAndTheWorkCarriedOver breaks the file in the ways
// that were seen to open without a word.
func TestADamagedFileIsSetAsideAndTheWorkCarriedOver(t *testing.T) {
	damages := map[string]func(t *testing.T, path string){
		"the header is overwritten": func(t *testing.T, path string) { overwrite(t, path, 0, strings.Repeat("x", 100)) },
		"a web page saved as it":    func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("<html>no</html>"), 0o600)) },
		"cut to half": func(t *testing.T, path string) {
			info, _ := os.Stat(path)
			must(t, os.Truncate(path, info.Size()/2))
		},
		"cut by 100 bytes": func(t *testing.T, path string) {
			info, _ := os.Stat(path)
			must(t, os.Truncate(path, info.Size()-100))
		},
		"pages zeroed": func(t *testing.T, path string) { overwrite(t, path, 20*4096, strings.Repeat("\x00", 4*4096)) },
		"200 bytes flipped": func(t *testing.T, path string) {
			r := rand.New(rand.NewPCG(1, 2))
			info, _ := os.Stat(path)
			for range 200 {
				overwrite(t, path, 4096+r.Int64N(info.Size()-4096), "\xa5")
			}
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, c := filepath.Join(t.TempDir(), "x.db"), &clock{noon}
			s := openAt(t, path, c)
			var history []inbox.Message
			for i := range 600 {
				id := fmt.Sprintf("%03d", i)
				history = append(history, says("U1", id, id, i, strings.Repeat("word ", 40)+id))
			}
			ingest(t, s, history...)
			do(t, s, inbox.Triage{Verb: inbox.AddNote, On: []int64{1}, Text: "call her"})
			do(t, s, inbox.Triage{Verb: inbox.AddTag, On: []int64{1}, Tags: []string{"bug"}})
			must(t, s.SaveDraft(t.Context(), placeIn(t, s, 2), inbox.NoteDraft, "half a sentence"))
			s.Close()
			time.Sleep(2 * slack) // what SQLite itself writes on closing is no damage
			damage(t, path)

			told := ""
			s, err := Open(t.Context(), path, Options{Now: c.now, Notice: func(line string) { told += line + "\n" }})
			must(t, err)
			defer s.Close()
			if aside, _ := filepath.Glob(path + ".damaged-*"); len(aside) == 0 {
				t.Fatalf("nothing was set aside; told %q", told)
			}
			if !strings.Contains(told, "damaged") {
				t.Errorf("told %q", told)
			}
			must(t, s.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack}))
			ingest(t, s, history...)
			talk, err := s.Talk(t.Context(), 1)
			must(t, err)
			if len(talk.Notes) != 1 || talk.Notes[0].Text != "call her" || len(talk.Tags) != 1 {
				t.Errorf("came back with notes %v and tags %v; told %q", talk.Notes, talk.Tags, told)
			}
			if text, _ := s.Draft(t.Context(), placeIn(t, s, 2), inbox.NoteDraft); text != "half a sentence" {
				t.Errorf("draft = %q", text)
			}
		})
	}
}

func overwrite(t *testing.T, path string, at int64, with string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	defer file.Close()
	_, err = file.WriteAt([]byte(with), at)
	must(t, err)
}

func TestAScreenNeedNotWaitForTheCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openAt(t, path, &clock{noon})
	for i := range 40 {
		id := fmt.Sprint(i)
		ingest(t, s, says("U1", id, id, i, strings.Repeat("word ", 400)))
	}
	do(t, s, inbox.Triage{Verb: inbox.AddTag, On: []int64{1}, Tags: []string{"bug"}})
	s.Close()
	time.Sleep(2 * slack)
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.Truncate(path, info.Size()-100))

	o := Options{CheckLater: true}
	s, err = Open(t.Context(), path, o)
	must(t, err)
	if err := s.Check(t.Context()); err == nil {
		t.Error("the damage was not found")
	}
	s.Close()
	told := ""
	o.Notice = func(line string) { told += line }
	s, err = Open(t.Context(), path, o)
	must(t, err)
	defer s.Close()
	entries, err := s.Entries(t.Context())
	if err != nil || len(entries) != 1 || !strings.Contains(told, "set aside") && !strings.Contains(told, "kept as") {
		t.Errorf("%d entries, %v, told %q", len(entries), err, told)
	}
}

func TestAFileThatIsGoneIsNotWrittenOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openAt(t, path, &clock{noon})
	must(t, os.Rename(path, path+".moved"))
	if _, err := s.Ingest(t.Context(), inbox.Page{Account: "acme"}); !errors.Is(err, errMoved) {
		t.Errorf("wrote into a file that nobody can find: %v", err)
	}
}

// TestTwoProgramsShareOneFile starts this very test twice over as programs of
// their own, each of which writes pages and triage at once.
func TestTwoProgramsShareOneFile(t *testing.T) {
	const pages = 40
	if path := os.Getenv("ROUNDS_TEST_SHARED"); path != "" {
		who := os.Getenv("ROUNDS_TEST_WHO")
		s, err := Open(t.Context(), path, Options{})
		must(t, err)
		defer s.Close()
		for i := range pages {
			id := fmt.Sprintf("%s%d", who, i)
			tally, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Messages: []inbox.Message{says("U"+who, id, id, i, "word")}})
			must(t, err)
			if tally.Messages != 1 {
				t.Errorf("%+v", tally)
			}
			if _, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.AddTag, On: []int64{1}, Tags: []string{id}}); err != nil && !errors.Is(err, inbox.ErrNone) {
				t.Error(err)
			}
		}
		return
	}
	s, _ := openTest(t)
	var programs []*exec.Cmd
	for _, who := range []string{"a", "b"} {
		program := exec.Command(os.Args[0], "-test.run=^TestTwoProgramsShareOneFile$")
		program.Env = append(os.Environ(), "ROUNDS_TEST_SHARED="+s.path, "ROUNDS_TEST_WHO="+who)
		must(t, program.Start())
		programs = append(programs, program)
	}
	for _, program := range programs {
		must(t, program.Wait())
	}
	var messages, members int
	must(t, s.read.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM member)`).Scan(&messages, &members))
	if messages != 2*pages || members != 2 {
		t.Errorf("%d messages of %d members", messages, members)
	}
	checkIndex(t, s)
	var sound string
	must(t, s.read.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&sound))
	if sound != "ok" {
		t.Error(sound)
	}
}

func TestAProgramThatDiedHasTheFileChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openAt(t, path, &clock{noon})
	s.Close()
	time.Sleep(2 * slack)
	db, err := dial(path, "immediate") // a program that writes to the file and does not say that it closed it
	must(t, err)
	_, err = db.ExecContext(t.Context(), `INSERT INTO session (pid, started_at) VALUES (?, 1)`, 1<<30)
	must(t, err)
	must(t, db.Close())
	told := ""
	s, err = Open(t.Context(), path, Options{Notice: func(line string) { told += line }})
	must(t, err)
	s.Close()
	if !strings.Contains(told, "checking") {
		t.Errorf("told %q", told)
	}
	told = ""
	s, err = Open(t.Context(), path, Options{Notice: func(line string) { told += line }})
	must(t, err)
	s.Close()
	if told != "" {
		t.Errorf("told %q after a clean exit", told)
	}
}
