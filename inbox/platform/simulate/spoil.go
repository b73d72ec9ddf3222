package simulate

import (
	"net/http"
)

// spoilt is the answer to a request after a trick was played with it, or nil if
// there was no occasion for that trick.
func (s *Slack) spoilt(a *ask, trick Trick, v verdict) *reply {
	if r := refused(trick, v.play); r != nil {
		return r
	}
	a.trick, a.dice, a.bent = trick, v.dice, false
	r := tell(s.locked(a))
	if a.bent {
		return r
	}
	spoil := s.spoils(v.play)[trick]
	if spoil == nil {
		return nil
	}
	return spoil(r)
}

// refused is the answer of a trick that never comes to the method, or nil.
func refused(trick Trick, m Mischief) *reply {
	replies := map[Trick]func() *reply{
		Busy:        func() *reply { return busy(m.Wait) },
		BusyLong:    func() *reply { return busy(m.Long) },
		BusyBare:    func() *reply { return busy(0) },
		BusyHTML:    func() *reply { return html(http.StatusTooManyRequests, "Too Many Requests") },
		Broken:      func() *reply { return &reply{status: http.StatusInternalServerError, kind: asJSON, body: []byte("{}")} },
		BadGateway:  func() *reply { return html(http.StatusBadGateway, "Bad Gateway") },
		Unavailable: func() *reply { return html(http.StatusServiceUnavailable, "Service Unavailable") },
		Later: func() *reply {
			r := html(http.StatusServiceUnavailable, "Back in a moment")
			r.wait = wholeSeconds(m.Wait)
			return r
		},
		GatewaySlow: func() *reply { return html(http.StatusGatewayTimeout, "Gateway Time-out") },
		Reset:       func() *reply { return &reply{send: sendReset} },
		CutHeaders:  func() *reply { return &reply{kind: asJSON, send: sendCutHeaders} },
		Garbage: func() *reply {
			return &reply{status: http.StatusOK, kind: asJSON, body: []byte("\x1f\x8b\x00%PDF-1.4 }{")}
		},
		Portal:        func() *reply { return html(http.StatusOK, "Welcome to the hotel. Please sign in.") },
		BareOK:        func() *reply { return tell(object{"ok": true}) },
		InternalError: func() *reply { return tell(refusal("internal_error")) },
		FatalError:    func() *reply { return tell(refusal("fatal_error")) },
		RateLimited:   func() *reply { return tell(refusal("ratelimited")) },
	}
	if make := replies[trick]; make != nil {
		return make()
	}
	return nil
}

// spoils are the tricks that are played with a whole answer.
func (s *Slack) spoils(m Mischief) map[Trick]func(*reply) *reply {
	return map[Trick]func(*reply) *reply{
		CutBody: func(r *reply) *reply {
			r.status, r.send = 0, sendCutBody
			return r
		},
		SlowBody: func(r *reply) *reply {
			r.send = slowly(m.Slow)
			return r
		},
		Bomb: func(r *reply) *reply {
			r.body, r.coded = s.bomb(), "gzip"
			return r
		},
		Truncated: func(r *reply) *reply {
			r.body = r.body[:len(r.body)/2]
			return r
		},
		WrongCharset: func(r *reply) *reply {
			r.kind, r.body = "application/json; charset=utf-16", inUTF16(r.body)
			return r
		},
		BadText: func(r *reply) *reply {
			body, ok := damaged(r.body)
			if !ok {
				return nil
			}
			r.body = body
			return r
		},
		WrongType: func(r *reply) *reply {
			for _, name := range [...]string{"messages", "channels", "members"} {
				if _, ok := r.object[name]; ok {
					r.object[name] = "none"
					return tell(r.object)
				}
			}
			return nil
		},
	}
}
