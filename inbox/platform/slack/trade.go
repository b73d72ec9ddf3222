package slack

import (
	"context"

	"rounds/inbox/platform"
)

// Trade is Slack in service.
func Trade() platform.Trade {
	return platform.Trade{Guide: guide, Connect: connected, Inspect: inspected, Rooms: rooms, Advice: Advice, Knows: Knows}
}

// deaf is a workspace without an app token: it has no line to hear its news on.
type deaf struct{ platform.Connector }

func connected(s platform.Setup) platform.Connector {
	c := New(Options{
		HTTP: s.HTTP, Account: s.Account, Token: s.Token, AppToken: s.AppToken, UserToken: s.UserToken, Base: s.Base,
		Since: s.Since, Channels: s.Channels, Hasty: s.Hasty, Names: s.Names,
	})
	if s.AppToken == "" {
		return deaf{c}
	}
	return c
}

func guide() platform.Guide {
	g := platform.Guide{Title: "Slack", Page: NewApp, Needs: "an app of your own in the workspace, made from a text that Rounds gives you", Minutes: 5}
	for _, s := range Scopes() {
		g.Rights = append(g.Rights, platform.Right{Name: s.Name, Why: s.Why, Without: s.Without, Optional: s.Optional})
	}
	return g
}

func inspected(ctx context.Context, d platform.Door) (platform.Pass, error) {
	found, err := Inspect(ctx, Door{Token: d.Token, Base: d.Base, HTTP: d.HTTP})
	pass := platform.Pass{Name: found.Workspace, Domain: found.Domain, URL: found.URL, Team: found.Team, User: found.User, Given: map[string]bool{}}
	for _, s := range Scopes() {
		pass.Given[s.Name] = found.Grants(s.Name)
	}
	return pass, err
}

func rooms(ctx context.Context, d platform.Door) ([]platform.Room, error) {
	found, err := Rooms(ctx, Door{Token: d.Token, Base: d.Base, HTTP: d.HTTP})
	all := make([]platform.Room, len(found))
	for i, r := range found {
		all[i] = platform.Room{Channel: r.Channel, Member: r.Member}
	}
	return all, err
}
