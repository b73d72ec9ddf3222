package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/simulate/fediverse"
	"rounds/inbox/platform/simulate/forum"
	"rounds/inbox/platform/simulate/guild"
	"rounds/store"
	"rounds/ui/cli"
)

// stage is one platform of the demo.
type stage struct {
	name      string // of the account
	platform  inbox.Platform
	community http.Handler
	live      func(now time.Time) int // lets life go on there, and counts what was said
	setup     platform.Setup          // without the account and the address
	prefix    string                  // of the API's address
	connector courier.Connector
}

// stages are the platforms of the demo, a line each: one community, whose
// people are met on several of them.
func stages(o cli.DemoOptions) []stage {
	workspace := simulate.NewSlack(simulate.Options{Seed: o.Seed, Size: o.Size, Rival: 2, Trouble: true, Chapters: true})
	hall := guild.NewStory(guild.Options{})
	server := fediverse.NewStory(fediverse.Options{})
	board := forum.NewStory(forum.Options{})
	return []stage{
		{name: "slack", platform: inbox.Slack, community: workspace, live: workspace.Live, setup: platform.Setup{Token: workspace.Token()}, prefix: "/api/"},
		{name: "discord", platform: inbox.Discord, community: hall, live: hall.Live, setup: platform.Setup{Token: hall.Token(), Team: hall.ID()}, prefix: guild.Prefix},
		{name: "forum", platform: inbox.Discourse, community: board, live: board.Live, setup: platform.Setup{Token: board.Token()}},
		{name: "mastodon", platform: inbox.Mastodon, community: server, live: server.Live, setup: platform.Setup{Token: server.Token()}},
	}
}

// chosen are the stages that are named, all if none is. A platform's own name
// is as good as the account's.
func chosen(all []stage, only []string) ([]stage, error) {
	if len(only) == 0 {
		return all, nil
	}
	var some []stage
	for _, name := range only {
		i := slices.IndexFunc(all, func(s stage) bool { return s.name == name || string(s.platform) == name })
		if i < 0 {
			var names []string
			for _, s := range all {
				names = append(names, s.name)
			}
			return nil, &cli.Usage{Err: fmt.Errorf("--only %s: there are %s", name, strings.Join(names, ", "))}
		}
		if !slices.ContainsFunc(some, func(s stage) bool { return s.name == all[i].name }) {
			some = append(some, all[i])
		}
	}
	return some, nil
}

// setUp opens the stages on loopback, each with its real connector before it.
// strike closes them; it may be called twice.
func (w workshop) setUp(ctx context.Context, memory *store.Store, o cli.DemoOptions) (_ []stage, strike func(), err error) {
	all, err := chosen(stages(o), o.Only)
	if err != nil {
		return nil, nil, err
	}
	var closers []func()
	strike = func() {
		for _, closes := range closers {
			closes()
		}
	}
	for i := range all {
		s := &all[i]
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			strike()
			return nil, nil, fmt.Errorf("start the simulated %s: %w", s.platform.Title(), err)
		}
		served, closes := simulate.Serve(listener, s.community)
		w.crew.Go(served)
		closers = append(closers, closes)
		s.setup.Account, s.setup.Hasty, s.setup.Base = s.name, true, "http://"+listener.Addr().String()+s.prefix
		s.connector = identified(memory, trades()[s.platform].Connect(s.setup))
	}
	return all, strike, nil
}
