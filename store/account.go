package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"rounds/inbox"
)

// RenameAccount gives an account another name, in the journal too: what was
// done to it can be undone under its new name. It returns [inbox.ErrNone] for
// an account that there is not.
func (s *Store) RenameAccount(ctx context.Context, from, to string) error {
	if _, err := s.Account(ctx, from); err != nil {
		return fmt.Errorf("rename account %s: %w", from, err)
	}
	if _, err := s.Account(ctx, to); !errors.Is(err, inbox.ErrNone) {
		return errors.Join(err, fmt.Errorf("rename account %s: there is an account %s already", from, to))
	}
	err := s.inTx(ctx, func(tx *tx) error {
		defer s.forgetRoster() // it knows the account by its name
		for _, query := range []string{
			`UPDATE account SET name = ?2 WHERE name = ?1`,
			`UPDATE draft SET account = ?2 WHERE account = ?1`,
			`DELETE FROM awaited WHERE account = ?2`, // of an account that is not here
			`UPDATE awaited SET account = ?2 WHERE account = ?1`,
			`DELETE FROM forgotten WHERE account = ?2`,
			`UPDATE forgotten SET account = ?2 WHERE account = ?1`,
		} {
			if _, err := tx.ExecContext(ctx, query, from, to); err != nil {
				return err
			}
		}
		return rewriteJournal(ctx, tx, from, func(changes []inbox.Change) []inbox.Change {
			for i := range changes {
				if changes[i].Ref.Account == from {
					changes[i].Ref.Account = to
				}
			}
			return changes
		})
	})
	if err == nil {
		err = s.renewLedger(ctx)
	}
	if err != nil {
		return fmt.Errorf("rename account %s: %w", from, err)
	}
	return nil
}

// ForgetAccount lets go of everything that is known of an account: what was
// said there, its roster, how far it was read, and what we decided, noted and
// drafted about it. Of the journal, entries that concern nothing else go too;
// one that concerns other accounts as well keeps its part about them.
//
// It can be stopped at any moment and called again: the account itself goes
// last. tell, which may be nil, hears how many messages have gone so far.
func (s *Store) ForgetAccount(ctx context.Context, account string, tell func(gone int)) error {
	if _, err := s.Account(ctx, account); err != nil {
		return fmt.Errorf("forget account %s: %w", account, err)
	}
	err := s.secretly(ctx, func() error {
		if _, err := s.sweep(ctx, account, math.MaxInt64, tell, false); err != nil {
			return err
		}
		if err := s.inTx(ctx, func(tx *tx) error { return s.forgetRest(ctx, tx, account) }); err != nil {
			return err
		}
		return errors.Join(s.renewLedger(ctx), s.scrub(ctx))
	})
	if err != nil {
		return fmt.Errorf("forget account %s: %w", account, err)
	}
	return nil
}

// forgetRest removes what is left of an account without messages.
func (s *Store) forgetRest(ctx context.Context, tx *tx, account string) error {
	const (
		channels = ` (SELECT ch.id FROM channel AS ch JOIN account AS a ON a.id = ch.account_id WHERE a.name = ?1)`
		members  = ` (SELECT u.id FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE a.name = ?1)`
		itself   = ` (SELECT id FROM account WHERE name = ?1)`
		cases    = ` (SELECT f.id FROM casefile AS f JOIN account AS a ON a.id = f.account_id WHERE a.name = ?1)`
	)
	defer s.forgetRoster()
	for _, query := range []string{
		staleMembersOf,
		`DELETE FROM role_turn WHERE member_id IN` + members,
		`DELETE FROM member_tag WHERE member_id IN` + members,
		`DELETE FROM member_note WHERE member_id IN` + members,
		`DELETE FROM not_same WHERE one IN` + members + ` OR other IN` + members,
		`DELETE FROM flag WHERE case_id IN` + cases,
		`DELETE FROM decision WHERE case_id IN` + cases,
		`DELETE FROM case_note WHERE case_id IN` + cases,
		`DELETE FROM casefile WHERE account_id IN` + itself,
		`DELETE FROM naming WHERE channel_id IN` + channels,
		`DELETE FROM channel_day WHERE channel_id IN` + channels,
		`DELETE FROM author_day WHERE member_id IN` + members,
		`DELETE FROM scope WHERE account_id IN` + itself,
		`DELETE FROM outbox WHERE account_id IN` + itself,
		`DELETE FROM report WHERE account_id IN` + itself,
		`DELETE FROM lease WHERE account_id IN` + itself,
		`DELETE FROM member_tag WHERE member_id IN` + members,
		`DELETE FROM member_note WHERE member_id IN` + members,
		`DELETE FROM role_turn WHERE member_id IN` + members,
		`DELETE FROM not_same WHERE one IN` + members + ` OR other IN` + members,
		`DELETE FROM member WHERE account_id IN` + itself,
		`DELETE FROM channel WHERE account_id IN` + itself,
		`DELETE FROM draft WHERE account = ?1`,
		`DELETE FROM awaited WHERE account = ?1`,
		`DELETE FROM account WHERE name = ?1`,
		// Their IDs are given anew, and nothing new was put off before it came.
		`DELETE FROM checkin_item WHERE ?1 <> '' AND CASE substr(key, 1, instr(key, ':'))
		     WHEN 'talk:' THEN NOT EXISTS (SELECT 1 FROM conversation WHERE id = CAST(substr(key, 6) AS INTEGER))
		     WHEN 'member:' THEN NOT EXISTS (SELECT 1 FROM member WHERE id = CAST(substr(key, 8) AS INTEGER))
		     WHEN 'case:' THEN NOT EXISTS (SELECT 1 FROM casefile WHERE id = CAST(substr(key, 6) AS INTEGER))
		     ELSE 0 END`,
		`UPDATE account SET sifted = min(sifted, (SELECT coalesce(max(id), 0) FROM message)) WHERE ?1 <> ''`, // their numbers are given anew
	} {
		if _, err := tx.ExecContext(ctx, query, account); err != nil {
			return err
		}
	}
	return rewriteJournal(ctx, tx, account, func(changes []inbox.Change) []inbox.Change {
		return slices.DeleteFunc(changes, func(c inbox.Change) bool { return c.Ref.Account == account })
	})
}

// rewriteJournal changes the entries that concern an account; one that is left
// without changes goes.
func rewriteJournal(ctx context.Context, tx *tx, account string, anew func([]inbox.Change) []inbox.Change) error {
	const (
		concerned = selectEntry + `
			WHERE    EXISTS (SELECT 1 FROM json_each(changes) AS c WHERE c.value ->> '$.ref.account' = ?)
			ORDER BY seq`
		keep = `UPDATE journal SET changes = ? WHERE id = ?`
		drop = `DELETE FROM journal WHERE id = ?`
	)
	entries, err := list(ctx, tx, scanEntry, concerned, account)
	if err != nil {
		return err
	}
	for _, e := range entries {
		changes := anew(e.Changes)
		if len(changes) == 0 {
			if _, err := tx.ExecContext(ctx, drop, e.ID); err != nil {
				return err
			}
			continue
		}
		text, err := json.Marshal(changes)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, keep, string(text), e.ID); err != nil {
			return err
		}
	}
	return nil
}

// renewLedger writes the ledger anew after the journal was.
func (s *Store) renewLedger(ctx context.Context) error {
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

// Blank reports whether nothing was ever read or planned here.
func (s *Store) Blank(ctx context.Context) (blank bool, err error) {
	const query = `SELECT NOT EXISTS (SELECT 1 FROM account) AND NOT EXISTS (SELECT 1 FROM post)`
	if err := s.read.QueryRowContext(ctx, query).Scan(&blank); err != nil {
		return false, fmt.Errorf("look whether there is anything: %w", err)
	}
	return blank, nil
}
