package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"rounds/inbox"
)

// picked is a person as a list finds them.
type picked struct {
	id    int64
	count int
}

// mostPeople is how many people are listed unless somebody asks for more.
const mostPeople = 200

// People lists the people that a query picks.
func (s *Store) People(ctx context.Context, q inbox.PeopleQuery) ([]inbox.Person, error) {
	words := q.Words
	if len(words) > 3 { // more are one, and stand side by side
		words = append(words[:2:2], strings.Join(words[2:], " "))
	}
	args := []any{
		sql.Named("now", at(s.now())), sql.Named("limit", cmp.Or(q.Limit, mostPeople)),
		sql.Named("spoke", spokeIn(q.View, s.now())), sql.Named("month", at(s.now().Add(-30*inbox.Day))/86_400_000_000), sql.Named("quarter", at(s.now().Add(-90*inbox.Day))/86_400_000_000),
		sql.Named("a", ""), sql.Named("b", ""), sql.Named("c", ""),
	}
	for i, w := range words {
		args[5+i] = sql.Named(string(rune('a'+i)), strings.TrimPrefix(w, "@"))
	}
	found, err := list(ctx, s.read, func(row scanner) (p picked, err error) { return p, row.Scan(&p.id, &p.count) }, peopleOf(q), args...)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	people, err := s.meet(ctx, found)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return people, nil
}

// meet reads the people of some IDs, in their order, with all identities.
func (s *Store) meet(ctx context.Context, found []picked) ([]inbox.Person, error) {
	const query = `
		SELECT   sought.key, u.id, a.name, a.platform, u.key, u.handle, u.name, u.email, u.zone, u.role, u.said_as, u.deleted, u.joined_at, u.left_at,
		         u.messages, u.first_at, u.last_at, u.vip, u.watched,
		         coalesce((SELECT group_concat(name, x'0a') FROM member_tag WHERE member_id = u.id), ''),
		         (SELECT json_group_array(json_object('until', until_at, 'role', role)) FROM (SELECT until_at, role FROM role_turn WHERE member_id = u.id ORDER BY until_at)),
		         EXISTS (SELECT 1 FROM forgotten AS f WHERE f.account = a.name AND f.key = u.key),
		         (SELECT coalesce(sum(d.replies), 0) FROM author_day AS d WHERE d.member_id = u.id AND d.day > (u.last_at - 7776000000000) / 86400000000),
		         (SELECT count(*) FROM author_day AS d WHERE d.member_id = u.id AND d.day > (u.last_at - 7776000000000) / 86400000000 AND d.messages > 0)
		FROM     json_each(?) AS sought
		JOIN     member AS first ON first.id = sought.value
		JOIN     member AS u ON u.id = first.id OR u.person <> '' AND u.person = first.person
		JOIN     account AS a ON a.id = u.account_id
		ORDER BY sought.key, u.id`
	ids := make([]int64, len(found))
	people := make([]inbox.Person, len(found))
	for i, p := range found {
		ids[i], people[i].ID, people[i].Count = p.id, p.id, p.count
	}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var n int
		var i inbox.Identity
		var joined, left, first, last micros
		var vip, watched, forgotten bool
		var tags, turns string
		err = row.Scan(&n, &i.Row, &i.Account, &i.Platform, &i.ID, &i.Handle, &i.Name, &i.Email, &i.Zone, &i.Role, &i.SaidAs, &i.Deleted, &joined, &left,
			&i.Messages, &first, &last, &vip, &watched, &tags, &turns, &forgotten, &i.Replies, &i.Days)
		i.Joined, i.Left, i.FirstSeen, i.LastSeen = joined.time(), left.time(), first.time(), last.time()
		if i.Turns, err = decodeTurns(turns, err); err != nil {
			return
		}
		p := &people[n]
		p.Add(i)
		p.VIP, p.Watched, p.Forgotten = p.VIP || vip, p.Watched || watched, p.Forgotten || forgotten
		p.AddTags(strings.Fields(tags)...)
		return
	}, query, idList(ids))
	return people, err
}

// Person is the card of whoever one of whose identities is the member, or
// [inbox.ErrNone].
func (s *Store) Person(ctx context.Context, member int64) (inbox.Profile, error) {
	p, err := s.profile(ctx, member)
	if err != nil {
		return inbox.Profile{}, fmt.Errorf("read person %d: %w", member, err)
	}
	return p, nil
}

func (s *Store) profile(ctx context.Context, member int64) (p inbox.Profile, err error) {
	const (
		first = `
			SELECT min(o.id) FROM member AS u JOIN member AS o ON o.id = u.id OR o.person <> '' AND o.person = u.person WHERE u.id = ?`
		asked = `
			SELECT coalesce(sum(question), 0), coalesce(sum(state = 'open'), 0) FROM conversation WHERE opener_id IN (SELECT value FROM json_each(?1))`
		given = `
			SELECT count(*), count(DISTINCT coalesce(nullif(o.person, ''), o.id)),
			       coalesce(sum(EXISTS (SELECT 1 FROM message AS t
			                            WHERE t.conversation_id = g.id AND t.conversation_id > 0 AND t.author_id = g.opener_id AND t.sent_at > g.answer_at AND t.kind = 'said' AND t.deleted = 0
			                                  AND (t.text LIKE '%thank%' OR t.text LIKE '%thx%' OR t.text LIKE '%cheers%' OR t.text LIKE '%danke%'
			                                       OR t.text LIKE '%merci%' OR t.text LIKE '%gracias%' OR t.text LIKE '%obrigad%'))), 0)
			FROM   (SELECT DISTINCT c.id, c.opener_id, c.answer_at
			        FROM  message AS m INDEXED BY message_by_author JOIN conversation AS c ON c.id = m.conversation_id
			        WHERE m.author_id IN (SELECT value FROM json_each(?1)) AND m.kind = 'said' AND m.deleted = 0
			              AND c.answer_at = m.sent_at AND c.opener_id NOT IN (SELECT value FROM json_each(?1))) AS g
			JOIN   member AS o ON o.id = g.opener_id`
		notes  = `SELECT id, actor, text, at FROM member_note WHERE member_id IN (SELECT value FROM json_each(?)) ORDER BY at, id`
		recent = `
			SELECT   m.id FROM message AS m INDEXED BY message_by_author
			WHERE    m.author_id IN (SELECT value FROM json_each(?)) AND m.kind = 'said' AND m.deleted = 0
			ORDER BY m.sent_at DESC
			LIMIT    10`
	)
	var id sql.NullInt64
	if err := s.read.QueryRowContext(ctx, first, member).Scan(&id); err != nil || !id.Valid {
		return p, cmp.Or(err, inbox.ErrNone)
	}
	people, err := s.meet(ctx, []picked{{id: id.Int64}})
	if err != nil {
		return p, err
	}
	p.Person = people[0]
	rows := idList(p.Rows())
	err = errors.Join(
		s.read.QueryRowContext(ctx, asked, rows).Scan(&p.Questions, &p.Open),
		s.read.QueryRowContext(ctx, given, rows).Scan(&p.Answers, &p.Helped, &p.Thanked))
	if err != nil {
		return p, err
	}
	if p.Notes, err = list(ctx, s.read, scanCaseNote, notes, rows); err != nil {
		return p, err
	}
	ids, err := s.ids(ctx, recent, rows)
	if err == nil {
		p.Recent, err = s.hits(ctx, ids)
	}
	return p, err
}

// Whoever lists the people that some words of a person mean: the number that we
// gave them, "account/handle", or a handle; the platform's ID is as good as a
// handle, but a number alone is always ours. It answers with every one whom they may mean.
func (s *Store) Whoever(ctx context.Context, who string) ([]inbox.Person, error) {
	const query = `
		SELECT   min(o.id), 0
		FROM     member AS u JOIN account AS a ON a.id = u.account_id
		JOIN     member AS o ON o.id = u.id OR o.person <> '' AND o.person = u.person
		WHERE    CASE WHEN CAST(CAST(?1 AS INTEGER) AS TEXT) = ?1 THEN u.id = CAST(?1 AS INTEGER)
		         ELSE ?2 IN ('', a.name) AND (u.handle = ?3 COLLATE NOCASE OR u.key = ?3) END
		GROUP BY u.id
		ORDER BY 1`
	account, handle, named := strings.Cut(who, "/")
	if !named {
		account, handle = "", who
	}
	handle = strings.TrimPrefix(handle, "@")
	if handle == "" {
		return nil, nil
	}
	found, err := list(ctx, s.read, func(row scanner) (p picked, err error) { return p, row.Scan(&p.id, &p.count) }, query, who, account, handle)
	var people []inbox.Person
	if err == nil {
		people, err = s.meet(ctx, unique(found))
	}
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", who, err)
	}
	return people, nil
}

func unique(found []picked) (some []picked) {
	for _, p := range found {
		if len(some) == 0 || some[len(some)-1] != p {
			some = append(some, p)
		}
	}
	return some
}
