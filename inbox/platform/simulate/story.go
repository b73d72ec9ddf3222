package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"
)

// story tells the history of a world, scene by scene: a question with its
// answers, a newcomer with a welcome, a remark with its echo.
type story struct {
	w     *world
	bank  *bank
	dice  *rand.Rand
	now   time.Time
	from  time.Time
	left  int       // messages still to be told
	clock time.Time // when the scene begins that is being told

	weights  []float64 // of w.people, added up
	trouble  *trouble  // nil if there is none
	chapters *chapters // likewise
}

func newStory(w *world, dice *rand.Rand, now time.Time) *story {
	s := &story{w: w, bank: newBank(), dice: dice, now: now}
	sum := 0.0
	for _, u := range w.people {
		sum += u.weight
		s.weights = append(s.weights, sum)
	}
	return s
}

// tell tells size messages: first what waits today, so that the desk is never
// empty, then the months before.
func (s *story) tell(size int) {
	s.left = size
	months := min(24, 4+size/10_000)
	s.from = s.now.AddDate(0, -months, 0)
	s.waiting()
	if s.trouble != nil {
		s.trouble.tell()
	}
	if s.chapters != nil && s.trouble != nil {
		s.chapters.raid(s.trouble)
	}
	newcomers, moments := s.newcomers(), s.moments(size/3)
	for s.left > 0 {
		at := s.moment()
		if len(moments) > 0 {
			at, moments = moments[0], moments[1:]
		}
		s.clock = at
		if len(newcomers) > 0 && s.dice.Float64() < 0.08 {
			s.newcomer(newcomers[0], at, s.dice.Float64() < 0.9)
			newcomers = newcomers[1:]
			continue
		}
		s.scene(at)
	}
	s.w.settle()
	if s.trouble != nil {
		s.trouble.settled()
	}
}

// moments are n times in the history, the latest first: told in that order,
// what is said alike lies far apart.
func (s *story) moments(n int) []time.Time {
	all := make([]time.Time, n)
	for i := range all {
		all[i] = s.moment()
	}
	slices.SortFunc(all, func(a, b time.Time) int { return b.Compare(a) })
	return all
}

// newcomers are those whose arrival is part of the story.
func (s *story) newcomers() []*user {
	people := slices.Clone(s.w.people[min(20, len(s.w.people)):])
	s.dice.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	return people
}

// moment is a time in the history: rather later than earlier, rather on a
// weekday, rather by day.
func (s *story) moment() time.Time {
	days := s.now.Sub(s.from).Hours() / 24
	for {
		back := days * (1 - math.Sqrt(s.dice.Float64()*0.9+0.1)) * 1.46
		day := s.now.Add(-time.Duration(back*24) * time.Hour).Truncate(24 * time.Hour)
		if weekend(day) && s.dice.Float64() < 0.6 {
			continue
		}
		if s.chapters != nil && s.dice.Float64() > s.chapters.takes(day) {
			continue
		}
		hour := 14 + s.dice.NormFloat64()*4.3
		at := day.Add(time.Duration(hour * float64(time.Hour))).Truncate(time.Microsecond)
		if at.Before(s.now.Add(-20*time.Minute)) && at.After(s.from) {
			return at
		}
	}
}

func weekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// scene tells one of the everyday scenes.
func (s *story) scene(at time.Time) {
	switch p := s.dice.Float64(); {
	case p < 0.36:
		s.question(at)
	case p < 0.60:
		s.remark(at)
	case p < 0.72:
		s.feedback(at)
	case p < 0.79:
		s.show(at)
	case p < 0.83:
		s.official(at, "announcements", &s.bank.announcements)
	case p < 0.87:
		s.official(at, "events", &s.bank.events)
	case p < 0.92:
		s.mention(at, true)
	case p < 0.94:
		s.troll(at)
	case p < 0.98:
		s.say("general", s.w.builder, at, s.fill(s.bank.builds.deal(s.dice), s.w.builder))
	default:
		s.farewell(at)
	}
}

// someone is a member of the community who has joined by now and is not among
// those named. Few of them say most of what is said.
func (s *story) someone(but ...*user) *user {
	for {
		x := s.dice.Float64() * s.weights[len(s.weights)-1]
		u := s.w.people[min(sort.SearchFloat64s(s.weights, x), len(s.w.people)-1)]
		if !slices.Contains(but, u) && !u.joined.After(s.clock) {
			return u
		}
	}
}

// seeker is somebody who may well ask: rarely one of those who know it all.
func (s *story) seeker() *user {
	for {
		u := s.w.people[s.dice.IntN(len(s.w.people))]
		if s.dice.Float64() < 0.15 {
			u = s.someone()
		}
		if !u.joined.After(s.clock) {
			return u
		}
	}
}

// voice finds who speaks a line: a text may begin with "=handle" if it fits
// nobody else.
func (s *story) voice(text string, who *user) (string, *user) {
	rest, ok := strings.CutPrefix(text, "=")
	if !ok {
		return text, who
	}
	handle, rest, _ := strings.Cut(rest, " ")
	for _, u := range s.w.people {
		if u.handle == handle {
			return rest, u
		}
	}
	return rest, who
}

func (s *story) teammate() *user {
	return s.w.team[s.dice.IntN(len(s.w.team))]
}

func (s *story) fill(text string, asker *user) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return s.w.slots(s.dice, asker).Replace(text)
}

// delay is a while, mostly short, of a given mean.
func (s *story) delay(mean time.Duration) time.Duration {
	return 20*time.Second + time.Duration(s.dice.ExpFloat64()*float64(mean)).Truncate(time.Microsecond)
}

// say puts a message into a room, unless the story is long enough. It returns
// nil then, and replies to nil are not said either.
func (s *story) say(room string, who *user, at time.Time, text string) *message {
	if s.left <= 0 {
		return nil
	}
	s.left--
	m := &message{at: at.Truncate(time.Microsecond), author: who, text: text}
	s.w.add(s.w.room[room], m)
	return m
}

// reply answers a message, unless that would lie in the future.
func (s *story) reply(room string, root *message, who *user, at time.Time, text string) *message {
	if root == nil || s.left <= 0 || !at.Before(s.now) {
		return nil
	}
	s.left--
	m := &message{at: at.Truncate(time.Microsecond), author: who, text: text, root: root}
	m.broadcast = s.dice.Float64() < 0.015
	if m.broadcast {
		m.subtype = "thread_broadcast"
	}
	s.w.add(s.w.room[room], m)
	return m
}

// garnish gives a message the small things: reactions, an edit, a picture.
func (s *story) garnish(m *message, love float64, reactions ...string) {
	if m == nil {
		return
	}
	for _, name := range reactions {
		if s.dice.Float64() >= love {
			continue
		}
		r := reaction{Name: name}
		for range 1 + s.dice.IntN(5) {
			if u := s.someone(m.author); !slices.Contains(r.Users, u.id) {
				r.Users = append(r.Users, u.id)
			}
		}
		r.Count = len(r.Users)
		m.reactions = append(m.reactions, r)
	}
	if edited := m.at.Add(s.delay(4 * time.Minute)); s.dice.Float64() < 0.05 && edited.Before(s.now) {
		m.edited = edited.Truncate(time.Second)
	}
}

// picture attaches a file.
func (s *story) picture(m *message, name, kind string) {
	if m == nil {
		return
	}
	id := identity(s.dice, "F")
	m.files = append(m.files, file{
		ID: id, Created: m.at.Unix(), Timestamp: m.at.Unix(), Name: name, Title: name,
		Mimetype: "image/" + kind, Filetype: kind, PrettyType: "Image", User: m.author.id,
		Size: 20_000 + s.dice.IntN(900_000), Mode: "hosted",
		URLPrivate: "https://files.slack.com/files-pri/" + s.w.teamID + "-" + id + "/" + name,
		Permalink:  base + "files/" + m.author.id + "/" + id + "/" + name,
	})
}
