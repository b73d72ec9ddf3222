package main

import (
	"testing"
	"time"
)

func TestALullEndsWithAChangeAFailureOrAfterAWhile(t *testing.T) {
	var l lull
	if !l.over(0) {
		t.Error("the first look is left out")
	}
	if l.over(0) {
		t.Error("it looks although nothing has changed")
	}
	if !l.over(1) {
		t.Error("a change is not looked at")
	}
	l.failed()
	if !l.over(1) {
		t.Error("what has failed is not tried again")
	}
	left := 0
	for !l.over(1) {
		left++
	}
	if left != mostLeftOut {
		t.Errorf("%d looks are left out at a stretch, want %d", left, mostLeftOut)
	}
}

func TestWhatIsDoneEverySoOftenIsDoneAtTheSameMoments(t *testing.T) {
	noon := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]time.Duration{0: 2 * time.Second, 300 * time.Millisecond: 1700 * time.Millisecond, 1999 * time.Millisecond: time.Millisecond} {
		if got := untilBeat(2*time.Second, noon.Add(after)); got != want {
			t.Errorf("%v after a beat the next is %v away, want %v", after, got, want)
		}
	}
}
