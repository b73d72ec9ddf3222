package main

import (
	"context"
	"time"

	"rounds/inbox/metrics"
	"rounds/inbox/when"
	"rounds/store"
	"rounds/ui/cli"
)

// reckoner is the memory as the numbers are counted from it, by the clock of
// the community.
type reckoner struct {
	*store.Store
	zone  *time.Location
	hours metrics.Hours
}

// Reckoning implements [cli.Numbers].
func (r reckoner) Reckoning() (*time.Location, metrics.Hours) { return r.zone, r.hours }

// Annotate implements the Store of the Metrics pane: without a text it lets go.
func (r reckoner) Annotate(ctx context.Context, a metrics.Annotation) (metrics.Annotation, error) {
	if a.Text == "" {
		return a, r.DropAnnotation(ctx, a.ID)
	}
	return r.Store.Annotate(ctx, a)
}

// numbers opens the database for those who count.
func (w workshop) numbers(ctx context.Context, s cli.Settings) (cli.Numbers, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.open(ctx, s)
	if err != nil {
		return nil, err
	}
	return newReckoner(memory, c, p), nil
}

// newReckoner cuts days by the zone of the config, else by that of the plan,
// else by that of the machine.
func newReckoner(memory *store.Store, c config, p paths) reckoner {
	r := reckoner{Store: memory}
	if zone, err := time.LoadLocation(c.Zone); err == nil && c.Zone != "" {
		r.zone = zone
	} else {
		folder := newPlanFolder(p, c, agenda{sending{Store: memory}})
		folder.peek()
		settings, _ := folder.Settings()
		r.zone = settings.Location()
	}
	r.hours = c.hours(r.zone)
	return r
}

// fold keeps ready what the numbers are counted from, as it changes.
func fold(ctx context.Context, memory *store.Store, failed func(error)) {
	const often = 3 * time.Second
	told := false
	var rest lull
	for {
		var err error
		if rest.over(memory.Changes()) {
			err = memory.Fold(ctx)
		}
		if err != nil {
			rest.failed()
		}
		if err != nil && ctx.Err() == nil && !told {
			failed(err)
		}
		told = err != nil
		select {
		case <-ctx.Done():
			return
		case <-time.After(when.UntilBeat(often, time.Now())):
		}
	}
}
