package threads_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestASavedReplyIsNotSentAsItsName(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "::welc")
	if got := said(uitest.Press(w.App, "ctrl+s")); !strings.Contains(got, "“::welc” is a saved reply") {
		t.Errorf("said %q", got)
	}
	if len(w.m.Orders) != 0 {
		t.Fatalf("sent %+v", w.m.Orders)
	}
	uitest.Press(w.App, "enter") // nobody wants a line that ends with a name
	if got := w.m.DraftOf(1, inbox.ReplyDraft); got == "" || strings.Contains(got, "::") {
		t.Errorf("the draft is %q", got)
	}
}

func TestASavedReplysNameIsSentIfItIsMeant(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "::welc")
	uitest.Press(w.App, "esc", "ctrl+s")
	if len(w.m.Orders) != 1 || w.m.Orders[0].Actions[0].Text != "::welc" {
		t.Errorf("sent %+v", w.m.Orders)
	}
}

func TestAnEmptyComposerOffersOnlyWhatThereIs(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	wantNoFrame(t, w.App, "ctrl+z brings back")
	uitest.Type(w.App, "never mind")
	uitest.Press(w.App, "esc", "n", "r")
	wantFrame(t, w.App, "ctrl+z brings back what you discarded")
}

func TestTheCursorStaysOnWhatIsTakenBack(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "hello")
	uitest.Press(w.App, "ctrl+s")
	w.wait(time.Second)
	w.m.Outgone[0].State = inbox.Sent
	w.m.Find(1).State = inbox.Waiting // the list of questions does not hold it any more
	if got := said(uitest.Press(w.App, "z")); got != "It was out already: a deletion is asked for." {
		t.Errorf("said %q", got)
	}
	wantSelected(t, w.App, "maria.k")
}

func TestWhoHasAnsweredSeesTheEndOfTheConversation(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "hello")
	uitest.Press(w.App, "ctrl+s")
	wantFrame(t, w.App, "leaves in 10 s")
	wantFrame(t, w.App, "┊ hello")
	talk := w.m.Find(1)
	w.m.Outgone[0].State = inbox.Asks
	w.m.Outgone[0].Doubt = &inbox.Doubt{Reason: inbox.Answered}
	for range 4 { // what others say meanwhile does not push it out of sight
		talk.Said = append(talk.Said, talk.Said[0])
	}
	uitest.Send(w.App, pane.Stale{})
	wantFrame(t, w.App, "asks you: somebody else has answered meanwhile")
	wantFrame(t, w.App, "0 opens the outbox")
	wantFrame(t, w.App, "┊ hello")
	uitest.Press(w.App, "K", "K", "K", "K")
	uitest.Send(w.App, pane.Stale{})
	wantNoFrame(t, w.App, "┊ hello") // they have scrolled away, and stay there
}

func TestALongAnswerShowsWhatBecomesOfIt(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, strings.Repeat("many words ", 120))
	uitest.Press(w.App, "ctrl+s")
	wantFrame(t, w.App, "leaves in 10 s · z takes it back")
	wantFrame(t, w.App, "┊ many words")
	w.m.Outgone[0].State = inbox.Failed
	w.m.Outgone[0].Trouble = "not_in_channel"
	uitest.Send(w.App, pane.Stale{})
	wantFrame(t, w.App, "failed: not_in_channel")
	wantFrame(t, w.App, "0 opens the outbox")
}

// but runs a command and all that comes of it, but for the messages of one
// type, which it hands back.
func (w *writing) but(kind string, cmd tea.Cmd) (held []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			held = append(held, w.but(kind, c)...)
		}
		return held
	}
	if fmt.Sprintf("%T", msg) == kind {
		return []tea.Msg{msg}
	}
	if msg == nil {
		return nil
	}
	_, next := w.Update(msg)
	return w.but(kind, next)
}

func TestWhatIsSentBeforeTheConversationIsReadIsSentThen(t *testing.T) {
	tests := map[string]struct {
		besides string // pressed meanwhile
		want    int
	}{
		"by itself":           {"", 1},
		"not if it is edited": {"x", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := write(t, uitest.Community(), 80, 9) // no room for the conversation: it was not read before
			_, cmd := w.Update(uitest.Key("r"))
			held := w.but("threads.met", cmd)
			if len(held) != 1 {
				t.Fatalf("%d answers were held back", len(held))
			}
			uitest.Type(w.App, "hello")
			if got := said(uitest.Press(w.App, "ctrl+s")); !strings.Contains(got, "as soon as the conversation has been read") {
				t.Errorf("said %q", got)
			}
			if tt.besides != "" {
				uitest.Press(w.App, tt.besides)
			}
			uitest.Send(w.App, held[0])
			if len(w.m.Orders) != tt.want {
				t.Errorf("%d orders, want %d", len(w.m.Orders), tt.want)
			}
		})
	}
}
