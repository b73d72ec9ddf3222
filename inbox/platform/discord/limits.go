package discord

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"rounds/inbox/platform"
)

// limits keeps what Discord tells with every answer: how much of a bucket is
// left and when it is full again (docs.discord.com, Rate limits). It counts, too,
// what Discord holds against us: after 10,000 requests in ten minutes that were
// answered with 401, 403 or 429 it shuts out the whole address.
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
	invalid [budgetMinutes]count // by minute
}

// bucket is how many requests are left until it is full again, by what Discord
// told last and what was sent since.
type bucket struct {
	left int
	full time.Time
}

type count struct {
	minute int64
	n      int
}

const (
	budgetMinutes = 10
	// budget is where we stop by ourselves: far below Discord's 10,000, since
	// others may use the same address.
	budget = 2000
)

// room is the error that stands in the way of a request, if one does; if not,
// the request counts as sent.
func (l *limits) room(name, of string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, known := l.buckets[of]
	if wait := b.full.Sub(now); wait > 0 && wait <= longestBucket && b.left <= 0 {
		return &platform.Later{Wait: wait, Own: true}
	}
	total := 0
	for _, c := range l.invalid {
		if c.minute > now.Unix()/60-budgetMinutes {
			total += c.n
		}
	}
	if total >= budget {
		return &platform.Early{Err: &platform.Refused{Method: name, Reason: tooManyInvalid}}
	}
	if b.left--; known {
		l.buckets[of] = b
	}
	return nil
}

// tooManyInvalid is our own word for a budget that is used up.
const tooManyInvalid = "too_many_invalid_requests"

// longestBucket is longer than any bucket takes to fill.
const longestBucket = 10 * time.Minute

// learn takes in what an answer tells.
func (l *limits) learn(of string, h http.Header, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if invalid(h, err) {
		at := now.Unix() / 60
		slot := &l.invalid[at%budgetMinutes]
		if slot.minute != at {
			*slot = count{minute: at}
		}
		slot.n++
	}
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	after, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || !(after > 0) {
		return
	}
	if l.buckets == nil || len(l.buckets) > 10_000 {
		l.buckets = map[string]bucket{}
	}
	l.buckets[of] = bucket{left, now.Add(min(time.Duration(min(after, 3600)*float64(time.Second)), longestBucket))}
}

// invalid reports whether Discord counts a request against us: 401, 403 and 429,
// but not the 429 of a limit that is shared with others.
func invalid(h http.Header, err error) bool {
	if later, ok := errors.AsType[*platform.Later](err); ok {
		return !later.Own && h.Get("X-RateLimit-Scope") != "shared"
	}
	refused, ok := errors.AsType[*platform.Refused](err)
	return ok && (refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden)
}
