package outbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/coverage"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// desk is the app with both pages, and a clock that can be moved.
type desk struct {
	*ui.App
	m     *uitest.Memory
	now   time.Time
	later []tea.Msg // what was asked for with the next second
}

// second lets one pass: whoever asked for it hears of it.
func (d *desk) second() {
	d.now = d.now.Add(time.Second)
	due := d.later
	d.later = nil
	for _, msg := range due {
		uitest.Send(d.App, msg)
	}
}

func open(t testing.TB, m *uitest.Memory, width, height int) *desk {
	t.Helper()
	d := &desk{m: m, now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return d.now }
	m.Now = env.Now
	env.After = func(after time.Duration, msg tea.Msg) tea.Cmd {
		if after == time.Second {
			d.later = append(d.later, msg)
		}
		return nil
	}
	m.Cards["U-noor"] = inbox.Card{Member: inbox.Member{ID: "U-noor", Handle: "noor"}}
	sync := coverage.New(env, &uitest.Mirror{All: []inbox.Standing{uitest.Refused("acme"), uitest.Synced("fieldnotes")}}, uitest.Advice)
	d.App = ui.New(env, threads.New(env, m, nil), outbox.New(env, m, uitest.Advice, sync))
	uitest.Send(d.App, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(d.App, d.Init())
	uitest.Send(d.App, pane.Sync{Account: "acme", At: uitest.Noon().Add(-2 * time.Minute)})
	uitest.Press(d.App, "0")
	return d
}

func frame(d *desk) string { return ansi.Strip(d.View().Content) }

func wantFrame(t *testing.T, d *desk, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(frame(d), w) {
			t.Errorf("%q is not in the frame:\n%s", w, frame(d))
		}
	}
}

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

func scenes() map[string][]string {
	return map[string][]string{
		"mixed":         nil,
		"asking item":   {"enter"},
		"failed item":   {"j", "enter"},
		"perhaps item":  {"j", "j", "enter"},
		"waiting item":  {"G", "k", "k", "k", "k", "enter"},
		"end of it":     {"G"},
		"sync beside":   {"l"},
		"all keys":      {"?"},
		"inbox of that": {"2", "h", "j", "j", "j"},
	}
}

func TestFrames(t *testing.T) {
	for name, keys := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, uitest.Outbox(), width, height)
				uitest.Press(d.App, keys...)
				return d.App
			})
		})
	}
}

func TestAnOutboxThatCannotBeReadSaysSo(t *testing.T) {
	uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
		m := uitest.Outbox()
		m.Err = errors.New("list outbox: disk I/O error")
		d := open(t, m, width, height)
		uitest.Press(d.App, "h")
		return d.App
	})
}

func TestAnOutboxThatCannotBeReadIsReadAgain(t *testing.T) {
	m := uitest.Outbox()
	m.Err = errors.New("list outbox: disk I/O error")
	d := open(t, m, 80, 24)
	uitest.Press(d.App, "h")
	wantFrame(t, d, "The outbox could not be read.", "ctrl+r tries again")
	m.Err = nil
	uitest.Press(d.App, "ctrl+r")
	wantFrame(t, d, "asks you", "#feedback")
}

func TestAnEmptyOutboxExplainsItself(t *testing.T) {
	d := open(t, uitest.Community(), 80, 24)
	wantFrame(t, d, "acme") // nothing leaves: the page of the rounds comes first
	uitest.Press(d.App, "h")
	uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
		d := open(t, uitest.Community(), width, height)
		uitest.Press(d.App, "h")
		return d.App
	})
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {40, 12}, {60, 15}, {79, 23}, {80, 24}, {110, 31}, {250, 2}, {250, 50}}
	all := scenes()
	all["further down"] = []string{"j", "j", "j", "j", "enter", "j", "j"}
	for name, keys := range all {
		t.Run(name, func(t *testing.T) {
			m := uitest.Hostile()
			for _, size := range sizes {
				d := open(t, m, size[0], size[1])
				uitest.Press(d.App, keys...)
				uitest.Fits(t, d.View().Content, size[0], size[1])
			}
		})
	}
}

func TestNoAttackReachesTheTerminal(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		m := uitest.HostileWith([]string{attack})
		for _, keys := range [][]string{{"enter"}, {"2", "l", "G", "J", "J"}} {
			d := open(t, m, 120, 32)
			uitest.Press(d.App, keys...)
			uitest.Fits(t, d.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, keys)
			}
		}
	}
}

func TestAPersonsWordGoesToWhatWasShown(t *testing.T) {
	tests := map[string]struct {
		keys []string
		id   string
		want inbox.OutState
		said string
	}{
		"send anyway":      {[]string{"enter", "y"}, "a2", inbox.Queued, "It goes out now."},
		"drop":             {[]string{"enter", "d"}, "a2", inbox.Dropped, "Dropped: it does not go out."},
		"try again":        {[]string{"j", "enter", "y"}, "a4", inbox.Queued, "It goes out again now."},
		"it is that one":   {[]string{"j", "j", "enter", "i"}, "a8", inbox.Sent, "Good: it is out already, and is not sent again."},
		"take back":        {[]string{"j", "j", "j", "j", "z"}, "a1", inbox.Dropped, "Dropped before it left: the text is in the draft again."},
		"not while it is":  {[]string{"j", "j", "j", "j", "j", "z"}, "a3", inbox.Sending, "It is being sent right now: once more in a moment."},
		"of what was sent": {[]string{"G", "k", "z"}, "a9", inbox.Sent, "It was out already: a deletion is asked for."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Outbox(), 80, 24)
			if got := said(uitest.Press(d.App, tt.keys...)); got != tt.said {
				t.Errorf("said %q, want %q", got, tt.said)
			}
			for _, o := range d.m.Outgone {
				if o.ID == tt.id && o.State != tt.want {
					t.Errorf("%s is %s, want %s", o.ID, o.State, tt.want)
				}
			}
		})
	}
}

func TestAKeyThatIsHeldDownTakesBackOne(t *testing.T) {
	d := open(t, uitest.Outbox(), 80, 24)
	uitest.Press(d.App, "j", "j", "j", "j", "z", "z", "z", "z", "z")
	if n := d.m.Asked["TakeBack"]; n != 1 {
		t.Errorf("%d taken back by one long press", n)
	}
	d.now = d.now.Add(time.Second)
	uitest.Press(d.App, "k", "z")
	if n := d.m.Asked["TakeBack"]; n != 2 {
		t.Errorf("%d taken back by two presses", n)
	}
}

func TestEditTakesItBackIntoTheComposer(t *testing.T) {
	d := open(t, uitest.Outbox(), 80, 24)
	uitest.Press(d.App, "enter", "e")
	wantFrame(t, d, "Reply as @noor · in #general, to @tomtom's question · PUBLIC", "It is! Friday 16:00 UTC, in #events.")
	if got := d.m.DraftOf(2, inbox.ReplyDraft); got != "It is! Friday 16:00 UTC, in #events." {
		t.Errorf("the draft is %q", got)
	}
	uitest.Press(d.App, "esc", "p")
	wantFrame(t, d, "Outbox 7")
}

func TestTheConversationOfAnActionIsOpened(t *testing.T) {
	d := open(t, uitest.Outbox(), 80, 24)
	uitest.Press(d.App, "j", "o")
	wantFrame(t, d, "▌#feedback", "Export to CSV drops the header row")
	wantFrame(t, d, "esc back to Outbox & sync")
	uitest.Press(d.App, "q")
	wantFrame(t, d, "Outbox 8")
}

func TestQuittingTellsOnceOfWhatHasNotLeft(t *testing.T) {
	d := open(t, uitest.Outbox(), 80, 24)
	quits := func() bool {
		_, cmd := d.Update(uitest.Key("q"))
		for _, msg := range uitest.Run(d.App, cmd) {
			if _, quit := msg.(tea.QuitMsg); quit {
				return true
			}
		}
		return false
	}
	if quits() {
		t.Fatal("q has quit at once")
	}
	wantFrame(t, d, "4 in the outbox have not left: they do with the next start. q again quits.")
	uitest.Press(d.App, "j")
	if quits() {
		t.Error("q has quit, though another key was pressed meanwhile")
	}
	if !quits() {
		t.Error("the second q does not quit")
	}
}

func TestTheHeaderCountsDownToWhatLeavesNext(t *testing.T) {
	m := uitest.Outbox()
	m.Outgone = m.Outgone[:1]
	d := open(t, m, 80, 24)
	wantFrame(t, d, "outbox 1 (7s) · synced 2m ago", "leaves in 7 s")
	for range 3 {
		d.second()
	}
	wantFrame(t, d, "outbox 1 (4s)", "leaves in 4 s")
	if n := len(d.later); n != 2 {
		t.Errorf("%d wait for the next second, want the header and the page", n)
	}
	m.Outgone[0].State = inbox.Sent
	uitest.Send(d.App, pane.Stale{})
	if strings.Contains(frame(d), "outbox 1") {
		t.Errorf("it has left:\n%s", frame(d))
	}
}

func TestThePageStaysOnceAPersonHasChosenIt(t *testing.T) {
	m := uitest.Outbox()
	all := m.Outgone
	m.Outgone = nil
	d := open(t, m, 80, 24)
	uitest.Press(d.App, "l", "l")
	m.Outgone = all
	uitest.Send(d.App, pane.Stale{})
	wantFrame(t, d, "fieldnotes", "Outbox 8")
}

func TestTheCursorStaysOnItsActionWhenTheListChanges(t *testing.T) {
	d := open(t, uitest.Outbox(), 80, 24)
	uitest.Press(d.App, "j", "j", "j", "j")
	wantFrame(t, d, "▌↗ leaves in 7 s")
	d.m.Outgone[1].State = inbox.Dropped
	uitest.Send(d.App, pane.Stale{})
	wantFrame(t, d, "▌↗ leaves in 7 s")
}
