package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// What a person does to a case is in the journal, as what they do to a
// conversation is. The fields of a case are "decision:UUID" (a
// [moderation.Decision] or null), "flag:UUID", "note:UUID", "claim" (a
// [moderation.Claim]), "skips" (a number) and "muted" (bool).

// applyCase writes one change of a case. An account that is not here keeps it
// in the journal alone.
func applyCase(ctx context.Context, tx *tx, c inbox.Change, now micros) error {
	id, err := caseOf(ctx, tx, subjectAt(c.Ref))
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	field, key, _ := strings.Cut(c.Field, ":")
	switch field {
	case "decision":
		err = applyRuling(ctx, tx, id, key, c, now)
	case "flag":
		err = applyHandFlag(ctx, tx, id, key, c)
	case "note":
		err = applyCaseNote(ctx, tx, id, key, c.To)
	case "claim":
		_, err = tx.ExecContext(ctx, `UPDATE casefile SET claim = ?2 WHERE id = ?1`, id, unlessNull(c.To))
	case "skips":
		_, err = tx.ExecContext(ctx, `UPDATE casefile SET skips = ?2 WHERE id = ?1`, id, string(c.To))
	case "muted":
		_, err = tx.ExecContext(ctx, `UPDATE casefile SET muted = ?2 WHERE id = ?1`, id, string(c.To) == "true")
	default:
		return fmt.Errorf("the journal changes %q of a case, which this program does not know", c.Field)
	}
	if err != nil {
		return err
	}
	return settleCase(ctx, tx, id)
}

// noteReversals notes who reversed the decisions that an entry reverses, and
// when: an entry that is replayed says so itself.
func noteReversals(ctx context.Context, tx *tx, e inbox.Entry) error {
	const query = `UPDATE decision SET reversed_at = ?2, reversed_by = ?3 WHERE id = ?1 AND reversed_at > 0 AND reversed_by = ''`
	for _, c := range e.Changes {
		key, is := strings.CutPrefix(c.Field, "decision:")
		if c.Ref.Kind != inbox.CaseRef || !is || string(c.To) != "null" {
			continue
		}
		if _, err := tx.ExecContext(ctx, query, key, at(e.At), e.Actor); err != nil {
			return err
		}
	}
	return nil
}

func unlessNull(value json.RawMessage) string {
	if string(value) == "null" {
		return ""
	}
	return string(value)
}

// applyRuling puts a decision into the log, or notes that it was reversed, or
// that it stands again. A line of the log is never taken out.
func applyRuling(ctx context.Context, tx *tx, id int64, key string, c inbox.Change, now micros) error {
	const (
		put = `
			INSERT INTO decision (id, entry, case_id, body, evidence, at, actor, outcome, rule)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
			ON CONFLICT (id) DO UPDATE SET reversed_at = 0, reversed_by = ''`
		reverse = `UPDATE decision SET reversed_at = ?2 WHERE id = ?1 AND reversed_at = 0`
		about   = `UPDATE casefile SET member = CASE member WHEN '' THEN ?2 ELSE member END WHERE id = ?1`
	)
	if string(c.To) == "null" {
		_, err := tx.ExecContext(ctx, reverse, key, now)
		return err
	}
	var d moderation.Decision
	if err := json.Unmarshal(c.To, &d); err != nil {
		return err
	}
	evidence, err := evidenceOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, about, id, d.Member); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, put, key, d.Entry, id, string(c.To), evidence, at(d.At), d.Actor, d.Outcome, d.Rule)
	return err
}

// evidenceOf is what a case is about as it stands now, and, where that is gone,
// as it stood.
func evidenceOf(ctx context.Context, tx *tx, id int64) (string, error) {
	const query = `
		SELECT f.evidence, coalesce(m.text, ''), coalesce(m.sent_at, 0), coalesce(m.edited_at, 0), coalesce(u.key, ''), coalesce(nullif(u.handle, ''), u.name, '')
		FROM   casefile AS f
		LEFT   JOIN channel AS ch ON ch.account_id = f.account_id AND ch.key = f.channel
		LEFT   JOIN message AS m ON f.kind = 'message' AND m.channel_id = ch.id AND m.key = f.key AND m.deleted = 0
		LEFT   JOIN member AS u ON u.id = m.author_id
		WHERE  f.id = ?`
	var kept string
	var now moderation.Evidence
	var sent, edited micros
	err := tx.QueryRowContext(ctx, query, id).Scan(&kept, &now.Text, &sent, &edited, &now.Author, &now.By)
	if err != nil || now.Text == "" {
		return kept, err
	}
	now.SentAt, now.EditedAt = sent.time(), edited.time()
	return encode(1, now)
}

// applyHandFlag raises a flag of ours, or takes it back.
func applyHandFlag(ctx context.Context, tx *tx, id int64, key string, c inbox.Change) error {
	if string(c.To) == "null" {
		_, err := tx.ExecContext(ctx, `DELETE FROM flag WHERE case_id = ? AND source = ? AND key = ?`, id, moderation.ByHand, key)
		return err
	}
	var h flagByHand
	if err := json.Unmarshal(c.To, &h); err != nil {
		return err
	}
	evidence, err := evidenceOf(ctx, tx, id)
	if err != nil {
		return err
	}
	f := moderation.Flag{Subject: subjectAt(c.Ref), Member: h.Member, Report: moderation.Report{
		ID: key, Source: moderation.ByHand, Reporter: inbox.Author{ID: h.Actor}, Reason: h.Reason, At: h.At, Open: true, Count: 1,
	}}
	if err := decode(evidence, &f.Evidence); err != nil {
		return err
	}
	if f.Member == "" {
		f.Member = f.Evidence.Author
	}
	_, _, err = raise(ctx, tx, f)
	return err
}

func applyCaseNote(ctx context.Context, tx *tx, id int64, uuid string, to json.RawMessage) error {
	const put = `INSERT INTO case_note (id, case_id, actor, text, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text`
	if string(to) == "null" {
		_, err := tx.ExecContext(ctx, `DELETE FROM case_note WHERE id = ?`, uuid)
		return err
	}
	var n inbox.Note
	if err := json.Unmarshal(to, &n); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, put, uuid, id, n.Actor, n.Text, at(n.At))
	return err
}

// claimFor is how long a claim lasts that nobody renews.
const claimFor = 15 * time.Minute

// Handle claims, lets go, skips, mutes or unmutes cases, or notes something on
// them. It returns [inbox.ErrNone] if nothing was changed by it.
func (s *Store) Handle(ctx context.Context, h moderation.Handling) (inbox.Entry, error) {
	cases, err := s.casesByID(ctx, h.Cases)
	if err != nil {
		return inbox.Entry{}, fmt.Errorf("%s: %w", h.Verb, err)
	}
	var changes []inbox.Change
	for _, c := range cases {
		change, ok, err := s.handling(h, c)
		if err != nil {
			return inbox.Entry{}, fmt.Errorf("%s: %w", h.Verb, err)
		}
		if ok {
			changes = append(changes, change)
		}
	}
	return s.enterCase(ctx, h.Verb, changes)
}

// handling is what a verb changes about a case, if anything.
func (s *Store) handling(h moderation.Handling, c moderation.Case) (inbox.Change, bool, error) {
	change := inbox.Change{Ref: caseRef(c.Subject)}
	set := func(field string, from, to any) (inbox.Change, bool, error) {
		var err, second error
		change.Field = field
		change.From, err = json.Marshal(from)
		change.To, second = json.Marshal(to)
		return change, string(change.From) != string(change.To), errors.Join(err, second)
	}
	switch h.Verb { //nolint:exhaustive // the verbs of moderation alone come here
	case moderation.ClaimIt:
		if c.Claim.Held(s.actor, s.now()) {
			return change, false, fmt.Errorf("%s has it until %s", c.Claim.By, c.Claim.Until.Local().Format("15:04"))
		}
		return set("claim", c.Claim, moderation.Claim{By: s.actor, Until: s.now().Add(claimFor).UTC().Truncate(time.Second)})
	case moderation.LetGo:
		return set("claim", c.Claim, moderation.Claim{})
	case moderation.SkipIt:
		return set("skips", c.Skips, c.Skips+1)
	case moderation.Deafen, moderation.Undeafen:
		return set("muted", c.Muted, h.Verb == moderation.Deafen)
	case moderation.NoteIt:
		text := strings.TrimSpace(h.Text)
		n := inbox.Note{ID: newID(), Actor: s.actor, Text: text, At: s.now().UTC()}
		change, _, err := set("note:"+n.ID, nil, n)
		return change, text != "", err
	}
	return change, false, fmt.Errorf("%q is nothing that is done to a case", h.Verb)
}

// enterCase carries out changes of cases as one entry of the journal.
func (s *Store) enterCase(ctx context.Context, verb inbox.Verb, changes []inbox.Change) (inbox.Entry, error) {
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: verb, Changes: changes}
	if len(changes) == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	err := s.inTxDurably(ctx, func(tx *tx) error {
		entry.Subject = casesInWords(ctx, tx, changes)
		return s.record(ctx, tx, entry)
	})
	if err != nil {
		return inbox.Entry{}, fmt.Errorf("%s: %w", verb, err)
	}
	s.enterLedger(ledgerLine{Entry: &entry})
	return entry, nil
}

// casesInWords tells what changes of cases are about.
func casesInWords(ctx context.Context, tx *tx, changes []inbox.Change) string {
	const query = `
		SELECT coalesce(nullif(u.handle, ''), nullif(u.name, ''), f.member), coalesce(ch.name, '')
		FROM   casefile AS f
		JOIN   account AS a ON a.id = f.account_id
		LEFT   JOIN channel AS ch ON ch.account_id = a.id AND ch.key = f.channel
		LEFT   JOIN member AS u ON u.account_id = a.id AND u.key = f.member
		WHERE  a.name = ? AND f.kind = ? AND f.channel = ? AND f.key = ?`
	seen := map[inbox.Ref]bool{}
	for _, c := range changes {
		seen[c.Ref] = true
	}
	if len(seen) != 1 {
		return fmt.Sprintf("%d cases", len(seen))
	}
	s := subjectAt(changes[0].Ref)
	var who, room string
	if err := tx.QueryRowContext(ctx, query, s.Account, s.Kind, s.Channel, s.ID).Scan(&who, &room); err != nil || who == "" {
		return "a " + string(s.Kind)
	}
	if room != "" {
		return who + " in #" + room
	}
	return who
}
