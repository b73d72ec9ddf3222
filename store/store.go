// Package store is the house's memory: one SQLite file, and the only place
// where the courier and the screen meet.
//
// It holds two pools on that file. Every write goes through one connection, so
// writers queue here instead of colliding in SQLite; reads have connections of
// their own and, under WAL, never wait for a writer. The screen stays quick
// while a million messages come in.
//
// What comes from outside enters by [Store.Ingest], a page at a time; what a
// person decides enters by [Store.Triage], and is in the journal or did not
// happen. One file per subject, each function with its SQL in sight. No other
// package writes SQL; store reaches no network and knows no screen.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"rounds/calendar"
	"rounds/inbox/checkin"
)

const readers = 4

// UsualHold is how long what goes out waits unless somebody wants it otherwise:
// long enough to see a mistake.
const UsualHold = 10 * time.Second

// errMoved is what a write says when the file under it is no longer the one
// that was opened: writing on would fill a file that nobody can find.
var errMoved = errors.New("the database file was moved, replaced or deleted while it was open; quit, put it back and start again")

// Options are what a store needs to know besides its path.
type Options struct {
	Actor string           // who decides, for the journal; "" is "me"
	Now   func() time.Time // nil is time.Now
	// Notice is told, in a sentence, what a person should know about the
	// opening: a check that takes a while, a damaged file set aside. May be nil.
	Notice func(sentence string)
	// CheckLater leaves it to the caller to call [Store.Check]: a large file
	// takes seconds, and a screen should not wait for them.
	CheckLater bool
	// Lean keeps little of the file in memory, for a program that writes for
	// hours beside others: what it holds then does not grow with the file.
	Lean bool
	// Hold is how long what goes out waits before it leaves; 0 is [UsualHold],
	// less than 0 is not at all.
	Hold time.Duration
	// Probe is called before and after every commit, so that a test can end the
	// program there. Nil in production.
	Probe func(point string)
}

// Store is an open database. It is safe for concurrent use, and so is its file
// for several programs at once.
type Store struct {
	path    string
	actor   string
	now     func() time.Time
	file    fs.FileInfo   // the file as it was opened
	write   *sql.DB       // one connection
	read    *sql.DB       // some, and they cannot write
	changed chan struct{} // holds one notice, until it is read
	notices atomic.Uint64 // how many there were
	roster  roster        // what the writer knows by heart; of the one transaction that there is
	suspect bool          // the file is still to be checked
	probe   func(string)  // never nil

	unlearnt   atomic.Bool // what the writer knows by heart is to be learnt anew
	statements statements

	plan     atomic.Pointer[calendar.Settings] // how the plan works; nil until it is said
	asked    atomic.Pointer[checkin.Request]   // whose check-in was read last; nil for nobody's
	zones    sync.Map                          // those that were read, by name: *time.Location
	pressing sync.Mutex                        // one look at the plan at a time …
	clocks   string                            // … in which its times were worked out, and for which zone; "" if not yet
	pressed  time.Time                         // when it was last looked at
	hold     time.Duration
	ledger   int64 // bytes of the ledger when it was last written anew
	durably  sync.Mutex
	summoned chan struct{} // holds one summons, until it is read
}

// Open opens the database at path, creating and migrating it where needed. A
// file that is damaged is set aside, and what can be rescued from it is carried
// into a new one.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Actor == "" {
		o.Actor = "me"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	if o.Hold == 0 {
		o.Hold = UsualHold
	}
	if o.Probe == nil {
		o.Probe = func(string) {}
	}
	if err := prepare(path, o.Notice); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s, err := openSound(ctx, path, o)
	if damaged(err) {
		s, err = openRescued(ctx, path, o, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

// openSound opens a file that is expected to be in order, and looks whether it
// is if the last program that had it open did not close it.
func openSound(ctx context.Context, path string, o Options) (*Store, error) {
	writing, reading := "cache_size(-65536)", "cache_size(-16384)" // in KiB
	if o.Lean {
		writing, reading = "cache_size(-4096)", "cache_size(-2048)"
	}
	// An immediate transaction takes its lock up front: no deadlock half way.
	write, err := dial(path, "immediate", "journal_mode(wal)", "synchronous(normal)", "foreign_keys(on)", writing, "wal_autocheckpoint(16000)")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := dial(path, "deferred", "query_only(on)", reading)
	if err != nil {
		write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	s := &Store{path: path, actor: o.Actor, now: o.Now, write: write, read: read, changed: make(chan struct{}, 1), probe: o.Probe, hold: max(o.Hold, 0), summoned: make(chan struct{}, 1)}
	if err := s.begin(ctx, o); err != nil {
		write.Close()
		read.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) begin(ctx context.Context, o Options) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	if s.suspect && !o.CheckLater {
		o.Notice("Rounds did not close this database itself; checking it …")
		if err := s.Check(ctx); err != nil {
			return err
		}
	}
	var err error
	if s.file, err = os.Stat(s.path); err != nil {
		return err
	}
	if err := s.recognise(ctx, o.Notice); err != nil {
		return err
	}
	return s.keepLedger(ctx)
}

func dial(path, txlock string, pragmas ...string) (*sql.DB, error) {
	options := url.Values{
		"_txlock": {txlock},
		"_pragma": append(pragmas, "busy_timeout(10000)"),
	}
	file := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: options.Encode()}
	return sql.Open("sqlite", file.String())
}

// dialReadOnly opens a file so that not even a PRAGMA can make it writable.
func dialReadOnly(path string) (*sql.DB, error) {
	options := url.Values{"mode": {"ro"}, "_pragma": {"query_only(on)", "busy_timeout(10000)"}}
	file := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: options.Encode()}
	return sql.Open("sqlite", file.String())
}

// Close closes both pools.
func (s *Store) Close() error {
	s.leave()
	s.read.Close()
	return s.write.Close()
}

// Path is the file that the store is kept in.
func (s *Store) Path() string { return s.path }

// Changed tells after a write that there is something new to read. Many writes
// in a row may make one notice; the last of them always makes one.
func (s *Store) Changed() <-chan struct{} { return s.changed }

// Changes is how often somebody has written since the file was opened: us at
// once, another program as soon as [Store.Watch] has seen it. Who has looked at
// everything and finds the same number has nothing new to look at.
func (s *Store) Changes() uint64 { return s.notices.Load() }

func (s *Store) notice() {
	s.notices.Add(1)
	select {
	case s.changed <- struct{}{}:
	default: // one is waiting already
	}
}

// scanner is a row to be read: *sql.Row and *sql.Rows.
type scanner interface{ Scan(...any) error }

// asker is what a query can be put to: a pool or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// list runs a query and reads every row of its answer with scan.
func list[T any](ctx context.Context, db asker, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()

	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// micros is a time.Time at rest: the only form in which a time is stored. The
// zero time is 0.
type micros int64

func at(t time.Time) micros {
	if t.IsZero() {
		return 0
	}
	return micros(t.UnixMicro())
}

func (m micros) time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(m)).UTC()
}
