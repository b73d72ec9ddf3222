package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestACrashReportHoldsNoToken(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	said := report("cannot send xoxb-CANARY-1 to \x1b[2Jslack", []byte("main.go:1 sync(xapp-1-CANARY-2)\nxoxp-CANARY-3"))
	written, err := filepath.Glob(filepath.Join(dir, "rounds", "crash-*.txt"))
	if err != nil || len(written) != 1 {
		t.Fatalf("%v was written: %v", written, err)
	}
	text, err := os.ReadFile(written[0])
	if err != nil {
		t.Fatal(err)
	}
	if all := said + string(text); strings.Contains(all, "CANARY") || !strings.Contains(all, "cannot send") {
		t.Errorf("it says %q and writes %s", said, text)
	}
	wellFormed(t, "the report", said+string(text))
}
