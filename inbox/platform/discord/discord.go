// Package discord is Discord: its API, its gateway and its markup, turned into
// the language of the house.
//
// A [Connector] reads one server ("guild") with a bot's token, scope by scope,
// hears its gateway, and carries out what a person asked for; an [Export] reads
// what DiscordChatExporter wrote. Both answer Fetch with pages of inbox values
// and nothing else: no type of Discord or of a library leaves the package. It
// keeps nothing on disk, starts no goroutine, knows no store, and changes nothing
// there but by the one action that it is given. The courier calls it; main makes
// it.
//
// Of disgo it uses the words of the API: endpoints, permissions, intents, close
// codes. Its clients stay outside: the one for requests reads answers into types
// that one strange field makes unreadable, the one for the gateway begins a new
// session by itself and tells nobody that something was missed.
package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// home is where Discord's API is, and web where a browser finds it.
const (
	home = "https://discord.com/api/v10"
	web  = "https://discord.com"
)

// Options say how to reach a server.
type Options struct {
	Account string       // the name under which it is kept
	Token   string       // the bot's, without "Bot " before it
	Base    string       // where the API is; Discord's own if empty
	Team    string       // which server, by ID; may be empty if the bot is in one alone
	HTTP    *http.Client // platform.NewHTTP if nil

	Since    time.Time // how far back the first reading goes; zero wants all
	Channels []string  // names or IDs; if any, only these are read
	PageSize int       // most messages asked for at once; 100, Discord's most
	Hasty    bool      // keeps no pace where Discord told none: the server is our own

	// Names gives the name of a member that this connector has not met yet in
	// the roster, from what the store knows. It may be nil.
	Names func(id string) (string, bool)
	Now   func() time.Time // time.Now if nil
}

// Connector is one server, read through its API. It may be used by several
// goroutines at once.
type Connector struct {
	opts  Options
	api   *platform.REST
	disgo rest.Client // on our road

	limits limits

	mu      sync.RWMutex
	us      *us               // who we are, once it was asked
	guild   *guild            // the server as it was last seen
	names   map[string]string // handles of members
	team    map[string]bool   // members who moderate
	listed  bool              // the members can be listed, or it is not known yet
	threads map[string]thread // that were met
	newest  map[string]string // the last message of channels and threads, as Discord last told
	marks   map[string]string // how threads stood then
	drift   time.Duration     // how far Discord's clock is ahead of ours
}

// most is how many records Discord gives at once.
const (
	mostMessages = 100
	mostMembers  = 1000
)

// New makes a connector. It speaks to nobody yet.
func New(o Options) *Connector {
	if o.Base == "" {
		o.Base = home
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	if o.HTTP == nil {
		o.HTTP = platform.NewHTTP(platform.Options{})
	}
	if o.PageSize <= 0 || o.PageSize > mostMessages {
		o.PageSize = mostMessages
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Token = strings.TrimPrefix(o.Token, "Bot ")
	c := &Connector{
		opts: o, listed: true,
		names: map[string]string{}, team: map[string]bool{}, threads: map[string]thread{},
		newest: map[string]string{}, marks: map[string]string{},
	}
	c.limits.now = o.Now
	c.api = &platform.REST{
		Title: "Discord", Base: o.Base, HTTP: o.HTTP, Refusal: refusal, Seen: c.clock,
	}
	c.disgo = c.newRest()
	return c
}

// agent is what Discord asks of a bot's User-Agent (docs.discord.com, Reference).
const agent = "DiscordBot (https://rounds.invalid, 1.0)"

// Fetch reads the next page of a scope: the roster (""), the newest end of a
// channel ("channel:C"), its history ("sweep:C"), its threads that were put away
// ("archived:C"), a thread ("thread:C:T"), messages of which it is not certain
// whether they are still there ("check:C:T:first:last", "root:C:T:first:last"),
// or what waits for those who moderate ("reports", "log").
func (c *Connector) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	page := inbox.Page{Account: c.opts.Account, Scope: s}
	kind, rest, _ := strings.Cut(s.Name, ":")
	channel, root, _ := strings.Cut(rest, ":")
	var err error
	switch kind {
	case "":
		err = c.fetchRoster(ctx, &page)
	case "channel":
		err = c.fetchPlace(ctx, &page, place{channel: rest})
	case "thread":
		err = c.fetchPlace(ctx, &page, place{channel: channel, thread: root})
	case "sweep":
		err = c.fetchSweep(ctx, &page, rest)
	case "archived":
		err = c.fetchArchived(ctx, &page, rest)
	case "check":
		err = c.fetchCheck(ctx, &page, rest)
	case "root":
		err = c.fetchRoot(ctx, &page, rest)
	case "reports":
		err = c.fetchReports(ctx, &page)
	case "log":
		err = c.fetchLog(ctx, &page)
	default:
		err = errors.New("there is no such scope")
	}
	if err != nil {
		return inbox.Page{}, c.hush(fmt.Errorf("fetch %q: %w", s.Name, err))
	}
	return page, nil
}

// place is where messages stand: a channel, or a thread of it.
type place struct{ channel, thread string }

// id is the place's own ID, under which its messages are asked for.
func (p place) id() string {
	if p.thread != "" {
		return p.thread
	}
	return p.channel
}

// check is the beginning of the scope that asks for messages of a place once
// more.
func (p place) check() string { return "check:" + p.channel + ":" + p.thread }

func channelScope(channel string) string        { return "channel:" + channel }
func sweepScope(channel string) string          { return "sweep:" + channel }
func archivedScope(channel string) string       { return "archived:" + channel }
func threadScope(channel, thread string) string { return "thread:" + channel + ":" + thread }

// hush takes our token out of what an error says: a server may send it back.
func (c *Connector) hush(err error) error { return platform.Hush(err, c.opts.Token) }

// name is what a member, a role, a channel or a thread is called.
func (c *Connector) name(id string) (string, bool) {
	c.mu.RLock()
	name, ok := c.names[id]
	if !ok && c.guild != nil {
		name, ok = c.guild.name(id)
	}
	if t, met := c.threads[id]; !ok && met {
		name, ok = t.Name, true
	}
	c.mu.RUnlock()
	if !ok && c.opts.Names != nil {
		return c.opts.Names(id)
	}
	return name, ok
}

// epoch is when Discord's IDs begin to count, in Unix milliseconds.
const epoch = 1420070400000

// sent is when something with an ID came to be: the ID says so.
func sent(id string) (time.Time, error) {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil || n == 0 || id[0] == '0' {
		return time.Time{}, fmt.Errorf("has an ID that is none: %.40q", id)
	}
	return time.UnixMilli(int64(n>>22) + epoch).UTC(), nil
}

// stamp is the smallest ID of a moment; "0" for none.
func stamp(t time.Time) string {
	ms := t.UnixMilli() - epoch
	if t.IsZero() || ms <= 0 {
		return "0"
	}
	return strconv.FormatInt(ms<<22, 10)
}

// beside is the ID so much further.
func beside(id string, by int64) string {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n+by < 0 {
		return id
	}
	return strconv.FormatInt(n+by, 10)
}

// endless comes after every ID.
const endless = "9223372036854775807"

// before reports whether a comes before b.
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

// isID reports whether a text can be one of Discord's IDs.
func isID(id string) bool {
	_, err := sent(id)
	return err == nil
}

// ahead is how far Discord's clock is ahead of ours.
func (c *Connector) ahead() time.Duration {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.drift
}
