package main

import "testing"

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
