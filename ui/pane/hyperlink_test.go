package pane_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rounds/ui/pane"
	"rounds/ui/theme"
	"rounds/ui/uitest"
)

const ours = "https://acme.slack.com/archives/C1/p1700000000000100"

// linking is an environment whose terminal takes links.
func linking(t *testing.T) pane.Env {
	t.Helper()
	env := uitest.Env(t)
	env.Hyperlinks = true
	return env
}

func TestALinkIsMadeOnlyOfAnAddressThatABrowserMayBeGiven(t *testing.T) {
	env := linking(t)
	if got := env.Link("here", ours); !strings.Contains(got, ours) || uitest.Unsafe(got) != "" {
		t.Errorf("no link: %q", got)
	}
	for name, address := range map[string]string{
		"none":                 "",
		"no web address":       "file:///etc/passwd",
		"a name and a secret":  "https://sam:secret@acme.example/",
		"an end of its own":    "https://acme.example/\x1b\\\x1b]0;owned\a",
		"a control character":  "https://acme.example/\u009c",
		"a line":               "https://acme.example/\nhttps://evil.example/",
		"longer than it may":   "https://acme.example/" + strings.Repeat("x", 3000),
		"words around it":      "see https://acme.example/",
		"a direction override": "https://acme.example/\u202egpj.exe",
	} {
		if got := env.Link("here", address); got != "here" {
			t.Errorf("%s: %q", name, got)
		}
	}
	env.Hyperlinks = false
	if got := env.Link("here", ours); got != "here" {
		t.Errorf("links are off: %q", got)
	}
}

func TestALinkTakesNoRoomAndSurvivesBeingCut(t *testing.T) {
	env, painted := linking(t), theme.New(true)
	line := painted.Strong.Put("#help") + env.Link(painted.Quiet.Put(" · 3 messages"), ours) + " open"
	if w := pane.Width(line); w != len("#help . 3 messages open") {
		t.Errorf("%d cells wide", w)
	}
	balanced := func(what, s string) {
		t.Helper()
		if bad := uitest.Unsafe(s); bad != "" {
			t.Errorf("%s holds %s: %q", what, bad, s)
		}
		if n := strings.Count(s, "\x1b]8;;"); n%2 != 0 || !strings.HasSuffix(s[:strings.LastIndex(s, "\x1b]8;;")+7], "\x1b]8;;\x1b\\") && n > 0 {
			t.Errorf("%s leaves a link open: %q", what, s)
		}
	}
	for width := range 30 {
		cut := pane.Fit(line, width)
		if w := ansi.StringWidthWc(cut); w != width {
			t.Errorf("fitted in %d cells it has %d", width, w)
		}
		if strings.Contains(cut, ours) {
			balanced("Fit", cut)
		}
		for at := range 12 {
			frame := []string{pane.Fit(line, 30)}
			pane.Lay(frame, "┌──┐", at+width, 0, 60)
			if w := ansi.StringWidthWc(frame[0]); w != 60 {
				t.Errorf("laid over at %d it has %d cells", at+width, w)
			}
			balanced("Lay", frame[0])
		}
	}
}
