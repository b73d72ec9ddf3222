//go:build !windows

package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// dialogue answers the questions of a program in a terminal, each when it has
// been asked since the last one.
func (u *tube) dialogue(lines ...[2]string) {
	u.t.Helper()
	for _, line := range lines {
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
			said := u.text()
			if strings.Contains(said[strings.LastIndex(said, answered)+1:], line[0]) {
				break
			}
			if time.Now().After(deadline) {
				u.t.Fatalf("it never wrote %q but\n%s", line[0], said)
			}
		}
		if line[1] == "" {
			continue
		}
		u.mu.Lock()
		u.said = append(u.said, answered...)
		u.mu.Unlock()
		u.master.WriteString(line[1])
	}
}

// answered marks in what was said where an answer was given.
const answered = "\n<answered>\n"

// over waits for the end and returns all that was shown.
func (u *tube) over() string {
	u.t.Helper()
	select {
	case <-u.ended:
	case <-time.After(time.Minute):
		u.t.Fatalf("it does not end: %q", u.text())
	}
	_ = u.cmd.Wait()
	return u.text()
}

func TestAPersonIsAskedForTokensThatAreNotShown(t *testing.T) {
	t.Parallel()
	base := aviary(t)
	h := newHome(t)
	u := h.open(t, 80, 24, "connect", "slack", "--as", "acme", "--base", base)
	u.dialogue(
		[2]string{"Bot token", birdApp + "\r"},
		[2]string{"This is an app token", ""},
		[2]string{"Bot token", birdBot + "\r"},
		[2]string{"App token", "\r"},
		[2]string{"User token", "wrong\x15" + birdUser + "x\x7f\r"},
		[2]string{"Channels (", "1-2 help\r"},
		[2]string{"There is no keyring here", ""},
		[2]string{"[y/N]", "y\r"},
	)
	said := u.over()
	if code := u.cmd.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("ended with %d: %s", code, said)
	}
	if !strings.Contains(said, "rounds sync   reads what is there") {
		t.Errorf("it ends with\n%s", said)
	}
	for line := range strings.Lines(ansi.Strip(strings.ReplaceAll(said, "\r", ""))) {
		if line = strings.TrimRight(line, "\n"); utf8.RuneCountInString(line) > 80 && !strings.Contains(line, h.dir) {
			t.Errorf("a line is %d wide: %q", utf8.RuneCountInString(line), line)
		}
	}
	caged(t, h, said+h.configText())
	c, err := readConfig(h.configFile())
	if err != nil || len(c.Account) != 1 || len(c.Account[0].Channels) != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	again := h.open(t, 80, 24, "connect", "slack", "--as", "acme", "--base", base)
	again.dialogue([2]string{"Bot token", birdBot + "\r"}, [2]string{"App token", "\r"}, [2]string{"User token", "\r"}, [2]string{"Replace its tokens? [y/N]", "n\r"})
	again.over()
	if code := again.cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("a replacement that was declined ended with %d", code)
	}
}

func TestConnectingThatIsStoppedLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	base := aviary(t)
	steps := [][2]string{{"Bot token", birdBot + "\r"}, {"App token", "\r"}, {"User token", "\r"}, {"Channels (", "\r"}, {"[y/N]", ""}}
	for key, stop := range map[string]string{"Ctrl-C": "\x03", "Ctrl-D": "\x04"} {
		for n := range steps {
			t.Run(key+" at "+steps[n][0], func(t *testing.T) {
				t.Parallel()
				h := newHome(t)
				u := h.open(t, 80, 24, "connect", "slack", "--as", "acme", "--base", base)
				u.dialogue(steps[:n]...)
				u.dialogue([2]string{steps[n][0], stop})
				said := u.over()
				if code := u.cmd.ProcessState.ExitCode(); code != 130 || !strings.Contains(said, "nothing was kept") {
					t.Errorf("ended with %d: %s", code, said)
				}
				if left := holds(t, h.dir, "CANARY"); len(left) > 0 || h.configText() != "" {
					t.Errorf("%v is left behind, and %q", left, h.configText())
				}
			})
		}
	}
}
