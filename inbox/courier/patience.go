package courier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// A page is asked for a few times, with growing pauses. A platform that cannot
// be reached at all is asked once more and then left alone.
const (
	tries     = 5
	triesLost = 2
	firstWait = 250 * time.Millisecond
)

// longest is more than any platform may ask for.
const longest = 24 * time.Hour

// fetch asks for one page, and again after every wait that the platform asks
// for.
func (c *Courier) fetch(ctx context.Context, account string, scope inbox.Scope) (inbox.Page, error) {
	for try := 1; ; try++ {
		if err := c.hold(ctx, account, scope); err != nil {
			return inbox.Page{}, err
		}
		asked := c.Now()
		page, err := c.Connectors[account].Fetch(ctx, scope)
		if err == nil && stands(scope, page) {
			err = errStands(scope)
		}
		if err == nil {
			page.Account, page.Asked = account, asked
			return page, nil
		}
		if wait, asked := patience(err); asked {
			try-- // it was no failure
			if err := c.wait(ctx, account, scope, wait, unasked(err)); err != nil {
				return inbox.Page{}, err
			}
			continue
		}
		most := tries
		if lost(err) {
			most = triesLost
		}
		if ctx.Err() != nil || final(err) || local(err) || try >= most {
			return inbox.Page{}, err
		}
		pause := firstWait << (try - 1)
		c.Tell(News{Account: account, Scope: scope.Name, Err: err, Retry: true, Until: c.Now().Add(pause)})
		if err := c.sleep(ctx, pause); err != nil {
			return inbox.Page{}, err
		}
	}
}

// hold waits as long as the platform asked to be left alone, whoever heard it.
func (c *Courier) hold(ctx context.Context, account string, scope inbox.Scope) error {
	for {
		until, err := c.Store.Until(ctx, account)
		if err != nil {
			return err
		}
		if wait := until.Sub(c.Now()); wait <= 0 || wait > longest { // a longer one comes of a clock that was set
			return nil
		}
		if err := c.waitUntil(ctx, account, scope, until, false); err != nil {
			return err
		}
	}
}

// wait waits because the platform asked for it, or because of our own manners.
// What the platform asks for is noted first, so that it holds for every program
// on this store, and after a restart.
func (c *Courier) wait(ctx context.Context, account string, scope inbox.Scope, wait time.Duration, own bool) error {
	until := c.Now().Add(wait)
	if !own {
		if err := c.Store.Wait(ctx, account, until); err != nil {
			return err
		}
	}
	return c.waitUntil(ctx, account, scope, until, own)
}

func (c *Courier) waitUntil(ctx context.Context, account string, scope inbox.Scope, until time.Time, own bool) error {
	wait := until.Sub(c.Now())
	if c.Patience > 0 && wait > c.Patience && !own {
		return &putOff{until}
	}
	c.Tell(News{Account: account, Scope: scope.Name, Until: until, Own: own})
	for wait > 0 { // no hurry helps here, but the lease must not run out
		if err := c.sleep(ctx, min(wait, leaseLasts/3)); err != nil {
			return err
		}
		if err := c.keepLease(ctx, account); err != nil {
			return err
		}
		wait = until.Sub(c.Now())
	}
	return nil
}

// putOff is a round that was not made because the platform asked for more
// patience than the caller has.
type putOff struct{ until time.Time }

func (p *putOff) Error() string {
	return fmt.Sprintf("the platform asked to be left alone until %s; nothing is asked before", p.until.Local().Format(time.DateTime))
}

// Until is until when nothing may be asked.
func (p *putOff) Until() time.Time { return p.until }

func (c *Courier) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	return doze(ctx, d, nil)
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

// unasked reports whether a wait is our own idea.
func unasked(err error) bool {
	var own interface{ Unasked() bool }
	return errors.As(err, &own) && own.Unasked()
}

// final reports whether a platform has refused for good.
func final(err error) bool {
	var refused interface{ Final() bool }
	return errors.As(err, &refused) && refused.Final()
}

// local reports whether a platform has refused one scope.
func local(err error) bool {
	var refused interface{ Local() bool }
	return errors.As(err, &refused) && refused.Local()
}

// lost reports whether a platform cannot be reached.
func lost(err error) bool {
	var gone interface{ Lost() bool }
	return errors.As(err, &gone) && gone.Lost()
}
