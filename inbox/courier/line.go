package courier

import (
	"context"
	"errors"
	"time"

	"rounds/inbox"
)

// Listener is a connector whose platform tells its news as they happen.
type Listener interface {
	// Listen holds the line until ctx ends or it breaks, and returns why it did.
	// It says when the line is open, and hands on what it hears; what cannot be
	// kept must be said again by the platform or found by the rounds.
	Listen(ctx context.Context, open func(Line), heard func(inbox.Page) error) error
}

// Line is what has become of the line on which news come as they happen.
type Line struct {
	Open   bool
	Others int    // programs that share it: each hears only a part
	Why    string // it is not open
	Until  time.Time
}

// liveEvery is how long an account whose news come as they happen is left
// between two rounds.
const liveEvery = 5 * time.Minute

// errLineElsewhere is a line that another program on this store holds.
var errLineElsewhere = errors.New("another console holds the line")

// listen holds an account's line. When it opens something may have been
// missed, so a round is made; when it breaks it is opened again, each time a
// little later: consoles that push each other off must not do so in circles.
func (c *Courier) listen(ctx context.Context, account string, line Listener) {
	wait := time.Second
	for ctx.Err() == nil {
		if err := c.lease(ctx, c.Leases, account, "line", errLineElsewhere); err != nil {
			if c.sleepOn(ctx, leaseLasts/2) != nil {
				return
			}
			continue
		}
		began := c.Now()
		err := c.hear(ctx, account, line)
		c.setLive(ctx, account, false)
		if ctx.Err() != nil {
			return
		}
		if c.Now().Sub(began) > 10*time.Minute {
			wait = time.Second
		}
		if asked, ok := patience(err); ok {
			wait = max(wait, asked)
		}
		if final(err) {
			c.Tell(News{Account: account, Live: Line{Why: c.hush(err)}, Err: err})
			return
		}
		c.Tell(News{Account: account, Live: Line{Why: c.hush(err), Until: c.Now().Add(wait)}})
		if c.sleepOn(ctx, wait) != nil {
			return
		}
		wait = min(2*wait, 15*time.Minute)
	}
}

// hear holds the line once, keeping the lease meanwhile.
func (c *Courier) hear(ctx context.Context, account string, line Listener) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	c.Go(func() {
		for c.sleepOn(ctx, leaseLasts/3) == nil {
			if err := c.lease(ctx, c.Leases, account, "line", errLineElsewhere); errors.Is(err, errLineElsewhere) {
				stop(err)
			}
		}
	})
	var reader Reader
	var stands Line
	open := func(l Line) {
		stands = l
		alone := l.Open && l.Others == 0
		c.setLive(ctx, account, alone)
		c.Tell(News{Account: account, Live: l})
		if l.Open {
			c.rush(account, inbox.Missed)
		}
	}
	heard := func(page inbox.Page) error {
		page.Account, page.Heard = account, true
		if reader == nil || len(page.Members) > 0 {
			var err error
			if reader, err = c.Desk(ctx, account); err != nil {
				return err
			}
		}
		tally, err := c.keep(ctx, reader, page)
		if err != nil {
			return err
		}
		if len(page.Follow) > 0 {
			c.rush(account, inbox.Told)
		}
		c.Tell(News{Account: account, Tally: tally, Live: stands})
		return nil
	}
	err := line.Listen(ctx, open, heard)
	if cause := context.Cause(ctx); errors.Is(cause, errLineElsewhere) {
		return cause
	}
	return err
}

// setLive notes whether an account's news come as they happen, all of them.
func (c *Courier) setLive(ctx context.Context, account string, live bool) {
	c.mu.Lock()
	if c.live == nil {
		c.live = map[string]bool{}
	}
	was := c.live[account]
	c.live[account] = live
	c.mu.Unlock()
	if was == live || c.Leases == nil {
		return
	}
	since := time.Time{}
	if live {
		since = c.Now()
	}
	if err := c.Store.Live(context.WithoutCancel(ctx), account, since); err != nil {
		c.Tell(News{Account: account, Err: err, Retry: true})
	}
}

func (c *Courier) isLive(account string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.live[account]
}

func (c *Courier) sleepOn(ctx context.Context, d time.Duration) error { return doze(ctx, d, nil) }
