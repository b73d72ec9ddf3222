package queue_test

import (
	"slices"
	"strings"
	"testing"

	"rounds/ui/pane"
	"rounds/ui/queue"
	"rounds/ui/uitest"
)

func TestACaseThatAnotherPaneAsksForIsDecidedAndTheScreenGivenBack(t *testing.T) {
	q := uitest.Reported()
	d := open(t, q, 120, 32)
	d.press("l", "l") // wherever the pane stood
	got := uitest.Comes(uitest.Send(d.App, pane.Review{Case: 3, Key: "a", Back: "Today"}))
	if !slices.Equal(got, []string{"Moderation", "Today"}) {
		t.Errorf("the screen went to %v", got)
	}
	if len(q.Rulings) != 1 || ruled(q.Rulings[0]) != "[keep] [3]" {
		t.Errorf("it ruled %v", q.Rulings)
	}
	d.press("enter")
	if got := uitest.Comes(uitest.Press(d.App, "esc")); got != nil {
		t.Errorf("a case opened later leads to %v", got)
	}
}

func TestACaseThatIsOnlyLookedAtLeadsBackToo(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	if got := uitest.Comes(uitest.Send(d.App, pane.Review{Case: 2, Key: "d", Back: "Today"})); !slices.Equal(got, []string{"Moderation"}) {
		t.Errorf("the screen went to %v", got)
	}
	if got := uitest.Comes(uitest.Press(d.App, "esc")); got != nil { // the menu of rules
		t.Errorf("closing the menu leads to %v", got)
	}
	if got := uitest.Comes(uitest.Press(d.App, "esc")); !slices.Equal(got, []string{"Today"}) {
		t.Errorf("esc leads to %v", got)
	}
}

func TestACaseThatIsGoneKeepsTheScreenWhereItIs(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	all := uitest.Send(d.App, pane.Review{Case: 9999, Key: "a", Back: "Today"})
	if uitest.Comes(all) != nil || !strings.Contains(frame(d), "that case is not open any more") {
		t.Errorf("the screen went to %v:\n%s", uitest.Comes(all), frame(d))
	}
}

func TestAReadOnlyQueueShowsTheCaseAndSaysWhyNothingHappens(t *testing.T) {
	q := uitest.Reported()
	d := open(t, q, 120, 32, queue.Options{ReadOnly: true})
	uitest.Send(d.App, pane.Review{Case: 3, Key: "a", Back: "Today"})
	if len(q.Rulings) != 0 || !strings.Contains(frame(d), "--readonly") {
		t.Errorf("it ruled %v:\n%s", q.Rulings, frame(d))
	}
}
