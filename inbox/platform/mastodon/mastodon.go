// Package mastodon is Mastodon, and every server that speaks its API
// (GoToSocial, Pleroma, Pixelfed): its live API, the archives that it hands out,
// and its HTML, turned into the language of the house.
//
// There are no channels there, so that three kinds are made: "direct" is what is
// said to a few alone, "tag:NAME" is one followed hashtag, and "mentions" is
// everything else that concerns us. A status stands where its thread stands, and
// a thread stands where its root belongs by what the root itself says: a direct
// one in "direct", else one that carries followed tags in the first of them by
// the alphabet, else in "mentions". The root is the topmost status that we may
// see. So the place depends on nothing but the thread, whatever was read first.
//
// What is read are the threads in which something concerns us: somebody mentions
// us, a followed tag is carried, we spoke, or it was said to us alone. Four feeds
// tell of them (notifications, timelines of tags, our own statuses,
// conversations), newest first in every round and to the bottom now and then;
// each thread is a scope of its own and read again by its age. That finds edits,
// favourites and deletions: no list of the platform shows what is gone.
//
// A [Connector] answers Fetch with pages of inbox values and nothing else. It
// keeps nothing on disk, starts no goroutine, knows no store, and changes nothing
// on a server but by the one action that it is given. The courier calls it; main
// makes it.
package mastodon

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

// Options say how to reach an account.
type Options struct {
	Account string       // the name under which it is kept
	Token   string       // of an application with which the account's owner signed in
	Base    string       // "https://mastodon.example"
	HTTP    *http.Client // platform.NewHTTP if nil

	Since    time.Time // how far back the first reading goes; zero wants all
	Channels []string  // names or IDs; if any, only these are read
	PageSize int       // most records asked for at once; 0 for the server's most
	Hasty    bool      // routine reading keeps no pace: the server is our own

	// Names gives the name of a member that this connector has not met yet, from
	// what the store knows. It may be nil.
	Names func(id string) (string, bool)
	Now   func() time.Time // time.Now if nil
}

// Connector is one account on one server, read through its API. It may be used
// by several goroutines at once.
type Connector struct {
	opts Options
	api  *platform.REST
	pace platform.Pace

	mu      sync.Mutex
	us      *us
	tags    map[string]bool   // that are followed; nil until they were read
	handles map[string]string // of members, without "@"
	places  map[string]place  // of statuses that were read: where their thread stands
	newest  map[string]string // the newest status of each thread that was read
	spent   time.Time         // until when the server's allowance is used up
	deleted []time.Time       // when we deleted, of the last half hour
}

// place is where a status stands.
type place struct{ channel, root string }

// New makes a connector. It speaks to nobody yet.
func New(o Options) *Connector {
	o.Base = strings.TrimRight(o.Base, "/")
	if o.HTTP == nil {
		o.HTTP = platform.NewHTTP(platform.Options{})
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Connector{opts: o, handles: map[string]string{}, places: map[string]place{}, newest: map[string]string{}}
	c.api = client(o.Base, o.Token, o.HTTP)
	c.api.Seen = c.allowance
	return c
}

// Fetch reads the next page of a scope: the roster (""), the newest end of a
// channel's feed ("channel:tag:fieldnotes") or all of it ("sweep:mentions"), the
// same of what we said ourselves ("channel:own"), a thread by any status in it
// ("thread:109"), a stretch of one of which it is not certain whether it is still
// there ("check:109:110:112"), or what waits for a moderator ("reports").
func (c *Connector) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	kind, rest, _ := strings.Cut(s.Name, ":")
	page := inbox.Page{Account: c.opts.Account, Scope: s}
	err := c.room(s)
	if err == nil && kind != "" {
		err = c.ready(ctx)
	}
	if err == nil {
		switch kind {
		case "":
			err = c.fetchRoster(ctx, &page)
		case "channel":
			err = c.fetchNewest(ctx, &page, rest)
		case "sweep":
			err = c.fetchSweep(ctx, &page, rest)
		case "thread":
			err = c.fetchThread(ctx, &page, rest)
		case "check":
			err = c.fetchCheck(ctx, &page, rest)
		case "reports":
			err = c.fetchReports(ctx, &page)
		default:
			err = errors.New("there is no such scope")
		}
	}
	if err != nil {
		return inbox.Page{}, c.hush(fmt.Errorf("fetch %q: %w", s.Name, err))
	}
	return page, nil
}

// ready sees that it is known who we are and which tags are followed: both
// settle what concerns us, and where it stands.
func (c *Connector) ready(ctx context.Context) error {
	if _, err := c.who(ctx); err != nil {
		return err
	}
	_, err := c.followed(ctx)
	return err
}

func (c *Connector) hush(err error) error { return platform.Hush(err, c.opts.Token) }

// Mastodon allows an account 300 requests in five minutes
// (docs.joinmastodon.org, rate limits); what is routine leaves some of them to
// whoever waits.
const routine = 50

// room sees that nothing is asked while the server's allowance is used up, and
// that what is routine keeps to a pace: what was read before and nobody waits
// for.
func (c *Connector) room(s inbox.Scope) error {
	if err := c.allowed(); err != nil {
		return err
	}
	if !s.Known || s.Asked || c.opts.Hasty {
		return nil
	}
	if wait := c.pace.Room("", routine, c.opts.Now()); wait > 0 {
		return &platform.Later{Wait: wait, Own: true}
	}
	return nil
}

func (c *Connector) allowed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if wait := c.spent.Sub(c.opts.Now()); wait > 0 {
		return &platform.Later{Wait: wait, Own: true}
	}
	return nil
}

// allowance reads what a server says of its limits in the head of an answer.
func (c *Connector) allowance(h http.Header) {
	now := c.opts.Now()
	c.pace.Took("", now)
	if h.Get("X-Ratelimit-Remaining") != "0" {
		return
	}
	if wait := untilReset(h); wait > 0 {
		c.mu.Lock()
		c.spent = now.Add(wait)
		c.mu.Unlock()
	}
}

// before orders IDs: a longer one is later, of two as long the one that is later
// in the alphabet.
func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

func later(a, b string) string {
	if before(a, b) {
		return b
	}
	return a
}

func earlier(a, b string) string {
	if a == "" || b != "" && before(b, a) {
		return b
	}
	return a
}
