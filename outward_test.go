package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/query"
	"rounds/store"
)

// A depot is a machine from which things go out to a workspace, by a program
// that is killed while it sends them.
type depot struct {
	t     testing.TB
	dice  *rand.Rand
	slack *simulate.Slack
	home  home
	asked []inbox.Action // in the order in which a person asked for them
	words int            // how often a person was asked
	kills int
}

// newDepot makes a machine that has read a workspace. What is sent there is
// seen within veil.
func newDepot(t testing.TB, seed uint64, rooms int) *depot {
	t.Helper()
	p := &depot{t: t, dice: rand.New(rand.NewPCG(seed, 0x9057))}
	p.slack = simulate.NewHistory(simulate.Options{Seed: seed, Size: 60, Token: canary}, rooms)
	server := httptest.NewServer(p.slack)
	t.Cleanup(server.Close)
	p.home = newHome(t).with("ROUNDS_SLACK_TOKEN="+canary, "ROUNDS_SLACK_BASE="+server.URL+"/api/")
	config := filepath.Join(p.home.dir, "config", "rounds", "config.toml")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("hold = \"0s\"\nsettle = \"1500ms\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.home.must(t, "sync")
	return p
}

// open opens the database while no program has it open.
func (p *depot) open() *store.Store {
	p.t.Helper()
	memory, err := store.Open(p.t.Context(), p.home.db, store.Options{Hold: -1})
	if err != nil {
		p.t.Fatal(err)
	}
	return memory
}

// ask asks for n answers and new messages, many of them in the same words.
func (p *depot) ask(n int) {
	p.t.Helper()
	memory := p.open()
	defer memory.Close()
	talks := p.talks(memory)
	words := []string{"Thanks!", "Look at <this> & that", "You're right.\nFixed in 2.1"}
	for range n {
		c := talks[p.dice.IntN(len(talks))]
		talk, err := memory.Talk(p.t.Context(), c.ID)
		if err != nil {
			p.t.Fatal(err)
		}
		a := inbox.Action{
			Kind: inbox.Reply, Account: c.Account, Channel: c.Channel.ID, Thread: c.Thread, Seen: talk.Sight(), Text: words[p.dice.IntN(len(words))],
		}
		switch p.dice.IntN(8) {
		case 0:
			a.Kind, a.Thread, a.Seen = inbox.Post, "", inbox.Sight{}
		case 1:
			a.Kind, a.Member = inbox.ReplyPrivately, c.Opener.ID
		}
		e, err := memory.Ask(p.t.Context(), inbox.Order{Verb: inbox.Verb(a.Kind), Actions: []inbox.Action{a}})
		if err != nil {
			p.t.Fatal(err)
		}
		a.ID = e.Changes[0].Ref.ID
		p.asked = append(p.asked, a)
	}
}

// talks are the conversations that can be answered.
func (p *depot) talks(memory *store.Store) []inbox.Conversation {
	p.t.Helper()
	all, err := memory.Conversations(p.t.Context(), query.Query{}, inbox.Window{})
	if err != nil {
		p.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(c inbox.Conversation) bool {
		return c.Channel.Archived || c.Opener.Role != inbox.Community || c.Opener.ID == "" || c.Text == ""
	})
}

// talk is one of them, and its ID as a person types it.
func (p *depot) talk() (inbox.Conversation, string) {
	p.t.Helper()
	memory := p.open()
	defer memory.Close()
	first := p.talks(memory)[0]
	return first, strconv.FormatInt(first.ID, 10)
}

// left is how much still waits, after a person has said their word where one
// was needed.
func (p *depot) left() int {
	p.t.Helper()
	memory := p.open()
	defer memory.Close()
	waiting, err := memory.Outbox(p.t.Context(), false)
	if err != nil {
		p.t.Fatal(err)
	}
	copies := p.slack.Copies()
	for _, o := range waiting {
		if o.State != inbox.Asks && o.State != inbox.Failed {
			continue
		}
		p.words++
		p.t.Logf("%s %s is %s: %+v %s", o.Kind, o.ID, o.State, o.Doubt, o.Trouble)
		word := inbox.SendIt
		if copies[o.ID] > 0 {
			word = inbox.DropIt
		}
		if err := memory.Decide(p.t.Context(), o.ID, word); err != nil {
			p.t.Fatal(err)
		}
	}
	return len(waiting)
}

// judge compares what was asked for with what the workspace holds. Where a
// person said their word, the order is theirs.
func (p *depot) judge() simulate.Audit {
	p.t.Helper()
	var wanted []simulate.Wanted
	for _, a := range p.asked {
		want := simulate.Wanted{Marker: a.ID, Channel: a.Channel, Lane: a.Lane()}
		if a.Kind == inbox.Reply {
			want.Thread = a.Thread
		}
		if a.Kind.Private() {
			want.Channel = ""
		}
		wanted = append(wanted, want)
	}
	v := p.slack.Audit(wanted)
	if p.words > 0 {
		v.Disorder = nil
	}
	if !v.Good() {
		p.t.Errorf("%+v", v)
	}
	return v
}

// sum is what a run says in the end.
func sum(seed uint64, v simulate.Audit, kills, words int) string {
	return fmt.Sprintf("seed %d: %d actions, %d kills: %s, asked the person %d (%.2f %%)",
		seed, v.Wanted, kills, v, words, 100*float64(words)/float64(max(v.Wanted, 1)))
}

// killing runs a call and kills it after a while, unless it ends before.
func (p *depot) killing(after time.Duration, args ...string) (killed bool) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), after)
	defer stop()
	cmd := p.home.command(ctx, args...) // ends with SIGKILL
	err := cmd.Run()
	if err != nil && ctx.Err() != nil {
		p.kills++
		return true
	}
	return false
}

// envNumber is a number of the environment.
func envNumber(t testing.TB, name string, usual int) int {
	t.Helper()
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

// TestWhatIsAskedForArrivesOnceThoughTheProgramIsKilledAtRandom sends through a
// server that says it failed when it did not, by a program that is killed with
// SIGKILL. ROUNDS_ACTIONS is how much is sent.
func TestWhatIsAskedForArrivesOnceThoughTheProgramIsKilledAtRandom(t *testing.T) {
	t.Parallel()
	const apart = 2 // machines, each with a workspace of its own
	actions, seed := envNumber(t, "ROUNDS_ACTIONS", 12), killSeed(t)
	var mu sync.Mutex
	var all simulate.Audit
	killed, words := 0, 0
	began := time.Now()
	t.Run("machines", func(t *testing.T) {
		for n := range apart {
			t.Run(fmt.Sprint(n+1), func(t *testing.T) {
				t.Parallel()
				p := newDepot(t, seed*100+uint64(n), 24)
				p.slack.Misbehave(simulate.Mischief{
					Seed: seed, Writes: 0.35, Veil: 700 * time.Millisecond, Slow: 300 * time.Millisecond, Wait: time.Second,
					WriteTricks: slices.DeleteFunc(simulate.WriteTricks(), func(trick simulate.Trick) bool {
						return trick == simulate.BusyBare || trick == simulate.BusyHTML || trick == simulate.RateLimited // they ask for half a minute
					}),
				})
				for len(p.asked) < actions/apart {
					p.ask(min(60, actions/apart-len(p.asked)))
					for p.left() > 0 {
						p.killing(time.Duration(60+p.dice.IntN(900))*time.Millisecond, "sync")
					}
				}
				v := p.judge()
				mu.Lock()
				defer mu.Unlock()
				all, killed, words = all.Add(v), killed+p.kills, words+p.words
			})
		}
	})
	t.Logf("%s, in %v", sum(seed, all, killed, words), time.Since(began).Round(time.Second))
}

// TestAKillAtEveryPointOfADeliverySendsEverythingOnce kills the program at each
// commit, request and answer of a delivery in turn. ROUNDS_KILLS=all tries every
// one of them.
func TestAKillAtEveryPointOfADeliverySendsEverythingOnce(t *testing.T) {
	t.Parallel()
	const fresh = 25 // kills of one machine: its history grows
	seed, most := killSeed(t), max(kills(t)/10, 1)
	begin := func() *depot {
		p := newDepot(t, seed, 8)
		p.slack.Misbehave(simulate.Mischief{Seed: seed, Writes: 0.3, Veil: 300 * time.Millisecond, WriteTricks: []simulate.Trick{
			simulate.AcceptedReset, simulate.AcceptedBroken, simulate.AcceptedGarbage, simulate.Broken, simulate.Reset,
		}})
		p.ask(5)
		return p
	}
	p := begin()
	points := p.home.probe(t, 0, "sync").points
	var all simulate.Audit
	killed, words := 0, 0
	settle := func() {
		for p.left() > 0 {
			p.home.run(t, "sync")
		}
		all, killed, words = all.Add(p.judge()), killed+p.kills, words+p.words
	}
	for i, n := range spread(points, most) {
		if i%fresh == fresh-1 {
			settle()
			p = begin()
		} else {
			p.ask(5)
		}
		at := p.home.probe(t, n, "sync")
		if !at.killed && n > points {
			break // behind its end
		}
		if at.killed {
			p.kills++
		}
		for p.left() > 0 {
			p.home.run(t, "sync")
		}
		if v := p.judge(); !v.Good() {
			t.Fatalf("killed at point %d of %d: %s", n, points, v)
		}
	}
	settle()
	t.Logf("%s; %d points", sum(seed, all, killed, words), points)
}

// TestAnAnswerThatWasAcknowledgedIsKept kills the command that takes an answer
// at each of its points: what it said it has taken is there.
func TestAnAnswerThatWasAcknowledgedIsKept(t *testing.T) {
	t.Parallel()
	p := newDepot(t, killSeed(t), 4)
	_, id := p.talk()
	points := p.home.probe(t, 0, "reply", id, "--text", "0").points
	acknowledged := 1
	for _, n := range spread(points, max(kills(t)/3, points)) {
		before := len(p.outbox(t))
		at := p.home.probe(t, n, "reply", id, "--text", fmt.Sprint(n))
		after := len(p.outbox(t))
		if !at.killed {
			acknowledged++
		}
		if after < before || after > before+1 || !at.killed && after != before+1 {
			t.Errorf("killed at point %d (%s): the outbox went from %d to %d", n, at.point, before, after)
		}
		if !at.killed {
			break
		}
		p.kills++
	}
	t.Logf("%d points, %d kills, %d acknowledged", points, p.kills, acknowledged)
}
