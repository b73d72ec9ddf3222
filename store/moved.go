package store

import (
	"context"
	"database/sql"
	"errors"

	"rounds/inbox"
)

// close ends a roster that began to be read at since: a channel that it did
// not show is gone.
func (r *roster) close(ctx context.Context, tx *tx, since micros) error {
	const gone = `
		UPDATE channel SET gone = 1
		WHERE  account_id = ? AND seen_at BETWEEN 1 AND ? AND gone = 0`
	_, err := tx.ExecContext(ctx, gone, r.account, since-1)
	return err
}

// follow follows a channel that was moved: Slack may give one a new ID. Where
// a channel shows up that is not known, and one of the same name and the same
// birth has not been shown since the roster began, that one takes the new ID,
// and with it keeps its conversations and what was decided about them. The
// channel is read anew under its new ID, and what is read is known by its
// timestamps; its threads are looked at again.
func (r *roster) follow(ctx context.Context, tx *tx, c inbox.Channel, since micros) error {
	const (
		moved = `
			SELECT   id, key FROM channel
			WHERE    account_id = ? AND name = ? AND created_at = ? AND seen_at BETWEEN 1 AND ?
			ORDER BY seen_at DESC LIMIT 1`
		take    = `UPDATE channel SET key = ? WHERE id = ?`
		drop    = `DELETE FROM scope WHERE account_id = ?1 AND channel = ?2`
		threads = `
			UPDATE OR REPLACE scope SET name = replace(name, ':' || ?2 || ':', ':' || ?3 || ':'), again_at = ?4
			WHERE  account_id = ?1 AND name LIKE '%:' || ?2 || ':%'`
	)
	if _, known := r.channels[c.ID]; known || since == 0 || c.Created.IsZero() || c.Name == "" {
		return nil
	}
	var id int64
	var was string
	err := tx.QueryRowContext(ctx, moved, r.account, c.Name, at(c.Created), since-1).Scan(&id, &was)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, take, c.ID, id)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, drop, r.account, was)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, threads, r.account, was, c.ID, newDue)
	}
	delete(r.channels, was)
	r.channels[c.ID] = id
	return err
}
