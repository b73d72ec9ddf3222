package store

import (
	"rounds/inbox"
	"rounds/inbox/metrics"
)

// members reads everybody, and then what a person or a platform said about them:
// who is the same person, which roles they had before, and who was shown the
// door. All of that is little, and changes without anything being said.
func (r *reading) members() error {
	all, err := gather(r, memberFacts, everyPart(), decodeMembers)
	if err != nil {
		return err
	}
	r.facts.Members = all
	if len(all) > 0 {
		r.where = make([]int32, all[len(all)-1].ID+1)
	}
	for i := range all {
		m := &all[i]
		r.where[m.ID] = int32(i) + 1
		m.Account = r.place[int64(m.Account)]
		c := &r.facts.Coverage[m.Account]
		c.Joins = c.Joins || m.Joined > 0
		if m.Left == 0 && c.Platform != inbox.Mastodon { // it shows who follows, and nobody else
			c.Members++
		}
	}
	if err := r.persons(); err != nil {
		return err
	}
	if err := r.turns(); err != nil {
		return err
	}
	return r.spammers()
}

// member finds one of ours.
func (r *reading) member(id int32) *metrics.Member {
	if id <= 0 || int(id) >= len(r.where) || r.where[id] == 0 {
		return &metrics.Member{} // written to, and not read again
	}
	return &r.facts.Members[r.where[id]-1]
}

// persons reads which members share a word.
func (r *reading) persons() error {
	const query = `SELECT person, id FROM member WHERE person <> '' ORDER BY person, id`
	var last string
	var first int32
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var word string
		var id int32
		if err = row.Scan(&word, &id); err != nil {
			return
		}
		if word != last {
			last, first = word, id
		}
		r.member(id).Person = first
		return
	}, query)
	return err
}

func (r *reading) turns() error {
	const query = `SELECT member_id, until_at, role FROM role_turn ORDER BY member_id, until_at`
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var id int32
		var t metrics.Turn
		err = row.Scan(&id, &t.Until, &t.Role)
		m := r.member(id)
		m.Was = append(m.Was, t)
		return
	}, query)
	return err
}

// spammers reads whom a standing decision banned, or found to send spam.
func (r *reading) spammers() error {
	const query = `
		SELECT DISTINCT u.id
		FROM   decision AS d
		JOIN   casefile AS f ON f.id = d.case_id
		JOIN   member AS u ON u.account_id = f.account_id AND u.key = f.member
		WHERE  d.reversed_at = 0 AND (d.outcome IN ('ban', 'spam')
		       OR EXISTS (SELECT 1 FROM json_each(d.body, '$.also') AS also WHERE also.value = 'ban'))`
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var id int32
		err = row.Scan(&id)
		r.member(id).Spam = true
		return
	}, query)
	return err
}

// spam takes out what a standing decision found to be spam: the message, the
// conversation that it began, and the answer that it seemed to be (R7).
func (r *reading) spam() error {
	const query = `
		SELECT m.id, m.sent_at, m.author_id, m.conversation_id, c.key IS m.key
		FROM   decision AS d INDEXED BY decision_by_time
		JOIN   casefile AS f ON f.id = d.case_id
		JOIN   channel AS ch ON ch.account_id = f.account_id AND ch.key = f.channel
		JOIN   message AS m ON m.channel_id = ch.id AND m.key = f.key
		JOIN   conversation AS c ON c.id = m.conversation_id
		WHERE  d.at >= ? AND d.outcome = 'spam' AND d.reversed_at = 0 AND f.kind = 'message' AND m.deleted = 0 AND m.kind = 'said'`
	type answer struct {
		at     int64
		member int32
	}
	said, began, answers, less := map[int64]bool{}, map[int64]bool{}, map[answer]bool{}, map[int64]int32{}
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var id, talk int64
		var a answer
		var first bool
		if err = row.Scan(&id, &a.at, &a.member, &talk, &first); err != nil || said[id] {
			return
		}
		said[id], answers[a] = true, true
		less[talk]++
		if first {
			began[talk] = true
		}
		return
	}, query, r.from)
	if err != nil || len(said) == 0 {
		return err
	}
	r.facts.Said = leave(r.facts.Said, func(m *metrics.Said) bool { return !said[m.ID] })
	r.facts.Talks = leave(r.facts.Talks, func(t *metrics.Talk) bool { return !began[t.ID] && less[t.ID] < t.Messages })
	for i := range r.facts.Talks {
		t := &r.facts.Talks[i]
		t.Messages -= less[t.ID]
		t.Answers = leave(t.Answers, func(a *metrics.Answer) bool { return !answers[answer{a.At, a.Member}] })
	}
	return nil
}

// leave leaves of a slice what shall stay.
func leave[T any](all []T, keep func(*T) bool) []T {
	left := all[:0]
	for i := range all {
		if keep(&all[i]) {
			left = append(left, all[i])
		}
	}
	return left
}
