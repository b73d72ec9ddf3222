package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rounds/inbox"
)

// Draft returns what was being written about a conversation, or "".
func (s *Store) Draft(ctx context.Context, conversation int64, kind inbox.DraftKind) (text string, err error) {
	const query = `
		SELECT d.text
		FROM   draft AS d
		JOIN   account AS a ON a.name = d.account
		JOIN   channel AS ch ON ch.account_id = a.id AND ch.key = d.channel
		JOIN   conversation AS c ON c.channel_id = ch.id AND c.key = d.key
		WHERE  c.id = ? AND d.kind = ?`
	err = s.read.QueryRowContext(ctx, query, conversation, kind).Scan(&text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read draft: %w", err)
	}
	return text, nil
}

// SaveDraft keeps what is being written about a conversation; "" lets it go.
func (s *Store) SaveDraft(ctx context.Context, conversation int64, kind inbox.DraftKind, text string) error {
	const (
		ref = `
			SELECT a.name, ch.key, c.key
			FROM   conversation AS c JOIN channel AS ch ON ch.id = c.channel_id JOIN account AS a ON a.id = ch.account_id
			WHERE  c.id = ?`
		keep = `
			INSERT INTO draft (account, channel, key, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at`
		drop = `DELETE FROM draft WHERE account = ? AND channel = ? AND key = ? AND kind = ?`
	)
	d := draftRow{Kind: string(kind), Text: text, At: at(s.now())}
	err := s.inTx(ctx, func(tx *tx) error {
		if err := tx.QueryRowContext(ctx, ref, conversation).Scan(&d.Account, &d.Channel, &d.Key); err != nil {
			return err
		}
		query, args := keep, []any{d.Account, d.Channel, d.Key, d.Kind, d.Text, d.At}
		if text == "" {
			query, args = drop, args[:4]
		}
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	s.enterLedger(ledgerLine{Draft: &d})
	return nil
}
