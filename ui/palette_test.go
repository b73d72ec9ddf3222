package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestThePaletteFindsByNameGroupAndKey(t *testing.T) {
	tests := map[string]struct{ typed, want string }{
		"by a word of it":         {"snooze", "snooze"},
		"by its beginning":        {"sno", "snooze"},
		"by letters here, there":  {"snz", "snooze"},
		"by two words, any order": {"link copy", "copy link"},
		"by its key":              {"Y", "copy title and link"},
		"by a key of two strokes": {"g m", "go to Moderation"},
		"by its group":            {"undo history", "history"},
		"by its name":             {"inbox.done", "done / reopen"},
		"in another pane":         {"moderation warn", "warn"},
		"of those the one here":   {"undo", "undo"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := rooms(t, uitest.Community(), 100, 30, usual)
			uitest.Press(app, ":")
			uitest.Type(app, tt.typed)
			if got := line(app, "▌"+tt.want); got == "" {
				t.Errorf("the first is not %q:\n%s", tt.want, frame(app))
			}
		})
	}
}

func TestACommandOfAnotherPaneOnlyGoesThere(t *testing.T) {
	m := uitest.Community()
	app := rooms(t, m, 100, 30, usual)
	uitest.Press(app, ":")
	uitest.Type(app, "moderation spam")
	wantFrame(t, app, "Goes to Moderation and leaves the rest to you.")
	uitest.Press(app, "enter")
	wantFrame(t, app, "Moderation: choose what it is to be done to, then D.")
	if strings.Contains(frame(app), "Spam?") {
		t.Error("something was asked of a case that nobody has seen")
	}
}

func TestWhatNeedsNoItemIsDoneInItsPane(t *testing.T) {
	app := rooms(t, uitest.Community(), 100, 30, usual)
	uitest.Press(app, "3", ":")
	uitest.Type(app, "search messages")
	wantFrame(t, app, "Goes to Inbox and does it there.")
	uitest.Press(app, "enter")
	wantFrame(t, app, "Search")
	if !strings.Contains(app.View().WindowTitle, "Inbox") {
		t.Error("the inbox is not shown")
	}
}

func TestWhatWasUsedLastComesFirst(t *testing.T) {
	m := uitest.Community()
	app := rooms(t, m, 100, 30, usual)
	for _, typed := range []string{"star", "mute"} {
		uitest.Press(app, ":")
		uitest.Type(app, typed)
		uitest.Press(app, "enter")
	}
	uitest.Press(app, ":")
	first, second := strings.Index(frame(app), "mute / unmute"), strings.Index(frame(app), "star / unstar")
	if reply := strings.Index(frame(app), "reply…"); first < 0 || second < first || reply < second {
		t.Errorf("not the last one first:\n%s", frame(app))
	}
}

func TestThePaletteSaysWhyACommandIsNotPossible(t *testing.T) {
	app := rooms(t, uitest.Community(), 100, 30, func(env *pane.Env) {
		env.Shell = &pane.Shell{Why: "No command is run here: rounds was started with --readonly."}
	})
	uitest.Press(app, ":")
	uitest.Type(app, "pipe")
	wantFrame(t, app, "Not here: No command is run here")
	uitest.Press(app, "enter")
	wantFrame(t, app, "No command is run here")
}

func TestAClickOnALineOfThePaletteRunsIt(t *testing.T) {
	m := uitest.Community()
	app := rooms(t, m, 100, 30, usual)
	uitest.Press(app, ":")
	uitest.Type(app, "done")
	s, clickable := ui.Over(app).(interface{ View(int, int) string })
	if !clickable {
		t.Fatal("no sheet")
	}
	drawn := strings.Split(ansi.Strip(s.View(100, 29)), "\n")
	for y, l := range drawn {
		if strings.Contains(l, "done / reopen") {
			uitest.Run(app, ui.Click(app, 5, y))
			break
		}
	}
	if m.Find(25).State != inbox.Done {
		t.Error("not done")
	}
	uitest.Press(app, ":")
	if ui.Click(app, 5, 1) != nil || ui.Click(app, 5, 2) != nil {
		t.Error("a click beside the lines does something")
	}
}

func TestTheHelpIsFilteredAsOneTypes(t *testing.T) {
	app := rooms(t, uitest.Community(), 100, 30, usual)
	uitest.Press(app, "?")
	wantFrame(t, app, "All keys of Inbox")
	uitest.Press(app, "/")
	uitest.Type(app, "snooze")
	wantFrame(t, app, "s  snooze")
	if strings.Contains(frame(app), "done / reopen") {
		t.Error("what does not fit is shown still")
	}
	uitest.Type(app, "zzz")
	wantFrame(t, app, "No key here does that.")
	uitest.Press(app, "esc")
	wantFrame(t, app, "done / reopen")
	uitest.Press(app, "esc")
	if ui.Over(app) != nil {
		t.Error("it is there still")
	}
}

func TestTheHelpOfEveryPaneIsReadToItsEnd(t *testing.T) {
	app := grip(t, 120, 32).App
	for _, tab := range []string{"1", "2", "3", "4", "5", "6", "0"} {
		uitest.Press(app, tab, "?")
		for line := range strings.Lines(ansi.Strip(ui.Over(app).View(120, 200))) {
			if strings.Contains(line, "…") {
				t.Errorf("pane %s: %s", tab, line)
			}
		}
		uitest.Press(app, "esc")
	}
}

func TestFramesOfTheAppsSheets(t *testing.T) {
	tests := map[string]func(*ui.App){
		"palette of all panes": func(a *ui.App) { uitest.Press(a, ":") },
		"palette typed":        func(a *ui.App) { uitest.Press(a, ":"); uitest.Type(a, "undo") },
		"palette empty":        func(a *ui.App) { uitest.Press(a, ":"); uitest.Type(a, "xyzzy") },
		"help of many panes":   func(a *ui.App) { uitest.Press(a, "?") },
		"help filtered":        func(a *ui.App) { uitest.Press(a, "?", "/"); uitest.Type(a, "mark") },
		"prompt":               func(a *ui.App) { uitest.Press(a, "!", "!"); uitest.Type(a, "jq -r .text | pbcopy") },
		"outcome":              func(a *ui.App) { uitest.Press(a, "!", "o") },
		"tutorial":             func(a *ui.App) { uitest.Press(a, "?", "t") },
		"tutorial replied":     func(a *ui.App) { uitest.Press(a, "?", "t", "j", "k", "enter", "esc", "r") },
	}
	for name, play := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				app := rooms(t, uitest.Community(), width, height, furnished)
				play(app)
				return app
			})
		})
	}
}

// furnished is the demo, with commands of one's own.
func furnished(env *pane.Env) {
	s := &shelled{output: "https://example.org/issues/5\nassigned to \x1b[31mnoor\x1b[m\n\nlabels: help wanted"}
	s.lend(pane.Own{Name: "make an issue of it", Keys: []string{"! o"}, Run: "gh issue create", Output: pane.InSheet})(env)
	env.Invented = true
}

func TestTheAppsSheetsFitWindowsOfEverySize(t *testing.T) {
	for _, keys := range [][]string{{":"}, {":", "u"}, {":", "x", "y", "z", "z", "y"}, {"?"}, {"?", "/", "m"}, {"!", "!"}, {"!", "o"}, {"?", "t"}, {"?", "t", "N", "N", "r"}} {
		for _, width := range []int{0, 1, 2, 3, 10, 39, 40, 80, 250} {
			app := rooms(t, uitest.Community(), width, 24, furnished)
			uitest.Press(app, keys...)
			for _, height := range []int{0, 1, 2, 3, 9, 10, 19, 20, 24, 50} {
				uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
				uitest.Fits(t, app.View().Content, width, height)
			}
		}
	}
}

func TestAClickOnALineOfTheHelpDoesIt(t *testing.T) {
	for _, filter := range []string{"", "done"} {
		m := uitest.Community()
		app := rooms(t, m, 100, 30, usual)
		uitest.Press(app, "?")
		if filter != "" {
			uitest.Press(app, "/")
			uitest.Type(app, filter)
		}
		for y, l := range strings.Split(ansi.Strip(ui.Over(app).View(100, 29)), "\n") {
			if head, _, found := strings.Cut(l, "done / reopen"); found {
				uitest.Run(app, ui.Click(app, pane.Width(head), y))
				break
			}
		}
		if m.Find(25).State != inbox.Done {
			t.Errorf("filter %q: not done", filter)
		}
		uitest.Press(app, "?")
		if ui.Click(app, 0, 0) != nil || ui.Click(app, 99, 28) != nil {
			t.Error("a click beside the lines does something")
		}
	}
}
