// Package slack is Slack: its live API, its exports and its markup, turned
// into the language of the house.
//
// A [Connector] reads a workspace through the API, scope by scope; an [Export]
// reads the archive that Slack hands out. Both answer Fetch with pages of
// inbox values and nothing else: no type of Slack or of its SDK leaves the
// package. It keeps nothing on disk, starts no goroutine, knows no store, and
// never writes to a workspace. The courier calls it; main makes it.
package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Options say how to reach a workspace.
type Options struct {
	Account  string       // the name under which it is kept
	Token    string       // "xoxp-…" or "xoxb-…"
	AppToken string       // "xapp-…", for Listen alone
	Base     string       // where the API is; Slack's own if empty
	HTTP     *http.Client // platform.NewHTTP if nil

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
	}
	c.api = slack.New(o.Token, slack.OptionAPIURL(o.Base), slack.OptionHTTPClient(c.patient()))
	return c
}

// Identify asks Slack whose token it is, and for which workspace.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	who, err := c.api.AuthTestContext(ctx)
	if err == nil && who.UserID == "" {
		err = errStrange
	}
	if err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", settle("auth.test", err)))
	}
	return inbox.Account{
		Name:     c.opts.Account,
		Platform: inbox.Slack,
		Base:     strings.TrimSuffix(who.URL, "/"),
		Team:     who.TeamID,
		Self:     who.UserID,
	}, nil
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
func (c *Connector) hush(err error) error { return platform.Hush(err, c.opts.Token, c.opts.AppToken) }

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

func (c *Connector) bot(id string) (isBot, known bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
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

// patient is an HTTP client that turns "too many requests" into an error of
// ours at once: Slack may send it with or without a number, and as HTML. It
// counts what is asked, and remembers what the token may do.
type patient struct {
	http *http.Client
	c    *Connector // nil before there is one
}

func (c *Connector) patient() patient { return patient{c.opts.HTTP, c} }

// Do implements the SDK's idea of a client.
func (p patient) Do(req *http.Request) (*http.Response, error) {
	if p.c != nil {
		p.c.pace.Took(path.Base(req.URL.Path), p.c.opts.Now())
	}
	res, err := p.http.Do(req)
	if err != nil {
		return nil, unreached(err)
	}
	busy := res.StatusCode == http.StatusTooManyRequests ||
		res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != ""
	if busy {
		res.Body.Close()
		return nil, &platform.Later{Wait: platform.Patience(res.Header)}
	}
	if scopes := res.Header.Get("X-OAuth-Scopes"); scopes != "" && p.c != nil {
		p.c.mu.Lock()
		p.c.granted = scopes
		p.c.mu.Unlock()
	}
	return res, nil
}

// unreached tells a platform that could not be reached from one that broke off
// in the middle.
func unreached(err error) error {
	var dial *net.OpError
	var name *net.DNSError
	var slow net.Error
	switch {
	case errors.As(err, &name), errors.As(err, &dial) && dial.Op == "dial", errors.As(err, &slow) && slow.Timeout():
		return &platform.Lost{Err: err}
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE): // not a word of an answer
		return &platform.Lost{Err: err}
	}
	return err
}

// garbled tells what is wrong with an answer that is none.
func garbled(err error) error {
	var code slack.StatusCodeError
	var slow net.Error
	words, gone := "the answer of Slack makes no sense", false
	switch {
	case errors.As(err, new(*platform.Lost)), errors.As(err, new(*platform.Later)), errors.As(err, new(*platform.Garbled)), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &code):
		words = fmt.Sprintf("Slack is in trouble (%d)", code.Code)
		if gone = code.Code >= 400 && code.Code < 500 && code.Code != http.StatusRequestTimeout; gone {
			words = fmt.Sprintf("that is not Slack's address, or the workspace is gone (%d)", code.Code)
		}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &slow):
		words = "the answer of Slack broke off"
	}
	return &platform.Garbled{Words: words, Err: err, Gone: gone}
}

// lacks reports whether the token is known not to have a scope.
func (c *Connector) lacks(scope string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.granted != "" && !slices.Contains(strings.Split(strings.ReplaceAll(c.granted, " ", ""), ","), scope)
}

// errStrange is an answer that is JSON but lacks what every answer has. Taking
// it for "nothing there" would lose messages.
var errStrange = errors.New("the answer is not one of Slack's")

// settle turns what the SDK says into an error that the courier understands
// and that holds no token.
func settle(method string, err error) error {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return platform.Hush(fmt.Errorf("%s: %w", method, garbled(err)))
	}
	switch refused.Err {
	case "ratelimited", "rate_limited":
		return fmt.Errorf("%s: %w", method, &platform.Later{Wait: platform.DefaultWait})
	}
	passing := []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
	return platform.Hush(&platform.Refused{
		Method: method, Reason: refused.Err, Needs: refused.Needed,
		Passing: slices.Contains(passing, refused.Err), Here: concernsOne(refused.Err, refused.Needed),
	})
}

// concernsOne reports whether a refusal is about one channel or thread, while
// the rest of the workspace may still be read. A scope that is missing for
// private places alone is no reason to leave the public ones.
func concernsOne(reason, needs string) bool {
	switch reason {
	case "channel_not_found", "not_in_channel", "thread_not_found", "message_not_found", "invalid_cursor",
		"channel_is_limited_access", "is_archived", "method_not_supported_for_channel_type", "list_record_comment_fetch_failed",
		"invalid_ts_latest", "invalid_ts_oldest":
		return true
	case "missing_scope":
		private := strings.Contains(needs, "groups:") || strings.Contains(needs, "im:")
		return private && !strings.Contains(needs, "channels:")
	}
	return false
}

// refusal is Slack's word for why it refused, or "".
func refusal(err error) string {
	if refused, ok := errors.AsType[*platform.Refused](err); ok {
		return refused.Reason
	}
	return ""
}

// here reports whether only what was asked about is refused.
func here(err error) bool {
	refused, ok := errors.AsType[*platform.Refused](err)
	return ok && refused.Local()
}

// load reads a cursor of ours. One that is not is taken for the beginning:
// reading twice changes nothing.
func load[T any](cursor string) T {
	var at T
	if json.Unmarshal([]byte(cursor), &at) != nil {
		var none T
		return none
	}
	return at
}

// save writes a cursor.
func save(at any) string {
	b, err := json.Marshal(at)
	if err != nil {
		return "" // cursors are strings and numbers: it cannot be
	}
	return string(b)
}
