package simulate

import (
	"slices"
	"time"
)

// Limit answers every request with a 429 and a Retry-After until d has passed
// by the server's clock. Nothing but zero ends it early.
func (s *Slack) Limit(d time.Duration) {
	until := s.opts.Now().Add(d)
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	s.gate.limited = until
}

// Cut resets every connection, those of Socket Mode too, until it is told
// false: the server cannot be reached.
func (s *Slack) Cut(cut bool) {
	s.gate.mu.Lock()
	s.gate.cut = cut
	s.gate.mu.Unlock()
	if cut {
		s.DropConnections()
	}
}

// Revoke takes the token back (token_revoked), or gives it again.
func (s *Slack) Revoke(revoked bool) {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	s.gate.revoked = revoked
}

// Forget takes a scope from the token, such as "groups:history"; the methods
// that need it answer missing_scope.
func (s *Slack) Forget(scope string) {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	s.gate.forgotten = append(slices.Clone(s.gate.forgotten), scope)
}

// Remove deletes the workspace: every token answers account_inactive for good.
func (s *Slack) Remove() {
	s.gate.mu.Lock()
	s.gate.removed = true
	s.gate.mu.Unlock()
	s.DropConnections()
}

// banned is the refusal of a token that was right once, or nil.
func (g *gate) banned(app bool) object {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.removed:
		return refusal("account_inactive")
	case g.revoked && !app:
		return refusal("token_revoked")
	}
	return nil
}
