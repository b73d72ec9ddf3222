//go:build !windows

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// tube is a terminal with the program running in it.
type tube struct {
	t      testing.TB
	cmd    *exec.Cmd
	master *os.File
	ended  chan struct{}

	mu   sync.Mutex
	said []byte    // all that the program wrote
	last time.Time // when it wrote last
}

// open runs the program in a terminal of its own.
func (h home) open(t testing.TB, columns, rows uint16, args ...string) *tube {
	t.Helper()
	return openTerminal(t, h.command(t.Context(), args...), columns, rows)
}

// openTerminal starts a command in a terminal of its own.
func openTerminal(t testing.TB, cmd *exec.Cmd, columns, rows uint16) *tube {
	t.Helper()
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columns, Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	master = pollable(t, master)
	u := &tube{t: t, cmd: cmd, master: master, ended: make(chan struct{}), last: time.Now()}
	go u.listen()
	t.Cleanup(func() {
		cmd.Process.Kill() // it may be gone, and should be
		master.Close()
	})
	return u
}

// atInbox opens the console and goes to the inbox.
func (h home) atInbox(t testing.TB, columns, rows uint16) *tube {
	t.Helper()
	u := h.open(t, columns, rows)
	u.await("1 Today")
	u.press("2")
	return u
}

// pollable is a file whose Close ends a Read that waits.
func pollable(t testing.TB, blocking *os.File) *os.File {
	t.Helper()
	defer blocking.Close()
	fd, err := syscall.Dup(int(blocking.Fd()))
	if err == nil {
		err = syscall.SetNonblock(fd, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), blocking.Name())
}

// answers is what a terminal says when it is asked who it is, in this order.
var answers = [][2]string{
	{"\x1b]11;?\a", "\x1b]11;rgb:1c1c/1c1c/1c1c\a"},
	{"\x1b[c", "\x1b[?62;22c"},
}

func (u *tube) listen() {
	defer close(u.ended)
	buffer := make([]byte, 1<<16)
	for {
		n, err := u.master.Read(buffer)
		u.mu.Lock()
		u.said, u.last = append(u.said, buffer[:n]...), time.Now()
		u.mu.Unlock()
		for _, answer := range answers {
			if bytes.Contains(buffer[:n], []byte(answer[0])) {
				u.master.WriteString(answer[1]) // nobody may be left to hear it
			}
		}
		if err != nil { // EIO: the program is gone
			return
		}
	}
}

func (u *tube) text() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return string(u.said)
}

// await waits until the program has written something.
func (u *tube) await(word string) {
	u.t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(u.text(), word); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			u.t.Fatalf("it never wrote %q but\n%q", word, u.text())
		}
	}
}

// rest waits until the program has drawn what it has to draw.
func (u *tube) rest() {
	const quiet = 60 * time.Millisecond
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		u.mu.Lock()
		still := time.Since(u.last) > quiet
		u.mu.Unlock()
		if still {
			return
		}
	}
}

// press types keys, one after the other, as a person does.
func (u *tube) press(keys ...string) {
	u.t.Helper()
	for _, key := range keys {
		u.mu.Lock()
		u.last = time.Now()
		u.mu.Unlock()
		if _, err := u.master.WriteString(key); err != nil {
			u.t.Fatalf("type %q: %v", key, err)
		}
		u.rest()
	}
}

// quit goes back from wherever it is, and out.
func (u *tube) quit() {
	u.t.Helper()
	for range 6 {
		select {
		case <-u.ended:
		default:
			u.master.WriteString("q") // it may have ended just now
			u.mu.Lock()
			u.last = time.Now()
			u.mu.Unlock()
			u.rest()
		}
	}
	u.leaves(0)
	u.tidy()
}

// signal sends one.
func (u *tube) signal(s os.Signal) {
	u.t.Helper()
	if err := u.cmd.Process.Signal(s); err != nil {
		u.t.Fatal(err)
	}
}

// leaves waits for the end of the program and checks the code it ended with.
func (u *tube) leaves(code int) {
	u.t.Helper()
	select {
	case <-u.ended:
	case <-time.After(time.Minute):
		u.t.Fatalf("it does not end:\n%q", tail(u.text()))
	}
	err := u.cmd.Wait()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		u.t.Fatal(err)
	}
	if got := u.cmd.ProcessState.ExitCode(); got != code {
		u.t.Errorf("it ended with %d (%v), want %d:\n%q", got, u.cmd.ProcessState, code, tail(u.text()))
	}
}

func tail(text string) string { return text[max(0, len(text)-600):] }

// tidy fails if the terminal was not left as it was found.
func (u *tube) tidy() {
	u.t.Helper()
	text := u.text()
	for name, mode := range map[string][2]string{
		"the alternate screen": {"\x1b[?1049h", "\x1b[?1049l"},
		"a hidden cursor":      {"\x1b[?25l", "\x1b[?25h"},
		"the mouse":            {"\x1b[?1002h", "\x1b[?1002l"},
		"bracketed paste":      {"\x1b[?2004h", "\x1b[?2004l"},
	} {
		if on, off := strings.LastIndex(text, mode[0]), strings.LastIndex(text, mode[1]); on > off {
			u.t.Errorf("%s is left behind:\n%q", name, tail(text))
		}
	}
	if !strings.Contains(text, "\x1b[?1049h") {
		u.t.Errorf("there never was a screen:\n%q", tail(text))
	}
}

func TestTheConsoleOpensAndCloses(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	u := h.atInbox(t, 80, 24)
	u.await("the export broken")
	u.press("j", "\r", "\t", "u", "\x1b")
	u.quit()
}

func TestASignalEndsTheConsoleAndRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	tests := map[string]struct {
		signal os.Signal
		code   int
	}{
		"asked to end":         {syscall.SIGTERM, 143},
		"the terminal is gone": {syscall.SIGHUP, 129},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for range 4 { // whoever hears the signal first must not matter
				u := h.atInbox(t, 80, 24)
				u.await("the export broken")
				began := time.Now()
				u.signal(tt.signal)
				u.leaves(tt.code)
				u.tidy()
				if took := time.Since(began); took > time.Second {
					t.Errorf("it took %v to end", took)
				}
			}
		})
	}
	t.Run("interrupted from outside", func(t *testing.T) {
		u := h.atInbox(t, 80, 24)
		u.await("the export broken")
		u.signal(os.Interrupt)
		u.leaves(130)
		u.tidy()
	})
	if again := h.run(t, "inbox"); again.code != 0 || strings.Contains(again.err, "did not close") {
		t.Errorf("the database was not closed: %s", again.err)
	}
}

func TestATerminalThatIsClosedEndsTheConsole(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	u := h.atInbox(t, 80, 24)
	u.await("the export broken")
	u.master.Close()
	done := make(chan struct{})
	go func() { defer close(done); u.cmd.Wait() }() // however it ended
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Error("it goes on without a terminal")
	}
}

// colour is a sequence that paints.
var colour = regexp.MustCompile("\x1b\\[[0-9;:]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;:]*m")

func TestATerminalIsTakenForWhatItSaysItIs(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	t.Run("no colour where none is wanted", func(t *testing.T) {
		u := h.with("NO_COLOR=1").atInbox(t, 80, 24)
		u.await("the export broken")
		u.press("j")
		u.press("q")
		u.leaves(0)
		if found := colour.FindString(u.text()); found != "" {
			t.Errorf("it paints with %q", found)
		}
	})
	t.Run("colour where it is", func(t *testing.T) {
		u := h.with("COLORTERM=truecolor").atInbox(t, 80, 24)
		u.await("the export broken")
		u.press("q")
		u.leaves(0)
		if !colour.MatchString(u.text()) {
			t.Errorf("it does not paint:\n%q", tail(u.text()))
		}
	})
	for name, env := range map[string]string{"a dumb terminal": "TERM=dumb", "no name of a terminal": "TERM=", "a locale without UTF-8": "LC_ALL=de_DE.ISO-8859-1"} {
		t.Run(name, func(t *testing.T) {
			for _, tt := range []struct {
				args []string
				code int
				want string
			}{{nil, 0, "broken"}, {[]string{"inbox"}, 0, "rotate"}, {[]string{"doctor"}, 0, "x.db"}, {[]string{"show", "99"}, 3, "there is no"}} {
				u := h.with(env).open(t, 80, 24, tt.args...)
				u.leaves(tt.code)
				asked := tt.code > 0 && strings.HasPrefix(env, "LC_ALL") // such a terminal may be asked for its colours
				if strings.Contains(u.text(), "\x1b") && !asked || !strings.Contains(u.text(), tt.want) {
					t.Errorf("rounds %q prints %q", tt.args, u.text())
				}
			}
		})
	}
	t.Run("a pipe", func(t *testing.T) {
		if out := h.must(t); strings.Contains(out, "\x1b") || !strings.Contains(out, "#help") {
			t.Errorf("the console into a pipe prints %q", out)
		}
	})
}

func TestAWindowOfAnySizeIsDrawnIn(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	for _, size := range [][2]uint16{{1, 1}, {2, 2}, {200, 1}, {1, 200}, {2000, 1000}} {
		t.Run(fmt.Sprintf("%d by %d", size[0], size[1]), func(t *testing.T) {
			u := h.open(t, size[0], size[1])
			u.await("\x1b[?1049h")
			u.rest()
			u.press("j")
			u.rest()
			if used := peakOf(u.cmd.Process.Pid); used > 200<<10 {
				t.Errorf("it took %d MiB", used>>10)
			}
			u.quit()
		})
	}
}

// peakOf is how much memory a process has had at most, in KiB, and 0 where that
// cannot be told. What the system says of one that has ended counts whoever
// started it, too.
func peakOf(pid int) (kib int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	_, _ = fmt.Sscan(rest, &kib) // 0 if it is not there
	return kib
}

func TestTwoConsolesShareOneDatabase(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	one, two := h.atInbox(t, 80, 24), h.atInbox(t, 120, 32)
	one.await("the export broken")
	two.await("the export broken")
	one.press("e")
	two.press("j")
	for _, u := range []*tube{one, two} {
		u.quit()
	}
	if got := h.number(t, `SELECT count(*) FROM v_conversations WHERE state = 'done'`); got != "1" {
		t.Errorf("%s conversations are done after one press of e", got)
	}
}

// TestAFloodOfParametersIsNoKey types and pastes what makes the reader below
// Bubble Tea panic.
func TestAFloodOfParametersIsNoKey(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	flood := strings.Repeat("1;", 40)
	u := h.atInbox(t, 80, 24)
	u.await("the export broken")
	u.press(
		"\x1b["+flood+"m", "\x1bP"+flood+"|\x1b\\", "\x1b["+strings.Repeat("1:", 40)+"J", "\u009b"+flood+"m",
		"\x1b[200~hello \x1b["+flood+"m and "+flood+" \x1b[201~",
	)
	u.press("n")
	u.press("\x1b[200~a note \x1b["+flood+"m\x1b[201~", "\x1b")
	// What is left of a flood may have been keys, of which none here is q:
	// wherever they led, it lives.
	u.signal(syscall.SIGTERM)
	u.leaves(143)
	u.tidy()
}

func TestADemoOpensOnASimulatedCommunityAndIsGoneAfterwards(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	u := h.open(t, 80, 24, "demo", "--size", "300")
	u.await("\x1b[?1049h")
	u.await("1 Today")
	u.press("2")
	u.await("#")
	u.press("j", "e", "z")
	u.quit()
	left, err := os.ReadDir(h.dir)
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "rounds-demo-") {
			t.Errorf("%s is left behind", entry.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// sequences lists the escape sequences of an output that are not Bubble Tea's
// way of drawing a frame of ours.
func sequences(text string) []string {
	var odd []string
	state := ansi.NormalState
	for len(text) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(text, state, nil)
		if control := sequence[0] < ' ' || sequence[0] == 0x7f || sequence[0] == 0xc2 && width == 0; control && !usual.MatchString(sequence) {
			odd = append(odd, sequence)
		}
		text, state = text[n:], next
	}
	return odd
}

// usual is what Bubble Tea writes to draw, to ask the terminal what it can do,
// and to name the window as ui does.
var usual = regexp.MustCompile(`^(?s:` + strings.Join([]string{
	`[\n\r\t\x08]`,
	`\x1b\[[0-9;:]*[ABCDGHJKXLMPSTZbdm@` + "`" + `]`, // move, clear, insert, repeat, paint
	`\x1b\[[0-9;]*r`, `\x1bM`, `\x1b\[\?5W`,
	`\x1b\[\?[0-9;]+[hl]`, `\x1b\[\?[0-9;]+\$p`, // modes on, off and asked for
	`\x1b\[[=<>?][0-9;]*u`, `\x1b\[>[0-9;]*m`, `\x1b\[>4;?[0-9]*m`, `\x1b\[>[0-9]*q`, `\x1b\[[?0-9]*c`, // keyboard, name
	`\x1b\[[0-9] q`,                              // shape of the cursor
	`\x1b\]1[012];\?(\x07|\x1b\\)`,               // which colours are you
	`\x1b\]2;(Rounds: [A-Za-z ]+)?(\x07|\x1b\\)`, // title
	`\x1b\]8;;(https?://[!-~]*)?(\x07|\x1b\\)`,   // links
	`\x1b\]11[0-2](\x07|\x1b\\)`,
	`\x1b[=>78]`,
}, "|") + `)$`)
