package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rounds/inbox"
)

// reports keeps a page's reports. Where all that are open stand on the page,
// one that is kept as open and not shown was settled elsewhere.
func (w *writer) reports(page inbox.Page) error {
	const (
		put = `
			INSERT INTO report (account_id, key, kind, open, channel, message, member, reporter, reason, text, at, version, offers, outcome, seen_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (account_id, key) DO UPDATE
			SET kind = excluded.kind, open = excluded.open, channel = excluded.channel, message = excluded.message, member = excluded.member,
			    reporter = excluded.reporter, reason = excluded.reason, text = excluded.text, at = excluded.at, version = excluded.version,
			    offers = excluded.offers, outcome = excluded.outcome, seen_at = excluded.seen_at
			WHERE (kind, open, channel, message, member, reporter, reason, text, at, version, offers, outcome)
			   IS NOT (excluded.kind, excluded.open, excluded.channel, excluded.message, excluded.member, excluded.reporter,
			           excluded.reason, excluded.text, excluded.at, excluded.version, excluded.offers, excluded.outcome)`
		over = `
			UPDATE report SET open = 0, offers = ''
			WHERE  account_id = ? AND open = 1 AND key NOT IN (SELECT value FROM json_each(?))`
	)
	shown := []string{}
	for _, r := range page.Reports {
		offers, err := encode(len(r.Offers), r.Offers)
		if err != nil {
			return err
		}
		shown = append(shown, r.ID)
		err = w.tallied(w.tx.ExecContext(w.ctx, put, w.roster.account, r.ID, r.Kind, r.Open, r.Channel, r.Message, r.Member, r.Reporter,
			r.Reason, r.Text, at(r.At), r.Version, offers, r.Outcome, w.now))
		if err != nil {
			return fmt.Errorf("report %s: %w", r.ID, err)
		}
		if err := w.flagged(r); err != nil {
			return fmt.Errorf("the case of report %s: %w", r.ID, err)
		}
	}
	if !page.AllReports {
		return nil
	}
	keys, err := json.Marshal(shown)
	if err != nil {
		return err
	}
	if err := w.tallied(w.tx.ExecContext(w.ctx, over, w.roster.account, string(keys))); err != nil {
		return err
	}
	return w.unflagged()
}

// tallied counts the reports that a statement changed.
func (w *writer) tallied(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	w.tally.Reports += int(n)
	return err
}

// Report returns a report of an account by the platform's ID, or
// [inbox.ErrNone].
func (s *Store) Report(ctx context.Context, account, id string) (inbox.Report, error) {
	const query = `
		SELECT r.key, r.kind, r.open, r.channel, r.message, r.member, r.reporter, r.reason, r.text, r.at, r.version, r.offers, r.outcome
		FROM   report AS r JOIN account AS a ON a.id = r.account_id
		WHERE  a.name = ? AND r.key = ?`
	var r inbox.Report
	var when micros
	var offers string
	err := s.read.QueryRowContext(ctx, query, account, id).Scan(&r.ID, &r.Kind, &r.Open, &r.Channel, &r.Message, &r.Member, &r.Reporter,
		&r.Reason, &r.Text, &when, &r.Version, &offers, &r.Outcome)
	if errors.Is(err, sql.ErrNoRows) {
		return r, inbox.ErrNone
	}
	if err == nil {
		err = decode(offers, &r.Offers)
	}
	if err != nil {
		return r, fmt.Errorf("read report %s: %w", id, err)
	}
	r.At = when.time()
	return r, nil
}
