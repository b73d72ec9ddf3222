package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"rounds/inbox"
)

// applyMember writes one change of a member. One whom this file does not hold
// (yet) keeps it in the journal, and gets it when they arrive; but that they are
// to be forgotten has to be known before.
func (s *Store) applyMember(ctx context.Context, tx *tx, c inbox.Change) error {
	if c.Field == "forgotten" {
		return applyForgotten(ctx, tx, c, at(s.now()))
	}
	id, err := memberAt(ctx, tx, c.Ref.Account, c.Ref.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return await(ctx, tx, c.Ref)
	}
	if err != nil {
		return err
	}
	if err := s.applyToMember(ctx, tx, id, c); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO fact_stale (kind, part) VALUES (3, ?1 / 1024)`, id)
	return err
}

func memberAt(ctx context.Context, tx *tx, account, key string) (id int64, err error) {
	const query = `SELECT u.id FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE a.name = ? AND u.key = ?`
	err = tx.QueryRowContext(ctx, query, account, key).Scan(&id)
	return id, err
}

func (s *Store) applyToMember(ctx context.Context, tx *tx, id int64, c inbox.Change) (err error) {
	field, name, _ := strings.Cut(c.Field, ":")
	on := string(c.To) == "true"
	switch field {
	case "person":
		var word string
		if err = json.Unmarshal(c.To, &word); err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE member SET person = ?2 WHERE id = ?1`, id, word)
		}
	case "role":
		var to inbox.Standpoint
		if err = json.Unmarshal(c.To, &to); err == nil {
			err = s.applyRole(ctx, tx, id, c.Ref.Account, to)
		}
	case "vip":
		_, err = tx.ExecContext(ctx, `UPDATE member SET vip = ?2 WHERE id = ?1`, id, on)
	case "watched":
		_, err = tx.ExecContext(ctx, `UPDATE member SET watched = ?2 WHERE id = ?1`, id, on)
	case "welcomed":
		text := string(c.To)
		if text == "null" {
			text = ""
		}
		_, err = tx.ExecContext(ctx, `UPDATE member SET welcomed = ?2 WHERE id = ?1`, id, text)
	case "tag":
		query := `DELETE FROM member_tag WHERE member_id = ? AND name = ?`
		if on {
			query = `INSERT INTO member_tag (member_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING`
		}
		_, err = tx.ExecContext(ctx, query, id, name)
	case "note":
		err = applyMemberNote(ctx, tx, id, name, c.To)
	case "notsame":
		err = applyNotSame(ctx, tx, id, name, on)
	default:
		err = fmt.Errorf("the journal changes %q of a member, which this program does not know", c.Field)
	}
	return err
}

func applyMemberNote(ctx context.Context, tx *tx, id int64, uuid string, to json.RawMessage) error {
	const put = `INSERT INTO member_note (id, member_id, actor, text, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text`
	if string(to) == "null" {
		_, err := tx.ExecContext(ctx, `DELETE FROM member_note WHERE id = ?`, uuid)
		return err
	}
	var n inbox.Note
	if err := json.Unmarshal(to, &n); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, put, uuid, id, n.Actor, n.Text, at(n.At))
	return err
}

// applyNotSame keeps that two are two, if the other one is here: else the other
// one's half of the entry tells it when they arrive.
func applyNotSame(ctx context.Context, tx *tx, id int64, name string, on bool) error {
	query := `DELETE FROM not_same WHERE one = ? AND other = ?`
	if on {
		query = `INSERT INTO not_same (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	account, key, _ := strings.Cut(name, "|")
	other, err := memberAt(ctx, tx, account, key)
	if errors.Is(err, sql.ErrNoRows) || other == id {
		return nil
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, query, min(id, other), max(id, other))
	}
	return err
}

// applyRole puts a member on a side. As when the platform tells of it, that
// changes who spoke last in every conversation of theirs.
func (s *Store) applyRole(ctx context.Context, tx *tx, id int64, account string, to inbox.Standpoint) error {
	const (
		side = `UPDATE member SET role = ?2, said_as = ?3 WHERE id = ?1`
		turn = `INSERT INTO role_turn (member_id, until_at, role) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role`
	)
	if _, err := tx.ExecContext(ctx, side, id, to.Role, to.SaidAs); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM role_turn WHERE member_id = ?`, id); err != nil {
		return err
	}
	for _, t := range to.Turns {
		if _, err := tx.ExecContext(ctx, turn, id, at(t.Until), t.Role); err != nil {
			return err
		}
	}
	return s.refoldFor(ctx, tx, account, id)
}

// refoldFor folds the conversations anew in which a member has spoken. What the
// writer knew by heart was another role.
func (s *Store) refoldFor(ctx context.Context, tx *tx, account string, member int64) error {
	defer s.forgetRoster()
	s.roster = roster{}
	if err := s.roster.learn(ctx, tx, account); err != nil {
		return err
	}
	w, err := s.newWriter(ctx, tx)
	if err != nil {
		return err
	}
	defer w.close()
	talks, err := list(ctx, tx, scanTalk, selectTalk+`
		WHERE c.id IN (SELECT conversation_id FROM message WHERE author_id = ?1 AND kind = 'said' AND deleted = 0)
		      OR c.id IN (SELECT near.id FROM naming AS n JOIN conversation AS near
		                  ON near.opener_id = n.member_id AND near.channel_id = n.channel_id AND near.opened_at < n.sent_at AND near.opened_at >= n.sent_at - ?2
		                  WHERE n.author_id = ?1)`, member, besideFor)
	if err != nil {
		return err
	}
	for _, t := range talks {
		w.stale[t.id] = t
	}
	return w.settle()
}

// welcomeMembers plays the journal of the members that were awaited and have
// arrived with this page.
func (w *writer) welcomeMembers() error {
	const waits = `SELECT key FROM awaited WHERE account = ? AND channel = ''`
	if len(w.awaited) == 0 {
		return nil
	}
	keys, err := list(w.ctx, w.tx, func(row scanner) (key string, err error) { return key, row.Scan(&key) }, waits, w.roster.name)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if _, here := w.roster.members[key]; !here {
			continue
		}
		if err := w.welcomeMember(inbox.Ref{Kind: inbox.MemberRef, Account: w.roster.name, ID: key}); err != nil {
			return fmt.Errorf("play the journal of member %s: %w", key, err)
		}
	}
	return nil
}

func (w *writer) welcomeMember(ref inbox.Ref) error {
	const (
		arrived = `DELETE FROM awaited WHERE account = ? AND channel = '' AND key = ?`
		entries = selectEntry + `
			WHERE    EXISTS (SELECT 1 FROM json_each(changes) AS c
			                 WHERE c.value ->> '$.ref.kind' = 'member' AND c.value ->> '$.ref.account' = ?1 AND c.value ->> '$.ref.id' = ?2)
			ORDER BY seq`
	)
	if _, err := w.tx.ExecContext(w.ctx, arrived, ref.Account, ref.ID); err != nil {
		return err
	}
	found, err := list(w.ctx, w.tx, scanEntry, entries, ref.Account, ref.ID)
	if err != nil {
		return err
	}
	for _, e := range found {
		for _, c := range e.Changes {
			if c.Ref != ref || c.Field == "forgotten" {
				continue
			}
			if err := w.tx.store.applyMember(w.ctx, w.tx, c); err != nil {
				return err
			}
		}
	}
	return nil
}
