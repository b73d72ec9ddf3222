package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rounds/inbox"
)

// standsIn is the platform's ID of the place that a link to a message names: its
// channel, or the thread where those are places of their own.
const standsIn = `CASE WHEN ch.forum = 1 OR a.platform = 'discord' AND m.answers = '' AND m.key <> c.key THEN c.key ELSE ch.key END`

const selectUtterance = `
	SELECT m.id, m.key, m.kind, m.text, m.sent_at, m.edited_at, m.deleted, m.posted_as, m.bot, m.signals, m.extra,
	       coalesce(u.key, ''), coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, ''),
	       a.name, a.platform, a.base, a.team, ` + standsIn + `, coalesce(c.key, m.key)
	FROM   message AS m
	JOIN   channel AS ch ON ch.id = m.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN member AS u ON u.id = m.author_id
	LEFT   JOIN conversation AS c ON c.id = m.conversation_id `

// mostSaid bounds what is read of one conversation: the first message and the
// newest ones.
const mostSaid = 2000

// Talk opens a conversation: all that was said in it, oldest first, and our
// notes. It returns [inbox.ErrNone] for one that does not exist.
func (s *Store) Talk(ctx context.Context, id int64) (inbox.Talk, error) {
	const said = selectUtterance + `
		WHERE    m.id IN (SELECT id FROM message WHERE conversation_id = ?1 AND conversation_id > 0 ORDER BY sent_at DESC LIMIT ?2)
		         OR m.conversation_id = ?1 AND m.key = c.key
		ORDER BY m.sent_at, m.key`
	found, err := s.ConversationsByID(ctx, []int64{id})
	if err != nil {
		return inbox.Talk{}, err
	}
	if len(found) == 0 {
		return inbox.Talk{}, inbox.ErrNone
	}
	talk := inbox.Talk{Conversation: found[0]}
	if talk.Said, err = list(ctx, s.read, scanUtterance, said, id, mostSaid); err != nil {
		return inbox.Talk{}, fmt.Errorf("open conversation %d: %w", id, err)
	}
	beside, err := s.beside(ctx, id)
	if err != nil {
		return inbox.Talk{}, fmt.Errorf("open conversation %d: %w", id, err)
	}
	talk.Said = append(talk.Said, beside...)
	slices.SortStableFunc(talk.Said, func(a, b inbox.Utterance) int { return a.SentAt.Compare(b.SentAt) })
	if talk.Notes, err = s.notes(ctx, id); err != nil {
		return inbox.Talk{}, fmt.Errorf("open conversation %d: %w", id, err)
	}
	if talk.Out, err = s.out(ctx, talk.Conversation); err != nil {
		return inbox.Talk{}, fmt.Errorf("open conversation %d: %w", id, err)
	}
	return talk, nil
}

// ConversationOf returns the conversation that a message stands in, or
// [inbox.ErrNone].
func (s *Store) ConversationOf(ctx context.Context, message int64) (int64, error) {
	ids, err := s.ids(ctx, `SELECT conversation_id FROM message WHERE id = ? AND conversation_id > 0`, message)
	if err != nil {
		return 0, fmt.Errorf("find message %d: %w", message, err)
	}
	if len(ids) == 0 {
		return 0, inbox.ErrNone
	}
	return ids[0], nil
}

// beside reads who answered a conversation outside of it, by naming its opener.
func (s *Store) beside(ctx context.Context, id int64) ([]inbox.Utterance, error) {
	const query = selectUtterance + `
		WHERE    m.id IN (
		             SELECT n.message_id
		             FROM   conversation AS o JOIN naming AS n ON n.channel_id = o.channel_id AND n.member_id = o.opener_id
		             WHERE  o.id = ?1 AND o.opener_id > 0 AND n.sent_at > o.opened_at AND n.sent_at <= o.opened_at + ?2)
		         AND m.conversation_id <> ?1 AND m.deleted = 0
		ORDER BY m.sent_at
		LIMIT    20`
	found, err := list(ctx, s.read, scanUtterance, query, id, besideFor)
	for i := range found {
		found[i].Beside = true
	}
	return found, err
}

func (s *Store) notes(ctx context.Context, conversation int64) ([]inbox.Note, error) {
	const query = `SELECT id, actor, text, at FROM note WHERE conversation_id = ? ORDER BY at, id`
	return list(ctx, s.read, func(row scanner) (n inbox.Note, err error) {
		var written micros
		err = row.Scan(&n.ID, &n.Actor, &n.Text, &written)
		n.At = written.time()
		return n, err
	}, query, conversation)
}

func scanUtterance(row scanner) (u inbox.Utterance, err error) {
	var (
		a                      inbox.Account
		key, as, signals, more string
		channel, thread        string
		sent, edited           micros
		bot                    bool
		x                      extra
	)
	err = row.Scan(&u.ID, &key, &u.Kind, &u.Text, &sent, &edited, &u.Deleted, &as, &bot, &signals, &more,
		&u.Author.ID, &u.Author.Handle, &u.Author.Name, &u.Author.Role,
		&a.Name, &a.Platform, &a.Base, &a.Team, &channel, &thread)
	if err = errors.Join(err, decode(signals, &u.Signals), decode(more, &x)); err != nil {
		return u, err
	}
	u.Key, u.Author = key, u.Author.As(as, bot)
	u.SentAt, u.EditedAt = sent.time(), edited.time()
	u.Reactions, u.Files = x.Reactions, x.Files
	u.Permalink = a.Permalink(channel, thread, key)
	return u, nil
}

// Card tells what is known about a member, or [inbox.ErrNone].
func (s *Store) Card(ctx context.Context, account, id string) (inbox.Card, error) {
	const (
		who = `
			SELECT u.id, a.name, a.platform, u.key, u.handle, u.name, u.email, u.zone, u.role, u.deleted, u.joined_at, u.messages, u.first_at, u.last_at
			FROM   member AS u JOIN account AS a ON a.id = u.account_id
			WHERE  a.name = ? AND u.key = ?`
		counts = `
			SELECT (SELECT count(*) FROM conversation WHERE opener_id = ?1 AND question = 1),
			       (SELECT count(*) FROM conversation WHERE opener_id = ?1 AND state = 'open'),
			       (SELECT count(*) FROM (
			            SELECT 1 FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id
			            WHERE  m.author_id = ?1 AND m.kind = 'said' AND m.deleted = 0
			                   AND c.answer_at = m.sent_at AND c.opener_id <> ?1
			            LIMIT 1000))`
		recent = selectUtterance + `
			WHERE    m.author_id = ? AND m.kind = 'said' AND m.deleted = 0
			ORDER BY m.sent_at DESC
			LIMIT    5`
		elsewhere = `
			SELECT   DISTINCT CASE WHEN u.handle = ?1 COLLATE NOCASE THEN a.name ELSE a.name || ' as @' || u.handle END
			FROM     member AS u JOIN account AS a ON a.id = u.account_id
			WHERE    a.name <> ?2 AND (u.handle = ?1 COLLATE NOCASE AND u.handle <> ''
			         OR u.name = ?3 AND instr(trim(u.name), ' ') > 0 OR u.email = ?4 COLLATE NOCASE AND u.email <> '')
			ORDER BY 1`
	)
	var row int64
	var joined, first, last micros
	var c inbox.Card
	cards, err := list(ctx, s.read, func(r scanner) (c inbox.Card, err error) {
		err = r.Scan(&row, &c.Account, &c.Platform, &c.ID, &c.Handle, &c.Name, &c.Email, &c.Zone, &c.Role, &c.Deleted, &joined, &c.Messages, &first, &last)
		c.Joined, c.FirstSeen, c.LastSeen = joined.time(), first.time(), last.time()
		return c, err
	}, who, account, id)
	if err == nil && len(cards) == 0 {
		return inbox.Card{}, inbox.ErrNone
	}
	if err == nil {
		c = cards[0]
		err = s.read.QueryRowContext(ctx, counts, row).Scan(&c.Questions, &c.Open, &c.Answered)
	}
	if err == nil {
		c.Recent, err = list(ctx, s.read, scanUtterance, recent, row)
	}
	if err == nil {
		c.Elsewhere, err = list(ctx, s.read, func(r scanner) (name string, err error) { return name, r.Scan(&name) }, elsewhere, c.Handle, account, c.Name, c.Email)
	}
	if err != nil {
		return inbox.Card{}, fmt.Errorf("read member %s: %w", id, err)
	}
	return c, nil
}

// MarkRead notes that a person has read conversations to their end. It is not
// in the journal: it says what was seen, not what was decided.
func (s *Store) MarkRead(ctx context.Context, ids ...int64) error {
	const query = `
		UPDATE conversation SET read_at = last_at
		WHERE  id IN (SELECT value FROM json_each(?)) AND read_at < last_at`
	if err := s.exec(ctx, query, idList(ids)); err != nil {
		return fmt.Errorf("mark as read: %w", err)
	}
	return nil
}

// Tags lists the tags in use, the most used first.
func (s *Store) Tags(ctx context.Context) ([]inbox.TagUse, error) {
	const query = `SELECT name, count(*) FROM tag GROUP BY name ORDER BY count(*) DESC, name`
	tags, err := list(ctx, s.read, func(row scanner) (t inbox.TagUse, err error) { return t, row.Scan(&t.Name, &t.Uses) }, query)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return tags, nil
}
