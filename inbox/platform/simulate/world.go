package simulate

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// world is all there is in a workspace.
type world struct {
	teamID   string
	users    []*user
	team     []*user // me first
	helper   *user   // the bot that greets questions
	builder  *user   // the bot that tells of builds
	trolls   []*user
	people   []*user // members of the community, the liveliest first
	channels []*channel
	room     map[string]*channel // by name
	byID     map[string]*user
	chanByID map[string]*channel
	count    int          // messages, private ones left out
	app      *user        // whose the token is if it is a bot's
	directs  []*channel   // private conversations
	planned  []*scheduled // what Slack is to post, soonest first
	written  []Write
	veiled   []*veiled  // what was accepted and is not shown yet
	aside    *rand.Rand // for what is not part of the story

	// heard is told what happens, and which scope it takes to be told; nil if
	// nobody listens.
	heard func(scope string, event object, at time.Time)
}

type user struct {
	id, handle, name, email, zone string
	offset                        int // of the zone, in seconds
	city                          string
	admin, owner, bot             bool
	botID                         string
	weight                        float64 // how much they say
	joined                        time.Time
	deleted                       bool      // the account is closed
	changed                       time.Time // when it last was; zero for never
}

type channel struct {
	id, name, topic, purpose string
	created                  time.Time
	creator                  *user
	member, archived         bool // as I see it
	private                  bool
	previous                 []string  // names
	changed                  time.Time // when it last was; zero for never
	members                  []*user
	pair                     []*user    // who alone is in it, if it is a private conversation
	top                      []*message // what the channel shows, oldest first
	newest                   time.Time  // when something was said last, in a thread or not
}

// message is one thing said. A broadcast reply stands both in its channel's
// top and in its root's replies.
type message struct {
	at        time.Time
	ts        string
	author    *user
	subtype   string
	text      string
	edited    time.Time
	root      *message // nil if it is one
	broadcast bool
	replies   []*message
	reactions []reaction
	files     []file
	gone      bool     // deleted, and shown nowhere
	lost      *message // what stood here before the tombstone; nil if it is none
	marker    *metadata
	sent      bool // by way of the API
}

type reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

type file struct {
	ID         string `json:"id"`
	Created    int64  `json:"created"`
	Timestamp  int64  `json:"timestamp"`
	Name       string `json:"name"`
	Title      string `json:"title"`
	Mimetype   string `json:"mimetype"`
	Filetype   string `json:"filetype"`
	PrettyType string `json:"pretty_type"`
	User       string `json:"user"`
	Size       int    `json:"size"`
	Mode       string `json:"mode"`
	URLPrivate string `json:"url_private"`
	Permalink  string `json:"permalink"`
}

// base is where the workspace claims to live.
const base = "https://fieldnotes-community.slack.com/"

func newWorld(dice *rand.Rand, size int, now time.Time) *world {
	w := &world{teamID: "T0FIELDNTS", room: map[string]*channel{}, byID: map[string]*user{}, chanByID: map[string]*channel{}}
	w.cast(dice, size)
	begun := now.AddDate(-2, -1, -3)
	for i, r := range rooms {
		c := &channel{
			id: identity(dice, "C"), name: r.name, topic: r.topic, purpose: r.purpose,
			created: begun.AddDate(0, 0, 9*i), creator: w.team[i%len(w.team)], member: r.member, archived: r.archived,
		}
		w.channels = append(w.channels, c)
		w.room[c.name], w.chanByID[c.id] = c, c
		for _, u := range w.users {
			if r.member || !slices.Contains(w.team, u) {
				c.members = append(c.members, u)
			}
		}
	}
	return w
}

func (w *world) me() *user { return w.team[0] }

// identity makes an ID of Slack's shape.
func identity(dice *rand.Rand, kind string) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	id := []byte(kind + "0")
	for range 9 {
		id = append(id, letters[dice.IntN(len(letters))])
	}
	return string(id)
}

// add puts a message into a channel, or under its root.
func (w *world) add(c *channel, m *message) {
	if c.pair == nil {
		w.count++
	}
	if m.root != nil {
		m.root.replies = append(m.root.replies, m)
		if !m.broadcast {
			return
		}
	}
	c.top = append(c.top, m)
}

// settle brings a history that was told scene by scene into the order of its
// clock, and gives every message the timestamp that is its identity.
func (w *world) settle() {
	for _, c := range w.channels {
		var all []*message
		for _, m := range c.top {
			if !m.broadcast {
				all = append(all, m)
				all = append(all, m.replies...)
			}
		}
		slices.SortStableFunc(all, func(a, b *message) int { return a.at.Compare(b.at) })
		var last time.Time
		for _, m := range all {
			if !m.at.After(last) {
				m.at = last.Add(time.Microsecond)
			}
			last = m.at
			m.ts = stamp(m.at)
		}
		c.newest = last
		byTime := func(a, b *message) int { return cmp.Compare(a.ts, b.ts) }
		slices.SortFunc(c.top, byTime)
		for _, m := range c.top {
			slices.SortFunc(m.replies, byTime)
		}
	}
}

// stamp writes a time as Slack does.
func stamp(t time.Time) string {
	return fmt.Sprintf("%010d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// find is the message of the channel's own list with a timestamp, or nil.
func (c *channel) find(ts string) *message {
	i, ok := placed(c.top, ts)
	if !ok {
		return nil
	}
	return c.top[i]
}

// anywhere is the message with a timestamp, be it shown in the channel or in a
// thread only, or nil.
func (c *channel) anywhere(ts string) *message {
	if m := c.find(ts); m != nil {
		return m
	}
	for _, root := range c.top {
		if i, ok := placed(root.replies, ts); ok {
			return root.replies[i]
		}
	}
	return nil
}

// placed is where a timestamp stands in a list, oldest first, or would stand.
func placed(list []*message, ts string) (int, bool) {
	return slices.BinarySearchFunc(list, ts, func(m *message, ts string) int { return cmp.Compare(m.ts, ts) })
}
