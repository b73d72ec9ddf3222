//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAConsoleThatIsReadOutWritesNothingButLines drives the real program in a
// terminal that answers to whatever it is asked, and finds out that it is asked
// nothing.
func TestAConsoleThatIsReadOutWritesNothingButLines(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env  []string
		args []string
		set  string // the config
	}{
		"by its flag":          {args: []string{"--screen-reader"}},
		"by the environment":   {env: []string{"ROUNDS_SCREEN_READER=1", "TERM=dumb"}},
		"by the config":        {set: "screen_reader = true\n"},
		"the demo by its flag": {args: []string{"demo", "--only", "slack", "--size", "300", "--screen-reader"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := stocked(t).with(tt.env...)
			if tt.set != "" {
				path := filepath.Join(h.dir, "read-out.toml")
				if err := os.WriteFile(path, []byte(tt.set), 0o600); err != nil {
					t.Fatal(err)
				}
				tt.args = append(tt.args, "--config", path)
			}
			u := h.open(t, 80, 24, tt.args...)
			u.await("in Inbox")
			u.press("j", "l", "\r", "?", "x", ":", "z", "z", "z", "z", "\r", "\x0c", "\x07") // no escape key: what follows it too soon is another key
			u.press("q", "q", "q", "q")
			u.leaves(0)
			for i, b := range []byte(u.text()) {
				if b == 0x1b || b < ' ' && b != '\r' && b != '\n' {
					t.Fatalf("byte %#x in %q", b, u.text()[max(0, i-80):min(len(u.text()), i+20)])
				}
			}
			for _, want := range []string{"Rounds, read out.", "All keys.\r\n", "j k: down, up\r\n", "keys: enter: run"} {
				if !strings.Contains(u.text(), want) {
					t.Errorf("%q was not said:\n%s", want, u.text())
				}
			}
		})
	}
}
