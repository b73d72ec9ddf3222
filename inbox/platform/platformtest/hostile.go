package platformtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate/mischief"
	"rounds/inbox/query"
	"rounds/store"
)

// office is a person who asks for things, and a program that carries them out
// and is killed again and again, before a platform that accepts what it says it
// did not, and shows late what it accepted. All are on one clock.
type office struct {
	t      testing.TB
	of     Platform
	clock  *clock
	dice   *rand.Rand
	world  World
	server *httptest.Server
	path   string
	memory *store.Store
	rounds *courier.Courier

	left  int // points until the program is killed; below zero it lives
	asked []inbox.Action
	kills int
	words int // how often a person was asked

	skew atomic.Int64 // by how much the program's clock is ahead of the platform's, in nanoseconds
}

// Now is what the program's clock shows.
func (d *office) Now() time.Time { return d.clock.Now().Add(time.Duration(d.skew.Load())) }

// killed is what a probe panics with.
type killed struct{}

// point is a commit, a request or an answer, where a program may be killed.
func (d *office) point(string) {
	d.clock.mu.Lock()
	d.left--
	dead := d.left == 0
	d.clock.mu.Unlock()
	if dead {
		panic(killed{})
	}
}

func newOffice(t testing.TB, p Platform, seed uint64) *office {
	t.Helper()
	d := &office{t: t, of: p, dice: rand.New(rand.NewPCG(seed, 0xde5c)), clock: &clock{now: noon()}, left: -1, path: filepath.Join(t.TempDir(), "rounds.db")}
	d.world = p.New(seed, 60, d.clock.Now)
	d.server = httptest.NewServer(d.world)
	t.Cleanup(d.server.Close)
	d.open()
	t.Cleanup(func() { d.memory.Close() })
	for range 2 {
		if _, err := d.rounds.Pull(t.Context(), account); err != nil {
			t.Fatal(err)
		}
		d.clock.pass(time.Minute)
	}
	return d
}

// open starts the program.
func (d *office) open() {
	d.t.Helper()
	ctx := context.Background()
	memory, err := store.Open(ctx, d.path, store.Options{Now: d.Now, Probe: d.point})
	if err == nil {
		err = memory.PutAccount(ctx, inbox.Account{Name: account, Platform: d.of.Name})
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.memory = memory
	names, err := memory.Names(ctx, account)
	if err != nil {
		d.t.Fatal(err)
	}
	connector := d.world.Connect(d.server.URL, Client{
		Now:   d.Now,
		HTTP:  platform.NewHTTP(platform.Options{Timeout: 150 * time.Millisecond, Limit: 4 << 20, Probe: d.point}),
		Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
	})
	d.rounds = newCourier(memory, connector, d.clock, d.world.Me())
	d.rounds.Now = d.Now
}

// phrases are said again and again: in the same words, and in such as a markup
// may stumble over.
func phrases() []string {
	return []string{"Thanks!", "Have a look at <the docs> & tell me", "👍 on it", "You're right.\nFixed in 2.1", "ok", "it is *not* a_b_c"}
}

// ask asks for n things: most of them answers, some new messages, some private
// ones and some reactions, many of them in the same words.
func (d *office) ask(n int) {
	d.t.Helper()
	talks, err := d.memory.Conversations(d.t.Context(), query.Query{}, inbox.Window{})
	if err != nil {
		d.t.Fatal(err)
	}
	talks = slices.DeleteFunc(talks, func(c inbox.Conversation) bool {
		return c.Channel.Archived || c.Channel.Kind == inbox.Direct || c.Opener.Role != inbox.Community || c.Opener.ID == "" || c.Text == ""
	})
	if len(talks) < 10 {
		d.t.Fatalf("there are only %d conversations", len(talks))
	}
	for range n {
		a := d.draw(talks[d.dice.IntN(len(talks))])
		e, err := d.memory.Ask(d.t.Context(), inbox.Order{Verb: inbox.Verb(a.Kind), Actions: []inbox.Action{a}})
		if err != nil {
			d.t.Fatal(err)
		}
		a.ID = e.Changes[0].Ref.ID
		d.asked = append(d.asked, a)
		d.clock.pass(time.Duration(d.dice.IntN(3000)) * time.Millisecond)
	}
}

// draw is something that may be asked about a conversation.
func (d *office) draw(c inbox.Conversation) inbox.Action {
	talk, err := d.memory.Talk(d.t.Context(), c.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	words := phrases()
	a := inbox.Action{
		Kind: inbox.Reply, Account: account, Channel: c.Channel.ID, Thread: c.Thread, Seen: talk.Sight(),
		Text: words[d.dice.IntN(len(words))],
	}
	was := a
	switch p := d.dice.Float64(); {
	case p < 0.12:
		a.Kind, a.Thread, a.Seen = inbox.Post, "", inbox.Sight{}
		if d.of.Name == inbox.Discourse {
			a.Text = "A title of its own " + fmt.Sprint(len(d.asked)) + "\n\n" + a.Text
		}
	case p < 0.24:
		a.Kind, a.Member = inbox.ReplyPrivately, c.Opener.ID
	case p < 0.34:
		a.Kind, a.Message, a.Text = inbox.React, c.Thread, ""
		a.Seen = inbox.Sight{Of: talk.Sight().Of}
		a.Emoji = d.of.Emoji[d.dice.IntN(len(d.of.Emoji))]
	}
	if slices.Contains(d.of.Skips, a.Kind) {
		return was
	}
	return a
}

// live lets the program run until it is killed, or has nothing left to do; it
// reports the latter.
func (d *office) live(points int) (done bool) {
	d.clock.mu.Lock()
	d.left = points
	d.clock.mu.Unlock()
	defer func() {
		d.clock.mu.Lock()
		d.left = -1
		d.clock.mu.Unlock()
		switch cause := recover(); cause.(type) {
		case nil:
		case killed:
			d.kills++
			d.memory.Close()
			d.clock.pass(time.Duration(d.dice.IntN(4000)) * time.Millisecond)
			d.open()
		default:
			panic(cause)
		}
	}()
	out, err := d.rounds.Deliver(d.t.Context(), account, time.Hour)
	if err != nil && !errors.Is(err, context.Canceled) {
		d.t.Logf("the delivery ended: %v", err)
	}
	d.clock.pass(time.Minute)
	return !out.Waiting && err == nil
}

// answer is the person who says a word where one is needed: they look at the
// platform, as we asked them to.
func (d *office) answer() (asked int) {
	d.t.Helper()
	waiting, err := d.memory.Outbox(d.t.Context(), false)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, o := range waiting {
		if o.State != inbox.Asks && o.State != inbox.Failed {
			continue
		}
		asked++
		d.t.Logf("%s %s is %s: %+v %s", o.Kind, o.ID, o.State, o.Doubt, o.Trouble)
		word := inbox.SendIt
		if d.arrived(o.Action) {
			word = inbox.DropIt
		}
		if err := d.memory.Decide(d.t.Context(), o.ID, word); err != nil {
			d.t.Fatal(err)
		}
	}
	d.words += asked
	return asked
}

// arrived reports whether there is more of an action's words in its lane than
// the others that arrived account for.
func (d *office) arrived(a inbox.Action) bool {
	there, others := 0, 0
	for _, deed := range d.world.Written() {
		if laneOf(deed) == a.Lane() && same(deed, a) {
			there++
		}
	}
	all, err := d.memory.Outbox(d.t.Context(), true)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, o := range all {
		if o.State == inbox.Sent && o.Lane() == a.Lane() && o.Text == a.Text && o.Kind == a.Kind {
			others++
		}
	}
	return there > others
}

// quick are the tricks that do not take long.
func quick() []mischief.Trick {
	slow := []mischief.Trick{mischief.SlowBody, mischief.Bomb, mischief.BusyLong}
	return slices.DeleteFunc(mischief.Road(), func(trick mischief.Trick) bool { return slices.Contains(slow, trick) })
}

// Hostile asks for things and lets them out to a server that accepts what it
// says it did not, with a program that is killed: everything arrives once.
// ROUNDS_ACTIONS says how many, ROUNDS_SEED with which seed.
func Hostile(t *testing.T, p Platform) {
	actions, seed := number(t, "ROUNDS_ACTIONS", 15), uint64(number(t, "ROUNDS_SEED", 1))
	d := newOffice(t, p, seed)
	d.world.Gate().Misbehave(mischief.Mischief{Seed: seed, Rate: 0.08, Writes: 0.35, Veil: 2 * time.Second, Slow: 200 * time.Millisecond, Tricks: quick()})
	began := time.Now()
	for len(d.asked) < actions {
		d.ask(min(40, actions-len(d.asked)))
		for idle := false; !idle; {
			idle = d.live(4+d.dice.IntN(90)) && d.answer() == 0
		}
	}
	requests := len(d.world.Gate().Requests())
	v := d.judge()
	t.Logf("%s, seed %d: %d actions, %d kills, %d requests in %v: %s, asked the person %d (%.2f %%)",
		p.Name, seed, len(d.asked), d.kills, requests, time.Since(began).Round(time.Second),
		v, d.words, 100*float64(d.words)/float64(len(d.asked)))
	if d.words*100 > max(len(d.asked), 100) {
		t.Errorf("a person was asked about %d of %d", d.words, len(d.asked))
	}
}

// Offline pulls the cable while a person works: when it is back everything
// arrives, once and in order.
func Offline(t *testing.T, p Platform) {
	d := newOffice(t, p, 7)
	before := len(d.world.Written())
	d.world.Gate().Cut(true)
	for range 4 {
		d.ask(10)
		if done := d.live(-1); done {
			t.Error("without a network everything was delivered")
		}
	}
	if n := len(d.world.Written()) - before; n > 0 {
		t.Errorf("%d things arrived through a cable that is pulled", n)
	}
	d.world.Gate().Cut(false)
	for n := 0; !d.live(-1); n++ {
		if n > 40 {
			t.Fatal("it does not come to its end")
		}
	}
	if asked := d.answer(); asked > 0 {
		t.Errorf("a person was asked about %d", asked)
	}
	d.judge()
}
