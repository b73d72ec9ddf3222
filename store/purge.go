package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// What is older than it shall be kept goes by whole conversations: one whose
// last message is older than the cut-off goes with all its messages, notes,
// tags and drafts, starred or not. What is left is then as if nothing else had
// ever come in. The roster stays, and so does the journal: it holds what we
// decided and wrote ourselves, and names who opened a conversation, but nothing
// that others said.

// purgeAtOnce is how many messages go in one transaction, so that others who
// want to write wait for a moment only. Readers never wait.
const purgeAtOnce = 2000

// oldTalks picks the conversations of an account that are older than a time.
const oldTalks = `
	FROM  conversation AS c
	JOIN  channel AS ch ON ch.id = c.channel_id
	JOIN  account AS a ON a.id = ch.account_id
	WHERE a.name = ?1 AND c.last_at < ?2`

// Expired tells what [Store.Purge] would let go.
func (s *Store) Expired(ctx context.Context, account string, before time.Time) (inbox.Expired, error) {
	const (
		talks = `
			SELECT count(*), coalesce(sum(c.starred), 0),
			       coalesce(sum(EXISTS (SELECT 1 FROM note WHERE conversation_id = c.id)), 0),
			       coalesce(sum(EXISTS (SELECT 1 FROM tag WHERE conversation_id = c.id)), 0)` + oldTalks
		messages = `
			SELECT count(*), coalesce(min(sent_at), 0), coalesce(max(sent_at), 0)
			FROM   (SELECT m.sent_at AS sent_at` + oldMessages + ` UNION ALL SELECT m.sent_at` + oldNotices + `)`
	)
	e := inbox.Expired{Account: account, Before: before}
	var from, to micros
	err := s.read.QueryRowContext(ctx, talks, account, at(before)).Scan(&e.Conversations, &e.Starred, &e.Noted, &e.Tagged)
	if err == nil {
		err = s.read.QueryRowContext(ctx, messages, account, at(before)).Scan(&e.Messages, &from, &to)
	}
	if err != nil {
		return inbox.Expired{}, fmt.Errorf("look for what is old in %s: %w", account, err)
	}
	e.From, e.To = from.time(), to.time()
	return e, nil
}

const (
	oldMessages = `
		FROM  message AS m
		JOIN  conversation AS c ON c.id = m.conversation_id
		JOIN  channel AS ch ON ch.id = c.channel_id
		JOIN  account AS a ON a.id = ch.account_id
		WHERE a.name = ?1 AND c.last_at < ?2 AND m.conversation_id > 0`
	oldNotices = `
		FROM  message AS m
		JOIN  channel AS ch ON ch.id = m.channel_id
		JOIN  account AS a ON a.id = ch.account_id
		WHERE a.name = ?1 AND m.sent_at < ?2 AND m.conversation_id = 0`
)

// Purge lets go what of an account is older than a time, in many small
// transactions, each of which leaves everything in order: it can be stopped at
// any moment and called again. tell, which may be nil, hears how many messages
// have gone so far.
func (s *Store) Purge(ctx context.Context, account string, before time.Time, tell func(gone int)) (gone int, err error) {
	err = s.secretly(ctx, func() error {
		if gone, err = s.sweep(ctx, account, at(before), tell, true); err != nil {
			return err
		}
		if old, err := s.purgeEvidence(ctx, account, at(before)); err != nil || gone+old == 0 {
			return err
		}
		return s.scrub(ctx)
	})
	if err != nil {
		return gone, fmt.Errorf("let go what is old in %s: %w", account, err)
	}
	return gone, nil
}

// sweep lets messages go page by page. With remember the journal of a
// conversation that goes is played again should it come back.
func (s *Store) sweep(ctx context.Context, account string, before micros, tell func(int), remember bool) (gone int, err error) {
	if tell == nil {
		tell = func(int) {}
	}
	for more := true; more; {
		n := 0
		err := s.inErasure(ctx, account, func(e *eraser) (err error) {
			e.remember = remember
			n, more, err = e.talks(account, before)
			return err
		})
		if err != nil {
			return gone, err
		}
		gone += n
		tell(gone)
	}
	for last := int64(0); ; {
		ids, err := s.ids(ctx, `SELECT m.id`+oldNotices+` AND m.id > ?3 ORDER BY m.id LIMIT ?4`, account, before, last, purgeAtOnce)
		if err != nil || len(ids) == 0 {
			return gone, err
		}
		last = ids[len(ids)-1]
		if err := s.inErasure(ctx, account, func(e *eraser) error { return e.notices(ids) }); err != nil {
			return gone, err
		}
		gone += len(ids)
		tell(gone)
	}
}

// inErasure runs fn with an eraser in one transaction, and tells the ledger
// which drafts have gone with it.
func (s *Store) inErasure(ctx context.Context, account string, fn func(*eraser) error) error {
	e := eraser{}
	err := s.inPage(ctx, account, func(w *writer) error {
		e.writer = w
		return fn(&e)
	})
	if err != nil {
		return err
	}
	for i := range e.drafts {
		s.enterLedger(ledgerLine{Draft: &e.drafts[i]})
	}
	return nil
}

// scrub takes the words of what was deleted out of the file: SQLite leaves
// them in free pages, in the search index and in its log until they are
// written over.
func (s *Store) scrub(ctx context.Context) error {
	const merge = `INSERT INTO message_text (message_text, rank) VALUES ('merge', ?)`
	changes := func(tx *tx) (n int, err error) {
		return n, tx.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&n)
	}
	for pages, more := -mergeAtOnce, true; more; pages = mergeAtOnce {
		err := s.inTx(ctx, func(tx *tx) error {
			before, err := changes(tx)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, merge, pages); err != nil {
				return err
			}
			after, err := changes(tx)
			more = after-before >= 2 // FTS5's own sign that there is more to merge
			return err
		})
		if err != nil {
			return err
		}
	}
	var busy, pages, moved int
	err := s.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// mergeAtOnce is how many pages of the search index are merged in one
// transaction.
const mergeAtOnce = 500

// Agree notes that a person has seen what a retention takes, and had it taken:
// from now on it is carried out by itself.
func (s *Store) Agree(ctx context.Context, account, retention string) error {
	if err := s.exec(ctx, `UPDATE account SET agreed = ? WHERE name = ?`, retention, account); err != nil {
		return fmt.Errorf("note the retention of %s: %w", account, err)
	}
	return nil
}

// Agreed is the retention that is carried out by itself, "" for none.
func (s *Store) Agreed(ctx context.Context, account string) (retention string, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT agreed FROM account WHERE name = ?`, account).Scan(&retention)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read the retention of %s: %w", account, err)
	}
	return retention, nil
}

// purgeEvidence takes what others said out of the cases and out of the log of
// decisions that are older than a time. That something was decided stays.
func (s *Store) purgeEvidence(ctx context.Context, account string, before micros) (n int, err error) {
	const of = ` (SELECT f.id FROM casefile AS f JOIN account AS a ON a.id = f.account_id WHERE a.name = ?1)`
	err = s.inTx(ctx, func(tx *tx) error {
		for _, query := range []string{
			`UPDATE decision SET evidence = '' WHERE evidence <> '' AND at < ?2 AND case_id IN` + of,
			`UPDATE flag SET reason = '', spans = '' WHERE reason <> '' AND at < ?2 AND case_id IN` + of,
			`UPDATE casefile SET evidence = '' WHERE evidence <> '' AND last_at < ?2 AND id IN` + of,
		} {
			done, err := tx.ExecContext(ctx, query, account, before)
			if err != nil {
				return err
			}
			rows, err := done.RowsAffected()
			if err != nil {
				return err
			}
			n += int(rows)
		}
		return nil
	})
	return n, err
}
