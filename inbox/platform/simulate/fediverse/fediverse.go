// Package fediverse is a server of Mastodon that is not one: accounts, posts and
// what becomes of them, behind the real protocol, for tests and for the demo.
//
// A [Server] stands behind a gate that plays tricks with what comes and goes
// (inbox/platform/simulate/mischief); it speaks authorisation, paging by Link
// headers, limits, idempotency keys and the stream of events as
// docs.joinmastodon.org describes them. It knows nothing of the connector that
// reads it, starts no goroutine, opens no port, and has no clock but the one that
// it is given.
package fediverse

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// Options say what is simulated.
type Options struct {
	Seed  uint64
	Size  int              // of a random history, in posts
	Now   func() time.Time // time.Now if nil
	Token string           // what opens the account; one of our own if empty
}

// Server is one server with everything that it knows of the others.
type Server struct {
	opts Options
	gate *mischief.Gate

	mu      sync.Mutex
	dice    *rand.Rand
	people  map[string]*person
	order   []*person // in the order in which they came
	me      *person
	posts   map[string]*post
	byTime  []*post // oldest first
	notices []*notice
	tags    []string // that we follow
	plans   []*plan
	drawn   int // how many plans there ever were
	keys    map[string]key
	reports []*report
	written []Deed
	lines   map[chan string]bool
	closed  chan struct{} // closed when all lines are dropped
	window  int64         // of five minutes, in which so many requests came
	came    int
	deleted []time.Time
	words   int
	moment  int64 // the last ID's
	bell    int   // the last notice's number
	lively  *life
}

// key is an idempotency key that came along with a post.
type key struct {
	id string
	at time.Time
}

// Deed is something that was accepted from the connector.
type Deed struct {
	Kind    string // as the core names it: "reply", "post", "private reply", "react", …
	Channel string
	Thread  string
	Member  string
	Message string
	Text    string // as it came, but for the tag that makes it stand where it does
	Emoji   string
	At      time.Time
}

func newServer(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "fediverse-token-of-the-simulation"
	}
	s := &Server{
		opts: o, dice: rand.New(rand.NewPCG(o.Seed, 0xfed1)), //nolint:gosec // it is no secret
		people: map[string]*person{}, posts: map[string]*post{}, keys: map[string]key{},
		lines: map[chan string]bool{}, closed: make(chan struct{}), bell: 94,
	}
	s.gate = mischief.New(http.HandlerFunc(s.serve), mischief.Options{
		Now: o.Now, Busy: s.busy, Limits: s.limits,
		Passes: func(r *http.Request) bool { return r.URL.Path == "/api/v1/streaming/user" },
	})
	return s
}

// ServeHTTP implements [http.Handler]: the gate, and the server behind it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.gate.ServeHTTP(w, r) }

// Gate is what stands before the server.
func (s *Server) Gate() *mischief.Gate { return s.gate }

// Token is what opens the account.
func (s *Server) Token() string { return s.opts.Token }

// Me is the ID of the account that the token opens.
func (s *Server) Me() string { return s.me.id }

// Mastodon allows an account so many requests in five minutes, and so many
// deletions in thirty.
const (
	mostRequests  = 300
	inWindow      = 5 * time.Minute
	mostDeletions = 30
	deletionsIn   = 30 * time.Minute
)

// limits counts a request, and says how long it has to wait.
func (s *Server) limits(r *http.Request, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	window := now.UnixNano() / int64(inWindow)
	if window != s.window {
		s.window, s.came = window, 0
	}
	if s.came++; s.came > mostRequests {
		return s.reset().Sub(now)
	}
	return 0
}

func (s *Server) reset() time.Time { return time.Unix(0, (s.window+1)*int64(inWindow)).UTC() }

// busy is how Mastodon asks for patience.
func (s *Server) busy(wait time.Duration) (string, http.Header) {
	now := s.opts.Now()
	return `{"error":"Too many requests"}`, http.Header{
		"Date": {now.UTC().Format(http.TimeFormat)}, "X-Ratelimit-Limit": {strconv.Itoa(mostRequests)},
		"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {now.Add(wait).UTC().Format(time.RFC3339Nano)},
	}
}

// head writes what every answer tells of limits.
func (s *Server) head(h http.Header) {
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	h.Set("X-RateLimit-Limit", strconv.Itoa(mostRequests))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, mostRequests-s.came)))
	h.Set("X-RateLimit-Reset", s.reset().Format(time.RFC3339Nano))
}

// number is an ID that is later than all before: it begins with the time, as
// Mastodon's do.
func (s *Server) number(at time.Time) string {
	s.moment = max(s.moment+1, at.UnixMilli()<<16)
	return strconv.FormatInt(s.moment, 10)
}

func (s *Server) chance(p float64) bool { return s.dice.Float64() < p }

func pick[T any](s *Server, of []T) T { return of[s.dice.IntN(len(of))] }
