package metrics

import (
	"math/rand/v2"
	"strconv"
	"time"

	"rounds/inbox"
)

// someTown is a community that nobody would think of: people of all sides who
// join, leave, change sides, are merged, ask, answer, report and are reported,
// in two accounts of which one tells little.
func someTown(seed uint64, from, to time.Time, people, talks int) *town {
	r := rand.New(rand.NewPCG(seed, 8))
	c := found(from, to)
	c.Coverage = append(c.Coverage, Coverage{Account: "chat", Platform: "slack"})
	c.Channels = append(c.Channels, Channel{ID: 2, Account: 1, Name: "help"})
	span := to.Sub(from)
	at := func() time.Time { return from.Add(time.Duration(r.Int64N(int64(span)))) }
	for range people {
		c.citizen(r, at)
	}
	for range talks {
		c.chatter(r, at, people)
	}
	c.office(r, at)
	c.publish(r, at)
	return c
}

func (t *town) citizen(r *rand.Rand, at func() time.Time) {
	role := inbox.Community
	switch r.IntN(12) {
	case 0:
		role = inbox.Team
	case 1:
		role = inbox.Bot
	}
	joined := at()
	if r.IntN(4) == 0 {
		joined = t.From.AddDate(0, 0, -200)
	}
	if r.IntN(5) == 0 {
		joined = time.Time{}
	}
	m := t.member(t.join(role, joined))
	m.Account = int32(r.IntN(2))
	if m.Account == 1 {
		m.Joined = 0
	}
	switch r.IntN(15) {
	case 0:
		m.Left = at().UnixMicro()
	case 1:
		m.Spam = true
	case 2:
		m.Was = []Turn{{Until: at().UnixMicro(), Role: inbox.Team}}
	case 3:
		m.Person = 1 + r.Int32N(m.ID)
		m.Person = t.member(m.Person).Person
	}
	if m.Joined > 0 && r.IntN(2) == 0 {
		t.Greetings = append(t.Greetings, Greeting{Member: m.ID, By: 1 + r.Int32N(m.ID), At: m.Joined + r.Int64N(2*dayLong)})
	}
}

func (t *town) chatter(r *rand.Rand, at func() time.Time, people int) {
	who := func() int32 { return int32(r.IntN(people) * r.IntN(people) / people) }
	begin := at()
	id := t.say(who(), begin, 0)
	k := t.talk(id)
	k.Question, k.Mention, k.Open, k.Awaits = r.IntN(2) == 0, r.IntN(6) == 0, r.IntN(2) == 0, r.IntN(2) == 0
	for range r.IntN(5) {
		if when := begin.Add(time.Duration(r.Int64N(int64(9 * 24 * time.Hour)))); when.Before(t.To) {
			if by := who(); by > 0 {
				t.answer(by, when, id)
			}
		}
	}
	if r.IntN(3) == 0 {
		done := begin.Add(time.Duration(r.Int64N(int64(5 * 24 * time.Hour))))
		d := Done{Talk: id, Channel: 1, Opened: begin.UnixMicro(), At: done.UnixMicro()}
		if r.IntN(4) == 0 {
			d.Reopened = done.Add(time.Duration(r.Int64N(int64(9 * 24 * time.Hour)))).UnixMicro()
		}
		t.Dones = append(t.Dones, d)
	}
	if r.IntN(4) == 0 {
		tag := "feedback/" + strconv.Itoa(r.IntN(3))
		t.Tags[tag] = append(t.Tags[tag], id)
		t.Kept = append(t.Kept, Kept{Talk: id, At: begin.UnixMicro()})
	}
}

// office is moderation and surveys.
func (t *town) office(r *rand.Rand, at func() time.Time) {
	outcomes := []string{"keep", "ignore", "remove", "spam", "warn", "restrict", "ban", "escalate"}
	for i := range 80 {
		opened := at()
		c := Case{ID: int64(i + 1), Opened: opened.UnixMicro(), Open: true, Held: r.IntN(3) == 0, Messages: true}
		for range r.IntN(4) {
			c.Reports = append(c.Reports, Report{At: opened.Add(time.Duration(r.Int64N(int64(time.Hour)))).UnixMicro(), ByRule: r.IntN(2) == 0, Rule: "links", Count: r.Int32N(3)})
		}
		if r.IntN(3) > 0 {
			d := Decision{ID: int64(i + 1), Case: c.ID, At: opened.Add(time.Hour + time.Duration(r.Int64N(int64(20*time.Hour)))).UnixMicro(), Outcome: outcomes[r.IntN(8)], Actor: "ana", ByRule: r.IntN(5) == 0}
			if r.IntN(4) == 0 {
				d.Reversed, d.By = d.At+r.Int64N(60*second), []string{"ana", "bo"}[r.IntN(2)]
			}
			c.Decided, c.Open = d.At, false
			t.Decisions = append(t.Decisions, d)
		}
		t.Cases = append(t.Cases, c)
	}
	for range 40 {
		kind, top := "nps", int32(11)
		if r.IntN(2) == 0 {
			kind, top = "csat", 6
		}
		t.Surveys = append(t.Surveys, Survey{Name: kind, Kind: kind, At: at().UnixMicro(), Who: strconv.Itoa(r.IntN(30)), Score: r.Int32N(top), Asked: 100})
	}
}

func (t *town) publish(r *rand.Rand, at func() time.Time) {
	for i := range 60 {
		p := Published{Post: "post" + strconv.Itoa(i), Due: at().UnixMicro(), Channel: "general", Theme: "tips", State: "published", Day: r.Int32N(9), Week: r.Int32N(30) - 1}
		if p.At = p.Due + r.Int64N(10*60*second); r.IntN(6) == 0 {
			p.At, p.State = 0, []string{"failed", "missed", "withdrawn", "waiting"}[r.IntN(4)]
		}
		t.Published = append(t.Published, p)
	}
}
