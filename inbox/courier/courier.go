// Package courier carries what is said from the platforms into the store.
//
// Inward it makes the rounds: for every account it asks the store what is due, asks
// the platform for the next page of it, reads the signals in the text, and has
// the store keep the page together with the cursor after it. A crash can repeat
// a page and never skip one. A platform that asks for patience gets it; one that
// refuses is left alone until a person has looked.
//
// Outward it delivers what waits in the outbox, one after the other: it looks
// whether the world is still as the person saw it, notes the attempt, sends, and
// notes the receipt. What it cannot know it finds out, and what it cannot find
// out it asks.
//
// The courier and the screen never meet: each knows only the store. It speaks
// no platform's protocol and no SQL.
package courier

import (
	"context"
	"errors"
	"sync"
	"time"

	"rounds/inbox"
)

// Connector is one account on one platform, or a file exported from one.
type Connector interface {
	// Fetch returns the next page of a scope. What its error has to say the
	// courier asks by method: RetryAfter asks for patience; Final will not go
	// away by itself, Local is final for this scope alone; Lost is a platform
	// that cannot be reached. After any other the page may be asked for again.
	Fetch(ctx context.Context, scope inbox.Scope) (inbox.Page, error)
}

// Store is the part of the house's memory that the courier reads and writes.
type Store interface {
	// BeginRound says that a round begins, and why: it settles what is due.
	BeginRound(ctx context.Context, account string, why inbox.Why) error
	Due(ctx context.Context, account string, round time.Time, last inbox.Turn) (inbox.Scope, error)
	Cursor(ctx context.Context, account, scope string) (string, error)
	Ingest(ctx context.Context, page inbox.Page) (inbox.Tally, error)
	// Fail notes why a scope could not be read, and leaves it alone for a while.
	Fail(ctx context.Context, account, scope, trouble string, again time.Time) error
	Tries(ctx context.Context, account, scope string) (int, error)
	// EndRound notes how a round ended: with what trouble, and whether for good.
	EndRound(ctx context.Context, account, trouble string, stopped bool) error

	// Wait notes until when a platform asked to be left alone; Until reads it.
	Wait(ctx context.Context, account string, until time.Time) error
	Until(ctx context.Context, account string) (time.Time, error)
	// Live notes since when news come as they happen; zero: they do not.
	Live(ctx context.Context, account string, since time.Time) error
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
	Until   time.Time // not zero: nothing is asked until then
	Own     bool      // because we keep to the platform's pace; else because it asked us to, or after Err
	Err     error     // not nil: something went wrong
	Retry   bool      // and the same page is asked for once more
	Failed  bool      // and this scope is left alone until then; the round goes on
	Final   bool      // and nothing is tried again before a person has looked
	Done    bool      // the round has come to its end
	Between bool      // or not a round, but a look at what was told between two
	Live    Line      // what has become of the line on which news come as they happen

	Elsewhere bool // another program on this store makes the rounds

	Out  *inbox.Outgoing // not nil: what has become of something that goes out,
	Fate inbox.Fate      // and what that is
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

	// Patience is the longest that a round waits at a platform's request before
	// it is put off; zero is for ever.
	Patience time.Duration
	// Sleep waits, and returns the reason why ctx ended if it did. Nil is a
	// timer; a test puts a clock of its own here.
	Sleep func(ctx context.Context, d time.Duration) error

	// Hush takes what must not be told out of an error's words. Nil leaves them.
	Hush func(error) string

	// Leases tells programs on one store apart, so that only one of them makes
	// an account's rounds. Nil: there is no other.
	Leases Leases
	Holder string // our name there

	// Outbox is where what goes out waits. Nil: nothing is sent.
	Outbox Outbox
	// Settle is how long a message may take to be seen after it was sent: only
	// when it is absent for so long has it not arrived. Zero is [UsualSettle].
	Settle time.Duration

	posts posts

	mu    sync.Mutex
	hurry map[string]*call // by account
	live  map[string]bool  // accounts whose news come as they happen

	leased leases
}

// call wakes an account's rounds.
type call struct {
	woken chan struct{} // closed by who cannot wait
	heard bool          // it is closed
	why   inbox.Why
}

// Hurry begins the next round of every account now, because a person asks.
func (c *Courier) Hurry() {
	for account := range c.Connectors {
		c.rush(account, inbox.Asked)
	}
	c.posts.call(true)
}

// rush begins the next round of one account now.
func (c *Courier) rush(account string, why inbox.Why) {
	c.mu.Lock()
	defer c.mu.Unlock()
	waiting := c.waiting(account)
	if !waiting.heard {
		close(waiting.woken)
	}
	waiting.heard, waiting.why = true, max(waiting.why, why)
}

// waiting is the call that the next round of an account answers.
func (c *Courier) waiting(account string) *call {
	if c.hurry == nil {
		c.hurry = map[string]*call{}
	}
	if c.hurry[account] == nil {
		c.hurry[account] = &call{woken: make(chan struct{})}
	}
	return c.hurry[account]
}

// answer takes the reason for which an account was called, and waits for the
// next.
func (c *Courier) answer(account string) (inbox.Why, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	why := inbox.Routine // nobody called
	if asked := c.waiting(account); asked.heard {
		why = asked.why
	}
	c.hurry[account] = nil
	return why, c.waiting(account).woken
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
		if sender, ok := c.Connectors[account].(Sender); ok && c.Outbox != nil {
			rounds.Add(1)
			c.Go(func() {
				defer rounds.Done()
				c.dispatch(ctx, account, sender)
			})
		}
		if line, ok := c.Connectors[account].(Listener); ok {
			rounds.Add(1)
			c.Go(func() {
				defer rounds.Done()
				c.listen(ctx, account, line)
			})
		}
	}
	rounds.Wait()
}

// serve makes one account's rounds. After a refusal it stops until somebody
// asks for a round; after any other failure it waits longer each time. What is
// told between two rounds is looked at between them.
func (c *Courier) serve(ctx context.Context, account string) {
	wait, next := c.Every, c.Now()
	for {
		why, woken := c.answer(account) // before the round: who asks during it wants another
		if left := next.Sub(c.Now()); why == inbox.Told && left > 0 {
			if wait < forGood && c.turn(ctx, account, why) != nil {
				left = 0 // the round that is made instead says what is wrong
			}
			if doze(ctx, left, woken) != nil {
				return
			}
			continue
		}
		err := c.turn(ctx, account, max(why, inbox.Routine))
		var partly *Partly
		switch {
		case ctx.Err() != nil:
			return
		case final(err):
			c.Tell(News{Account: account, Err: err, Final: true})
			wait = forGood
		case err != nil && !errors.As(err, &partly):
			wait = min(max(2*min(wait, 15*time.Minute), time.Second), 15*time.Minute)
			c.Tell(News{Account: account, Err: err, Until: c.Now().Add(wait)})
		case c.isLive(account):
			wait = max(c.Every, liveEvery)
		default:
			wait = c.Every
		}
		next = c.Now().Add(wait)
		if doze(ctx, wait, woken) != nil {
			return
		}
	}
}

// forGood is long enough to be never: only a person ends it.
const forGood = 100 * 365 * 24 * time.Hour

// doze waits, or until somebody calls, or returns the reason why ctx ended.
func doze(ctx context.Context, wait time.Duration, woken <-chan struct{}) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	case <-woken:
		return nil
	}
}
