// Package courier carries what is said from the platforms into the store.
//
// It makes the rounds: for every account it asks the store what is due, asks
// the platform for the next page of it, reads the signals in the text, and has
// the store keep the page together with the cursor after it. A crash can repeat
// a page and never skip one. A platform that asks for patience gets it; one that
// refuses is left alone until a person has looked.
//
// The courier and the screen never meet: each knows only the store. It speaks
// no platform's protocol and no SQL.
package courier

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rounds/inbox"
)

// Connector is one account on one platform, or a file exported from one.
type Connector interface {
	// Fetch returns the next page of a scope. An error that has a RetryAfter
	// asks for patience; one that is Final will not go away by itself; after any
	// other the same page may be asked for again.
	Fetch(ctx context.Context, scope inbox.Scope) (inbox.Page, error)
}

// Store is the part of the house's memory that the courier reads and writes.
type Store interface {
	BeginRound(ctx context.Context, account string) error
	Due(ctx context.Context, account string, round time.Time) (inbox.Scope, error)
	Cursor(ctx context.Context, account, scope string) (string, error)
	Ingest(ctx context.Context, page inbox.Page) (inbox.Tally, error)
	EndRound(ctx context.Context, account string) error
}

// Reader finds the signals in what was said, and knows who belongs to us.
type Reader interface {
	Read(m inbox.Message) []inbox.Signal
	Side(m inbox.Member) inbox.Role
}

// News is what the courier has to tell while it works.
type News struct {
	Account string
	Scope   string
	Tally   inbox.Tally // of this round so far
	Read    int64       // of Size, of the scope; both 0 if unknown
	Size    int64
	Until   time.Time // not zero: the platform asked to wait until then
	Err     error     // not nil: the round has failed
	Final   bool      // and will not be tried again before a person has looked
	Done    bool      // the round has come to its end
}

// Courier makes the rounds. Its fields are set once, before it is used.
type Courier struct {
	Store      Store
	Connectors map[string]Connector // by account
	// Desk returns the reader of an account. It is asked anew after the roster
	// was read, since the roster says who we are.
	Desk  func(ctx context.Context, account string) (Reader, error)
	Now   func() time.Time
	Every time.Duration // between two rounds
	Tell  func(News)
	Go    func(func()) // starts a goroutine; the house gives one that survives a panic

	mu    sync.Mutex
	hurry chan struct{} // closed by Hurry
}

// Hurry begins the next round of every account now.
func (c *Courier) Hurry() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hurry != nil {
		close(c.hurry)
	}
	c.hurry = make(chan struct{})
}

// hurried is closed when somebody cannot wait.
func (c *Courier) hurried() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hurry == nil {
		c.hurry = make(chan struct{})
	}
	return c.hurry
}

// Run makes the rounds of every account until ctx ends.
func (c *Courier) Run(ctx context.Context) {
	var rounds sync.WaitGroup
	for account := range c.Connectors {
		rounds.Add(1)
		c.Go(func() {
			defer rounds.Done()
			c.serve(ctx, account)
		})
	}
	rounds.Wait()
}

// serve makes one account's rounds. After a refusal it stops; after any other
// failure it waits longer each time.
func (c *Courier) serve(ctx context.Context, account string) {
	wait := c.Every
	for {
		hurried := c.hurried() // before the round: who asks during it wants another
		_, err := c.Pull(ctx, account)
		switch {
		case ctx.Err() != nil:
			return
		case final(err):
			c.Tell(News{Account: account, Err: err, Final: true})
			return
		case err != nil:
			wait = min(max(2*wait, time.Second), 15*time.Minute)
			c.Tell(News{Account: account, Err: err, Until: c.Now().Add(wait)})
		default:
			wait = c.Every
		}
		if pause(ctx, wait, hurried) != nil {
			return
		}
	}
}

// Pull makes one round of an account: everything that is due, page by page.
// Where the platform asks to wait, it waits.
func (c *Courier) Pull(ctx context.Context, account string) (inbox.Tally, error) {
	round := c.Now()
	var total inbox.Tally
	if err := c.Store.BeginRound(ctx, account); err != nil {
		return total, fmt.Errorf("pull %s: %w", account, err)
	}
	var reader Reader
	for {
		scope, err := c.Store.Due(ctx, account, round)
		if errors.Is(err, inbox.ErrNone) {
			break
		}
		if err != nil {
			return total, fmt.Errorf("pull %s: %w", account, err)
		}
		if reader == nil {
			if reader, err = c.Desk(ctx, account); err != nil {
				return total, fmt.Errorf("pull %s: %w", account, err)
			}
		}
		page, err := c.fetch(ctx, account, scope)
		if err != nil {
			return total, fmt.Errorf("pull %s: %w", account, err)
		}
		tally, err := c.keep(ctx, reader, page)
		if err != nil {
			return total, fmt.Errorf("pull %s: %w", account, err)
		}
		if scope.Name == "" {
			reader = nil // the roster may have told who we are
		}
		total.Add(tally)
		c.Tell(News{Account: account, Scope: scope.Name, Tally: total, Read: page.Read, Size: page.Size})
	}
	if err := c.Store.EndRound(ctx, account); err != nil {
		return total, fmt.Errorf("pull %s: %w", account, err)
	}
	c.Tell(News{Account: account, Tally: total, Done: true})
	return total, nil
}

// fetch asks for one page, and again after every wait that the platform asks
// for.
func (c *Courier) fetch(ctx context.Context, account string, scope inbox.Scope) (inbox.Page, error) {
	for {
		page, err := c.Connectors[account].Fetch(ctx, scope)
		wait, asked := patience(err)
		if !asked {
			if err == nil && stands(scope, page) {
				err = errStands(scope)
			}
			page.Account = account
			return page, err
		}
		c.Tell(News{Account: account, Scope: scope.Name, Until: c.Now().Add(wait)})
		if err := pause(ctx, wait, nil); err != nil { // no hurry helps here
			return inbox.Page{}, err
		}
	}
}

// keep reads the signals of a page and has it kept.
func (c *Courier) keep(ctx context.Context, reader Reader, page inbox.Page) (inbox.Tally, error) {
	read(reader, page)
	return c.Store.Ingest(ctx, page)
}

func read(reader Reader, page inbox.Page) {
	for i, m := range page.Members {
		page.Members[i].Role = reader.Side(m)
	}
	for i, m := range page.Messages {
		page.Messages[i].Signals = reader.Read(m)
	}
}

// stands reports whether a page leads back to where it was asked for and holds
// nothing: asking on would go round for ever.
func stands(asked inbox.Scope, page inbox.Page) bool {
	return page.More && page.Scope.Cursor == asked.Cursor && len(page.Messages)+len(page.Members)+len(page.Channels) == 0
}

func errStands(scope inbox.Scope) error {
	return fmt.Errorf("%q does not move on: an empty page promises more at the same cursor", scope.Name)
}

// patience is how long a platform asked to be left alone. One that asks for
// no time at all still gets a second, or we would ask it without a pause.
func patience(err error) (time.Duration, bool) {
	var later interface{ RetryAfter() time.Duration }
	if !errors.As(err, &later) {
		return 0, false
	}
	if wait := later.RetryAfter(); wait > 0 {
		return wait, true
	}
	return time.Second, true
}

// final reports whether a platform has refused for good.
func final(err error) bool {
	var refused interface{ Final() bool }
	return errors.As(err, &refused) && refused.Final()
}

// pause waits, or until somebody hurries, or returns the reason why ctx ended.
func pause(ctx context.Context, wait time.Duration, hurried <-chan struct{}) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	case <-hurried:
		return nil
	}
}
