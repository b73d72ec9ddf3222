package week_test

import (
	"slices"
	"strings"
	"testing"

	"rounds/calendar"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestAPostThatAnotherPaneAsksForIsOpenedAndLeftToIt(t *testing.T) {
	plan := uitest.PlannedWeek()
	items, err := plan.Items(t.Context(), uitest.Noon().AddDate(0, 0, -20), uitest.Noon().AddDate(0, 0, 30))
	if err != nil || len(items) < 3 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	for _, i := range []calendar.Item{items[0], items[len(items)-1]} {
		d := open(t, plan, 120, 32)
		if got := uitest.Comes(uitest.Send(d.App, pane.Show{Item: i.ID(), Back: "Today"})); !slices.Equal(got, []string{"Calendar"}) {
			t.Fatalf("the screen went to %v", got)
		}
		title, _, _ := strings.Cut(i.Post.Title, " ")
		wants(t, d, title)
		if got := uitest.Comes(uitest.Press(d.App, "esc")); !slices.Equal(got, []string{"Today"}) {
			t.Errorf("esc leads to %v", got)
		}
		if got := uitest.Comes(uitest.Press(d.App, "enter", "esc")); got != nil {
			t.Errorf("a post opened later leads to %v", got)
		}
	}
}

func TestAPostThatIsGoneKeepsTheScreenWhereItIs(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	if got := uitest.Comes(uitest.Send(d.App, pane.Show{Item: "nothing", Back: "Today"})); got != nil {
		t.Errorf("the screen went to %v", got)
	}
	wants(t, d, "that post is not in the plan any more")
}
