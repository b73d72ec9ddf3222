package coverage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// kind is what is held of a channel, in one word.
type kind string

// The kinds, from the worst on.
const (
	refused  kind = "refused"  // the platform does not let it be read
	gap      kind = "gap"      // nothing is complete, and nobody reads it
	reading  kind = "reading"  // what is missing is being read
	whole    kind = "whole"    // all that was asked for is here
	archived kind = "archived" // that too, and nothing new is said
	apart    kind = "apart"    // it is not read: we are not in it
	gone     kind = "gone"     // the platform shows it no more
)

func kindOf(c *inbox.Stretch, imported bool) kind {
	switch {
	case c.Gone:
		return gone
	case c.Trouble != "":
		return refused
	case c.Apart && !imported:
		return apart
	case c.Reading:
		return reading
	case c.Held.To.IsZero() && !imported:
		return gap
	case c.Channel.Archived:
		return archived
	}
	return whole
}

// urgency is the place of a kind where trouble comes first.
func urgency(k kind) int {
	return slices.Index([]kind{refused, gap, reading, whole, archived, apart, gone}, k)
}

// order is by what the channels are sorted.
type order string

const (
	byTrouble order = "trouble"
	byName    order = "name"
	byLag     order = "lag"
)

func (o order) next() order {
	switch o {
	case byTrouble:
		return byName
	case byName:
		return byLag
	case byLag:
	}
	return byTrouble
}

// row is one channel in the list.
type row struct {
	inbox.Stretch
	account  string
	name     string // as it is shown, in lower case
	imported bool
	kind     kind
}

func (r *row) is(o *row) bool { return r.account == o.account && r.Channel.ID == o.Channel.ID }

// list is the channels that are listed and the cursor among them. The cursor
// is on a channel and not on a number, once a person has moved it.
type list struct {
	rows        []row
	cursor, top int
	touched     bool
	order       order
	typed       string    // the filter in force
	since       time.Time // where the axis of the bars begins
	longest     int       // name, in cells
}

func (l *list) current() *row {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return nil
	}
	return &l.rows[l.cursor]
}

// place puts the cursor on row n, or the nearest there is, and scrolls so that
// it is among the height rows that are seen, with two more around it.
func (l *list) place(n, height int) {
	l.cursor = max(0, min(n, len(l.rows)-1))
	around := min(2, max(0, (height-1)/2))
	l.top = min(l.top, max(0, l.cursor-around))
	l.top = max(l.top, l.cursor-height+1+around)
	l.top = max(0, min(l.top, len(l.rows)-height))
}

// arrange makes the list anew of what is known, filtered and sorted.
func (p *Pane) arrange() {
	l := &p.list
	var on *row
	if r := l.current(); r != nil && l.touched {
		on = new(row)
		*on = *r
	}
	l.rows, l.since, l.longest = nil, p.now, 0
	for i := range p.accounts {
		if p.shown < 0 || p.shown == i {
			l.add(&p.accounts[i])
		}
	}
	slices.SortStableFunc(l.rows, func(a, b row) int { return compare(&a, &b, l.order) })
	at := 0
	if on != nil {
		if at = slices.IndexFunc(l.rows, func(r row) bool { return r.is(on) }); at < 0 {
			at = l.cursor
		}
	}
	l.place(at, p.rows())
	if p.sheet != nil {
		p.sheet.renew()
	}
}

func (l *list) add(a *account) {
	wanted := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(l.typed)), "#")
	imported := a.fromFile()
	for _, c := range a.Channels {
		name := strings.ToLower(called(c.Channel))
		if !strings.Contains(strings.TrimPrefix(name, "#"), wanted) {
			continue
		}
		r := row{c, a.Account, name, imported, kindOf(&c, imported)}
		l.rows = append(l.rows, r)
		l.longest = max(l.longest, r.needs())
		if from := born(&c); !from.IsZero() && from.Before(l.since) {
			l.since = from
		}
	}
}

// born is where the bar of a channel begins: where what is held does, or where
// the channel itself did; zero if neither is known.
func born(c *inbox.Stretch) time.Time {
	if c.Held.From.IsZero() || !c.Channel.Created.IsZero() && c.Channel.Created.Before(c.Held.From) {
		return c.Channel.Created
	}
	return c.Held.From
}

func compare(a, b *row, o order) int {
	name := cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.account, b.account))
	switch o {
	case byName:
		return name
	case byLag:
		return cmp.Or(a.ReadAt.Compare(b.ReadAt), name)
	case byTrouble:
	}
	return cmp.Or(cmp.Compare(urgency(a.kind), urgency(b.kind)), name)
}
