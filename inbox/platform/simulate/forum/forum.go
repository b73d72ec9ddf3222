// Package forum is a simulated Discourse: a community of somebody who is not
// there, for the demo and for tests. It speaks the part of Discourse's API that
// the connector uses, and goes wrong on demand, in every way of package
// mischief.
//
// [NewStory] tells the history of a forum about a note-taking app, in which a
// few people wait for an answer; [NewHistory] draws one at random. It opens no
// port, starts no goroutine and reads no clock but the one it is given.
package forum

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// Options say what a forum is like.
type Options struct {
	Seed  uint64
	Size  int              // posts of a history, about
	Now   func() time.Time // time.Now if nil
	Token string           // what opens it: a key, or "sam:KEY"; one of its own if empty
	Plain bool             // we are no moderator there
	Page  int              // topics of a page; Discourse's 30 if zero
	Pace  time.Duration    // between two things that are said while it lives; 20 s if zero
}

// Forum is a simulated forum. It may be used by several goroutines at once.
type Forum struct {
	opts Options
	gate *mischief.Gate

	mu      sync.Mutex
	dice    *rand.Rand
	users   []*user
	rooms   []*category
	topics  []*topic
	queue   []*item
	names   map[string]*topic // by external_id
	made    map[string]made   // by everything that was sent
	written []Written
	last    int64 // the newest post
	words   int   // how many of "word17x" were said
	news    []news
	life    life
}

// The members that are there from the beginning: the system itself and us.
const (
	systemID = -1
	samID    = 2
)

type user struct {
	id           int64
	handle, name string
	admin, mod   bool
	joined       time.Time
	gone         bool // hidden from the lists
	shy          bool // is never named, and may be called otherwise
	silenced     time.Time
	suspended    time.Time
}

type category struct {
	id      int64
	name    string
	slug    string
	about   string
	under   int64 // the category above, 0 for none
	private bool
	closed  bool // not to us
}

type topic struct {
	id       int64
	title    string
	room     *category // nil: a private message
	with     []*user   // who reads a private message
	posts    []*post
	created  time.Time
	closed   bool
	deleted  time.Time
	external string
	odd      bool // once deleted it is not shown even to moderators
}

type post struct {
	id      int64
	topic   *topic
	number  int64
	to      int64 // the number of the post that it answers
	who     *user
	at      time.Time
	edited  time.Time
	version int
	raw     string
	kind    int
	code    string
	likes   []*user
	deleted time.Time
	taken   bool // by its author
	hidden  bool
	veil    time.Time // shown to nobody before
	was     *past
}

// made is a post that was made, and when.
type made struct {
	post *post
	at   time.Time
}

// past is a post before it was changed last.
type past struct {
	raw     string
	edited  time.Time
	version int
	likes   int
}

// Written is something that was accepted from the connector.
type Written struct {
	Kind     string // "reply", "post", "private", "react", "unreact", "edit", "delete", "recover", "silence", "suspend", "unsilence", "unsuspend", "perform"
	Channel  string
	Thread   string
	Member   string
	Message  string
	Text     string
	External string
	At       time.Time
}

func newForum(o Options) *Forum {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "5f0c1d9a7b3e4862a1c4d7e9f2b60813"
	}
	if o.Page == 0 {
		o.Page = 30
	}
	if o.Pace == 0 {
		o.Pace = 20 * time.Second
	}
	f := &Forum{opts: o, dice: rand.New(rand.NewPCG(o.Seed, 0xf0a)), names: map[string]*topic{}, made: map[string]made{}, last: 9950}
	f.gate = mischief.New(http.HandlerFunc(f.serve), mischief.Options{
		Now: o.Now, Busy: busy, Passes: func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/message-bus/") },
	})
	return f
}

// busy is how Discourse asks for patience.
func busy(wait time.Duration) (string, http.Header) {
	seconds := strconv.Itoa(int(wait.Seconds()))
	body := `{"errors":["You’ve performed this action too many times, please try again later."],"error_type":"rate_limit","extras":{"wait_seconds":` + seconds + `,"time_left":"` + seconds + ` seconds"}}`
	return body, http.Header{"Content-Type": {"application/json; charset=utf-8"}}
}

// ServeHTTP implements [http.Handler]: the gate, and the forum behind it.
func (f *Forum) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.gate.ServeHTTP(w, r) }

// Gate is what goes wrong.
func (f *Forum) Gate() *mischief.Gate { return f.gate }

// Token opens it.
func (f *Forum) Token() string { return f.opts.Token }

// Me is the ID of the member for whom the token speaks.
func (f *Forum) Me() string { return strconv.Itoa(samID) }

// Written is what was accepted, in that order.
func (f *Forum) Written() []Written {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Written(nil), f.written...)
}

// Post is one as everybody sees it.
type Post struct {
	Channel, ID string
	Text        string
	Gone        bool
	Likes       int
}

// State is all that is shown to the token.
func (f *Forum) State() []Post {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Post
	now := f.opts.Now()
	for _, t := range f.topics {
		if !t.deleted.IsZero() || !f.open(t) {
			continue
		}
		for _, p := range f.shown(t, now) {
			text := p.raw
			if p.number == 1 {
				text = t.title + "\n\n" + text
			}
			all = append(all, Post{Channel: t.channel(), ID: text10(p.id), Text: text, Gone: p.stone(), Likes: len(p.likes)})
		}
	}
	return all
}

// open reports whether a topic is shown to the token.
func (f *Forum) open(t *topic) bool {
	if t.room != nil {
		return !t.room.closed
	}
	for _, u := range t.with {
		if u.id == samID {
			return true
		}
	}
	return false
}

// shown are the posts of a topic that are there.
func (f *Forum) shown(t *topic, now time.Time) []*post {
	var all []*post
	for _, p := range t.posts {
		if p.deleted.IsZero() && !now.Before(p.veil) {
			all = append(all, p)
		}
	}
	return all
}

// stone reports whether a post shows only that it was there.
func (p *post) stone() bool { return p.taken || p.hidden || p.kind == 4 }

func (t *topic) channel() string {
	if t.room == nil {
		return "messages"
	}
	return text10(t.room.id)
}

// say adds a post to a topic.
func (f *Forum) say(t *topic, who *user, at time.Time, raw string) *post {
	f.last++
	p := &post{id: f.last, topic: t, number: int64(len(t.posts) + 1), who: who, at: at.UTC().Truncate(time.Millisecond), version: 1, raw: raw, kind: 1}
	p.edited = p.at
	t.posts = append(t.posts, p)
	f.tell(t)
	return p
}

// begin opens a topic.
func (f *Forum) begin(room *category, who *user, at time.Time, title, raw string) *topic {
	t := &topic{id: int64(100 + len(f.topics)), title: title, room: room, created: at.UTC().Truncate(time.Millisecond)}
	t.odd = t.id%2 == 1
	f.topics = append(f.topics, t)
	f.say(t, who, at, raw)
	return t
}

// remember keeps how a post was.
func (p *post) remember() {
	p.was = &past{raw: p.raw, edited: p.edited, version: p.version, likes: len(p.likes)}
}

func (f *Forum) join(id int64, handle, name string, at time.Time) *user {
	u := &user{id: id, handle: handle, name: name, joined: at.UTC().Truncate(time.Millisecond)}
	f.users = append(f.users, u)
	return u
}

func (f *Forum) user(id int64) *user {
	for _, u := range f.users {
		if u.id == id {
			return u
		}
	}
	return nil
}

func (f *Forum) called(handle string) *user {
	for _, u := range f.users {
		if strings.EqualFold(u.handle, handle) {
			return u
		}
	}
	return nil
}

func (f *Forum) topic(id int64) *topic {
	for _, t := range f.topics {
		if t.id == id {
			return t
		}
	}
	return nil
}

func (f *Forum) post(id int64) *post {
	for _, t := range f.topics {
		for _, p := range t.posts {
			if p.id == id {
				return p
			}
		}
	}
	return nil
}

func text10(n int64) string { return strconv.FormatInt(n, 10) }
