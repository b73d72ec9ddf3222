package store

import (
	"context"

	"rounds/inbox"
)

// Who was forgotten stays forgotten: what a platform, an archive or a journal
// tells of them later is kept without their words.

func applyForgotten(ctx context.Context, tx *tx, c inbox.Change, now micros) error {
	query := `DELETE FROM forgotten WHERE account = ?1 AND key = ?2 AND ?3 > 0`
	if string(c.To) == "true" {
		query = `INSERT INTO forgotten (account, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	}
	_, err := tx.ExecContext(ctx, query, c.Ref.Account, c.Ref.ID, now)
	return err
}

// unsay takes out of a page what it tells of members who were forgotten: names
// and words. That something was said, when, where and to whom, stays, so that
// the counts do.
func (w *writer) unsay(page *inbox.Page) error {
	const query = `SELECT key FROM forgotten WHERE account = ?`
	keys, err := list(w.ctx, w.tx, func(row scanner) (key string, err error) { return key, row.Scan(&key) }, query, page.Account)
	if err != nil || len(keys) == 0 {
		return err
	}
	gone := make(map[string]bool, len(keys))
	for _, key := range keys {
		gone[key] = true
	}
	page.Members = hushed(page.Members, func(m *inbox.Member) bool { return gone[m.ID] }, func(m *inbox.Member) {
		*m = inbox.Member{ID: m.ID, Role: m.Role, Deleted: m.Deleted, Joined: m.Joined}
	})
	page.Messages = hushed(page.Messages, func(m *inbox.Message) bool { return gone[m.Author] }, hush)
	page.Reports = hushed(page.Reports, func(r *inbox.Report) bool { return gone[r.Member] }, func(r *inbox.Report) { r.Text = "" })
	return nil
}

// hush leaves of a message that it was said.
func hush(m *inbox.Message) {
	m.Text, m.As, m.Files = "", "", nil
	heard := make([]inbox.Signal, len(m.Signals))
	for i, s := range m.Signals {
		heard[i] = inbox.Signal{Kind: s.Kind, Reason: forgottenReason}
	}
	m.Signals = heard
}

// forgottenReason stands where the reason of a signal quoted what was said.
const forgottenReason = "said so, and was forgotten"

// hushed is all with those changed that are to be; the caller's own stay as
// they are.
func hushed[T any](all []T, which func(*T) bool, change func(*T)) []T {
	some := make([]T, len(all))
	for i, one := range all {
		if which(&one) {
			change(&one)
		}
		some[i] = one
	}
	return some
}
