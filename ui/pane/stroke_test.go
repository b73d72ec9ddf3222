package pane_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestAKeyIsPressedByItsName(t *testing.T) {
	for _, name := range []string{
		"j", "J", "?", ":", "enter", "esc", "space", "ctrl+s", "alt+enter", "shift+tab", "pgdown", "<", "+", "ctrl+n", "home",
	} {
		got, is := pane.Stroke(name)
		if !is || got.String() != uitest.Key(name).String() || got.Text != uitest.Key(name).Text {
			t.Errorf("%s is pressed as %q with %q", name, got.String(), got.Text)
		}
	}
	for _, name := range []string{"", "letter", "1–9", "ctrl+", "F99"} {
		if got, is := pane.Stroke(name); is {
			t.Errorf("%q is pressed as %q", name, got.String())
		}
	}
}

func TestALabelNamesItsKeys(t *testing.T) {
	for label, want := range map[string]string{
		"j k": "0:j 2:k", "gg G": "0:gg 3:G", "↑ ↓": "0:up 2:down", "ctrl+s": "0:ctrl+s", "::": "0:::", "esc q": "0:esc 4:q",
		"a letter": "", "1–9": "", "": "", "type": "",
	} {
		var got []string
		for _, s := range pane.Strokes(label) {
			keys := ""
			for _, k := range s.Keys {
				keys += k.String()
			}
			got = append(got, string(rune('0'+s.From))+":"+keys)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q names %q, want %q", label, got, want)
		}
	}
}

func TestOfTwoSpotsTheUpperOneIsClicked(t *testing.T) {
	var s pane.Spots
	hit := ""
	at := func(name string) func() tea.Cmd { return func() tea.Cmd { hit = name; return nil } }
	s.Line(1, at("line"))
	s.Word(1, 4, 8, at("word"))
	for x, want := range map[int]string{0: "line", 3: "line", 4: "word", 7: "word", 8: "line"} {
		if hit = ""; s.Click(x, 1) != nil || hit != want {
			t.Errorf("at %d: %q, want %q", x, hit, want)
		}
	}
	s.Forget()
	if hit = ""; s.Find(4, 1) != nil {
		t.Error("what was drawn before is clicked still")
	}
}
