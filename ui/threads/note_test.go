package threads_test

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/uitest"
)

func TestADraftIsKeptBeforeItIsShown(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "n")
	uitest.Press(app, "h")
	_, save := app.Update(uitest.Key("i"))
	wantNoFrame(t, app, "│ hi ")
	uitest.Run(app, save)
	wantFrame(t, app, "│ hi ")
	if m.Drafts[25] != "hi" {
		t.Errorf("kept %q", m.Drafts[25])
	}
}

func TestADraftIsThereAgainAndGoneWhenTheNoteIsKept(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "n")
	uitest.Type(app, "ask Priya")
	uitest.Press(app, "esc")
	wantNoFrame(t, app, "ask Priya")
	uitest.Press(app, "n")
	wantFrame(t, app, "ask Priya")
	uitest.Press(app, "ctrl+s")
	if n := m.Find(25).Notes; len(n) != 1 || n[0].Text != "ask Priya" || m.Drafts[25] != "" {
		t.Errorf("notes %v, draft %q", n, m.Drafts[25])
	}
	wantFrame(t, app, "✎ note by you")
}

func TestTheLastLettersOfAClosedNoteAreKept(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "n")
	_, first := app.Update(uitest.Key("a"))
	_, second := app.Update(uitest.Key("b"))
	_, closing := app.Update(uitest.Key("esc"))
	for _, cmd := range []tea.Cmd{first, second, closing} {
		uitest.Run(app, cmd)
	}
	if m.Drafts[25] != "ab" {
		t.Errorf("kept %q", m.Drafts[25])
	}
}

func TestADraftThatCannotBeKeptSaysSo(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "n")
	m.Err = errors.New("save draft: disk full")
	uitest.Press(app, "x")
	wantFrame(t, app, "NOT KEPT: save draft: disk full")
	wantFrame(t, app, "│ x ")
	m.Err = nil
	uitest.Press(app, "y")
	wantNoFrame(t, app, "NOT KEPT")
	if m.Drafts[25] != "xy" {
		t.Errorf("kept %q", m.Drafts[25])
	}
}

func TestAPasteNeverRunsCommands(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Send(app, tea.PasteMsg{Content: "eeee\x1b[201~eeqq"})
	if m.Asked["Triage"] != 0 {
		t.Error("a pasted letter was taken for a command")
	}
	uitest.Press(app, "n")
	uitest.Send(app, tea.PasteMsg{Content: "two\nlines\x1b[2J"})
	if m.Drafts[25] != "two\nlines[2J" {
		t.Errorf("kept %q", m.Drafts[25])
	}
}
