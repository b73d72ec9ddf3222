package week_test

import (
	"strings"
	"testing"

	"rounds/ui/uitest"
)

func TestWhatIsBeingWrittenOutlivesTheProgram(t *testing.T) {
	plan := uitest.PlannedWeek()
	d := open(t, plan, 120, 32)
	d.press(keys("l e ' And more.' esc")...)
	again := open(t, plan, 120, 32) // the program was killed meanwhile
	if said := again.press(keys("l e")...); !strings.Contains(said, "This is what you were writing") {
		t.Errorf("it says %q", said)
	}
	wants(t, again, "And more.")
	again.press(keys("esc y")...)
	if got := asked(plan); !strings.Contains(got, "And more.") {
		t.Errorf("asked %q", got)
	}
	for key, text := range plan.Drafts {
		if text != "" {
			t.Errorf("of %s there is still %q", key, text)
		}
	}
}

func TestANewPostThatIsLeftIsNotKeptAsADraft(t *testing.T) {
	plan := uitest.PlannedWeek()
	d := open(t, plan, 120, 32)
	d.press(keys("C 'Hello' esc n")...)
	d.press(keys("C")...)
	if strings.Contains(frame(d), "Hello") {
		t.Errorf("it is back:\n%s", frame(d))
	}
}
