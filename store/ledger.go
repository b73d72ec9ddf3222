package store

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"rounds/inbox"
)

// The ledger is a second writing of what a person did: one line of JSON for
// every entry of the journal and every draft, for what became of what went out,
// and for every opening of the file, appended to a file beside the database once
// it is committed there. It is read when a damaged database is rescued, which a
// few wrong bytes in its schema make unreadable as a whole, and to tell a file
// from a copy of it. It is written anew when it has grown or is missing.

// ledgerLine is one of them.
type ledgerLine struct {
	Entry *inbox.Entry `json:"entry,omitempty"`
	Draft *draftRow    `json:"draft,omitempty"`
	Fate  *fateLine    `json:"fate,omitempty"`
	Open  *openLine    `json:"open,omitempty"`
}

// ledgerBound is how large the ledger may grow before it is written anew.
const ledgerBound = 4 << 20

func ledgerOf(path string) string { return path + ".ledger" }

// enterLedger appends a line. That it fails is told to nobody: what it repeats
// is safely in the database.
func (s *Store) enterLedger(line ledgerLine) {
	text, err := json.Marshal(line)
	if err != nil {
		return
	}
	file, err := os.OpenFile(ledgerOf(s.path), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.Write(append(text, '\n')) // in one call, so that two programs do not mix
}

// keepLedger sees that there is a ledger, and that it is not much larger than
// it would be if it were written anew.
func (s *Store) keepLedger(ctx context.Context) error {
	info, err := os.Lstat(ledgerOf(s.path))
	if err == nil && info.Mode().IsRegular() && info.Size() < max(ledgerBound, 2*s.ledger) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := s.Entries(ctx)
	if err != nil {
		return err
	}
	drafts, err := list(ctx, s.read, scanDraft, selectDrafts)
	if err != nil {
		return err
	}
	return s.writeLedger(ctx, entries, drafts)
}

// writeLedger writes the ledger anew, in the place of the old one.
func (s *Store) writeLedger(ctx context.Context, entries []inbox.Entry, drafts []draftRow) error {
	const selectFates = `SELECT id, state FROM outbox WHERE settled_at = 0 OR settled_at > ?`
	fates, err := list(ctx, s.read, func(row scanner) (f fateLine, err error) { return f, row.Scan(&f.ID, &f.State) }, selectFates, at(s.now().Add(-draftsKept)))
	if err != nil {
		return err
	}
	var opened openLine
	err = s.read.QueryRowContext(ctx, `SELECT opened FROM copy`).Scan(&opened.Opened)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	name := ledgerOf(s.path)
	file, err := os.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(file)
	for i := range fates {
		err = errors.Join(err, encoder.Encode(ledgerLine{Fate: &fates[i]}))
	}
	for i := range entries {
		err = errors.Join(err, encoder.Encode(ledgerLine{Entry: &entries[i]}))
	}
	for i := range drafts {
		err = errors.Join(err, encoder.Encode(ledgerLine{Draft: &drafts[i]}))
	}
	if opened.Bytes, err = sizeOf(file, err); err == nil {
		err = encoder.Encode(ledgerLine{Open: &opened})
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	s.ledger = opened.Bytes
	return os.Rename(name+".new", name)
}

// sizeOf is how much was written to a file, unless that failed.
func sizeOf(file *os.File, failed error) (int64, error) {
	if failed != nil {
		return 0, failed
	}
	return file.Seek(0, io.SeekCurrent)
}

// readLedger adds what the ledger holds to what was salvaged from the database
// itself. Of a draft the last line counts, and of a fate too.
func (f *salvaged) readLedger(path string) {
	known := map[string]bool{}
	for _, e := range f.entries {
		known[e.ID] = true
	}
	f.fates = map[string]inbox.OutState{}
	_ = eachLedgerLine(ledgerOf(path), "", func(line ledgerLine) { // what can be read of it is
		if line.Entry != nil && !known[line.Entry.ID] {
			known[line.Entry.ID] = true
			f.entries = append(f.entries, *line.Entry)
		}
		if line.Draft != nil {
			f.putDraft(*line.Draft)
		}
		if line.Fate != nil {
			f.fates[line.Fate.ID] = line.Fate.State
		}
	})
	// UUIDv7 sorts by time
	slices.SortStableFunc(f.entries, func(a, b inbox.Entry) int { return cmp.Compare(a.ID, b.ID) })
}

// eachLedgerLine reads the lines of a ledger that begin with some words,
// passing over those that a crash has cut off.
func eachLedgerLine(name, begins string, each func(ledgerLine)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 1<<16)
	for err == nil {
		var text []byte
		text, err = lines.ReadBytes('\n')
		var line ledgerLine
		if bytes.HasPrefix(text, []byte(begins)) && json.Unmarshal(text, &line) == nil {
			each(line)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (f *salvaged) putDraft(d draftRow) {
	f.drafts = slices.DeleteFunc(f.drafts, func(o draftRow) bool {
		return o.Account == d.Account && o.Channel == d.Channel && o.Key == d.Key && o.Kind == d.Kind
	})
	if d.Text != "" {
		f.drafts = append(f.drafts, d)
	}
}
