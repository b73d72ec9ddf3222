package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"rounds/inbox"
)

// openRescued sets a damaged file aside and carries what a person made, and
// cannot be fetched again, into a new one: the journal, from which every
// decision, tag and note follows when its conversation arrives, and the drafts.
// What was said is fetched or imported again.
func openRescued(ctx context.Context, path string, o Options, cause error) (*Store, error) {
	aside := path + ".damaged-" + o.Now().UTC().Format("20060102T150405Z")
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+tail, aside+tail); err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("set the damaged file aside: %w", err)
		}
	}
	if err := prepare(path, o.Notice); err != nil {
		return nil, err
	}
	s, err := openSound(ctx, path, o)
	if err != nil {
		return nil, err
	}
	found := salvage(ctx, aside)
	found.readLedger(path)
	err = s.carryOver(ctx, found)
	if err == nil {
		err = s.writeLedger(ctx, found.entries, found.drafts)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("carry over what was rescued: %w", err)
	}
	o.Notice(fmt.Sprintf("The database was damaged (%s). It is kept as %s; %d journal entries and %d drafts were carried into a new one. Sync or import again to fetch the messages: your decisions, tags and notes come back with them.",
		firstLine(cause), aside, len(found.entries), len(found.drafts)))
	return s, nil
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), ";")
	return line
}

// salvaged is what could be read of a damaged file.
type salvaged struct {
	accounts []inbox.Account
	entries  []inbox.Entry
	drafts   []draftRow
	fates    map[string]inbox.OutState // of actions
}

// draftRow is a draft as it rests, naming its conversation by the platform's
// words.
type draftRow struct {
	Account, Channel, Key, Kind, Text string
	At                                micros
}

const selectDrafts = `SELECT account, channel, key, kind, text, at FROM draft`

func scanDraft(row scanner) (d draftRow, err error) {
	return d, row.Scan(&d.Account, &d.Channel, &d.Key, &d.Kind, &d.Text, &d.At)
}

// salvage reads what it can, row by row, and passes over what it cannot.
func salvage(ctx context.Context, path string) salvaged {
	var found salvaged
	db, err := dial(path, "deferred", "query_only(on)")
	if err != nil {
		return found
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	found.accounts = pick(ctx, db, scanAccount, `SELECT name, platform, base, team, self, voice, '', 0 FROM account WHERE id = ?`, `SELECT max(id) FROM account`)
	found.entries = pick(ctx, db, scanEntry, selectEntry+`WHERE seq = ?`, `SELECT max(seq) FROM journal`)
	found.drafts, _ = list(ctx, db, scanDraft, selectDrafts) // read as far as it goes
	return found
}

// hopeless is so many rows in a row that cannot be read that nothing will come.
const hopeless = 500

// pick reads the rows 1 to last of a table one by one.
func pick[T any](ctx context.Context, db *sql.DB, scan func(scanner) (T, error), one, last string) []T {
	var most sql.NullInt64
	if err := db.QueryRowContext(ctx, last).Scan(&most); err != nil {
		most.Int64 = 1 << 40 // the end of the table is gone: go on while anything is found
	}
	var all []T
	failed := 0
	for id := int64(1); id <= most.Int64 && failed < hopeless && ctx.Err() == nil; id++ {
		row, err := scan(db.QueryRowContext(ctx, one, id))
		if err != nil {
			failed++
			continue
		}
		failed = 0
		all = append(all, row)
	}
	return all
}

func (s *Store) carryOver(ctx context.Context, found salvaged) error {
	const keep = `
		INSERT INTO draft (account, channel, key, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`
	for _, a := range found.accounts {
		if err := s.PutAccount(ctx, a); err != nil {
			return err
		}
	}
	if err := s.Replay(ctx, found.entries); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *tx) error {
		for _, d := range found.drafts {
			if _, err := tx.ExecContext(ctx, keep, d.Account, d.Channel, d.Key, d.Kind, d.Text, d.At); err != nil {
				return err
			}
		}
		for id, state := range found.fates { // of what was planned and is out nobody has to ask
			if _, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'published' WHERE action = ?1 AND action <> '' AND ?2 = 'sent'`, id, state); err != nil {
				return err
			}
		}
		return s.rescueOut(ctx, tx, found)
	})
}

// rescueOut puts what had not gone out yet back into the outbox. Nobody can say
// any more what became of it, so that every one of it asks a person first. Where
// not even its account is known its text is a draft again.
func (s *Store) rescueOut(ctx context.Context, tx *tx, found salvaged) error {
	doubt, err := json.Marshal(inbox.Doubt{Reason: inbox.Restored})
	if err != nil {
		return err
	}
	for _, asked := range s.unsettled(found) {
		a := asked.action
		if !slices.ContainsFunc(found.accounts, func(known inbox.Account) bool { return known.Name == a.Account }) {
			if err := addToDraft(ctx, tx, a, at(s.now())); err != nil {
				return err
			}
			continue
		}
		if _, err := s.enqueue(ctx, tx, asked.entry, a, ""); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'asks', doubt = ? WHERE id = ?`, string(doubt), a.ID); err != nil {
			return err
		}
	}
	return nil
}

// request is an action, and the entry by which it was asked for.
type request struct {
	entry  string
	action inbox.Action
}

// unsettled are the actions of a journal that were not taken back, and of which
// the ledger does not tell that they are out. Of old ones it tells nothing.
func (s *Store) unsettled(found salvaged) []request {
	taken := map[string]bool{}
	var asked []request
	for _, e := range found.entries {
		for _, c := range e.Changes {
			var a inbox.Action
			switch {
			case c.Ref.Kind != inbox.ActionRef:
			case string(c.To) == "null":
				taken[c.Ref.ID] = true
			case s.now().Sub(e.At) <= draftsKept && json.Unmarshal(c.To, &a) == nil && a.ID != "":
				asked = append(asked, request{e.ID, a})
			}
		}
	}
	return slices.DeleteFunc(asked, func(r request) bool {
		state := found.fates[r.action.ID]
		return taken[r.action.ID] || state.Settled() || state == inbox.Planned
	})
}
