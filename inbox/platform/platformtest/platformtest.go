// Package platformtest is what every connector has to stand: the contract of
// the courier, a server that misbehaves while it is read, and one that
// misbehaves while it is written to, with a program that is killed. A connector
// joins with a [World], which is its simulated platform; docs/connectors.md
// tells how.
//
// It ties a real connector, the real courier and the real store together over
// real HTTP, on a clock of their own. Only tests import it.
package platformtest

import (
	"context"
	"net/http"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform/simulate/mischief"
)

// Platform is what the tests need to know of a platform.
type Platform struct {
	Name inbox.Platform
	// New makes a community with a random history of about size messages that
	// ends now. Every text has a word of its own in it, "word17x", that no other
	// text has.
	New func(seed uint64, size int, now func() time.Time) World
	// Most is how many messages a history of [Equal] has at most; 140 if zero. One
	// whose reading takes many requests wants fewer.
	Most int
	// Met says that nobody lists the members: they are known by being met, and one
	// whose every word is gone stays known to a memory that read them.
	Met bool
	// Emoji are reactions that the platform takes and that the history does not
	// use; three or more, or one where there is no other.
	Emoji []string
	// Skips names the kinds of action that [Hostile] leaves out, because the
	// platform lacks them.
	Skips []inbox.ActionKind
}

// World is a simulated platform, with a gate before it.
type World interface {
	http.Handler // the gate
	Gate() *mischief.Gate

	// Connect makes the real connector for it, as main does.
	Connect(base string, c Client) Connector
	// Me is the ID of the member that the connector is.
	Me() string
	// Change lets so many things happen at random: something is said, answered,
	// edited, deleted, reacted to; channels come, go and are renamed; members
	// join, leave and are renamed.
	Change(now time.Time, n int)
	// Facts is everything that the connector's account may see now, in the
	// channels that it is to read.
	Facts() []Fact
	// Written is what was accepted from the connector, in that order; what was
	// accepted and deleted again too.
	Written() []Deed
}

// Client is what a connector is made with.
type Client struct {
	HTTP     *http.Client
	Now      func() time.Time
	PageSize int                            // records of a page; 0 for as many as the platform gives
	Names    func(id string) (string, bool) // what the store knows of members and channels; may be nil
}

// Connector is what main needs of a connector.
type Connector interface {
	courier.Connector
	courier.Sender
	// Identify asks whose token it is.
	Identify(ctx context.Context) (inbox.Account, error)
}

// Fact is one message as the platform shows it.
type Fact struct {
	Channel, ID string
	Text        string // in the platform's markup
	Gone        bool   // it shows a tombstone
	Reactions   int    // all together
}

// Deed is something that the platform accepted.
type Deed struct {
	Kind    inbox.ActionKind
	Channel string
	Thread  string // of a reply
	Member  string // who alone reads it, or whom it is about
	Message string // the platform's ID: of what was said, or of what was done something to
	Text    string // as it came
	Emoji   string
	At      time.Time
}
