package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rounds/inbox"
)

// Claim says which member of an account we are, by handle or by the platform's
// ID, unless the platform has said so itself.
func (s *Store) Claim(ctx context.Context, account, who string) error {
	const query = `
		UPDATE account
		SET    self = coalesce((SELECT key FROM member WHERE account_id = account.id AND (handle = ?2 COLLATE NOCASE OR key = ?2) LIMIT 1), self)
		WHERE  name = ?1 AND self = ''`
	if who == "" {
		return nil
	}
	if err := s.exec(ctx, query, account, who); err != nil {
		return fmt.Errorf("say who we are on %s: %w", account, err)
	}
	return nil
}

// Desk returns the mark of the rules with which the signals of an account were
// last read, "" if they never were.
func (s *Store) Desk(ctx context.Context, account string) (mark string, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT desk FROM account WHERE name = ?`, account).Scan(&mark)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read how %s was read: %w", account, err)
	}
	return mark, nil
}

// Attuned notes with which rules the signals of an account were read.
func (s *Store) Attuned(ctx context.Context, account, mark string) error {
	if err := s.exec(ctx, `UPDATE account SET desk = ? WHERE name = ?`, mark, account); err != nil {
		return fmt.Errorf("note how %s was read: %w", account, err)
	}
	return nil
}

// rereadAtOnce is how many messages are read again in one transaction, so that
// others who want to write wait for a moment only.
const rereadAtOnce = 2000

// Reread finds the signals of all messages of an account anew, and the sides of
// its members: the config has changed who we are, or what we want to be told
// of. mark is kept once all of it is done.
func (s *Store) Reread(ctx context.Context, account, mark string, read func(inbox.Message) []inbox.Signal, side func(inbox.Member) inbox.Role) error {
	err := s.resettle(ctx, account, side)
	for last, more := int64(0), true; err == nil && more; {
		last, more, err = s.rereadSome(ctx, account, last, read)
	}
	if err == nil {
		err = s.Attuned(ctx, account, mark)
	}
	if err != nil {
		return fmt.Errorf("read the signals of %s again: %w", account, err)
	}
	return nil
}

// resettle puts the members on the side where they belong now, but for those of
// whom a person has said it. What the config says counts for all that they ever
// said.
func (s *Store) resettle(ctx context.Context, account string, side func(inbox.Member) inbox.Role) error {
	const query = `
		SELECT u.key, u.handle, u.name, u.email, u.zone, u.role, u.deleted, u.joined_at
		FROM   member AS u JOIN account AS a ON a.id = u.account_id
		WHERE  a.name = ? AND u.said_as = ''`
	members, err := list(ctx, s.read, func(row scanner) (m inbox.Member, err error) {
		var joined micros
		err = row.Scan(&m.ID, &m.Handle, &m.Name, &m.Email, &m.Zone, &m.Role, &m.Deleted, &joined)
		m.Joined = joined.time()
		return m, err
	}, query, account)
	if err != nil {
		return err
	}
	var turned []inbox.Member
	for _, m := range members {
		if now := side(m); now != m.Role {
			m.Role = now
			turned = append(turned, m)
		}
	}
	if len(turned) == 0 {
		return nil
	}
	return s.inPage(ctx, account, func(w *writer) error {
		return errors.Join(w.people(inbox.Page{Account: account, Members: turned}, theConfig), w.settle())
	})
}

// heard is a message as the signals are read from it.
type heard struct {
	id, conversation int64
	message          inbox.Message
	signals          string
}

func (s *Store) rereadSome(ctx context.Context, account string, after int64, read func(inbox.Message) []inbox.Signal) (last int64, more bool, err error) {
	const query = `
		SELECT   m.id, m.conversation_id, m.text, m.bot, m.signals, m.extra, coalesce(u.key, '')
		FROM     message AS m
		JOIN     channel AS ch ON ch.id = m.channel_id
		JOIN     account AS a ON a.id = ch.account_id
		LEFT     JOIN member AS u ON u.id = m.author_id
		WHERE    a.name = ? AND m.id > ? AND m.kind = 'said' AND m.deleted = 0
		         AND NOT EXISTS (SELECT 1 FROM forgotten AS f WHERE f.account = a.name AND f.key = u.key)
		ORDER BY m.id
		LIMIT    ?`
	some, err := list(ctx, s.read, scanHeard, query, account, after, rereadAtOnce)
	if err != nil || len(some) == 0 {
		return after, false, err
	}
	changed := some[:0:0]
	for _, h := range some {
		last = h.id
		signals := read(h.message)
		was := h.signals
		if h.signals, err = encode(len(signals), signals); err != nil {
			return last, false, err
		}
		if h.signals != was {
			changed = append(changed, h)
		}
	}
	if len(changed) > 0 {
		err = s.inPage(ctx, account, func(w *writer) error { return w.rehear(changed) })
	}
	return last, err == nil, err
}

func scanHeard(row scanner) (h heard, err error) {
	var more string
	var x extra
	h.message.Kind = inbox.Said
	err = row.Scan(&h.id, &h.conversation, &h.message.Text, &h.message.Bot, &h.signals, &more, &h.message.Author)
	err = errors.Join(err, decode(more, &x))
	h.message.Mentions = x.Mentions
	return h, err
}

// rehear writes other signals and folds the conversations they stand in anew.
func (w *writer) rehear(changed []heard) error {
	err := w.each(`UPDATE message SET signals = ? WHERE id = ?`, func(put *sql.Stmt) error {
		for _, h := range changed {
			if _, err := put.ExecContext(w.ctx, h.signals, h.id); err != nil {
				return err
			}
			if err := w.refold(h.conversation); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.settle()
}
