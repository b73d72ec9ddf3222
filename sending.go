package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rounds/inbox"
	"rounds/store"
)

// sending is a memory that refuses what would never leave: nobody delivers for
// an account that is not connected, such as one that was imported, and no
// platform does what it cannot.
type sending struct {
	*store.Store
	connected func(account string) bool
	readOnly  bool // nothing is decided and nothing asked for
}

// errReadOnly is what a console says that was started to look only.
var errReadOnly = errors.New("this console was started with --readonly: nothing is changed and nothing leaves")

func (s sending) writable() error {
	if s.readOnly {
		return errReadOnly
	}
	return nil
}

// Ask implements what the screen and the commands ask to go out.
func (s sending) Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error) {
	if err := s.writable(); err != nil {
		return inbox.Entry{}, err
	}
	for _, a := range o.Actions {
		known, err := s.Account(ctx, a.Account)
		if err != nil && !errors.Is(err, inbox.ErrNone) {
			return inbox.Entry{}, err
		}
		if !s.connected(a.Account) {
			return inbox.Entry{}, fmt.Errorf("account %s is not connected, so that nothing can be sent there: rounds connect %s --as %s", a.Account, cmp.Or(known.Platform, inbox.Slack), a.Account)
		}
		if why := unfit(known, a); why != "" {
			return inbox.Entry{}, errors.New(why)
		}
	}
	return s.Store.Ask(ctx, o)
}

// unfit is why an account's platform would refuse an action whatever happens,
// in a sentence for a person, or "".
func unfit(at inbox.Account, a inbox.Action) string {
	if why := at.Cannot(a.Kind); why != "" {
		return why
	}
	if all := at.Platform.Reactions(); a.Kind == inbox.React && all != nil && !slices.Contains(all, a.Emoji) {
		return at.Platform.Title() + " takes no reaction but :" + strings.Join(all, ": and :") + ":"
	}
	_, most := at.Length()
	if n := utf8.RuneCountInString(a.Text); n > most {
		return fmt.Sprintf("that is too long by %d characters: %s takes %d", n-most, at.Platform.Title(), most)
	}
	return ""
}

// connected reports which accounts the config knows, paused ones too: what is
// asked of those leaves when they go on.
func (c config) connected(account string) bool {
	_, known := c.known(account)
	return known
}
