package metrics

import (
	"cmp"
	"slices"
	"time"
)

// deed is what one person did in a span.
type deed struct {
	opened, lively int // conversations; those in which two others or more spoke
	answers, first int // in others' conversations; of them the first to a question
	settled        int // of the questions that they answered, those that are done
	helped         map[int32]struct{}
	talks          int
}

// deeds is what everybody of the community did in the conversations of a
// window, by place.
func (s *Scene) deeds(w Window) map[int32]*deed {
	done := map[int64]bool{}
	for i := range s.Dones {
		if s.Dones[i].Reopened == 0 {
			done[s.Dones[i].Talk] = true
		}
	}
	all := map[int32]*deed{}
	of := func(p int32) *deed {
		if all[p] == nil {
			all[p] = &deed{helped: map[int32]struct{}{}}
		}
		return all[p]
	}
	s.opened(w, func(t *Talk, c *call) {
		asker := s.person(t.Opener)
		others := 0
		for i := range t.Answers {
			a := &t.Answers[i]
			p := s.person(a.Member)
			if p < 0 || p == asker || a.Bot || a.At <= t.At || s.side(a.Member, a.At) == robots {
				continue
			}
			others++
			if s.side(a.Member, a.At) == theirs {
				of(p).answered(t, c, a, asker, done[t.ID])
			}
		}
		if asker >= 0 && c.from == theirs {
			d := of(asker)
			d.opened, d.talks = d.opened+1, d.talks+1
			if others >= 2 {
				d.lively++
			}
		}
	})
	return all
}

// answered adds one answer to what somebody did.
func (d *deed) answered(t *Talk, c *call, a *Answer, asker int32, done bool) {
	d.answers, d.talks = d.answers+1, d.talks+1
	if !c.asked {
		return
	}
	if asker >= 0 {
		d.helped[asker] = struct{}{}
	}
	if a.At == c.any {
		d.first++
	}
	if done && t.Question {
		d.settled++
	}
}

// Tally is what one person did, for their card.
type Tally struct {
	Messages   int
	Opened     int // conversations
	Answers    int // in others' conversations
	First      int // of them, first answers to a question
	Helped     int // people
	Settled    int // questions that they answered and that are done
	ActiveDays int
	Since      int64 // of their first message ever; 0 if there is none
	Last       int64 // when the last day began on which they were there; 0 if none is held
	Orbit      Orbit
	Savannah   Savannah
}

// TallyOf is what the person did to whom a member belongs, in the year before
// the facts were read, as far as they are held.
func TallyOf(s *Scene, member int64, steps Steps) Tally {
	p := s.person(int32(member))
	if p < 0 {
		return Tally{}
	}
	w := s.yearBefore(s.AsOf)
	t := Tally{Since: s.first[p]}
	lo, hi := s.span(w)
	var orbit presentIn
	zone := s.zone()
	for day := lo; day < hi; day++ {
		for _, is := range s.between(day, day+1) {
			if is.person != p {
				continue
			}
			at := time.UnixMicro(s.days[day]).In(zone)
			orbit.on(Weeks.Begin(at).Unix(), Months.Begin(at).Unix(), Quarters.Begin(at).Unix())
			t.Messages, t.ActiveDays, t.Last = t.Messages+int(is.messages), t.ActiveDays+1, s.days[day]
		}
	}
	t.Orbit = orbit.orbit()
	if d := s.deeds(w)[p]; d != nil {
		t.Opened, t.Answers, t.First, t.Helped, t.Settled = d.opened, d.answers, d.first, len(d.helped), d.settled
		t.Savannah = steps.Of(d.talks, d.answers)
	}
	return t
}

func (s *Scene) yearBefore(at time.Time) Window {
	end := Days.Add(Days.Begin(at.In(s.zone())), 1)
	return Window{Days.Add(end, -365), end, Days}
}

// Candidate is somebody who might be thanked in public, with all that speaks
// for it (D-16e).
type Candidate struct {
	Person  int64
	Score   float64
	Settled int // answered questions that are done, three points each
	First   int // first answers to others' questions, two points
	Helped  int // people, one point
	Lively  int // conversations begun in which two others or more spoke, half a point
	Lately  bool
}

// Spotlight is who did most for others in a window. Those who were thanked
// lately stand behind; nobody of whom a moderation case is open is proposed.
func Spotlight(s *Scene, w Window, lately []int64) []Candidate {
	accused := map[int32]bool{}
	for i := range s.Cases {
		if c := &s.Cases[i]; c.Open {
			accused[s.person(c.Member)] = true
		}
	}
	thanked := map[int32]bool{}
	for _, member := range lately {
		thanked[s.person(int32(member))] = true
	}
	var all []Candidate
	for p, d := range s.deeds(w) {
		c := Candidate{Person: int64(s.members[p].ID), Settled: d.settled, First: d.first, Helped: len(d.helped), Lively: d.lively, Lately: thanked[p]}
		c.Score = 3*float64(c.Settled) + 2*float64(c.First) + float64(c.Helped) + 0.5*float64(c.Lively)
		if c.Score > 0 && !accused[p] && !s.spam(p) && s.stands(p, w.To.UnixMicro()) == theirs {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b Candidate) int {
		if a.Lately != b.Lately {
			if a.Lately {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Person, b.Person))
	})
	return all
}
