// Package guild is a Discord server without Discord: it speaks the part of the
// API and of the gateway that Rounds uses, keeps what it is told, and makes up a
// community to be read.
//
// A [Guild] stands behind a gate of package mischief. Its history is drawn from a
// seed, for tests, or told by hand, for the demo. It starts no goroutine, opens no
// port and knows no clock but the one that it is given. Tests and the demo talk to
// it; nothing else does.
package guild

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// Options say what kind of community it is.
type Options struct {
	Seed  uint64
	Size  int              // messages of a history
	Now   func() time.Time // time.Now if nil
	Token string           // of the bot; one is made up if empty
}

// Prefix is where the API begins.
const Prefix = "/api/v10"

// Guild is a simulated server. It may be used by several goroutines at once.
type Guild struct {
	opts Options
	gate *mischief.Gate
	dice *rand.Rand

	mu      sync.Mutex
	id      string
	name    string
	owner   *person
	me      *person
	people  []*person
	roles   []role
	rooms   []*room
	posts   map[string]*post
	keys    map[string]key
	bans    map[string]bool
	asks    []*request
	log     []entry
	deeds   []Deed
	buckets map[string]*bucket
	last    uint64 // how many IDs were given out
	words   int
	plan    []planned
	spoken  time.Time
	// troubled is when the raiders last spoke, and trouble how often they did since
	// the story was told.
	troubled time.Time
	trouble  int
	line     int // which of the live lines comes next
	lines    []*line
	limited  bool // buckets are kept
}

// person is a member, or was one.
type person struct {
	id, handle, name, nick string
	bot, left              bool
	roles                  []string
	joined                 time.Time
	silent                 time.Time
	dm                     *room
}

type role struct {
	id, name string
	rights   uint64
}

// room is a channel or a thread.
type room struct {
	id, name, topic string
	kind            int
	parent          *room
	overwrites      []overwrite
	posts           []*post // in the order of their IDs
	last            string
	archived        time.Time // zero: open
	begun           time.Time
	owner           *person
	hidden          bool // the bot may not see it
	closed          bool // the bot may not see what was said
	gone            bool
}

type overwrite struct {
	id          string
	member      bool
	allow, deny uint64
}

// post is a message.
type post struct {
	id      string
	room    *room
	author  *person
	kind    int
	text    string
	was     string // before it was edited
	at      time.Time
	edited  time.Time
	answers *post
	thread  *room
	target  string // of a thread that was begun without a message
	nonce   string
	faces   []*face
	files   []file
	sticker string
	embed   string
	calls   bool // it calls everyone
	gone    bool
	shown   time.Time // nobody sees it before
	replies int
}

// face is a reaction.
type face struct {
	name, id string
	by       []*person
}

type file struct {
	name, kind string
	size       int
}

type key struct {
	post *post
	at   time.Time
}

// request is somebody who asks to be let in.
type request struct {
	id, status, answer string
	who                *person
	at                 time.Time
}

type entry struct {
	id                    string
	action                int
	user, target, reason  string
	options               map[string]string
	changedKey, changedTo string
}

// Deed is something that was accepted from the bot.
type Deed struct {
	Kind                           string // "reply", "post", "private reply", "react", …
	Channel, Thread, Member        string
	Message, Text, Emoji, Answered string
	At                             time.Time
}

func newGuild(o Options, name string) *Guild {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "MTE4NzQ1MjM2OTg3NDUyMzY5OA.GhOsTs.fieldnotes-simulated-0123456789abcdef"
	}
	g := &Guild{
		opts: o, name: name, posts: map[string]*post{}, keys: map[string]key{}, bans: map[string]bool{}, buckets: map[string]*bucket{},
		dice: rand.New(rand.NewPCG(o.Seed, 0xd15c)), //nolint:gosec // it is no secret
	}
	g.gate = mischief.New(http.HandlerFunc(g.serve), mischief.Options{
		Now: o.Now, Busy: busy, Limits: g.limits,
		Writes: func(r *http.Request) bool {
			return r.Method != http.MethodGet && r.URL.Path != Prefix+"/users/@me/channels" // opening a conversation tells nobody
		},
		Passes: func(r *http.Request) bool { return r.URL.Path == socketPath },
	})
	return g
}

// busy is how Discord asks for patience.
func busy(wait time.Duration) (string, http.Header) {
	return fmt.Sprintf(`{"message":"You are being rate limited.","code":0,"retry_after":%g,"global":false}`, wait.Seconds()),
		http.Header{"Content-Type": {"application/json"}, "X-RateLimit-Scope": {"user"}}
}

// ServeHTTP answers behind the gate.
func (g *Guild) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.gate.ServeHTTP(w, r) }

// Gate is what stands before it.
func (g *Guild) Gate() *mischief.Gate { return g.gate }

// Token is the bot's.
func (g *Guild) Token() string { return g.opts.Token }

// ID is the server's.
func (g *Guild) ID() string { return g.id }

// Me is the bot's ID.
func (g *Guild) Me() string { return g.me.id }

// Keep lets it keep to rates, as Discord does, and tell of them.
func (g *Guild) Keep(rates bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limited = rates
}

const epoch = 1420070400000

// give makes an ID of a moment; of two of one moment the later one is given
// later.
func (g *Guild) give(at time.Time) string {
	g.last++
	return strconv.FormatUint(uint64(at.UnixMilli()-epoch)<<22|g.last&0x3fffff, 10)
}

func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// isThread reports whether a room is a thread.
func (r *room) isThread() bool { return r.kind >= 10 && r.kind <= 12 }

func (r *room) isForum() bool { return r.kind == 15 }

// top is the channel that a room is, or is a thread of.
func (r *room) top() *room {
	if r.parent != nil && r.isThread() {
		return r.parent
	}
	return r
}

func (r *room) reads() bool { return !r.top().hidden && !r.top().closed && !r.gone && !r.top().gone }

// put adds a message to a room.
func (g *Guild) put(r *room, by *person, at time.Time, text string) *post {
	p := &post{id: g.give(at), room: r, author: by, text: text, at: at}
	if n := len(r.posts); n > 0 && !before(r.posts[n-1].id, p.id) { // never before what stands there
		n, _ := strconv.ParseUint(r.posts[n-1].id, 10, 64)
		p.id = strconv.FormatUint(n+1, 10)
	}
	r.posts = append(r.posts, p)
	r.last = p.id
	g.posts[p.id] = p
	return p
}

// answer adds a message that answers another.
func (g *Guild) answer(to *post, by *person, at time.Time, text string) *post {
	p := g.put(to.room, by, at, text)
	p.kind, p.answers = 19, to
	to.replies++
	return p
}

// begin begins a thread from a message.
func (g *Guild) begin(from *post, name string, by *person, at time.Time) *room {
	t := &room{id: from.id, name: name, kind: 11, parent: from.room, begun: at, owner: by}
	if from.room.kind == 5 {
		t.kind = 10
	}
	g.rooms = append(g.rooms, t)
	from.thread = t
	starter := g.put(t, from.author, at, "")
	starter.kind, starter.answers = 21, from
	return t
}

// ask begins a post of a forum.
func (g *Guild) ask(forum *room, by *person, at time.Time, title, text string) *room {
	t := &room{name: title, kind: 11, parent: forum, begun: at, owner: by}
	g.rooms = append(g.rooms, t)
	t.id = g.put(t, by, at, text).id
	forum.last = t.id
	return t
}

// react lets somebody react.
func (p *post) react(by *person, name, id string) {
	for _, f := range p.faces {
		if f.name == name && f.id == id {
			if !slices.Contains(f.by, by) {
				f.by = append(f.by, by)
			}
			return
		}
	}
	p.faces = append(p.faces, &face{name: name, id: id, by: []*person{by}})
}

func (p *post) unreact(by *person, name, id string) {
	for _, f := range p.faces {
		if bare(f.name) == bare(name) && f.id == id {
			f.by = slices.DeleteFunc(f.by, func(other *person) bool { return other == by })
		}
	}
	p.faces = slices.DeleteFunc(p.faces, func(f *face) bool { return len(f.by) == 0 })
}

func bare(sign string) string { return strings.ReplaceAll(sign, "\ufe0f", "") }

func (p *post) visible(now time.Time) bool { return !p.gone && !now.Before(p.shown) }

// remove deletes a message.
func (p *post) remove() {
	p.gone = true
	if p.answers != nil && p.kind == 19 {
		p.answers.replies--
	}
}

func (g *Guild) room(id string) *room {
	for _, r := range g.rooms {
		if r.id == id && !r.gone {
			return r
		}
	}
	for _, p := range g.people {
		if p.dm != nil && p.dm.id == id {
			return p.dm
		}
	}
	return nil
}

func (g *Guild) person(id string) *person {
	for _, p := range g.people {
		if p.id == id {
			return p
		}
	}
	return nil
}
