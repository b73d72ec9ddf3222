package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/store"
	"rounds/ui/cli"
)

// register is the accounts wherever they leave traces.
type register struct{ workshop }

// Accounts implements [cli.Register].
func (r register) Accounts(ctx context.Context, s cli.Settings) ([]cli.Account, error) {
	p, c, memory, err := r.desk(ctx, s)
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	held, err := memory.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var all []cli.Account
	for _, h := range held {
		all = append(all, cli.Account{AccountHealth: h, Workspace: hostOf(h.Base)})
	}
	for _, a := range c.accounts() {
		i := slices.IndexFunc(all, func(known cli.Account) bool { return known.Name == a.Name })
		if i < 0 {
			i = len(all)
			all = append(all, cli.Account{AccountHealth: inbox.AccountHealth{Account: inbox.Account{Name: a.Name, Platform: inbox.Platform(a.Platform)}}})
		}
		names, err := memory.ChannelNames(ctx, a.Name)
		if err != nil {
			return nil, err
		}
		all[i].Connected, all[i].Paused, all[i].Retention = true, a.Paused, a.Retention
		for _, id := range a.Channels {
			if name := names[id]; name != "" {
				id = "#" + name
			}
			all[i].Channels = append(all[i].Channels, id)
		}
		all[i].Tokens, all[i].Missing = whereKept(a, p.config)
	}
	slices.SortFunc(all, func(a, b cli.Account) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// whereKept says where the tokens of an account are, and whether the one that
// it needs is missing.
func whereKept(a accountConfig, configPath string) (where []string, missing bool) {
	found, err := tokensOf(a, configPath)
	for _, t := range []struct {
		p  tokenPart
		at credential
	}{{botPart, found.Bot}, {appPart, found.App}, {userPart, found.User}} {
		if t.at.From != "" {
			where = append(where, called(t.p)+" from "+t.at.From)
		}
	}
	if err != nil && !errors.Is(err, errNoToken) {
		where = append(where, err.Error())
	}
	return where, err != nil
}

func hostOf(address string) string {
	_, host, _ := strings.Cut(address, "://")
	host, _, _ = strings.Cut(host, "/")
	return host
}

// desk opens the database and reads the config.
func (r register) desk(ctx context.Context, s cli.Settings) (paths, config, *store.Store, error) {
	p, c, err := settled(s)
	if err != nil {
		return p, c, nil, err
	}
	memory, err := r.open(ctx, s)
	return p, c, memory, err
}

// Pause implements [cli.Register].
func (r register) Pause(_ context.Context, s cli.Settings, name string) error {
	return r.change(s, name, setAccount(name, "paused", "true", func(a *accountConfig) { a.Paused = true }))
}

// Resume implements [cli.Register].
func (r register) Resume(_ context.Context, s cli.Settings, name string) error {
	return r.change(s, name, resumeAccount(name))
}

// change edits the block of an account.
func (r register) change(s cli.Settings, name string, e edit) error {
	p, c, err := settled(s)
	if err != nil {
		return err
	}
	if _, known := c.account(name); !known {
		return notConnected(c, name, p.config)
	}
	return e.apply(p.config)
}

func notConnected(c config, name, path string) error {
	for _, a := range c.accounts() {
		if a.Name == name {
			return fmt.Errorf("account %s comes from ROUNDS_SLACK_TOKEN alone and has no settings; rounds connect slack gives it some", name)
		}
	}
	return fmt.Errorf("there is no account %q in %s: %w", name, path, inbox.ErrNone)
}

// Rename implements [cli.Register]. The tokens come first, then the config,
// the database last: what was done is undone if the next cannot be.
func (r register) Rename(ctx context.Context, s cli.Settings, from, to string) error {
	p, c, memory, err := r.desk(ctx, s)
	if err != nil {
		return err
	}
	defer memory.Close()
	held, err := memory.AccountNames(ctx)
	if err != nil {
		return err
	}
	a, connected := c.account(from)
	_, twice := c.account(to)
	switch {
	case twice || slices.Contains(held, to):
		return fmt.Errorf("there is an account %q already", to)
	case !connected && !slices.Contains(held, from):
		return notConnected(c, from, p.config)
	}
	v := &vault{configPath: p.config}
	if connected {
		if err := v.move(a, to); err != nil {
			return v.back(err)
		}
		if err := renaming(from, to).apply(p.config); err != nil {
			return v.back(err)
		}
	}
	if !slices.Contains(held, from) {
		return nil
	}
	err = memory.RenameAccount(ctx, from, to)
	if err != nil && connected {
		v.undo = append(v.undo, func() error { return renaming(to, from).apply(p.config) })
		err = v.back(err)
	}
	return err
}

func renaming(from, to string) edit {
	return setAccount(from, "name", tomlText(to), func(a *accountConfig) { a.Name = to })
}

// Holding implements [cli.Register].
func (r register) Holding(ctx context.Context, s cli.Settings, name string) (inbox.Expired, error) {
	memory, err := r.open(ctx, s)
	if err != nil {
		return inbox.Expired{}, err
	}
	defer memory.Close()
	if _, err := memory.Account(ctx, name); err != nil {
		return inbox.Expired{}, err
	}
	return memory.Expired(ctx, name, theEnd())
}

// theEnd is after everything that was ever said.
func theEnd() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// Disconnect implements [cli.Register].
func (r register) Disconnect(ctx context.Context, s cli.Settings, name string, how cli.Parting) (done []string, err error) {
	p, c, memory, err := r.desk(ctx, s)
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	_, held := memory.Account(ctx, name)
	if held != nil && !errors.Is(held, inbox.ErrNone) {
		return nil, held
	}
	a, connected := c.account(name)
	switch {
	case !connected && held != nil:
		return nil, notConnected(c, name, p.config)
	case !connected && how == cli.KeepAll:
		return nil, fmt.Errorf("account %s is not connected; with --forget what is here of it goes, too", name)
	}
	if connected {
		v := &vault{configPath: p.config}
		removed, err := v.empty(a)
		if err == nil {
			err = removeAccount(name).apply(p.config)
		}
		if err != nil {
			return nil, v.back(err)
		}
		for _, what := range removed {
			done = append(done, "removed "+what)
		}
		done = append(done, "removed the account from "+p.config)
	}
	switch {
	case held != nil:
	case how == cli.KeepAll:
		done = append(done, "kept what was read; rounds accounts disconnect "+name+" --forget lets go of it")
	default:
		if err := memory.ForgetAccount(ctx, name, nil); err != nil {
			return done, err
		}
		done = append(done, "forgot everything that was read")
	}
	return done, nil
}

// Expired implements [cli.Register].
func (r register) Expired(ctx context.Context, s cli.Settings, o cli.PurgeOptions) ([]inbox.Expired, error) {
	_, c, memory, err := r.desk(ctx, s)
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	held, err := memory.AccountNames(ctx)
	if err != nil {
		return nil, err
	}
	if o.Account != "" {
		if !slices.Contains(held, o.Account) {
			return nil, fmt.Errorf("there is no account %q here: %w", o.Account, inbox.ErrNone)
		}
		held = []string{o.Account}
	}
	var all []inbox.Expired
	for _, name := range held {
		length := o.Older
		if a, known := c.account(name); known && length == 0 {
			length = a.keepFor()
		}
		if length == 0 {
			continue
		}
		e, err := memory.Expired(ctx, name, time.Now().Add(-length))
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// Purge implements [cli.Register].
func (r register) Purge(ctx context.Context, s cli.Settings, old []inbox.Expired, tell func(cli.Progress)) (gone int, err error) {
	_, c, memory, err := r.desk(ctx, s)
	if err != nil {
		return 0, err
	}
	defer memory.Close()
	for _, e := range old {
		if a, known := c.account(e.Account); known && a.keepFor() > 0 && time.Since(e.Before) >= a.keepFor()-time.Minute {
			if err := memory.Agree(ctx, e.Account, a.Retention); err != nil {
				return gone, err
			}
		}
		if e.Messages == 0 {
			continue
		}
		n, err := memory.Purge(ctx, e.Account, e.Before, func(n int) {
			tell(cli.Progress{Account: e.Account, Messages: n, Read: int64(n), Size: int64(e.Messages)})
		})
		gone += n
		if err != nil {
			return gone, err
		}
	}
	return gone, nil
}
