package fediverse

import "time"

// The scenes that are reported, by their place among [scenes].
const (
	spamScene = 12
	fairScene = 10 // somebody asks a fair question
)

// troubles are scenes in which somebody does not behave: after the others, so
// that their places stay.
func troubles() [][]line {
	const m, h = time.Minute, time.Hour
	return [][]line{
		{{by: "growth_hacker@deals.example", ago: 95 * m, text: "10,000 REAL followers by tonight!!! Link in bio 🚀🚀🚀 #fieldnotes #notes"}},
		{
			{by: "pixelpaul@mastodon.art.example", ago: 9 * h, text: "Small thing that makes me happy: #fieldnotes keeps my sketches sharp at every size."},
			{by: "stormcloud@loud.example", ago: 8*h + 50*m, text: "@pixelpaul@mastodon.art.example Nobody cares about your scribbles, you talentless clown. Delete your account. #fieldnotes", answer: 1},
		},
	}
}

// accuse has members report: one post twice, by two of them, an account, what
// was said in anger, and, out of spite, a fair question.
func (s *Server) accuse(said map[[2]int]*post, told int, now time.Time) {
	one := func(id int, by, category, comment string, ago time.Duration, about *person, of ...*post) {
		at := now.Add(-ago)
		s.reports = append(s.reports, &report{id: id, by: s.named(by), about: about, category: category, comment: comment, of: of, at: at, updated: at})
	}
	spam, fair, rude := said[[2]int{spamScene, 0}], said[[2]int{fairScene, 0}], said[[2]int{told + 1, 1}]
	one(41, "fern", "spam", "Third time today that this account posts the same under our hashtag.", 50*time.Minute, spam.by, spam)
	one(42, "maria_k", "other", "Sends me direct messages about follower packages.", 3*time.Hour, spam.by)
	one(43, "abhi@fosstodon.example", "spam", "Same text again, in our tag.", 44*time.Minute, spam.by, spam, said[[2]int{told, 0}])
	one(44, "growth_hacker@deals.example", "violation", "this account harasses my business, remove", 40*time.Minute, fair.by, fair)
	one(45, "zoe@piaille.example", "violation", "That's an insult, out of nowhere.", 8*time.Hour, rude.by, rude)
}

// again lets the one who sells do so once more, now and then, and somebody
// report it, unless they were silenced or suspended.
func (s *Server) again(now time.Time) int {
	l := s.lively
	who := s.named("growth_hacker@deals.example")
	if now.Before(l.trouble) || who.silenced || who.suspended {
		return 0
	}
	l.trouble = now.Add(45*time.Second + time.Duration(s.dice.IntN(15))*time.Second)
	l.sold++
	spam := &post{by: who, at: now, text: []string{
		"Still 10,000 REAL followers!! Link in bio 🚀 #fieldnotes", "LAST HOURS: followers for every note taker 🚀🚀 https://deals.example/boost #fieldnotes",
		"Boost your reach, #fieldsync style!! https://deals.example/boost",
	}[l.sold%3]}
	s.say(spam)
	by := s.order[3+l.sold%10]
	s.reports = append(s.reports, &report{id: 45 + l.sold, by: by, about: who, category: "spam", comment: "And again.", of: []*post{spam}, at: now, updated: now})
	return 1
}

// Standing is how an account stands: "member", "limited" or "suspended".
func (s *Server) Standing(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch p := s.people[id]; {
	case p == nil || p.suspended:
		return "suspended"
	case p.silenced:
		return "limited"
	}
	return "member"
}

// Waiting are the numbers of the reports that nobody has settled.
func (s *Server) Waiting() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []int
	for _, r := range s.reports {
		if !r.taken {
			all = append(all, r.id)
		}
	}
	return all
}
