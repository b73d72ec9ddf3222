package simulate

import (
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Request is one call of a method, as the log keeps it.
type Request struct {
	At     time.Time // by the server's clock
	Method string
	Form   url.Values // the arguments, without the token
	Status int        // 0 if the connection was cut instead
	Refuse string     // Slack's word for why it refused; "" if it did not
	Trick  Trick      // what went wrong on purpose; "" for an honest answer
}

// These are not played by chance but by a switch or by the tiers.
const (
	Switched Trick = "limited by the switch"
	Severed  Trick = "cut by the switch"
	TooFast  Trick = "faster than the tier"
)

// gate stands before the methods: it keeps the log, and decides whether a
// request gets through.
type gate struct {
	mu         sync.Mutex
	log        []Request
	quiet      time.Time // until when everybody was asked to keep away
	trespasses int
	violations int
	calls      map[string][]time.Time // of the last minute, by method

	limited               time.Time
	cut, revoked, removed bool
	forgotten             []string
	mischief              Mischief
	sinceStart            int // of the mischief, in requests that read
	sinceWrite            int // and in those that write
}

// verdict is how a request is to be answered.
type verdict struct {
	trick  Trick
	wait   time.Duration // until which the client is asked to keep away
	tricks []Trick       // one of them is to be played, the first that can be
	dice   *rand.Rand
	play   Mischief
}

// Requests are all that came so far.
func (s *Slack) Requests() []Request {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	all := slices.Clone(s.gate.log)
	for i := range all {
		all[i].Form = maps.Clone(all[i].Form)
	}
	return all
}

// Trespasses is how many requests came, to whatever method, while the client
// had been asked by a Retry-After to keep away.
func (s *Slack) Trespasses() int {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	return s.gate.trespasses
}

// Violations is how many requests came faster than their tier allows. They are
// in the log as [TooFast].
func (s *Slack) Violations() int {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	return s.gate.violations
}

// arrive writes a request into the log and decides what becomes of it.
func (g *gate) arrive(a *ask, m method) (entry int, v verdict) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.log = append(g.log, Request{At: a.now, Method: a.method, Form: a.form})
	entry = len(g.log) - 1
	if a.now.Before(g.quiet) {
		g.trespasses++
	}
	switch {
	case g.cut:
		return entry, verdict{trick: Severed}
	case a.now.Before(g.limited):
		return entry, verdict{trick: Switched, wait: g.limited.Sub(a.now)}
	}
	if wait := g.hurry(a, m.tier); wait > 0 {
		g.violations++
		return entry, verdict{trick: TooFast, wait: wait}
	}
	if m.writes {
		return entry, g.drawWrite()
	}
	return entry, g.draw()
}

// leave writes into the log how a request was answered. It comes before the
// answer does, so that whoever has the answer finds it there.
func (g *gate) leave(entry int, trick Trick, r *reply) {
	g.mu.Lock()
	defer g.mu.Unlock()
	e := &g.log[entry]
	e.Status, e.Refuse, e.Trick = r.status, r.refused, trick
	if until := e.At.Add(r.wait); r.wait > 0 && until.After(g.quiet) {
		g.quiet = until
	}
}

// perMinute is how many calls a method's tier allows.
func perMinute(tier int) int {
	return [...]int{0, 1, 20, 50, 100, 600}[tier]
}

// hurry is how long a method has to be left alone, 0 if it may be called. A
// tier of 0 is none.
func (g *gate) hurry(a *ask, tier int) time.Duration {
	if tier == 0 {
		return 0
	}
	key, most := a.method, perMinute(tier)
	if a.method == "chat.postMessage" { // about one a second in a channel, and a few at once
		key, most = key+" "+a.get("channel"), 60
	}
	recent := slices.DeleteFunc(g.calls[key], func(t time.Time) bool { return a.now.Sub(t) >= time.Minute })
	if len(recent) >= most {
		return recent[len(recent)-most].Add(time.Minute).Sub(a.now)
	}
	if g.calls == nil {
		g.calls = map[string][]time.Time{}
	}
	g.calls[key] = append(recent, a.now)
	return 0
}
