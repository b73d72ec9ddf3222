package courier

import (
	"context"
	"errors"
	"sync"
	"time"

	"rounds/inbox"
)

// Leases is a store that says which of several programs on it does a piece of
// work.
type Leases interface {
	// Lease takes or keeps a piece of work for a while, and tells until when
	// another has it if it does. No time at all gives it back.
	Lease(ctx context.Context, account, work, holder string, lasts time.Duration) (others time.Time, err error)
}

// leaseLasts is how long a program that died keeps the others from its work.
const leaseLasts = time.Minute

// errElsewhere is a round that another program makes.
var errElsewhere = errors.New("another console makes the rounds of this account")

// leases remembers when ours were last renewed.
type leases struct {
	mu   sync.Mutex
	kept map[string]time.Time
}

// turn makes a round, if it is ours to make.
func (c *Courier) turn(ctx context.Context, account string, why inbox.Why) error {
	_, err := c.pull(ctx, account, why)
	if errors.Is(err, errElsewhere) {
		c.Tell(News{Account: account, Elsewhere: true})
		return nil
	}
	return err
}

// keepLease takes the rounds of an account, or keeps them for another while.
func (c *Courier) keepLease(ctx context.Context, account string) error {
	return c.lease(ctx, c.Leases, account, "rounds", errElsewhere)
}

// lease takes a piece of work, or keeps it; taken is what it says if another
// program has it. Without leases there is no other program.
func (c *Courier) lease(ctx context.Context, leases Leases, account, work string, taken error) error {
	if leases == nil {
		return nil
	}
	key, now := account+"\x00"+work, c.Now()
	c.leased.mu.Lock()
	fresh := now.Sub(c.leased.kept[key]) < leaseLasts/3
	c.leased.mu.Unlock()
	if fresh {
		return nil
	}
	others, err := leases.Lease(ctx, account, work, c.Holder, leaseLasts)
	if err != nil {
		return err
	}
	if !others.IsZero() {
		return taken
	}
	c.leased.mu.Lock()
	defer c.leased.mu.Unlock()
	if c.leased.kept == nil {
		c.leased.kept = map[string]time.Time{}
	}
	c.leased.kept[key] = now
	return nil
}

// GiveBack gives back what this program has taken, so that the next one need
// not wait until it runs out.
func (c *Courier) GiveBack(ctx context.Context) {
	c.leased.mu.Lock()
	defer c.leased.mu.Unlock()
	for account := range c.Connectors {
		for work, leases := range map[string]Leases{"rounds": c.Leases, "line": c.Leases, "outbox": c.Outbox} {
			key := account + "\x00" + work
			if _, ours := c.leased.kept[key]; !ours {
				continue
			}
			delete(c.leased.kept, key)
			_, _ = leases.Lease(ctx, account, work, c.Holder, 0) // it would run out anyway
		}
	}
}
