package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"rounds/store"
)

// asRounds is set in the environment of a test binary that is to be rounds.
const asRounds = "ROUNDS_TEST_IS_ROUNDS"

// TestMain lets the tests of this package run the real program without a
// second build: the test binary becomes it when it is told so.
func TestMain(m *testing.M) {
	if os.Getenv(asRounds) != "" {
		keep := borrowKeyring()
		code := probed()
		keep()
		os.Exit(code)
	}
	manyAtOnce()
	os.Exit(m.Run())
}

// manyAtOnce lets more tests run beside each other than there are processors,
// unless a flag says how many: most of what they do is wait for the program.
func manyAtOnce() {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		flag.Set(f.Name, strconv.Itoa(4*runtime.GOMAXPROCS(0)))
	}
}

// home is one person's machine: folders of its own, and a database in them.
type home struct {
	dir string
	db  string
	env []string
}

func newHome(t testing.TB) home {
	t.Helper()
	dir := t.TempDir()
	return home{dir, filepath.Join(dir, "x.db"), []string{
		asRounds + "=1", "HOME=" + dir, "USERPROFILE=" + dir, "PATH=" + os.Getenv("PATH"),
		"XDG_CONFIG_HOME=" + filepath.Join(dir, "config"), "XDG_DATA_HOME=" + filepath.Join(dir, "data"),
		"XDG_STATE_HOME=" + filepath.Join(dir, "state"), "TMPDIR=" + dir, "LANG=C.UTF-8", "TZ=UTC", "TERM=xterm-256color",
	}}
}

// with is the same machine with more in its environment.
func (h home) with(env ...string) home {
	h.env = append(h.env[:len(h.env):len(h.env)], env...)
	return h
}

// command is a call of the program on this home's database.
func (h home) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"--db", h.db}, args...)...)
	cmd.Env, cmd.Dir = h.env, h.dir
	return cmd
}

// answer is what a call printed and ended with.
type answer struct {
	out, err string
	code     int
}

// longest that any call here may take.
const patience = 60 * time.Second

// run calls the program and waits for its end.
func (h home) run(t testing.TB, args ...string) answer {
	t.Helper()
	return h.feed(t, "", args...)
}

// feed is run with something on standard input.
func (h home) feed(t testing.TB, in string, args ...string) answer {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	cmd := h.command(ctx, args...)
	var out, problems bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &problems
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatalf("rounds %q: %v", args, err)
	}
	a := answer{out.String(), problems.String(), cmd.ProcessState.ExitCode()}
	if strings.Contains(a.err, "goroutine ") || strings.Contains(a.err, "mistake of ours") {
		t.Errorf("rounds %q broke down:\n%s", args, a.err)
	}
	return a
}

// must is run for a call that has to succeed.
func (h home) must(t testing.TB, args ...string) string {
	t.Helper()
	a := h.run(t, args...)
	if a.code != 0 {
		t.Fatalf("rounds %q ended with %d:\n%s%s", args, a.code, a.out, a.err)
	}
	return a.out
}

// number asks the database for one.
func (h home) number(t testing.TB, query string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(h.must(t, "sql", "--format", "csv", query)), "\n")
	return lines[len(lines)-1]
}

// objects calls the program and reads the JSON array that it prints.
func (h home) objects(t testing.TB, args ...string) []map[string]any {
	t.Helper()
	var all []map[string]any
	if err := json.Unmarshal([]byte(h.must(t, args...)), &all); err != nil {
		t.Fatalf("rounds %q: %v", args, err)
	}
	return all
}

// object is objects for a single one.
func (h home) object(t testing.TB, args ...string) map[string]any {
	t.Helper()
	var one map[string]any
	if err := json.Unmarshal([]byte(h.must(t, args...)), &one); err != nil {
		t.Fatalf("rounds %q: %v", args, err)
	}
	return one
}

// shared is a file beside the project, the same for everyone who works on it.
// A clone of the project alone passes without; ROUNDS_NEED_SHARED makes its
// absence a failure.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(append([]string{"..", "shared"}, parts...)...))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil && os.Getenv("ROUNDS_NEED_SHARED") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("this test reads what lies beside the project: %v", err)
	}
	return path
}

// wellFormed fails for output that could do more to a terminal than show text.
func wellFormed(t testing.TB, what, text string) {
	t.Helper()
	for i, r := range text {
		bad := r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			bad = true
		}
		if bad {
			t.Errorf("%s prints %U in %q", what, r, text[max(0, i-40):min(len(text), i+40)])
			return
		}
	}
}

// content writes out all that was kept, in an order that does not depend on
// how it came in.
func content(t testing.TB, db string) string {
	t.Helper()
	memory, err := store.Open(t.Context(), db, store.Options{Notice: func(sentence string) { t.Log(sentence) }})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	var b strings.Builder
	for _, query := range []string{
		`SELECT * FROM v_messages ORDER BY channel_id, platform_id`,
		`SELECT * FROM v_conversations ORDER BY channel_id, thread_id`,
		`SELECT * FROM v_members ORDER BY account, member_id`,
		`SELECT * FROM author_day ORDER BY member_id, day`,
		`SELECT * FROM channel_day ORDER BY channel_id, day`,
		`SELECT id, key, signals, marks FROM message WHERE signals <> '' OR marks <> '' ORDER BY id`,
		`SELECT rowid FROM message_text WHERE message_text MATCH 'lantern' ORDER BY rowid`,
	} {
		b.WriteString(query + "\n")
		encoder := json.NewEncoder(&b)
		err := memory.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error { return encoder.Encode(row) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := strings.LastIndexByte(a[:i], '\n') + 1
	cut := func(s string) string { return s[min(from, len(s)):min(len(s), i+120)] }
	return cut(a) + "\n--- and ---\n" + cut(b)
}

// write makes a file, and the folders on the way to it.
func write(t testing.TB, path, text string, mode os.FileMode) string {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, []byte(text), mode)
	}
	if err == nil {
		err = os.Chmod(path, mode) // whatever the umask
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// holds lists the files below dir that have the word in them.
func holds(t testing.TB, dir, word string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		text, err := io.ReadAll(file)
		if bytes.Contains(text, []byte(word)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
