package store

import (
	"context"
	"database/sql"
	"os"
	"sync"
)

// tx is one write transaction: all of it happens, or none of it. To those who
// use it, it is an [sql.Tx]; beneath, a statement that was run before is not
// prepared again. Parsing SQL took longer than carrying it out where a page
// holds one short thread.
type tx struct {
	in    *sql.Tx
	store *Store
	books int64 // rows changed by [tx.keepBooks]
}

// mostPrepared bounds how many statements are kept ready. There are fewer in
// the source.
const mostPrepared = 256

// statements are those that the writing connection keeps ready.
type statements struct {
	mu     sync.Mutex
	ready  map[string]*sql.Stmt
	wanted map[string]bool // run since, and to be made ready before the next transaction
}

// makeReady prepares what the last transactions would have liked to find. It
// runs between transactions, since there is one connection: while it waits for
// that it holds no lock. What cannot be prepared fails where it is run.
func (s *Store) makeReady(ctx context.Context) {
	for _, query := range s.statements.take() {
		stmt, err := s.write.PrepareContext(ctx, query)
		if err == nil {
			s.statements.put(query, stmt)
		}
	}
}

// take is what is wanted and not ready.
func (s *statements) take() (wanted []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready == nil {
		s.ready, s.wanted = map[string]*sql.Stmt{}, map[string]bool{}
	}
	for query := range s.wanted {
		if len(s.ready)+len(wanted) < mostPrepared {
			wanted = append(wanted, query)
		}
		delete(s.wanted, query)
	}
	return wanted
}

func (s *statements) put(query string, stmt *sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready[query] != nil { // somebody was faster
		stmt.Close()
		return
	}
	s.ready[query] = stmt
}

// statement is a statement that is ready, or nil.
func (t *tx) statement(ctx context.Context, query string) *sql.Stmt {
	s := &t.store.statements
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.ready[query]; stmt != nil {
		return t.in.StmtContext(ctx, stmt)
	}
	if s.wanted != nil {
		s.wanted[query] = true
	}
	return nil
}

// ExecContext is that of [sql.Tx].
func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.statement(ctx, query); stmt != nil { //nolint:sqlclosecheck // the end of the transaction closes it
		return stmt.ExecContext(ctx, args...)
	}
	return t.in.ExecContext(ctx, query, args...)
}

// QueryContext is that of [sql.Tx].
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.statement(ctx, query); stmt != nil { //nolint:sqlclosecheck // likewise
		return stmt.QueryContext(ctx, args...)
	}
	return t.in.QueryContext(ctx, query, args...)
}

// QueryRowContext is that of [sql.Tx].
func (t *tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.statement(ctx, query); stmt != nil { //nolint:sqlclosecheck // likewise
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.in.QueryRowContext(ctx, query, args...)
}

// PrepareContext is that of [sql.Tx].
func (t *tx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := t.statement(ctx, query); stmt != nil {
		return stmt, nil
	}
	return t.in.PrepareContext(ctx, query)
}

// keepBooks runs what changes nothing that anybody is shown: how far a scope is
// read, who makes the rounds. A round that brings no news does nothing else,
// and a transaction that did nothing else makes no notice.
func (t *tx) keepBooks(ctx context.Context, fn func() error) error {
	before, err := t.changed(ctx)
	if err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	after, err := t.changed(ctx)
	t.books += after - before
	return err
}

// note is one statement that keeps books; it reports whether there was a row for
// it.
func (t *tx) note(ctx context.Context, query string, args ...any) (some bool, err error) {
	result, err := t.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	t.books += n
	return n > 0, err
}

// changed is how many rows the writing connection has changed since it was
// opened, with what triggers did.
func (t *tx) changed(ctx context.Context) (n int64, err error) {
	return n, t.QueryRowContext(context.WithoutCancel(ctx), `SELECT total_changes()`).Scan(&n)
}

// inTx runs fn in one write transaction. If it changed a row that somebody may
// look at there is a notice.
func (s *Store) inTx(ctx context.Context, fn func(*tx) error) error {
	if now, err := os.Stat(s.path); err != nil || !os.SameFile(now, s.file) {
		return errMoved
	}
	s.makeReady(ctx)
	in, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer in.Rollback() // a no-op after Commit
	t := &tx{in: in, store: s}
	before, err := t.changed(ctx)
	if err == nil {
		err = fn(t)
	}
	var after int64
	if err == nil {
		after, err = t.changed(ctx)
	}
	if err == nil {
		err = s.commit(in)
	}
	if err != nil {
		return calledOff(ctx, err)
	}
	if after-before > t.books {
		s.notice()
	}
	return nil
}

// inTxDurably is inTx, and what it wrote outlives a loss of power too: SQLite
// under WAL and synchronous = NORMAL may lose the last commits then, and FULL
// may not. A commit carries every one before it to the disk.
func (s *Store) inTxDurably(ctx context.Context, fn func(*tx) error) error {
	s.durably.Lock()
	defer s.durably.Unlock()
	if _, err := s.write.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
		return calledOff(ctx, err)
	}
	err := s.inTx(ctx, fn)
	_, back := s.write.ExecContext(context.WithoutCancel(ctx), `PRAGMA synchronous = NORMAL`)
	if err == nil && back != nil {
		return nil // slower from now on, and as safe
	}
	return err
}

// commit ends a transaction well. Every one of this package ends here.
func (s *Store) commit(in *sql.Tx) error {
	s.probe(beforeCommit)
	err := in.Commit()
	s.probe(afterCommit)
	return err
}

// The points that [Options.Probe] is told of.
const (
	beforeCommit = "before a commit"
	afterCommit  = "after a commit"
)

// calledOff is why a transaction failed: once its context has ended, the
// driver fails in ways that tell nothing.
func calledOff(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// exec runs one statement that writes.
func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	return s.inTx(ctx, func(tx *tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}
