package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// takeBack takes back what an entry of the journal sent out: what has not left
// is dropped, what has is undone by an action of its own, where the platform has
// one. It returns what that changes. A decision of moderation is taken back
// even where some of it cannot be: what stays is told.
func (s *Store) takeBack(ctx context.Context, tx *tx, entry inbox.Entry) (changes []inbox.Change, stays []string, err error) {
	const query = `WHERE o.entry = ? AND o.undoes = '' AND o.undone = 0 AND o.state <> 'dropped' ORDER BY o.seq DESC`
	rows, err := list(ctx, tx, scanOutgoing, selectOutgoing+query, entry.ID)
	if err != nil {
		return nil, nil, err
	}
	return s.takeAllBack(ctx, tx, entry.ID, rows, entry.Verb == moderation.Decide)
}

// takeAllBack takes back what an entry sent out. With lenient it goes on where
// there is no way back, and says what stays.
func (s *Store) takeAllBack(ctx context.Context, tx *tx, entry string, rows []inbox.Outgoing, lenient bool) (changes []inbox.Change, stays []string, err error) {
	for _, o := range rows {
		some, err := s.takeBackOne(ctx, tx, entry, o)
		if errors.Is(err, inbox.ErrNoWayBack) && lenient {
			stays = append(stays, stayed(o))
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		changes = append(changes, some...)
	}
	return changes, stays, nil
}

// stayed says of an action that it cannot be taken back.
func stayed(o inbox.Outgoing) string {
	what := map[inbox.ActionKind]string{
		inbox.Remove: "the message stays deleted", inbox.Perform: "the report stays settled", inbox.Kick: "who was put out has to be let in again",
		inbox.Ban: "the ban stays", inbox.Restrict: "the restriction stays",
	}[o.Kind]
	if what == "" {
		what = "what was sent stays sent"
	}
	return what + " on " + o.Platform.Title()
}

func (s *Store) takeBackOne(ctx context.Context, tx *tx, entry string, o inbox.Outgoing) ([]inbox.Change, error) {
	const drop = `UPDATE outbox SET state = 'dropped', settled_at = ? WHERE id = ?`
	switch o.State {
	case inbox.Sending, inbox.Unknown:
		return nil, inbox.ErrUnderway
	case inbox.Queued, inbox.Asks, inbox.Failed:
		if _, err := tx.ExecContext(ctx, drop, at(s.now()), o.ID); err != nil {
			return nil, err
		}
		if lasts(o.Kind) {
			return s.liftOrphan(ctx, tx, entry, o)
		}
		return nil, s.redraft(ctx, tx, o.Action)
	case inbox.Sent, inbox.Planned:
		return s.undoSent(ctx, tx, entry, o)
	case inbox.Dropped:
	}
	return nil, nil
}

// undoSent asks for what undoes an action that is out.
func (s *Store) undoSent(ctx context.Context, tx *tx, entry string, o inbox.Outgoing) ([]inbox.Change, error) {
	const undone = `UPDATE outbox SET undone = 1 WHERE id = ?`
	var got inbox.Receipt
	if o.Receipt != nil {
		got = *o.Receipt
	}
	back, can := o.Inverse(got)
	if !can || back.Message == "" && !back.Kind.Moderates() || back.Kind.Moderates() && o.Platform.Lacks(back.Kind) != "" {
		return nil, inbox.ErrNoWayBack
	}
	back.ID = newID()
	var err error
	if back.Named, err = named(ctx, tx, back); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, undone, o.ID); err != nil {
		return nil, err
	}
	if lasts(o.Kind) {
		if upheld, err := upheld(ctx, tx, o); err != nil || upheld {
			return nil, err
		}
	}
	if err := s.redraft(ctx, tx, o.Action); err != nil {
		return nil, err
	}
	change, err := s.enqueue(ctx, tx, entry, back, o.ID)
	return []inbox.Change{change}, err
}

// lasts reports whether an action leaves a member in a state that several
// actions can be the reason for.
func lasts(kind inbox.ActionKind) bool { return kind == inbox.Ban || kind == inbox.Restrict }

// upheld reports whether another action that stands keeps a member in the same
// state: then that is not lifted.
func upheld(ctx context.Context, tx *tx, o inbox.Outgoing) (is bool, err error) {
	const query = `
		SELECT EXISTS (
			SELECT 1 FROM outbox AS b
			WHERE  b.account_id = (SELECT account_id FROM outbox WHERE id = ?1) AND b.kind = ?2 AND b.action ->> '$.member' = ?3
			       AND b.id <> ?1 AND b.undoes = '' AND b.undone = 0 AND b.state <> 'dropped')`
	return is, tx.QueryRowContext(ctx, query, o.ID, o.Kind, o.Member).Scan(&is)
}

// liftOrphan lifts what an action has left behind that was taken back while o
// upheld it, now that o is dropped.
func (s *Store) liftOrphan(ctx context.Context, tx *tx, entry string, o inbox.Outgoing) ([]inbox.Change, error) {
	const orphan = `
		WHERE    o.account_id = (SELECT account_id FROM outbox WHERE id = ?1) AND o.kind = ?2 AND o.action ->> '$.member' = ?3
		         AND o.undoes = '' AND o.undone = 1 AND o.state = 'sent'
		         AND NOT EXISTS (SELECT 1 FROM outbox AS b WHERE b.undoes = o.id AND b.state <> 'dropped')
		ORDER BY o.seq DESC LIMIT 1`
	if is, err := upheld(ctx, tx, o); err != nil || is {
		return nil, err
	}
	found, err := list(ctx, tx, scanOutgoing, selectOutgoing+orphan, o.ID, o.Kind, o.Member)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	back, _ := found[0].Inverse(inbox.Receipt{})
	back.ID = newID()
	change, err := s.enqueue(ctx, tx, entry, back, found[0].ID)
	return []inbox.Change{change}, err
}

// sendAgain does again what was taken back: what takes it back is dropped if
// it has not left, and otherwise a new action goes out.
func (s *Store) sendAgain(ctx context.Context, tx *tx, entry inbox.Entry) ([]inbox.Change, error) {
	const taken = `WHERE o.entry = ? AND o.undoes = '' AND (o.undone = 1 OR o.state = 'dropped')
		               AND NOT EXISTS (SELECT 1 FROM outbox AS n WHERE n.entry = o.entry AND n.undoes = '' AND n.seq > o.seq AND n.action ->> '$.again' = o.id)
		         ORDER BY o.seq`
	rows, err := list(ctx, tx, scanOutgoing, selectOutgoing+taken, entry.ID)
	if err != nil {
		return nil, err
	}
	var changes []inbox.Change
	for _, o := range rows {
		if stopped, err := stopUndoing(ctx, tx, o, at(s.now())); err != nil || stopped {
			if err != nil {
				return nil, err
			}
			continue
		}
		a := o.Action
		a.Again, a.ID = o.ID, newID()
		if !a.Later || a.Due.Before(s.now()) {
			a.Due, a.Later = s.now().Add(s.hold), false
		}
		change, err := s.enqueue(ctx, tx, entry.ID, a, "")
		if err == nil {
			err = dropDraft(ctx, tx, a)
		}
		if err != nil {
			return nil, err
		}
		changes = append(changes, change)
	}
	return changes, nil
}

// stopUndoing drops what was to take an action back, if it has not left; then
// the action stands as it did.
func stopUndoing(ctx context.Context, tx *tx, o inbox.Outgoing, now micros) (stopped bool, err error) {
	const (
		stop = `UPDATE outbox SET state = 'dropped', settled_at = ? WHERE undoes = ? AND state = 'queued' AND tries = 0`
		keep = `UPDATE outbox SET undone = 0 WHERE id = ?`
	)
	if o.State == inbox.Dropped {
		return false, nil
	}
	done, err := tx.ExecContext(ctx, stop, now, o.ID)
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	_, err = tx.ExecContext(ctx, keep, o.ID)
	return true, err
}

// TakeBack takes one action back, whenever it was asked for: as undoing its
// entry does, if that is all that the entry was about.
func (s *Store) TakeBack(ctx context.Context, id string) (inbox.Entry, error) {
	const whole = selectEntry + `
		WHERE    id = (SELECT entry FROM outbox WHERE id = ?1) AND undone = 0 AND actor <> 'plan'
		         AND (SELECT count(*) FROM outbox AS o WHERE o.entry = journal.id AND o.undoes = '' AND o.state <> 'dropped' AND o.undone = 0) = 1`
	entry, err := s.turn(ctx, whole, true, id)
	if !errors.Is(err, inbox.ErrNone) {
		return entry, err
	}
	entry = inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: inbox.TakeItBack}
	err = s.inTxDurably(ctx, func(tx *tx) error {
		found, err := list(ctx, tx, scanOutgoing, selectOutgoing+`WHERE o.id = ? AND o.undone = 0 AND o.state <> 'dropped'`, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return inbox.ErrNone
		}
		o := found[0]
		if entry.Changes, err = s.takeBackOne(ctx, tx, entry.ID, o); err != nil {
			return err
		}
		text, err := optional(&o.Action)
		if err != nil {
			return err
		}
		entry.Changes = append(entry.Changes, inverse([]inbox.Change{{
			Ref:   inbox.Ref{Kind: inbox.ActionRef, Account: o.Account, Channel: o.Channel, ID: o.ID},
			Field: "action", From: []byte("null"), To: []byte(text),
		}})...)
		entry.Subject = s.subjectOf(ctx, tx, nil, []inbox.Action{o.Action})
		return s.enterJournal(ctx, tx, entry)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
		s.summon()
	case errors.Is(err, inbox.ErrUnderway), errors.Is(err, inbox.ErrNoWayBack):
		return inbox.Entry{}, err
	case !errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, fmt.Errorf("take back: %w", err)
	}
	return entry, err
}

// decided is what of some changes was decided here: undoing it is enough.
func decided(changes []inbox.Change) []inbox.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c inbox.Change) bool { return c.Ref.Kind == inbox.ActionRef })
}
