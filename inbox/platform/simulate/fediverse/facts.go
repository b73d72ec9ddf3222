package fediverse

import "slices"

// Fact is one post as the account is shown it, in the place where it belongs.
type Fact struct {
	Channel, ID, Text string
	Reactions         int
}

// Facts are all posts of the threads that concern us, which is told anew here
// and not by the connector's rule: from every post that we are told of, the
// thread around it.
func (s *Server) Facts() []Fact {
	s.mu.Lock()
	defer s.mu.Unlock()
	ours := map[string]bool{}
	for _, p := range s.byTime {
		if s.sees(p) && s.concerns(p) {
			ours[s.root(p).id] = true
		}
	}
	var all []Fact
	for _, p := range s.byTime {
		if s.sees(p) && ours[s.root(p).id] {
			all = append(all, Fact{Channel: s.place(p), ID: p.id, Text: p.text, Reactions: len(p.hearts) + len(p.boosts)})
		}
	}
	return all
}

// concerns reports whether the server tells us of a post by itself.
func (s *Server) concerns(p *post) bool {
	return p.by == s.me || slices.Contains(p.named, s.me) || p.visibility == "direct" ||
		p.visibility == "public" && slices.ContainsFunc(p.tags, func(tag string) bool { return slices.Contains(s.tags, tag) })
}

// place is where a post belongs, by its root.
func (s *Server) place(p *post) string {
	root := s.root(p)
	if root.visibility == "direct" {
		return "direct"
	}
	var followed []string
	for _, tag := range root.tags {
		if slices.Contains(s.tags, tag) {
			followed = append(followed, tag)
		}
	}
	if len(followed) == 0 {
		return "mentions"
	}
	return "tag:" + slices.Min(followed)
}

// Written is what was accepted from the connector, in that order.
func (s *Server) Written() []Deed {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.written)
}
