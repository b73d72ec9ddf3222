package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// NextOut returns what of an account is to be carried out or looked for now,
// in the order of what was asked: nothing goes before what was to leave earlier
// in the same channel, and nothing into a thread where something before it waits
// for a person. If there is nothing it returns [inbox.ErrNone] and when there
// will be, zero if nobody knows.
func (s *Store) NextOut(ctx context.Context, account string) (inbox.Outgoing, time.Time, error) {
	const (
		due  = `max(o.due_at, o.again_at)`
		open = `
			FROM   outbox AS o JOIN account AS a ON a.id = o.account_id
			WHERE  a.name = ?1 AND o.settled_at = 0 AND o.state IN ('queued', 'sending', 'unknown', 'planned')
			       AND NOT EXISTS (SELECT 1 FROM outbox AS b
			                       WHERE  b.account_id = o.account_id AND b.settled_at = 0 AND b.lane = o.lane
			                              AND (b.due_at, b.seq) < (o.due_at, o.seq) AND ` + blocks + `)`
		next = `SELECT o.id ` + open + ` AND ` + due + ` <= ?2 ORDER BY o.due_at, o.seq LIMIT 1`
		when = `SELECT coalesce(min(` + due + `), 0) ` + open
	)
	var id string
	now := at(s.now())
	err := s.read.QueryRowContext(ctx, next, account, now).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		var at micros
		err = s.read.QueryRowContext(ctx, when, account).Scan(&at)
		if err == nil {
			return inbox.Outgoing{}, at.time(), inbox.ErrNone
		}
	}
	if err != nil {
		return inbox.Outgoing{}, time.Time{}, fmt.Errorf("find what %s sends: %w", account, err)
	}
	found, err := s.outgoing(ctx, `WHERE o.id = ?`, id)
	if err == nil && len(found) == 0 {
		err = inbox.ErrNone
	}
	if err != nil {
		return inbox.Outgoing{}, time.Time{}, fmt.Errorf("find what %s sends: %w", account, err)
	}
	return found[0], time.Time{}, nil
}

// blocks is when a row b of the same lane, earlier than o, has to go before it.
const blocks = `(b.state IN ('queued', 'sending', 'unknown') OR b.thread = o.thread AND b.thread <> '' AND b.state IN ('asks', 'failed'))`

// Attempt notes that a request is about to be sent, and returns when that is on
// disk. It returns [inbox.ErrNone] if the action waits no more: a person was
// faster.
func (s *Store) Attempt(ctx context.Context, id string) error {
	const query = `
		UPDATE outbox
		SET    state = 'sending', tried_at = ?2, first_at = CASE first_at WHEN 0 THEN ?2 ELSE first_at END,
		       certain_at = 0, tries = tries + 1, trouble = '', again_at = 0
		WHERE  id = ?1 AND state = 'queued'`
	err := s.inTxDurably(ctx, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, query, id, at(s.now()))
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n == 0 {
			return inbox.ErrNone
		}
		return err
	})
	if err != nil && !errors.Is(err, inbox.ErrNone) {
		return fmt.Errorf("note that %s is sent: %w", id, err)
	}
	if err == nil {
		s.enterLedger(ledgerLine{Fate: &fateLine{id, inbox.Sending}})
	}
	return err
}

// Settle notes what has become of an action. What a person has dropped
// meanwhile stays dropped, unless it is out.
func (s *Store) Settle(ctx context.Context, id string, f inbox.Fate) error {
	const query = `
		UPDATE outbox
		SET    state = ?2, trouble = ?3, again_at = ?4, certain_at = CASE ?5 WHEN 0 THEN certain_at ELSE ?5 END, doubt = ?6,
		       receipt = CASE ?7 WHEN '' THEN receipt ELSE ?7 END, settled_at = ?8, tries = max(tries - ?9, 0)
		WHERE  id = ?1 AND (settled_at = 0 OR ?2 = 'sent')`
	// What was planned there and taken back from there will not come any more.
	const taken = `
		UPDATE outbox
		SET    state = 'dropped', settled_at = ?2
		WHERE  id = (SELECT undoes FROM outbox WHERE id = ?1 AND kind = 'unschedule') AND state = 'planned' AND settled_at = 0`
	doubt, err := optional(f.Doubt)
	if err != nil {
		return err
	}
	receipt, err := optional(f.Receipt)
	if err != nil {
		return err
	}
	settled := micros(0)
	if f.State.Settled() {
		settled = at(s.now())
	}
	err = s.inTxDurably(ctx, func(tx *tx) error {
		_, err := tx.ExecContext(ctx, query, id, f.State, f.Trouble, at(f.Again), at(f.Certain), doubt, receipt, settled, f.Unsent)
		if err == nil && f.State == inbox.Sent {
			_, err = tx.ExecContext(ctx, taken, id, settled)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note what has become of %s: %w", id, err)
	}
	s.enterLedger(ledgerLine{Fate: &fateLine{id, f.State}})
	return nil
}

// optional is the JSON of what is there, or "".
func optional[T any](value *T) (string, error) {
	if value == nil {
		return "", nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}

// Postpone puts the trouble with an action beside it without changing its
// state: it was not even tried.
func (s *Store) Postpone(ctx context.Context, id, trouble string, again time.Time) error {
	const query = `UPDATE outbox SET trouble = ?, again_at = ? WHERE id = ? AND settled_at = 0`
	if err := s.exec(ctx, query, trouble, at(again), id); err != nil {
		return fmt.Errorf("note why %s waits: %w", id, err)
	}
	return nil
}

// Summoned tells that something may be there to be sent.
func (s *Store) Summoned() <-chan struct{} { return s.summoned }

func (s *Store) summon() {
	select {
	case s.summoned <- struct{}{}:
	default: // one is waiting already
	}
}

// Claimed returns which of some messages of a channel are the receipts of other
// actions than this one.
func (s *Store) Claimed(ctx context.Context, o inbox.Outgoing, channel string, messages []string) ([]string, error) {
	const query = `
		SELECT receipt ->> '$.message' FROM outbox
		WHERE  account_id = (SELECT id FROM account WHERE name = ?) AND id <> ? AND receipt <> ''
		       AND receipt ->> '$.channel' = ? AND receipt ->> '$.message' IN (SELECT value FROM json_each(?))`
	keys, err := json.Marshal(messages)
	if err != nil {
		return nil, fmt.Errorf("look for receipts: %w", err)
	}
	claimed, err := list(ctx, s.read, func(row scanner) (key string, err error) { return key, row.Scan(&key) }, query, o.Account, o.ID, channel, string(keys))
	if err != nil {
		return nil, fmt.Errorf("look for receipts: %w", err)
	}
	return claimed, nil
}
