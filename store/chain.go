package store

import (
	"database/sql"
	"errors"
)

// A platform may tell of a thread no more than which message answers which. The
// threads are found here: whoever answers something stands where that stands.

// longestChain bounds how far a chain of answers is followed through a page: one
// that is longer leads in circles.
const longestChain = 10_000

// chained puts every row that answers another one into the thread in which that
// one stands: of the page, or of what is kept. A row that is kept already stays
// where it is.
func (w *writer) chained(rows []row) error {
	inPage := map[talkKey]*row{}
	for i := range rows {
		if r := &rows[i]; r.answers != "" || r.reply() {
			inPage[talkKey{r.channel, r.key}] = r
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.answers == "" {
			continue
		}
		root, err := w.rootOf(inPage, r)
		if err != nil {
			return err
		}
		r.thread = root
	}
	return nil
}

func (w *writer) rootOf(inPage map[talkKey]*row, r *row) (string, error) {
	key := r.key
	for range longestChain {
		if stands, err := w.standsIn(r.channel, key); stands != "" || err != nil {
			return stands, err
		}
		next, told := inPage[talkKey{r.channel, key}]
		switch {
		case !told:
			return key, nil
		case next.answers == "":
			return next.thread, nil
		}
		key = next.answers
	}
	return r.key, nil
}

// standsIn is the thread in which a message is kept, "" if it is not.
func (w *writer) standsIn(channel int64, key string) (thread string, err error) {
	const query = `
		SELECT c.key FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id
		WHERE  m.channel_id = ? AND m.key = ?`
	err = w.tx.QueryRowContext(w.ctx, query, channel, key).Scan(&thread)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return thread, err
}

// adopt moves what answers a message, and came before it, to where the message
// turns out to stand.
func (w *writer) adopt(r row) error {
	const (
		find = `SELECT id FROM conversation WHERE channel_id = ? AND key = ? AND id <> ?`
		move = `UPDATE message SET conversation_id = ? WHERE conversation_id = ?`
	)
	if r.answers == "" || r.talk == nil {
		return nil
	}
	var orphans int64
	err := w.tx.QueryRowContext(w.ctx, find, r.channel, r.key, r.talk.id).Scan(&orphans)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(w.ctx, staleSaidIn, orphans); err != nil {
		return err
	}
	moved, err := w.tx.ExecContext(w.ctx, move, r.talk.id, orphans)
	if err != nil {
		return err
	}
	if n, err := moved.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if err := w.refold(orphans); err != nil {
		return err
	}
	return w.refold(r.talk.id)
}
