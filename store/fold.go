package store

import (
	"context"
	"fmt"
)

// How much of the facts is made anew in one transaction, so that a live page
// never waits long for the writer: some tens of milliseconds.
const (
	foldRows   = 4000
	foldParts  = 64
	foldAtOnce = 4 // days that one question is asked for
)

// Fold makes those parts of the facts anew of which a row has changed: the
// members, then the days, the newest first. It can be stopped at any moment and
// called again; what it has not come to is made anew whenever it is read.
func (s *Store) Fold(ctx context.Context) error {
	for more := true; more; {
		var err error
		if more, err = s.foldSome(ctx); err != nil {
			return fmt.Errorf("count what has changed: %w", err)
		}
	}
	return nil
}

func (s *Store) foldSome(ctx context.Context) (more bool, err error) {
	const pick = `SELECT kind, part FROM fact_stale ORDER BY kind = 3 DESC, kind, part DESC LIMIT ?`
	due, err := list(ctx, s.read, scanPart, pick, foldParts)
	if err != nil || len(due) == 0 {
		return false, err
	}
	err = s.inTx(ctx, func(tx *tx) error {
		clear(s.roster.noted)
		inside := context.WithoutCancel(ctx)
		if err := tx.keepBooks(inside, func() error { return foldDue(inside, tx, due) }); err != nil {
			return err
		}
		return ctx.Err()
	})
	return err == nil, err
}

// foldDue makes of some parts as many anew as one transaction is for. Nobody
// need be told: who reads finds the same as before.
func foldDue(ctx context.Context, tx *tx, due []part) error {
	for rows := 0; len(due) > 0 && rows < foldRows; {
		n := together(due)
		done, err := foldRun(ctx, tx, due[:n])
		if err != nil {
			return err
		}
		due, rows = due[n:], rows+done
	}
	return nil
}

// together is how many parts, the newest first, can be made by one question:
// neighbours of one kind.
func together(due []part) int {
	n := 1
	for n < len(due) && n < foldAtOnce && due[n].kind == due[0].kind && due[n].n == due[n-1].n-1 {
		n++
	}
	return n
}

// foldRun makes neighbouring parts anew.
func foldRun(ctx context.Context, tx *tx, run []part) (rows int, err error) {
	const (
		taken = `DELETE FROM fact_stale WHERE kind = ? AND part BETWEEN ? AND ?`
		put   = `INSERT INTO fact (kind, part, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`
		drop  = `DELETE FROM fact WHERE kind = ? AND part = ?`
	)
	first, last := run[len(run)-1], run[0]
	if _, err := tx.ExecContext(ctx, taken, first.kind, first.n, last.n); err != nil {
		return 0, err
	}
	made, err := recountRun(ctx, tx, first, last.n)
	if err != nil {
		return 0, err
	}
	for _, m := range made {
		if m.body == nil {
			_, err = tx.ExecContext(ctx, drop, m.kind, m.n)
		} else {
			_, err = tx.ExecContext(ctx, put, m.kind, m.n, m.body)
		}
		if err != nil {
			return 0, err
		}
		rows += m.rows
	}
	return rows, nil
}

func scanPart(row scanner) (p part, err error) { return p, row.Scan(&p.kind, &p.n) }
