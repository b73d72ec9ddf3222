//go:build !windows

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rounds/ui/cli"
)

// TestEveryCommandOfTheReadmeRuns runs what somebody new reads first. The other
// pages take most of a minute, and are run with -tags long.
func TestEveryCommandOfTheReadmeRuns(t *testing.T) {
	t.Parallel()
	runPages(t, "README.md")
}

// runPages runs pages as scripts, each from above to below on a machine of its
// own: with the demo's community, an export beside it, and four accounts that
// are connected to simulated platforms.
func runPages(t *testing.T, pages ...string) {
	t.Helper()
	example := exampleHome(t)
	scripts, n := t.TempDir(), 0
	for _, name := range pages {
		script := script(t, name)
		n += strings.Count(script, "\nrun ") + strings.Count(script, "\nscreen ") + strings.Count(script, "\nasked ") + strings.Count(script, "\nwatch ")
		if script != "" {
			write(t, filepath.Join(scripts, strings.TrimSuffix(filepath.Base(name), ".md")+".txtar"), script, 0o600)
		}
	}
	t.Logf("%d calls", n)
	if n < 5*len(pages)/2 {
		t.Errorf("%d pages have only %d calls", len(pages), n)
	}
	testscript.Run(t, testscript.Params{
		Dir: scripts, ContinueOnError: true,
		Setup: func(env *testscript.Env) error {
			env.Values[theTest{}] = env.T()
			for _, variable := range example.env {
				name, value, _ := strings.Cut(variable, "=")
				env.Setenv(name, strings.ReplaceAll(value, example.dir, env.WorkDir))
			}
			env.Setenv("PATH", filepath.Join(env.WorkDir, "bin")+":"+os.Getenv("PATH"))
			if err := copyPrivately(env.WorkDir, example.dir); err != nil {
				return err
			}
			return connectAll(env, env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			string(toItsEnd): runToItsEnd, string(onScreen): runOnScreen, string(asking): runAsking, string(onAndOn): runOnAndOn,
		},
	})
}

// copyPrivately copies a machine; tokens and databases stay for their owner.
func copyPrivately(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o600)
	})
}

// TestACallThatThereIsNotIsFound shows that the test above can fail.
func TestACallThatThereIsNotIsFound(t *testing.T) {
	for _, line := range []string{"rounds bogus", "rounds plan bogus", "rounds inbox --bogus", "rounds decide --rul x", "rounds metrics -x", "rounds connect bogus"} {
		if a, err := aims(line); err == nil {
			t.Errorf("%s is taken for %s %q", line, a.CommandPath(), a.args)
		}
	}
	for line, whole := range map[string]bool{
		"rounds sync": true, "rounds show 12": true, "rounds show": false, "rounds backup FILE": false, "rounds sql 'SELECT …'": false, "rounds reply --at": false,
		"rounds metrics --rows METRIC": false, "rounds metrics --rows wau": true,
	} {
		if a, err := aims(line); err != nil || a.whole(line) != whole {
			t.Errorf("%s: %v, want %t", line, err, whole)
		}
	}
}

func TestThePagesAreReadAsTheyAreMeant(t *testing.T) {
	file := write(t, t.TempDir()+"/x.md", strings.Join([]string{
		"Say `rounds sync` or `rounds show 9` <!-- exits 3 -->, `not this`.",
		"```sh", "# a remark", "", "rounds inbox \\", "  is:open   # late", "cat <<'END' > a.md", "rounds is no call here", "END", "```",
		"<!-- not run: it opens a browser -->", "", "```console", "$ rounds open 1", "opened", "```",
		"```toml", "rounds = 1", "```", "```", "rounds metrics", "┌ a drawing", "```",
	}, "\n"), 0o600)
	var got []string
	for _, c := range callsOf(t, file) {
		got = append(got, fmt.Sprintf("%d %d %q %s", c.line, c.code, c.text, c.why))
	}
	want := []string{
		`1 3 "rounds sync" `, `1 3 "rounds show 9" `, `5 0 "rounds inbox \\\n  is:open   # late" `, `7 0 "cat <<'END' > a.md\nrounds is no call here\nEND" `,
		`14 0 "rounds open 1" it opens a browser`, `21 0 "rounds metrics" `,
	}
	if !slices.Equal(got, want) {
		t.Errorf("it is read as\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestEveryCallNamedInTheDocumentationIsOne holds what is only named, as
// `rounds backup FILE`, to the commands and flags that there are.
func TestEveryCallNamedInTheDocumentationIsOne(t *testing.T) {
	for _, name := range pages(t) {
		for _, c := range callsOf(t, name) {
			if !strings.HasPrefix(c.shell()+" ", "rounds ") || c.code != 0 || c.why != "" {
				continue
			}
			if _, err := aims(c.shell()); err != nil {
				t.Errorf("%s: %s: %v", c.name(), c.text, err)
			}
		}
	}
}

// script is a page as testscript reads it: a line for each call, and the call
// itself in a file.
func script(t testing.TB, page string) string {
	t.Helper()
	var lines, files strings.Builder
	for i, c := range callsOf(t, page) {
		if why := c.reasonNotRun(); why != "" {
			t.Logf("%s: not run, %s: %s", c.name(), why, c.text)
			continue
		}
		a, err := aim{}, error(nil)
		if strings.HasPrefix(c.shell()+" ", "rounds ") {
			a, err = aims(c.shell())
		}
		if c.code == 0 && a.Command != nil && err == nil && inSentence(page, c) && !a.whole(c.text) {
			continue
		}
		fmt.Fprintf(&lines, "\n# %s: %s\n%s %d %d.sh\n", c.name(), strings.ReplaceAll(c.text, "\n", " "), c.manner(), c.code, i)
		fmt.Fprintf(&files, "-- %d.sh --\n%s\n", i, c.shell())
	}
	if lines.Len() == 0 {
		return ""
	}
	return lines.String() + files.String()
}

// inSentence is whether a call stands within a sentence and not in a block.
func inSentence(page string, c call) bool {
	text, err := os.ReadFile(page)
	return err == nil && strings.Contains(strings.Split(string(text), "\n")[c.line-1], "`"+c.text+"`")
}

// exampleHome is the machine that every page begins with.
func exampleHome(t testing.TB) home {
	t.Helper()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "data", "rounds", "rounds.db")
	h.must(t, "demo", "--keep", h.db)
	h.must(t, "import", "slack", packed(t, h.dir, small()), "--as", "acme", "--me", "sam")
	write(t, filepath.Join(h.dir, "answer.md"), "Yes, since 2.4.\n", 0o600)
	write(t, filepath.Join(h.dir, "answers.csv"), answersCSV, 0o600)
	if err := os.Mkdir(filepath.Join(h.dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	return h
}

// connectAll gives a machine the demo's four accounts, each connected to its
// platform as it was simulated when the demo ran.
func connectAll(env *testscript.Env, dir string) error {
	config := "me = \"sam\"\nwords = [\"Fieldnotes\"]\n"
	folder := filepath.Join(dir, "config", "rounds")
	if err := os.MkdirAll(filepath.Join(folder, "tokens"), 0o700); err != nil {
		return err
	}
	for _, s := range stages(cli.DemoOptions{Seed: 1, Size: 1500}) {
		server := httptest.NewServer(s.community)
		env.Defer(func() {
			server.CloseClientConnections() // a program that did not end in time may still listen
			server.Close()
		})
		config += fmt.Sprintf("[[account]]\nname = %q\nplatform = %q\nbase = %q\ntokens = \"file\"\n", s.name, s.platform, server.URL+s.prefix)
		if s.setup.Team != "" {
			config += fmt.Sprintf("server = %q\n", s.setup.Team)
		}
		if err := os.WriteFile(filepath.Join(folder, "tokens", s.name), []byte(s.setup.Token+"\n"), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, "config.toml"), []byte(config), 0o600)
}

// answersCSV is an export of a survey.
const answersCSV = "How likely are you to recommend us? (0-10),What would you change?\n9,nothing\n10,\n6,more examples\n"

// shell is one file of a page as a command of the shell, in the script's folder.
func shell(ctx context.Context, ts *testscript.TestScript, text string) *exec.Cmd {
	link := filepath.Join(ts.Getenv("WORK"), "bin", "rounds")
	if _, err := os.Lstat(link); err != nil {
		ts.Check(os.Symlink(os.Args[0], link))
	}
	cmd := exec.CommandContext(ctx, "sh", "-euc", text)
	cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{asRounds, "HOME", "PATH", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR", "LANG", "TZ", "TERM"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// asked is what a line of a script says: the code, and the file.
func asked(ts *testscript.TestScript, args []string) (code int, text string) {
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	return code, strings.TrimSpace(ts.ReadFile(args[1]))
}

func runToItsEnd(ts *testscript.TestScript, _ bool, args []string) {
	code, text := asked(ts, args)
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	cmd := shell(ctx, ts, text)
	out, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		ts.Fatalf("%s: %v", text, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code && (got != 3 || text != "rounds undo") { // there may be nothing to undo
		ts.Fatalf("it ended with %d, want %d:\n%s\n%s", got, code, text, head(string(out)))
	}
}

func head(text string) string { return text[:min(len(text), 1500)] }

// theTest is under what a script keeps the test that it is.
type theTest struct{}

func testOf(ts *testscript.TestScript) testing.TB {
	t, is := ts.Value(theTest{}).(testing.TB)
	if !is {
		ts.Fatalf("this script belongs to no test")
	}
	return t
}

// runOnScreen opens what draws the console, and quits it.
func runOnScreen(ts *testscript.TestScript, _ bool, args []string) {
	_, text := asked(ts, args)
	t := testOf(ts)
	u := openTerminal(t, inSession(shell(t.Context(), ts, text)), 100, 30)
	if strings.Contains(text, "--screen-reader") || strings.Contains(text, "ROUNDS_SCREEN_READER=1") {
		u.await("read out")
		u.rest()
		for range 3 { // something may have to leave, and it asks
			_, _ = u.master.WriteString("q") // it may have ended just now
			u.rest()
		}
		u.leaves(0)
		return
	}
	u.await("ROUNDS")
	u.rest()
	u.quit()
}

// runAsking waits for the first question, and answers it with Ctrl-C.
func runAsking(ts *testscript.TestScript, _ bool, args []string) {
	_, text := asked(ts, args)
	t := testOf(ts)
	u := openTerminal(t, inSession(shell(t.Context(), ts, "exec "+text)), 100, 30)
	u.await(": ")
	u.rest()
	u.master.WriteString("\x03")
	u.leaves(130)
}

// inSession leaves it to the terminal to make a group of processes.
func inSession(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = nil
	return cmd
}

// runOnAndOn waits for a first line and stops it. What reads it behind a pipe
// is given that line, where there is such a program.
func runOnAndOn(ts *testscript.TestScript, _ bool, args []string) {
	_, text := asked(ts, args)
	watch, reader, piped := strings.Cut(text, " | ")
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	cmd := shell(ctx, ts, "exec "+watch)
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	ts.Check(cmd.Start())
	line := make([]byte, 1<<16)
	n, err := out.Read(line)
	if err != nil {
		ts.Fatalf("it says nothing: %v %s", err, problems.String())
	}
	ts.Check(cmd.Process.Signal(syscall.SIGINT))
	for ended := time.Now(); err == nil && time.Since(ended) < patience; {
		_, err = out.Read(make([]byte, 1<<16))
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 130 {
		ts.Fatalf("stopped, it ended with %d: %s", got, problems.String())
	}
	if _, err := exec.LookPath(strings.Fields(reader + " none")[0]); !piped || err != nil {
		return
	}
	behind := shell(ctx, ts, reader)
	behind.Stdin = bytes.NewReader(line[:n])
	if said, err := behind.CombinedOutput(); err != nil {
		ts.Fatalf("%s: %v\n%s", reader, err, said)
	}
}
