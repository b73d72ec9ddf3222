package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// prepare sees that the file is there and that only its owner can read it,
// whatever the umask. SQLite gives its -wal and -shm the same mode.
func prepare(path string, notice func(string)) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		return file.Close()
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is not a file; choose another with --db")
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		notice("Others could read " + path + "; now only you can.")
	}
	return nil
}

// pageSize is SQLite's own default, which every file of ours has.
const pageSize = 4096

// slack is how long after it was closed SQLite may still write to the file.
const slack = 250 * time.Millisecond

// enter notes that this program has the file open, and finds out whether it
// has to be checked: nobody else has it open, and it was written to after it
// was last closed, by a program that died or by something that is no program
// of ours. A program that died without touching the file itself left no more
// than a log, whose every entry has a checksum.
func (s *Store) enter(ctx context.Context) error {
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	return s.inTxUnchecked(ctx, func(tx *tx) error {
		seen, err := sessions(ctx, tx)
		if err != nil {
			return err
		}
		if seen.broken {
			return &damage{[]string{"it was found damaged when it was last open"}}
		}
		dead := 0
		for _, pid := range seen.pids {
			if pid != os.Getpid() && alive(pid) {
				continue
			}
			dead++
			if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE pid = ?`, pid); err != nil {
				return err
			}
		}
		alone := dead == len(seen.pids)
		s.suspect = alone && (!seen.closed.IsZero() && info.ModTime().After(seen.closed.Add(slack)) || seen.closed.IsZero() && dead > 0)
		_, err = tx.ExecContext(ctx, `INSERT INTO session (pid, started_at) VALUES (?, ?)`, os.Getpid(), at(time.Now()))
		return err
	})
}

// Check looks whether a file that is suspect hangs together; on one that is not
// it costs nothing. A file that does not is set aside when it is next opened.
func (s *Store) Check(ctx context.Context) error {
	if !s.suspect {
		return nil
	}
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	found, err := quickCheck(ctx, s.read)
	if err != nil && !damaged(err) {
		return err
	}
	if err != nil {
		found = append(found, err.Error())
	}
	if info.Size()%pageSize != 0 { // SQLite passes over half a page at the end
		found = append(found, "the file is cut off")
	}
	s.suspect = false
	if len(found) == 0 {
		return nil
	}
	// If not even this can be written, the next opening will stumble by itself.
	_, _ = s.write.ExecContext(ctx, `INSERT INTO session (pid, started_at) VALUES (?, 0) ON CONFLICT DO NOTHING`, brokenRow)
	return &damage{found}
}

// The rows of session that stand for no program.
const (
	closedRow = 0  // when the file was last closed
	brokenRow = -1 // it was found damaged
)

// seen is what the table of sessions says.
type seen struct {
	pids   []int
	closed time.Time
	broken bool
}

func sessions(ctx context.Context, tx *tx) (all seen, err error) {
	_, err = list(ctx, tx, func(row scanner) (_ struct{}, err error) {
		var pid int
		var when micros
		err = row.Scan(&pid, &when)
		switch pid {
		case closedRow:
			all.closed = when.time()
		case brokenRow:
			all.broken = true
		default:
			all.pids = append(all.pids, pid)
		}
		return
	}, `SELECT pid, started_at FROM session`)
	return all, err
}

// leave takes this program off the list of those that have the file open. What
// the log holds is moved into the file first, so that the file is written last
// right after the time that is noted.
func (s *Store) leave() {
	// The program is ending: there is nobody left to tell of a failure, and the
	// next start only checks the file once more than it had to.
	ctx := context.Background() // whatever was cancelled, this is on the way out
	last := func(query string, args ...any) {
		s.probe(beforeCommit)
		_, _ = s.write.ExecContext(ctx, query, args...)
		s.probe(afterCommit)
	}
	last(`PRAGMA wal_checkpoint(TRUNCATE)`)
	last(`DELETE FROM session WHERE pid = ?`, os.Getpid())
	last(`
		INSERT INTO session (pid, started_at) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET started_at = excluded.started_at`, closedRow, at(time.Now()))
}

// inTxUnchecked is inTx before the file's identity is known.
func (s *Store) inTxUnchecked(ctx context.Context, fn func(*tx) error) error {
	in, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer in.Rollback()
	if err := fn(&tx{in: in, store: s}); err != nil {
		return err
	}
	return s.commit(in)
}

// alive reports whether a process of that number runs on this machine.
func alive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	if runtime.GOOS == "windows" { // it only finds those that run, and cannot signal
		return true
	}
	err = process.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, fs.ErrPermission)
}

// quickCheck asks SQLite whether the file hangs together. No answer is a sound
// file.
func quickCheck(ctx context.Context, db asker) ([]string, error) {
	found, err := list(ctx, db, func(row scanner) (line string, err error) { return line, row.Scan(&line) }, `PRAGMA quick_check(20)`)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		return nil, nil
	}
	return found, nil
}

// damage is a file whose parts do not hang together.
type damage struct{ found []string }

func (d *damage) Error() string {
	return "the database is damaged: " + strings.Join(d.found, "; ")
}

// damaged reports whether err means that the file's content is broken, rather
// than that it could not be reached.
func damaged(err error) bool {
	if _, ok := errors.AsType[*damage](err); ok {
		return true
	}
	refused, ok := errors.AsType[*sqlite.Error](err)
	return ok && (refused.Code()&0xff == sqlite3.SQLITE_CORRUPT || refused.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// Backup writes a consistent copy of the database to path, which must not
// exist. Writers go on meanwhile.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := copyInto(ctx, s.path, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	return nil
}

// copyInto copies with VACUUM INTO: one read transaction, so the copy is of one
// moment. The empty file is made first, so that its mode is ours.
func copyInto(ctx context.Context, from, to string) error {
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	db, err := dial(from, "deferred")
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
