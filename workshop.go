package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/inbox/platform/slack"
	"rounds/inbox/signal"
	"rounds/store"
	"rounds/ui/cli"
)

// workshop is where the commands of the program get their tools.
type workshop struct {
	crew    *crew
	version string
}

// open opens the database where the settings say it is.
func (w workshop) open(ctx context.Context, s cli.Settings) (*store.Store, error) {
	return w.openStore(ctx, s, false)
}

// openStore opens the database; for a screen, a check of it can wait.
func (w workshop) openStore(ctx context.Context, s cli.Settings, checkLater bool) (*store.Store, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := store.Open(ctx, p.db, store.Options{
		Actor:      c.Me,
		CheckLater: checkLater,
		Notice:     func(sentence string) { fmt.Fprintln(os.Stderr, "rounds: "+plain.Line(sentence)) },
	})
	if err != nil {
		return nil, err
	}
	if _, err := memory.Wake(ctx); err != nil {
		memory.Close()
		return nil, err
	}
	return memory, nil
}

// explain reads a text as the inbox would, with what the config says.
func (w workshop) explain(s cli.Settings) (func(string) []inbox.Signal, error) {
	_, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	reader := signal.New(signal.Desk{Words: c.Words, Handles: slices.Concat([]string{c.Me}, c.Team)})
	return func(text string) []inbox.Signal { return reader.Read(inbox.Message{Kind: inbox.Said, Text: text}) }, nil
}

// courier is a courier that works for one memory.
func (w workshop) courier(memory *store.Store, c config, every time.Duration, tell func(courier.News)) *courier.Courier {
	return &courier.Courier{
		Store:      memory,
		Connectors: map[string]courier.Connector{},
		Desk: func(ctx context.Context, account string) (courier.Reader, error) {
			return deskOf(ctx, memory, c, account)
		},
		Now: time.Now, Every: every, Tell: tell, Go: w.crew.Go,
		Hush: func(err error) string { return platform.Redact(err.Error()) },
	}
}

// connect gives the courier a connector for every account of the config, or
// for the one that is named. It speaks to no platform yet.
func connect(ctx context.Context, rounds *courier.Courier, memory *store.Store, c config, configPath, only string) error {
	for _, a := range c.accounts() {
		if only != "" && a.Name != only {
			continue
		}
		secret, _, err := tokenOf(a, configPath)
		if err != nil {
			return err
		}
		since := time.Time{}
		if a.Since != "" {
			if since, err = time.ParseInLocation(time.DateOnly, a.Since, time.Local); err != nil {
				return fmt.Errorf("config %s: account %q: since is not a date: write it as 2026-01-31", configPath, a.Name)
			}
		}
		names, err := memory.Names(ctx, a.Name)
		if err != nil {
			return err
		}
		rounds.Connectors[a.Name] = identified(memory, slack.New(slack.Options{
			Account: a.Name, Token: secret, Base: a.Base, Since: since, Channels: a.Channels,
			Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
		}))
	}
	if len(rounds.Connectors) == 0 && only != "" {
		return fmt.Errorf("there is no account %q in %s", only, configPath)
	}
	return nil
}

// introduced is a connector that asks whose token it has before it first reads
// the roster.
type introduced struct {
	*slack.Connector
	memory *store.Store
}

func identified(memory *store.Store, c *slack.Connector) courier.Connector {
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

// sync makes one round of the accounts.
func (w workshop) sync(ctx context.Context, s cli.Settings, only string, tell func(cli.Progress)) (map[string]inbox.Tally, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	rounds := w.courier(memory, c, time.Minute, told(ctx, memory, tell))
	if err := connect(ctx, rounds, memory, c, p.config, only); err != nil {
		return nil, err
	}
	if len(rounds.Connectors) == 0 {
		return nil, fmt.Errorf("no account is connected: write one into %s (docs/config.md shows how), or set ROUNDS_SLACK_TOKEN", p.config)
	}
	return pullAll(ctx, rounds, memory, c)
}

// pullAll makes one round of every account, one after the other; the failure
// of one does not keep the others.
func pullAll(ctx context.Context, rounds *courier.Courier, memory *store.Store, c config) (map[string]inbox.Tally, error) {
	tallies := map[string]inbox.Tally{}
	var failed error
	for _, account := range slices.Sorted(maps.Keys(rounds.Connectors)) {
		err := memory.PutAccount(ctx, inbox.Account{Name: account, Platform: inbox.Slack})
		var tally inbox.Tally
		if err == nil {
			err = attune(ctx, memory, c, account)
		}
		if err == nil {
			tally, err = rounds.Pull(ctx, account)
		}
		if err == nil {
			err = attuned(ctx, memory, c, account)
		}
		if err == nil || tally.Messages+tally.Known+tally.Changed > 0 {
			tallies[account] = tally
		}
		failed = errors.Join(failed, err)
	}
	return tallies, failed
}

// told tells the courier's news as the command line does: with the names of
// channels.
func told(ctx context.Context, memory *store.Store, tell func(cli.Progress)) func(courier.News) {
	names := map[string]string{}
	return func(n courier.News) {
		p := cli.Progress{
			Account: n.Account, Read: n.Read, Size: n.Size, Until: n.Until,
			Messages: n.Tally.Messages + n.Tally.Changed + n.Tally.Known,
		}
		if n.Err != nil {
			p.Trouble = platform.Redact(n.Err.Error())
		}
		if channel, is := strings.CutPrefix(n.Scope, "channel:"); is {
			if _, known := names[channel]; !known {
				if fresh, err := memory.ChannelNames(ctx, n.Account); err == nil {
					names = fresh
				}
			}
			p.What = "#" + cmp.Or(names[channel], channel)
		}
		tell(p)
	}
}

// imports reads an export into the database.
func (w workshop) imports(ctx context.Context, s cli.Settings, o cli.ImportOptions, tell func(cli.Progress)) (inbox.Tally, error) {
	_, c, err := settled(s)
	if err != nil {
		return inbox.Tally{}, err
	}
	if o.As == "" {
		o.As = strings.TrimSuffix(filepath.Base(filepath.Clean(o.Path)), ".zip")
	}
	export, done, err := openExport(o)
	if err != nil {
		return inbox.Tally{}, err
	}
	defer done()
	memory, err := w.open(ctx, s)
	if err != nil {
		return inbox.Tally{}, err
	}
	defer memory.Close()
	account := export.Account()
	account.Name = o.As
	if err := memory.PutAccount(ctx, account); err != nil {
		return inbox.Tally{}, err
	}
	if err := attune(ctx, memory, c, o.As); err != nil {
		return inbox.Tally{}, err
	}
	reading := c
	reading.Me = cmp.Or(o.Me, c.Me)
	rounds := w.courier(memory, reading, time.Minute, told(ctx, memory, tell))
	tally, err := rounds.Import(ctx, o.As, export, export.Scope())
	if err == nil {
		err = attuned(ctx, memory, c, o.As)
	}
	return tally, err
}

// openExport opens a zip file or a folder.
func openExport(o cli.ImportOptions) (export *slack.Export, done func(), err error) {
	options := slack.ExportOptions{Account: o.As, Since: o.Since, Private: o.Private}
	info, err := os.Stat(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no %s", o.Path)
	}
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		root, err := os.OpenRoot(o.Path) // nothing outside the folder is read, whatever a link says
		if err != nil {
			return nil, nil, err
		}
		export, err := slack.OpenFolder(root.FS(), options)
		if err != nil {
			return nil, nil, errors.Join(err, root.Close())
		}
		return export, func() { _ = errors.Join(export.Close(), root.Close()) }, nil // both were only read
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is neither a file nor a folder", o.Path)
	}
	file, err := os.Open(o.Path)
	if err != nil {
		return nil, nil, err
	}
	export, err = slack.OpenZip(file, info.Size(), options)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return export, func() { export.Close(); file.Close() }, nil
}
