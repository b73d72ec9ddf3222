package simulate

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// The tricks of requests that write: what was asked for is done, and whoever
// asked does not learn it.
const (
	AcceptedReset       Trick = "accepted, then reset"
	AcceptedSlow        Trick = "accepted, then silent"
	AcceptedBroken      Trick = "accepted, then 500"
	AcceptedBadGateway  Trick = "accepted, then 502 as HTML"
	AcceptedUnavailable Trick = "accepted, then 503 as HTML"
	AcceptedGarbage     Trick = "accepted, then garbage"
	AcceptedCutBody     Trick = "accepted, then cut in the body"
	AcceptedInternal    Trick = "accepted, then internal_error"
	AcceptedFatal       Trick = "accepted, then fatal_error"

	// Unseen is an honest answer to a message that nobody is shown for a while.
	Unseen Trick = "accepted, shown later"
)

// Accepted are the tricks after which something was done that looks as if it
// was not.
func Accepted() []Trick {
	return []Trick{
		AcceptedReset, AcceptedSlow, AcceptedBroken, AcceptedBadGateway, AcceptedUnavailable,
		AcceptedGarbage, AcceptedCutBody, AcceptedInternal, AcceptedFatal,
	}
}

// RefusedBefore are the tricks after which nothing was done.
func RefusedBefore() []Trick {
	return []Trick{
		Busy, BusyBare, BusyHTML, RateLimited, Broken, BadGateway, Unavailable, Later, GatewaySlow, Reset, CutHeaders, Garbage, InternalError, FatalError,
	}
}

// WriteTricks are all that may happen to a request that writes.
func WriteTricks() []Trick { return append(append(Accepted(), RefusedBefore()...), Unseen) }

// drawWrite is [gate.draw] for requests that write, which are counted by
// themselves, so that reading goes wrong as it does without them.
func (g *gate) drawWrite() verdict {
	m := g.mischief
	n := g.sinceWrite
	g.sinceWrite++
	dice := rand.New(rand.NewPCG(m.Seed^0x5e4d, uint64(n))) //nolint:gosec // it is no secret
	if m.Calm > 0 && n >= m.Calm || dice.Float64() >= m.Writes {
		return verdict{}
	}
	v := verdict{dice: dice, play: m}
	for _, i := range dice.Perm(len(m.WriteTricks)) {
		v.tricks = append(v.tricks, m.WriteTricks[i])
	}
	return v
}

// twisted is the answer to a request that writes after a trick was played with
// it, or nil if it is none of those tricks.
func (s *Slack) twisted(a *ask, trick Trick, v verdict) *reply {
	if slices.Contains(RefusedBefore(), trick) {
		return refused(trick, v.play)
	}
	twist := twists(v.play)[trick]
	if twist == nil {
		return nil
	}
	most := v.play.Veil
	if trick == Unseen && most == 0 {
		most = 2 * time.Second
	}
	if most > 0 {
		a.veil = 1 + time.Duration(v.dice.Int64N(int64(most)))
	}
	return twist(tell(s.locked(a)))
}

// twists are what becomes of the answer.
func twists(m Mischief) map[Trick]func(*reply) *reply {
	instead := func(r *reply) func(*reply) *reply { return func(*reply) *reply { return r } }
	return map[Trick]func(*reply) *reply{
		AcceptedReset:       instead(&reply{send: sendReset}),
		AcceptedSlow:        instead(&reply{send: silently(m.Slow)}),
		AcceptedBroken:      instead(&reply{status: http.StatusInternalServerError, kind: asJSON, body: []byte("{}")}),
		AcceptedBadGateway:  instead(html(http.StatusBadGateway, "Bad Gateway")),
		AcceptedUnavailable: instead(html(http.StatusServiceUnavailable, "Service Unavailable")),
		AcceptedGarbage:     instead(&reply{status: http.StatusOK, kind: asJSON, body: []byte("\x1f\x8b\x00%PDF-1.4 }{")}),
		AcceptedInternal:    instead(tell(refusal("internal_error"))),
		AcceptedFatal:       instead(tell(refusal("fatal_error"))),
		AcceptedCutBody: func(r *reply) *reply {
			r.status, r.send = 0, sendCutBody
			return r
		},
		Unseen: func(r *reply) *reply { return r },
	}
}

// silently says nothing until the client has waited long enough or has gone,
// and hangs up.
func silently(most time.Duration) func(http.ResponseWriter, *http.Request, *reply) {
	return func(w http.ResponseWriter, req *http.Request, _ *reply) {
		ctx, cancel := context.WithTimeout(req.Context(), most)
		defer cancel()
		<-ctx.Done()
		sever(w, "", true)
	}
}
