package store

import (
	"database/sql"
	"slices"

	"rounds/inbox"
)

// besideFor is how long a message that names somebody can be an answer to what
// they said (metrics rule D-9: a mention of the asker within 24 hours).
const besideFor = 24 * 60 * 60 * 1_000_000

// naming is one member named by one message that stands in no thread.
type naming struct {
	channel, member int64
	sent            micros
	message, author int64
	ours            bool
}

// name notes whom a message names.
func (w *writer) name(r row) error {
	const query = `
		INSERT INTO naming (channel_id, member_id, sent_at, message_id, author_id) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`
	for _, n := range w.namesIn(r) {
		if _, err := w.tx.ExecContext(w.ctx, query, n.channel, n.member, n.sent, n.message, n.author); err != nil {
			return err
		}
		w.namings = append(w.namings, n)
		w.roster.named[n.channel] = max(w.roster.named[n.channel], n.sent)
	}
	return nil
}

// unname takes back whom a message named before it was changed. A tombstone says
// nothing about who had said it, so anybody may have.
func (w *writer) unname(was row) error {
	const query = `DELETE FROM naming WHERE channel_id = ? AND member_id = ? AND sent_at = ? AND message_id = ?`
	var more extra
	if err := decode(was.extra, &more); err != nil {
		return err
	}
	was.names, was.bot, was.author = more.Mentions, false, member{id: -1, role: inbox.Community}
	for _, n := range w.namesIn(was) {
		if _, err := w.tx.ExecContext(w.ctx, query, n.channel, n.member, n.sent, n.message); err != nil {
			return err
		}
		if err := w.refoldOf(n); err != nil {
			return err
		}
	}
	return nil
}

// namesIn lists the members that a message names, if it can be an answer: said
// by a human, outside of any thread.
func (w *writer) namesIn(r row) []naming {
	side := r.side()
	if r.reply() || side == inbox.Bot || !r.counts() && r.id == 0 {
		return nil
	}
	var all []naming
	for _, key := range r.names {
		named, known := w.roster.members[key]
		if !known || named.id == r.author.id {
			continue
		}
		n := naming{r.channel, named.id, r.sent, r.id, r.author.id, side == inbox.Team}
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// answerBeside lets the page's namings answer the conversations that they are
// near enough to. What one of us says there also decides where they stand, so
// those are folded anew.
func (w *writer) answerBeside() error {
	const query = `
		UPDATE conversation INDEXED BY conversation_by_opener
		SET    answer_at = CASE WHEN answer_at = 0 THEN ?1 ELSE min(answer_at, ?1) END
		WHERE  opener_id = ?2 AND channel_id = ?3 AND opened_at < ?1 AND opened_at >= ?1 - ?4`
	if len(w.namings) == 0 {
		return nil
	}
	return w.each(query, func(answer *sql.Stmt) error {
		for _, n := range w.namings {
			w.parts.talk(n.sent - besideFor) // on its own day it began a conversation itself
			if _, err := answer.ExecContext(w.ctx, n.sent, n.member, n.channel, besideFor); err != nil {
				return err
			}
			if !n.ours {
				continue
			}
			w.stale = map[int64]*talk{}
			if err := w.refoldOf(n); err != nil {
				return err
			}
			for _, t := range w.stale {
				if err := w.foldAnew(t); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// refoldOf has the conversations that a naming may answer folded anew.
func (w *writer) refoldOf(n naming) error {
	near, err := list(w.ctx, w.tx, scanTalk, selectTalk+` INDEXED BY conversation_by_opener
		WHERE c.opener_id = ? AND c.channel_id = ? AND c.opened_at < ? AND c.opened_at >= ?`,
		n.member, n.channel, n.sent, n.sent-besideFor)
	for _, t := range near {
		w.stale[t.id] = t
	}
	return err
}

// nameLate folds anew the conversations that came after somebody had answered
// them: history is read backwards too.
func (w *writer) nameLate() error {
	for _, t := range w.talks {
		if t.fresh && t.opener != 0 && w.named[t.channel] > t.opened {
			w.stale[t.id] = t
		}
	}
	return nil
}

// beside folds in who answered a conversation by naming its opener.
func (w *writer) beside(t *talk) error {
	const query = `
		SELECT   n.sent_at, coalesce(u.role, '')
		FROM     naming AS n LEFT JOIN member AS u ON u.id = n.author_id
		WHERE    n.channel_id = ? AND n.member_id = ? AND n.sent_at > ? AND n.sent_at <= ?
		ORDER BY n.sent_at`
	if t.opener == 0 {
		return nil
	}
	_, err := list(w.ctx, w.tx, func(row scanner) (_ struct{}, err error) {
		var sent micros
		var side inbox.Role
		if err = row.Scan(&sent, &side); err != nil {
			return
		}
		if t.answer == 0 || sent < t.answer {
			t.answer = sent
		}
		if side == inbox.Team {
			t.ours = max(t.ours, sent)
		}
		return
	}, query, t.channel, t.opener, t.opened, t.opened+besideFor)
	return err
}
