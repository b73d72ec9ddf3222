package threads_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/ui"
	"rounds/ui/pane"
)

// selected is the row under the cursor.
func selected(t *testing.T, a *ui.App) string {
	t.Helper()
	for line := range strings.SplitSeq(frame(a), "\n") {
		if strings.HasPrefix(line, "▌") && !strings.HasPrefix(line, "▌#") || strings.HasPrefix(line, "▏") {
			return line
		}
	}
	t.Fatalf("no row is selected:\n%s", frame(a))
	return ""
}

func wantSelected(t *testing.T, a *ui.App, what string) {
	t.Helper()
	if row := selected(t, a); !strings.Contains(row, what) {
		t.Errorf("the cursor is on %q, want %q", row, what)
	}
}

func wantFrame(t *testing.T, a *ui.App, what string) {
	t.Helper()
	if !strings.Contains(frame(a), what) {
		t.Errorf("%q is not in the frame:\n%s", what, frame(a))
	}
}

func wantNoFrame(t *testing.T, a *ui.App, what string) {
	t.Helper()
	if strings.Contains(frame(a), what) {
		t.Errorf("%q is in the frame:\n%s", what, frame(a))
	}
}

// said are the words that were told while msgs came.
func said(msgs []tea.Msg) string {
	var all []string
	for _, m := range msgs {
		switch m := m.(type) {
		case pane.Said:
			all = append(all, m.Text)
		case pane.Failed:
			all = append(all, m.Err.Error())
		}
	}
	return strings.Join(all, "\n")
}
