package guild

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// bucket counts the requests of one kind about one channel or server.
type bucket struct {
	begun time.Time
	used  int
	most  int
	lasts time.Duration
}

// limits takes a request from its bucket, and returns how long it has to wait if
// that is empty.
func (g *Guild) limits(r *http.Request, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.limited {
		return 0
	}
	b := g.bucketOf(r, now)
	if b.used >= b.most {
		return max(b.begun.Add(b.lasts).Sub(now), time.Millisecond)
	}
	b.used++
	return 0
}

func (g *Guild) bucketOf(r *http.Request, now time.Time) *bucket {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, Prefix+"/"), "/")
	name := r.Method
	for i, part := range parts {
		if _, err := strconv.ParseUint(part, 10, 64); err == nil && i != 1 {
			part = "*"
		}
		name += "/" + part
	}
	b := g.buckets[name]
	if b == nil {
		b = &bucket{most: 10, lasts: time.Second}
		switch {
		case r.Method == http.MethodPost && strings.HasSuffix(name, "/messages"):
			b.most, b.lasts = 5, 5*time.Second
		case strings.Contains(name, "/reactions"):
			b.most, b.lasts = 1, 250*time.Millisecond
		}
		g.buckets[name] = b
	}
	if now.Sub(b.begun) >= b.lasts || now.Before(b.begun) {
		b.begun, b.used = now, 0
	}
	return b
}

// tell writes how much of its bucket is left.
func (g *Guild) tell(h http.Header, r *http.Request, now time.Time) {
	if !g.limited {
		return
	}
	b := g.bucketOf(r, now)
	full := b.begun.Add(b.lasts)
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.most))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, b.most-b.used)))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(full.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(full.Sub(now).Seconds(), 'f', 3, 64))
	h.Set("X-RateLimit-Bucket", "b"+strconv.Itoa(b.most))
}
