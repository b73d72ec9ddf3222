// Package slack is Slack: its live API, its exports and its markup, turned
// into the language of the house.
//
// A [Connector] reads a workspace through the API, scope by scope, and carries
// out what a person asked for; an [Export] reads the archive that Slack hands
// out. Both answer Fetch with pages of inbox values and nothing else: no type of
// Slack or of its SDK leaves the package. It keeps nothing on disk, starts no
// goroutine, knows no store, and writes to a workspace nothing but the one
// action that it is given. The courier calls it; main makes it.
package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Options say how to reach a workspace.
type Options struct {
	Account  string // the name under which it is kept
	Token    string // "xoxp-…" or "xoxb-…"
	AppToken string // "xapp-…", for Listen alone
	// UserToken ("xoxp-…") stands beside a bot's Token where a person answers in
	// their own name: with it everything is written, and it alone sees their
	// private conversations. Empty, Token does both.
	UserToken string
	Base      string       // where the API is; Slack's own if empty
	HTTP      *http.Client // platform.NewHTTP if nil

	Since    time.Time // how far back the first reading goes; zero wants all
	Channels []string  // names or IDs; if any, only these are read
	PageSize int       // most messages asked for at once; 999, Slack's most

	// RosterSize is how many channels or members are asked for at once; 999.
	RosterSize int

	Hasty bool // routine reading keeps no pace: the server is our own

	// Names gives the name of a member that this connector has not met yet in
	// the roster, from what the store knows. It may be nil.
	Names func(id string) (string, bool)
	Now   func() time.Time // time.Now if nil
}

// Connector is one workspace, read through its API. It may be used by several
// goroutines at once.
type Connector struct {
	opts Options
	api  *slack.Client

	mu       sync.RWMutex
	names    map[string]string // of members, from the roster
	rooms    map[string]string // of channels, from the last whole roster
	meeting  map[string]string // of channels, from the roster that is being read
	met      int64             // which one that is
	bots     map[string]bool   // members that the roster knows; true for bots
	newest   map[string]string // the newest message of each channel that was read
	archived map[string]bool   // channels
	read     map[string]bool   // channels that are to be read
	granted  string            // the scopes that Slack last said the token has, "" if it did not
	pace     platform.Pace
	us       *us                  // who we are there, once it was asked
	posted   map[string]time.Time // when we last posted in each channel
}

// New makes a connector. It speaks to nobody yet.
func New(o Options) *Connector {
	if o.Base == "" {
		o.Base = slack.APIURL
	}
	if !strings.HasSuffix(o.Base, "/") {
		o.Base += "/"
	}
	if o.HTTP == nil {
		o.HTTP = platform.NewHTTP(platform.Options{})
	}
	if o.PageSize == 0 {
		o.PageSize = 999
	}
	if o.RosterSize == 0 {
		o.RosterSize = 999
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Connector{
		opts:     o,
		names:    map[string]string{},
		rooms:    map[string]string{},
		bots:     map[string]bool{},
		newest:   map[string]string{},
		archived: map[string]bool{},
		read:     map[string]bool{},
		posted:   map[string]time.Time{},
	}
	c.api = slack.New(o.Token, slack.OptionAPIURL(o.Base), slack.OptionHTTPClient(c.patient()))
	return c
}

// Fetch reads the next page of a scope: the roster (""), the newest end of a
// channel ("channel:C1"), its history ("sweep:C1"), a thread
// ("thread:C1:1103975700.000800"), or a few messages of which it is not certain
// whether they are still there ("check:C1::1103975700.000800:1103975701.000200").
func (c *Connector) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	kind, rest, _ := strings.Cut(s.Name, ":")
	page := inbox.Page{Account: c.opts.Account, Scope: s}
	if err := c.room(kind, s); err != nil {
		return inbox.Page{}, err
	}
	var err error
	switch kind {
	case "":
		err = c.fetchRoster(ctx, &page)
	case "channel":
		err = c.fetchChannel(ctx, &page, rest)
	case "sweep":
		err = c.fetchSweep(ctx, &page, rest)
	case "check":
		err = c.fetchCheck(ctx, &page, rest)
	case "thread":
		channel, root, _ := strings.Cut(rest, ":")
		err = c.fetchThread(ctx, &page, channel, root)
	default:
		err = errors.New("there is no such scope")
	}
	if err != nil {
		return inbox.Page{}, c.hush(fmt.Errorf("fetch %q: %w", s.Name, err))
	}
	return page, nil
}

func channelScope(channel string) string      { return "channel:" + channel }
func sweepScope(channel string) string        { return "sweep:" + channel }
func threadScope(channel, root string) string { return "thread:" + channel + ":" + root }

// hush takes our tokens out of what an error says, whatever they look like: a
// server may send them back.
func (c *Connector) hush(err error) error {
	return platform.Hush(err, c.opts.Token, c.opts.AppToken, c.opts.UserToken)
}

// people is whom the connector knows by name so far.
func (c *Connector) people() people {
	return people{name: c.name, bot: c.bot}
}

func (c *Connector) name(id string) (string, bool) {
	c.mu.RLock()
	name, ok := c.names[id]
	for _, rooms := range []map[string]string{c.meeting, c.rooms} {
		if !ok {
			name, ok = rooms[id]
		}
	}
	c.mu.RUnlock()
	if !ok && c.opts.Names != nil {
		return c.opts.Names(id)
	}
	return name, ok
}

// bot reports whether a member is a bot. We are none, even where it is an app
// that says what we want said.
func (c *Connector) bot(id string) (isBot, known bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.us != nil && slices.Contains(c.us.selves(), id) {
		return false, true
	}
	isBot, known = c.bots[id]
	return isBot, known
}

// rates are how many requests a minute are routine, for each method: what
// Slack's tiers allow, less a margin for its clock and ours. Tier 3 is 50, tier
// 2 is 20 (docs.slack.dev, rate limits).
func rates() map[string]int {
	return map[string]int{"conversations.history": 45, "conversations.replies": 45, "conversations.list": 18, "users.list": 18}
}

// room sees that what is routine keeps to Slack's rates: what was read before
// and nobody waits for. A first reading goes as fast as Slack lets it.
func (c *Connector) room(kind string, s inbox.Scope) error {
	if !s.Known || s.Asked || c.opts.Hasty {
		return nil
	}
	methods := []string{"conversations.history"}
	switch kind {
	case "":
		methods = []string{"conversations.list", "users.list"}
	case "thread", "check":
		methods = []string{"conversations.replies"}
	}
	for _, method := range methods {
		if wait := c.pace.Room(method, rates()[method], c.opts.Now()); wait > 0 {
			return &platform.Later{Wait: wait, Own: true}
		}
	}
	return nil
}
