package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rounds/inbox"
)

// Who asks to be forgotten is forgotten here: what they are called, all that
// they said, what we noted and tagged about them, and what moderation kept of
// their words. What is left is that somebody said something then and there, and
// the platform's ID, by which they are known when it tells of them again. What
// others said about them, and what we wrote ourselves in the open, stays: it is
// not theirs.

// Oblivion tells what [Store.Forget] would erase, or returns [inbox.ErrNone].
func (s *Store) Oblivion(ctx context.Context, member int64) (inbox.Oblivion, error) {
	const query = `
		SELECT (SELECT count(*) FROM message WHERE author_id IN (SELECT value FROM json_each(?1)) AND text <> ''),
		       (SELECT count(*) FROM member_note WHERE member_id IN (SELECT value FROM json_each(?1))),
		       (SELECT count(*) FROM casefile AS f JOIN member AS u ON u.account_id = f.account_id AND u.key = f.member WHERE u.id IN (SELECT value FROM json_each(?1)))`
	p, err := s.profile(ctx, member)
	o := inbox.Oblivion{Person: p.Person}
	if err == nil {
		err = s.read.QueryRowContext(ctx, query, idList(p.Rows())).Scan(&o.Messages, &o.Notes, &o.Cases)
	}
	if err != nil {
		return o, fmt.Errorf("look what is held about person %d: %w", member, err)
	}
	return o, nil
}

// Forget erases a person, with all their identities, and says what was erased.
// It cannot be undone. It may be stopped at any moment and called again: that
// nothing of them comes in any more is its first step.
func (s *Store) Forget(ctx context.Context, member int64) (inbox.Oblivion, error) {
	o, err := s.Oblivion(ctx, member)
	if err != nil {
		return o, err
	}
	err = s.secretly(ctx, func() error {
		entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: inbox.ForgetPerson, Subject: forgottenName}
		for _, i := range o.Person.Identities {
			ref := inbox.Ref{Kind: inbox.MemberRef, Account: i.Account, ID: i.ID}
			entry.Changes = append(entry.Changes, inbox.Change{Ref: ref, Field: "forgotten", From: json.RawMessage("false"), To: json.RawMessage("true")})
		}
		err := s.inTx(ctx, func(tx *tx) error {
			if err := s.forgetWords(ctx, tx, o.Person); err != nil {
				return err
			}
			return s.record(ctx, tx, entry)
		})
		if err != nil {
			return err
		}
		for _, i := range o.Person.Identities {
			if err := s.silence(ctx, i); err != nil {
				return err
			}
		}
		if err := errors.Join(s.renewLedger(ctx), s.scrub(ctx)); err != nil {
			return err
		}
		return s.rebuild(ctx)
	})
	if err != nil {
		return o, fmt.Errorf("forget person %d: %w", member, err)
	}
	return o, nil
}

// rebuild writes the whole file anew. What was overwritten before anybody asked
// to be forgotten may stand in the gaps between rows, and nothing less gets it
// out of there.
func (s *Store) rebuild(ctx context.Context) error {
	if _, err := s.write.ExecContext(ctx, `VACUUM`); err != nil {
		return err
	}
	var busy, pages, moved int
	return s.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
}

// forgottenName stands where somebody's name stood.
const forgottenName = "somebody forgotten"

// forgetWords erases all about a person but their messages.
func (s *Store) forgetWords(ctx context.Context, tx *tx, p inbox.Person) error {
	const cases = ` (SELECT id FROM casefile WHERE account_id = (SELECT account_id FROM member WHERE id = ?1) AND member = (SELECT key FROM member WHERE id = ?1))`
	defer s.forgetRoster()
	var keep scrubber
	for _, i := range p.Identities {
		refs, err := casesAbout(ctx, tx, i)
		if err != nil {
			return err
		}
		keep.add(i, refs)
	}
	for _, row := range p.Rows() {
		for _, query := range []string{
			// A report that names them is made anew when it is asked for, and what they
			// answered to a survey stays as somebody's answer.
			`DELETE FROM frozen WHERE EXISTS (
			     SELECT 1 FROM member AS m, json_tree(frozen.body) AS said
			     WHERE  m.id = ?1 AND said.type = 'text' AND (m.handle <> '' AND instr(said.value, m.handle) > 0 OR m.name <> '' AND instr(said.value, m.name) > 0))`,
			`UPDATE survey_answer SET key = 'gone:' || lower(hex(randomblob(12))), who = '', words = ''
			 WHERE who <> '' AND lower(who) IN (SELECT lower(value) FROM member AS m, json_each(json_array(m.email, m.handle, m.name)) WHERE m.id = ?1 AND value <> '')`,
			`UPDATE member SET handle = '', name = '', email = '', zone = '' WHERE id = ?1`,
			`DELETE FROM member_tag WHERE member_id = ?1`,
			`DELETE FROM member_note WHERE member_id = ?1`,
			`DELETE FROM checkin_item WHERE key IN ('member:' || ?1, 'first answer:' || ?1) OR key LIKE 'heard:' || ?1 || ':%' OR key LIKE 'replies:' || ?1 || ':%' OR key LIKE 'years:' || ?1 || ':%'`,
			`DELETE FROM draft WHERE (account, channel, key) IN (SELECT a.name, '', 'member:' || u.key FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE u.id = ?1)`,
			`UPDATE casefile SET evidence = '' WHERE id IN` + cases,
			`UPDATE flag SET reason = '', spans = '' WHERE case_id IN` + cases,
			`UPDATE decision SET evidence = '', body = json_remove(body, '$.note', '$.letter', '$.reason', '$.evidence.text', '$.evidence.by') WHERE case_id IN` + cases,
			`DELETE FROM case_note WHERE case_id IN` + cases,
			`UPDATE flag SET reason = '' WHERE source IN ('platform', 'channel', 'reaction') AND reporter = (SELECT key FROM member WHERE id = ?1)
			 AND case_id IN (SELECT id FROM casefile WHERE account_id = (SELECT account_id FROM member WHERE id = ?1))`,
			`UPDATE report SET text = '' WHERE account_id = (SELECT account_id FROM member WHERE id = ?1) AND member = (SELECT key FROM member WHERE id = ?1)`,
			`INSERT OR IGNORE INTO fact_stale (kind, part) VALUES (3, ?1 / 1024)`,
		} {
			if _, err := tx.ExecContext(ctx, query, row); err != nil {
				return err
			}
		}
	}
	if err := keep.journal(ctx, tx); err != nil {
		return err
	}
	return keep.outbox(ctx, tx)
}

// casesAbout are the cases that are about an identity, by their references.
func casesAbout(ctx context.Context, tx *tx, i inbox.Identity) ([]inbox.Ref, error) {
	const query = `
		SELECT a.name, f.channel, f.kind || ':' || f.key
		FROM   casefile AS f JOIN account AS a ON a.id = f.account_id
		WHERE  a.name = ? AND f.member = ?`
	return list(ctx, tx, func(row scanner) (r inbox.Ref, err error) {
		r.Kind = inbox.CaseRef
		return r, row.Scan(&r.Account, &r.Channel, &r.ID)
	}, query, i.Account, i.ID)
}

// silence takes the words out of everything that an identity said.
func (s *Store) silence(ctx context.Context, i inbox.Identity) error {
	const next = selectDoomed + `WHERE m.author_id = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3`
	for last := int64(0); ; {
		more := false
		err := s.inPage(ctx, i.Account, func(w *writer) error {
			said, err := list(w.ctx, w.tx, scanDoomed, next, i.Row, last, purgeAtOnce)
			if err != nil || len(said) == 0 {
				return err
			}
			more, last = true, said[len(said)-1].id
			return w.silence(said)
		})
		if err != nil || !more {
			return err
		}
	}
}

// silence empties messages, and folds the conversations anew whose reasons
// quoted them.
func (w *writer) silence(said []doomed) error {
	const query = `UPDATE message SET text = '', marks = '', posted_as = '', signals = ?, extra = ? WHERE id = ?`
	return errors.Join(w.each(query, func(put *sql.Stmt) error {
		for _, d := range said {
			signals, extra, err := w.hushed(d)
			if err == nil {
				_, err = put.ExecContext(w.ctx, signals, extra, d.id)
			}
			if err == nil && d.counts() {
				err = w.emptied(d)
			}
			if err == nil {
				err = w.refold(d.conversation)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}), w.settle())
}

// emptied tells the search index that a message says nothing any more.
func (w *writer) emptied(d doomed) error {
	if _, err := w.unindex.ExecContext(w.ctx, d.id, d.text, d.marks); err != nil {
		return err
	}
	_, err := w.index.ExecContext(w.ctx, d.id, "", "")
	return err
}

// hushed is what a message carries besides its text, without its words: whom it
// named and how it was received stay.
func (w *writer) hushed(d doomed) (signals, more string, err error) {
	var m inbox.Message
	var x extra
	var heard string
	err = w.tx.QueryRowContext(w.ctx, `SELECT signals FROM message WHERE id = ?`, d.id).Scan(&heard)
	if err = errors.Join(err, decode(heard, &m.Signals), decode(d.extra, &x)); err != nil {
		return "", "", err
	}
	hush(&m)
	if signals, err = encode(len(m.Signals), m.Signals); err == nil {
		more, err = encode(len(x.Mentions)+len(x.Reactions), extra{Mentions: x.Mentions, Reactions: x.Reactions})
	}
	return signals, more, err
}
