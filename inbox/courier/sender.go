package courier

import (
	"context"
	"time"

	"rounds/inbox"
)

// Sender is a [Connector] that also carries out what a person asks for.
type Sender interface {
	// Look reads how things stand around an action and changes nothing. tried is
	// when a request for it was first sent, zero if none ever was: what is ours,
	// in the same words and newer than that is told as alike.
	Look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error)
	// Do carries out an action, in one request that changes anything; it is
	// never sent again by whoever carries it. What an error has to say the
	// courier asks by method: Undone reports that the platform certainly did
	// nothing, RetryAfter asks for patience, Final that the account is refused as
	// a whole, Local that this action is. Any other error says nothing about what
	// has become of the action.
	Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error)
}
