package store

import "database/sql"

// days is what one page adds to the daily counts, written once at its end.
type days struct {
	authors, channels map[dayKey]dayCount
}

type dayKey struct{ who, day int64 }

type dayCount struct{ messages, replies int64 }

func newDays() days {
	return days{authors: map[dayKey]dayCount{}, channels: map[dayKey]dayCount{}}
}

const microsPerDay = 24 * 60 * 60 * 1_000_000

// activity is what one page changes about a member: how much they said, and
// when first and last.
type activity struct {
	messages    int64
	replies     int64
	first, last micros
	again       bool   // something was taken back: look it all up
	open        bool   // some of it was said where others can read it …
	public      micros // … first then
}

// count adds n times the message to the day it was said on.
func (w *writer) count(r row, n int64) {
	day := int64(r.sent) / microsPerDay
	w.parts.said(r.sent)
	replies := int64(0)
	if r.reply() {
		replies = n
	}
	add := func(m map[dayKey]dayCount, who int64) {
		c := m[dayKey{who, day}]
		c.messages += n
		c.replies += replies
		m[dayKey{who, day}] = c
	}
	add(w.days.channels, r.channel)
	if r.author.id == 0 {
		return
	}
	add(w.days.authors, r.author.id)
	a := w.members[r.author.id]
	if a == nil {
		a = &activity{first: r.sent, last: r.sent}
		w.members[r.author.id] = a
	}
	a.messages += n
	a.replies += replies
	a.first, a.last = min(a.first, r.sent), max(a.last, r.sent)
	a.again = a.again || n < 0
	if !w.roster.direct[r.channel] {
		if !a.open || r.sent < a.public {
			a.public = r.sent
		}
		a.open = true
	}
}

// saveDays writes what was counted.
func (w *writer) saveDays() error {
	const (
		authors = `
			INSERT INTO author_day (member_id, day, messages, replies) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, replies = replies + excluded.replies`
		channels = `
			INSERT INTO channel_day (channel_id, day, messages, replies) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, replies = replies + excluded.replies`
	)
	if err := w.saveCounts(authors, w.days.authors); err != nil {
		return err
	}
	return w.saveCounts(channels, w.days.channels)
}

func (w *writer) saveCounts(query string, counts map[dayKey]dayCount) error {
	return w.each(query, func(put *sql.Stmt) error {
		for key, c := range counts {
			if _, err := put.ExecContext(w.ctx, key.who, key.day, c.messages, c.replies); err != nil {
				return err
			}
		}
		return nil
	})
}

// saveMembers writes what changed about who spoke.
func (w *writer) saveMembers() error {
	const (
		add = `
			UPDATE member
			SET    messages = messages + ?2,
			       replies = replies + ?5,
			       first_at = CASE WHEN first_at = 0 THEN ?3 ELSE min(first_at, ?3) END,
			       last_at = max(last_at, ?4)
			WHERE  id = ?1`
		recount = `
			UPDATE member
			SET    (messages, first_at, last_at) = (
			           SELECT count(*), coalesce(min(sent_at), 0), coalesce(max(sent_at), 0)
			           FROM   message
			           WHERE  author_id = ?1 AND kind = 'said' AND deleted = 0),
			       replies = replies + ?2
			WHERE  id = ?1`
	)
	return w.each(add, func(put *sql.Stmt) error {
		for id, a := range w.members {
			var err error
			if a.again {
				_, err = w.tx.ExecContext(w.ctx, recount, id, a.replies)
			} else {
				_, err = put.ExecContext(w.ctx, id, a.messages, a.first, a.last, a.replies)
			}
			if err == nil {
				err = w.spoke(id, a)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// each prepares a statement for as long as fn runs.
func (w *writer) each(query string, fn func(*sql.Stmt) error) error {
	stmt, err := w.tx.PrepareContext(w.ctx, query)
	if err != nil {
		return err
	}
	defer stmt.Close()
	return fn(stmt)
}
