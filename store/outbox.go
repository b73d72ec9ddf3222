package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// selectOutgoing reads what there is to know of an action on its way out; the
// tail of the query picks which.
const selectOutgoing = `
	SELECT o.seq, o.id, o.entry, o.action, o.state, o.asked_at, o.due_at, o.again_at, o.first_at, o.tried_at, o.certain_at, o.tries,
	       o.trouble, o.doubt, o.receipt, o.undoes, o.undone,
	       a.name, a.platform, a.base, a.team, coalesce(c.id, 0), coalesce(ch.name, ''),
	       coalesce(w.key, ''), coalesce(w.handle, ''), coalesce(w.name, ''), coalesce(w.role, ''),
	       CASE a.voice WHEN '' THEN a.self ELSE a.voice END, coalesce(v.handle, ''), coalesce(v.name, ''), coalesce(v.role, ''),
	       coalesce((SELECT b.id FROM outbox AS b
	                 WHERE  b.account_id = o.account_id AND b.settled_at = 0 AND o.settled_at = 0 AND b.lane = o.lane
	                        AND (b.due_at, b.seq) < (o.due_at, o.seq) AND ` + blocks + `
	                 ORDER BY b.due_at DESC, b.seq DESC LIMIT 1), ''),
	       CASE WHEN c.id IS NULL OR o.settled_at > 0 THEN 0 ELSE
	           (SELECT count(*) FROM message AS n LEFT JOIN member AS nu ON nu.id = n.author_id
	            WHERE  n.conversation_id = c.id AND n.conversation_id > 0 AND n.sent_at > o.asked_at AND n.deleted = 0
	                   AND n.bot = 0 AND coalesce(nu.role, '') = 'community') END
	FROM   outbox AS o
	JOIN   account AS a ON a.id = o.account_id
	LEFT   JOIN channel AS ch ON ch.account_id = a.id AND ch.key = o.channel
	LEFT   JOIN conversation AS c ON c.channel_id = ch.id AND c.key = o.thread AND o.thread <> ''
	LEFT   JOIN member AS w ON w.account_id = a.id
	       AND w.key = coalesce(nullif(o.action ->> '$.member', ''), (SELECT u.key FROM member AS u WHERE u.id = c.opener_id), '')
	LEFT   JOIN member AS v ON v.account_id = a.id AND v.key = CASE a.voice WHEN '' THEN a.self ELSE a.voice END `

func (s *Store) outgoing(ctx context.Context, tail string, args ...any) ([]inbox.Outgoing, error) {
	all, err := list(ctx, s.read, scanOutgoing, selectOutgoing+tail, args...)
	for i := range all {
		if err == nil && all[i].Doubt != nil {
			err = s.introduce(ctx, all[i].Account, all[i].Doubt)
		}
	}
	return all, err
}

// introduce names those whose words a person is shown.
func (s *Store) introduce(ctx context.Context, account string, d *inbox.Doubt) error {
	const query = `
		SELECT CASE WHEN u.handle <> '' THEN u.handle ELSE u.name END
		FROM   member AS u JOIN account AS a ON a.id = u.account_id
		WHERE  a.name = ? AND u.key = ?`
	seen := make([]*inbox.Glimpse, 0, len(d.Now)+1)
	if d.Was != nil {
		seen = append(seen, d.Was)
	}
	for i := range d.Now {
		seen = append(seen, &d.Now[i])
	}
	for _, g := range seen {
		if g.By != "" || g.Author == "" {
			continue
		}
		err := s.read.QueryRowContext(ctx, query, account, g.Author).Scan(&g.By)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

func scanOutgoing(row scanner) (o inbox.Outgoing, err error) {
	var (
		a                                          inbox.Account
		action, doubt, receipt                     string
		asked, due, again, first, tried, certainly micros
	)
	err = row.Scan(&o.Seq, &o.ID, &o.Entry, &action, &o.State, &asked, &due, &again, &first, &tried, &certainly, &o.Tries,
		&o.Trouble, &doubt, &receipt, &o.Undoes, &o.Undone,
		&a.Name, &a.Platform, &a.Base, &a.Team, &o.Conversation, &o.Room,
		&o.Whom.ID, &o.Whom.Handle, &o.Whom.Name, &o.Whom.Role,
		&o.As.ID, &o.As.Handle, &o.As.Name, &o.As.Role, &o.Behind, &o.News)
	if err != nil {
		return o, err
	}
	err = errors.Join(decode(action, &o.Action), decode(doubt, &o.Doubt), decode(receipt, &o.Receipt))
	o.Account, o.Platform = a.Name, a.Platform // it may have been renamed since
	o.AskedAt, o.Leaves, o.Again = asked.time(), due.time(), again.time()
	o.FirstAt, o.TriedAt, o.Certain = first.time(), tried.time(), certainly.time()
	return o, err
}

// recent is for how long what was sent or dropped is shown.
const recent = 24 * time.Hour

// Outbox lists what is neither out nor dropped, in the order in which it
// leaves; with all, what was settled in the last day is behind it.
func (s *Store) Outbox(ctx context.Context, all bool) ([]inbox.Outgoing, error) {
	const query = `
		WHERE    o.settled_at = 0 OR ?1 AND o.settled_at > ?2
		ORDER BY o.settled_at > 0, CASE WHEN o.settled_at > 0 THEN -o.settled_at ELSE o.due_at END, o.seq`
	found, err := s.outgoing(ctx, query, all, at(s.now().Add(-recent)))
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return found, nil
}

// out is what of a conversation is on its way, and what was said about it that
// cannot be read in it: privately.
func (s *Store) out(ctx context.Context, c inbox.Conversation) ([]inbox.Outgoing, error) {
	const query = `
		WHERE    a.name = ? AND o.channel = ? AND o.thread = ?
		         AND (o.settled_at = 0 OR o.state = 'sent' AND o.kind IN ('private reply', 'welcome') AND o.undone = 0)
		ORDER BY o.due_at, o.seq`
	return s.outgoing(ctx, query, c.Account, c.Channel.ID, c.Thread)
}

// Decide carries out a person's word on an action that waits for it.
func (s *Store) Decide(ctx context.Context, id string, w inbox.Word) error {
	err := s.inTxDurably(ctx, func(tx *tx) error {
		found, err := list(ctx, tx, scanOutgoing, selectOutgoing+`WHERE o.id = ?`, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return inbox.ErrNone
		}
		if err := s.decideOut(ctx, tx, found[0], w); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE outbox SET answered_at = ? WHERE id = ?`, at(s.now()), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("decide about what goes out: %w", err)
	}
	s.summon()
	return nil
}

func (s *Store) decideOut(ctx context.Context, tx *tx, o inbox.Outgoing, w inbox.Word) error {
	const (
		again = `
			UPDATE outbox SET state = 'queued', action = ?2, trouble = '', doubt = '', again_at = 0, tries = 0
			WHERE  id = ?1`
		settle = `UPDATE outbox SET state = ?2, doubt = '', receipt = CASE ?3 WHEN '' THEN receipt ELSE ?3 END, settled_at = ?4 WHERE id = ?1`
	)
	if o.State != inbox.Asks && o.State != inbox.Failed {
		return fmt.Errorf("it does not wait for a word: it is %s", o.State)
	}
	switch w {
	case inbox.SendIt:
		if o.Doubt != nil && o.Doubt.Reason == inbox.Other {
			return errors.New("what it was about is somebody else's words now: write it anew where it belongs")
		}
		a := o.Action
		if o.Doubt != nil && o.Doubt.Seen != nil {
			a.Seen = *o.Doubt.Seen
		}
		if o.Doubt != nil {
			a.Sure = append(a.Sure, o.Doubt.Reason)
		}
		text, err := json.Marshal(a)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, again, o.ID, string(text))
		return err
	case inbox.DropIt:
		if err := s.redraft(ctx, tx, o.Action); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, settle, o.ID, inbox.Dropped, "", at(s.now()))
		return err
	case inbox.ItIsOut:
		if o.Doubt == nil || o.Doubt.Alike == "" {
			return errors.New("there is nothing there that it could be")
		}
		receipt, err := json.Marshal(inbox.Receipt{Channel: o.Channel, Message: o.Doubt.Alike})
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, settle, o.ID, inbox.Sent, string(receipt), at(s.now()))
		return err
	}
	return fmt.Errorf("%q is no word", w)
}
