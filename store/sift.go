package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"rounds/inbox/moderation"
)

// recently is how far before the newest message of an account the rules look at
// what comes in: nobody waits for a decision about what is older. An archive
// is as old as its end.
const recently = 14 * 24 * time.Hour

// forgetSifted is of a message that goes.
const forgetSifted = `DELETE FROM unsifted WHERE message_id = ?`

// unsift notes that a known message was changed, and is to be looked at again
// by the rules.
func (w *writer) unsift(r row) error {
	const query = `INSERT INTO unsifted (message_id) VALUES (?) ON CONFLICT DO UPDATE SET changes = changes + 1`
	if r.sent < w.now-micros(recently.Microseconds()) {
		return nil
	}
	_, err := w.tx.ExecContext(w.ctx, query, r.id)
	return err
}

const selectSaid = `
	SELECT m.id, a.name, a.platform, a.base, a.team, a.self, ch.key, ch.name, ch.kind, m.key, coalesce(c.key, m.key), coalesce(c.id, 0),
	       coalesce(u.id, 0), coalesce(u.key, ''), coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, ''), coalesce(u.joined_at, 0), coalesce(u.messages, 0),
	       m.bot, m.text, m.sent_at, m.edited_at, m.extra
	FROM   message AS m
	JOIN   channel AS ch ON ch.id = m.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN conversation AS c ON c.id = m.conversation_id AND m.conversation_id > 0
	LEFT   JOIN member AS u ON u.id = m.author_id `

type saidRow struct {
	id, author int64
	moderation.Said
}

func scanSaid(row scanner) (m saidRow, err error) {
	var joined, sent, edited micros
	var more string
	err = row.Scan(&m.id, &m.Account.Name, &m.Account.Platform, &m.Account.Base, &m.Account.Team, &m.Account.Self,
		&m.Channel.ID, &m.Channel.Name, &m.Channel.Kind, &m.ID, &m.Thread, &m.Talk,
		&m.author, &m.Author.ID, &m.Author.Handle, &m.Author.Name, &m.Author.Role, &joined, &m.Before,
		&m.Bot, &m.Text, &sent, &edited, &more)
	if err != nil {
		return m, err
	}
	m.Joined, m.At, m.Edited = joined.time(), sent.time(), edited > 0
	if more == "" {
		return m, nil
	}
	var x extra
	err = decode(more, &x)
	m.Mentions, m.Reactions, m.Files = x.Mentions, x.Reactions, len(x.Files)
	return m, err
}

// Sift looks at messages that are new or changed, at most so many of an account
// at once, in the order in which they were said, and keeps what look finds. It
// returns how many it looked at, and the cases on which anything new was found.
// An account whose first round has not ended, well or not, waits for that: until
// then nobody knows what is recent there.
func (s *Store) Sift(ctx context.Context, most int, look func([]moderation.Said) []moderation.Flag) (n int, cases []int64, err error) {
	const due = `
		SELECT id, sifted,
		       CASE WHEN sifted < last THEN
		           coalesce((SELECT max(d.day) FROM channel_day AS d JOIN channel AS ch ON ch.id = d.channel_id WHERE ch.account_id = account.id), 0)
		       ELSE 0 END,
		       last
		FROM   account, (SELECT coalesce(max(id), 0) AS last FROM message)
		WHERE  synced_at > 0 OR begun_at = 0 OR trouble_at >= begun_at
		ORDER  BY id`
	accounts, err := list(ctx, s.read, func(row scanner) (t turnOf, err error) {
		return t, row.Scan(&t.account, &t.upto, &t.day, &t.last)
	}, due)
	for _, t := range accounts {
		if err != nil {
			break
		}
		var found []int64
		var looked int
		looked, found, err = s.siftOne(ctx, t, most, look)
		n, cases = n+looked, append(cases, found...)
	}
	if err != nil {
		return n, cases, fmt.Errorf("look at what is new: %w", err)
	}
	return n, cases, nil
}

// turnOf is an account whose messages are looked at: up to which that was done,
// the newest day it said anything, and the newest message of all. The day is
// left out where nothing is new: it is asked for every second or two.
type turnOf struct{ account, upto, day, last int64 }

// revisited is a changed message.
type revisited struct{ id, changes int64 }

func (s *Store) siftOne(ctx context.Context, t turnOf, most int, look func([]moderation.Said) []moderation.Flag) (int, []int64, error) {
	const (
		changed = `
			SELECT w.message_id, w.changes FROM unsifted AS w JOIN message AS m ON m.id = w.message_id JOIN channel AS ch ON ch.id = m.channel_id
			WHERE  ch.account_id = ? ORDER BY w.message_id LIMIT ?`
		fresh  = selectSaid + `WHERE m.id > ? AND +ch.account_id = ? AND m.kind = 'said' AND m.deleted = 0 AND m.sent_at >= ? ORDER BY m.id LIMIT ?`
		anew   = selectSaid + `JOIN json_each(?) AS sought ON sought.value = m.id WHERE m.kind = 'said' AND m.deleted = 0`
		second = 1_000_000
	)
	again, err := list(ctx, s.read, func(row scanner) (w revisited, err error) { return w, row.Scan(&w.id, &w.changes) }, changed, t.account, most)
	if err != nil {
		return 0, nil, err
	}
	var rows []saidRow
	if t.upto < t.last {
		from := (t.day+1)*24*60*60*second - recently.Microseconds()
		if rows, err = list(ctx, s.read, scanSaid, fresh, t.upto, t.account, from, most); err != nil {
			return 0, nil, err
		}
	}
	upto := max(t.upto, t.last)
	if len(rows) == most {
		upto = rows[len(rows)-1].id
	}
	if len(again) > 0 {
		ids := make([]int64, len(again))
		for i, w := range again {
			ids[i] = w.id
		}
		more, err := list(ctx, s.read, scanSaid, anew, idList(ids))
		if err != nil {
			return 0, nil, err
		}
		rows = append(rows, more...)
	}
	if len(rows) == 0 && len(again) == 0 && upto == t.upto {
		return 0, nil, nil
	}
	return s.keepSifted(ctx, t.account, upto, again, look(inOrder(rows)), len(rows))
}

// inOrder are messages in the order in which they were said, each once.
func inOrder(rows []saidRow) []moderation.Said {
	slices.SortFunc(rows, func(a, b saidRow) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.id, b.id)) })
	rows = slices.CompactFunc(rows, func(a, b saidRow) bool { return a.id == b.id })
	said := make([]moderation.Said, len(rows))
	for i, m := range rows {
		said[i] = m.Said
		said[i].Before = max(0, m.Before-1) // it counts itself
	}
	return said
}

func (s *Store) keepSifted(ctx context.Context, account, upto int64, again []revisited, flags []moderation.Flag, n int) (int, []int64, error) {
	const (
		done  = `UPDATE account SET sifted = max(sifted, ?2) WHERE id = ?1`
		still = `DELETE FROM unsifted WHERE message_id = ? AND changes = ?`
	)
	var cases []int64
	err := s.inTx(ctx, func(tx *tx) error {
		cases = nil
		for _, f := range flags {
			id, changed, err := raise(ctx, tx, f)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // of an account that is gone
				return err
			}
			if err == nil && changed {
				cases = append(cases, id)
			}
		}
		return tx.keepBooks(ctx, func() error {
			for _, w := range again {
				if _, err := tx.ExecContext(ctx, still, w.id, w.changes); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, done, account, upto)
			return err
		})
	})
	return n, cases, err
}

// EachSaid calls each for every message since a time, in the order in which
// they were said, with how much its author had said before and what was decided
// about it. An error of each ends it.
func (s *Store) EachSaid(ctx context.Context, since time.Time, each func(moderation.Said) error) error {
	const (
		before = `SELECT author_id, count(*) FROM message WHERE kind = 'said' AND deleted = 0 AND sent_at < ? GROUP BY author_id`
		all    = selectSaid + `WHERE m.kind = 'said' AND m.deleted = 0 AND m.sent_at >= ? ORDER BY m.sent_at, m.id`
	)
	counts := map[int64]int{}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var id int64
		var n int
		err = row.Scan(&id, &n)
		counts[id] = n
		return
	}, before, at(since))
	if err != nil {
		return fmt.Errorf("count what was said before: %w", err)
	}
	verdicts, err := s.verdicts(ctx)
	if err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, all, at(since))
	if err != nil {
		return fmt.Errorf("read what was said: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		m, err := scanSaid(rows)
		if err != nil {
			return fmt.Errorf("read what was said: %w", err)
		}
		m.Before = counts[m.author]
		counts[m.author]++
		m.Verdict = verdicts[moderation.Subject{Kind: moderation.OfMessage, Account: m.Account.Name, Channel: m.Channel.ID, ID: m.ID}]
		if err := each(m.Said); err != nil {
			return err
		}
	}
	return rows.Err()
}

// verdicts are what the decisions that stand say of messages.
func (s *Store) verdicts(ctx context.Context) (map[moderation.Subject]moderation.Verdict, error) {
	const query = `
		SELECT   a.name, f.kind, f.channel, f.key, d.outcome
		FROM     decision AS d JOIN casefile AS f ON f.id = d.case_id JOIN account AS a ON a.id = f.account_id
		WHERE    d.reversed_at = 0
		ORDER BY d.seq`
	all := map[moderation.Subject]moderation.Verdict{}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var of moderation.Subject
		var o moderation.Outcome
		err = row.Scan(&of.Account, &of.Kind, &of.Channel, &of.ID, &o)
		all[of] = o.Verdict()
		return
	}, query)
	if err != nil {
		return nil, fmt.Errorf("read what was decided: %w", err)
	}
	return all, nil
}

// CountSaid is how many messages [Store.EachSaid] would tell of.
func (s *Store) CountSaid(ctx context.Context, since time.Time) (n int, err error) {
	const query = `SELECT count(*) FROM message WHERE kind = 'said' AND deleted = 0 AND sent_at >= ?`
	if err := s.read.QueryRowContext(ctx, query, at(since)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count what was said: %w", err)
	}
	return n, nil
}
