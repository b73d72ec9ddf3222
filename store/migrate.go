package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Migrations run in the order of their names. One that was released is never
// edited: the next file mends it.
//
//go:embed migration/*.sql
var migrations embed.FS

// migrate brings the schema up to date. PRAGMA user_version counts the files
// that have run; it moves in the same transaction as the file's own changes. A
// database that holds something is copied first, to path.before-N.
func (s *Store) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return err
	}
	var done int
	if err := s.write.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&done); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if done > len(names) {
		return fmt.Errorf("the database was written by a newer Rounds (schema %d, this program knows %d): install that release, or choose another file with --db", done, len(names))
	}
	if done == len(names) {
		return nil
	}
	if done > 0 {
		if err := copyBefore(ctx, s.path, fmt.Sprintf("%s.before-%d", s.path, len(names))); err != nil {
			return err
		}
	}
	for i, name := range names[done:] {
		if err := s.advance(ctx, name, done+i+1); err != nil {
			return fmt.Errorf("migrate with %s: %w", name, err)
		}
	}
	return nil
}

// copyBefore keeps the database as it is, unless a copy from an earlier try is
// there already: that one is the older and the better.
func copyBefore(ctx context.Context, from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyInto(ctx, from, to); err != nil {
		return fmt.Errorf("copy before migrating: %w", err)
	}
	return nil
}

// advance runs one migration.
func (s *Store) advance(ctx context.Context, name string, version int) error {
	script, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var done int // another program may have been faster
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&done); err != nil || done >= version {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, version)); err != nil {
		return err
	}
	return s.commit(tx)
}
