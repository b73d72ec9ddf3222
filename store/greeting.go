package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// greetedWithin is how long after somebody joined the first words to them are
// looked for.
const greetedWithin = 7 * microsPerDay

// greetings finds the first words of another human to everybody who joined in the
// span: who named them, who answered in a conversation that they opened, and what
// we wrote to them, alone or as a greeting.
func (r *reading) greetings() error {
	const (
		named = `
			SELECT   n.member_id, n.author_id, n.sent_at
			FROM     member AS u INDEXED BY member_by_joined
			CROSS    JOIN naming AS n INDEXED BY naming_by_member ON n.member_id = u.id
			JOIN     channel AS ch ON ch.id = n.channel_id
			WHERE    u.joined_at > 0 AND u.joined_at >= ?1 AND u.joined_at < ?2 AND n.sent_at >= u.joined_at AND n.sent_at < u.joined_at + ?3 AND ch.kind <> 'direct'`
		written = `
			SELECT   u.id, coalesce(w.id, 0), coalesce(o.receipt ->> '$.sent_at', ''), o.settled_at
			FROM     outbox AS o INDEXED BY outbox_settled
			JOIN     account AS a ON a.id = o.account_id
			JOIN     member AS u ON u.account_id = o.account_id AND u.key = coalesce(o.action ->> '$.greets', o.action ->> '$.member')
			LEFT     JOIN member AS w ON w.account_id = o.account_id AND w.key = CASE a.voice WHEN '' THEN a.self ELSE a.voice END
			WHERE    o.settled_at > 0 AND o.settled_at >= ?1 AND o.kind IN ('welcome', 'private reply', 'reply') AND o.state = 'sent'
			         AND u.joined_at >= ?1 AND u.joined_at < ?2`
	)
	first := map[int32]metrics.Greeting{}
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var g metrics.Greeting
		err = row.Scan(&g.Member, &g.By, &g.At)
		r.greet(first, g)
		return
	}, named, r.from, r.to, greetedWithin)
	if err != nil {
		return err
	}
	_, err = list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var g metrics.Greeting
		var sent inbox.Receipt
		var when string
		if err = row.Scan(&g.Member, &g.By, &when, &g.At); err != nil {
			return
		}
		if json.Unmarshal([]byte(`"`+when+`"`), &sent.SentAt) == nil {
			g.At = sent.SentAt.UnixMicro()
		}
		first = r.written(first, g)
		return
	}, written, r.from, r.to)
	for i := range r.facts.Talks {
		t := &r.facts.Talks[i]
		if joined := r.member(t.Opener).Joined; joined < r.from || joined >= r.to {
			continue
		}
		for _, a := range t.Answers {
			if !a.Bot {
				r.greet(first, metrics.Greeting{Member: t.Opener, By: a.Member, At: a.At})
			}
		}
	}
	for _, g := range first {
		r.facts.Greetings = append(r.facts.Greetings, g)
	}
	slices.SortFunc(r.facts.Greetings, func(a, b metrics.Greeting) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Member, b.Member))
	})
	return err
}

// greet takes what somebody said for a greeting if it can be one, and is the
// earliest yet.
func (r *reading) greet(first map[int32]metrics.Greeting, g metrics.Greeting) {
	by := r.member(g.By)
	if by.ID == 0 || by.Role == inbox.Bot || by.Person == r.member(g.Member).Person {
		return
	}
	r.written(first, g)
}

func (r *reading) written(first map[int32]metrics.Greeting, g metrics.Greeting) map[int32]metrics.Greeting {
	joined := r.member(g.Member).Joined
	if joined == 0 || joined < r.from || joined >= r.to || g.At < joined || g.At >= joined+greetedWithin {
		return first
	}
	if was, known := first[g.Member]; !known || g.At < was.At || g.At == was.At && g.By < was.By {
		first[g.Member] = g
	}
	return first
}
