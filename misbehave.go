package main

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/platform/simulate"
	"rounds/ui/pane"
)

// mishap is one thing that goes wrong in the demo.
type mishap struct {
	says   string
	lasts  time.Duration
	begin  func()
	end    func()
	better string
}

// breather is how long all goes well between two mishaps.
const breather = 8 * time.Second

// misbehave lets the simulated Slack limit, vanish and revoke, one after the
// other, and says so at the foot of the screen: what Rounds makes of it is to be
// seen at its head.
func misbehave(ctx context.Context, community *simulate.Slack, program *tea.Program) {
	mishaps := []mishap{
		{
			"Demo: Slack asks for 20 s of patience (429). See the upper right, or press 0.", 20 * time.Second,
			func() { community.Limit(20 * time.Second) }, func() {},
			"Demo: the limit is over. Nothing was asked meanwhile.",
		},
		{
			"Demo: no connection for 20 s. Rounds asks once more, then waits a while.", 20 * time.Second,
			func() { community.Cut(true) }, func() { community.Cut(false) },
			"Demo: the connection is back. Rounds finds out by itself; ctrl+r asks now.",
		},
		{
			"Demo: the token was revoked. Rounds asks no more, and keeps what it has.", 20 * time.Second,
			func() { community.Revoke(true) }, func() { community.Revoke(false) },
			"Demo: the token is good again. Rounds waits for you: ctrl+r tries it.",
		},
	}
	say := func(text string) { program.Send(pane.Said{Text: text}) }
	for n := 0; ; n++ {
		s := mishaps[n%len(mishaps)]
		if pause(ctx, breather) != nil {
			return
		}
		s.begin()
		say(s.says)
		if pause(ctx, s.lasts) != nil {
			return
		}
		s.end()
		say(s.better)
	}
}

// pause waits, or returns the reason why ctx ended.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
