package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// Items are what is planned from one instant until before another, series
// unrolled, in the order of [calendar.Item.Compare].
func (s *Store) Items(ctx context.Context, from, to time.Time) ([]calendar.Item, error) {
	const (
		single = selectPost + `WHERE series = 0 AND first_at > 0 AND first_at >= ?1 AND first_at < ?2`
		series = selectPost + `WHERE series = 1 AND first_at < ?2`
		beyond = selectPost + `WHERE series = 1 AND first_at >= ?2 AND key IN (SELECT post FROM delivery WHERE due_at >= ?1 AND due_at < ?2)`
	)
	var posts []kept
	for _, query := range []string{single, series, beyond} {
		some, err := list(ctx, s.read, s.scanPost, query, at(from), at(to))
		if err != nil {
			return nil, fmt.Errorf("read the plan: %w", err)
		}
		posts = append(posts, some...)
	}
	items, err := s.unroll(ctx, posts, from, to)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	slices.SortFunc(items, calendar.Item.Compare)
	return items, nil
}

// Backlog is what has no time: ideas and drafts, the newest first.
func (s *Store) Backlog(ctx context.Context) ([]calendar.Item, error) {
	posts, err := list(ctx, s.read, s.scanPost, selectPost+`WHERE first_at = 0 AND source <> '' ORDER BY made_at DESC, key DESC`)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	items := make([]calendar.Item, len(posts))
	for i, k := range posts {
		items[i] = calendar.Item{Post: k.Post, Consent: k.consent, Status: k.status}
	}
	return items, nil
}

// Item is one item as it is now, or [inbox.ErrNone]. A series without an
// occurrence is shown by its next one.
func (s *Store) Item(ctx context.Context, key, occurrence string) (calendar.Item, error) {
	k, err := s.postBy(ctx, s.read, key)
	if err != nil {
		return calendar.Item{}, err
	}
	if k.When.IsZero() {
		return calendar.Item{Post: k.Post, Consent: k.consent, Status: k.status}, nil
	}
	from := k.When.In(s.zoneOf(k.Post)).At
	to := from.Add(time.Microsecond)
	if k.Series() {
		day, err := calendar.ParseDay(occurrence)
		switch {
		case occurrence == "":
			from, to = s.now(), s.now().AddDate(2, 0, 0)
		case err != nil:
			return calendar.Item{}, inbox.ErrNone
		default:
			noon := calendar.On(day, 12*60).In(time.UTC).At
			from, to = noon.AddDate(0, 0, -2), noon.AddDate(0, 0, 2)
		}
	}
	items, err := s.unroll(ctx, []kept{k}, from, to)
	if err != nil {
		return calendar.Item{}, fmt.Errorf("read the plan: %w", err)
	}
	for _, i := range items {
		if i.Occurrence == occurrence || occurrence == "" {
			return i, nil
		}
	}
	return calendar.Item{}, inbox.ErrNone
}

// unroll makes items of posts: what is due in a range, and what became of it.
func (s *Store) unroll(ctx context.Context, posts []kept, from, to time.Time) ([]calendar.Item, error) {
	if len(posts) == 0 {
		return nil, nil
	}
	rows, err := s.deliveriesOf(ctx, s.read, posts)
	if err != nil {
		return nil, err
	}
	var items []calendar.Item
	for _, k := range posts {
		u := unrolling{kept: k, zone: s.zoneOf(k.Post), rows: rows[k.Key]}
		due, err := u.due(from, to)
		if err != nil {
			continue // its file says so, in the list of problems
		}
		prompts := u.prompts(due, s.now())
		for _, o := range due {
			items = append(items, s.item(k, o, prompts[o.Key], u.rows))
		}
	}
	return items, s.tellMore(ctx, items)
}

// deliveriesOf are the rows of posts, by their keys.
func (s *Store) deliveriesOf(ctx context.Context, db asker, posts []kept) (map[string][]delivered, error) {
	keys := make([]string, len(posts))
	for i, k := range posts {
		keys[i] = k.Key
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, db, scanDelivered, selectDelivery+`WHERE d.post IN (SELECT value FROM json_each(?))`, string(text))
	by := make(map[string][]delivered, len(posts))
	for _, d := range all {
		by[d.Post] = append(by[d.Post], d)
	}
	return by, err
}

// unrolling is a post whose times are being worked out.
type unrolling struct {
	kept
	zone *time.Location
	rows []delivered
}

// due are the times in a range: those of the rule, and those at which something
// went out although the rule does not name them any more.
func (u *unrolling) due(from, to time.Time) ([]calendar.Occurrence, error) {
	due, err := calendar.Occurrences(u.Post, u.zone, from, to)
	if err != nil || !u.Series() {
		return due, err
	}
	// What the series would have said before it came here nobody has planned.
	due = slices.DeleteFunc(due, func(o calendar.Occurrence) bool {
		return o.Moment.At.Before(u.since) && !slices.ContainsFunc(u.rows, func(d delivered) bool { return d.Occurrence == o.Key })
	})
	seen := map[string]bool{}
	for _, o := range due {
		seen[o.Key] = true
	}
	for i := range u.rows {
		d := &u.rows[i]
		if seen[d.Occurrence] || d.Due.Before(from) || !d.Due.Before(to) {
			continue
		}
		if state := d.state(); state == calendar.Idle || state == calendar.Withdrawn {
			continue
		}
		seen[d.Occurrence] = true
		wall := calendar.WallOf(d.Due.In(u.zone))
		moment := wall.In(u.zone)
		moment.At = d.Due
		due = append(due, calendar.Occurrence{Key: d.Occurrence, Moment: moment})
	}
	slices.SortFunc(due, func(a, b calendar.Occurrence) int { return a.Moment.At.Compare(b.Moment.At) })
	return due, nil
}

// prompts are which texts of the pool have their turn, by occurrence. What was
// dealt already stays.
func (u *unrolling) prompts(due []calendar.Occurrence, now time.Time) map[string]string {
	if len(u.Pool) == 0 || len(due) == 0 {
		return nil
	}
	dealt := map[string]string{}
	var past []calendar.Turn
	last := u.When.Day - 1
	for i := range u.rows {
		d := &u.rows[i]
		day, err := calendar.ParseDay(d.Occurrence)
		stale := !d.final() && !slices.Contains(u.Pool, d.Prompt) // it was edited, and is not out yet
		if err != nil || d.Prompt == "" || dealt[d.Occurrence] != "" || stale {
			continue
		}
		dealt[d.Occurrence] = d.Prompt
		past = append(past, calendar.Turn{Text: d.Prompt, Day: day})
		last = max(last, day)
	}
	slices.SortFunc(past, func(a, b calendar.Turn) int { return int(a.Day - b.Day) })
	if today := calendar.DayOf(now.In(u.zone)); len(past) == 0 && last < today-1 {
		last = today - 1 // nothing of it was dealt before we came
	}
	end := due[len(due)-1].Moment.At.Add(time.Microsecond)
	next, err := calendar.Occurrences(u.Post, u.zone, calendar.On(last+1, 0).In(u.zone).At, end)
	if err != nil {
		return dealt
	}
	var days []calendar.Day
	for _, o := range next {
		if dealt[o.Key] == "" {
			days = append(days, o.Moment.Wall.Day)
		}
	}
	for i, text := range calendar.Turns(u.Pool, u.Rest, past, days) {
		dealt[days[i].String()] = text
	}
	return dealt
}

// item is a post at one of its times.
func (s *Store) item(k kept, o calendar.Occurrence, prompt string, rows []delivered) calendar.Item {
	i := calendar.Item{Post: k.Post, Occurrence: o.Key, Moment: o.Moment, Prompt: prompt, Consent: k.consent, Status: k.status}
	taken := map[calendar.Place]bool{}
	for n := range rows {
		d := &rows[n]
		at := calendar.Place{Account: d.Account, Channel: d.Channel}
		if d.Occurrence != o.Key || !slices.Contains(k.To, at) && d.state() == calendar.Withdrawn {
			continue
		}
		taken[at] = true
		i.Deliveries = append(i.Deliveries, d.tell())
	}
	rest := calendar.Idle
	if k.goes() && s.now().After(o.Moment.At.Add(s.settings().MostLate())) && k.expected(o) {
		rest = calendar.Late
	}
	for _, at := range k.To {
		if !taken[at] {
			i.Deliveries = append(i.Deliveries, calendar.Delivery{Place: at, Due: o.Moment.At, State: rest})
		}
	}
	rank := func(d calendar.Delivery) int {
		if n := slices.Index(k.To, d.Place); n >= 0 {
			return n
		}
		return len(k.To)
	}
	slices.SortStableFunc(i.Deliveries, func(a, b calendar.Delivery) int { return rank(a) - rank(b) })
	return i
}

// goes reports whether a post goes out by itself, with the rules of approval.
func (k *kept) goes() bool {
	return (k.status == calendar.Scheduled || k.status == calendar.Approved) && k.Goes()
}

// expected reports whether an occurrence was planned here when its time came.
// What a series would have said before it came here was not.
func (k *kept) expected(o calendar.Occurrence) bool {
	return o.Key == "" || !k.since.IsZero() && !o.Moment.At.Before(k.since)
}

// tellMore adds to items what is known of their places, and rolls their status
// up.
func (s *Store) tellMore(ctx context.Context, items []calendar.Item) error {
	rooms, err := s.roomsBy(ctx, s.read)
	if err != nil {
		return err
	}
	settings := s.settings()
	for n := range items {
		i := &items[n]
		for j := range i.Deliveries {
			d := &i.Deliveries[j]
			room := rooms.find(d.Place)
			if d.Platform == "" {
				d.Platform = room.Platform
			}
			if d.Mode == "" {
				d.Mode = settings.ModeAt(d.Place, d.Platform)
			}
			if d.State == calendar.Idle || d.State == calendar.Late && d.Action == "" {
				d.Why = room.Lacks
			}
		}
		if i.Status == calendar.Approved && i.Post.Goes() {
			i.Status = calendar.Scheduled
		}
		i.Status = calendar.Rollup(i.Status, i.Deliveries)
	}
	return s.results(ctx, items)
}
