package metrics

import (
	"math/rand/v2"
	"testing"
	"time"

	"rounds/inbox"
)

// large is a million messages of 50,000 people, with conversations and answers.
func large(from, to time.Time, messages int) *town {
	r := rand.New(rand.NewPCG(8, 8))
	c := found(from, to)
	const people = 50_000
	for i := range people {
		role := inbox.Community
		if i%100 == 0 {
			role = inbox.Team
		}
		c.join(role, from.Add(time.Duration(r.Int64N(int64(to.Sub(from))))))
	}
	step := to.Sub(from) / time.Duration(messages+1)
	at := from
	for i := range messages {
		at = at.Add(step)
		who := 1 + int32(float64(people-1)*r.Float64()*r.Float64()*r.Float64())
		id := int64(i + 1)
		m := Said{At: at.UnixMicro(), ID: id, Talk: id, Member: who, Channel: 1, Reply: i%3 != 0 && i > 0}
		if first := &c.Members[who-1]; first.First == 0 {
			first.First = m.At
		}
		if m.Reply {
			last := len(c.Talks) - 1
			m.Talk = c.Talks[last].ID
			c.Talks[last].Messages++
			c.Talks[last].Answers = append(c.Talks[last].Answers, Answer{At: m.At, Member: who})
		} else {
			c.Talks = append(c.Talks, Talk{At: m.At, ID: id, Opener: who, Channel: 1, Messages: 1, Question: i%2 == 0, Open: i%50 == 0})
		}
		c.Said = append(c.Said, m)
	}
	return c
}

// whole is two years and a half of them.
func whole() *town { return large(utc(2024, 6, 1, 0, 0), utc(2026, 11, 22, 14, 0), 1_000_000) }

func benchmarkBoard(b *testing.B, w Window, ids []string, seg Segment) {
	c := whole()
	from, to := Need(ids, w)
	c.From, c.To = latest(from, c.From), earliest(to, c.To)
	span := Window{From: c.From, To: c.To}
	everything := &Scene{Facts: c.Facts}
	lo, hi := everything.talksAt(span)
	c.Said, c.Talks = everything.said(span), c.Talks[lo:hi]
	b.Logf("%d of a million messages, %d conversations", len(c.Said), len(c.Talks))
	b.ReportAllocs()
	b.Run("select", func(b *testing.B) {
		for b.Loop() {
			c.Select(seg, Hours{})
		}
	})
	s := c.Select(seg, Hours{})
	b.Run("board", func(b *testing.B) {
		for b.Loop() {
			Board(s, w, ids)
		}
	})
	for _, id := range ids {
		b.Run(id, func(b *testing.B) {
			for b.Loop() {
				Board(s, w, []string{id})
			}
		})
	}
}

func BenchmarkThirtyDays(b *testing.B) {
	benchmarkBoard(b, Last(30, utc(2026, 11, 22, 14, 0)), Default(), Segment{})
}

func BenchmarkTwoYears(b *testing.B) {
	benchmarkBoard(b, Window{utc(2024, 10, 1, 0, 0), utc(2026, 10, 1, 0, 0), Days}, Default(), Segment{})
}

func BenchmarkTwoYearsOfAChannel(b *testing.B) {
	benchmarkBoard(b, Window{utc(2024, 10, 1, 0, 0), utc(2026, 10, 1, 0, 0), Days}, Default(), Segment{Channel: "general"})
}

func BenchmarkEverything(b *testing.B) {
	var ids []string
	for _, d := range Definitions() {
		ids = append(ids, d.ID)
	}
	benchmarkBoard(b, Last(30, utc(2026, 11, 22, 14, 0)), ids, Segment{})
}
