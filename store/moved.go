package store

import (
	"context"
	"database/sql"
)

// close ends a roster that began to be read at since. A channel that it did
// not show is gone, unless it was moved: another of the same name and the same
// birth stands in its place, as when Slack gives a channel a new ID. Then the
// old row takes the new ID, and with it keeps its conversations and what was
// decided about them.
func (r *roster) close(ctx context.Context, tx *sql.Tx, since micros) error {
	const (
		gone = `
			UPDATE channel SET gone = 1
			WHERE  account_id = ? AND seen_at BETWEEN 1 AND ? AND gone = 0`
		moved = `
			SELECT o.id, o.key, n.id, n.key
			FROM   channel AS o
			JOIN   channel AS n ON n.account_id = o.account_id AND n.name = o.name AND n.created_at = o.created_at AND n.id > o.id
			WHERE  o.account_id = ? AND o.gone = 1 AND n.gone = 0 AND o.created_at > 0 AND o.name <> ''
			       AND NOT EXISTS (SELECT 1 FROM message WHERE channel_id = n.id)`
	)
	if _, err := tx.ExecContext(ctx, gone, r.account, since-1); err != nil {
		return err
	}
	type move struct {
		old, fresh     int64
		oldKey, newKey string
	}
	moves, err := list(ctx, tx, func(row scanner) (m move, err error) {
		return m, row.Scan(&m.old, &m.oldKey, &m.fresh, &m.newKey)
	}, moved, r.account)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if err := r.rekey(ctx, tx, m.old, m.fresh, m.oldKey, m.newKey); err != nil {
			return err
		}
	}
	return nil
}

// rekey gives the old row of a channel its new ID. The new row is empty yet.
// The scopes of the old ID are dropped: those of the new one begin anew, and
// what they read is known by its timestamps.
func (r *roster) rekey(ctx context.Context, tx *sql.Tx, old, fresh int64, oldKey, newKey string) error {
	const (
		look   = `SELECT kind, topic, archived, seen_at FROM channel WHERE id = ?`
		drop   = `DELETE FROM channel WHERE id = ?`
		take   = `UPDATE channel SET key = ?, kind = ?, topic = ?, archived = ?, seen_at = ?, gone = 0 WHERE id = ?`
		scopes = `DELETE FROM scope WHERE account_id = ?1 AND (channel = ?2 OR name LIKE '%:' || ?2 || ':%')`
	)
	var kind, topic string
	var archived bool
	var seen micros
	err := tx.QueryRowContext(ctx, look, fresh).Scan(&kind, &topic, &archived, &seen)
	if err == nil {
		_, err = tx.ExecContext(ctx, drop, fresh)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, take, newKey, kind, topic, archived, seen, old)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, scopes, r.account, oldKey)
	}
	delete(r.channels, oldKey)
	r.channels[newKey] = old
	return err
}
