package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/plain"
	"rounds/inbox/signal"
	"rounds/store"
	"rounds/ui/cli"
)

// workshop is where the commands of the program get their tools.
type workshop struct {
	crew    *crew
	version string
	probe   func(point string) // nil in production
}

// open opens the database where the settings say it is.
func (w workshop) open(ctx context.Context, s cli.Settings) (*store.Store, error) {
	return w.openStore(ctx, s, store.Options{})
}

// lend opens the database for a command.
func (w workshop) lend(ctx context.Context, s cli.Settings) (cli.Memory, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.open(ctx, s)
	if err != nil {
		return nil, err
	}
	out := sending{Store: memory, connected: c.connected}
	return clerk{out, newSifter(out, c, newRuleFile(p))}, nil
}

// openStore opens the database; for a screen, a check of it can wait, and for a
// sync it is kept out of memory.
func (w workshop) openStore(ctx context.Context, s cli.Settings, o store.Options) (*store.Store, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	o.Actor, o.Probe, o.Hold = c.Me, w.probe, c.hold()
	o.Notice = func(sentence string) { fmt.Fprintln(os.Stderr, "rounds: "+plain.Line(sentence)) }
	memory, err := store.Open(ctx, p.db, o)
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
		Hush: said, Outbox: memory, Settle: c.settle(), Holder: holder(),
	}
}

// post wakes the courier whenever something may have been put into the outbox,
// here or by another program.
func post(ctx context.Context, memory *store.Store, rounds *courier.Courier) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-memory.Summoned():
			rounds.Post()
		}
	}
}

// imports reads an export into the database.
func (w workshop) imports(ctx context.Context, s cli.Settings, o cli.ImportOptions, tell func(cli.Progress)) (inbox.Tally, error) {
	p, c, err := settled(s)
	if err != nil {
		return inbox.Tally{}, err
	}
	if o.As == "" {
		o.As = nameOf(o.Path)
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
	if err == nil {
		err = w.sift(ctx, memory, c, p)
	}
	if err == nil {
		err = memory.Fold(ctx)
	}
	return tally, err
}
