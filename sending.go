package main

import (
	"context"
	"fmt"

	"rounds/inbox"
	"rounds/store"
)

// sending is a memory that refuses what would never leave: nobody delivers for
// an account that is not connected, such as one that was imported.
type sending struct {
	*store.Store
	connected func(account string) bool
}

// Ask implements what the screen and the commands ask to go out.
func (s sending) Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error) {
	for _, a := range o.Actions {
		if !s.connected(a.Account) {
			return inbox.Entry{}, fmt.Errorf("account %s is not connected, so that nothing can be sent there: rounds connect slack --as %s", a.Account, a.Account)
		}
	}
	return s.Store.Ask(ctx, o)
}

// connected reports which accounts the config knows, paused ones too: what is
// asked of those leaves when they go on.
func (c config) connected(account string) bool {
	for _, a := range c.accounts() {
		if a.Name == account {
			return true
		}
	}
	return false
}
