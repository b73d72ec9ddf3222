package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// A scope is due when its time has come. What is due at once has a time below
// zero, and the lowest comes first: the roster, then what was not begun or has
// changed, then what is in the middle of a pass. The last are ordered by when a
// page of them was kept, so that all channels grow side by side and rounds that
// are always cut short still reach every one.
const (
	rosterDue micros = -1 << 62
	newDue    micros = -1 << 61
	goingDue  micros = -1 << 60 // plus the time of its last page
)

// never is the turn of scopes that no round reads: imports.
const never = 9

// keepScope writes how far a page has brought its scope, and what it told to
// follow. It is part of the page's transaction.
func (w *writer) keepScope(page inbox.Page) error {
	if !page.Heard {
		if err := w.moveScope(page); err != nil {
			return err
		}
	}
	if len(page.Follow) == 0 {
		return nil
	}
	const follow = `
		INSERT INTO scope (account_id, name, turn, channel, again_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT DO UPDATE SET again_at = ?6, tries = 0
		WHERE ?7 <> '' AND mark <> ?7 AND again_at > 0`
	return w.each(follow, func(put *sql.Stmt) error {
		for _, f := range page.Follow {
			due := newDue
			if !f.After.IsZero() {
				due = at(f.After)
			}
			if _, err := put.ExecContext(w.ctx, w.roster.account, f.Scope, f.Turn, f.Channel, due, newDue, f.Mark); err != nil {
				return err
			}
		}
		return nil
	})
}

// moveScope moves the cursor of a page's scope.
func (w *writer) moveScope(page inbox.Page) error {
	const (
		move = `
			INSERT INTO scope (account_id, name, turn, cursor, again_at, kept_at, read_at, mark, held_from, held_to, verified_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
			ON CONFLICT DO UPDATE
			SET cursor = ?4, again_at = ?5, kept_at = ?6, tries = 0, trouble = '',
			    read_at = max(read_at, ?7), mark = CASE ?8 WHEN '' THEN mark ELSE ?8 END,
			    held_from = CASE ?10 WHEN 0 THEN held_from ELSE ?9 END,
			    held_to = CASE ?10 WHEN 0 THEN held_to ELSE ?10 END,
			    verified_at = max(verified_at, ?11)`
		drop = `DELETE FROM scope WHERE account_id = ? AND name = ?`
		// What was held is held, and nothing was wrong: that it was looked at once
		// more stands on the page of the rounds alone, which is told of rounds.
		again = `
			UPDATE scope
			SET    cursor = ?3, again_at = ?4, kept_at = ?5, read_at = ?5, mark = CASE ?6 WHEN '' THEN mark ELSE ?6 END,
			       held_from = CASE ?8 WHEN 0 THEN held_from ELSE ?7 END, held_to = CASE ?8 WHEN 0 THEN held_to ELSE ?8 END,
			       verified_at = max(verified_at, ?9)
			WHERE  account_id = ?1 AND name = ?2 AND read_at BETWEEN 1 AND ?5 AND tries = 0 AND trouble = ''
			       AND (?8 = 0 OR held_from = ?7 AND held_to > 0)`
	)
	if page.Ended && !page.More {
		_, err := w.tx.ExecContext(w.ctx, drop, w.roster.account, page.Scope.Name)
		return err
	}
	// A scope that was read now is not due in a round that began before.
	due, read := max(at(page.Again), w.now+1), w.now
	switch {
	case page.More && page.Scope.Name == "":
		due, read = rosterDue, 0
	case page.More:
		due, read = goingDue+w.now, 0
	}
	if !page.More {
		known, err := w.tx.note(w.ctx, again, w.roster.account, page.Scope.Name, page.Scope.Cursor, due, w.now, page.Mark,
			at(page.Held.From), at(page.Held.To), at(page.Verified))
		if known || err != nil {
			return err
		}
	}
	_, err := w.tx.ExecContext(w.ctx, move, w.roster.account, page.Scope.Name, never, page.Scope.Cursor, due, w.now, read, page.Mark,
		at(page.Held.From), at(page.Held.To), at(page.Verified))
	return err
}

// Due returns the scope of an account whose turn it is, of those that were due
// when the round began: an earlier turn before a later one, none behind last.
// It returns [inbox.ErrNone] where nothing is left.
func (s *Store) Due(ctx context.Context, account string, began time.Time, last inbox.Turn) (inbox.Scope, error) {
	const query = `
		SELECT   name, cursor, read_at > 0
		FROM     scope
		WHERE    account_id = (SELECT id FROM account WHERE name = ?) AND turn = ? AND again_at <= ?
		ORDER BY again_at, name
		LIMIT    1`
	for turn := inbox.First; turn <= last; turn++ {
		scope := inbox.Scope{Turn: turn}
		err := s.read.QueryRowContext(ctx, query, account, turn, at(began)).Scan(&scope.Name, &scope.Cursor, &scope.Known)
		switch {
		case err == nil:
			return scope, nil
		case !errors.Is(err, sql.ErrNoRows):
			return inbox.Scope{}, fmt.Errorf("find what to read of %s: %w", account, err)
		}
	}
	return inbox.Scope{}, inbox.ErrNone
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

// Fail notes why a scope could not be read, and leaves it alone until again.
func (s *Store) Fail(ctx context.Context, account, scope, trouble string, again time.Time) error {
	const query = `
		UPDATE scope SET trouble = ?, trouble_at = ?, tries = tries + 1, again_at = ?
		WHERE  account_id = (SELECT id FROM account WHERE name = ?) AND name = ?`
	now := at(s.now())
	if err := s.exec(ctx, query, trouble, now, max(at(again), now+1), account, scope); err != nil {
		return fmt.Errorf("note the trouble with %s: %w", account, err)
	}
	return nil
}

// Tries is how often in a row a scope could not be read.
func (s *Store) Tries(ctx context.Context, account, scope string) (tries int, err error) {
	const query = `
		SELECT s.tries FROM scope AS s JOIN account AS a ON a.id = s.account_id
		WHERE  a.name = ? AND s.name = ?`
	err = s.read.QueryRowContext(ctx, query, account, scope).Scan(&tries)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read the trouble with %s: %w", account, err)
	}
	return tries, nil
}
