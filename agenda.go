package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/store"
)

// agenda is the memory as the calendar sees it: it refuses what would never
// leave, and everything where nothing may be changed.
type agenda struct{ sending }

// Plan implements [week.Store].
func (a agenda) Plan(ctx context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error) {
	return guarded(a.sending, func() (inbox.Entry, error) { return a.Store.Plan(ctx, verb, changes) })
}

// Approve implements [week.Store].
func (a agenda) Approve(ctx context.Context, keys []string) (inbox.Entry, error) {
	return guarded(a.sending, func() (inbox.Entry, error) { return a.Store.Approve(ctx, keys) })
}

// Publish implements [week.Store].
func (a agenda) Publish(ctx context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error) {
	return guarded(a.sending, func() (inbox.Entry, error) {
		to := places
		if len(to) == 0 {
			i, err := a.Item(ctx, key, occurrence)
			if err != nil {
				return inbox.Entry{}, err
			}
			to = i.Post.To
		}
		for _, place := range to {
			if known, err := a.Account(ctx, place.Account); err == nil && !a.connected(place.Account) {
				return inbox.Entry{}, fmt.Errorf("account %s is not connected, so that nothing can be sent there: rounds connect %s --as %s", place.Account, cmp.Or(known.Platform, inbox.Slack), place.Account)
			}
		}
		return a.Store.Publish(ctx, key, occurrence, places)
	})
}

// LetGo implements [week.Store].
func (a agenda) LetGo(ctx context.Context, key, occurrence string, posted bool) (inbox.Entry, error) {
	return guarded(a.sending, func() (inbox.Entry, error) { return a.Store.LetGo(ctx, key, occurrence, posted) })
}

// Settle implements [week.Store]: of the plan, not of the outbox.
func (a agenda) Settle(ctx context.Context, path string, side calendar.Side) error {
	_, err := guarded(a.sending, func() (inbox.Entry, error) { return inbox.Entry{}, a.SettlePlan(ctx, path, side) })
	return err
}

// Take implements [cli.Plan].
func (a agenda) Take(ctx context.Context, folder string, files []calendar.File) (taken int, problems []calendar.Problem, err error) {
	if err := a.writable(); err != nil {
		return 0, nil, err
	}
	return a.Store.Take(ctx, folder, files)
}

// planDesk is the plan as the console and the commands have it: the memory, and
// the folder in which its files lie.
type planDesk struct {
	agenda
	folder *planFolder
}

// Settings implements [week.Store] and [cli.Plan].
func (d planDesk) Settings() (calendar.Settings, string) { return d.folder.Settings() }

// Resettle implements [week.Store].
func (d planDesk) Resettle(ctx context.Context, source string) error {
	if err := d.writable(); err != nil {
		return err
	}
	return d.folder.Resettle(ctx, source)
}

// Problems implements [week.Store] and [cli.Plan].
func (d planDesk) Problems(ctx context.Context) ([]calendar.Problem, error) {
	found, err := d.Store.Problems(ctx)
	return append(d.folder.Problems(), found...), err
}

// planned lets the plan folder know when a post was changed, and when a
// conflict was settled: of all else that is written it need not hear.
type planned struct {
	memory *store.Store
	seen   int64
	heard  chan struct{}
}

func newPlanned(memory *store.Store) *planned {
	return &planned{memory: memory, seen: -1, heard: make(chan struct{}, 1)}
}

// look looks whether the plan is another one than the last time.
func (p *planned) look(ctx context.Context) {
	version, err := p.memory.PlanVersion(ctx)
	if err != nil || version == p.seen {
		return
	}
	p.seen = version
	select {
	case p.heard <- struct{}{}:
	default: // it has not looked since the last time either
	}
}

// listen looks whenever something was written, until ctx ends.
func (p *planned) listen(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.memory.Changed():
			p.look(ctx)
		}
	}
}

// publish puts what is planned into the outbox when its time comes, and goes on
// whatever fails; a failure is told once.
func publish(ctx context.Context, memory *store.Store, failed func(error)) {
	// Another program may have planned something, so it is looked now and then.
	const often = 2 * time.Second
	told := ""
	for {
		next, err := memory.Press(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			told = ""
		case err.Error() != told:
			told = err.Error()
			failed(err)
		}
		wait := when.UntilBeat(often, time.Now())
		if left := time.Until(next); !next.IsZero() && left < wait {
			wait = max(left, 50*time.Millisecond)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
