package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
)

// itemsKept is for how many days an item is remembered that is not on the list
// any more.
const itemsKept = 60

// NoteCheckIn notes what happens in a check-in that goes on. The first note of a
// day begins it.
func (s *Store) NoteCheckIn(ctx context.Context, p checkin.Progress) error {
	day, err := time.Parse(time.DateOnly, p.Day)
	if err != nil {
		return fmt.Errorf("note the check-in: %q is no day", p.Day)
	}
	err = s.inTx(ctx, func(tx *tx) error {
		const forget = `DELETE FROM checkin_item WHERE last_day < ?`
		if err := s.noteTime(ctx, tx, p); err != nil {
			return err
		}
		if err := noteItems(ctx, tx, p); err != nil {
			return err
		}
		if err := putOff(ctx, tx, p); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, forget, day.AddDate(0, 0, -itemsKept).Format(time.DateOnly))
		return err
	})
	if err != nil {
		return fmt.Errorf("note the check-in: %w", err)
	}
	return nil
}

// noteTime adds what was used.
func (s *Store) noteTime(ctx context.Context, tx *tx, p checkin.Progress) error {
	const (
		begin = `INSERT INTO checkin (day, began_at) VALUES (?, ?) ON CONFLICT DO NOTHING`
		add   = `UPDATE checkin SET used = ? WHERE day = ?`
	)
	if _, err := tx.ExecContext(ctx, begin, p.Day, at(s.now())); err != nil || len(p.Used) == 0 {
		return err
	}
	used, err := usedOn(ctx, tx, p.Day)
	if err != nil {
		return err
	}
	for step, more := range p.Used {
		used[step] += max(0, more.Microseconds())
	}
	text, err := json.Marshal(used)
	if err == nil {
		_, err = tx.ExecContext(ctx, add, string(text), p.Day)
	}
	return err
}

// usedOn is how much of a day's time was used by step, in microseconds.
func usedOn(ctx context.Context, db asker, day string) (map[checkin.Step]int64, error) {
	used := map[checkin.Step]int64{}
	_, err := list(ctx, db, func(row scanner) (_ struct{}, err error) {
		var text string
		err = row.Scan(&text)
		return struct{}{}, errors.Join(err, decode(text, &used))
	}, `SELECT used FROM checkin WHERE day = ?`, day)
	return used, err
}

// noteItems remembers what stands on the list. What was off it when the last
// check-in was made begins anew.
func noteItems(ctx context.Context, tx *tx, p checkin.Progress) error {
	const query = `
		INSERT INTO checkin_item (key, step, first_day, last_day) VALUES (?1, ?2, ?3, ?3)
		ON CONFLICT DO UPDATE SET
			first_day = CASE WHEN last_day < (SELECT coalesce(max(day), '') FROM checkin WHERE day < ?3) THEN ?3 ELSE first_day END,
			skips = CASE WHEN last_day < (SELECT coalesce(max(day), '') FROM checkin WHERE day < ?3) THEN 0 ELSE skips END,
			step = excluded.step, last_day = excluded.last_day`
	for _, i := range p.Seen {
		if _, err := tx.ExecContext(ctx, query, i.Key, i.Step, p.Day); err != nil {
			return err
		}
	}
	return nil
}

// putOff notes what is put off today, or taken up again after all.
func putOff(ctx context.Context, tx *tx, p checkin.Progress) error {
	const (
		skip = `UPDATE checkin_item SET skips = skips + 1, skipped_day = ?2 WHERE key = ?1 AND skipped_day <> ?2`
		take = `UPDATE checkin_item SET skips = max(0, skips - 1), skipped_day = '' WHERE key = ?1 AND skipped_day = ?2`
	)
	if p.Skip != "" {
		if _, err := tx.ExecContext(ctx, skip, p.Skip, p.Day); err != nil {
			return err
		}
	}
	if p.Take == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, take, p.Take, p.Day)
	return err
}

// FinishCheckIn ends the check-in of a day and tells what it came to. One that is
// ended again counts from its first beginning. It returns [inbox.ErrNone] if
// none was begun.
func (s *Store) FinishCheckIn(ctx context.Context, day string) (checkin.Log, error) {
	log := checkin.Log{Day: day, Ended: s.now().UTC(), Actor: s.actor, Used: map[checkin.Step]time.Duration{}}
	var ask checkin.Request
	if last := s.asked.Load(); last != nil {
		ask = *last
	}
	ask.Now = s.now()
	now, err := s.checkIn(ctx, ask)
	if err != nil {
		return log, fmt.Errorf("finish the check-in: %w", err)
	}
	for _, p := range now.Parts {
		log.Left += p.Left()
		log.Skipped += p.PutOff()
	}
	if err := s.inTx(ctx, func(tx *tx) error { return s.finish(ctx, tx, &log) }); err != nil {
		return checkin.Log{}, fmt.Errorf("finish the check-in: %w", err)
	}
	return log, nil
}

func (s *Store) finish(ctx context.Context, tx *tx, log *checkin.Log) error {
	const put = `UPDATE checkin SET ended_at = ?2, log = ?3 WHERE day = ?1`
	began, err := list(ctx, tx, func(row scanner) (began micros, err error) { return began, row.Scan(&began) }, `SELECT began_at FROM checkin WHERE day = ?`, log.Day)
	if err != nil {
		return err
	}
	if len(began) == 0 {
		return inbox.ErrNone
	}
	log.Began = began[0].time().UTC()
	used, err := usedOn(ctx, tx, log.Day)
	if err != nil {
		return err
	}
	for step, n := range used {
		log.Used[step] = time.Duration(n) * time.Microsecond
	}
	if log.Did, err = s.didBetween(ctx, tx, log.Began, log.Ended); err != nil {
		return err
	}
	text, err := json.Marshal(log)
	if err == nil {
		_, err = tx.ExecContext(ctx, put, log.Day, at(log.Ended), string(text))
	}
	return err
}

// didBetween counts what whoever sits here has done, and not undone.
func (s *Store) didBetween(ctx context.Context, db asker, from, to time.Time) (did checkin.Did, err error) {
	const query = `
		SELECT id, at, actor, verb, subject, changes, undoes, redoes, undone FROM journal INDEXED BY journal_by_time
		WHERE  at >= ? AND at <= ? AND actor = ? AND undone = 0 AND undoes = '' AND redoes = ''`
	all, err := list(ctx, db, scanEntry, query, at(from), at(to), s.actor)
	if err != nil {
		return did, err
	}
	for _, e := range all {
		tally(&did, e)
	}
	answered, err := list(ctx, db, func(row scanner) (n int, err error) { return n, row.Scan(&n) }, countAnswered, at(from), at(to))
	if err == nil {
		did.Kept += answered[0]
	}
	return did, err
}

// countAnswered counts what had failed, or asked, in the outbox, and was answered.
const countAnswered = `SELECT count(*) FROM outbox INDEXED BY outbox_answered WHERE answered_at > 0 AND answered_at >= ? AND answered_at <= ?`

// tally counts an entry: each thing that it was done to, once. What is not named
// here is no item of a check-in.
func tally(did *checkin.Did, e inbox.Entry) {
	count := map[inbox.Verb]func(toll){
		inbox.SayWelcome:   func(n toll) { did.Welcomed += n.things() },
		inbox.MarkWelcomed: func(toll) { did.Welcomed++ }, // several changes are identities of one
		inbox.SayReply:     func(n toll) { did.Answered += n.things() },
		inbox.SayPrivate:   func(n toll) { did.Answered += n.things() },
		inbox.AddEmoji:     func(n toll) { did.Thanked += n.things() },
		inbox.MarkDone:     func(n toll) { did.Settled += n.talks },
		inbox.MarkSpam:     func(n toll) { did.Settled += n.talks },
		inbox.Snooze:       func(n toll) { did.Snoozed += n.talks },
		inbox.FollowUp:     func(n toll) { did.Kept += n.steps },
		inbox.PublishPost:  func(toll) { did.Kept++ },
		inbox.LetPostGo:    func(toll) { did.Kept++ },
		moderation.Decide:  func(n toll) { did.Moderated += n.cases },
		inbox.RunMacro: func(n toll) {
			if n.spoken > 0 {
				did.Answered += n.spoken
			} else {
				did.Settled += n.talks
			}
		},
	}[e.Verb]
	if count != nil {
		count(touched(e.Changes))
	}
}

// toll is what an entry changed: how many conversations were decided about, cases
// settled, promises brought on, and things sent out, words among them.
type toll struct{ talks, cases, steps, sent, spoken int }

// things are those that something was done to by what went out.
func (t toll) things() int { return max(1, t.sent) }

func touched(changes []inbox.Change) (t toll) {
	cases := map[inbox.Ref]bool{}
	for _, c := range changes {
		switch c.Ref.Kind {
		case inbox.ConversationRef:
			t.talk(c)
		case inbox.CaseRef:
			cases[c.Ref] = true
		case inbox.ActionRef:
			t.send(c)
		case inbox.PostRef, inbox.MemberRef:
		}
	}
	t.cases = len(cases)
	return t
}

func (t *toll) talk(c inbox.Change) {
	if c.Field == "decision" {
		t.talks++
	}
	if c.Field == "follow" && further(c) {
		t.steps++
	}
}

func (t *toll) send(c inbox.Change) {
	var a inbox.Action
	if json.Unmarshal(c.To, &a) != nil || a.ID == "" {
		return
	}
	t.sent++
	if a.Kind.Speaks() {
		t.spoken++
	}
}

// further reports whether a step of a promise was kept.
func further(c inbox.Change) bool {
	var was, is *inbox.Promise
	if json.Unmarshal(c.From, &was) != nil || json.Unmarshal(c.To, &is) != nil || was == nil {
		return false
	}
	return is == nil && was.Step+1 >= len(was.Steps) || is != nil && is.Step > was.Step
}

// CheckIns lists the check-ins that were finished from one day to another, both
// included, oldest first. "" leaves an end open.
func (s *Store) CheckIns(ctx context.Context, from, to string) ([]checkin.Log, error) {
	const query = `SELECT log FROM checkin WHERE ended_at > 0 AND day >= ?1 AND ?2 IN ('', max(day, ?2)) ORDER BY day`
	logs, err := list(ctx, s.read, func(row scanner) (l checkin.Log, err error) {
		var text string
		err = row.Scan(&text)
		return l, errors.Join(err, decode(text, &l))
	}, query, from, to)
	if err != nil {
		return nil, fmt.Errorf("list the check-ins: %w", err)
	}
	return logs, nil
}
