package platform

import (
	"sync"
	"time"
)

// Pace counts what was asked of a platform in the last minute, method by
// method, so that what is routine stays within the rates that the platform
// publishes. What is urgent is counted too and never held up: there the platform
// itself says when it is too much. The zero value is ready; it may be used by
// several goroutines at once.
type Pace struct {
	mu    sync.Mutex
	asked map[string][]time.Time // the last minute of each method, oldest first
}

// Took notes a request.
func (p *Pace) Took(method string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked == nil {
		p.asked = map[string][]time.Time{}
	}
	p.asked[method] = append(p.recent(method, now), now)
}

// Room is how long to wait until one more request of a method makes no more
// than most in any minute; zero is now.
func (p *Pace) Room(method string, most int, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	recent := p.recent(method, now)
	if len(recent) < most {
		return 0
	}
	return recent[len(recent)-most].Add(time.Minute).Sub(now)
}

func (p *Pace) recent(method string, now time.Time) []time.Time {
	all := p.asked[method]
	for len(all) > 0 && now.Sub(all[0]) >= time.Minute {
		all = all[1:]
	}
	return all
}
