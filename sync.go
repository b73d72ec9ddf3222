package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/store"
	"rounds/ui/cli"
)

// sync makes one round of the accounts, or with Watch one after the other
// until ctx ends.
func (w workshop) sync(ctx context.Context, s cli.Settings, o cli.SyncOptions, tell func(cli.Progress)) ([]cli.Synced, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.openStore(ctx, s, store.Options{Lean: true})
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	rounds := w.courier(memory, c, cmp.Or(o.Every, time.Minute), told(ctx, memory, tell))
	rounds.Patience = o.Patience
	unconnected := w.connect(ctx, rounds, memory, c, p.config, o.Account)
	switch {
	case len(rounds.Connectors) == 0 && unconnected != nil:
		return nil, unconnected
	case len(rounds.Connectors) == 0 && len(c.accounts()) > 0:
		return nil, errors.New("every account is paused: rounds accounts resume NAME")
	case len(rounds.Connectors) == 0:
		return nil, fmt.Errorf("no account is connected in %s: rounds connect makes one, rounds demo shows one", p.config)
	}
	if err := introduce(ctx, rounds, memory, c); err != nil {
		return nil, err
	}
	plan := newPlanFolder(p, c, agenda{sending{Store: memory, connected: c.connected}})
	if o.Watch {
		if unconnected != nil {
			fmt.Fprintln(os.Stderr, "rounds: "+plain.Text(platform.Redact(unconnected.Error())))
		}
		w.attend(ctx, memory, c, p, plan)
		return nil, w.watch(ctx, rounds, memory)
	}
	defer rounds.GiveBack(context.WithoutCancel(ctx))
	planned := plan.sync(ctx)
	_, unpressed := memory.Press(ctx)
	all := roundAll(ctx, rounds, memory, c)
	if unpressed == nil {
		_, unpressed = memory.Press(context.WithoutCancel(ctx)) // what has become of it
	}
	err = errors.Join(planned, unpressed, w.sift(context.WithoutCancel(ctx), memory, c, p), expire(ctx, memory, c), memory.Fold(context.WithoutCancel(ctx)))
	return all, errors.Join(unconnected, err)
}

// attend does besides what has to be done as long as the program watches.
func (w workshop) attend(ctx context.Context, memory *store.Store, c config, p paths, plan *planFolder) {
	watching := newSifter(sending{Store: memory, connected: c.connected}, c, newRuleFile(p))
	w.crew.Go(func() { watching.run(ctx, func(error) {}) }) // the next pass tries again
	trouble := func(err error) { fmt.Fprintln(os.Stderr, "rounds: "+plain.Line(err.Error())) }
	changed := newPlanned(memory)
	w.crew.Go(func() { changed.listen(ctx) })
	w.crew.Go(func() { plan.watch(ctx, elsewhere, changed.heard, trouble) })
	w.crew.Go(func() { publish(ctx, memory, trouble) })
	w.crew.Go(func() { fold(ctx, memory, trouble) })
}

// introduce sees that every account has its row, and that its signals were
// read with what the config says now.
func introduce(ctx context.Context, rounds *courier.Courier, memory *store.Store, c config) error {
	for _, a := range c.accounts() {
		account := a.Name
		if rounds.Connectors[account] == nil {
			continue
		}
		err := memory.PutAccount(ctx, inbox.Account{Name: account, Platform: a.platform()})
		if err == nil {
			err = attune(ctx, memory, c, account)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// impatience is what the delivery of one sync waits for besides the hold and for
// what was sent to be seen.
const impatience = 5 * time.Second

// roundAll delivers what waits and makes one round of every account, one after
// the other; the failure of one does not keep the others.
func roundAll(ctx context.Context, rounds *courier.Courier, memory *store.Store, c config) []cli.Synced {
	var all []cli.Synced
	places := placesOf(ctx, memory)
	for _, account := range slices.Sorted(maps.Keys(rounds.Connectors)) {
		began := time.Now()
		out, unsent := rounds.Deliver(ctx, account, memory.Hold()+cmp.Or(rounds.Settle, courier.UsualSettle)+impatience)
		tally, err := rounds.Pull(ctx, account)
		err = errors.Join(err, unsent)
		if tried := attuned(ctx, memory, c, account); err == nil {
			err = tried
		}
		for i, skip := range tally.Skipped {
			tally.Skipped[i].Where = cmp.Or(places(account, skip.Where), skip.Where)
		}
		known, _ := c.known(account)
		all = append(all, cli.Synced{Account: account, Tally: tally, Out: cli.Delivered(out), Took: time.Since(began), Err: worded(known, err, places)})
		if ctx.Err() != nil {
			break
		}
	}
	return all
}

// worded is why a round failed, in words that help: the platform's, and what
// to do about it.
func worded(a accountConfig, err error, places func(account, scope string) string) error {
	account := a.Name
	refused, final := errors.AsType[*platform.Refused](err)
	if partly, ok := errors.AsType[*courier.Partly](err); ok {
		last := partly.Left[len(partly.Left)-1]
		what := cmp.Or(places(account, last), last)
		if more := len(partly.Left) - 1; more > 0 {
			what += fmt.Sprintf(" and %d more", more)
		}
		return fmt.Errorf("%s: %s could not be read and will be tried again: %w", account, what, reworded{said(partly.Err), err})
	}
	if final && refused.Final() {
		help := adviceOf(a.platform(), account, refused.Reason)
		return reworded{strings.TrimSpace(account + ": " + a.platform().Title() + " refuses: " + brief(err) + ". " + help), err}
	}
	_, lost := errors.AsType[*platform.Lost](err)
	_, garbled := errors.AsType[*platform.Garbled](err)
	if lost || garbled {
		return reworded{account + ": " + said(err), err}
	}
	return err
}

// reworded is an error in other words.
type reworded struct {
	words string
	error
}

func (q reworded) Error() string { return q.words }
func (q reworded) Unwrap() error { return q.error }

// watch makes rounds until somebody ends it. Others that share the database
// leave them to us meanwhile.
func (w workshop) watch(ctx context.Context, rounds *courier.Courier, memory *store.Store) error {
	rounds.Leases = memory
	defer rounds.GiveBack(context.WithoutCancel(ctx))
	w.crew.Go(func() { post(ctx, memory, rounds) })
	w.crew.Go(func() { _ = memory.Watch(ctx, elsewhere) })  // without it others are heard with the next round
	w.crew.Go(func() { wake(ctx, memory, func(error) {}) }) // the next one tries again
	rounds.Run(ctx)
	w.crew.work.Wait()
	return context.Cause(ctx)
}

// holder tells this program from every other one on the same database.
func holder() string {
	host, _ := os.Hostname() // without one the rest is enough
	return fmt.Sprintf("%s/%d/%s", host, os.Getpid(), uuid.NewString()[:8])
}

// told tells the courier's news as the command line does: with the names of
// channels.
func told(ctx context.Context, memory *store.Store, tell func(cli.Progress)) func(courier.News) {
	places := placesOf(ctx, memory)
	return func(n courier.News) {
		p := cli.Progress{
			Account: n.Account, What: places(n.Account, n.Scope), Read: n.Read, Size: n.Size, Until: n.Until, Own: n.Own,
			Messages: n.Tally.Messages + n.Tally.Changed + n.Tally.Known, New: n.Tally.Messages, Changed: n.Tally.Changed,
			Event: eventOf(n),
		}
		if n.Err != nil {
			p.Trouble = said(n.Err)
		}
		if n.Out != nil {
			p.What, p.Trouble = string(n.Out.Kind), cmp.Or(n.Fate.Trouble, doubtful(n.Fate))
		}
		if n.Live.Why != "" {
			p.Trouble = platform.Redact(n.Live.Why)
		}
		tell(p)
	}
}

// doubtful is why a person is asked, or "".
func doubtful(f inbox.Fate) string {
	if f.Doubt == nil {
		return ""
	}
	return f.Doubt.Sentence()
}

// eventOf is what a piece of news is about, as the command line calls it.
func eventOf(n courier.News) cli.Event {
	switch {
	case n.Out != nil:
		return cli.Event(n.Fate.State)
	case n.Final:
		return cli.Stopped
	case n.Elsewhere:
		return cli.Elsewhere
	case n.Live.Open:
		return cli.Live
	case n.Live.Why != "":
		return cli.LineLost
	case n.Retry:
		return cli.Retrying
	case n.Failed:
		return cli.Left
	case n.Err != nil:
		return cli.Troubled
	case !n.Until.IsZero():
		return cli.Waiting
	case n.Done && !n.Between:
		return cli.Done
	}
	return cli.Reading
}

// placesOf names what a scope is about as a person does: "#help", "a thread in
// #help".
func placesOf(ctx context.Context, memory *store.Store) func(account, scope string) string {
	names := map[string]map[string]string{}
	return func(account, scope string) string {
		kind, rest, _ := strings.Cut(scope, ":")
		channel, _, _ := strings.Cut(rest, ":")
		if channel == "" || kind == "import" {
			return ""
		}
		if _, known := names[account][channel]; !known {
			if fresh, err := memory.ChannelNames(ctx, account); err == nil {
				names[account] = fresh
			}
		}
		place := "#" + cmp.Or(names[account][channel], channel)
		switch kind {
		case "channel":
			return place
		case "thread":
			if names[account][channel] == "" { // the scope names the thread alone
				return "a thread"
			}
			return "a thread in " + place
		case "sweep":
			return "comparing " + place
		case "check":
			return "checking " + place
		}
		if names[account][channel] == "" { // a name of the platform's own, such as a topic's number
			return ""
		}
		return place
	}
}
