// Command bare is the measure for imports: it reads the same export and inserts
// the same rows and search index, and does nothing else. No conversations, no
// signals, no counts, no second look at anything; the standard JSON decoder, one
// goroutine, one transaction for every 5,000 messages.
package main

import (
	"archive/zip"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite"
)

const schema = `
	PRAGMA journal_mode = wal;
	PRAGMA synchronous = normal;
	CREATE TABLE message (
		id INTEGER PRIMARY KEY, channel TEXT NOT NULL, ts TEXT NOT NULL, thread TEXT NOT NULL,
		author TEXT NOT NULL, sent_at INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (channel, ts)) STRICT;
	CREATE INDEX message_by_thread ON message (channel, thread, sent_at);
	CREATE VIRTUAL TABLE message_text USING fts5 (text, content = 'message', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');`

type message struct {
	User, Text, TS string
	Thread         string `json:"thread_ts"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bare EXPORT.zip DATABASE")
		os.Exit(2)
	}
	began := time.Now()
	n, err := run(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
	took := time.Since(began).Seconds()
	fmt.Printf("%d messages in %.2f s: %.0f/s\n", n, took, float64(n)/took)
}

func run(export, database string) (n int, err error) {
	db, err := sql.Open("sqlite", database)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema); err != nil {
		return 0, err
	}
	archive, err := zip.OpenReader(export)
	if err != nil {
		return 0, err
	}
	defer archive.Close()
	w := writer{db: db}
	for _, f := range archive.File {
		channel, day, found := strings.Cut(f.Name, "/")
		if !found || !strings.HasSuffix(day, ".json") {
			continue
		}
		if err := w.file(f, channel); err != nil {
			return w.n, err
		}
	}
	return w.n, w.commit()
}

type writer struct {
	db          *sql.DB
	tx          *sql.Tx
	insert, fts *sql.Stmt
	n           int
}

func (w *writer) file(f *zip.File, channel string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	decoder := json.NewDecoder(r)
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		var m message
		if err := decoder.Decode(&m); err != nil {
			return err
		}
		if err := w.put(channel, m); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) put(channel string, m message) error {
	if w.n%5000 == 0 {
		if err := w.begin(); err != nil {
			return err
		}
	}
	w.n++
	thread := m.Thread
	if thread == "" {
		thread = m.TS
	}
	seconds, err := strconv.ParseFloat(m.TS, 64)
	if err != nil {
		return err
	}
	result, err := w.insert.Exec(channel, m.TS, thread, m.User, int64(seconds*1e6), m.Text)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	_, err = w.fts.Exec(id, m.Text)
	return err
}

func (w *writer) begin() (err error) {
	if err := w.commit(); err != nil {
		return err
	}
	if w.tx, err = w.db.Begin(); err != nil {
		return err
	}
	if w.insert, err = w.tx.Prepare(`INSERT INTO message (channel, ts, thread, author, sent_at, text) VALUES (?, ?, ?, ?, ?, ?)`); err != nil {
		return err
	}
	w.fts, err = w.tx.Prepare(`INSERT INTO message_text (rowid, text) VALUES (?, ?)`)
	return err
}

func (w *writer) commit() error {
	if w.tx == nil {
		return nil
	}
	err := w.tx.Commit()
	w.tx = nil
	return err
}
