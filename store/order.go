package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Hold is how long what goes out waits before it leaves, so that it can be
// taken back unseen.
func (s *Store) Hold() time.Duration { return s.hold }

// Actor is who decides here, as the journal names them.
func (s *Store) Actor() string { return s.actor }

// Ask carries out an order: what changes here, and what must go out, as one
// entry of the journal and in one transaction that is on disk when Ask returns.
// It returns [inbox.ErrNone] if there was nothing to do.
func (s *Store) Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error) {
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: o.Verb}
	err := s.inTxDurably(ctx, func(tx *tx) error {
		var touched []desk
		for _, t := range o.Triage {
			changes, on, err := s.triage(ctx, tx, t)
			if err != nil {
				return err
			}
			// What was changed already must not be changed from what it was before.
			if err := s.applyAll(ctx, tx, changes, at(s.now())); err != nil {
				return err
			}
			entry.Changes, touched = append(entry.Changes, changes...), append(touched, on...)
		}
		for _, a := range o.Actions {
			changes, err := s.send(ctx, tx, entry.ID, a)
			if err != nil {
				return err
			}
			entry.Changes = append(entry.Changes, changes...)
		}
		if len(entry.Changes) == 0 {
			return inbox.ErrNone
		}
		entry.Subject = s.subjectOf(ctx, tx, touched, o.Actions)
		if err := countUses(ctx, tx, o.Used, at(s.now())); err != nil {
			return err
		}
		return s.enterJournal(ctx, tx, entry)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
		s.summon()
	case !errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, fmt.Errorf("%s: %w", o.Verb, err)
	}
	return entry, err
}

// send puts an action into the outbox, and returns what that changes: the
// action itself, and that the conversation waits for them now.
func (s *Store) send(ctx context.Context, tx *tx, entry string, a inbox.Action) ([]inbox.Change, error) {
	if a.ID == "" {
		a.ID = newID()
	}
	if a.Due.IsZero() {
		a.Due, a.Later = s.now().Add(s.hold), false
	}
	if err := sensible(a); err != nil {
		return nil, err
	}
	var err error
	if a.Named, err = named(ctx, tx, a); err != nil {
		return nil, err
	}
	if a.Kind == inbox.Post && a.Seen.Last.ID == "" {
		if err := newestIn(ctx, tx, a).Scan(&a.Seen.Last.ID); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	change, err := s.enqueue(ctx, tx, entry, a, "")
	if err != nil {
		return nil, err
	}
	changes := []inbox.Change{change}
	switch {
	case a.Grace > 0: // it comes from the plan: what is being written there is another text
		return changes, nil
	case a.Kind != inbox.Reply && a.Kind != inbox.ReplyPrivately:
		return changes, dropDraft(ctx, tx, a)
	}
	ref := inbox.Ref{Kind: inbox.ConversationRef, Account: a.Account, Channel: a.Channel, ID: a.Thread}
	waits, err := s.waits(ctx, tx, ref)
	if err != nil {
		return nil, err
	}
	if err := s.applyAll(ctx, tx, waits, at(s.now())); err != nil {
		return nil, err
	}
	return append(changes, waits...), dropDraft(ctx, tx, a)
}

// newestMessage is the key of the newest message of ch: of two indexes the one
// knows it where all keys are as long as Slack's, the other where they are not.
const newestMessage = `
			SELECT n.key FROM (
			    SELECT * FROM (SELECT key, sent_at FROM message WHERE channel_id = ch.id ORDER BY key DESC LIMIT 1)
			    UNION ALL
			    SELECT * FROM (SELECT key, sent_at FROM message WHERE channel_id = ch.id AND length(key) <> 17 ORDER BY length(key) DESC, key DESC LIMIT 1)
			) AS n ORDER BY n.sent_at DESC LIMIT 1`

// newestIn is the newest message of a channel: what we say comes behind it,
// whatever our clock shows.
func newestIn(ctx context.Context, tx *tx, a inbox.Action) *sql.Row {
	const query = `
		SELECT coalesce((` + newestMessage + `), '')
		FROM   channel AS ch JOIN account AS a ON a.id = ch.account_id
		WHERE  a.name = ? AND ch.key = ?`
	return tx.QueryRowContext(ctx, query, a.Account, a.Channel)
}

// waits is the decision that a conversation waits for them, if it does not yet:
// it was open, and we have answered.
func (s *Store) waits(ctx context.Context, tx *tx, ref inbox.Ref) ([]inbox.Change, error) {
	id, err := conversationAt(ctx, tx, ref)
	if err != nil {
		return nil, nil //nolint:nilerr // it is not here: there is nothing to show
	}
	rows, err := list(ctx, tx, scanDesk, selectDesk, idList([]int64{id}))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var was inbox.Decision
	if err := decode(rows[0].decision, &was); err != nil {
		return nil, err
	}
	if was.State == inbox.Done || was.State == inbox.Snoozed || was.State == inbox.Spam {
		return nil, nil // that was said on purpose, and holds until they speak
	}
	return rows[0].decide(inbox.Triage{Verb: inbox.MarkWaiting})
}

// sensible refuses what no platform can make anything of.
func sensible(a inbox.Action) error {
	switch {
	case (a.Kind.Speaks() || a.Kind == inbox.Edit) && strings.TrimSpace(a.Text) == "":
		return errors.New("there is nothing written yet")
	case a.Kind.Private() && a.Member == "":
		return errors.New("nobody is named who could read it")
	case !a.Kind.Private() && !a.Kind.Moderates() && a.Channel == "":
		return errors.New("no channel is named")
	case (a.Kind == inbox.Remove || a.Kind == inbox.Restore) && (a.Message == "" && len(a.Messages) == 0 || a.Channel == ""):
		return errors.New("no message is named")
	case a.Kind == inbox.Perform && (a.Report == "" || a.Choice == ""):
		return errors.New("no report is named, or not what is to be done about it")
	case a.Kind.Moderates() && a.Message == "" && a.Report == "" && a.Member == "":
		return errors.New("no member is named")
	case a.Kind == inbox.Reply && a.Thread == "":
		return errors.New("no conversation is named")
	case (a.Kind == inbox.React || a.Kind == inbox.Unreact) && (a.Emoji == "" || a.Message == ""):
		return errors.New("a reaction needs a message and an emoji")
	case (a.Kind == inbox.Edit || a.Kind == inbox.Delete || a.Kind == inbox.Unschedule) && a.Message == "":
		return errors.New("no message is named")
	}
	return nil
}

// enqueue writes the row of an action.
func (s *Store) enqueue(ctx context.Context, tx *tx, entry string, a inbox.Action, undoes string) (inbox.Change, error) {
	const query = `
		INSERT INTO outbox (id, entry, account_id, lane, channel, thread, kind, action, asked_at, due_at, undoes)
		SELECT ?1, ?2, id, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM account WHERE name = ?3`
	text, err := json.Marshal(a)
	if err != nil {
		return inbox.Change{}, err
	}
	leaves := a.Due
	if undoes != "" {
		leaves = s.now()
	}
	if held := s.now().Add(s.hold); a.Later && !a.Here && a.Kind.Speaks() && s.plans(ctx, tx, a.Account, a.Due.Sub(held)) {
		leaves = held // the platform keeps it until it is due
	}
	done, err := tx.ExecContext(ctx, query, a.ID, entry, a.Account, a.Lane(), a.Channel, a.Thread, a.Kind, string(text), at(s.now()), at(leaves), undoes)
	if err != nil {
		return inbox.Change{}, err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return inbox.Change{}, errors.Join(err, fmt.Errorf("there is no account %s", a.Account))
	}
	// The journal outlives what others said: it keeps where that stood alone.
	a.Seen.Of.Text, a.Seen.Of.By, a.Seen.Last.Text, a.Seen.Last.By = "", "", "", ""
	if text, err = json.Marshal(a); err != nil {
		return inbox.Change{}, err
	}
	ref := inbox.Ref{Kind: inbox.ActionRef, Account: a.Account, Channel: a.Channel, ID: a.ID}
	return inbox.Change{Ref: ref, Field: "action", From: json.RawMessage("null"), To: text}, nil
}

// plans reports whether the platform of an account posts by itself what is due
// so long from now.
func (s *Store) plans(ctx context.Context, tx *tx, account string, ahead time.Duration) bool {
	var p inbox.Platform
	err := tx.QueryRowContext(ctx, `SELECT platform FROM account WHERE name = ?`, account).Scan(&p)
	return err == nil && p.Plans() && ahead > p.Ahead()
}

// named finds whom and what a text names: every "@handle" of a member, every
// "#channel", and "@here", "@channel" and "@everyone".
func named(ctx context.Context, tx *tx, a inbox.Action) ([]inbox.Named, error) {
	const (
		who   = `SELECT u.key FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE a.name = ? AND u.handle = ? COLLATE NOCASE AND u.deleted = 0 ORDER BY u.handle = ? DESC LIMIT 1`
		where = `SELECT ch.key FROM channel AS ch JOIN account AS a ON a.id = ch.account_id WHERE a.name = ? AND ch.name = ? COLLATE NOCASE AND ch.gone = 0 ORDER BY ch.name = ? DESC LIMIT 1`
	)
	if !a.Kind.Speaks() && a.Kind != inbox.Edit {
		return a.Named, nil
	}
	var found []inbox.Named
	for _, word := range inbox.Callings(a.Text) {
		n := inbox.Named{Word: word, Room: word[0] == '#'}
		query, name := who, word[1:]
		switch {
		case n.Room:
			query = where
		case name == "here" || name == "channel" || name == "everyone":
			n.ID = name
			found = append(found, n)
			continue
		}
		ids, err := list(ctx, tx, func(row scanner) (id string, err error) { return id, row.Scan(&id) }, query, a.Account, name, name)
		if err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			n.ID = ids[0]
			found = append(found, n)
		}
	}
	return found, nil
}

// subjectOf tells in words what an order is about.
func (s *Store) subjectOf(ctx context.Context, tx *tx, touched []desk, actions []inbox.Action) string {
	seen := map[inbox.Ref]bool{}
	touched = slices.DeleteFunc(touched, func(d desk) bool {
		known := seen[d.ref]
		seen[d.ref] = true
		return known
	})
	for _, a := range actions {
		ref := inbox.Ref{Kind: inbox.ConversationRef, Account: a.Account, Channel: a.Channel, ID: a.Thread}
		if seen[ref] {
			continue
		}
		seen[ref] = true
		id, err := conversationAt(ctx, tx, ref)
		if err != nil {
			continue
		}
		rows, err := list(ctx, tx, scanDesk, selectDesk, idList([]int64{id}))
		if err == nil {
			touched = append(touched, rows...)
		}
	}
	if len(touched) == 0 && len(actions) > 0 {
		return s.whereTo(ctx, tx, actions[0])
	}
	if len(touched) == 0 {
		return "nothing"
	}
	return subject(touched)
}

// whereTo is where an action goes that is about no conversation, in words.
func (s *Store) whereTo(ctx context.Context, tx *tx, a inbox.Action) string {
	const query = `SELECT ch.name FROM channel AS ch JOIN account AS a ON a.id = ch.account_id WHERE a.name = ? AND ch.key = ?`
	var name string
	if err := tx.QueryRowContext(ctx, query, a.Account, a.Channel).Scan(&name); err != nil || name == "" {
		return "a member"
	}
	return "#" + name
}

// countUses counts which saved replies were used.
func countUses(ctx context.Context, tx *tx, names []string, now micros) error {
	const query = `INSERT INTO saved_use (name, uses, used_at) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET uses = uses + 1, used_at = ?2`
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, query, name, now); err != nil {
			return err
		}
	}
	return nil
}

// Uses is how often each saved reply was used.
func (s *Store) Uses(ctx context.Context) (map[string]int, error) {
	uses := map[string]int{}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var name string
		var n int
		err = row.Scan(&name, &n)
		uses[name] = n
		return
	}, `SELECT name, uses FROM saved_use`)
	if err != nil {
		return nil, fmt.Errorf("count what saved replies are used: %w", err)
	}
	return uses, nil
}
