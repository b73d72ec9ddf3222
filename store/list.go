package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rounds/inbox"
	"rounds/inbox/query"
	"rounds/inbox/signal"
)

// selectConversation reads what a list shows of a conversation; the tail of
// the query picks which.
const selectConversation = `
	SELECT c.id, a.name, a.platform, a.base, a.team, a.self, ch.key, ch.name, ch.kind, ch.topic, ch.archived, ch.forum, c.key,
	       coalesce(u.key, ''), coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, ''), coalesce(u.first_at, 0),
	       coalesce(r.text, ''), coalesce(r.posted_as, ''), coalesce(r.bot, 0),
	       coalesce(l.text, ''), coalesce(l.posted_as, ''), coalesce(lu.key, ''), coalesce(lu.handle, ''), coalesce(lu.name, ''), coalesce(lu.role, ''),
	       c.opened_at, c.last_at, c.answer_at, c.others_at, c.ours_at, c.messages, c.read_at,
	       c.state, c.decision, c.muted, c.starred, c.reasons, c.promise,
	       EXISTS (SELECT 1 FROM draft AS d WHERE d.account = a.name AND d.channel = ch.key AND d.key = c.key AND d.kind IN ('reply', 'private reply')),
	       (SELECT count(*) FROM outbox AS o WHERE o.account_id = a.id AND o.channel = ch.key AND o.thread = c.key AND o.settled_at = 0),
	       (SELECT count(*) FROM note WHERE conversation_id = c.id),
	       coalesce((SELECT group_concat(name, x'0a') FROM tag WHERE conversation_id = c.id), ''),
	       (SELECT count(*) FROM message AS n LEFT JOIN member AS nu ON nu.id = n.author_id
	        WHERE n.conversation_id = c.id AND n.conversation_id > 0 AND n.sent_at > c.read_at AND c.others_at > c.read_at
	          AND n.deleted = 0 AND coalesce(nu.role, '') <> 'team')
	FROM   conversation AS c
	JOIN   channel AS ch ON ch.id = c.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN member AS u ON u.id = c.opener_id
	LEFT   JOIN message AS r ON r.channel_id = c.channel_id AND r.key = c.key
	LEFT   JOIN message AS l ON l.id = (SELECT id FROM message WHERE conversation_id = c.id AND conversation_id > 0 AND deleted = 0
	                                    ORDER BY sent_at DESC LIMIT 1)
	LEFT   JOIN member AS lu ON lu.id = l.author_id `

// Conversations lists the part of the conversations that q picks which w asks
// for, in the order of q.Sort. A window before a mark gives the rows next to
// it, still in that order.
func (s *Store) Conversations(ctx context.Context, q query.Query, w inbox.Window) ([]inbox.Conversation, error) {
	f, err := s.where(q)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	backwards := w.FromEnd || w.Before != (inbox.Mark{})
	f.bound(q.Sort, w)
	ids, err := s.ids(ctx, f.ids(q.Sort, backwards, w.Limit), f.args...)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	if backwards {
		slices.Reverse(ids)
	}
	return s.ConversationsByID(ctx, ids)
}

// ConversationsByID reads conversations anew, in the order of ids; those that
// are gone are left out.
func (s *Store) ConversationsByID(ctx context.Context, ids []int64) ([]inbox.Conversation, error) {
	const query = selectConversation + `
		JOIN     json_each(?) AS sought ON sought.value = c.id
		ORDER BY sought.key`
	var all []inbox.Conversation
	for chunk := range slices.Chunk(ids, 5000) {
		some, err := list(ctx, s.read, s.scanConversation, query, idList(chunk))
		if err != nil {
			return nil, fmt.Errorf("read conversations: %w", err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// Count counts the conversations that q picks, and stops at upTo.
func (s *Store) Count(ctx context.Context, q query.Query, upTo int) (int, error) {
	return s.count(ctx, q, inbox.Window{Limit: upTo})
}

// CountAhead counts, up to upTo, the conversations that stand ahead of a mark.
func (s *Store) CountAhead(ctx context.Context, q query.Query, m inbox.Mark, upTo int) (int, error) {
	return s.count(ctx, q, inbox.Window{Before: m, Limit: upTo})
}

func (s *Store) count(ctx context.Context, q query.Query, w inbox.Window) (n int, err error) {
	f, err := s.where(q)
	if err != nil {
		return 0, fmt.Errorf("count conversations: %w", err)
	}
	f.bound(q.Sort, w)
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM (`+f.ids(q.Sort, w.Before != (inbox.Mark{}), w.Limit)+`)`, f.args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count conversations: %w", err)
	}
	return n, nil
}

// Matching lists every conversation that q picks, by its id.
func (s *Store) Matching(ctx context.Context, q query.Query) ([]int64, error) {
	f, err := s.where(q)
	if err != nil {
		return nil, fmt.Errorf("list what matches: %w", err)
	}
	ids, err := s.ids(ctx, f.ids(q.Sort, false, 0), f.args...)
	if err != nil {
		return nil, fmt.Errorf("list what matches: %w", err)
	}
	return ids, nil
}

// order is the column that a list is sorted by, and whether it falls.
func order(sort query.Sort) (column string, falls bool) {
	if sort == query.Oldest {
		return `c.opened_at`, false
	}
	return `c.last_at`, true
}

// bound adds the edge of a window. It is written so that the index range is
// used: first the column alone, then the tie.
func (f *filter) bound(sort query.Sort, w inbox.Window) {
	column, falls := order(sort)
	edge := func(m inbox.Mark, behind bool) {
		if m == (inbox.Mark{}) {
			return
		}
		less := behind == falls
		op := `>`
		if less {
			op = `<`
		}
		f.add(column+` `+op+`= ? AND (`+column+` `+op+` ? OR c.id `+op+` ?)`, at(m.At), at(m.At), m.ID)
	}
	edge(w.After, true)
	edge(w.Before, false)
}

// ids is the query for the ids of a list.
func (f *filter) ids(sort query.Sort, backwards bool, limit int) string {
	column, falls := order(sort)
	direction := `ASC`
	if falls != backwards {
		direction = `DESC`
	}
	if limit <= 0 {
		limit = -1
	}
	return fmt.Sprintf(`SELECT c.id FROM conversation AS c WHERE %s ORDER BY %s %s, c.id %s LIMIT %d`,
		strings.Join(f.where, ` AND `), column, direction, direction, limit)
}

func (s *Store) scanConversation(row scanner) (c inbox.Conversation, err error) {
	var (
		a                                  inbox.Account
		opened, last, answer, others, ours micros
		read, first                        micros
		rootAs, lastAs                     string
		bot                                bool
		messages                           int
		decision, reasons, promise, tags   string
	)
	err = row.Scan(&c.ID, &a.Name, &a.Platform, &a.Base, &a.Team, &a.Self,
		&c.Channel.ID, &c.Channel.Name, &c.Channel.Kind, &c.Channel.Topic, &c.Channel.Archived, &c.Channel.Forum, &c.Thread,
		&c.Opener.ID, &c.Opener.Handle, &c.Opener.Name, &c.Opener.Role, &first, &c.Text, &rootAs, &bot,
		&c.LastText, &lastAs, &c.Last.ID, &c.Last.Handle, &c.Last.Name, &c.Last.Role,
		&opened, &last, &answer, &others, &ours, &messages, &read,
		&c.State, &decision, &c.Muted, &c.Starred, &reasons, &promise, &c.Draft, &c.Leaving, &c.Notes, &tags, &c.Unread)
	if err = errors.Join(err, decode(decision, &c.Decision), decode(reasons, &c.Signals), decode(promise, &c.Promise)); err != nil {
		return c, err
	}
	in := c.Channel.ID
	if c.Channel.Forum {
		in = c.Thread
	}
	c.Account, c.Platform, c.Permalink = a.Name, a.Platform, a.Permalink(in, c.Thread, c.Thread)
	c.Opener, c.Last = c.Opener.As(rootAs, bot), c.Last.As(lastAs, false)
	c.OpenedAt, c.LastAt, c.AnswerAt = opened.time(), last.time(), answer.time()
	c.Replies = max(messages-1, 0)
	if tags != "" {
		c.Tags = strings.Split(tags, "\n")
		slices.Sort(c.Tags)
	}
	facts := signal.Facts{
		Now: s.now(), Opener: c.Opener.Called(), OpenerIsTeam: c.Opener.Role == inbox.Team, OpenerIsBot: c.Opener.Role == inbox.Bot,
		FirstPost: first == opened, OpenedAt: c.OpenedAt, AnswerAt: c.AnswerAt, State: c.State,
		OthersLast: others.time(), OursLast: ours.time(), TookPart: ours > 0, Asked: c.Has(inbox.Mention),
	}
	if c.Last.Role == inbox.Community {
		facts.Last = c.Last.Called()
	}
	c.Signals = append(c.Signals, signal.Around(facts)...)
	if next := c.Promise.Next(); next != "" {
		why := fmt.Sprintf("promised, step %d of %d: %s", c.Promise.Step+1, len(c.Promise.Steps), next)
		c.Signals = append(c.Signals, inbox.Signal{Kind: inbox.Promised, Reason: why})
	}
	return c, nil
}
