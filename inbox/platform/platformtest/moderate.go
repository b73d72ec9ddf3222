package platformtest

import (
	"errors"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/platform/simulate/mischief"
	"rounds/inbox/query"
)

// Moderation decides about cases at random, undoes, does again, reopens, syncs
// and is killed, before a server that accepts what it says it did not. When all
// is quiet the cases, the strikes, the log and the platform agree. ROUNDS_ACTIONS
// says how many times something is done, ROUNDS_SEED with which seed.
func Moderation(t *testing.T, p Platform) {
	deeds, seed := number(t, "ROUNDS_ACTIONS", 25), uint64(number(t, "ROUNDS_SEED", 1))
	b := &bench{office: newOffice(t, p, seed), did: map[string]int{}, said: map[string]bool{}}
	a, err := b.rounds.Connectors[account].(Connector).Identify(t.Context())
	if err == nil {
		err = b.memory.PutAccount(t.Context(), inbox.Account{Name: account, Platform: p.Name, Self: a.Self, Voice: a.Voice, Base: a.Base, Lacks: a.Lacks})
	}
	if err != nil {
		t.Fatal(err)
	}
	b.accuse(24)
	b.world.Gate().Misbehave(mischief.Mischief{
		Seed: seed, Rate: 0.05, Writes: 0.3, Veil: 2 * time.Second, Slow: 200 * time.Millisecond,
		Tricks: quick(),
	})
	for n := range deeds {
		b.something(n)
		b.clock.pass(time.Duration(b.dice.IntN(9000)) * time.Millisecond)
	}
	b.world.Gate().Misbehave(mischief.Mischief{})
	b.calmDown()
	b.agree()
	t.Logf("%s, seed %d: %d times something was done (%v), %d kills", p.Name, seed, deeds, b.did, b.kills)
}

// bench is a moderator in the office.
type bench struct {
	*office
	did  map[string]int
	said map[string]bool // of whom and of what something was refused
}

// accuse flags messages of members by hand.
func (b *bench) accuse(n int) {
	b.t.Helper()
	talks, err := b.memory.Conversations(b.t.Context(), query.Query{}, inbox.Window{Limit: n})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range talks {
		_, err := b.memory.FlagTalks(b.t.Context(), []int64{c.ID})
		if err != nil && !errors.Is(err, inbox.ErrNone) {
			b.t.Fatal(err)
		}
	}
	if open, err := b.memory.Cases(b.t.Context(), moderation.Filter{}); err != nil || len(open) < n/2 {
		b.t.Fatalf("%d cases, %v", len(open), err)
	}
}

// something is one thing that a moderator, or fate, does.
func (b *bench) something(n int) {
	b.t.Helper()
	switch p := b.dice.Float64(); {
	case n < 4 || p < 0.40:
		b.decide()
	case p < 0.55:
		b.turn("undo")
	case p < 0.63:
		b.turn("redo")
	case p < 0.70:
		b.reopen()
	case p < 0.76:
		b.did["restart"]++
		b.memory.Close()
		b.open()
	case p < 0.86:
		b.did["sync"]++
		_, _ = b.rounds.Pull(b.t.Context(), account) // what fails is read in the next round
	default:
		b.did["deliver"]++
		b.live(4 + b.dice.IntN(60))
	}
}

func (b *bench) decide() {
	b.t.Helper()
	open, err := b.memory.Cases(b.t.Context(), moderation.Filter{})
	if err != nil {
		b.t.Fatal(err)
	}
	if len(open) == 0 {
		return
	}
	outcomes := moderation.Outcomes()
	r := moderation.Ruling{Outcome: outcomes[b.dice.IntN(len(outcomes))], Rule: "be-kind", Strikes: 1 + b.dice.IntN(3), Letter: "About “{{quote}}”."}
	for _, i := range b.dice.Perm(len(open))[:min(len(open), 1+b.dice.IntN(3))] {
		r.Cases, r.Seen = append(r.Cases, open[i].ID), append(r.Seen, open[i].Text)
	}
	_, err = b.memory.Judge(b.t.Context(), r, nil)
	if _, changed := errors.AsType[*moderation.Changed](err); err != nil && !changed {
		b.t.Fatal(err)
	}
	b.did[string(r.Outcome)]++
}

func (b *bench) turn(what string) {
	b.t.Helper()
	do := b.memory.Undo
	if what == "redo" {
		do = b.memory.Redo
	}
	_, err := do(b.t.Context())
	if err != nil && !errors.Is(err, inbox.ErrNone) && !errors.Is(err, inbox.ErrUnderway) && !errors.Is(err, inbox.ErrNoWayBack) {
		b.t.Fatal(err)
	}
	b.did[what]++
}

func (b *bench) reopen() {
	b.t.Helper()
	log := b.log()
	if len(log) == 0 {
		return
	}
	_, err := b.memory.Reopen(b.t.Context(), log[b.dice.IntN(len(log))].ID)
	if err != nil && !errors.Is(err, inbox.ErrNone) && !errors.Is(err, inbox.ErrUnderway) {
		b.t.Fatal(err)
	}
	b.did["reopen"]++
}

func (b *bench) log() []moderation.Decision {
	b.t.Helper()
	log, err := b.memory.Decisions(b.t.Context(), moderation.LogQuery{})
	if err != nil {
		b.t.Fatal(err)
	}
	return log
}

// calmDown lets everything leave, and reads what has become of it.
func (b *bench) calmDown() {
	b.t.Helper()
	for n := 0; ; n++ {
		if b.live(-1) && b.settleFailed() == 0 {
			break
		}
		if n > 60 {
			b.t.Fatal("it does not come to its end")
		}
	}
	for range 2 {
		if _, err := b.rounds.Pull(b.t.Context(), account); err != nil {
			b.t.Fatal(err)
		}
		b.clock.pass(time.Minute)
	}
}

// settleFailed drops what the platform refused, as a person does who reads why.
func (b *bench) settleFailed() (n int) {
	b.t.Helper()
	out, err := b.memory.Outbox(b.t.Context(), false)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, o := range out {
		if o.State != inbox.Asks && o.State != inbox.Failed {
			continue
		}
		n++
		b.did["refused"]++
		b.said[o.Member], b.said[o.Message] = true, true
		b.t.Logf("%s %s of %s%s is %s: %+v %s", o.Kind, o.ID, o.Message, o.Member, o.State, o.Doubt, o.Trouble)
		if err := b.memory.Decide(b.t.Context(), o.ID, inbox.DropIt); err != nil {
			b.t.Fatal(err)
		}
	}
	return n
}
