package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// printer is who the journal says has published what was planned: nobody takes
// that back by accident.
const printer = "plan"

// How far ahead what is planned goes into the outbox: what we send ourselves
// early enough to be seen there, what a platform posts by itself as soon as it
// takes it; of a series no more than four weeks.
const (
	lead       = 15 * time.Minute
	seriesLead = 28 * 24 * time.Hour
)

// atNoTime is later than any plan.
const atNoTime = micros(1) << 62

// Press puts into the outbox what of the plan is to go out, takes back what is
// not to go out any more, and notes what was missed. It may be called by
// several programs as often as they like: every item goes into every channel
// once. It returns when there will be something to do again, zero if nobody
// knows.
func (s *Store) Press(ctx context.Context) (next time.Time, err error) {
	s.pressing.Lock()
	defer s.pressing.Unlock()
	if err := s.readClocks(ctx); err != nil {
		return time.Time{}, fmt.Errorf("look at the plan: %w", err)
	}
	if next, err = s.nextLook(ctx); err != nil || next.IsZero() || next.After(s.now()) {
		return next, err
	}
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: printer, Verb: inbox.PublishPost}
	err = s.inTxDurably(ctx, func(tx *tx) error {
		run, err := s.newPressing(ctx, tx, &entry)
		if err == nil {
			err = run.posts()
		}
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("publish what is planned: %w", err)
	}
	if len(entry.Changes) > 0 {
		s.enterLedger(ledgerLine{Entry: &entry})
		s.summon()
	}
	return s.nextLook(ctx)
}

// nextLook is when a post is to be looked at.
func (s *Store) nextLook(ctx context.Context) (time.Time, error) {
	var next sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT min(look_at) FROM post`).Scan(&next)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("look at the plan: %w", err)
	case !next.Valid || micros(next.Int64) >= atNoTime:
		return time.Time{}, nil
	case next.Int64 == 0:
		return s.now(), nil
	}
	return micros(next.Int64).time(), nil
}

// pressing is one look at the plan, in one transaction.
type pressing struct {
	ctx      context.Context
	s        *Store
	tx       *tx
	entry    *inbox.Entry
	settings calendar.Settings
	rooms    rooms
	now      time.Time
	looked   time.Time // until when series were looked at before

	title   string
	touched int
}

func (s *Store) newPressing(ctx context.Context, tx *tx, e *inbox.Entry) (*pressing, error) {
	run := &pressing{ctx: ctx, s: s, tx: tx, entry: e, settings: s.settings(), now: s.now()}
	var looked micros
	err := tx.QueryRowContext(ctx, `SELECT looked_at FROM press`).Scan(&looked)
	run.looked = looked.time()
	if err == nil {
		run.rooms, err = s.roomsBy(ctx, tx)
	}
	return run, err
}

// posts does what is to be done now.
func (r *pressing) posts() error {
	const query = selectPost + `WHERE look_at <= ? ORDER BY look_at, id LIMIT 500`
	due, err := list(r.ctx, r.tx, r.s.scanPost, query, at(r.now))
	if err != nil {
		return err
	}
	for i := range due {
		if err := r.post(&due[i]); err != nil {
			return err
		}
	}
	if r.entry.Subject = titled(r.title, r.touched); len(r.entry.Changes) > 0 {
		if err := r.s.enterJournal(r.ctx, r.tx, *r.entry); err != nil {
			return err
		}
	}
	// With so many due at once the rest is looked at next, as if no time had passed.
	if len(due) == 500 {
		return nil
	}
	_, err = r.tx.ExecContext(r.ctx, `UPDATE press SET looked_at = ?`, at(r.now))
	return err
}

// post does for one post what its time asks for.
func (r *pressing) post(k *kept) error {
	before := len(r.entry.Changes)
	p := printing{pressing: r, kept: k, zone: r.s.zoneOf(k.Post), look: atNoTime}
	rows, err := list(r.ctx, r.tx, scanDelivered, selectDelivery+`WHERE d.post = ?`, k.Key)
	if err != nil {
		return err
	}
	p.rows = rows
	if err := p.run(); err != nil {
		return fmt.Errorf("publish %s: %w", k.Path, err)
	}
	if len(r.entry.Changes) > before {
		r.touched++
		r.title = k.Title
	}
	_, err = r.tx.ExecContext(r.ctx, `UPDATE post SET look_at = ? WHERE key = ?`, p.look, k.Key)
	return err
}
