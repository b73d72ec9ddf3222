package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/plain"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/slack"
	"rounds/inbox/query"
	"rounds/store"
	"rounds/ui/cli"
)

// demoAccount is what the simulated workspace is called.
const demoAccount = "fieldnotes"

// demo opens the console on a simulated community. It has a database of its
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

	community := simulate.NewSlack(simulate.Options{Seed: o.Seed, Size: o.Size, Rival: 2})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("start the simulated Slack: %w", err)
	}
	served, closeServer := simulate.Serve(listener, community)
	w.crew.Go(served)
	defer closeServer()

	connector := identified(memory, slack.New(slack.Options{
		Account: demoAccount, Token: community.Token(), Base: "http://" + listener.Addr().String() + "/api/", Hasty: true,
	}), false)
	if err := w.firstSync(ctx, memory, connector); err != nil {
		return err
	}
	if err := readUp(ctx, memory); err != nil {
		return err
	}
	c := config{Me: "sam", Words: []string{"Fieldnotes"}}
	if !drawable() {
		return w.printWaiting(ctx, memory)
	}
	screen := w.newScreen(ctx, sending{memory, func(string) bool { return true }}, c, newReplyFolder(paths{config: filepath.Join(filepath.Dir(path), "config.toml")}))
	rounds := w.courier(memory, c, 4*time.Second, screen.news)
	rounds.Connectors[demoAccount] = connector
	besides := []func(context.Context){func(ctx context.Context) {
		liveOn(ctx, community)
		closeServer() // or the crew would wait for it
	}}
	if o.Misbehave {
		besides = append(besides, func(ctx context.Context) { misbehave(ctx, community, screen.program) })
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

// firstSync reads the whole community before the screen opens, and says so.
func (w workshop) firstSync(ctx context.Context, memory *store.Store, connector courier.Connector) error {
	h := w.house()
	meter := h.Meter("syncing")
	c := config{Me: "sam"}
	rounds := w.courier(memory, c, time.Minute, told(ctx, memory, meter.Tell))
	rounds.Connectors[demoAccount] = connector
	err := memory.PutAccount(ctx, inbox.Account{Name: demoAccount, Platform: inbox.Slack})
	if err == nil {
		_, err = rounds.Pull(ctx, demoAccount)
	}
	meter.Clear()
	return err
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

// liveOn lets life go on in the community.
func liveOn(ctx context.Context, community *simulate.Slack) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			community.Live(now)
		}
	}
}
