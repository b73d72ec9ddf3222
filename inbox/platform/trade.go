package platform

import (
	"context"
	"net/http"
	"time"

	"rounds/inbox"
)

// Trade is a platform as main takes it into service: one line there for each.
type Trade struct {
	Guide   func() Guide
	Connect func(Setup) Connector
	Inspect func(context.Context, Door) (Pass, error)
	Rooms   func(context.Context, Door) ([]Room, error)
	// Advice is what a person can do about a refusal, by the platform's word for
	// it; Knows reports whether there is more to be said than in general.
	Advice func(reason string) string
	Knows  func(reason string) bool
}

// Setup is what a connector is made with.
type Setup struct {
	Account             string // the name under which it is kept
	Token               string
	AppToken, UserToken string // besides, where a platform has such
	Base                string // of the API; the platform's own if empty
	Team                string // which of several servers
	Private             bool   // private messages are read, too
	HTTP                *http.Client
	Since               time.Time // how far back the first reading goes; zero wants all
	Channels            []string  // names or IDs; if any, only these are read
	Hasty               bool      // routine reading keeps no pace: the server is our own
	// Names gives the name of a member or channel, from what the store knows.
	Names func(id string) (string, bool)
}

// Connector is one account on one platform. Its methods are those of the
// courier's Connector and Sender.
type Connector interface {
	Fetch(ctx context.Context, scope inbox.Scope) (inbox.Page, error)
	Look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error)
	Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error)
	// Identify asks whose token it is, and what it may not do.
	Identify(ctx context.Context) (inbox.Account, error)
}

// Listener is a connector that hears the news as they happen.
type Listener interface {
	Connector
	// Listen holds the line until ctx ends or it breaks, and returns why it did.
	Listen(ctx context.Context, open func(Hello), heard func(inbox.Page) error) error
}
