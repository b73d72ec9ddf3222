// Package simulate is servers that behave like the platforms, for tests and
// for `rounds demo`: a community that never was, with a history, habits and a
// dozen people who wait for an answer.
//
// A server is a handler and nothing more: it opens no port, starts no
// goroutine and asks nobody for the time but the clock it was given. Main and
// tests put it behind a listener and call [Slack.Live] when life shall go on.
// The same seed tells the same story.
package simulate

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options shape a community.
type Options struct {
	Seed uint64
	Size int              // messages so far, joins included; 1,500 if zero
	Now  func() time.Time // when the history ends; time.Now if nil

	// Token is what a client has to show; a demo token if empty.
	Token string

	// Pace is how far apart new messages are on average; 14 s if zero.
	Pace time.Duration
}

// Slack is a simulated workspace, the one of a note-taking tool called
// Fieldnotes. It serves Slack's web API under any prefix, and may be used by
// several goroutines at once.
type Slack struct {
	opts Options

	mu    sync.RWMutex
	world *world
	life  *life
}

// NewSlack makes a workspace and lives through its history.
func NewSlack(o Options) *Slack {
	if o.Size == 0 {
		o.Size = 1500
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "xoxp-2026-fieldnotes-demo"
	}
	if o.Pace == 0 {
		o.Pace = 14 * time.Second
	}
	now := o.Now().UTC().Truncate(time.Microsecond)
	dice := rand.New(rand.NewPCG(o.Seed, 0x5eed))
	w := newWorld(dice, o.Size, now)
	story := newStory(w, dice, now)
	story.tell(o.Size)
	return &Slack{opts: o, world: w, life: newLife(story, o, now)}
}

// Token is what a client has to show.
func (s *Slack) Token() string { return s.opts.Token }

// Me is the member whose token it is.
func (s *Slack) Me() string { return s.world.me().id }

// Team are the members who run the community, the first of them being me.
func (s *Slack) Team() []string {
	var ids []string
	for _, u := range s.world.team {
		ids = append(ids, u.id)
	}
	return ids
}

// Count is how many messages there are, joins included.
func (s *Slack) Count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.world.count
}

// Messages lists every message as "channel ts", sorted: what a client that
// missed nothing has.
func (s *Slack) Messages() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []string
	for _, c := range s.world.channels {
		for _, m := range c.top {
			if !m.broadcast {
				all = append(all, c.id+" "+m.ts)
			}
			for _, r := range m.replies {
				all = append(all, c.id+" "+r.ts)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Live lets what was due since the last call happen, and returns how many new
// messages there are. It is the caller who keeps the beat.
func (s *Slack) Live(now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.life.until(now.UTC().Truncate(time.Microsecond))
}

// ServeHTTP answers like Slack's web API: the method is the last part of the
// path, arguments come in the query or as a form, and almost every answer is a
// 200 that says "ok" or why not.
func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		answer(w, refusal("invalid_form_data"))
		return
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	answer(w, s.call(r))
}
