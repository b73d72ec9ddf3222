package doors_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui/doors"
	"rounds/ui/uitest"
)

func options() doors.Options {
	return doors.Options{
		Connect: []doors.Way{
			{"slack", "Slack", "Reads, answers and reacts; hears news as they happen; posts by itself what is planned.", "an app of your own in the workspace · about 5 minutes"},
			{"discord", "Discord", "Reads, answers and reacts; moderates.", "a bot of your own · about 5 minutes"},
			{"discourse", "Discourse", "Reads, answers and likes; moderates.", "a key of yours · about 2 minutes"},
		},
		Import: []doors.Way{
			{"slack", "Slack", "Channels, threads, reactions and who said it.", "a zip file or a folder, from a workspace's settings: Import/Export Data"},
			{"mastodon", "Mastodon", "What the account said.", "a .zip or .tar.gz file, from Preferences: Import and export"},
		},
	}
}

func open(o doors.Options, width, height int) *doors.Model {
	m := doors.New(o)
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m
}

// ended reports whether one of the messages ends the program.
func ended(all []tea.Msg) bool {
	for _, m := range all {
		if _, is := m.(tea.QuitMsg); is {
			return true
		}
	}
	return false
}

func frame(m *doors.Model) string { return ansi.Strip(m.View().Content) }

func TestFrames(t *testing.T) {
	broken := options()
	broken.Again, broken.Trouble = doors.Choice{Door: doors.Import, Way: "mastodon", Path: "~/archiv.zip"}, "there is no ~/archiv.zip"
	for name, page := range map[string]struct {
		options doors.Options
		keys    []string
	}{
		"doors": {options(), nil}, "connect": {options(), []string{"c", "down"}}, "import": {options(), []string{"i"}}, "asking": {broken, nil},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(_ *testing.T, width, height int) tea.Model {
				m := open(page.options, width, height)
				uitest.Press(m, page.keys...)
				return m
			})
		})
	}
}

func TestNothingLeavesTheWindow(t *testing.T) {
	o := options()
	for i := range o.Connect {
		o.Connect[i].Title, o.Connect[i].Gets, o.Connect[i].Needs = "ev\x1b[31mil\n日本語", "👩‍👩‍👧‍👦\tfamily\x1b]0;owned\a", strings.Repeat("long ", 60)
	}
	o.Import = o.Connect
	o.Again, o.Trouble = doors.Choice{}, "no\x1b[2J such\nfile 日本語"
	for _, width := range []int{0, 1, 2, 3, 5, 10, 39, 80, 250} {
		for _, height := range []int{0, 1, 2, 3, 4, 5, 7, 24, 50} {
			for _, keys := range [][]string{nil, {"c"}, {"c", "end"}, {"i"}, {"i", "enter", "日", "本", "enter"}} {
				for _, dark := range []string{"#000000", "#ffffff"} {
					m := open(o, width, height)
					m.Update(tea.BackgroundColorMsg{Color: ansi.HexColor(dark)})
					uitest.Press(m, keys...)
					uitest.Fits(t, m.View().Content, width, height)
				}
			}
		}
	}
}

func TestADoorOpensByKeyByArrowAndByMouse(t *testing.T) {
	tests := map[string]struct {
		keys []string
		want doors.Choice
	}{
		"d is the demo":                   {[]string{"d"}, doors.Choice{Door: doors.Demo}},
		"Enter is the first":              {[]string{"enter"}, doors.Choice{Door: doors.Demo}},
		"c and a letter connect":          {[]string{"c", "s"}, doors.Choice{Door: doors.Connect, Way: "slack"}},
		"a letter that is taken is not":   {[]string{"c", "i"}, doors.Choice{Door: doors.Connect, Way: "discourse"}},
		"arrows and Enter connect":        {[]string{"down", "enter", "down", "enter"}, doors.Choice{Door: doors.Connect, Way: "discord"}},
		"Escape goes back":                {[]string{"c", "esc", "esc", "up", "d"}, doors.Choice{Door: doors.Demo}},
		"an arrow too many stays":         {[]string{"down", "down", "down", "down", "up", "enter", "end", "enter"}, doors.Choice{Door: doors.Connect, Way: "discourse"}},
		"an import asks for the path":     {[]string{"i", "m", " ", "q", "/", "x", " ", "enter"}, doors.Choice{Door: doors.Import, Way: "mastodon", Path: "q/x"}},
		"an import goes back to its kind": {[]string{"i", "m", "x", "esc", "s", "backspace", "y", "enter"}, doors.Choice{Door: doors.Import, Way: "slack", Path: "y"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := open(options(), 80, 24)
			for i, key := range tt.keys {
				if key == " " {
					key = "space"
				}
				if done := ended(uitest.Press(m, key)); done != (i == len(tt.keys)-1) {
					t.Fatalf("%q ends it: %v", tt.keys[:i+1], done)
				}
			}
			if m.Choice() != tt.want {
				t.Errorf("chosen is %+v, want %+v", m.Choice(), tt.want)
			}
		})
	}
}

func TestAClickOpensTheDoorUnderIt(t *testing.T) {
	m := open(options(), 80, 24)
	at := func(word string) tea.Mouse {
		for y, line := range strings.Split(frame(m), "\n") {
			if strings.Contains(line, word) {
				return tea.Mouse{X: 9, Y: y, Button: tea.MouseLeft}
			}
		}
		t.Fatalf("%q is not in\n%s", word, frame(m))
		return tea.Mouse{}
	}
	uitest.Send(m, tea.MouseClickMsg(tea.Mouse{X: 1, Y: 0, Button: tea.MouseLeft}))
	uitest.Send(m, tea.MouseClickMsg(tea.Mouse{X: 1, Y: 99, Button: tea.MouseLeft}))
	uitest.Send(m, tea.MouseClickMsg(at("Your own community")))
	if done := ended(uitest.Send(m, tea.MouseClickMsg(at("a bot of your own")))); !done || m.Choice().Way != "discord" {
		t.Errorf("%v, %+v", done, m.Choice())
	}
}

func TestLeavingChoosesNothing(t *testing.T) {
	for _, keys := range [][]string{{"q"}, {"ctrl+c"}, {"c", "q"}, {"i", "enter", "q", "ctrl+c"}} {
		m := open(options(), 80, 24)
		if !ended(uitest.Press(m, keys...)) || m.Choice() != (doors.Choice{}) {
			t.Errorf("%q: %+v", keys, m.Choice())
		}
	}
}

func TestNoPathIsNoImport(t *testing.T) {
	m := open(options(), 80, 24)
	if ended(uitest.Press(m, "i", "s", "enter")) || !strings.Contains(frame(m), "Write where the file is") {
		t.Errorf("it went on:\n%s", frame(m))
	}
	m.Update(tea.PasteMsg{Content: "/tmp/x y.zip\n"})
	if !ended(uitest.Press(m, "enter")) || m.Choice().Path != "/tmp/x y.zip" {
		t.Errorf("%+v", m.Choice())
	}
}

func TestAFailureOpensTheDoorThatWasChosen(t *testing.T) {
	o := options()
	o.Again, o.Trouble = doors.Choice{Door: doors.Connect, Way: "discord"}, "the token was refused"
	m := open(o, 80, 24)
	if !strings.Contains(frame(m), "the token was refused") || !strings.Contains(frame(m), "Which platform?") {
		t.Errorf("\n%s", frame(m))
	}
	if uitest.Press(m, "enter"); m.Choice() != o.Again {
		t.Errorf("%+v", m.Choice())
	}
}
