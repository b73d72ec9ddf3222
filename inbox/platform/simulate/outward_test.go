package simulate_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/slack"
	"rounds/inbox/query"
	"rounds/inbox/signal"
	"rounds/store"
)

// An office is a person who asks for things, and a program that carries them out
// and is killed again and again, before a workspace that accepts what it says
// it did not, and shows late what it accepted. All are on one clock; waiting
// moves it and takes no time.
type office struct {
	t      testing.TB
	seed   uint64
	dice   *rand.Rand
	slack  *simulate.Slack
	server *httptest.Server
	path   string
	memory *store.Store
	rounds *courier.Courier

	mu   sync.Mutex
	now  time.Time
	left int // points until the program is killed; below zero it lives

	asked []inbox.Action // in the order in which a person asked for them
	plain bool           // the token may not moderate
	kills int
	words int // how often a person was asked
}

// killed is what a probe panics with.
type killed struct{}

func (d *office) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *office) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// point is a commit, a request or an answer, where a program may be killed.
func (d *office) point(string) {
	d.mu.Lock()
	d.left--
	dead := d.left == 0
	d.mu.Unlock()
	if dead {
		panic(killed{})
	}
}

func newOffice(t testing.TB, seed uint64) *office {
	t.Helper()
	d := &office{t: t, seed: seed, dice: rand.New(rand.NewPCG(seed, 0xde5c)), now: noon(), left: -1, path: filepath.Join(t.TempDir(), "rounds.db")}
	d.slack = simulate.NewHistory(simulate.Options{Seed: seed, Size: 60, Now: d.clock}, 12)
	d.server = httptest.NewServer(d.slack)
	t.Cleanup(d.server.Close)
	d.open()
	t.Cleanup(func() { d.memory.Close() })
	if _, err := d.rounds.Pull(t.Context(), "demo"); err != nil {
		t.Fatal(err)
	}
	return d
}

// open starts the program.
func (d *office) open() {
	d.t.Helper()
	ctx := context.Background()
	memory, err := store.Open(ctx, d.path, store.Options{Now: d.clock, Probe: d.point})
	if err == nil {
		err = memory.PutAccount(ctx, inbox.Account{Name: "demo", Platform: inbox.Slack})
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.memory = memory
	connector := slack.New(slack.Options{
		Account: "demo", Token: d.slack.Token(), Base: d.server.URL + "/api/", Now: d.clock,
		HTTP: platform.NewHTTP(platform.Options{Timeout: 150 * time.Millisecond, Limit: 4 << 20, Probe: d.point}),
	})
	d.rounds = &courier.Courier{
		Store: memory, Outbox: memory, Connectors: map[string]courier.Connector{"demo": connector}, Holder: "one",
		Desk: func(context.Context, string) (courier.Reader, error) {
			return plainDesk{signal.New(signal.Desk{Self: []string{d.slack.Me()}})}, nil
		},
		Now: d.clock, Every: time.Minute, Tell: func(courier.News) {}, Go: func(fn func()) { go fn() },
		Sleep: func(ctx context.Context, by time.Duration) error { d.pass(by); return ctx.Err() },
	}
}

// ask asks for n things: most of them answers, some new messages, some private
// ones and some reactions, many of them in the same words.
func (d *office) ask(n int) {
	d.t.Helper()
	talks, err := d.memory.Conversations(d.t.Context(), everything(), inbox.Window{})
	if err != nil || len(talks) < 10 {
		d.t.Fatalf("%d conversations, %v", len(talks), err)
	}
	talks = slices.DeleteFunc(talks, func(c inbox.Conversation) bool {
		return c.Channel.Archived || c.Opener.Role != inbox.Community || c.Opener.ID == "" || c.Text == ""
	})
	words := []string{"Thanks!", "Have a look at <the docs> & tell me", "👍 on it", "You're right.\nFixed in 2.1", "ok"}
	for range n {
		c := talks[d.dice.IntN(len(talks))]
		talk, err := d.memory.Talk(d.t.Context(), c.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		a := inbox.Action{
			Kind: inbox.Reply, Account: "demo", Channel: c.Channel.ID, Thread: c.Thread, Seen: talk.Sight(),
			Text: words[d.dice.IntN(len(words))],
		}
		switch p := d.dice.Float64(); {
		case p < 0.12:
			a.Kind, a.Thread, a.Seen = inbox.Post, "", inbox.Sight{}
		case p < 0.24:
			a.Kind, a.Member = inbox.ReplyPrivately, c.Opener.ID
		case p < 0.34:
			a.Kind, a.Message, a.Emoji, a.Text = inbox.React, c.Thread, []string{"rocket", "seedling", "mag"}[d.dice.IntN(3)], ""
		case p < 0.39 && !d.plain:
			a = d.moderates(a, talk)
		}
		e, err := d.memory.Ask(d.t.Context(), inbox.Order{Verb: inbox.Verb(a.Kind), Actions: []inbox.Action{a}})
		if err != nil {
			d.t.Fatal(err)
		}
		a.ID = e.Changes[0].Ref.ID
		d.asked = append(d.asked, a)
		d.pass(time.Duration(d.dice.IntN(3000)) * time.Millisecond)
	}
}

// moderates is a message taken away, or a member put out, in the place of an
// answer. No conversation loses its beginning: the answers to it would have to
// be asked about.
func (d *office) moderates(a inbox.Action, talk inbox.Talk) inbox.Action {
	if d.dice.IntN(3) == 0 && talk.Channel.Name != "general" { // nobody is put out of that one
		inside := slices.DeleteFunc(d.slack.Inside(a.Channel), func(id string) bool { return id == d.slack.Me() })
		if len(inside) > 0 {
			return inbox.Action{Kind: inbox.Kick, Account: "demo", Channel: a.Channel, Member: inside[d.dice.IntN(len(inside))]}
		}
	}
	said := slices.DeleteFunc(slices.Clone(talk.Said), func(u inbox.Utterance) bool {
		return u.Key == talk.Thread || u.Beside || u.Deleted || u.Author.ID == d.slack.Me() || u.Key == a.Seen.Last.ID
	})
	if len(said) == 0 {
		return a
	}
	out := inbox.Action{Kind: inbox.Remove, Account: "demo", Channel: a.Channel, Message: said[0].Key}
	if len(said) > 1 {
		out.Messages = []string{said[1].Key}
	}
	return out
}

// moderated tells what is lost of what was asked, or done twice.
func (d *office) moderated(a inbox.Action) (v simulate.Audit) {
	v.Wanted = 1
	removed := d.slack.Removed()
	for _, ts := range append([]string{a.Message}, a.Messages...) {
		if a.Kind == inbox.Remove && ts != "" && !slices.Contains(removed, a.Channel+" "+ts) {
			v.Lost = append(v.Lost, a.ID)
		}
	}
	kicks := 0
	for _, w := range d.slack.Written() {
		if w.Method == "conversations.kick" && w.Channel == a.Channel && w.Member == a.Member {
			kicks++
		}
	}
	switch {
	case a.Kind == inbox.Kick && kicks == 0:
		v.Lost = append(v.Lost, a.ID)
	case a.Kind == inbox.Kick && kicks > 1, len(slices.Compact(removed)) != len(d.slack.Removed()):
		v.Twice = append(v.Twice, a.ID)
	}
	return v
}

// live lets the program run until it is killed, or has nothing left to do; it
// reports the latter.
func (d *office) live(points int) (done bool) {
	d.mu.Lock()
	d.left = points
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.left = -1
		d.mu.Unlock()
		switch cause := recover(); cause.(type) {
		case nil:
		case killed:
			d.kills++
			d.memory.Close()
			d.pass(time.Duration(d.dice.IntN(4000)) * time.Millisecond)
			d.open()
		default:
			panic(cause)
		}
	}()
	out, err := d.rounds.Deliver(d.t.Context(), "demo", time.Hour)
	if err != nil && !errors.Is(err, context.Canceled) {
		d.t.Logf("the delivery ended: %v", err)
	}
	d.pass(time.Minute)
	return !out.Waiting && err == nil
}

// answer is the person who says a word where one is needed: they look at the
// workspace, as we asked them to.
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
		copies := d.slack.Copies()
		asked++
		d.t.Logf("%s %s is %s: %+v %s", o.Kind, o.ID, o.State, o.Doubt, o.Trouble)
		word := inbox.SendIt
		if copies[o.ID] > 0 {
			word = inbox.DropIt
		}
		if err := d.memory.Decide(d.t.Context(), o.ID, word); err != nil {
			d.t.Fatal(err)
		}
	}
	d.words += asked
	return asked
}

// judge compares what was asked for with what the workspace holds in the end.
// Where a person said their word, the order is theirs.
func (d *office) judge() simulate.Audit {
	d.t.Helper()
	reacted, text := map[string]bool{}, map[string]string{}
	for _, w := range d.slack.Written() {
		switch w.Method {
		case "reactions.add":
			reacted[w.Channel+" "+w.TS+" "+w.Emoji] = true
		case "chat.postMessage":
			text[w.Marker] = unescaped(w.Text)
		}
	}
	var wanted []simulate.Wanted
	var other simulate.Audit
	for _, a := range d.asked {
		if a.Kind == inbox.Remove || a.Kind == inbox.Kick {
			other = other.Add(d.moderated(a))
			continue
		}
		if a.Kind == inbox.React {
			if other.Wanted++; !reacted[a.Channel+" "+a.Message+" "+a.Emoji] {
				other.Lost = append(other.Lost, a.ID)
			}
			continue
		}
		want := simulate.Wanted{Marker: a.ID, Channel: a.Channel, Lane: a.Lane()}
		if a.Kind == inbox.Reply {
			want.Thread = a.Thread
		}
		if a.Kind.Private() {
			want.Channel = ""
		}
		wanted = append(wanted, want)
		if said, posted := text[a.ID]; posted && said != a.Text {
			other.Wrong = append(other.Wrong, a.ID)
		}
	}
	v := d.slack.Audit(wanted).Add(other)
	if d.words > 0 {
		v.Disorder = nil
	}
	if !v.Good() {
		d.t.Errorf("%+v", v)
	}
	return v
}

func unescaped(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// number is a number of the environment.
func number(t testing.TB, name string, usual int) int {
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is no number above 0", name, text)
	}
	return n
}

// TestNothingIsLostOrSentTwiceByAHostileServerAndAProgramThatIsKilled is the
// promise. ROUNDS_ACTIONS and ROUNDS_SEED make it longer and another one.
func TestNothingIsLostOrSentTwiceByAHostileServerAndAProgramThatIsKilled(t *testing.T) {
	actions, seed := number(t, "ROUNDS_ACTIONS", 40), uint64(number(t, "ROUNDS_SEED", 1))
	d := newOffice(t, seed)
	d.slack.Misbehave(simulate.Mischief{
		Seed: seed, Rate: 0.08, Tricks: slices.DeleteFunc(simulate.Honest(), slowTrick), Writes: 0.35, Veil: 2 * time.Second, Slow: 200 * time.Millisecond,
	})
	began := time.Now()
	for len(d.asked) < actions {
		d.ask(min(40, actions-len(d.asked)))
		for idle := false; !idle; {
			idle = d.live(4+d.dice.IntN(90)) && d.answer() == 0
		}
	}
	v := d.judge()
	t.Logf("seed %d: %d actions, %d kills, %d requests in %v: %s, asked the person %d (%.2f %%)",
		seed, len(d.asked), d.kills, len(d.slack.Requests()), time.Since(began).Round(time.Second),
		v, d.words, 100*float64(d.words)/float64(len(d.asked)))
	if d.words*100 > len(d.asked) {
		t.Errorf("a person was asked about %d of %d", d.words, len(d.asked))
	}
}

// slowTrick reports whether a trick takes time, or asks for it.
func slowTrick(trick simulate.Trick) bool {
	return slices.Contains([]simulate.Trick{simulate.SlowBody, simulate.Bomb, simulate.BusyLong}, trick)
}

// everything is a filter that leaves nothing out.
func everything() query.Query { return query.Query{} }

// TestWhatWasAskedForWithoutANetworkArrivesInOrderWhenItIsBack pulls the cable
// for as long as a person works.
func TestWhatWasAskedForWithoutANetworkArrivesInOrderWhenItIsBack(t *testing.T) {
	d := newOffice(t, 7)
	d.slack.Cut(true)
	for range 4 {
		d.ask(20)
		if done := d.live(-1); done {
			t.Error("without a network everything was delivered")
		}
	}
	if n := len(d.slack.Written()); n > 0 {
		t.Errorf("%d things arrived through a cable that is pulled", n)
	}
	d.slack.Cut(false)
	for n := 0; !d.live(-1); n++ {
		if n > 20 {
			t.Fatal("it does not come to its end")
		}
	}
	if asked := d.answer(); asked > 0 {
		t.Errorf("a person was asked about %d", asked)
	}
	d.judge()
}

// TestReadingSendingAndAPersonGetAlong lets all of it happen at once, for the
// race detector.
func TestReadingSendingAndAPersonGetAlong(t *testing.T) {
	live := simulate.NewHistory(simulate.Options{Seed: 3, Size: 60, Token: "xoxb-canary"}, 6)
	server := httptest.NewServer(live)
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	memory, err := store.Open(ctx, filepath.Join(t.TempDir(), "rounds.db"), store.Options{Hold: 20 * time.Millisecond})
	if err == nil {
		err = memory.PutAccount(ctx, inbox.Account{Name: "demo", Platform: inbox.Slack})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	var work sync.WaitGroup
	rounds := &courier.Courier{
		Store: memory, Outbox: memory, Leases: memory, Holder: "one", Settle: 50 * time.Millisecond, Every: 30 * time.Millisecond, Now: time.Now,
		Connectors: map[string]courier.Connector{"demo": slack.New(slack.Options{Account: "demo", Token: live.Token(), Base: server.URL + "/api/", Hasty: true})},
		Desk: func(context.Context, string) (courier.Reader, error) {
			return plainDesk{signal.New(signal.Desk{Self: []string{live.Me()}})}, nil
		},
		Tell: func(courier.News) {}, Go: func(fn func()) { work.Go(fn) },
	}
	if _, err := rounds.Pull(ctx, "demo"); err != nil {
		t.Fatal(err)
	}
	work.Go(func() { rounds.Run(ctx) })
	work.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-memory.Summoned():
				rounds.Post()
			}
		}
	})
	d := &office{t: t, slack: live, memory: memory, dice: rand.New(rand.NewPCG(3, 3)), plain: true}
	for range 6 {
		d.ask(4)
		live.Change(time.Now(), 3)
		rounds.Hurry()
		if _, err := memory.Undo(ctx); err != nil && !errors.Is(err, inbox.ErrUnderway) && !errors.Is(err, inbox.ErrNoWayBack) {
			t.Error(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		waiting, err := memory.Outbox(ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		stuck := map[string]bool{} // for want of a person's word, theirs or that of what stands before them
		left := slices.DeleteFunc(waiting, func(o inbox.Outgoing) bool {
			stuck[o.ID] = o.State == inbox.Asks || o.State == inbox.Failed || stuck[o.Behind]
			return stuck[o.ID]
		})
		if len(left) == 0 {
			break
		}
		if time.Since(began) > 30*time.Second {
			t.Fatalf("%d still wait: %+v", len(left), left[0])
		}
	}
	stop()
	work.Wait()
	for marker, n := range live.Copies() {
		if n > 1 {
			t.Errorf("%s was sent %d times", marker, n)
		}
	}
}

// TestOfSeveralProgramsOneDelivers lets three of them at one outbox.
func TestOfSeveralProgramsOneDelivers(t *testing.T) {
	d := newOffice(t, 9)
	d.ask(30)
	d.pass(time.Minute)
	var work sync.WaitGroup
	programs := []*courier.Courier{d.rounds}
	for n := range 2 {
		memory, err := store.Open(t.Context(), d.path, store.Options{Now: d.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer memory.Close()
		connector := slack.New(slack.Options{Account: "demo", Token: d.slack.Token(), Base: d.server.URL + "/api/", Now: d.clock})
		programs = append(programs, &courier.Courier{
			Store: memory, Outbox: memory, Connectors: map[string]courier.Connector{"demo": connector}, Holder: strconv.Itoa(n),
			Desk: d.rounds.Desk, Now: d.clock, Every: time.Minute, Tell: func(courier.News) {}, Go: d.rounds.Go, Sleep: d.rounds.Sleep,
		})
	}
	for _, program := range programs {
		work.Go(func() {
			if _, err := program.Deliver(t.Context(), "demo", 10*time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	for !d.live(-1) {
	}
	d.judge()
}
