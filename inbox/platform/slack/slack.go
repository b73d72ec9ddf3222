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
	Account string       // the name under which it is kept
	Token   string       // "xoxp-…" or "xoxb-…"
	Base    string       // where the API is; Slack's own if empty
	HTTP    *http.Client // platform.NewHTTP if nil

	Since    time.Time // how far back the first reading goes; zero wants all
	Channels []string  // names or IDs; if any, only these are read
	PageSize int       // messages asked for at once; 200

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

	mu    sync.RWMutex
	names map[string]string // of members and channels, from the roster
	bots  map[string]bool   // members that the roster knows; true for bots
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
		o.PageSize = 200
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Connector{
		opts:  o,
		api:   slack.New(o.Token, slack.OptionAPIURL(o.Base), slack.OptionHTTPClient(patient{o.HTTP})),
		names: map[string]string{},
		bots:  map[string]bool{},
	}
}

// Identify asks Slack whose token it is, and for which workspace.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	who, err := c.api.AuthTestContext(ctx)
	if err == nil && who.UserID == "" {
		err = errStrange
	}
	if err != nil {
		return inbox.Account{}, fmt.Errorf("identify: %w", settle("auth.test", err))
	}
	return inbox.Account{
		Name:     c.opts.Account,
		Platform: inbox.Slack,
		Base:     strings.TrimSuffix(who.URL, "/"),
		Team:     who.TeamID,
		Self:     who.UserID,
	}, nil
}

// Fetch reads the next page of a scope: the roster (""), a channel
// ("channel:C1") or a thread ("thread:C1:1103975700.000800").
func (c *Connector) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	kind, rest, _ := strings.Cut(s.Name, ":")
	page := inbox.Page{Account: c.opts.Account, Scope: s}
	var err error
	switch kind {
	case "":
		err = c.fetchRoster(ctx, &page)
	case "channel":
		err = c.fetchChannel(ctx, &page, rest)
	case "thread":
		channel, root, _ := strings.Cut(rest, ":")
		err = c.fetchThread(ctx, &page, channel, root)
	default:
		err = errors.New("there is no such scope")
	}
	if err != nil {
		return inbox.Page{}, fmt.Errorf("fetch %q: %w", s.Name, err)
	}
	return page, nil
}

func channelScope(channel string) string      { return "channel:" + channel }
func threadScope(channel, root string) string { return "thread:" + channel + ":" + root }

// people is whom the connector knows by name so far.
func (c *Connector) people() people {
	return people{name: c.name, bot: c.bot}
}

func (c *Connector) name(id string) (string, bool) {
	c.mu.RLock()
	name, ok := c.names[id]
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

// patient is an HTTP client that turns "too many requests" into an error of
// ours at once: Slack may send it with or without a number, and as HTML.
type patient struct{ http *http.Client }

// Do implements the SDK's idea of a client.
func (p patient) Do(req *http.Request) (*http.Response, error) {
	res, err := p.http.Do(req)
	if err != nil {
		return nil, err
	}
	busy := res.StatusCode == http.StatusTooManyRequests ||
		res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != ""
	if busy {
		res.Body.Close()
		return nil, &platform.Later{Wait: platform.Patience(res.Header)}
	}
	return res, nil
}

// errStrange is an answer that is JSON but lacks what every answer has. Taking
// it for "nothing there" would lose messages.
var errStrange = errors.New("the answer is not one of Slack's")

// errCircle is a page whose cursor leads back to itself.
var errCircle = errors.New("the answer's cursor leads back to itself")

// settle turns what the SDK says into an error that the courier understands
// and that holds no token.
func settle(method string, err error) error {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return platform.Hush(fmt.Errorf("%s: %w", method, err))
	}
	switch refused.Err {
	case "ratelimited", "rate_limited":
		return fmt.Errorf("%s: %w", method, &platform.Later{Wait: platform.DefaultWait})
	}
	passing := []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
	return platform.Hush(&platform.Refused{
		Method: method, Reason: refused.Err, Needs: refused.Needed,
		Passing: slices.Contains(passing, refused.Err),
	})
}

// refusal is Slack's word for why it refused, or "".
func refusal(err error) string {
	if refused, ok := errors.AsType[*platform.Refused](err); ok {
		return refused.Reason
	}
	return ""
}

// gone reports whether a channel or thread is out of our reach while the rest
// of the workspace is not, so that only its own scope ends.
func gone(err error) bool {
	switch refusal(err) {
	case "channel_not_found", "not_in_channel", "thread_not_found", "message_not_found",
		"channel_is_limited_access", "no_permission", "access_denied":
		return true
	}
	return false
}

// end closes a scope that is gone, with a reason.
func end(page *inbox.Page, where string, err error) {
	page.Scope.Cursor, page.More, page.Ended = "", false, true
	page.Skipped = append(page.Skipped, inbox.Skip{Where: where, Why: err.Error()})
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
