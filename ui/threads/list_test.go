package threads_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

func TestTheCursorStaysPutWhileNewsComesIn(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "j", "j")
	wantSelected(t, app, "tomtom")
	before := selected(t, app)
	fresh := *m.Find(1)
	fresh.ID, fresh.Thread, fresh.LastAt, fresh.Opener.Handle = 99, "99", uitest.Noon(), "newcomer"
	m.Talks = append(m.Talks, &fresh)
	uitest.Send(app, pane.Stale{})
	if after := selected(t, app); after != before {
		t.Errorf("the row has changed: %q", after)
	}
	wantFrame(t, app, "1 new ↑")
	wantNoFrame(t, app, "newcomer")
	uitest.Press(app, "g", "g")
	wantSelected(t, app, "newcomer")
	wantNoFrame(t, app, "new ↑")
}

func TestNewsChangesTheRowsInPlace(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "j")
	m.Find(2).Text = "@team the AMA is off, is it?"
	uitest.Send(app, pane.Stale{})
	wantFrame(t, app, "the AMA is off")
}

func TestAMemoryThatIsFilledForTheFirstTimeShowsAtOnceWhatComes(t *testing.T) {
	m, full := uitest.NewMemory(), uitest.Community()
	app := open(t, m, 80, 24)
	wantFrame(t, app, "Nothing has been read yet")
	for _, talk := range full.Talks {
		m.Talks = append(m.Talks, talk)
		uitest.Send(app, pane.Stale{})
	}
	wantSelected(t, app, "yusuf")
	wantNoFrame(t, app, "new ↑")
}

func TestNewsNeverMovesTheRowThatTheNextKeyMeans(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	fresh := *m.Find(1)
	fresh.ID, fresh.LastAt, fresh.Opener.Handle = 99, uitest.Noon(), "newcomer"
	m.Talks = append(m.Talks, &fresh)
	uitest.Send(app, pane.Stale{})
	uitest.Press(app, "e")
	if m.Find(99).State == inbox.Done || m.Find(25).State != inbox.Done {
		t.Error("the verb was carried out on a row that nobody saw")
	}
}

func TestASheetActsOnWhatItWasOpenedFor(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "s")
	m.Talks = m.Talks[:24] // yusuf's is gone, the cursor is on another one
	uitest.Send(app, pane.Stale{})
	if got := said(uitest.Press(app, "t")); !strings.Contains(got, "no such conversation") {
		t.Errorf("said %q", got)
	}
	if m.Find(4).State != inbox.Open {
		t.Error("another conversation was snoozed")
	}
}

func TestNewsWhileALoadRunsIsAskedForOnceMore(t *testing.T) {
	m := uitest.Community()
	app := open(t, m, 80, 24)
	uitest.Press(app, "j")
	asked := m.Asked["ConversationsByID"]
	var cmds []tea.Cmd
	for range 50 {
		_, cmd := app.Update(pane.Stale{})
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		uitest.Run(app, cmd)
	}
	if n := m.Asked["ConversationsByID"] - asked; n != 2 {
		t.Errorf("asked %d times for 50 pieces of news, want 2", n)
	}
}

func TestALateAnswerIsDropped(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	_, late := app.Update(uitest.Key("l")) // Questions, asked first
	uitest.Press(app, "l", "l")            // Waiting, answered first
	uitest.Run(app, late)
	wantSelected(t, app, "grace")
}

func TestALongListIsReadInPages(t *testing.T) {
	m := uitest.NewMemory()
	for i := range 1000 {
		talk := *uitest.Community().Talks[0]
		talk.ID, talk.Opener.Handle = int64(i+1), fmt.Sprintf("member%04d", i)
		talk.LastAt = uitest.Noon().Add(-time.Duration(i) * time.Minute)
		m.Talks = append(m.Talks, &talk)
	}
	app := open(t, m, 80, 24)
	for i := range 999 {
		wantSelected(t, app, fmt.Sprintf("member%04d", i))
		uitest.Press(app, "j")
	}
	wantSelected(t, app, "member0999")
	uitest.Press(app, "g", "g")
	wantSelected(t, app, "member0000")
	asked := m.Asked["Conversations"]
	uitest.Press(app, "ctrl+r", "G")
	wantSelected(t, app, "member0999")
	if n := m.Asked["Conversations"] - asked; n > 3 {
		t.Errorf("%d pages were read to go to the end", n)
	}
	for i := 999; i > 0; i-- {
		wantSelected(t, app, fmt.Sprintf("member%04d", i))
		uitest.Press(app, "k")
	}
	wantSelected(t, app, "member0000")
}

func TestAFilterThatCannotBeReadLeavesTheLastOneInForce(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "l", "/", "ctrl+u")
	uitest.Type(app, "tag:csv")
	wantSelected(t, app, "dr_ines")
	uitest.Type(app, " is:nonsense")
	wantFrame(t, app, "is:nonsense is not known")
	wantSelected(t, app, "dr_ines")
	uitest.Press(app, "esc")
	wantFrame(t, app, "of 10")
}

func TestAFilterIsKeptWithEnterAndClearedWithABackslash(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "l", "/")
	uitest.Type(app, "tag:csv")
	uitest.Press(app, "enter", "j", "k")
	wantFrame(t, app, "1 of 1")
	uitest.Press(app, "\\")
	wantFrame(t, app, "of 10")
}

func TestTabCompletesAFilter(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "/", "ctrl+u")
	uitest.Type(app, "is:snoo")
	uitest.Press(app, "tab")
	wantFrame(t, app, "/ is:snoozed")
	wantFrame(t, app, "2 found")
}

func TestAChordNeedsBothItsKeys(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "j", "j", "g", "x", "k")
	wantSelected(t, app, "lena")
	uitest.Press(app, "g", "g")
	wantSelected(t, app, "yusuf")
	uitest.Press(app, "g", "n")
	wantSelected(t, app, "tomtom")
}

func TestASearchOpensTheConversationAtTheMessage(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	uitest.Press(app, "S")
	uitest.Type(app, "musl")
	uitest.Press(app, "enter")
	wantFrame(t, app, "Is Alpine supported?")
	uitest.Press(app, "esc")
	wantSelected(t, app, "yusuf")
}

func TestAClickSelectsTheRowAndATurnOfTheWheelScrolls(t *testing.T) {
	app := open(t, uitest.Community(), 80, 24)
	click := func(x, y int) {
		uitest.Run(app, app.View().OnMouse(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}))
	}
	click(20, 5)
	wantSelected(t, app, "tomtom")
	click(20, 1)
	wantFrame(t, app, "of 10")
	uitest.Run(app, app.View().OnMouse(tea.MouseWheelMsg{X: 20, Y: 5, Button: tea.MouseWheelDown}))
	wantSelected(t, app, "tomtom")
}

var _ threads.Store = (*uitest.Memory)(nil)
