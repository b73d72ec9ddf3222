package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

const (
	mostReturns  = 5
	usualWindow  = 14 * inbox.Day
	untouchedFor = 30 * inbox.Day // what nobody has touched for so long is no matter of today
)

// CheckIn is the check-in of a day as it stands.
func (s *Store) CheckIn(ctx context.Context, r checkin.Request) (checkin.Day, error) {
	d, err := s.checkIn(ctx, r)
	if err != nil {
		return checkin.Day{}, fmt.Errorf("read the check-in: %w", err)
	}
	return d, nil
}

// roundup is a check-in that is being read.
type roundup struct {
	*Store
	ctx   context.Context
	ask   checkin.Request
	day   checkin.Day
	known map[string]remembered // items of before, by key
	here  map[string]bool       // keys of what stands on the list, or would if it were longer
	parts map[checkin.Step][]checkin.Item
	more  map[checkin.Step]int
	older int // questions that have waited for too long to be listed
}

func (s *Store) checkIn(ctx context.Context, ask checkin.Request) (checkin.Day, error) {
	if ask.Zone == nil {
		ask.Zone = time.UTC
	}
	if ask.Now.IsZero() {
		ask.Now = s.now()
	}
	ask.Window = cmp.Or(ask.Window, usualWindow)
	s.asked.Store(&ask)
	r := &roundup{
		Store: s, ctx: ctx, ask: ask, here: map[string]bool{},
		parts: map[checkin.Step][]checkin.Item{}, more: map[checkin.Step]int{},
	}
	r.day = checkin.Day{Date: ask.Now.In(ask.Zone).Format(time.DateOnly), Now: ask.Now}
	r.day.Quiet, r.day.Opens = checkin.Rest(ask.Now, ask.Hours, ask.Zone)
	for _, step := range []func() error{r.recall, r.news, r.welcome, r.questions, r.good, r.flags, r.loose, r.back, r.rhythm} {
		if err := step(); err != nil {
			return r.day, err
		}
	}
	return r.day, r.assemble()
}

// add puts items on the list of a step, in their order. No more stand there in a day
// than the step holds, what is settled and what is put off among them: else
// whatever is done would only make room for more, and there would be no end.
func (r *roundup) add(step checkin.Step, items []checkin.Item) {
	for i := range items {
		items[i].Step = step
		r.here[items[i].Key] = true
		r.remember(&items[i])
	}
	checkin.PutOffLast(items)
	put := len(items)
	for put > 0 && items[put-1].Skipped {
		put--
	}
	fresh, off := items[:put], items[put:]
	off = off[:min(len(off), step.Most())]
	room := max(0, step.Most()-len(off)-r.settled(step))
	if step == checkin.Good { // they stand there to be chosen from
		room = step.Most()
	}
	listed := slices.Concat(fresh[:min(len(fresh), room)], off)
	r.more[step] += len(items) - len(listed)
	r.parts[step] = append(r.parts[step], listed...)
}

// settled is how much of what stood in a step today is gone.
func (r *roundup) settled(step checkin.Step) int {
	n := 0
	for key, k := range r.known {
		if k.last == r.day.Date && k.step == step && !r.here[key] {
			n++
		}
	}
	return n
}

// assemble makes the parts, with what was noted of each.
func (r *roundup) assemble() error {
	const query = `SELECT used FROM checkin WHERE day = ?`
	used, err := list(r.ctx, r.read, func(row scanner) (used map[checkin.Step]int64, err error) {
		var text string
		err = row.Scan(&text)
		return used, cmp.Or(err, decode(text, &used))
	}, query, r.day.Date)
	if err != nil {
		return err
	}
	for _, step := range checkin.Steps() {
		p := checkin.Part{Step: step, Items: r.parts[step], More: r.more[step], Settled: r.settled(step)}
		if step == checkin.Questions {
			p.Older = r.older
		}
		checkin.PutOffLast(p.Items)
		p.Budget = cmp.Or(r.ask.Budgets[step], step.Budget())
		if len(used) > 0 {
			p.Used = time.Duration(used[0][step]) * time.Microsecond
		}
		if p.Items == nil {
			p.Items = []checkin.Item{}
		}
		r.day.Parts = append(r.day.Parts, p)
	}
	return nil
}

// remembered is what is known of an item from before.
type remembered struct {
	step                 checkin.Step
	first, last, skipDay string
	skips                int
}

// recall reads what was noted of this day and of the items, and of the
// check-ins before.
func (r *roundup) recall() error {
	const (
		items = `SELECT key, step, first_day, last_day, skips, skipped_day FROM checkin_item`
		today = `SELECT began_at, log FROM checkin WHERE day = ?`
	)
	r.known = map[string]remembered{}
	before, err := r.dayBefore()
	if err != nil {
		return err
	}
	_, err = list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var key string
		var k remembered
		if err = row.Scan(&key, &k.step, &k.first, &k.last, &k.skips, &k.skipDay); err == nil && k.last >= before {
			r.known[key] = k // what was off the list in between begins anew
		}
		return
	}, items)
	if err != nil {
		return err
	}
	_, err = list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var began micros
		var text string
		if err = row.Scan(&began, &text); err != nil {
			return
		}
		r.day.Began = began.time()
		if text != "" {
			r.day.Log = &checkin.Log{}
			err = json.Unmarshal([]byte(text), r.day.Log)
		}
		return
	}, today, r.day.Date)
	return err
}

// dayBefore is the last day before this one on which there was a check-in.
func (r *roundup) dayBefore() (day string, err error) {
	err = r.read.QueryRowContext(r.ctx, `SELECT coalesce(max(day), '') FROM checkin WHERE day < ?`, r.day.Date).Scan(&day)
	return day, err
}

// remember tells an item what is known of it.
func (r *roundup) remember(i *checkin.Item) {
	k, was := r.known[i.Key]
	if !was {
		return
	}
	i.Skips, i.Skipped = k.skips, k.skipDay == r.day.Date
	from, err := time.Parse(time.DateOnly, k.first)
	to, wrong := time.Parse(time.DateOnly, r.day.Date)
	if err == nil && wrong == nil {
		i.Carried = max(0, int(to.Sub(from)/inbox.Day))
	}
}

// news counts what came since the last check-in.
func (r *roundup) news() error {
	const (
		since = `
			SELECT coalesce((SELECT max(ended_at) FROM checkin WHERE ended_at > 0 AND ended_at <= ?2),
			                (SELECT at FROM journal INDEXED BY journal_by_time WHERE at < ?1 AND actor = ?3 ORDER BY at DESC LIMIT 1), 0)`
		counts = `
			SELECT (SELECT count(*) FROM message WHERE kind = 'said' AND deleted = 0 AND sent_at > ?1),
			       (SELECT count(*) FROM conversation WHERE opened_at > ?1 AND question = 1),
			       (SELECT count(*) FROM conversation WHERE mention = 1 AND state = 'open' AND last_at > ?1),
			       (SELECT count(*) FROM casefile WHERE opened_at > ?1),
			       (SELECT count(*) FROM member WHERE joined_at > 0 AND joined_at > ?1 AND joined_at <= ?2),
			       (SELECT count(*) FROM outbox WHERE settled_at = 0 AND state IN ('failed', 'asks') AND max(asked_at, tried_at) > ?1)`
	)
	var last micros
	midnight := r.midnight(0)
	if err := r.read.QueryRowContext(r.ctx, since, at(midnight), at(r.ask.Now), r.actor).Scan(&last); err != nil {
		return err
	}
	n := &r.day.News
	if n.Since = last.time(); last == 0 {
		n.Since = r.ask.Now.Add(-inbox.Day)
	}
	n.Since = n.Since.UTC()
	return r.read.QueryRowContext(r.ctx, counts, at(n.Since), at(r.ask.Now)).Scan(&n.Messages, &n.Questions, &n.Mentions, &n.Flags, &n.Joined, &n.Failed)
}

// midnight is when a day begins, counted from today.
func (r *roundup) midnight(days int) time.Time {
	year, month, day := r.ask.Now.In(r.ask.Zone).Date()
	return time.Date(year, month, day+days, 0, 0, 0, 0, r.ask.Zone)
}

// flags are the most urgent of the queue.
func (r *roundup) flags() error {
	cases, err := r.openCases()
	if err != nil {
		return err
	}
	items := make([]checkin.Item, len(cases))
	for i, c := range cases {
		items[i] = checkin.Item{
			Key: fmt.Sprintf("case:%d", c.ID), Kind: checkin.Flag, Case: c.ID, Talk: c.Talk, Account: c.Account, Platform: c.Platform,
			Room: c.Room.Name, Who: c.Author, Name: c.Author.Called(), Text: c.Words(), At: c.OpenedAt,
			Why: append([]string{string(c.Priority)}, c.Why...),
		}
	}
	r.add(checkin.Flags, items)
	return nil
}

// rhythm is what the day is good for.
func (r *roundup) rhythm() error {
	const (
		made     = `SELECT EXISTS (SELECT 1 FROM frozen WHERE period = ?)`
		finished = `SELECT day FROM checkin WHERE ended_at > 0 AND day <= ? ORDER BY day DESC LIMIT 1000`
	)
	year, month, _ := r.ask.Now.In(r.ask.Zone).Date()
	var reported bool
	if err := r.read.QueryRowContext(r.ctx, made, time.Date(year, month-1, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")).Scan(&reported); err != nil {
		return err
	}
	days, err := list(r.ctx, r.read, func(row scanner) (day string, err error) { return day, row.Scan(&day) }, finished, r.day.Date)
	if err != nil {
		return err
	}
	planned := 0
	if r.ask.Now.In(r.ask.Zone).Weekday() == time.Monday {
		week, err := r.Items(r.ctx, r.midnight(0), r.midnight(7))
		if err != nil {
			return err
		}
		planned = len(week)
	}
	r.day.Tips = checkin.Rhythm(r.ask.Now, r.ask.Zone, reported, planned)
	if r.day.Tips == nil {
		r.day.Tips = []checkin.Tip{}
	}
	r.day.Weeks = checkin.Weeks(r.ask.Now, r.ask.Zone, days)
	return nil
}

// keyed is the key of something with an ID of ours.
func keyed(kind string, id int64) string { return fmt.Sprintf("%s:%d", kind, id) }

// named binds the moments that the queries of a check-in know.
func (r *roundup) named() []any {
	return []any{
		sql.Named("now", at(r.ask.Now)), sql.Named("since", at(r.day.News.Since)), sql.Named("new", at(r.ask.Now.Add(-r.ask.Window))), sql.Named("most", mostNew),
	}
}
