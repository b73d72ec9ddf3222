package fediverse

import (
	"slices"
	"time"
)

// life is what is going on in the story.
type life struct {
	next  time.Time // when somebody speaks by themselves
	said  int       // of what they say so far
	heard int       // of what was written by us so far
	waits []answer

	trouble time.Time // when somebody sells something again
	sold    int
}

// answer is what somebody is about to say to us.
type answer struct {
	at   time.Time
	by   *person
	to   *post
	text string
}

// remarks are what people say by themselves, one after the other.
func remarks() []struct{ by, text string } {
	return []struct{ by, text string }{
		{"zoe@piaille.example", "@sam Is there a shortcut for “move this note there”? I do it forty times a day."},
		{"tomtom@fosstodon.example", "The new search finds things I had forgotten on purpose. #fieldnotes"},
		{"fern", "@sam One more about the conflict: the server's log says “kept both”. Both where?"},
		{"lena@fosstodon.example", "Anybody running #fieldsync on ARM with less than 512 MB? Mine swaps at every sync."},
		{"pixelpaul@mastodon.art.example", "@sam Petrichor 0.2 is ready, with the sidebar. Who looks at themes these days?"},
		{"mei@g0v.example", "謝謝大家！ My first plugin works. #fieldnotes"},
		{"quietowl@night.example", "@sam And is the search index encrypted, too?"},
		{"hanneke@toot.example", "Found it: a date in the title is enough. Lovely. #fieldnotes"},
		{"oystein@snabelen.example", "@sam A second server, the same certificate: that one takes it. Now I am really puzzled."},
		{"norawrites@wandering.example", "Writing at the station, no network at all, and nothing lost. #fieldnotes"},
	}
}

func thanks() []string {
	return []string{
		"Thank you, that helps a lot!", "Oh! I'd never have looked there. Works now. 🙏", "Thanks for the quick answer. I'll try tonight and tell you.",
		"Perfect, that's all I needed.", "Good to know. Can I find that in the docs, too?",
	}
}

// Live lets life go on: somebody says something now and then, and whom we answer
// thanks us. It returns how much was said, and does nothing in a random history.
func (s *Server) Live(now time.Time) (said int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lively
	if l == nil {
		return 0
	}
	s.tick()
	for ; l.heard < len(s.written); l.heard++ {
		d := s.written[l.heard]
		p := s.posts[d.Message]
		if p == nil || d.Kind != "reply" && d.Kind != "private reply" {
			continue
		}
		for _, who := range p.named {
			if !who.team && !who.bot {
				l.waits = append(l.waits, answer{now.Add(5*time.Second + time.Duration(s.dice.IntN(10))*time.Second), who, p, pick(s, thanks())})
				break
			}
		}
	}
	l.waits = slices.DeleteFunc(l.waits, func(a answer) bool {
		if a.at.After(now) {
			return false
		}
		s.say(&post{by: a.by, at: now, text: "@sam " + a.text, answers: a.to.id, visibility: a.to.visibility})
		said++
		if s.chance(0.6) {
			s.heart(a.to, a.by, false)
		}
		return true
	})
	if now.Before(l.next) {
		return said + s.again(now)
	}
	l.next = now.Add(15*time.Second + time.Duration(s.dice.IntN(11))*time.Second)
	all := remarks()
	next := all[l.said%len(all)]
	l.said++
	s.say(&post{by: s.named(next.by), at: now, text: next.text})
	return said + 1
}
