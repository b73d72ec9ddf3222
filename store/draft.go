package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// draftsKept is for how long a draft is kept that nobody has touched.
const draftsKept = 30 * 24 * time.Hour

// Draft returns what was being written at a place, or "".
func (s *Store) Draft(ctx context.Context, p inbox.Place, kind inbox.DraftKind) (text string, err error) {
	const query = `SELECT text FROM draft WHERE account = ? AND channel = ? AND key = ? AND kind = ?`
	err = s.read.QueryRowContext(ctx, query, p.Account, p.Channel, p.Thread, kind).Scan(&text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read draft: %w", err)
	}
	return text, nil
}

// SaveDraft keeps what is being written at a place; "" lets it go.
func (s *Store) SaveDraft(ctx context.Context, p inbox.Place, kind inbox.DraftKind, text string) error {
	d := draftRow{Account: p.Account, Channel: p.Channel, Key: p.Thread, Kind: string(kind), Text: text, At: at(s.now())}
	err := s.inTx(ctx, func(tx *tx) error { return putDraft(ctx, tx, d) })
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	s.enterLedger(ledgerLine{Draft: &d})
	return nil
}

func putDraft(ctx context.Context, tx *tx, d draftRow) error {
	const (
		keep = `
			INSERT INTO draft (account, channel, key, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at`
		drop = `DELETE FROM draft WHERE account = ? AND channel = ? AND key = ? AND kind = ?`
	)
	query, args := keep, []any{d.Account, d.Channel, d.Key, d.Kind, d.Text, d.At}
	if d.Text == "" {
		query, args = drop, args[:4]
	}
	_, err := tx.ExecContext(ctx, query, args...)
	return err
}

// draftOf is the draft that an action was written as, and "" for one that was
// not written.
func draftOf(a inbox.Action) draftRow {
	d := draftRow{Account: a.Account, Channel: a.Channel, Key: a.Thread}
	switch a.Kind {
	case inbox.Reply:
		d.Kind = string(inbox.ReplyDraft)
	case inbox.ReplyPrivately:
		d.Kind = string(inbox.PrivateDraft)
	case inbox.Welcome:
		d.Kind = string(inbox.PrivateDraft)
		if a.Thread == "" { // they have said nothing: it is kept by who they are
			d.Channel, d.Key = "", "member:"+a.Member
		}
	case inbox.Post:
		d.Kind = string(inbox.PostDraft)
	case inbox.Edit:
		d.Kind = string(inbox.EditDraft)
	case inbox.React, inbox.Unreact, inbox.Delete, inbox.Unschedule, inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Unrestrict,
		inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return d
}

// dropDraft lets go of the draft that an action was written as: it is in the
// outbox now.
func dropDraft(ctx context.Context, tx *tx, a inbox.Action) error {
	d := draftOf(a)
	if d.Kind == "" {
		return nil
	}
	return putDraft(ctx, tx, d)
}

// redraft makes a draft again of what was taken back, unless another is there.
func (s *Store) redraft(ctx context.Context, tx *tx, a inbox.Action) error {
	const query = `INSERT INTO draft (account, channel, key, kind, text, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	d := draftOf(a)
	if d.Kind == "" || a.Grace > 0 { // what was planned is in the plan
		return nil
	}
	_, err := tx.ExecContext(ctx, query, d.Account, d.Channel, d.Key, d.Kind, a.Text, at(s.now()))
	return err
}

// addToDraft writes what was to go out behind the draft of its place.
func addToDraft(ctx context.Context, tx *tx, a inbox.Action, now micros) error {
	const query = `
		INSERT INTO draft (account, channel, key, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET text = text || x'0a0a' || excluded.text, at = excluded.at`
	d := draftOf(a)
	if d.Kind == "" || a.Grace > 0 { // what was planned is in the plan
		return nil
	}
	_, err := tx.ExecContext(ctx, query, d.Account, d.Channel, d.Key, d.Kind, a.Text, now)
	return err
}

// dropOldDrafts lets go of drafts that nobody has touched for long.
func (s *Store) dropOldDrafts(ctx context.Context) error {
	const some, old = `SELECT EXISTS (SELECT 1 FROM draft WHERE at < ?1)`, `DELETE FROM draft WHERE at < ?1`
	var any bool
	before := at(s.now().Add(-draftsKept))
	if err := s.read.QueryRowContext(ctx, some, before).Scan(&any); err != nil || !any {
		return err
	}
	return s.exec(ctx, old, before)
}
