package store

import (
	"context"
	"database/sql"
	"errors"
)

// eraser takes messages out of the file together with all that follows from
// them. It is the writer of ingest, going backwards.
type eraser struct {
	*writer
	remember bool // what was decided about a conversation comes back with it
	drafts   []draftRow
}

const selectDoomed = `
	SELECT m.id, m.channel_id, m.key, m.conversation_id, m.author_id, m.kind, m.sent_at, m.deleted, m.text, m.marks, m.extra, coalesce(c.key, m.key)
	FROM   message AS m LEFT JOIN conversation AS c ON c.id = m.conversation_id `

// doomed is a message that goes.
type doomed struct {
	row
	conversation int64
}

func scanDoomed(from scanner) (d doomed, err error) {
	err = from.Scan(&d.id, &d.channel, &d.key, &d.conversation, &d.author.id, &d.kind, &d.sent, &d.deleted, &d.text, &d.marks, &d.extra, &d.thread)
	return d, err
}

// talks takes the next old conversations with all their messages, as many as
// go at once. One with more messages than that is shorter afterwards, and as
// whole as if it had always been.
func (e *eraser) talks(account string, before micros) (gone int, more bool, err error) {
	const (
		pick = `
			SELECT c.id, (SELECT count(*) FROM message WHERE conversation_id = c.id AND conversation_id > 0)` + oldTalks + `
			ORDER BY c.last_at, c.id
			LIMIT    1000`
		next = selectDoomed + `
			WHERE    m.conversation_id IN (SELECT value FROM json_each(?1)) AND m.conversation_id > 0
			ORDER BY m.sent_at
			LIMIT    ?2`
	)
	type share struct{ id, messages int64 }
	old, err := list(e.ctx, e.tx, func(row scanner) (s share, err error) { return s, row.Scan(&s.id, &s.messages) }, pick, account, before)
	if err != nil || len(old) == 0 {
		return 0, false, err
	}
	var ids []int64
	total := int64(0)
	for _, s := range old {
		if len(ids) > 0 && total+s.messages > purgeAtOnce {
			break
		}
		ids, total = append(ids, s.id), total+s.messages
	}
	going, err := list(e.ctx, e.tx, scanDoomed, next, idList(ids), purgeAtOnce)
	if err != nil {
		return 0, false, err
	}
	if err := e.messages(going); err != nil {
		return 0, false, err
	}
	if total > purgeAtOnce {
		err = e.refold(ids[0])
	} else {
		err = e.drop(ids)
	}
	if err != nil {
		return 0, false, err
	}
	return len(going), true, e.finish()
}

// notices takes messages by their ids: joins, leaves and what else is said by
// nobody to anybody.
func (e *eraser) notices(ids []int64) error {
	going, err := list(e.ctx, e.tx, scanDoomed, selectDoomed+`WHERE m.id IN (SELECT value FROM json_each(?))`, idList(ids))
	if err != nil {
		return err
	}
	if err := e.messages(going); err != nil {
		return err
	}
	return e.finish()
}

// messages takes messages out of the table, the index, the counts and the
// namings.
func (e *eraser) messages(going []doomed) error {
	return e.each(`DELETE FROM message WHERE id = ?`, func(drop *sql.Stmt) error {
		for _, d := range going {
			if _, err := drop.ExecContext(e.ctx, d.id); err != nil {
				return err
			}
			if _, err := e.tx.ExecContext(e.ctx, forgetSifted, d.id); err != nil {
				return err
			}
			if !d.counts() {
				continue
			}
			e.count(d.row, -1)
			if _, err := e.unindex.ExecContext(e.ctx, d.id, d.text, d.marks); err != nil {
				return err
			}
			if err := e.forgetNames(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetNames takes back whom a message named. A conversation that it answered
// may have no answer now.
func (e *eraser) forgetNames(d doomed) error {
	const query = `DELETE FROM naming WHERE channel_id = ? AND member_id = ? AND sent_at = ? AND message_id = ?`
	var more extra
	if err := decode(d.extra, &more); err != nil {
		return err
	}
	for _, key := range more.Mentions {
		named, known := e.roster.members[key]
		if !known {
			continue
		}
		result, err := e.tx.ExecContext(e.ctx, query, d.channel, named.id, d.sent, d.id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := e.refoldOf(naming{channel: d.channel, member: named.id, sent: d.sent}); err != nil {
			return err
		}
	}
	return nil
}

// drop takes conversations that have no message left, and all that hangs on
// them.
func (e *eraser) drop(ids []int64) error {
	if err := e.dropDrafts(ids); err != nil {
		return err
	}
	if e.remember {
		if err := e.awaitDecided(ids); err != nil {
			return err
		}
	}
	for _, id := range ids {
		delete(e.stale, id)
	}
	for _, query := range []string{
		staleTalks,
		`DELETE FROM outbox WHERE settled_at > 0 AND (account_id, channel, thread) IN (
			SELECT ch.account_id, ch.key, c.key FROM conversation AS c JOIN channel AS ch ON ch.id = c.channel_id
			WHERE  c.id IN (SELECT value FROM json_each(?)))`,
		`DELETE FROM tag WHERE conversation_id IN (SELECT value FROM json_each(?))`,
		`DELETE FROM note WHERE conversation_id IN (SELECT value FROM json_each(?))`,
		`DELETE FROM conversation WHERE id IN (SELECT value FROM json_each(?))`,
	} {
		if _, err := e.tx.ExecContext(e.ctx, query, idList(ids)); err != nil {
			return err
		}
	}
	return nil
}

// awaitDecided notes that the journal knows these conversations, as far as
// something was decided about them: an old thread that is answered today comes
// back whole, and then it holds again.
func (e *eraser) awaitDecided(ids []int64) error {
	const query = `
		SELECT c.id
		FROM   conversation AS c
		WHERE  c.id IN (SELECT value FROM json_each(?))
		       AND (c.decision <> '' OR c.muted = 1 OR c.starred = 1
		            OR EXISTS (SELECT 1 FROM tag WHERE conversation_id = c.id) OR EXISTS (SELECT 1 FROM note WHERE conversation_id = c.id))`
	decided, err := list(e.ctx, e.tx, func(row scanner) (id int64, err error) { return id, row.Scan(&id) }, query, idList(ids))
	if err != nil || len(decided) == 0 {
		return err
	}
	rows, err := list(e.ctx, e.tx, scanDesk, selectDesk, idList(decided))
	for _, d := range rows {
		err = errors.Join(err, await(e.ctx, e.tx, d.ref))
	}
	return err
}

// dropDrafts drops what was being written about conversations.
func (e *eraser) dropDrafts(ids []int64) error {
	const query = `
		DELETE FROM draft
		WHERE (account, channel, key) IN (
		          SELECT a.name, ch.key, c.key
		          FROM   conversation AS c JOIN channel AS ch ON ch.id = c.channel_id JOIN account AS a ON a.id = ch.account_id
		          WHERE  c.id IN (SELECT value FROM json_each(?)))
		RETURNING account, channel, key, kind, '', at`
	dropped, err := list(e.ctx, e.tx, scanDraft, query, idList(ids))
	e.drafts = append(e.drafts, dropped...)
	return err
}

// finish brings the counts in line with what is left, and folds anew what an
// answer was taken from.
func (e *eraser) finish() error {
	for _, t := range e.stale {
		if err := e.foldAnew(t); err != nil {
			return err
		}
	}
	if err := e.saveDays(); err != nil {
		return err
	}
	if err := e.dropEmptyDays(); err != nil {
		return err
	}
	return e.saveErased()
}

// dropEmptyDays removes the days on which nothing was said.
func (e *eraser) dropEmptyDays() error {
	for query, days := range map[string]map[dayKey]dayCount{
		`DELETE FROM author_day WHERE member_id = ? AND day = ? AND messages = 0`:   e.days.authors,
		`DELETE FROM channel_day WHERE channel_id = ? AND day = ? AND messages = 0`: e.days.channels,
	} {
		err := e.each(query, func(drop *sql.Stmt) error {
			for key := range days {
				if _, err := drop.ExecContext(e.ctx, key.who, key.day); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// saveErased writes how much the members have said now. The ends are found in
// an index: counting anew all that somebody ever said would take as long for
// the last page as for the first.
func (e *eraser) saveErased() error {
	const query = `
		UPDATE member
		SET    messages = messages + ?2,
		       replies = replies + ?3,
		       first_at = coalesce((SELECT min(sent_at) FROM message WHERE author_id = ?1 AND kind = 'said' AND deleted = 0), 0),
		       last_at = coalesce((SELECT max(sent_at) FROM message WHERE author_id = ?1 AND kind = 'said' AND deleted = 0), 0)
		WHERE  id = ?1`
	return e.each(query, func(put *sql.Stmt) error {
		for id, a := range e.members {
			e.parts.member(id)
			delete(e.roster.first, id)
			if _, err := put.ExecContext(e.ctx, id, a.messages, a.replies); err != nil {
				return err
			}
		}
		return nil
	})
}

// secretly runs fn while SQLite writes zeros over what is deleted.
func (s *Store) secretly(ctx context.Context, fn func() error) error {
	if _, err := s.write.ExecContext(ctx, `PRAGMA secure_delete = on`); err != nil {
		return err
	}
	err := fn()
	_, off := s.write.ExecContext(context.WithoutCancel(ctx), `PRAGMA secure_delete = off`)
	return errors.Join(err, off)
}
