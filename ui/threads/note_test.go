package threads_test

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
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
	if m.DraftOf(25, inbox.NoteDraft) != "hi" {
		t.Errorf("kept %q", m.DraftOf(25, inbox.NoteDraft))
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
	if n := m.Find(25).Notes; len(n) != 1 || n[0].Text != "ask Priya" || m.DraftOf(25, inbox.NoteDraft) != "" {
		t.Errorf("notes %v, draft %q", n, m.DraftOf(25, inbox.NoteDraft))
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
	if m.DraftOf(25, inbox.NoteDraft) != "ab" {
		t.Errorf("kept %q", m.DraftOf(25, inbox.NoteDraft))
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
	if m.DraftOf(25, inbox.NoteDraft) != "xy" {
		t.Errorf("kept %q", m.DraftOf(25, inbox.NoteDraft))
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
	if m.DraftOf(25, inbox.NoteDraft) != "two\nlines[2J" {
		t.Errorf("kept %q", m.DraftOf(25, inbox.NoteDraft))
	}
}
