package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rounds/inbox"
)

// write puts an entry in the journal and carries out its changes, in the
// transaction that tx is. It is the only way in which a decision is changed.
func (s *Store) record(ctx context.Context, tx *tx, e inbox.Entry) error {
	if err := s.applyAll(ctx, tx, e.Changes, at(s.now())); err != nil {
		return err
	}
	if err := noteReversals(ctx, tx, e); err != nil {
		return err
	}
	return s.enterJournal(ctx, tx, e)
}

// enterJournal writes an entry whose changes have been carried out.
func (s *Store) enterJournal(ctx context.Context, tx *tx, e inbox.Entry) error {
	const query = `
		INSERT INTO journal (id, at, actor, verb, subject, changes, undoes, redoes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	changes, err := json.Marshal(e.Changes)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, query, e.ID, at(e.At), e.Actor, e.Verb, e.Subject, string(changes), e.Undoes, e.Redoes)
	return err
}

func (s *Store) applyAll(ctx context.Context, tx *tx, changes []inbox.Change, now micros) error {
	for _, c := range changes {
		if err := s.apply(ctx, tx, c, now); err != nil {
			return err
		}
	}
	return nil
}

// apply writes one change. What goes out is no business of it: a journal that
// is played again sends nothing. A conversation that this file does not hold (yet)
// keeps its change in the journal alone.
func (s *Store) apply(ctx context.Context, tx *tx, c inbox.Change, now micros) error {
	switch c.Ref.Kind {
	case inbox.ActionRef:
		return nil
	case inbox.CaseRef:
		return applyCase(ctx, tx, c, now)
	case inbox.PostRef:
		return s.applyPost(ctx, tx, c)
	case inbox.MemberRef:
		return s.applyMember(ctx, tx, c)
	case inbox.ConversationRef:
	}
	id, err := conversationAt(ctx, tx, c.Ref)
	if errors.Is(err, sql.ErrNoRows) {
		return await(ctx, tx, c.Ref)
	}
	if err != nil {
		return err
	}
	field, name, _ := strings.Cut(c.Field, ":")
	switch field {
	case "decision":
		return applyDecision(ctx, tx, id, c.To, now)
	case "muted", "starred":
		return applyFlag(ctx, tx, id, field, c.To, now)
	case "tag":
		return applyTag(ctx, tx, id, name, c.To)
	case "note":
		return applyNote(ctx, tx, id, name, c.To)
	case "follow":
		return applyPromise(ctx, tx, id, c.To)
	}
	return fmt.Errorf("the journal changes %q, which this program does not know", c.Field)
}

func conversationAt(ctx context.Context, tx *tx, ref inbox.Ref) (id int64, err error) {
	const query = `
		SELECT c.id
		FROM   conversation AS c JOIN channel AS ch ON ch.id = c.channel_id JOIN account AS a ON a.id = ch.account_id
		WHERE  a.name = ? AND ch.key = ? AND c.key = ?`
	err = tx.QueryRowContext(ctx, query, ref.Account, ref.Channel, ref.ID).Scan(&id)
	return id, err
}

func applyDecision(ctx context.Context, tx *tx, id int64, to json.RawMessage, now micros) error {
	const query = `UPDATE conversation SET decision = ?, until_at = ?, state = ? WHERE id = ?`
	t, err := readTalk(ctx, tx, id)
	if err != nil {
		return err
	}
	t.decision = inbox.Decision{}
	if err := json.Unmarshal(to, &t.decision); err != nil {
		return err
	}
	text := string(to)
	if t.decision == (inbox.Decision{}) {
		text = ""
	}
	_, err = tx.ExecContext(ctx, query, text, at(t.decision.Until), t.state(now), id)
	return err
}

func applyFlag(ctx context.Context, tx *tx, id int64, field string, to json.RawMessage, now micros) error {
	query := `UPDATE conversation SET starred = ? WHERE id = ?`
	if field == "muted" {
		query = `UPDATE conversation SET muted = ? WHERE id = ?`
	}
	var on bool
	if err := json.Unmarshal(to, &on); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, query, on, id); err != nil || field != "muted" {
		return err
	}
	t, err := readTalk(ctx, tx, id) // being muted decides whether news reopens it
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE conversation SET state = ? WHERE id = ?`, t.state(now), id)
	return err
}

func applyTag(ctx context.Context, tx *tx, id int64, name string, to json.RawMessage) error {
	query := `DELETE FROM tag WHERE conversation_id = ? AND name = ?`
	if string(to) == "true" {
		query = `INSERT INTO tag (conversation_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	_, err := tx.ExecContext(ctx, query, id, name)
	return err
}

func applyPromise(ctx context.Context, tx *tx, id int64, to json.RawMessage) error {
	text := string(to)
	if text == "null" {
		text = ""
	}
	_, err := tx.ExecContext(ctx, `UPDATE conversation SET promise = ? WHERE id = ?`, text, id)
	return err
}

func applyNote(ctx context.Context, tx *tx, id int64, uuid string, to json.RawMessage) error {
	const query = `
		INSERT INTO note (id, conversation_id, actor, text, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET text = excluded.text`
	if string(to) == "null" {
		_, err := tx.ExecContext(ctx, `DELETE FROM note WHERE id = ?`, uuid)
		return err
	}
	var n inbox.Note
	if err := json.Unmarshal(to, &n); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, query, uuid, id, n.Actor, n.Text, at(n.At))
	return err
}

// Undo takes back the last thing done that was not taken back yet; it returns
// [inbox.ErrNone] when there is none. Since the journal is on disk, it reaches
// back over restarts. What cannot be taken back is told as
// [inbox.ErrNoWayBack], once: the next time it is passed over.
func (s *Store) Undo(ctx context.Context) (inbox.Entry, error) {
	const query = selectEntry + `
		WHERE    undoes = '' AND redoes = '' AND undone = 0 AND actor NOT LIKE 'rule %' AND actor <> 'plan' AND verb <> 'forget'
		ORDER BY seq DESC
		LIMIT    1`
	entry, err := s.turn(ctx, query, true)
	if errors.Is(err, inbox.ErrNoWayBack) {
		err = errors.Join(err, s.passOver(ctx, query))
	}
	return entry, err
}

// passOver notes that the entry which a query finds was to be taken back and
// cannot be.
func (s *Store) passOver(ctx context.Context, query string) error {
	done := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Changes: []inbox.Change{}}
	err := s.inTx(ctx, func(tx *tx) error {
		found, err := list(ctx, tx, scanEntry, query)
		if err != nil || len(found) == 0 {
			return err
		}
		done.Verb, done.Subject, done.Undoes = found[0].Verb, found[0].Subject, found[0].ID
		if _, err := tx.ExecContext(ctx, `UPDATE journal SET undone = 1 WHERE id = ?`, found[0].ID); err != nil {
			return err
		}
		return s.enterJournal(ctx, tx, done)
	})
	if err == nil {
		s.enterLedger(ledgerLine{Entry: &done})
	}
	return err
}

// Redo does again what was last taken back, unless something else was done
// since; then it returns [inbox.ErrNone].
func (s *Store) Redo(ctx context.Context) (inbox.Entry, error) {
	const query = selectEntry + `
		WHERE    undoes = '' AND redoes = '' AND undone = 1
		         AND seq > (SELECT coalesce(max(seq), 0) FROM journal WHERE undoes = '' AND redoes = '' AND undone = 0 AND actor <> 'plan')
		ORDER BY seq
		LIMIT    1`
	return s.turn(ctx, query, false)
}

// turn undoes or redoes the entry that a query finds, by an entry of its own.
func (s *Store) turn(ctx context.Context, query string, back bool, args ...any) (inbox.Entry, error) {
	var done inbox.Entry
	err := s.inTxDurably(ctx, func(tx *tx) error {
		found, err := list(ctx, tx, scanEntry, query, args...)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return inbox.ErrNone
		}
		old := found[0]
		done = inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: old.Verb, Subject: old.Subject}
		var sent []inbox.Change
		if back {
			done.Undoes, done.Changes = old.ID, inverse(old.Changes)
			sent, done.Stays, err = s.takeBack(ctx, tx, old)
		} else {
			done.Redoes, done.Changes = old.ID, decided(old.Changes)
			sent, err = s.sendAgain(ctx, tx, old)
		}
		if err != nil {
			return err
		}
		if done.Changes = append(done.Changes, sent...); len(done.Changes) == 0 {
			return inbox.ErrNone
		}
		if _, err := tx.ExecContext(ctx, `UPDATE journal SET undone = ? WHERE id = ?`, back, old.ID); err != nil {
			return err
		}
		if err := s.record(ctx, tx, done); err != nil || back {
			return err
		}
		return relink(ctx, tx, sent)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &done})
		s.summon()
	case errors.Is(err, inbox.ErrUnderway), errors.Is(err, inbox.ErrNoWayBack):
		return inbox.Entry{}, err
	case !errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, fmt.Errorf("turn back the journal: %w", err)
	}
	return done, err
}

// inverse is what takes changes back: the last first, each the other way.
func inverse(changes []inbox.Change) []inbox.Change {
	back := slices.Clone(changes)
	slices.Reverse(back)
	for i := range back {
		back[i].From, back[i].To = back[i].To, back[i].From
	}
	return back
}

const selectEntry = `
	SELECT id, at, actor, verb, subject, changes, undoes, redoes, undone FROM journal `

func scanEntry(row scanner) (e inbox.Entry, err error) {
	var when micros
	var changes string
	err = row.Scan(&e.ID, &when, &e.Actor, &e.Verb, &e.Subject, &changes, &e.Undoes, &e.Redoes, &e.Undone)
	e.At = when.time()
	return e, errors.Join(err, decode(changes, &e.Changes))
}

// History lists the last entries of the journal, newest first, without their
// changes.
func (s *Store) History(ctx context.Context, limit int) ([]inbox.Entry, error) {
	const query = `
		SELECT   id, at, actor, verb, subject, '', undoes, redoes, undone FROM journal
		ORDER BY seq DESC
		LIMIT    ?`
	entries, err := list(ctx, s.read, scanEntry, query, limit)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	return entries, nil
}

// Entries lists the whole journal, oldest first: what another machine needs to
// do the same work on the same messages.
func (s *Store) Entries(ctx context.Context) ([]inbox.Entry, error) {
	entries, err := list(ctx, s.read, scanEntry, selectEntry+`ORDER BY seq`)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	return entries, nil
}

// Replay does what entries from elsewhere say, in their order. An entry that
// is known already is passed over.
func (s *Store) Replay(ctx context.Context, entries []inbox.Entry) error {
	err := s.inTx(ctx, func(tx *tx) error {
		for _, e := range entries {
			var known bool
			if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?)`, e.ID).Scan(&known); err != nil {
				return err
			}
			if known {
				continue
			}
			if err := s.record(ctx, tx, e); err != nil {
				return fmt.Errorf("entry %s: %w", e.ID, err)
			}
			if e.Undoes+e.Redoes == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, `UPDATE journal SET undone = ? WHERE id = ?`, e.Undoes != "", e.Undoes+e.Redoes); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("replay the journal: %w", err)
	}
	for i := range entries {
		s.enterLedger(ledgerLine{Entry: &entries[i]})
	}
	return nil
}
