package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// printing is one post that is looked at.
type printing struct {
	*pressing
	*kept
	zone *time.Location
	rows []delivered
	look micros // when it is to be looked at again
}

// lookAt asks for a look at some time.
func (p *printing) lookAt(t time.Time) { p.look = min(p.look, max(at(t), 1)) }

func (p *printing) run() error {
	due, err := p.due()
	if err != nil {
		return nil //nolint:nilerr // a rule that cannot be read is told where the file is
	}
	u := unrolling{kept: *p.kept, zone: p.zone, rows: p.rows}
	prompts := u.prompts(due, p.now)
	wanted := map[string]bool{}
	if p.goes() {
		for _, o := range due {
			for _, to := range p.To {
				d := p.wanted(o, to, prompts[o.Key])
				wanted[d.id()] = true
				if err := p.place(o, d); err != nil {
					return err
				}
			}
		}
	}
	for i := range p.rows {
		if d := &p.rows[i]; !wanted[d.id()] {
			if err := p.unwanted(d); err != nil {
				return err
			}
		}
	}
	if p.Source == "" {
		return p.bury()
	}
	if err := p.ripen(); err != nil {
		return err
	}
	return p.conclude()
}

// bury removes the row of a post that was thrown away, once nothing of it is on
// its way any more. What it said stays noted.
func (p *printing) bury() error {
	const query = `
		DELETE FROM post
		WHERE  key = ?1 AND NOT EXISTS (SELECT 1 FROM delivery AS d JOIN outbox AS o ON o.id = d.action WHERE d.post = ?1 AND d.action <> '' AND o.settled_at = 0)`
	_, err := p.tx.ExecContext(p.ctx, query, p.Key)
	return err
}

// due are the times to be looked at: the one of a single post; of a series those
// since the last look and of the next weeks. The next one after that asks for a
// look of its own.
func (p *printing) due() ([]calendar.Occurrence, error) {
	if p.When.IsZero() {
		return nil, nil
	}
	if !p.Series() {
		first := p.When.In(p.zone)
		return []calendar.Occurrence{{Moment: first}}, nil
	}
	from := p.now.Add(-p.settings.MostLate())
	if !p.looked.IsZero() && p.looked.Before(p.now) {
		from = p.looked.Add(-p.settings.MostLate())
	}
	if from.Before(p.since) {
		from = p.since
	}
	if from.Before(p.now.AddDate(-2, 0, 0)) {
		from = p.now.AddDate(-2, 0, 0)
	}
	to := p.now.Add(seriesLead)
	due, err := calendar.Occurrences(p.Post, p.zone, from, to)
	if err != nil {
		return nil, err
	}
	for i := range p.rows { // and what of it has not come to its end
		d := &p.rows[i]
		day, bad := calendar.ParseDay(d.Occurrence)
		if bad != nil || d.final() || slices.ContainsFunc(due, func(o calendar.Occurrence) bool { return o.Key == d.Occurrence }) {
			continue
		}
		noon := calendar.On(day, 12*60).In(time.UTC).At
		more, err := calendar.Occurrences(p.Post, p.zone, noon.AddDate(0, 0, -2), noon.AddDate(0, 0, 2))
		if err != nil {
			return nil, err
		}
		more = slices.DeleteFunc(more, func(o calendar.Occurrence) bool { return o.Key != d.Occurrence })
		due = append(due, more...)
	}
	p.lookAt(to.Add(-7 * 24 * time.Hour))
	return due, nil
}

// final reports whether nothing more will happen to it.
func (d *delivered) final() bool {
	state := d.state()
	return state == calendar.Out || state == calendar.LetGo
}

// wanted is how a delivery should be.
func (p *printing) wanted(o calendar.Occurrence, to calendar.Place, prompt string) *delivered {
	room := p.rooms.find(to)
	item := calendar.Item{Post: p.Post, Occurrence: o.Key, Prompt: prompt}
	text := item.TextAt(to, room.Platform)
	text = p.settings.UTM.Tag(text, map[string]string{
		"platform": string(room.Platform), "campaign": p.Campaign, "post_id": p.Key, "channel": to.Channel, "theme": p.Theme,
	})
	return &delivered{
		Post: p.Key, Occurrence: o.Key, Account: to.Account, Channel: to.Channel, Mode: p.settings.ModeAt(to, room.Platform),
		Due: o.Moment.At, Text: text, Prompt: prompt,
	}
}

// place sees that an item is, or will be, in one channel.
func (p *printing) place(o calendar.Occurrence, want *delivered) error {
	i := slices.IndexFunc(p.rows, func(d delivered) bool { return d.id() == want.id() })
	if i < 0 {
		return p.begin(o, want, nil)
	}
	row := &p.rows[i]
	if row.state() == calendar.Waiting {
		p.lookAt(row.Due.Add(p.settings.MostLate() + unattended + time.Second))
	}
	switch state := row.state(); {
	case row.final() || state == calendar.Leaving || state == calendar.Idle:
		return nil
	case state == calendar.Withdrawn && (row.Ending == "" || row.Ending == asked): // a person has dropped it in the outbox
		return p.note(row, row.with(calendar.LetGo, ""))
	case state == calendar.Withdrawn:
		return p.begin(o, want, row)
	case row.Ending != "":
		return nil // the platform is being asked
	case state == calendar.Waiting && p.now.After(row.Due.Add(p.settings.MostLate()+unattended)):
		if gone, err := p.withdraw(row); err != nil || !gone {
			return err
		}
		now := want.with(calendar.Late, "Nobody delivered it: Rounds did not run then, or "+row.Account+" is not connected.")
		return p.note(row, now)
	case state == calendar.Asking, row.same(want) && !want.Due.After(p.now), row.same(want) && row.Action != "":
		return nil // a person has to say, or all is as it should be
	case row.Action == "" && !want.Due.After(p.now) && state != calendar.ByHand:
		return nil // it was missed, whatever it says now
	}
	return p.redo(o, row, want)
}

// unattended is how long after the last moment something may wait in the outbox
// before it is plain that nobody delivers there.
const unattended = 2 * time.Minute

// same reports whether what rests is what is wanted.
func (d *delivered) same(want *delivered) bool {
	return d.Text == want.Text && d.Due.Equal(want.Due) && d.Mode == want.Mode
}

// with is the delivery in another state of its own.
func (d *delivered) with(state calendar.State, trouble string) *delivered {
	now := *d
	now.Own, now.Trouble = string(state), trouble
	return &now
}

// redo takes back what does not fit any more, and begins anew.
func (p *printing) redo(o calendar.Occurrence, row, want *delivered) error {
	gone, err := p.withdraw(row)
	if err != nil || !gone {
		return err
	}
	return p.begin(o, want, row)
}

// unwanted takes back what is not to go out any more.
func (p *printing) unwanted(row *delivered) error {
	state := row.state()
	switch {
	case row.final(), state == calendar.Leaving, state == calendar.Asking, state == calendar.Withdrawn && (row.Ending == "" || row.Ending == asked):
		return nil // there, or a person's affair
	case state == calendar.Withdrawn:
		return p.note(row, nil)
	case row.Ending == endAnew, row.Ending == asked && p.Source != "":
		return nil // the platform is being asked, or a person wants it all the same
	}
	gone, err := p.withdraw(row)
	if err != nil || !gone {
		return err
	}
	return p.note(row, nil)
}

// withdraw takes an action out of the outbox, or back from the platform that was
// to post it. It reports whether it is gone already.
func (p *printing) withdraw(row *delivered) (gone bool, err error) {
	const drop = `UPDATE outbox SET state = 'dropped', settled_at = ?2 WHERE id = ?1 AND state IN ('queued', 'asks', 'failed')`
	if row.Action == "" {
		return true, nil
	}
	if row.out != inbox.Planned {
		done, err := p.tx.ExecContext(p.ctx, drop, row.Action, at(p.now))
		if err != nil {
			return false, err
		}
		n, err := done.RowsAffected()
		return n == 1, err
	}
	found, err := list(p.ctx, p.tx, scanOutgoing, selectOutgoing+`WHERE o.id = ?`, row.Action)
	if err != nil || len(found) == 0 || found[0].Undone {
		return false, err
	}
	changes, err := p.s.undoSent(p.ctx, p.tx, p.entry.ID, found[0])
	if errors.Is(err, inbox.ErrNoWayBack) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	p.entry.Changes = append(p.entry.Changes, changes...)
	ending := *row
	ending.Ending = endAnew
	return false, p.note(row, &ending)
}

// note changes a row, in the journal too.
func (p *printing) note(was, now *delivered) error {
	id := (*now.or(was)).id()
	c, err := rowChange(p.Key, id, was, now)
	if err != nil {
		return err
	}
	p.entry.Changes = append(p.entry.Changes, c)
	return applyDelivery(p.ctx, p.tx, p.Key, id, c.To)
}

func (d *delivered) or(other *delivered) *delivered {
	if d == nil {
		return other
	}
	return d
}

// begin does what a delivery needs that has not begun. was is the row that it
// takes the place of, or nil.
func (p *printing) begin(o calendar.Occurrence, want, was *delivered) error {
	room := p.rooms.find(calendar.Place{Account: want.Account, Channel: want.Channel})
	ahead, left := room.Platform.Ahead(), want.Due.Sub(p.now)
	later := func(t time.Time) error {
		if !t.IsZero() {
			p.lookAt(t)
		}
		if was != nil {
			return p.note(was, nil)
		}
		return nil
	}
	switch {
	case left < -p.settings.MostLate() && !p.expects(o):
		return later(time.Time{})
	case left < -p.settings.MostLate():
		return p.note(was, want.with(calendar.Late, room.Lacks))
	case want.Mode == calendar.Remind && left > 0, room.Lacks != "" && left > 0:
		return later(want.Due)
	case want.Mode == calendar.Remind:
		return p.note(was, want.with(calendar.ByHand, ""))
	case room.Lacks != "":
		return p.note(was, want.with(calendar.NotTaken, room.Lacks))
	case want.Text == "" && left > 0:
		return later(want.Due)
	case want.Text == "" && len(p.Pool) > 0:
		return p.note(was, want.with(calendar.NotTaken, fmt.Sprintf("Every text of its pool was said within %d weeks: add one.", p.Rest)))
	case want.Text == "":
		return p.note(was, want.with(calendar.NotTaken, "There is nothing written in it."))
	case want.Mode == calendar.Native && left > room.Platform.Farthest():
		return later(want.Due.Add(-room.Platform.Farthest()))
	case want.Mode == calendar.Native && left > ahead+p.s.hold:
		return p.send(want, was, room)
	case left > lead:
		return later(want.Due.Add(-lead))
	}
	return p.send(want, was, room)
}

// expects reports whether a time that has passed was one at which something
// was to be said: a series that was changed afterwards is not late.
func (p *printing) expects(o calendar.Occurrence) bool {
	return p.expected(o) && (o.Key == "" || p.looked.IsZero() || o.Moment.At.After(p.looked.Add(-p.settings.MostLate())))
}

// send puts a delivery into the outbox.
func (p *printing) send(want, was *delivered, room calendar.Room) error {
	native := want.Mode == calendar.Native && want.Due.Sub(p.now) > room.Platform.Ahead()+p.s.hold
	a := inbox.Action{
		ID: newID(), Kind: inbox.Post, Account: want.Account, Channel: room.ID, Text: want.Text,
		Due: want.Due, Later: true, Here: !native, Grace: p.settings.MostLate(),
	}
	changes, err := p.s.send(p.ctx, p.tx, p.entry.ID, a)
	if err != nil {
		return p.note(was, want.with(calendar.NotTaken, err.Error()))
	}
	p.entry.Changes = append(p.entry.Changes, changes...)
	want.Action = a.ID
	p.lookAt(want.Due.Add(p.settings.MostLate() + unattended + time.Second))
	return p.note(was, want)
}

// conclude writes into the file of a post that is said once that it is out.
func (p *printing) conclude() error {
	if p.Series() || !p.goes() || len(p.To) == 0 {
		return nil
	}
	rows, err := list(p.ctx, p.tx, scanDelivered, selectDelivery+`WHERE d.post = ?`, p.Key)
	if err != nil {
		return err
	}
	said, all := 0, 0
	for i := range rows {
		if rows[i].final() {
			all++
		}
		if rows[i].state() == calendar.Out {
			said++
		}
	}
	if all < len(rows) || all < len(p.To) || said == 0 {
		return nil
	}
	now, err := p.With(calendar.As(calendar.Published))
	if err != nil {
		return nil //nolint:nilerr // the file says so itself
	}
	now.Key = p.Key
	c, err := refile(&p.Post, now)
	if err != nil {
		return err
	}
	p.entry.Changes = append(p.entry.Changes, c)
	return p.s.apply(p.ctx, p.tx, c, at(p.now))
}
