package store

import (
	"context"
	"encoding/json"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// When what a post got is counted for good: metrics D-27.
const (
	aDay  = 24 * time.Hour
	aWeek = 7 * aDay
)

// results adds to what was published what it got: as it was counted then, or,
// until then, as it is now.
func (s *Store) results(ctx context.Context, items []calendar.Item) error {
	const query = `SELECT day, week, coalesce((SELECT receipt ->> '$.channel' FROM outbox WHERE id = action AND receipt <> ''), '') FROM delivery WHERE post = ? AND occurrence = ? AND account = ? AND channel = ?`
	for n := range items {
		i := &items[n]
		for j := range i.Deliveries {
			d := &i.Deliveries[j]
			if d.State != calendar.Out || d.Message == "" {
				continue
			}
			var day, week, channel string
			err := s.read.QueryRowContext(ctx, query, i.Post.Key, i.Occurrence, d.Account, d.Channel).Scan(&day, &week, &channel)
			if err != nil {
				return err
			}
			if d.Day, err = s.result(ctx, s.read, day, d, channel, aDay); err != nil {
				return err
			}
			if d.Week, err = s.result(ctx, s.read, week, d, channel, aWeek); err != nil {
				return err
			}
		}
	}
	return nil
}

// result is what was counted, or what is to be counted until now. Before a span
// has passed it is not the last word.
func (s *Store) result(ctx context.Context, db asker, counted string, d *calendar.Delivery, channel string, span time.Duration) (*calendar.Result, error) {
	var r calendar.Result
	if counted != "" {
		return &r, decode(counted, &r)
	}
	if span == aWeek && s.now().Sub(d.SentAt) < aDay { // it would say what the day says
		return nil, nil
	}
	r, err := count(ctx, db, d.Account, channel, d.Message, d.SentAt.Add(span))
	return &r, err
}

// count is what a message got until some time: answers of others below it,
// reactions, and who is known of them, each once. A platform tells no time of a
// reaction: those are counted that stand there now.
func count(ctx context.Context, db asker, account, channel, message string, until time.Time) (calendar.Result, error) {
	const (
		answers = `
			SELECT n.author_id, u.key
			FROM   message AS m
			JOIN   channel AS ch ON ch.id = m.channel_id
			JOIN   account AS a ON a.id = ch.account_id
			JOIN   message AS n ON n.conversation_id = m.conversation_id AND n.conversation_id > 0 AND n.id <> m.id
			JOIN   member AS u ON u.id = n.author_id
			WHERE  a.name = ?1 AND ch.key = ?2 AND m.key = ?3 AND n.sent_at <= ?4 AND n.sent_at >= m.sent_at AND n.deleted = 0 AND n.kind = 'said'
			       AND n.bot = 0 AND u.role = 'community' AND u.key NOT IN (a.self, a.voice)`
		reactions = `
			SELECT m.extra, a.self, a.voice
			FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id JOIN account AS a ON a.id = ch.account_id
			WHERE  a.name = ?1 AND ch.key = ?2 AND m.key = ?3`
	)
	var r calendar.Result
	people := map[string]bool{}
	_, err := list(ctx, db, func(row scanner) (_ struct{}, err error) {
		var id int64
		var key string
		err = row.Scan(&id, &key)
		r.Replies++
		people[key] = true
		return
	}, answers, account, channel, message, at(until))
	if err != nil {
		return r, err
	}
	_, err = list(ctx, db, func(row scanner) (_ struct{}, err error) {
		var text, self, voice string
		if err = row.Scan(&text, &self, &voice); err != nil {
			return
		}
		var e extra
		err = decode(text, &e)
		for _, reaction := range e.Reactions {
			r.Reactions += reaction.Count
			for _, who := range reaction.By {
				if who != self && who != voice {
					people[who] = true
				} else {
					r.Reactions--
				}
			}
		}
		return
	}, reactions, account, channel, message)
	r.People = len(people)
	return r, err
}

// ripen counts for good what was published a day or a week ago, and asks for a
// look when the next of it has been.
func (p *printing) ripen() error {
	for i := range p.rows {
		d := &p.rows[i]
		if d.out != inbox.Sent || d.receipt == nil || d.receipt.Message == "" {
			continue
		}
		sent := d.tell().SentAt
		for _, one := range []struct {
			column string
			done   bool
			span   time.Duration
		}{{"day", d.day != "", aDay}, {"week", d.week != "", aWeek}} {
			if one.done {
				continue
			}
			if due := sent.Add(one.span); due.After(p.now) {
				p.lookAt(due)
				continue
			}
			if err := p.countFor(d, one.column, sent.Add(one.span)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *printing) countFor(d *delivered, column string, until time.Time) error {
	query := `UPDATE delivery SET day = ?5 WHERE post = ?1 AND occurrence = ?2 AND account = ?3 AND channel = ?4`
	if column == "week" {
		query = `UPDATE delivery SET week = ?5 WHERE post = ?1 AND occurrence = ?2 AND account = ?3 AND channel = ?4`
	}
	r, err := count(p.ctx, p.tx, d.Account, d.receipt.Channel, d.receipt.Message, until)
	if err != nil {
		return err
	}
	r.Final = true
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = p.tx.ExecContext(p.ctx, query, d.Post, d.Occurrence, d.Account, d.Channel, string(text))
	return err
}
