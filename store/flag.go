package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// caseRef names a case by the platform's own words.
func caseRef(s moderation.Subject) inbox.Ref {
	return inbox.Ref{Kind: inbox.CaseRef, Account: s.Account, Channel: s.Channel, ID: string(s.Kind) + ":" + s.ID}
}

// subjectAt is the subject that a reference names.
func subjectAt(ref inbox.Ref) moderation.Subject {
	kind, id, _ := strings.Cut(ref.ID, ":")
	return moderation.Subject{Kind: moderation.SubjectKind(kind), Account: ref.Account, Channel: ref.Channel, ID: id}
}

// caseOf finds or opens the case of a subject. It returns [sql.ErrNoRows] if
// the account is not known.
func caseOf(ctx context.Context, tx *tx, s moderation.Subject) (id int64, err error) {
	const (
		find = `SELECT f.id FROM casefile AS f JOIN account AS a ON a.id = f.account_id WHERE a.name = ? AND f.kind = ? AND f.channel = ? AND f.key = ?`
		open = `
			INSERT INTO casefile (account_id, kind, channel, key)
			SELECT id, ?2, ?3, ?4 FROM account WHERE name = ?1
			RETURNING id`
	)
	err = tx.QueryRowContext(ctx, find, s.Account, s.Kind, s.Channel, s.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, open, s.Account, s.Kind, s.Channel, s.ID).Scan(&id)
	}
	return id, err
}

// raise puts a flag on its case, opening that if it must. It returns the case,
// and whether the flag told anything new. One that is known is brought up to
// date; when it was raised stays.
func raise(ctx context.Context, tx *tx, f moderation.Flag) (id int64, changed bool, err error) {
	const put = `
		INSERT INTO flag (case_id, source, key, kind, reporter, count, reason, spans, severity, suggests, folds, at, open)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
		ON CONFLICT (case_id, source, key) DO UPDATE
		SET reporter = excluded.reporter, count = excluded.count, reason = excluded.reason, spans = excluded.spans, severity = excluded.severity,
		    suggests = excluded.suggests, folds = excluded.folds, open = excluded.open
		WHERE (reporter, count, reason, spans, severity, suggests, folds, open)
		   IS NOT (excluded.reporter, excluded.count, excluded.reason, excluded.spans, excluded.severity, excluded.suggests, excluded.folds, excluded.open)`
	if f.Subject.Kind == moderation.OfMessage {
		if err := place(ctx, tx, &f.Subject); err != nil {
			return 0, false, err
		}
	}
	if id, err = caseOf(ctx, tx, f.Subject); err != nil {
		return 0, false, err
	}
	if err := witness(ctx, tx, id, &f); err != nil {
		return id, false, err
	}
	spans, err := encode(len(f.Spans), f.Spans)
	if err != nil {
		return id, false, err
	}
	done, err := tx.ExecContext(ctx, put, id, f.Source, f.Report.ID, f.Report.Kind, f.Reporter.ID, max(1, f.Count), f.Reason, spans, f.Severity,
		f.Suggests, f.Folds, at(f.At), f.Open)
	if err != nil {
		return id, false, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return id, false, err
	}
	if err := secure(ctx, tx, id, f); err != nil {
		return id, false, err
	}
	return id, true, settleCase(ctx, tx, id)
}

// place finds the channel of a message that an address has named by its number
// alone, or by that of the thread in which it stands.
func place(ctx context.Context, tx *tx, s *moderation.Subject) error {
	const (
		known = `SELECT EXISTS (SELECT 1 FROM channel AS ch JOIN account AS a ON a.id = ch.account_id WHERE a.name = ? AND ch.key = ?)`
		query = `
			SELECT ch.key
			FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id JOIN account AS a ON a.id = ch.account_id
			WHERE  a.name = ? AND m.key = ?
			LIMIT  1`
	)
	var is bool
	if err := tx.QueryRowContext(ctx, known, s.Account, s.Channel).Scan(&is); err != nil || is {
		return err
	}
	err := tx.QueryRowContext(ctx, query, s.Account, s.ID).Scan(&s.Channel)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// witness takes what a message says, and whose it is, for the evidence: a
// platform's report tells it in words of its own. Where the message is not here
// the report's words must do.
func witness(ctx context.Context, tx *tx, id int64, f *moderation.Flag) error {
	if f.Subject.Kind != moderation.OfMessage {
		return nil
	}
	text, err := evidenceOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := decode(text, &f.Evidence); err != nil {
		return err
	}
	f.Member = cmp.Or(f.Member, f.Evidence.Author)
	return nil
}

// secure keeps what was reported as it was when it first was.
func secure(ctx context.Context, tx *tx, id int64, f moderation.Flag) error {
	const query = `
		UPDATE casefile SET evidence = CASE evidence WHEN '' THEN ?2 ELSE evidence END, member = CASE member WHEN '' THEN ?3 ELSE member END
		WHERE  id = ?1`
	evidence, err := encode(len(f.Evidence.Text)+len(f.Evidence.Author), f.Evidence)
	if err == nil {
		_, err = tx.ExecContext(ctx, query, id, evidence, f.Member)
	}
	return err
}

// settleCase writes where a case stands. That follows from its flags and from the
// decisions about it alone, in whatever order they came.
func settleCase(ctx context.Context, tx *tx, id int64) error {
	const (
		facts = `
			SELECT coalesce(min(at), 0), coalesce(max(at), 0), coalesce(max(open), 0),
			       (SELECT muted FROM casefile WHERE id = ?1)
			FROM   flag WHERE case_id = ?1`
		last = `
			SELECT outcome, at, reversed_at FROM decision
			WHERE  case_id = ?1
			ORDER  BY reversed_at > 0, seq DESC
			LIMIT  1`
		put = `UPDATE casefile SET state = ?2, opened_at = ?3, last_at = ?4 WHERE id = ?1`
	)
	var first, latest, decided, reversed micros
	var waits, muted bool
	var outcome moderation.Outcome
	if err := tx.QueryRowContext(ctx, facts, id).Scan(&first, &latest, &waits, &muted); err != nil {
		return err
	}
	err := tx.QueryRowContext(ctx, last, id).Scan(&outcome, &decided, &reversed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	state := moderation.Elsewhere
	switch stands := err == nil && reversed == 0; {
	case stands && (latest <= decided || muted):
		if state = moderation.Decided; outcome == moderation.Escalate {
			state = moderation.Escalated
		}
	case waits, reversed > 0: // what was reversed waits again, whatever the platform made of it
		state = moderation.Open
	case stands:
		state = moderation.Decided
	}
	_, err = tx.ExecContext(ctx, put, id, state, first, latest)
	return err
}

// tellsOf is the flag that a platform's report is, if it is one: what a
// moderator did there is none.
func tellsOf(account string, r inbox.Report) (f moderation.Flag, ok bool) {
	f.Subject = moderation.Subject{Account: account}
	f.Member = r.Member
	f.Evidence = moderation.Evidence{Author: r.Member, Text: r.Text, SentAt: r.At}
	f.Report = moderation.Report{
		ID: r.ID, Source: moderation.FromPlatform, Kind: r.Kind, Reason: r.Reason, At: r.At, Open: r.Open, Count: 1,
	}
	f.Reporter.ID = r.Reporter
	switch {
	case r.Kind == inbox.Logged:
		return f, false
	case r.Kind == inbox.Pending:
		f.Subject.Kind, f.Subject.ID = moderation.OfHeld, r.ID
	case r.Message != "" && r.Channel != "":
		f.Subject.Kind, f.Channel, f.Subject.ID = moderation.OfMessage, r.Channel, r.Message
	case r.Member != "":
		f.Subject.Kind, f.Subject.ID = moderation.OfMember, r.Member
	default:
		return f, false
	}
	if r.Kind == inbox.Ruled {
		f.Source, f.Severity, f.Open = moderation.FromAutomod, moderation.Mild, true
	}
	return f, true
}

// fresh is for how long a rule's hit on the platform is worth a case: its log
// tells of those of years.
const fresh = 7 * 24 * time.Hour

// flagged puts a platform's report on its case. One that was settled before we
// heard of it opens none.
func (w *writer) flagged(r inbox.Report) error {
	const known = `SELECT EXISTS (SELECT 1 FROM flag AS g JOIN casefile AS f ON f.id = g.case_id WHERE f.account_id = ? AND g.source IN ('platform', 'automod') AND g.key = ?)`
	f, ok := tellsOf(w.roster.name, r)
	if !ok {
		return nil
	}
	if !f.Open || f.Source == moderation.FromAutomod && f.At.Before(w.now.time().Add(-fresh)) {
		var seen bool
		if err := w.tx.QueryRowContext(w.ctx, known, w.roster.account, r.ID).Scan(&seen); err != nil || !seen {
			return err
		}
	}
	_, _, err := raise(w.ctx, w.tx, f)
	return err
}

// unflagged closes the flags whose reports are settled on the platform.
func (w *writer) unflagged() error {
	const (
		over = `
			SELECT f.id FROM flag AS g
			JOIN   casefile AS f ON f.id = g.case_id
			JOIN   report AS r ON r.account_id = f.account_id AND r.key = g.key
			WHERE  f.account_id = ? AND g.source = 'platform' AND g.open = 1 AND r.open = 0`
		shut = `
			UPDATE flag SET open = 0
			WHERE  case_id = ?1 AND source = 'platform' AND open = 1
			       AND key IN (SELECT key FROM report WHERE account_id = ?2 AND open = 0)`
	)
	ids, err := list(w.ctx, w.tx, func(row scanner) (id int64, err error) { return id, row.Scan(&id) }, over, w.roster.account)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := w.tx.ExecContext(w.ctx, shut, id, w.roster.account); err != nil {
			return err
		}
		if err := settleCase(w.ctx, w.tx, id); err != nil {
			return err
		}
	}
	return nil
}

// flagByHand is what a person flags, as the journal keeps it: without the words
// of others.
type flagByHand struct {
	Actor  string    `json:"actor"`
	Reason string    `json:"reason,omitempty"`
	Member string    `json:"member,omitempty"`
	At     time.Time `json:"at"`
}

// Flag reports something by hand, as an entry of the journal that can be taken
// back.
func (s *Store) Flag(ctx context.Context, subject moderation.Subject, member, reason string) (inbox.Entry, error) {
	change, err := s.flagging(subject, member, reason)
	if err != nil {
		return inbox.Entry{}, err
	}
	return s.enterCase(ctx, moderation.FlagIt, []inbox.Change{change})
}

func (s *Store) flagging(subject moderation.Subject, member, reason string) (inbox.Change, error) {
	to, err := json.Marshal(flagByHand{Actor: s.actor, Reason: reason, Member: member, At: s.now().UTC()})
	return inbox.Change{Ref: caseRef(subject), Field: "flag:" + newID(), From: json.RawMessage("null"), To: to}, err
}

// FlagTalks reports by hand the newest message of the community in each of some
// conversations. It returns [inbox.ErrNone] if there is none.
func (s *Store) FlagTalks(ctx context.Context, on []int64) (inbox.Entry, error) {
	const query = `
		SELECT   a.name, ch.key, m.key, u.key
		FROM     json_each(?) AS sought
		JOIN     message AS m ON m.id = (SELECT n.id FROM message AS n JOIN member AS w ON w.id = n.author_id
		                                 WHERE  n.conversation_id = sought.value AND n.conversation_id > 0 AND n.kind = 'said' AND n.deleted = 0 AND w.role = 'community'
		                                 ORDER  BY n.sent_at DESC, n.id DESC LIMIT 1)
		JOIN     channel AS ch ON ch.id = m.channel_id
		JOIN     account AS a ON a.id = ch.account_id
		JOIN     member AS u ON u.id = m.author_id
		ORDER BY sought.key`
	changes, err := list(ctx, s.read, func(row scanner) (inbox.Change, error) {
		subject, member := moderation.Subject{Kind: moderation.OfMessage}, ""
		if err := row.Scan(&subject.Account, &subject.Channel, &subject.ID, &member); err != nil {
			return inbox.Change{}, err
		}
		return s.flagging(subject, member, "")
	}, query, idList(on))
	if err != nil {
		return inbox.Entry{}, err
	}
	return s.enterCase(ctx, moderation.FlagIt, changes)
}
