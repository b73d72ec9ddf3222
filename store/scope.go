package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// keepScope writes how far a page has brought its scope, and what it told to
// follow. It is part of the page's transaction.
func (s *Store) keepScope(ctx context.Context, tx *sql.Tx, page inbox.Page) error {
	const (
		keep = `
			INSERT INTO scope (account_id, name, cursor, read_at, again_at, kept_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE
			SET cursor = excluded.cursor, read_at = excluded.read_at, again_at = excluded.again_at, kept_at = excluded.kept_at`
		drop   = `DELETE FROM scope WHERE account_id = ? AND name = ?`
		follow = `
			INSERT INTO scope (account_id, name) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET read_at = 0, again_at = 0`
	)
	account := s.roster.account
	var err error
	switch {
	case page.Ended && !page.More:
		_, err = tx.ExecContext(ctx, drop, account, page.Scope.Name)
	case page.More:
		_, err = tx.ExecContext(ctx, keep, account, page.Scope.Name, page.Scope.Cursor, 0, 0, at(s.now()))
	default:
		_, err = tx.ExecContext(ctx, keep, account, page.Scope.Name, page.Scope.Cursor, at(s.now()), at(page.Again), at(s.now()))
	}
	if err != nil {
		return err
	}
	for _, name := range page.Follow {
		if _, err := tx.ExecContext(ctx, follow, account, name); err != nil {
			return err
		}
	}
	return nil
}

// Due returns a scope of the account that has not been read through since the
// round began: the roster first, then the one of which a page was kept the
// longest ago, so that rounds which are always cut short still reach every
// channel. It returns [inbox.ErrNone] where the round is complete.
func (s *Store) Due(ctx context.Context, account string, round time.Time) (inbox.Scope, error) {
	const (
		roster = `
			SELECT s.name, s.cursor
			FROM   scope AS s JOIN account AS a ON a.id = s.account_id
			WHERE  a.name = ?1 AND s.name = '' AND s.read_at < ?2 AND s.again_at <= ?2`
		others = `
			SELECT   s.name, s.cursor
			FROM     scope AS s INDEXED BY scope_by_turn
			WHERE    s.account_id = (SELECT id FROM account WHERE name = ?1)
			         AND s.read_at < ?2 AND s.again_at <= ?2 AND s.name NOT LIKE 'import:%'
			ORDER BY s.kept_at, s.name
			LIMIT    1`
	)
	var scope inbox.Scope
	err := s.read.QueryRowContext(ctx, roster, account, at(round)).Scan(&scope.Name, &scope.Cursor)
	if errors.Is(err, sql.ErrNoRows) {
		err = s.read.QueryRowContext(ctx, others, account, at(round)).Scan(&scope.Name, &scope.Cursor)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return inbox.Scope{}, inbox.ErrNone
	}
	if err != nil {
		return inbox.Scope{}, fmt.Errorf("find what to read of %s: %w", account, err)
	}
	return scope, nil
}

// Cursor returns how far one scope is read: "" for one that is not known.
func (s *Store) Cursor(ctx context.Context, account, name string) (cursor string, err error) {
	const query = `
		SELECT s.cursor FROM scope AS s JOIN account AS a ON a.id = s.account_id
		WHERE  a.name = ? AND s.name = ?`
	err = s.read.QueryRowContext(ctx, query, account, name).Scan(&cursor)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read cursor of %s: %w", account, err)
	}
	return cursor, nil
}

// BeginRound sees that the account has a roster to be read, and EndRound notes
// when a round came to its end.
func (s *Store) BeginRound(ctx context.Context, account string) error {
	const query = `
		INSERT INTO scope (account_id, name) SELECT id, '' FROM account WHERE name = ?
		ON CONFLICT DO NOTHING`
	if err := s.exec(ctx, query, account); err != nil {
		return fmt.Errorf("begin a round of %s: %w", account, err)
	}
	return nil
}

// EndRound notes that the account was read through.
func (s *Store) EndRound(ctx context.Context, account string) error {
	const query = `UPDATE account SET synced_at = ? WHERE name = ?`
	if err := s.exec(ctx, query, at(s.now()), account); err != nil {
		return fmt.Errorf("end a round of %s: %w", account, err)
	}
	return nil
}
