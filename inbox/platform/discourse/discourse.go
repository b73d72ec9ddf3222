// Package discourse is Discourse: a forum's API and its markup, turned into the
// language of the house.
//
// A category is a channel, a topic is a thread that its first post began, a
// like is a reaction called heart. A [Connector] reads a forum scope by scope
// and carries out what a person asked for, one request for each action that
// changes anything. What it reads it hands on as inbox values and nothing else:
// no type of Discourse's leaves the package. It keeps nothing on disk, starts no
// goroutine and knows no store; what it remembers between two requests is only
// what saves it a request. The courier calls it; main makes it.
package discourse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Options say how to reach a forum.
type Options struct {
	Account string // the name under which it is kept
	Token   string // "KEY" of a person (User-Api-Key), or "USERNAME:KEY" of an admin's key
	Base    string // where the forum is, a sub folder included: "https://example.com/forum"
	HTTP    *http.Client

	Since    time.Time // how far back the first reading goes; zero wants all
	Channels []string  // names, slugs or IDs of categories; if any, only these are read
	PageSize int       // posts asked for at once; 50 if zero
	Private  bool      // private messages are read, too

	Hasty bool // routine reading keeps no pace: the server is our own

	// Names gives the handle of a member that this connector has not met yet,
	// from what the store knows. It may be nil.
	Names func(id string) (string, bool)
	Now   func() time.Time // time.Now if nil
}

// Messages is the ID of the channel in which private messages stand.
const Messages = "messages"

// Connector is one forum, read through its API. It may be used by several
// goroutines at once.
type Connector struct {
	opts Options
	api  *platform.REST
	pace platform.Pace

	mu     sync.RWMutex
	us     *us
	names  map[string]string // handles of members, by ID
	ids    map[string]string // and the other way round, in small letters
	rooms  map[string]room   // categories
	topics int               // that the forum has, by its own count
	stands map[string]int64  // the topic that a first post began
}

// room is what the connector remembers of a category.
type room struct {
	name string
	read bool
}

// New makes a connector. It speaks to nobody yet.
func New(o Options) *Connector {
	o.Base = strings.TrimRight(o.Base, "/")
	if o.HTTP == nil {
		o.HTTP = platform.NewHTTP(platform.Options{})
	}
	if o.PageSize == 0 {
		o.PageSize = 50
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Connector{opts: o, names: map[string]string{}, ids: map[string]string{}, rooms: map[string]room{}, stands: map[string]int64{}}
	c.api = newREST(o.Base, o.Token, o.HTTP)
	c.api.Seen = func(http.Header) { c.pace.Took(asks, o.Now()) }
	return c
}

// newREST is the JSON API of a forum, as whom a token speaks for.
func newREST(base, token string, client *http.Client) *platform.REST {
	header := http.Header{}
	if name, key, admin := strings.Cut(token, ":"); admin {
		header.Set("Api-Username", name)
		header.Set("Api-Key", key)
	} else {
		header.Set("User-Api-Key", token)
	}
	return &platform.REST{Title: "Discourse", Base: base, HTTP: client, Header: header, Refusal: refusal}
}

// admins reports whether the token is the key of an admin.
func (o Options) admins() bool { return strings.Contains(o.Token, ":") }

// Fetch reads the next page of a scope: the roster (""), what was spoken in
// last anywhere ("latest"), the topics of a category ("channel:4") and all of
// them once more ("sweep:4"), a topic ("topic:17"), posts of one of which it is
// not certain whether they are still there ("check:17:4:120:133:140"), and what
// waits for a moderator ("reports").
func (c *Connector) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	kind, rest, _ := strings.Cut(s.Name, ":")
	page := inbox.Page{Account: c.opts.Account, Scope: s}
	if err := c.room(s); err != nil {
		return inbox.Page{}, err
	}
	var err error
	switch kind {
	case "":
		err = c.fetchRoster(ctx, &page)
	case latestScope:
		err = c.fetchLatest(ctx, &page)
	case "channel":
		err = c.fetchChannel(ctx, &page, rest)
	case "sweep":
		err = c.fetchSweep(ctx, &page, rest)
	case "topic":
		err = c.fetchTopic(ctx, &page, rest)
	case "check":
		err = c.fetchCheck(ctx, &page, rest)
	case reportScope:
		err = c.fetchReports(ctx, &page)
	default:
		err = errors.New("there is no such scope")
	}
	if err != nil {
		return inbox.Page{}, c.hush(fmt.Errorf("fetch %q: %w", s.Name, err))
	}
	return page, nil
}

const (
	latestScope = "latest"
	reportScope = "reports"
)

func channelScope(id string) string { return "channel:" + id }
func sweepScope(id string) string   { return "sweep:" + id }
func topicScope(id int64) string    { return fmt.Sprintf("topic:%d", id) }

// asks is what the pace counts: a forum counts all requests alike.
const asks = "requests"

// A forum lets a key of an admin ask 60 times a minute, and one of a person 20
// times (meta.discourse.org/t/296032); a margin is left for its clock, and for
// what a person asks for.
const (
	adminRate = 50
	userRate  = 16
)

// room sees that what is routine keeps to a forum's rates: what was read before
// and nobody waits for. A first reading goes as fast as the forum lets it.
func (c *Connector) room(s inbox.Scope) error {
	if !s.Known || s.Asked || c.opts.Hasty {
		return nil
	}
	rate := userRate
	if c.opts.admins() {
		rate = adminRate
	}
	if wait := c.pace.Room(asks, rate, c.opts.Now()); wait > 0 {
		return &platform.Later{Wait: wait, Own: true}
	}
	return nil
}

// thrifty reports whether every request counts: a forum lets a person's key ask
// 2,880 times a day, which is twice a minute (meta.discourse.org/t/296032).
func (c *Connector) thrifty() bool { return !c.opts.admins() && !c.opts.Hasty }

// rest is how long something is left alone once it was read: with a key that
// must last the day, a little longer.
func (c *Connector) rest(usual, thrifty time.Duration) time.Time {
	switch {
	case c.thrifty():
		return c.opts.Now().Add(thrifty)
	case usual == 0:
		return time.Time{}
	}
	return c.opts.Now().Add(usual)
}

// hush takes our token out of what an error says: a server may send it back.
func (c *Connector) hush(err error) error {
	_, key, _ := strings.Cut(c.opts.Token, ":")
	return platform.Hush(err, c.opts.Token, key)
}
