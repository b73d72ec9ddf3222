package metrics

import "time"

// Level is how near somebody is to the middle of the community, after the
// Orbit model (D-16).
type Level string

// The levels, from without to within.
const (
	Nowhere       Level = ""
	Exploring     Level = "exploring"
	Participating Level = "participating"
	Contributing  Level = "contributing"
	Leading       Level = "leading"
)

// weight is what a level counts in the gravity (D-16b).
func (l Level) weight() int {
	switch l {
	case Exploring:
		return 1
	case Participating:
		return 4
	case Contributing:
		return 7
	case Leading:
		return 10
	case Nowhere:
	}
	return 0
}

func (l Level) pull() int { return l.weight() * l.weight() }

// Pull is the sum of the squared weights of how many are on each level (D-16b).
func Pull(exploring, participating, contributing, leading int) int {
	return exploring*Exploring.pull() + participating*Participating.pull() + contributing*Contributing.pull() + leading*Leading.pull()
}

// Orbit is a level with its grade: 1 is the lowest, 3 the highest.
type Orbit struct {
	Level Level
	Grade int
}

// Height is the level as one number, 1 to 12: three for each level. 0 is
// nowhere.
func (o Orbit) Height() int {
	if o.Level == Nowhere {
		return 0
	}
	return o.Level.weight() + o.Grade - 1
}

// presentIn is on how many days somebody was there in each week, month and
// quarter, of which those are counted that had enough.
type presentIn struct {
	days                    int32
	weeks, months, quarters int32 // with 2, 7, 30 days
	week, month, quarter    int64 // that run
	inWeek, inMonth, inQtr  int32
}

// levels is where everybody stood at a time, by place: of the days on which
// they were there in the year before.
func (s *Scene) levels(at time.Time) []Orbit {
	zone := s.zone()
	lo, hi := s.day(Days.Add(at, -365).UnixMicro()), s.day(at.UnixMicro())
	all := make([]presentIn, len(s.members))
	for day := lo; day < hi; day++ {
		if s.start[day] == s.start[day+1] {
			continue
		}
		t := time.UnixMicro(s.days[day]).In(zone)
		week, month, quarter := Weeks.Begin(t).Unix(), Months.Begin(t).Unix(), Quarters.Begin(t).Unix()
		for _, p := range s.between(day, day+1) {
			all[p.person].on(week, month, quarter)
		}
	}
	orbits := make([]Orbit, len(all))
	for i := range all {
		orbits[i] = all[i].orbit()
	}
	return orbits
}

// on adds a day.
func (p *presentIn) on(week, month, quarter int64) {
	p.days++
	if p.week != week {
		p.week, p.inWeek = week, 0
	}
	if p.month != month {
		p.month, p.inMonth = month, 0
	}
	if p.quarter != quarter {
		p.quarter, p.inQtr = quarter, 0
	}
	p.inWeek, p.inMonth, p.inQtr = p.inWeek+1, p.inMonth+1, p.inQtr+1
	if p.inWeek == 2 {
		p.weeks++
	}
	if p.inMonth == 7 {
		p.months++
	}
	if p.inQtr == 30 {
		p.quarters++
	}
}

// orbit is the level that somebody's presence earns.
func (p *presentIn) orbit() Orbit {
	grade := func(n int32) int { return int(min(n, 3)) }
	switch {
	case p.quarters > 0:
		return Orbit{Leading, grade(p.quarters)}
	case p.months > 0:
		return Orbit{Contributing, grade(p.months)}
	case p.weeks > 0:
		return Orbit{Participating, grade(p.weeks)}
	case p.days > 0:
		return Orbit{Exploring, grade(p.days)}
	}
	return Orbit{}
}

// Steps are the thresholds of the Savannah model (D-16). The zero value is 3
// conversations for a participant and 5 answers for the core.
type Steps struct{ Participant, Core int }

// Savannah is a level after what somebody does: in how many conversations they
// spoke in a year, and how many of others' questions they answered.
type Savannah string

// The levels of Savannah.
const (
	Stranger    Savannah = ""
	Visitor     Savannah = "visitor"
	Participant Savannah = "participant"
	Contributor Savannah = "contributor"
	Core        Savannah = "core"
)

// Of is the level that somebody's doings earn.
func (t Steps) Of(conversations, answers int) Savannah {
	if t.Participant == 0 {
		t.Participant = 3
	}
	if t.Core == 0 {
		t.Core = 5
	}
	switch {
	case answers >= t.Core:
		return Core
	case answers > 0:
		return Contributor
	case conversations >= t.Participant:
		return Participant
	case conversations > 0:
		return Visitor
	}
	return Stranger
}
