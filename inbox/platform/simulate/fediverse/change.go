package fediverse

import (
	"slices"
	"time"
)

// Change lets so many things happen at random.
func (s *Server) Change(now time.Time, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.changeOne(now)
	}
}

func (s *Server) changeOne(now time.Time) {
	switch dice := s.dice.Float64(); {
	case dice < 0.4:
		s.happen(now)
	case dice < 0.55:
		p := pick(s, s.byTime)
		s.rewrite(p, p.text+" (edited)", now)
	case dice < 0.72:
		s.heart(pick(s, s.byTime), pick(s, s.others()), s.chance(0.3))
	case dice < 0.78:
		p := pick(s, s.byTime)
		for id := range p.hearts {
			if id != s.me.id {
				delete(p.hearts, id)
			}
		}
	case dice < 0.9:
		if p := pick(s, s.byTime); s.leaf(p) {
			s.take(p)
		}
	case dice < 0.95:
		who := pick(s, s.others())
		who.name = who.name + " ✨"
		if len(who.name) > 60 {
			who.name = who.acct
		}
	case dice < 0.97:
		s.follow(pick(s, []string{"plaintext", "zettelkasten"}))
	default:
		if len(s.reports) > 0 && s.chance(0.5) {
			one := pick(s, s.reports)
			one.taken, one.updated = !one.taken, now
			return
		}
		s.complain(now)
	}
}

// leaf reports whether a post may be deleted without a trace: nothing answers
// it, no report is about it, and whoever said it is known to us besides.
func (s *Server) leaf(p *post) bool {
	return s.replies(p) == 0 && (p.by.follows || p.by == s.me) && !slices.ContainsFunc(s.reports, func(r *report) bool { return slices.Contains(r.of, p) })
}

// follow follows a tag, or no more.
func (s *Server) follow(tag string) {
	if at := slices.Index(s.tags, tag); at >= 0 {
		s.tags = slices.Delete(s.tags, at, at+1)
		return
	}
	s.tags = append(s.tags, tag)
}
