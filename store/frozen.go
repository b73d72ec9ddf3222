package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// Frozen is a report that is final, as it was made, and when that was (R10). It
// returns [inbox.ErrNone] if the period has none.
func (s *Store) Frozen(ctx context.Context, period string) (body []byte, made time.Time, err error) {
	var when micros
	err = s.read.QueryRowContext(ctx, `SELECT body, made_at FROM frozen WHERE period = ?`, period).Scan(&body, &when)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, inbox.ErrNone
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read the report of %s: %w", period, err)
	}
	return body, when.time(), nil
}

// Freeze keeps a report for good. One that was frozen before is replaced: that
// is for who asks for it by name.
func (s *Store) Freeze(ctx context.Context, period string, body []byte) error {
	const query = `
		INSERT INTO frozen (period, made_at, body) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET made_at = excluded.made_at, body = excluded.body`
	if err := s.exec(ctx, query, period, at(s.now()), string(body)); err != nil {
		return fmt.Errorf("freeze the report of %s: %w", period, err)
	}
	return nil
}
