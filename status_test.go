package main

import (
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/ui/pane"
)

func TestALookBetweenTwoRoundsEndsInWhatWasSaidBefore(t *testing.T) {
	s := &status{places: func(_, _ string) string { return "a thread" }, told: map[string]time.Time{}, live: map[string]bool{}}
	noon := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	var last pane.Sync
	for i, n := range []courier.News{
		{Done: true},
		{Live: courier.Line{Open: true}},
		{Scope: "thread:1", Tally: inbox.Tally{Messages: 1}},
		{Done: true, Between: true, Tally: inbox.Tally{Messages: 1}},
	} {
		n.Account = "forum"
		line, is := s.line(n, noon.Add(time.Duration(i)*time.Minute))
		if !is {
			t.Fatalf("%+v is said to be nothing new", n)
		}
		if n.Scope != "" && line.Text != "syncing a thread · 1 new" {
			t.Errorf("while it looks it says %q", line.Text)
		}
		last = line
	}
	if want := (pane.Sync{Account: "forum", Live: true}); last != want {
		t.Errorf("it ends with %+v, want %+v: when the last round was is known", last, want)
	}
}
