package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// Fit says why an account cannot do something that its platform can, in a
// sentence for a person: it is not connected, or the text is too long. "" if it
// can.
type Fit func(inbox.Account, inbox.Action) string

// Foresee is what a ruling would become, case by case; it changes nothing. What
// would befall one member twice is done once.
func (s *Store) Foresee(ctx context.Context, r moderation.Ruling, fit Fit) ([]moderation.Draft, error) {
	cases, err := s.casesByID(ctx, r.Cases)
	if err != nil {
		return nil, fmt.Errorf("plan a decision: %w", err)
	}
	now := s.now()
	drafts := make([]moderation.Draft, len(cases))
	accounts, done := map[string]inbox.Account{}, map[once]bool{}
	for i, c := range cases {
		a, known := accounts[c.Account]
		if !known {
			if a, err = s.Account(ctx, c.Account); err != nil {
				return nil, fmt.Errorf("plan a decision: %w", err)
			}
			accounts[c.Account] = a
		}
		if err := s.comesBack(ctx, &c); err != nil {
			return nil, fmt.Errorf("plan a decision: %w", err)
		}
		drafts[i].Case = c
		for _, step := range moderation.Plan(c, r, a, now) {
			key := once{c.Account, step.Action.Member, step.Action.Kind}
			if personal(step.Action) && done[key] {
				continue
			}
			done[key] = true
			if fit != nil && step.Cannot == "" {
				step.Cannot = fit(a, step.Action)
			}
			drafts[i].Steps = append(drafts[i].Steps, step)
		}
	}
	return drafts, nil
}

// comesBack notes of a message that is gone here that it is being brought back:
// what was asked for last about it is to restore it. Then it is there to be
// removed.
func (s *Store) comesBack(ctx context.Context, c *moderation.Case) error {
	const last = `
		SELECT o.kind FROM outbox AS o JOIN account AS a ON a.id = o.account_id
		WHERE  a.name = ? AND o.channel = ? AND o.action ->> '$.message' = ? AND o.kind IN ('remove', 'restore', 'perform') AND o.state <> 'dropped'
		ORDER  BY o.seq DESC
		LIMIT  1`
	if !c.Gone || c.Kind != moderation.OfMessage {
		return nil
	}
	var kind inbox.ActionKind
	err := s.read.QueryRowContext(ctx, last, c.Account, c.Subject.Channel, c.Subject.ID).Scan(&kind)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if kind == inbox.Restore {
		c.Gone, c.EditedAt = false, c.Evidence.EditedAt
	}
	return err
}

// once is what befalls a member.
type once struct {
	account, member string
	kind            inbox.ActionKind
}

// personal reports whether an action is about a member alone, whatever they
// said.
func personal(a inbox.Action) bool {
	switch a.Kind {
	case inbox.Restrict, inbox.Ban, inbox.Kick, inbox.ReplyPrivately:
		return true
	case inbox.Reply, inbox.Welcome, inbox.Post, inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete, inbox.Unschedule,
		inbox.Remove, inbox.Restore, inbox.Unrestrict, inbox.Unban, inbox.Perform:
	}
	return false
}

// ErrDecided is what deciding says about a case that was decided already.
var ErrDecided = errors.New("it was decided already: reopen it first")

// Judge carries a ruling out: the decisions into the log and what it becomes on
// the platforms into the outbox, as one entry of the journal. It returns a
// [*moderation.Changed] if the text of a case is not what the person saw.
func (s *Store) Judge(ctx context.Context, r moderation.Ruling, fit Fit) (inbox.Entry, error) {
	if !r.Outcome.Known() {
		return inbox.Entry{}, fmt.Errorf("%q is no outcome", r.Outcome)
	}
	drafts, err := s.Foresee(ctx, r, fit)
	if err != nil {
		return inbox.Entry{}, err
	}
	if len(drafts) == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	for i := range drafts {
		if err := s.decidable(&drafts[i].Case, r, i); err != nil {
			return inbox.Entry{}, err
		}
	}
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: moderation.Decide}
	if r.Auto {
		entry.Actor = "rule " + r.Rule
	}
	err = s.inTxDurably(ctx, func(tx *tx) error {
		entry.Changes = nil
		if err := s.decideAll(ctx, tx, &entry, drafts, r); err != nil {
			return err
		}
		return s.enterJournal(ctx, tx, entry)
	})
	if err != nil {
		return inbox.Entry{}, fmt.Errorf("decide: %w", err)
	}
	s.enterLedger(ledgerLine{Entry: &entry})
	s.summon()
	return entry, nil
}

func (s *Store) decidable(c *moderation.Case, r moderation.Ruling, i int) error {
	switch {
	case i < len(r.Seen) && r.Seen[i] != c.Text:
		return &moderation.Changed{Case: c.ID, Was: r.Seen[i], Now: c.Text}
	case c.State == moderation.Decided, c.State == moderation.Escalated && r.Outcome == moderation.Escalate:
		return ErrDecided
	}
	return nil
}

// decideAll writes the decisions and puts their steps into the outbox.
func (s *Store) decideAll(ctx context.Context, tx *tx, entry *inbox.Entry, drafts []moderation.Draft, r moderation.Ruling) error {
	const score = `UPDATE decision SET score = ? WHERE id = ?`
	for _, draft := range drafts {
		d := s.decision(&draft.Case, r, entry)
		to, err := json.Marshal(d)
		if err != nil {
			return err
		}
		entry.Changes = append(entry.Changes, inbox.Change{Ref: caseRef(d.Subject), Field: "decision:" + d.ID, From: json.RawMessage("null"), To: to})
		if err := applyCase(ctx, tx, entry.Changes[len(entry.Changes)-1], at(s.now())); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, score, draft.Case.Score(), d.ID); err != nil {
			return err
		}
	}
	entry.Subject = casesInWords(ctx, tx, entry.Changes)
	for _, draft := range drafts {
		for _, step := range draft.Steps {
			if step.Cannot != "" {
				continue
			}
			changes, err := s.send(ctx, tx, entry.ID, step.Action)
			if err != nil {
				return fmt.Errorf("%s: %w", step.Says, err)
			}
			entry.Changes = append(entry.Changes, changes...)
		}
	}
	return nil
}

// decision is a line of the log. What others said is no part of it: the journal
// outlives that.
func (s *Store) decision(c *moderation.Case, r moderation.Ruling, entry *inbox.Entry) moderation.Decision {
	d := moderation.Decision{
		ID: newID(), Entry: entry.ID, Subject: c.Subject, At: entry.At.UTC(), Actor: entry.Actor, Outcome: r.Outcome, Also: r.Also,
		Rule: r.Rule, Strikes: r.Strikes, Note: r.Note, Letter: r.Letter, Reason: r.Reason, Auto: r.Auto,
		Member: c.Author.ID, Reports: len(c.Reports), Raised: c.OpenedAt,
	}
	if r.Outcome.Verdict() != moderation.Agreed {
		d.Strikes = 0
	}
	if r.For > 0 {
		d.Until = entry.At.Add(r.For).UTC()
	}
	if !r.Shown.IsZero() {
		d.Took = max(0, entry.At.Sub(r.Shown)).Truncate(time.Millisecond)
	}
	return d
}
