package simulate

import (
	"slices"
	"time"
)

// answers are what another member says to a question that is not theirs. They
// fit whatever was asked.
func answers() []string {
	return []string{
		"I had the same last week. Quitting the app and opening it again did it for me.",
		"Try Settings → Sync → Start over, that fixed it here. Nothing gets lost.",
		"There's a page about this in the docs, search for \"first steps\". It got me going.",
		"Which version are you on? It works for me since 4.2.",
	}
}

// Interfere lets another member of the community answer in a thread, now. It
// reports whether there is such a thread.
func (s *Slack) Interfere(channel, thread string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.chanByID[channel]
	if c == nil {
		return false
	}
	root := c.anywhere(thread)
	if root == nil {
		return false
	}
	s.interfere(c, root, s.opts.Now())
	return true
}

func (s *Slack) interfere(c *channel, root *message, now time.Time) {
	w := s.world
	who := w.bystander(root)
	m := w.compose(c, who, now, answers()[w.aside.IntN(len(answers()))], root.ts)
	m.sent = false
	w.reveal(c, m, now)
}

// bystander is somebody of the community who did not begin a thread.
func (w *world) bystander(root *message) *user {
	var all []*user
	for _, u := range w.users {
		if !u.bot && !u.deleted && u != root.author && !slices.Contains(w.team, u) && !slices.Contains(w.trolls, u) {
			all = append(all, u)
		}
	}
	if len(all) == 0 {
		return w.me()
	}
	return all[w.aside.IntN(min(len(all), 24))] // those whom one meets every day
}

// contested reports whether a request looks at the thread that is to be
// contested. Whoever is about to answer asks for the metadata in a thread, to
// find what they may have said already, and reads on to its end.
func (s *Slack) contested(a *ask) bool {
	if s.opts.Rival == 0 || s.rivalry.over || a.method != "conversations.replies" || a.get("latest") != "" || !yes(a.get("include_all_metadata")) {
		return false
	}
	return !s.rivalry.looked[a.get("channel")+" "+a.get("ts")]
}

// rivalry is how far it is to the thread that is contested.
type rivalry struct {
	looked map[string]bool // the threads that a client has looked at
	over   bool
}

// contest counts a thread, and lets another member answer in it if it is the
// one. Only what a member of the community began can be.
func (s *Slack) contest(a *ask) {
	c := s.world.chanByID[a.get("channel")]
	if c == nil {
		return
	}
	root := c.anywhere(a.get("ts"))
	if root == nil || root.lost != nil || root.author.bot || slices.Contains(s.world.team, root.author) {
		return
	}
	if s.rivalry.looked == nil {
		s.rivalry.looked = map[string]bool{}
	}
	s.rivalry.looked[a.get("channel")+" "+a.get("ts")] = true
	if len(s.rivalry.looked) == s.opts.Rival {
		s.rivalry.over = true
		s.interfere(c, root, a.now)
	}
}
