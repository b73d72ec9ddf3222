package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// asked is the ending of what a person has sent by hand: the plan keeps off it.
const asked = "asked"

// Publish sends an item now, or what of it was missed or failed; places nil
// means all that it is not out in. Held like everything that a person sends, it
// can be taken back.
func (s *Store) Publish(ctx context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error) {
	return s.planned(ctx, inbox.PublishPost, s.actor, func(tx *tx, e *inbox.Entry) error {
		p, o, err := s.hand(ctx, tx, e, key, occurrence)
		if err != nil {
			return err
		}
		if p.status == calendar.Review && p.settings.Approval == calendar.RequiredApproval {
			return errors.New("it needs an approval first")
		}
		all := len(places) == 0
		if all {
			places = p.To
		}
		if len(places) == 0 {
			return errors.New("it names no channel yet")
		}
		switch kept := p.keptIn(o, places); {
		case kept != "" && !all:
			return fmt.Errorf("%s has it already: publish all of it, or give it another time", kept.Title())
		case kept != "":
			return p.hasten(kept)
		}
		prompts := (&unrolling{kept: *p.kept, zone: p.zone, rows: p.rows}).prompts([]calendar.Occurrence{o}, s.now())
		for _, to := range places {
			if err := p.sendNow(p.wanted(o, to, prompts[o.Key])); err != nil {
				return err
			}
		}
		if !all {
			return nil // in the other channels it stays as it was planned
		}
		return p.timed(o)
	})
}

// keptIn is the platform that is to post an item in one of some places by
// itself, or "".
func (p *printing) keptIn(o calendar.Occurrence, places []calendar.Place) inbox.Platform {
	for i := range p.rows {
		d := &p.rows[i]
		if d.Occurrence == o.Key && d.state() == calendar.Kept && slices.Contains(places, calendar.Place{Account: d.Account, Channel: d.Channel}) {
			return d.account.Platform
		}
	}
	return ""
}

// hasten plans a post for the next minutes that a platform has already: it is
// taken back there first, and then sent from here.
func (p *printing) hasten(kept inbox.Platform) error {
	const enough = 2 * time.Minute
	if p.Series() {
		return fmt.Errorf("%s has this one already and posts it at its time: skip it and write it anew to send it sooner", kept.Title())
	}
	return p.plannedFor(calendar.WallOf(p.now.Add(enough).In(p.zone)))
}

// hand is a post that a person does something with at one of its times.
func (s *Store) hand(ctx context.Context, tx *tx, e *inbox.Entry, key, occurrence string) (*printing, calendar.Occurrence, error) {
	var o calendar.Occurrence
	k, err := s.postBy(ctx, tx, key)
	if err != nil {
		return nil, o, err
	}
	run, err := s.newPressing(ctx, tx, e)
	if err != nil {
		return nil, o, err
	}
	p := &printing{pressing: run, kept: &k, zone: s.zoneOf(k.Post), look: atNoTime}
	if p.rows, err = list(ctx, tx, scanDelivered, selectDelivery+`WHERE d.post = ?`, key); err != nil {
		return nil, o, err
	}
	e.Subject = titled(k.Title, 1)
	o = calendar.Occurrence{Key: occurrence, Moment: k.When.In(p.zone)}
	if !k.Series() {
		if o.Key = ""; k.When.IsZero() {
			o.Moment.At = s.now()
		}
		return p, o, nil
	}
	day, err := calendar.ParseDay(occurrence)
	if err != nil {
		return nil, o, errors.New("it is a series: name the day of the one that is meant")
	}
	o.Moment = k.When.To(day).In(p.zone)
	return p, o, nil
}

// sendNow sends an item in one channel.
func (p *printing) sendNow(want *delivered) error {
	room := p.rooms.find(calendar.Place{Account: want.Account, Channel: want.Channel})
	switch {
	case room.Lacks != "":
		return errors.New(room.Lacks)
	case want.Text == "":
		return errors.New("there is nothing written in it")
	}
	var was *delivered
	if i := slices.IndexFunc(p.rows, func(d delivered) bool { return d.id() == want.id() }); i >= 0 {
		was = &p.rows[i]
	}
	if was != nil {
		switch state := was.state(); {
		case state == calendar.Out:
			return nil
		case state == calendar.Leaving, state == calendar.Kept:
			return inbox.ErrUnderway
		case state == calendar.Asking && was.out == inbox.Asks: // they know what they are asked
			if err := p.s.decideOut(p.ctx, p.tx, p.outgoing(was), inbox.SendIt); err != nil {
				return err
			}
			again := *was
			again.Ending = asked
			return p.note(was, &again)
		}
		gone, err := p.withdraw(was)
		if err != nil {
			return err
		}
		if !gone {
			return inbox.ErrUnderway
		}
		if was.Action != "" { // taken back, the item is as if nothing had been done for it
			was = nil
		}
	}
	a := inbox.Action{ID: newID(), Kind: inbox.Post, Account: want.Account, Channel: room.ID, Text: want.Text, Grace: p.settings.MostLate()}
	changes, err := p.s.send(p.ctx, p.tx, p.entry.ID, a)
	if err != nil {
		return err
	}
	p.entry.Changes = append(p.entry.Changes, changes...)
	want.Action, want.Ending, want.Due = a.ID, asked, p.now
	return p.note(was, want)
}

// outgoing is the action of a row; an empty one where there is none any more.
func (p *printing) outgoing(row *delivered) inbox.Outgoing {
	found, err := list(p.ctx, p.tx, scanOutgoing, selectOutgoing+`WHERE o.id = ?`, row.Action)
	if err != nil || len(found) == 0 {
		return inbox.Outgoing{State: inbox.Asks}
	}
	return found[0]
}

// timed gives a post that was said by hand before its time the time at which
// it was said, so that it stands there on the plan. What was missed keeps the
// time that it had.
func (p *printing) timed(o calendar.Occurrence) error {
	if p.Series() {
		return nil
	}
	if p.When.IsZero() || o.Moment.At.After(p.now) {
		return p.plannedFor(calendar.WallOf(p.now.In(p.zone)))
	}
	return p.plannedFor(p.When)
}

// plannedFor has a post scheduled for a time.
func (p *printing) plannedFor(wall calendar.Wall) error {
	var edits []calendar.Edit
	if wall != p.When {
		edits = append(edits, calendar.At(wall, p.zone.String())...)
	}
	if !p.goes() {
		edits = append(edits, calendar.As(calendar.Scheduled))
	}
	if len(edits) == 0 {
		return nil
	}
	now, err := p.With(edits...)
	if err != nil {
		return err
	}
	now.Key = p.Key
	c, err := refile(&p.Post, now)
	if err != nil {
		return err
	}
	p.entry.Changes = append(p.entry.Changes, c)
	return p.s.apply(p.ctx, p.tx, c, at(p.now))
}

// LetGo says of what was missed or failed that it shall not go out any more, and
// of what was to be posted by hand that it was (posted).
func (s *Store) LetGo(ctx context.Context, key, occurrence string, posted bool) (inbox.Entry, error) {
	return s.planned(ctx, inbox.LetPostGo, s.actor, func(tx *tx, e *inbox.Entry) error {
		p, o, err := s.hand(ctx, tx, e, key, occurrence)
		if err != nil {
			return err
		}
		to := calendar.LetGo
		if posted {
			to = calendar.Out
		}
		for _, place := range p.To {
			if err := p.letGo(p.wanted(o, place, ""), to); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *printing) letGo(want *delivered, to calendar.State) error {
	i := slices.IndexFunc(p.rows, func(d delivered) bool { return d.id() == want.id() })
	if i < 0 {
		if want.Due.After(p.now) {
			return nil // its time is to come: it is taken off the plan otherwise
		}
		return p.note(nil, want.with(to, ""))
	}
	row := &p.rows[i]
	switch state := row.state(); state {
	case calendar.Late, calendar.ByHand:
	case calendar.NotTaken, calendar.Asking:
		if to != calendar.LetGo {
			return nil // nobody has said that it was posted there
		}
	case calendar.Leaving:
		return inbox.ErrUnderway
	case calendar.Idle, calendar.Waiting, calendar.Kept, calendar.Out, calendar.Withdrawn, calendar.LetGo:
		return nil
	}
	if _, err := p.withdraw(row); err != nil {
		return err
	}
	return p.note(row, row.with(to, ""))
}

// Twins are what was said or planned within 90 days of an instant in nearly the
// same words, but for the post of that key.
func (s *Store) Twins(ctx context.Context, text string, around time.Time, but string) ([]calendar.Twin, error) {
	const (
		span  = 90 * 24 * time.Hour
		query = `
			SELECT   m.text, m.sent_at, a.name, ch.name
			FROM     message_text AS t
			JOIN     message AS m ON m.id = t.rowid
			JOIN     channel AS ch ON ch.id = m.channel_id
			JOIN     account AS a ON a.id = ch.account_id
			WHERE    message_text MATCH ?1 AND m.sent_at > ?2 AND m.sent_at < ?3
			         AND NOT EXISTS (SELECT 1 FROM delivery AS d JOIN outbox AS o ON o.id = d.action WHERE d.post = ?4 AND o.receipt <> '' AND o.receipt ->> '$.message' = m.key)
			ORDER BY m.sent_at DESC
			LIMIT    100`
		posts = selectPost + `WHERE key <> ?1 AND source <> '' AND (series = 1 OR first_at > ?2 AND first_at < ?3) LIMIT 2000`
	)
	from, to := around.Add(-span), around.Add(span)
	var twins []calendar.Twin
	if match := telling(text); match != "" {
		said, err := list(ctx, s.read, func(row scanner) (t calendar.Twin, err error) {
			var when micros
			var account, channel string
			err = row.Scan(&t.Text, &when, &account, &channel)
			t.At, t.Where = when.time(), "#"+channel+" on "+account
			return t, err
		}, query, match, at(from), at(to), but)
		if err != nil {
			return nil, fmt.Errorf("look for the same words: %w", err)
		}
		twins = said
	}
	planned, err := list(ctx, s.read, s.scanPost, posts, but, at(from), at(to))
	if err != nil {
		return nil, fmt.Errorf("look for the same words: %w", err)
	}
	for _, k := range planned {
		twins = append(twins, calendar.Twin{Text: k.Text, Where: k.Title, At: k.When.In(s.zoneOf(k.Post)).At})
	}
	const alike = 0.6
	for i := range twins {
		twins[i].Alike = calendar.Alike(text, twins[i].Text)
	}
	twins = slices.DeleteFunc(twins, func(t calendar.Twin) bool { return t.Alike < alike })
	slices.SortStableFunc(twins, func(a, b calendar.Twin) int { return int(100 * (b.Alike - a.Alike)) })
	return twins[:min(len(twins), 5)], nil
}

// telling is a search for the longest words of a text, all but a few of which
// must stand in what says the same; "" if it says too little.
func telling(text string) string {
	w := parseWords(text)
	words := slices.DeleteFunc(slices.Clone(w.terms), func(term string) bool { return len(term) < 7 })
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	if words = slices.Compact(words[:min(len(words), 3)]); len(words) == 0 {
		return ""
	}
	match := words[0]
	for _, word := range words[1:] {
		match += " OR " + word
	}
	return match
}
