package store

import (
	"cmp"
	"database/sql"
	"errors"
)

// change brings a known message up to date. An edit, a deletion or an
// undeletion is rare: the conversation is folded anew from its rows.
func (w *writer) change(r row) error {
	var was row
	var conversation int64
	err := w.find.QueryRowContext(w.ctx, r.channel, r.key).Scan(&was.id, &conversation, &was.author.id, &was.kind,
		&was.sent, &was.edited, &was.deleted, &was.text, &was.marks, &was.signals, &was.extra)
	if err != nil {
		return err
	}
	if w.known(&r, was) {
		w.tally.Known++
		if r.talk != nil && r.talk.fresh { // told twice in this page, and folded twice
			return w.refold(conversation)
		}
		return nil
	}
	w.tally.Changed++
	was.channel, was.key = r.channel, r.key
	stood, err := w.standsIn(r.channel, r.key) // before it is moved: it was counted there, as an answer or not
	if err != nil {
		return err
	}
	was.thread = cmp.Or(stood, r.key)
	if err := w.rewrite(&r, was); err != nil {
		return err
	}
	if err := w.takeOut(was); err != nil {
		return err
	}
	if err := w.takeIn(r); err != nil {
		return err
	}
	// A join whose tombstone stood in a thread is a join again when it is shown.
	if now := r.conversation(); now != conversation {
		if err := w.refold(now); err != nil {
			return err
		}
	}
	return w.refold(conversation)
}

// known reports whether a row tells nothing new, or is an older copy of what
// we hold. When a message was found to be gone is when it was last changed: two
// programs may keep their pages in another order than they asked for them.
func (w *writer) known(r *row, was row) bool {
	switch {
	case was.deleted && r.deleted:
		return true
	case was.deleted:
		return w.asked > 0 && w.asked < was.edited
	case r.deleted:
		r.edited = w.asked
		return false
	}
	return r.edited < was.edited ||
		was.kind == r.kind && was.edited == r.edited && was.text == r.text && was.extra == r.extra
}

// rewrite writes the row anew. Who said it stays, unless a tombstone stood
// there: of that nobody knew.
func (w *writer) rewrite(r *row, was row) error {
	const query = `
		UPDATE message
		SET    kind = ?, edited_at = ?, deleted = ?, text = ?, marks = ?, signals = ?, extra = ?, conversation_id = ?,
		       author_id = coalesce(?, author_id), posted_as = coalesce(?, posted_as), bot = coalesce(?, bot)
		WHERE  id = ?`
	r.id = was.id
	var author, as, bot any
	if was.deleted && !r.deleted && r.author.id != 0 {
		author, as, bot = r.author.id, r.as, r.bot
	} else {
		r.author.id = was.author.id
	}
	_, err := w.tx.ExecContext(w.ctx, query, r.kind, r.edited, r.deleted, r.text, r.marks, r.signals, r.extra, r.conversation(),
		author, as, bot, r.id)
	return err
}

// takeOut takes what the row was out of the counts and the search index.
func (w *writer) takeOut(was row) error {
	if !was.counts() {
		return nil
	}
	w.count(was, -1)
	if err := w.unname(was); err != nil {
		return err
	}
	_, err := w.unindex.ExecContext(w.ctx, was.id, was.text, was.marks)
	return err
}

// takeIn takes a row into the counts and the search index.
func (w *writer) takeIn(r row) error {
	if !r.counts() {
		return nil
	}
	w.count(r, 1)
	if err := w.name(r); err != nil {
		return err
	}
	if _, err := w.index.ExecContext(w.ctx, r.id, r.text, r.marks); err != nil {
		return err
	}
	return w.unsift(r)
}

func (w *writer) refold(conversation int64) error {
	if conversation == 0 {
		return nil
	}
	t, err := readTalk(w.ctx, w.tx, conversation)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		w.stale[conversation] = t
	}
	return err
}
