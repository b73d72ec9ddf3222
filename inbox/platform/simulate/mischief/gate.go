package mischief

import (
	"bytes"
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Options say what stands behind a gate, and how that platform speaks.
type Options struct {
	Now func() time.Time // time.Now if nil
	// Busy is the platform's own way to ask for patience, its body and headers
	// besides Retry-After; a bare 429 if nil.
	Busy func(wait time.Duration) (body string, header http.Header)
	// Writes reports whether a request changes anything; every method but GET and
	// HEAD does if nil.
	Writes func(*http.Request) bool
	// Passes are requests that nothing is done to, such as a line of news that
	// stays open; none if nil.
	Passes func(*http.Request) bool
	// Limits reports how long a request has to wait by the platform's own limits,
	// 0 if it may come; none if nil. It is asked once for each request.
	Limits func(*http.Request, time.Time) time.Duration
}

// Request is one request, as the log keeps it.
type Request struct {
	At     time.Time // by the server's clock
	Method string
	Path   string // with its query
	Header http.Header
	Body   []byte
	Status int   // 0 if the connection was cut instead
	Trick  Trick // what went wrong on purpose; "" for an honest answer
}

// Gate stands before a simulated platform. It may be used by several goroutines
// at once.
type Gate struct {
	opts  Options
	inner http.Handler

	mu         sync.Mutex
	log        []Request
	quiet      time.Time // until when everybody was asked to keep away
	trespasses int
	violations int
	limited    time.Time
	cut        bool
	play       Mischief
	reads      int // since the mischief began
	writes     int
}

// New puts a gate before a platform.
func New(inner http.Handler, o Options) *Gate {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Writes == nil {
		o.Writes = func(r *http.Request) bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }
	}
	return &Gate{opts: o, inner: inner}
}

// Misbehave lets requests go wrong from now on: the n-th of them in the same way
// for the same seed. The zero Mischief ends it.
func (g *Gate) Misbehave(m Mischief) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.play, g.reads, g.writes = m.filled(), 0, 0
}

// Cut pulls the cable, or puts it back.
func (g *Gate) Cut(cut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cut = cut
}

// Limit asks everybody for patience for so long from now on.
func (g *Gate) Limit(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limited = g.opts.Now().Add(d)
}

// Requests are all that came so far.
func (g *Gate) Requests() []Request {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.log)
}

// Trespasses is how many requests came while everybody had been asked by a
// Retry-After to keep away.
func (g *Gate) Trespasses() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trespasses
}

// Violations is how many requests came faster than the platform's own limits
// allow.
func (g *Gate) Violations() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.violations
}

// play is what the platform is told of a trick that it may play.
type playing struct {
	trick Trick
	dice  *rand.Rand
	veil  time.Duration
}

type playKey struct{}

// Playing is the trick that a request's answer shall be spoilt with by the
// platform itself, "" for none, and the dice for it. A platform that has no
// occasion for it answers honestly.
func Playing(r *http.Request) (Trick, *rand.Rand) {
	p, _ := r.Context().Value(playKey{}).(playing)
	return p.trick, p.dice
}

// Veil is for how long what a request writes is shown to nobody.
func Veil(r *http.Request) time.Duration {
	p, _ := r.Context().Value(playKey{}).(playing)
	return p.veil
}

// ServeHTTP implements [http.Handler].
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.opts.Passes != nil && g.opts.Passes(r) {
		g.pass(w, r)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return // whoever asked has gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	entry, v := g.arrive(r, body)
	a := g.answer(r, v)
	g.leave(entry, v, a)
	a.write(w, r)
}

// pass lets a request through that stays open; through a cable that is pulled
// nothing comes.
func (g *Gate) pass(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	cut := g.cut
	g.mu.Unlock()
	if cut {
		sever(w, "", true)
		return
	}
	g.inner.ServeHTTP(w, r)
}

// verdict is how a request is to be answered.
type verdict struct {
	trick Trick
	dice  *rand.Rand
	play  Mischief
	wait  time.Duration
}

// These are not played by chance but by a switch or by the limits.
const (
	Switched Trick = "limited by the switch"
	Severed  Trick = "cut by the switch"
	TooFast  Trick = "faster than allowed"
)

// arrive writes a request into the log and decides what becomes of it.
func (g *Gate) arrive(r *http.Request, body []byte) (entry int, v verdict) {
	now := g.opts.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.log = append(g.log, Request{At: now, Method: r.Method, Path: r.URL.RequestURI(), Header: maps.Clone(r.Header), Body: body})
	entry = len(g.log) - 1
	if now.Before(g.quiet) {
		g.trespasses++
	}
	v.play = g.play
	switch {
	case g.cut:
		v.trick = Severed
		return entry, v
	case now.Before(g.limited):
		v.trick, v.wait = Switched, g.limited.Sub(now)
		return entry, v
	}
	if g.opts.Limits != nil {
		if wait := g.opts.Limits(r, now); wait > 0 {
			g.violations++
			v.trick, v.wait = TooFast, wait
			return entry, v
		}
	}
	if g.opts.Writes(r) {
		v.trick, v.dice = g.play.draw(g.writes, true)
		g.writes++
	} else {
		v.trick, v.dice = g.play.draw(g.reads, false)
		g.reads++
	}
	return entry, v
}

// leave writes into the log how a request was answered. It comes before the
// answer does, so that whoever has the answer finds it there.
func (g *Gate) leave(entry int, v verdict, a *answer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	e := &g.log[entry]
	e.Status, e.Trick = a.status, v.trick
	wait, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || a.send != nil {
		return
	}
	if until := e.At.Add(time.Duration(wait) * time.Second); until.After(g.quiet) {
		g.quiet = until
	}
}

// asked has the platform answer, with a trick for it to play.
func (g *Gate) asked(r *http.Request, p playing) *answer {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	g.inner.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), playKey{}, p)))
	return &answer{status: rec.status, header: rec.header, body: rec.body.Bytes()}
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements [http.ResponseWriter].
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements [http.ResponseWriter].
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write implements [http.ResponseWriter].
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
