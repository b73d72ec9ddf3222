package threads_test

import (
	"slices"
	"testing"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestTheScreenGoesBackToWhoAskedForAReply(t *testing.T) {
	ask := pane.Reach{Conversation: 1, Write: string(inbox.ReplyDraft), Back: "Today"}
	ways := map[string]struct {
		text string
		keys []string
		want []string
	}{
		"when it is sent":       {"Yes.", []string{"ctrl+s"}, []string{"Today"}},
		"when it is postponed":  {"Yes.", []string{"esc", "esc"}, []string{"Today"}},
		"when it is discarded":  {"Yes.", []string{"esc", "n"}, []string{"Today"}},
		"when it is left empty": {"", []string{"esc", "esc"}, []string{"Today"}},
		"not before":            {"Yes.", []string{"esc", "e"}, nil},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := write(t, uitest.Community(), 80, 24)
			if got := uitest.Comes(uitest.Send(w.App, ask)); !slices.Equal(got, []string{"Inbox"}) {
				t.Fatalf("the screen went to %v", got)
			}
			uitest.Type(w.App, way.text)
			if got := uitest.Comes(uitest.Press(w.App, way.keys...)); !slices.Equal(got, way.want) {
				t.Errorf("then it went to %v, want %v", got, way.want)
			}
			if way.want != nil && uitest.Comes(uitest.Press(w.App, "enter", "enter", "esc", "esc")) != nil {
				t.Error("it goes there once more")
			}
		})
	}
}

func TestAConversationThatWasOnlyOpenedIsLeftToWhoAskedForIt(t *testing.T) {
	w := write(t, uitest.Community(), 80, 24)
	uitest.Send(w.App, pane.Reach{Conversation: 1, Back: "Today"})
	if got := uitest.Comes(uitest.Press(w.App, "e", "z")); got != nil {
		t.Errorf("a verb leads to %v", got)
	}
	if got := uitest.Comes(uitest.Press(w.App, "esc")); !slices.Equal(got, []string{"Today"}) {
		t.Errorf("esc leads to %v", got)
	}
}

func TestWhoeverGoesElsewhereIsNotCalledBack(t *testing.T) {
	w := write(t, uitest.Community(), 80, 24)
	uitest.Send(w.App, pane.Reach{Conversation: 1, Back: "Today"})
	if got := uitest.Comes(uitest.Press(w.App, "l", "enter", "enter", "esc", "esc")); got != nil {
		t.Errorf("it leads to %v", got)
	}
}
