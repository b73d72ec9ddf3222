package store

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"rounds/inbox"
)

// The ledger is a second writing of what a person did: one line of JSON for
// every entry of the journal and every draft, appended to a file beside the
// database once it is committed there. Nothing reads it but the rescue of a
// damaged database, which a few wrong bytes in its schema make unreadable as a
// whole. It is written anew when it has grown or is missing.

// ledgerLine is one of the two.
type ledgerLine struct {
	Entry *inbox.Entry `json:"entry,omitempty"`
	Draft *draftRow    `json:"draft,omitempty"`
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

// keepLedger sees that there is a ledger, and that it is not too large.
func (s *Store) keepLedger(ctx context.Context) error {
	info, err := os.Lstat(ledgerOf(s.path))
	if err == nil && info.Mode().IsRegular() && info.Size() < ledgerBound {
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
	if err != nil || len(entries)+len(drafts) == 0 {
		return err
	}
	return s.writeLedger(entries, drafts)
}

// writeLedger writes the ledger anew, in the place of the old one.
func (s *Store) writeLedger(entries []inbox.Entry, drafts []draftRow) error {
	name := ledgerOf(s.path)
	file, err := os.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(file)
	for i := range entries {
		err = errors.Join(err, encoder.Encode(ledgerLine{Entry: &entries[i]}))
	}
	for i := range drafts {
		err = errors.Join(err, encoder.Encode(ledgerLine{Draft: &drafts[i]}))
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	return os.Rename(name+".new", name)
}

// readLedger adds what the ledger holds to what was salvaged from the database
// itself. Of a draft the last line counts.
func (f *salvaged) readLedger(path string) {
	file, err := os.Open(ledgerOf(path))
	if err != nil {
		return
	}
	defer file.Close()
	known := map[string]bool{}
	for _, e := range f.entries {
		known[e.ID] = true
	}
	lines := bufio.NewReader(file)
	for err == nil {
		var text []byte
		text, err = lines.ReadBytes('\n')
		var line ledgerLine
		if json.Unmarshal(text, &line) != nil && err == nil {
			continue // a line that was cut off by a crash
		}
		if line.Entry != nil && !known[line.Entry.ID] {
			known[line.Entry.ID] = true
			f.entries = append(f.entries, *line.Entry)
		}
		if line.Draft != nil {
			f.putDraft(*line.Draft)
		}
	}
	if errors.Is(err, io.EOF) { // UUIDv7 sorts by time
		slices.SortStableFunc(f.entries, func(a, b inbox.Entry) int { return cmp.Compare(a.ID, b.ID) })
	}
}

func (f *salvaged) putDraft(d draftRow) {
	f.drafts = slices.DeleteFunc(f.drafts, func(o draftRow) bool {
		return o.Account == d.Account && o.Channel == d.Channel && o.Key == d.Key && o.Kind == d.Kind
	})
	if d.Text != "" {
		f.drafts = append(f.drafts, d)
	}
}
