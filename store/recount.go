package store

import (
	"cmp"
	"context"
	"slices"

	"rounds/inbox/metrics"
)

// The facts as they follow from the rows, a part at a time. What depends on more
// than what was said (who is one person, what was decided, which channels are
// private) is added when they are read.

// daysFrom is the span of time of the parts of days from one to another, both
// included. The days next to 1970 are one: division rounds towards it.
func daysFrom(first, last int64) (from, to int64) {
	from, to = first*microsPerDay, (last+1)*microsPerDay
	if first <= 0 {
		from -= microsPerDay - 1
	}
	if last < 0 {
		to = last*microsPerDay + 1
	}
	return from, to
}

// remade is a part that was made anew; its body is nil if there is nothing in
// it.
type remade struct {
	part
	body []byte
	rows int
}

// recount makes a part from its rows.
func recount(ctx context.Context, db asker, p part) ([]byte, error) {
	all, err := recountRun(ctx, db, p, p.n)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0].body, nil
}

// recountRun makes the parts from one to another of the same kind, so that many
// days cost one question. There is one answer for each of them.
func recountRun(ctx context.Context, db asker, first part, last int64) ([]remade, error) {
	var err error
	bodies, rows := map[int64][]byte{}, map[int64]int{}
	switch first.kind {
	case saidFacts:
		var all []metrics.Said
		all, err = recountSaid(ctx, db, first.n, last)
		eachDay(all, func(m *metrics.Said) int64 { return m.At }, func(day int64, some []metrics.Said) {
			bodies[day], rows[day] = encodeSaid(some), len(some)
		})
	case talkFacts:
		var all []metrics.Talk
		all, err = recountTalks(ctx, db, first.n, last)
		eachDay(all, func(t *metrics.Talk) int64 { return t.At }, func(day int64, some []metrics.Talk) {
			bodies[day], rows[day] = encodeTalks(some), len(some)
		})
	case memberFacts:
		for n := first.n; n <= last && err == nil; n++ {
			var all []metrics.Member
			if all, err = recountMembers(ctx, db, n); len(all) > 0 {
				bodies[n], rows[n] = encodeMembers(all), len(all)
			}
		}
	}
	var made []remade
	for n := first.n; n <= last; n++ {
		made = append(made, remade{part{first.kind, n}, bodies[n], rows[n]})
	}
	return made, err
}

// eachDay hands on what is in order of time, a day at a time.
func eachDay[T any](all []T, at func(*T) int64, each func(day int64, some []T)) {
	for len(all) > 0 {
		day := at(&all[0]) / microsPerDay
		n := 1
		for n < len(all) && at(&all[n])/microsPerDay == day {
			n++
		}
		each(day, all[:n])
		all = all[n:]
	}
}

const selectSaidOfDay = `
	SELECT   m.sent_at, m.id, m.conversation_id, m.author_id, m.channel_id, m.bot, c.key IS NOT m.key
	FROM     message AS m INDEXED BY message_by_time
	LEFT     JOIN conversation AS c ON c.id = m.conversation_id
	WHERE    m.kind = 'said' AND m.deleted = 0 AND m.sent_at >= ?1 AND m.sent_at < ?2 AND m.conversation_id > 0
	ORDER BY m.sent_at, m.id`

func recountSaid(ctx context.Context, db asker, first, last int64) ([]metrics.Said, error) {
	from, to := daysFrom(first, last)
	return list(ctx, db, func(row scanner) (m metrics.Said, err error) {
		return m, row.Scan(&m.At, &m.ID, &m.Talk, &m.Member, &m.Channel, &m.Bot, &m.Reply)
	}, selectSaidOfDay, from, to)
}

const (
	// The inbox asks who its opener is now; whoever was hired since asked what they
	// asked (R6).
	selectTalksOfDay = `
		SELECT   c.opened_at, c.id, c.opener_id, c.channel_id, c.messages,
		         c.question OR c.opener_id IN (SELECT member_id FROM role_turn) AND EXISTS (
		             SELECT 1 FROM message AS q INDEXED BY message_by_conversation
		             WHERE  q.conversation_id = c.id AND q.conversation_id > 0 AND q.author_id = c.opener_id AND q.kind = 'said' AND q.deleted = 0
		                    AND q.bot = 0 AND q.signals LIKE '%"Kind":"question"%'),
		         c.mention, c.others_at > c.ours_at,
		         coalesce((SELECT m.bot FROM message AS m INDEXED BY message_by_conversation
		                   WHERE  m.conversation_id = c.id AND m.conversation_id > 0 AND m.sent_at = c.opened_at AND m.key = c.key),
		                  (SELECT m.bot FROM message AS m WHERE m.channel_id = c.channel_id AND m.key = c.key AND m.conversation_id = c.id), 0)
		FROM     conversation AS c INDEXED BY conversation_by_opened
		WHERE    c.opened_at >= ?1 AND c.opened_at < ?2 AND c.messages > 0
		ORDER BY c.opened_at, c.id`
	// What else was said in them, later. One of a single message was last spoken
	// in when it was opened.
	selectAnswersOfDay = `
		SELECT   c.id, m.sent_at, m.author_id, m.bot, 0
		FROM     conversation AS c INDEXED BY conversation_by_opened
		CROSS    JOIN message AS m INDEXED BY message_by_conversation ON m.conversation_id = c.id
		WHERE    c.opened_at >= ?1 AND c.opened_at < ?2 AND c.last_at > c.opened_at AND c.messages > 0
		         AND m.conversation_id > 0 AND m.sent_at > c.opened_at AND m.kind = 'said' AND m.deleted = 0 AND m.author_id <> c.opener_id`
	// Who named its opener beside it (D-9, rule 2).
	selectNamingsOfDay = `
		SELECT   c.id, n.sent_at, n.author_id, 0, 1
		FROM     conversation AS c INDEXED BY conversation_by_opened
		CROSS    JOIN naming AS n ON n.channel_id = c.channel_id AND n.member_id = c.opener_id
		WHERE    c.opened_at >= ?1 AND c.opened_at < ?2 AND c.messages > 0 AND c.opener_id > 0
		         AND n.sent_at > c.opened_at AND n.sent_at <= c.opened_at + ?3`
)

func recountTalks(ctx context.Context, db asker, first, last int64) ([]metrics.Talk, error) {
	from, to := daysFrom(first, last)
	all, err := list(ctx, db, func(row scanner) (t metrics.Talk, err error) {
		return t, row.Scan(&t.At, &t.ID, &t.Opener, &t.Channel, &t.Messages, &t.Question, &t.Mention, &t.Awaits, &t.Bot)
	}, selectTalksOfDay, from, to)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	place := make(map[int64]int, len(all))
	for i := range all {
		place[all[i].ID] = i
	}
	add := func(row scanner) (_ struct{}, err error) {
		var talk int64
		var a metrics.Answer
		if err = row.Scan(&talk, &a.At, &a.Member, &a.Bot, &a.Beside); err != nil {
			return
		}
		if i, known := place[talk]; known {
			all[i].Answers = append(all[i].Answers, a)
		}
		return
	}
	if _, err = list(ctx, db, add, selectAnswersOfDay, from, to); err != nil {
		return nil, err
	}
	if _, err = list(ctx, db, add, selectNamingsOfDay, from, to, besideFor); err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Answers = firsts(all[i].Answers)
	}
	return all, nil
}

// firsts leaves of each member the first answer. What a program posts under a
// person's name is not theirs.
func firsts(answers []metrics.Answer) []metrics.Answer {
	if len(answers) < 2 {
		return answers
	}
	slices.SortFunc(answers, func(a, b metrics.Answer) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(bit(a.Beside, 0), bit(b.Beside, 0)), cmp.Compare(a.Member, b.Member), cmp.Compare(bit(a.Bot, 0), bit(b.Bot, 0)))
	})
	left := answers[:0]
	for _, a := range answers {
		again := slices.ContainsFunc(left, func(o metrics.Answer) bool { return o.Member == a.Member && o.Bot == a.Bot })
		if !again {
			left = append(left, a)
		}
	}
	return slices.Clip(left)
}

// selectMembersOfPart: of who was gone when they were first seen nobody knows
// when they left; it is taken to be when they were last heard of. First is of
// what others could read.
const selectMembersOfPart = `
	SELECT   u.id, u.account_id, u.role, u.joined_at,
	         CASE WHEN u.deleted = 0 THEN 0 WHEN u.left_at > 0 THEN u.left_at ELSE max(u.last_at, u.joined_at, 0) + 1 END,
	         CASE WHEN NOT EXISTS (SELECT 1 FROM channel WHERE kind = 'direct') THEN u.first_at
	              ELSE coalesce((SELECT m.sent_at FROM message AS m INDEXED BY message_by_author JOIN channel AS ch ON ch.id = m.channel_id
	                             WHERE  m.author_id = u.id AND m.kind = 'said' AND m.deleted = 0 AND ch.kind <> 'direct'
	                             ORDER  BY m.sent_at LIMIT 1), 0) END
	FROM     member AS u
	WHERE    u.id >= ?1 AND u.id < ?2
	ORDER BY u.id`

func recountMembers(ctx context.Context, db asker, n int64) ([]metrics.Member, error) {
	return list(ctx, db, func(row scanner) (m metrics.Member, err error) {
		err = row.Scan(&m.ID, &m.Account, &m.Role, &m.Joined, &m.Left, &m.First)
		m.Person = m.ID
		return m, err
	}, selectMembersOfPart, n*membersAPart, (n+1)*membersAPart)
}
