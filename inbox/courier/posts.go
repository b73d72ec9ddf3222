package courier

import "sync"

// posts wakes those who deliver.
type posts struct {
	mu    sync.Mutex
	asked int // how often a person has asked for it
	woken chan struct{}
}

// Post says that something new may be in the outbox.
func (c *Courier) Post() { c.posts.call(false) }

// call wakes everybody; asked says that a person wants it, whatever was in the
// way before.
func (p *posts) call(asked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if asked {
		p.asked++
	}
	if p.woken != nil {
		close(p.woken)
		p.woken = nil
	}
}

// next is closed at the next call; asked is how often a person has asked so
// far.
func (p *posts) next() (woken <-chan struct{}, asked int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.woken == nil {
		p.woken = make(chan struct{})
	}
	return p.woken, p.asked
}
