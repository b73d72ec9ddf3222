package platformtest

import (
	"context"
	"errors"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

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
}

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
	memory, err := store.Open(ctx, d.path, store.Options{Now: d.clock.Now, Probe: d.point})
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
		Now:   d.clock.Now,
		HTTP:  platform.NewHTTP(platform.Options{Timeout: 150 * time.Millisecond, Limit: 4 << 20, Probe: d.point}),
		Names: func(id string) (string, bool) { name, known := names[id]; return name, known },
	})
	d.rounds = newCourier(memory, connector, d.clock, d.world.Me())
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

// laneOf is the lane that an accepted action came on.
func laneOf(d Deed) string {
	return inbox.Action{Kind: d.Kind, Channel: d.Channel, Member: d.Member}.Lane()
}

// same reports whether what was accepted says what was asked for. A platform
// may want signs before a text, and others in it.
func same(d Deed, a inbox.Action) bool {
	return d.Kind == a.Kind && strings.HasSuffix(bare(d.Text), bare(a.Text)) && d.Emoji == a.Emoji
}

func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, html.UnescapeString(text))
}

// Verdict is what is wrong with what was sent.
type Verdict struct {
	Wanted                       int
	Lost, Twice, Wrong, Disorder []string
}

func (v Verdict) String() string {
	return fmt.Sprintf("lost %d, sent twice %d, wrong target %d, out of order %d", len(v.Lost), len(v.Twice), len(v.Wrong), len(v.Disorder))
}

// judge compares what was asked for with what the platform accepted: in every
// lane the same, once, in the same order. Where a person said their word, the
// order is theirs.
func (d *office) judge() Verdict {
	d.t.Helper()
	v := Verdict{Wanted: len(d.asked)}
	came, reacted := map[string][]Deed{}, map[string]bool{}
	for _, deed := range d.world.Written() {
		switch {
		case deed.Kind.Speaks():
			came[laneOf(deed)] = append(came[laneOf(deed)], deed)
		case deed.Kind == inbox.React:
			reacted[deed.Message+" "+deed.Emoji] = true
		}
	}
	lanes := map[string][]inbox.Action{}
	for _, a := range d.asked {
		if a.Kind.Speaks() {
			lanes[a.Lane()] = append(lanes[a.Lane()], a)
		} else if !reacted[a.Message+" "+a.Emoji] {
			v.Lost = append(v.Lost, a.ID)
		}
	}
	for lane, wanted := range lanes {
		v.lane(lane, wanted, came[lane])
		delete(came, lane)
	}
	for lane := range came {
		v.Wrong = append(v.Wrong, lane)
	}
	if d.words > 0 {
		v.Disorder = nil
	}
	d.places(&v)
	if len(v.Lost)+len(v.Twice)+len(v.Wrong)+len(v.Disorder) > 0 {
		d.t.Errorf("%s: %v: lost %q, twice %q, wrong %q, disorder %q", d.of.Name, v, v.Lost, v.Twice, v.Wrong, v.Disorder)
	}
	return v
}

func (v *Verdict) lane(lane string, wanted []inbox.Action, came []Deed) {
	left := slices.Clone(came)
	for _, a := range wanted {
		i := slices.IndexFunc(left, func(deed Deed) bool { return same(deed, a) })
		if i < 0 {
			v.Lost = append(v.Lost, a.ID)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, deed := range left {
		v.Twice = append(v.Twice, lane+" "+deed.Text)
	}
	if len(wanted) != len(came) {
		return
	}
	for i := range wanted {
		if !same(came[i], wanted[i]) {
			v.Disorder = append(v.Disorder, lane)
			return
		}
	}
}

// places sees that every answer stands in the thread that it was written for,
// by the memory's word after another round.
func (d *office) places(v *Verdict) {
	d.t.Helper()
	d.world.Gate().Misbehave(mischief.Mischief{})
	for range 3 {
		d.clock.pass(time.Hour)
		if _, err := d.rounds.Pull(d.t.Context(), account); err != nil {
			d.t.Fatal(err)
		}
	}
	stands := map[string]string{}
	for _, line := range rows(d.t, d.memory, `
		SELECT ch.key, m.key, c.key FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN channel AS ch ON ch.id = m.channel_id`) {
		parts := strings.Split(line, " · ")
		stands[parts[0]+" "+parts[1]] = parts[2]
	}
	all, err := d.memory.Outbox(d.t.Context(), true)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, o := range all {
		if o.Kind != inbox.Reply || o.State != inbox.Sent || o.Receipt == nil {
			continue
		}
		if at := stands[o.Receipt.Channel+" "+o.Receipt.Message]; at != o.Thread {
			v.Wrong = append(v.Wrong, fmt.Sprintf("%s stands in %q, not in %q", o.Receipt.Message, at, o.Thread))
		}
	}
}

// Hostile asks for things and lets them out to a server that accepts what it
// says it did not, with a program that is killed: everything arrives once.
// ROUNDS_ACTIONS says how many, ROUNDS_SEED with which seed.
func Hostile(t *testing.T, p Platform) {
	usual := 30
	if testing.Short() {
		usual = 10
	}
	actions, seed := number(t, "ROUNDS_ACTIONS", usual), uint64(number(t, "ROUNDS_SEED", 1))
	d := newOffice(t, p, seed)
	slow := []mischief.Trick{mischief.SlowBody, mischief.Bomb, mischief.BusyLong}
	d.world.Gate().Misbehave(mischief.Mischief{
		Seed: seed, Rate: 0.08, Writes: 0.35, Veil: 2 * time.Second, Slow: 200 * time.Millisecond,
		Tricks: slices.DeleteFunc(mischief.Road(), func(trick mischief.Trick) bool { return slices.Contains(slow, trick) }),
	})
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
