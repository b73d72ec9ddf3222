package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"

	"rounds/inbox"
)

// An empty, lost or restored database must never cause anything to be sent. A
// file that was put back from a backup knows as waiting what went out since: it
// would send it again. So the file counts how often it was opened, and remembers
// where it lay; the ledger beside it counts along. Where the two do not fit,
// everything that waits asks a person first.

// fateLine is what became of an action, in the ledger.
type fateLine struct {
	ID    string         `json:"id"`
	State inbox.OutState `json:"state"`
}

// openLine is that the file was opened, for how many times, in the ledger; or
// how large the ledger was when it was written anew.
type openLine struct {
	Opened int64 `json:"opened"`
	Bytes  int64 `json:"bytes,omitempty"`
}

// recognise notes one more opening of the file, and makes everything that waits
// to go out ask if it is not the file that the ledger speaks of.
func (s *Store) recognise(ctx context.Context, notice func(string)) error {
	const (
		known = `SELECT opened, place FROM copy`
		note  = `INSERT INTO copy (id, opened, place) VALUES (1, ?1, ?2) ON CONFLICT DO UPDATE SET opened = ?1, place = ?2`
		wait  = `SELECT count(*) FROM outbox WHERE settled_at = 0 AND state IN ('queued', 'sending', 'unknown')`
		ask   = `
			UPDATE outbox SET state = 'asks', doubt = ?, trouble = ''
			WHERE  settled_at = 0 AND state IN ('queued', 'sending', 'unknown')`
	)
	told, written := s.lastOpened()
	here := placeOf(s.path)
	doubt, err := json.Marshal(inbox.Doubt{Reason: inbox.Restored})
	if err != nil {
		return err
	}
	var waiting int
	var opened int64
	err = s.inTx(ctx, func(tx *tx) error {
		var place string
		err := tx.QueryRowContext(ctx, known).Scan(&opened, &place)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := tx.QueryRowContext(ctx, wait).Scan(&waiting); err != nil {
			return err
		}
		foreign := !written || told > opened || place != "" && here != "" && place != here
		if waiting > 0 && foreign {
			if _, err := tx.ExecContext(ctx, ask, string(doubt)); err != nil {
				return err
			}
		} else {
			waiting = 0
		}
		opened = max(opened, told) + 1
		_, err = tx.ExecContext(ctx, note, opened, cmp.Or(here, place))
		return err
	})
	if err != nil {
		return err
	}
	s.enterLedger(ledgerLine{Open: &openLine{Opened: opened}})
	if waiting > 0 {
		notice("This database is a copy, or was put back from a backup. What waits in its outbox may have gone out already, so nothing leaves before you say so: rounds outbox")
	}
	return s.dropOldDrafts(ctx)
}

// lastOpened is what the ledger says how often the file was opened, and whether
// there is one.
func (s *Store) lastOpened() (opened int64, written bool) {
	err := eachLedgerLine(ledgerOf(s.path), `{"open":`, func(line ledgerLine) {
		if line.Open != nil {
			opened = max(opened, line.Open.Opened)
			s.ledger = max(s.ledger, line.Open.Bytes)
		}
	})
	return opened, err == nil || !errors.Is(err, os.ErrNotExist)
}
