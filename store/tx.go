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

// inTx runs fn in one write transaction.
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
	if err := fn(&tx{in: in, store: s}); err != nil {
		return calledOff(ctx, err)
	}
	if err := s.commit(in); err != nil {
		return calledOff(ctx, err)
	}
	s.notice()
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
