package store

import (
	"context"
	"maps"

	"rounds/inbox"
)

// factKind is what a piece of the facts is of.
type factKind int64

// The kinds, as they rest.
const (
	saidFacts   factKind = 1 // what was said on a day
	talkFacts   factKind = 2 // the conversations that were opened on a day
	memberFacts factKind = 3 // some members
)

// membersAPart is how many numbers of members one piece spans.
const membersAPart = 1024

// part names one piece of the facts: a day of UTC, counted from 1970, or the
// members of a range of numbers.
type part struct {
	kind factKind
	n    int64
}

// parts are those of which a transaction changed a row. Ingest only notes
// which; they are made anew when there is time ([Store.Fold]) or when somebody
// asks for them ([Store.Facts]).
type parts map[part]struct{}

func (p parts) said(t micros) { p[part{saidFacts, int64(t) / microsPerDay}] = struct{}{} }

func (p parts) talk(t micros) { p[part{talkFacts, int64(t) / microsPerDay}] = struct{}{} }

func (p parts) member(id int64) { p[part{memberFacts, id / membersAPart}] = struct{}{} }

// save writes the marks, in the transaction that changed the rows. noted are
// those that stand there already: an import touches the same days again and again.
func (p parts) save(ctx context.Context, tx *tx, noted parts) error {
	const query = `INSERT INTO fact_stale (kind, part) VALUES (?, ?) ON CONFLICT DO NOTHING`
	maps.DeleteFunc(p, func(one part, _ struct{}) bool {
		_, known := noted[one]
		return known
	})
	if len(p) == 0 {
		return nil
	}
	put, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer put.Close()
	for one := range p {
		if _, err := put.ExecContext(ctx, one.kind, one.n); err != nil {
			return err
		}
		noted[one] = struct{}{}
	}
	return nil
}

// Marks for what a statement changes in many rows at once. Each is put before
// the statement.
const (
	staleSaidIn = `
		INSERT INTO fact_stale (kind, part)
		SELECT DISTINCT 1, sent_at / 86400000000 FROM message WHERE conversation_id = ? AND conversation_id > 0
		ON CONFLICT DO NOTHING`
	staleTalks = `
		INSERT INTO fact_stale (kind, part)
		SELECT DISTINCT 2, opened_at / 86400000000 FROM conversation WHERE id IN (SELECT value FROM json_each(?))
		ON CONFLICT DO NOTHING`
	staleMembersOf = `
		INSERT INTO fact_stale (kind, part)
		SELECT DISTINCT 3, u.id / 1024 FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE a.name = ?
		ON CONFLICT DO NOTHING`
)

// beganPublicly reports whether somebody's first words that others could read
// are these. Where an account holds private talks, the first of all may stand
// in one.
func (w *writer) beganPublicly(id int64, first micros) (bool, error) {
	const query = `
		SELECT NOT EXISTS (
		           SELECT 1 FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id
		           WHERE  m.author_id = ? AND m.kind = 'said' AND m.deleted = 0 AND m.sent_at < ? AND ch.kind <> 'direct')`
	var began bool
	err := w.tx.QueryRowContext(w.ctx, query, id, first).Scan(&began)
	return began, err
}

// spoke notes whether what a page adds to a member's words, or takes from them,
// may change when they first spoke: a part of a thousand members is not made anew
// for every message. Of who is gone it may change when they were last heard of.
func (w *writer) spoke(id int64, a *activity) error {
	first, known := w.roster.first[id]
	began := a.again || !known || a.first < first
	if a.again {
		delete(w.roster.first, id)
	} else if began {
		w.roster.first[id] = a.first
	}
	if !began && a.open && len(w.roster.direct) > 0 {
		var err error
		if began, err = w.beganPublicly(id, a.public); err != nil {
			return err
		}
	}
	if began || w.roster.gone[id] {
		w.parts.member(id)
	}
	return nil
}

// hides notes that a channel became one that only a few can read, or the other
// way round: with it everybody's first words may be others.
func (r *roster) hides(ctx context.Context, tx *tx, id int64, c inbox.Channel) error {
	direct := c.Kind == inbox.Direct
	if direct == r.direct[id] {
		return nil
	}
	_, known := r.channels[c.ID]
	if direct {
		r.direct[id] = true
	} else {
		delete(r.direct, id)
	}
	if !known {
		return nil
	}
	_, err := tx.ExecContext(ctx, staleMembersOf, r.name)
	return err
}
