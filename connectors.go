package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/store"
)

// connect gives the courier a connector for every account of the config that
// is not paused, or for the one that is named. It speaks to no platform yet. An
// account that cannot be connected is in the error and keeps none of the others.
func (w workshop) connect(ctx context.Context, rounds *courier.Courier, memory *store.Store, c config, configPath, only string) error {
	var failed error
	found := false
	for _, a := range c.accounts() {
		if only != "" && a.Name != only {
			continue
		}
		found = true
		if a.Paused {
			if only != "" {
				return fmt.Errorf("account %s is paused: rounds accounts resume %s", a.Name, a.Name)
			}
			continue
		}
		connector, err := w.connectorOf(ctx, memory, a, configPath)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		rounds.Connectors[a.Name] = connector
	}
	if !found && only != "" {
		return fmt.Errorf("there is no account %q in %s", only, configPath)
	}
	return failed
}

func (w workshop) connectorOf(ctx context.Context, memory *store.Store, a accountConfig, configPath string) (courier.Connector, error) {
	secrets, err := tokensOf(a, configPath)
	if err != nil {
		return nil, err
	}
	since, err := a.oldest(configPath, time.Now())
	if err != nil {
		return nil, err
	}
	names, err := memory.Names(ctx, a.Name)
	if err != nil {
		return nil, err
	}
	// A roster that was begun before a crash goes on behind the channels. A forum
	// numbers its members and its categories alike.
	channels, err := memory.ChannelNames(ctx, a.Name)
	if err != nil {
		return nil, err
	}
	if a.platform() != inbox.Discourse {
		maps.Copy(names, channels)
	}
	return identified(memory, trades()[a.platform()].Connect(platform.Setup{
		HTTP:    platform.NewHTTP(platform.Options{Probe: w.probe}),
		Account: a.Name, Token: secrets.Bot.secret, AppToken: secrets.App.secret, UserToken: secrets.User.secret,
		Base: a.Base, Team: a.Server, Private: a.Private, Since: since, Channels: a.Channels,
		Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
	})), nil
}

// oldest is how far back an account is read: to the date that its config
// names, and no further than to what would be purged at once.
func (a accountConfig) oldest(configPath string, now time.Time) (since time.Time, err error) {
	if a.Since != "" {
		if since, err = time.ParseInLocation(time.DateOnly, a.Since, time.Local); err != nil {
			return since, fmt.Errorf("config %s: account %q: since is not a date: write it as 2026-01-31", configPath, a.Name)
		}
	}
	if length := a.keepFor(); length > 0 && now.Add(-length).After(since) {
		since = now.Add(-length)
	}
	return since, nil
}

// introduced is a connector that asks whose token it has before it first reads
// the roster.
type introduced struct {
	platform.Connector
	memory *store.Store
}

// lively is one that hears the news as they happen, too.
type lively struct {
	introduced
	line platform.Listener
}

func identified(memory *store.Store, c platform.Connector) courier.Connector {
	if line, hears := c.(platform.Listener); hears {
		return lively{introduced{c, memory}, line}
	}
	return introduced{c, memory}
}

// Fetch implements [courier.Connector].
func (i introduced) Fetch(ctx context.Context, scope inbox.Scope) (inbox.Page, error) {
	if scope.Name == "" && scope.Cursor == "" {
		account, err := i.Identify(ctx)
		if err != nil {
			return inbox.Page{}, err
		}
		if err := i.memory.PutAccount(ctx, account); err != nil {
			return inbox.Page{}, err
		}
	}
	return i.Connector.Fetch(ctx, scope)
}

// Listen implements [courier.Listener].
func (l lively) Listen(ctx context.Context, open func(courier.Line), heard func(inbox.Page) error) error {
	return l.line.Listen(ctx, func(h platform.Hello) { open(courier.Line{Open: true, Others: h.Others}) }, heard)
}
