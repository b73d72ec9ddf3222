package threads_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/uitest"
)

func TestAPromiseComesBackWhenItsNextStepIsDue(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, ";")
	uitest.Press(w.App, "f")
	if shown := frame(w.App); !strings.Contains(shown, "step 1 of 3, back in 24h") {
		t.Errorf("the plan is not told:\n%s", shown)
	}
	uitest.Press(w.App, "enter")
	if len(w.m.Orders) != 1 {
		t.Fatal("nothing was asked for")
	}
	var promised, comesBack bool
	for _, triage := range w.m.Orders[0].Triage {
		promised = promised || triage.Verb == inbox.FollowUp && triage.Promise.Next() == "talk" && !triage.Promise.Due.IsZero()
		comesBack = comesBack || triage.Verb == inbox.Snooze && triage.Until.Equal(uitest.Noon().Add(24*time.Hour))
	}
	if !promised || !comesBack {
		t.Errorf("it asked for %+v", w.m.Orders[0].Triage)
	}
}

func TestThePreviewKnowsWhoIsNamed(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Send(w.App, tea.PasteMsg{Content: "Ask @maria.k or @nobody in *#help* "})
	uitest.Press(w.App, "esc", "v")
	shown := w.View().Content
	for word, known := range map[string]bool{"@maria.k": true, "@nobody": false, "#help": true} {
		painted := uitest.Env(t).Theme.Accent.Put(word)
		if strings.Contains(shown, painted) != known {
			t.Errorf("%s is shown as a mention: %v\n%q", word, !known, shown)
		}
	}
	if plain := frame(w.App); !strings.Contains(plain, "Ask @maria.k or @nobody in #help") {
		t.Errorf("the preview shows\n%s", plain)
	}
}
