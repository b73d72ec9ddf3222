package today_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rounds/inbox/checkin"
	"rounds/ui/uitest"
)

func TestTheFirstSightOfADayBeginsItsCheckIn(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	if len(d.c.Notes) != 1 || d.c.Notes[0].Day != "2026-06-16" || len(d.c.Notes[0].Seen) != 24 {
		t.Fatalf("noted %d times, %d items", len(d.c.Notes), len(d.c.Notes[0].Seen))
	}
	fresh := d.c.Day.Parts[3].Items[0]
	fresh.Key = "case:77"
	d.c.Day.Parts[3].Items = append(d.c.Day.Parts[3].Items, fresh)
	uitest.Press(d.App, "ctrl+r")
	if last := d.c.Notes[len(d.c.Notes)-1]; len(last.Seen) != 1 || last.Seen[0].Key != "case:77" {
		t.Errorf("noted %+v, want what is new alone", last.Seen)
	}
}

func TestTheClockCountsOnlyWhileKeysCome(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.wait(5 * time.Minute)
	wants(t, d, "00:00 / 04:00")
	d.keys("j")
	d.wait(30 * time.Second)
	wants(t, d, "00:30 / 04:00")
	d.keys("j")
	d.wait(10 * time.Minute)
	wants(t, d, "paused  01:31 / 04:00")
	if got := d.c.Used(checkin.Welcome); got != 91*time.Second {
		t.Errorf("noted %v, want what is shown", got)
	}
	for _, msg := range d.timer {
		if name := fmt.Sprintf("%T", msg); strings.HasPrefix(name, "today.") {
			t.Errorf("an idle screen is woken by %s", name)
		}
	}
}

func TestEveryStepHasItsOwnTime(t *testing.T) {
	d := open(t, uitest.Checking(), 120, 32)
	d.keys("j")
	d.wait(20 * time.Second)
	d.keys("l")
	d.wait(40 * time.Second)
	wants(t, d, "00:21/04:00", "02:15/08:00") // after the 01:35 of before
	if got := d.c.Used(checkin.Welcome); got != 21*time.Second {
		t.Errorf("noted %v when the step was left", got)
	}
	d.keys("B", "enter")
	if got := d.c.Used(checkin.Questions); got != 42*time.Second {
		t.Errorf("noted %v at the end", got)
	}
}

func TestTheTimeIsNotedEveryMinute(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	for range 5 {
		d.keys("j")
		d.wait(29 * time.Second)
	}
	if got := d.c.Used(checkin.Welcome); got < 110*time.Second || got > 150*time.Second {
		t.Errorf("noted %v of two minutes and a half", got)
	}
}

func TestTimeThatCouldNotBeNotedIsNotLost(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j")
	d.wait(20 * time.Second)
	d.c.Err = errors.New("disk I/O error")
	d.keys("l")
	d.c.Err = nil
	d.keys("h")
	if got := d.c.Used(checkin.Welcome); got != 21*time.Second {
		t.Errorf("noted %v, want 21 s", got)
	}
}

func TestTheClockNeverRunsBackwardsWhenTheDayIsReadAgain(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l")
	d.wait(25 * time.Second)
	wants(t, d, "02:00 / 08:00")
	uitest.Press(d.App, "ctrl+r")
	wants(t, d, "02:00 / 08:00")
}

func TestOverTheBudgetNothingIsBlocked(t *testing.T) {
	c := uitest.Checking()
	c.Day.Parts[0].Used = 5 * time.Minute
	d := open(t, c, 80, 24)
	d.keys("j")
	wants(t, d, "05:00 / 04:00 over")
	d.keys("e")
	if len(c.Marked) != 1 {
		t.Error("the verb was not carried out")
	}
}

func TestWhatIsOpenElsewhereCountsAsLongAsKeysCome(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l", "r") // the composer of the inbox, which this app has not
	for range 10 {
		d.wait(30 * time.Second)
		d.keys("ctrl+l") // any key that means nothing here
	}
	if got := d.c.Used(checkin.Questions); got < 4*time.Minute {
		t.Errorf("counted %v of five minutes", got)
	}
	for range 50 {
		d.wait(30 * time.Second)
		d.keys("ctrl+l")
	}
	if got := d.c.Used(checkin.Questions); got < 9*time.Minute || got > 11*time.Minute {
		t.Errorf("counted %v of half an hour, want ten minutes of it", got)
	}
}

func TestWorkElsewhereThatDidNotBeginHereIsNotCounted(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j")
	for range 20 {
		d.wait(30 * time.Second)
		d.keys("ctrl+l")
	}
	if got := d.c.Used(checkin.Welcome); got != time.Minute {
		t.Errorf("counted %v, want the minute after the last key here", got)
	}
}
