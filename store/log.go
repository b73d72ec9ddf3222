package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// selectDecision reads lines of the log of decisions; the tail of the query
// picks which.
const selectDecision = `
	SELECT d.id, d.entry, d.case_id, d.body, d.evidence, d.reversed_at, d.reversed_by, f.member, a.name,
	       coalesce(ch.key, ''), coalesce(ch.name, ''), coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, '')
	FROM   decision AS d
	JOIN   casefile AS f ON f.id = d.case_id
	JOIN   account AS a ON a.id = f.account_id
	LEFT   JOIN channel AS ch ON ch.account_id = f.account_id AND ch.key = f.channel
	LEFT   JOIN member AS u ON u.account_id = f.account_id AND u.key = f.member `

func scanDecision(row scanner) (d moderation.Decision, err error) {
	var id, entry, body, evidence, member, account string
	var of int64
	var reversed micros
	var by string
	var room inbox.Channel
	var about inbox.Author
	err = row.Scan(&id, &entry, &of, &body, &evidence, &reversed, &by, &member, &account, &room.ID, &room.Name, &about.Handle, &about.Name, &about.Role)
	if err = errors.Join(err, decode(body, &d), decode(evidence, &d.Evidence)); err != nil {
		return d, err
	}
	d.ID, d.Entry, d.Case, d.ReversedAt, d.ReversedBy, d.Room, d.About = id, entry, of, reversed.time(), by, room, about
	d.About.ID, d.Subject.Account = member, account // it may have been renamed since
	if about.Handle == "" && about.Name == "" {
		d.About.Name = d.Evidence.By
	}
	return d, nil
}

// Decisions are the lines of the log that a query picks, newest first, with
// what became of what they sent out.
func (s *Store) Decisions(ctx context.Context, q moderation.LogQuery) ([]moderation.Decision, error) {
	const query = selectDecision + `
		WHERE    d.at >= ?1 AND (?2 = 0 OR d.at < ?2) AND ?3 IN ('', d.actor) AND ?4 IN ('', d.rule) AND ?5 IN ('', d.outcome)
		ORDER BY d.seq DESC
		LIMIT    ?6`
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	all, err := list(ctx, s.read, scanDecision, query, at(q.Since), at(q.Until), q.Actor, q.Rule, q.Outcome, limit)
	if err == nil {
		err = s.sent(ctx, all)
	}
	if err != nil {
		return nil, fmt.Errorf("read the log of decisions: %w", err)
	}
	return all, nil
}

// LogMark tells one state of the log from another: it changes with every
// decision, and with every one that is reversed or stands again.
func (s *Store) LogMark(ctx context.Context) (mark string, err error) {
	const query = `SELECT count(*) || ' ' || coalesce(max(seq), 0) || ' ' || coalesce(sum(reversed_at), 0) FROM decision`
	if err := s.read.QueryRowContext(ctx, query).Scan(&mark); err != nil {
		return "", fmt.Errorf("look at the log of decisions: %w", err)
	}
	return mark, nil
}

// sent adds to decisions what became of what they sent out.
func (s *Store) sent(ctx context.Context, all []moderation.Decision) error {
	const query = `
		SELECT   o.entry, o.id, o.kind, o.state, o.trouble, o.undoes <> '', o.action
		FROM     json_each(?) AS sought
		JOIN     outbox AS o ON o.entry = sought.value
		ORDER BY o.seq`
	type row struct {
		entry string
		moderation.Sent
		action inbox.Action
	}
	entries := make([]string, 0, len(all))
	for _, d := range all {
		entries = append(entries, d.Entry)
	}
	slices.Sort(entries)
	entries = slices.Compact(entries)
	rows, err := list(ctx, s.read, func(r scanner) (o row, err error) {
		var action string
		err = r.Scan(&o.entry, &o.Action, &o.Kind, &o.State, &o.Trouble, &o.Undoes, &action)
		return o, errors.Join(err, decode(action, &o.action))
	}, query, idList(entries))
	if err != nil {
		return err
	}
	by := map[string][]row{} // of each entry
	for _, o := range rows {
		by[o.entry] = append(by[o.entry], o)
	}
	for i := range all {
		d := &all[i]
		for _, o := range by[d.Entry] {
			if concerns(o.action, d) {
				d.Sent = append(d.Sent, o.Sent)
			}
		}
	}
	return nil
}

// concerns reports whether an action belongs to a decision, of several that
// one key made.
func concerns(a inbox.Action, d *moderation.Decision) bool {
	if a.Account != d.Subject.Account {
		return false
	}
	switch d.Subject.Kind {
	case moderation.OfMessage:
		if a.Message != "" {
			return a.Message == d.Subject.ID
		}
	case moderation.OfHeld:
		if a.Report != "" {
			return a.Report == d.Subject.ID
		}
	case moderation.OfMember:
	}
	return cmp.Or(a.Member, d.Member) == d.Member
}

// Reopen reverses a decision, however old, and takes back what of it can be
// taken back. It returns [inbox.ErrNone] if there is none that stands.
func (s *Store) Reopen(ctx context.Context, decision string) (inbox.Entry, error) {
	const (
		standing = `SELECT entry, body, (SELECT count(*) FROM decision AS o WHERE o.entry = d.entry) FROM decision AS d WHERE d.id = ? AND d.reversed_at = 0`
		whole    = selectEntry + `WHERE id = ? AND undone = 0`
	)
	var of, body string
	var beside int
	err := s.read.QueryRowContext(ctx, standing, decision).Scan(&of, &body, &beside)
	if errors.Is(err, sql.ErrNoRows) {
		return inbox.Entry{}, inbox.ErrNone
	}
	if err != nil {
		return inbox.Entry{}, fmt.Errorf("reopen a case: %w", err)
	}
	if beside == 1 {
		entry, err := s.turn(ctx, whole, true, of)
		if !errors.Is(err, inbox.ErrNone) {
			return entry, err
		}
	}
	return s.reopenOne(ctx, decision, body)
}

// reopenOne reverses one of several decisions that were made with one key. It is
// passed over by what undoes the last thing done: its entry undoes a decision,
// and no entry.
func (s *Store) reopenOne(ctx context.Context, decision, body string) (inbox.Entry, error) {
	const outs = `WHERE o.entry = ? AND o.undoes = '' AND o.undone = 0 AND o.state <> 'dropped' ORDER BY o.seq DESC`
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: moderation.Reconsider, Undoes: "decision:" + decision}
	err := s.inTxDurably(ctx, func(tx *tx) error {
		entry.Changes, entry.Stays = nil, nil
		found, err := list(ctx, tx, scanDecision, selectDecision+`WHERE d.id = ? AND d.reversed_at = 0`, decision)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return inbox.ErrNone
		}
		d := found[0]
		entry.Changes = []inbox.Change{{Ref: caseRef(d.Subject), Field: "decision:" + decision, From: json.RawMessage(body), To: json.RawMessage("null")}}
		entry.Subject = casesInWords(ctx, tx, entry.Changes)
		stand, err := list(ctx, tx, scanDecision, selectDecision+`WHERE d.entry = ? AND d.reversed_at = 0`, d.Entry)
		if err != nil {
			return err
		}
		rows, err := list(ctx, tx, scanOutgoing, selectOutgoing+outs, d.Entry)
		if err != nil {
			return err
		}
		rows = slices.DeleteFunc(rows, func(o inbox.Outgoing) bool {
			return !concerns(o.Action, &d) || personal(o.Action) && shared(stand, &d)
		})
		changes, stays, err := s.takeAllBack(ctx, tx, d.Entry, rows, true)
		if err != nil {
			return err
		}
		entry.Changes, entry.Stays = append(entry.Changes, changes...), stays
		return s.record(ctx, tx, entry)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
		s.summon()
	case !errors.Is(err, inbox.ErrNone) && !errors.Is(err, inbox.ErrUnderway):
		err = fmt.Errorf("reopen a case: %w", err)
	}
	return entry, err
}

// shared reports whether another decision of the same key that stands is about
// the same member: what befell them was for both.
func shared(stand []moderation.Decision, d *moderation.Decision) bool {
	return slices.ContainsFunc(stand, func(o moderation.Decision) bool {
		return o.ID != d.ID && o.Member == d.Member && o.Subject.Account == d.Subject.Account
	})
}

// reporter names who reported, across platforms.
type reporter struct{ account, member string }

// recordOver is over how many of their last reports somebody's record counts.
const recordOver = 100

// records are how often those who reported were right (metrics D-22): what a
// case was decided as counts for everybody who had reported it.
func (s *Store) records(ctx context.Context) (map[reporter]moderation.Record, error) {
	const query = `
		SELECT   a.name, g.reporter, d.outcome
		FROM     decision AS d
		JOIN     flag AS g ON g.case_id = d.case_id AND g.reporter <> '' AND g.source IN ('platform', 'channel', 'hand') AND g.at <= d.at
		JOIN     casefile AS f ON f.id = d.case_id
		JOIN     account AS a ON a.id = f.account_id
		WHERE    d.reversed_at = 0
		ORDER BY d.seq DESC`
	type verdict struct {
		reporter
		outcome moderation.Outcome
	}
	rows, err := list(ctx, s.read, func(row scanner) (v verdict, err error) {
		return v, row.Scan(&v.account, &v.member, &v.outcome)
	}, query)
	if err != nil {
		return nil, err
	}
	all, seen := map[reporter]moderation.Record{}, map[reporter]int{}
	for _, v := range rows {
		if seen[v.reporter]++; seen[v.reporter] <= recordOver {
			r := all[v.reporter]
			r.Count(v.outcome.Verdict())
			all[v.reporter] = r
		}
	}
	return all, nil
}

// scale is what the scores of the cases make that were found right.
func (s *Store) scale(ctx context.Context) (moderation.Scale, error) {
	const query = `
		SELECT score FROM decision
		WHERE  reversed_at = 0 AND score > 0 AND outcome IN ('remove', 'spam', 'warn', 'restrict', 'ban')
		ORDER  BY seq DESC
		LIMIT  500`
	scores, err := list(ctx, s.read, func(row scanner) (n float64, err error) { return n, row.Scan(&n) }, query)
	return moderation.NewScale(scores), err
}
