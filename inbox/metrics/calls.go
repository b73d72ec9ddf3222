package metrics

import "rounds/inbox"

// call is what became of one conversation: when somebody else first answered,
// and who.
type call struct {
	any, team int64 // 0: nobody yet
	by        side  // of who answered first
	from      side  // of who opened it
	asked     bool  // by the community: a question, or it named us
	solo      bool  // nobody but who opened it ever wrote in it
	skewed    bool  // an answer claims to be older than what it answers (T8)
}

// week is how long an answer is waited for.
const week = 7 * dayLong

// call settles for all conversations who answered.
func (s *Scene) call() []call {
	calls := make([]call, len(s.Talks))
	for i := range s.Talks {
		t := &s.Talks[i]
		c := &calls[i]
		c.from, c.solo = s.side(t.Opener, t.At), true
		if t.Bot {
			c.from = robots
		}
		c.asked = c.from == theirs && (t.Question || t.Mention)
		for k := range t.Answers {
			s.hear(c, t, &t.Answers[k])
		}
	}
	return calls
}

// hear adds one answer. Whoever opened the conversation does not answer it,
// under whatever name (R9, T6).
func (s *Scene) hear(c *call, t *Talk, a *Answer) {
	who, asker := s.person(a.Member), s.person(t.Opener)
	if who >= 0 && who == asker {
		return
	}
	c.solo = false
	by := s.side(a.Member, a.At)
	if a.Bot || by == robots {
		return
	}
	if a.At <= t.At {
		c.skewed = true
		return
	}
	if c.any == 0 || a.At < c.any {
		c.any, c.by = a.At, by
	}
	if by == ours && (c.team == 0 || a.At < c.team) {
		c.team = a.At
	}
}

// asked are the conversations of a window that somebody of the community asked
// us or all, with what became of them.
func (s *Scene) asked(w Window, each func(*Talk, *call)) {
	s.opened(w, func(t *Talk, c *call) {
		if c.asked {
			each(t, c)
		}
	})
}

// opened are all conversations of a window.
func (s *Scene) opened(w Window, each func(*Talk, *call)) {
	lo, hi := s.talksAt(w)
	for i := lo; i < hi; i++ {
		each(&s.Talks[i], &s.calls[i])
	}
}

// again are the conversations that were opened anew in a window, each with its
// first answer after that: a new measurement of its own (D-6, T7).
func (s *Scene) again(w Window) (talks []Talk, calls []call) {
	at := map[int64]int{}
	from := int64(0)
	for i := range s.Dones {
		d := &s.Dones[i]
		if d.Reopened == 0 || !within(d.Reopened, w) {
			continue
		}
		if _, twice := at[d.Talk]; twice {
			continue // of several in one window the first is measured
		}
		from = earlier(from, d.Reopened)
		at[d.Talk] = len(talks)
		talks = append(talks, Talk{ID: d.Talk, At: d.Reopened, Channel: d.Channel})
	}
	calls = make([]call, len(talks))
	if len(talks) == 0 {
		return nil, nil
	}
	s.recall(at, talks)
	for i := s.sayAt(from); i < len(s.Said); i++ {
		m := &s.Said[i]
		if k, is := at[m.Talk]; is && m.At > talks[k].At {
			s.hear(&calls[k], &talks[k], &Answer{At: m.At, Member: m.Member, Bot: m.Bot})
		}
	}
	return talks, calls
}

// recall fills in who had opened what was opened anew.
func (s *Scene) recall(at map[int64]int, talks []Talk) {
	for i := range s.Talks {
		t := &s.Talks[i]
		if k, is := at[t.ID]; is {
			talks[k].Opener, talks[k].Question, talks[k].Mention, talks[k].Bot = t.Opener, t.Question, t.Mention, t.Bot
		}
	}
}

// turns is when a conversation was opened anew for the first time, by its ID.
func (s *Scene) turns() map[int64]int64 {
	all := map[int64]int64{}
	for i := range s.Dones {
		if d := &s.Dones[i]; d.Reopened > 0 {
			all[d.Talk] = earlier(all[d.Talk], d.Reopened)
		}
	}
	return all
}

// Role is the side that a member stood on at a time.
func (s *Scene) Role(member int32, at int64) inbox.Role {
	switch s.side(member, at) {
	case theirs:
		return inbox.Community
	case ours:
		return inbox.Team
	case robots, turning:
	}
	return inbox.Bot
}
