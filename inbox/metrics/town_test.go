package metrics

import (
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

// town is a community made by hand. Its clock is the zone's.
type town struct {
	Facts
	next int64
}

// found begins a town whose facts reach from one day to another and were read
// at the end.
func found(from, to time.Time) *town {
	return &town{Facts: Facts{
		From: from, To: to, Since: from, AsOf: to, Zone: from.Location(),
		Coverage: []Coverage{{Account: "forum", Platform: "discourse", Channels: 1, Whole: 1, Joins: true, Reports: true}},
		Channels: []Channel{{ID: 1, Account: 0, Name: "general"}},
		Tags:     map[string][]int64{},
	}}
}

func utc(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

// join adds a member; a zero time is not told.
func (t *town) join(role inbox.Role, at time.Time) int32 {
	id := int32(len(t.Members) + 1)
	m := Member{ID: id, Person: id, Role: role}
	if !at.IsZero() {
		m.Joined = at.UnixMicro()
	}
	t.Members = append(t.Members, m)
	return id
}

func (t *town) member(id int32) *Member { return &t.Members[id-1] }

// say adds a message of a conversation; 0 opens one.
func (t *town) say(member int32, at time.Time, talk int64) int64 {
	t.next++
	reply := talk != 0
	if !reply {
		talk = t.next
		t.Talks = append(t.Talks, Talk{ID: talk, At: at.UnixMicro(), Opener: member, Channel: 1, Messages: 1, Open: true})
	}
	t.Said = append(t.Said, Said{At: at.UnixMicro(), ID: t.next, Talk: talk, Member: member, Channel: 1, Reply: reply})
	if member > 0 {
		m := t.member(member)
		m.First = earlier(m.First, at.UnixMicro())
	}
	return talk
}

func (t *town) talk(id int64) *Talk {
	return &t.Talks[slices.IndexFunc(t.Talks, func(k Talk) bool { return k.ID == id })]
}

// ask opens a conversation with a question.
func (t *town) ask(member int32, at time.Time) int64 {
	id := t.say(member, at, 0)
	t.talk(id).Question = true
	return id
}

// answer adds what somebody else says to a question.
func (t *town) answer(member int32, at time.Time, talk int64) {
	t.say(member, at, talk)
	k := t.talk(talk)
	k.Messages++
	if k.Opener != member && !slices.ContainsFunc(k.Answers, func(a Answer) bool { return a.Member == member }) {
		k.Answers = append(k.Answers, Answer{At: at.UnixMicro(), Member: member})
	}
}

// scene is all of the town, sorted as the store sorts it.
func (t *town) scene() *Scene {
	slices.SortStableFunc(t.Said, func(a, b Said) int { return int(a.At - b.At) })
	slices.SortStableFunc(t.Talks, func(a, b Talk) int { return int(a.At - b.At) })
	for i := range t.Talks {
		slices.SortStableFunc(t.Talks[i].Answers, func(a, b Answer) int { return int(a.At - b.At) })
	}
	return t.Select(Segment{}, Hours{})
}

func figure(t *testing.T, s *Scene, id string, w Window) Figure {
	t.Helper()
	d, ok := Find(id)
	if !ok {
		t.Fatalf("there is no %s", id)
	}
	return d.On(s, w)
}

func said(t *testing.T, s *Scene, id string, w Window) string {
	t.Helper()
	d, _ := Find(id)
	return Say(figure(t, s, id, w), d)
}

func near(got *float64, want float64) bool {
	return got != nil && *got > want-0.05 && *got < want+0.05
}
