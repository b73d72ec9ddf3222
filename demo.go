package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/query"
	"rounds/store"
	"rounds/ui/cli"
)

// demo opens the console on a community that lives on four simulated platforms. It has a database of its
// own, gone afterwards unless it is to be kept.
func (w workshop) demo(ctx context.Context, s cli.Settings, o cli.DemoOptions) error {
	path, forget, err := demoPath(o)
	if err != nil {
		return err
	}
	defer forget()
	memory, err := store.Open(ctx, path, store.Options{
		Actor:  "sam",
		Probe:  w.probe,
		Notice: func(sentence string) { fmt.Fprintln(os.Stderr, "rounds: "+plain.Line(sentence)) },
	})
	if err != nil {
		return err
	}
	defer memory.Close()

	stages, strike, err := w.setUp(ctx, memory, o)
	if err != nil {
		return err
	}
	defer strike()
	if err := w.firstSync(ctx, memory, stages, s); err != nil {
		return err
	}
	if err := readUp(ctx, memory); err != nil {
		return err
	}
	c := config{Me: "sam", Words: []string{"Fieldnotes"}, invented: true, ScreenReader: readOut(s)}
	c.lendKeys(s)
	if err := c.wear(s.Theme); err != nil {
		return err
	}
	p := paths{db: path, config: filepath.Join(filepath.Dir(path), "config.toml")}
	if err := w.sift(ctx, memory, c, p); err != nil {
		return err
	}
	if err := setPlan(ctx, memory, p, c, time.Now()); err != nil {
		return err
	}
	if !usable(c) {
		return w.printWaiting(ctx, memory)
	}
	screen := w.newScreen(ctx, sending{Store: memory, connected: func(string) bool { return true }, readOnly: s.ReadOnly}, c, p)
	rounds := w.courier(memory, c, 4*time.Second, screen.news)
	if s.ReadOnly {
		rounds.Outbox = nil
	}
	besides := []func(context.Context){func(ctx context.Context) {
		liveOn(ctx, stages)
		strike() // or the crew would wait for them
	}}
	for _, stage := range stages {
		rounds.Connectors[stage.name] = stage.connector
		if community, is := stage.community.(*simulate.Slack); is && o.Misbehave {
			besides = append(besides, func(ctx context.Context) { misbehave(ctx, community, screen.program) })
		}
	}
	return screen.run(ctx, rounds, besides...)
}

// demoPath is where the demo's database lies, and what removes it.
func demoPath(o cli.DemoOptions) (path string, forget func(), err error) {
	if o.Keep != "" {
		return o.Keep, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "rounds-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a place for the demo: %w", err)
	}
	return filepath.Join(folder, "demo.db"), func() { _ = os.RemoveAll(folder) }, nil // what is left there is for the system to clear
}

// firstSync reads all communities before the screen opens, and says so.
func (w workshop) firstSync(ctx context.Context, memory *store.Store, stages []stage, s cli.Settings) error {
	h := w.house()
	h.Live = h.Live && !readOut(s)
	meter := h.Meter("syncing")
	defer meter.Clear()
	c := config{Me: "sam"}
	rounds := w.courier(memory, c, time.Minute, told(ctx, memory, meter.Tell))
	for _, stage := range stages {
		rounds.Connectors[stage.name] = stage.connector
		err := memory.PutAccount(ctx, inbox.Account{Name: stage.name, Platform: stage.platform})
		if err == nil {
			_, err = rounds.Pull(ctx, stage.name)
		}
		if err != nil {
			return fmt.Errorf("read the simulated %s: %w", stage.platform.Title(), err)
		}
	}
	return nil
}

// readUp marks as read what somebody who was here every day has read: what is
// over, and what is old. What waits stays as it is.
func readUp(ctx context.Context, memory *store.Store) error {
	for _, filter := range []string{"is:answered idle:>1d", "is:waiting idle:>1d", "idle:>10d"} {
		q, err := query.Parse(filter, time.Now())
		if err != nil {
			return err
		}
		ids, err := memory.Matching(ctx, q)
		if err != nil {
			return err
		}
		if err := memory.MarkRead(ctx, ids...); err != nil {
			return err
		}
	}
	return nil
}

// liveOn lets life go on in the communities.
func liveOn(ctx context.Context, stages []stage) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			for _, stage := range stages {
				stage.live(now)
			}
		}
	}
}
