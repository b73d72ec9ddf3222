//go:build measure && linux

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rounds/ui/cli"
)

// settling is how long the console is left alone before it is measured: the
// rounds that read all of a new account keep the platforms' pace.
const settling = 3 * time.Minute

// TestMeasureAnIdleConsole opens the console on four platforms that are served
// from this process, where nothing happens, and says what of a processor it
// takes. ROUNDS_IDLE is for how many seconds it is looked at.
func TestMeasureAnIdleConsole(t *testing.T) {
	seconds, err := strconv.Atoi(os.Getenv("ROUNDS_IDLE"))
	if err != nil {
		seconds = 60
	}
	h := newHome(t)
	var accounts strings.Builder
	for _, s := range stages(cli.DemoOptions{Seed: 1, Size: 1500}) {
		server := httptest.NewServer(s.community)
		defer server.Close()
		fmt.Fprintf(&accounts, "[[account]]\nname = %q\nplatform = %q\nbase = %q\n", s.name, s.platform, server.URL+s.prefix)
		h = h.with("ROUNDS_TOKEN_" + strings.ToUpper(s.name) + "=" + s.setup.Token)
	}
	if err := os.MkdirAll(filepath.Dir(h.configFile()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.configFile(), []byte(accounts.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	fmt.Println(strings.TrimSpace(h.run(t, "sync").out))
	u := h.open(t, 200, 50)
	u.await("Inbox")
	u.rest()
	time.Sleep(settling) // the first rounds are over, and what they brought is counted
	n := len(u.text())
	before, switches := used(t, u.cmd.Process.Pid), switched(t, u.cmd.Process.Pid)
	time.Sleep(time.Duration(seconds) * time.Second)
	took := used(t, u.cmd.Process.Pid) - before
	fmt.Printf("idle with four platforms: %.2f %% of a core over %d s, woken %.1f times a second, %d bytes written\n",
		took.Seconds()*100/float64(seconds), seconds, float64(switched(t, u.cmd.Process.Pid)-switches)/float64(seconds), len(u.text())-n)
	u.quit()
}

// used is the processor time of a process, of all its threads, to the
// nanosecond.
func used(t *testing.T, pid int) (total time.Duration) {
	t.Helper()
	for _, fields := range tasks(t, pid, "schedstat") {
		n, err := strconv.ParseInt(strings.Fields(fields)[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		total += time.Duration(n)
	}
	return total
}

// switched is how often its threads went to sleep.
func switched(t *testing.T, pid int) (total int) {
	t.Helper()
	for _, text := range tasks(t, pid, "status") {
		for line := range strings.Lines(text) {
			if rest, is := strings.CutPrefix(line, "voluntary_ctxt_switches:"); is {
				n, err := strconv.Atoi(strings.TrimSpace(rest))
				if err != nil {
					t.Fatal(err)
				}
				total += n
			}
		}
	}
	return total
}

func tasks(t *testing.T, pid int, name string) (all []string) {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/%s", pid, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			all = append(all, string(text))
		}
	}
	return all
}
