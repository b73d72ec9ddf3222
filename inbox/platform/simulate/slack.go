// Package simulate is servers that behave like the platforms, for tests and
// for `rounds demo`: a community that never was, with a history, habits and a
// dozen people who wait for an answer.
//
// A server is a handler and nothing more: it opens no port, starts no
// goroutine and asks nobody for the time but the clock it was given. Main and
// tests put it behind a listener and call [Slack.Live] when life shall go on.
// The same seed tells the same story.
//
// It also goes wrong on demand, in every way that was met in the wild: see
// [Slack.Misbehave]. What it holds can be asked behind the API's back
// ([Slack.State]), and so can who came and how often ([Slack.Requests]) and
// what was changed by them ([Slack.Written]), so that a test can compare what a
// client has made of it with the truth.
package simulate

import (
	"math/rand/v2"
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
	// AppToken ("xapp-…") opens Socket Mode; without one it is closed.
	AppToken string
	// UserToken is a person's ("xoxp-…") besides a bot's Token; none if empty.
	UserToken string
	// Scopes are what the token is good for; all that is ever needed if nil. A
	// UserToken is good for all of that.
	Scopes []string
	// Plain makes the person whose token it is one who runs nothing there.
	Plain bool
	// Trouble is there to be moderated: spam, a quarrel, members who report it,
	// and some who report what is harmless. Messages of it count among Size.
	Trouble bool
	// Chapters are in the history's numbers: a launch, a slow weekend and, with
	// Trouble, a night of spam.
	Chapters bool
	// Tiers makes the server keep Slack's limits per method and minute.
	Tiers bool

	// Pace is how far apart new messages are on average; 14 s if zero.
	Pace time.Duration
	// Rival is which thread is contested, see [Slack.Interfere]: in the n-th
	// that a client looks at before it answers, another member answers just
	// then. None is if zero.
	Rival int
}

// Slack is a simulated workspace. [NewSlack] makes one of a note-taking tool
// called Fieldnotes, where stories are told; [NewHistory] makes one that is
// drawn at random. It serves Slack's web API and Socket Mode under any prefix,
// and may be used by several goroutines at once.
type Slack struct {
	opts    Options
	methods map[string]method
	bomb    func() []byte
	gate    gate
	sockets sockets

	mu     sync.RWMutex
	world  *world
	life   *life // nil in a random history
	chance *chance

	rivalry rivalry
}

// NewSlack makes a workspace and lives through its history.
func NewSlack(o Options) *Slack {
	o = o.filled()
	now := o.Now().UTC().Truncate(time.Microsecond)
	dice := rand.New(rand.NewPCG(o.Seed, 0x5eed))
	w := newWorld(dice, o.Size, now)
	w.me().admin = !o.Plain
	story := newStory(w, dice, now)
	if o.Trouble {
		story.trouble = newTrouble(story, rand.New(rand.NewPCG(o.Seed, 0x7b1e)))
	}
	if o.Chapters {
		story.chapters = &chapters{story}
	}
	story.tell(o.Size)
	s := open(o, w)
	s.life = newLife(story, o, now)
	return s
}

// filled puts what is usual in the place of what was left out.
func (o Options) filled() Options {
	if o.Size == 0 {
		o.Size = 1500
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "xoxp-2026-fieldnotes-demo"
	}
	if o.Scopes == nil {
		o.Scopes = scopes()
	}
	if o.Pace == 0 {
		o.Pace = 14 * time.Second
	}
	return o
}

// open puts a world behind the API.
func open(o Options, w *world) *Slack {
	s := &Slack{opts: o, methods: methods(), bomb: sync.OnceValue(bomb), world: w}
	s.chance = &chance{w: w, plain: o.Plain, dice: rand.New(rand.NewPCG(o.Seed, 0xc4a9ce))}
	s.sockets.begin(o)
	w.aside = rand.New(rand.NewPCG(o.Seed, 0xa51de))
	if s.bot() {
		w.app = &user{handle: "rounds", name: "Rounds", bot: true}
		w.enter(w.aside, w.app, homes[0])
	}
	if o.AppToken != "" {
		w.heard = s.tell
	}
	return s
}

// Token is what a client has to show.
func (s *Slack) Token() string { return s.opts.Token }

// Me is the member whose token it is.
func (s *Slack) Me() string { return s.self().id }

func (s *Slack) self() *user {
	if s.world.app != nil {
		return s.world.app
	}
	return s.world.me()
}

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
// messages there are. It is the caller who keeps the beat. In a random history
// nothing is ever due but what a client has scheduled; see [Slack.Change].
func (s *Slack) Live(now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	now = now.UTC().Truncate(time.Microsecond)
	before := s.world.count
	s.world.arrive(now)
	if s.life != nil {
		s.life.until(now)
	}
	return s.world.count - before
}
