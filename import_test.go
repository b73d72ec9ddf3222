package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const counts = `SELECT (SELECT count(*) FROM v_messages) || ' ' || (SELECT count(*) FROM v_members) || ' ' ||
	(SELECT count(DISTINCT channel_id) FROM v_messages) || ' ' || (SELECT count(*) FROM v_conversations) AS n`

func TestAnExportIsImportedOnce(t *testing.T) {
	t.Parallel()
	for name, put := range map[string]func(testing.TB, string, []part) string{"as a zip file": packed, "as a folder": unpacked} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			export := put(t, h.dir, small())
			first := h.must(t, "import", "slack", export, "--as", "acme", "--me", "sam")
			for _, want := range []string{"6 messages", "6 new", "2 channels", "4 members", "1 thread", "skipped secret: private"} {
				if !strings.Contains(first, want) {
					t.Errorf("the summary lacks %q:\n%s", want, first)
				}
			}
			if got := h.number(t, counts); got != "6 4 2 4" {
				t.Errorf("kept %s messages, members, channels, conversations", got)
			}
			again := h.object(t, "import", "slack", export, "--as", "acme", "--me", "sam", "--json")
			if again["new"] != 0.0 || again["changed"] != 0.0 || h.number(t, counts) != "6 4 2 4" {
				t.Errorf("the second run says %v", again)
			}
		})
	}
}

func TestAnImportTakesWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"private channels only when asked":  {[]string{"--private"}, "7 4 3 5"},
		"what is older than since is left":  {[]string{"--since", "2026-01-06"}, "0 4 0 0"},
		"a day in the middle of an export":  {[]string{"--since", "2026-01-05"}, "6 4 2 4"},
		"under the name of the file if any": {nil, "6 4 2 4"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.must(t, append([]string{"import", "slack", packed(t, h.dir, small())}, tt.args...)...)
			if got := h.number(t, counts); got != tt.want {
				t.Errorf("kept %s, want %s", got, tt.want)
			}
		})
	}
}

// TestAKilledImportEndsLikeAWholeOne kills at random moments, several times on
// one database, and runs the import again until it comes to its end. It runs
// alone: the moments are drawn from the time that a whole import takes.
func TestAKilledImportEndsLikeAWholeOne(t *testing.T) {
	const enough = 4
	export := packed(t, t.TempDir(), large(2000, 2))
	whole := newHome(t)
	began := time.Now()
	whole.must(t, "import", "slack", export, "--as", "acme")
	took := time.Since(began)
	want := content(t, whole.db)

	dice := rand.New(rand.NewPCG(1, uint64(began.UnixNano())))
	killed, databases := 0, 0
	for ; killed < enough && databases < 12; databases++ {
		h := newHome(t)
		for range 3 {
			after := took/50 + time.Duration(dice.Int64N(int64(took*7/10)))
			began := time.Now()
			if !h.killed(t, after, "import", "slack", export, "--as", "acme") {
				took = max(time.Since(began)*3/4, 50*time.Millisecond) // the machine has more time now
				break
			}
			killed++
		}
		h.must(t, "import", "slack", export, "--as", "acme")
		if got := content(t, h.db); got != want {
			t.Fatalf("the content differs: %s", firstDifference(got, want))
		}
	}
	t.Logf("%d kills on %d databases, of an import of %v", killed, databases, took)
	if killed < enough {
		t.Errorf("only %d kills hit a running import", killed)
	}
}

// killed starts the program and kills it after a while. It reports whether the
// program was still at work.
func (h home) killed(t testing.TB, after time.Duration, args ...string) bool {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), after)
	defer stop()
	err := h.command(ctx, args...).Run() // CommandContext kills with SIGKILL
	return err != nil && ctx.Err() != nil
}

func TestAnInterruptedImportGoesOnFromHere(t *testing.T) {
	t.Parallel()
	export := packed(t, t.TempDir(), large(3000, 2))
	h := newHome(t)
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	cmd := h.command(ctx, "import", "slack", export, "--as", "acme")
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { // the first page is on disk, and more to come
		info, err := os.Stat(h.db + "-wal")
		return err == nil && info.Size() > 1<<20
	})
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 130 {
		t.Fatalf("ended with %v:\n%s%s", err, &out, &problems)
	}
	said := out.String() + problems.String()
	if !strings.Contains(said, "goes on from here") {
		t.Errorf("it does not say that it goes on from here:\n%s", said)
	}
	before := h.number(t, `SELECT count(*) FROM v_messages`)
	if before == "0" || before == "12000" {
		t.Errorf("%s messages were kept when it was interrupted", before)
	}
	h.must(t, "import", "slack", export, "--as", "acme")
	if got := h.number(t, `SELECT count(*) FROM v_messages`); got != "12000" {
		t.Errorf("%s messages after the second run", got)
	}
}

// until waits for something that another process does.
func until(t testing.TB, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never came to pass")
		}
	}
}

func TestABadExportIsRefusedInOneSentence(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		make func(t *testing.T, dir string) string
		want string
	}{
		"a zip file cut off on its way": {func(t *testing.T, dir string) string {
			path := packed(t, dir, small())
			info, err := os.Stat(path)
			if err == nil {
				err = os.Truncate(path, info.Size()*2/3)
			}
			if err != nil {
				t.Fatal(err)
			}
			return path
		}, "cut off"},
		"a zip file of something else": {func(t *testing.T, dir string) string {
			return packed(t, dir, []part{{"holiday.jpg", "…"}})
		}, "not an export of Slack"},
		"a folder of something else": {func(t *testing.T, dir string) string {
			return filepath.Dir(write(t, filepath.Join(dir, "photos", "a.txt"), "…", 0o600))
		}, "not an export of Slack"},
		"an empty file":                {func(t *testing.T, dir string) string { return write(t, filepath.Join(dir, "e.zip"), "", 0o600) }, "no zip file"},
		"nothing at all":               {func(_ *testing.T, dir string) string { return filepath.Join(dir, "nope.zip") }, "there is no"},
		"a device":                     {func(*testing.T, string) string { return os.DevNull }, "neither a file nor a folder"},
		"a name that leads out of it":  {entryNamed("../../etc/cron.d/x"), "leads out of its folder"},
		"a name from the root":         {entryNamed("/etc/cron.d/x"), "absolute"},
		"a name with a backslash":      {entryNamed(`..\win`), "backslash"},
		"a name with an escape in it":  {entryNamed("general/\x1b]0;x\a.json"), "control character"},
		"the same name twice":          {entryNamed("USERS.json"), "there twice"},
		"a bomb of a thousand times":   {entryOf("general/2026-01-06.json", strings.Repeat("0", 80<<20)), "times its size"},
		"members that are not a list":  {rosterOf("users.json", `{"ok":false}`), "users.json"},
		"channels that are not a list": {rosterOf("channels.json", `no`), "channels.json"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			a := h.run(t, "import", "slack", tt.make(t, h.dir), "--as", "acme")
			if a.code != 1 || !strings.Contains(a.err, tt.want) || strings.Count(a.err, "\n") != 1 || a.out != "" {
				t.Errorf("ended with %d and says\n%s%swant 1 and one sentence with %q", a.code, a.out, a.err, tt.want)
			}
			wellFormed(t, "the error", a.err)
			if got := h.number(t, counts); got != "0 0 0 0" {
				t.Errorf("something of it was kept: %s", got)
			}
		})
	}
}

func entryNamed(name string) func(*testing.T, string) string { return entryOf(name, "[]") }

func entryOf(name, text string) func(*testing.T, string) string {
	return func(t *testing.T, dir string) string { return packed(t, dir, append(small(), part{name, text})) }
}

func rosterOf(name, text string) func(*testing.T, string) string {
	return func(t *testing.T, dir string) string { return packed(t, dir, changed(small(), name, text)) }
}

func TestWhatCanBeReadOfABrokenDayIsKept(t *testing.T) {
	t.Parallel()
	const day = "general/2026-01-05.json"
	good := `{"type":"message","user":"U1","text":"kept","ts":"1767600000.000100"}`
	tests := map[string]struct{ text, kept, why string }{
		"a list cut off in a record":   {"[" + good + `,{"type":"mess`, "4", "cut off"},
		"a list cut off behind one":    {"[" + good + `,`, "4", "cut off"},
		"a record that is no message":  {"[" + good + `,17,"x",null]`, "4", "skipped"},
		"a message without a time":     {"[" + good + `,{"type":"message","user":"U1","text":"x"}]`, "4", "skipped"},
		"a day that is not JSON":       {"\x00\x01\x02", "3", "skipped"},
		"a day that is not there":      {"", "3", "skipped"},
		"bytes that are no UTF-8":      {"[" + good + ",{\"type\":\"message\",\"user\":\"U1\",\"text\":\"\xff\xfe\xc0\x80\",\"ts\":\"1767600001.000100\"}]", "5", ""},
		"a message of a million signs": {"[" + strings.Replace(good, "kept", strings.Repeat("kept ", 200_000), 1) + "]", "4", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			a := h.run(t, "import", "slack", packed(t, h.dir, changed(small(), day, tt.text)), "--as", "acme")
			if a.code != 0 || !strings.Contains(a.out, tt.why) || tt.why != "" && !strings.Contains(a.out, day) {
				t.Errorf("ended with %d and says\n%s%s", a.code, a.out, a.err)
			}
			wellFormed(t, "the summary", a.out)
			if got := h.number(t, `SELECT count(*) FROM v_messages`); got != tt.kept {
				t.Errorf("%s messages were kept, want %s", got, tt.kept)
			}
		})
	}
}
