package week

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// reading is what is known of the questions to the store.
type reading struct {
	asked   pane.Latest
	out     bool // one is out
	again   bool // and another is due
	turning bool // what is shown is not yet what the cursor is in
	loaded  bool // the first answer has come
	failed  bool // the last one was an error
}

// board is the plan as it was read: some days of it, and what has none.
type board struct {
	question uint64
	from     calendar.Day
	days     int
	items    []calendar.Item
	backlog  []calendar.Item
	problems []calendar.Problem
	rooms    []calendar.Room
	settings calendar.Settings
	source   string         // of the settings
	zone     *time.Location // the home zone: looked up once, and not for every frame
	asks     int            // how much asks for a person
	err      error
}

// stretchOf is which days a section shows around one of them.
func stretchOf(at section, day calendar.Day) (from calendar.Day, days int) {
	if at != onMonth {
		return day.Monday(), 7
	}
	year, month, _ := day.Parts()
	from = calendar.Date(year, month, 1).Monday()
	last := calendar.Date(year, month+1, 0)
	return from, int(last.Monday()-from) + 7
}

// refresh reads what is shown again. While one question is out it only
// remembers that another is due.
func (p *Pane) refresh() tea.Cmd {
	if p.reading.again = p.reading.out; p.reading.again {
		return nil
	}
	return p.load()
}

// load reads the days around the cursor. Like every command it closes over
// values and never over the pane, which will have moved on when it answers.
func (p *Pane) load() tea.Cmd {
	ask, day := p.question(), p.day
	return func() tea.Msg { return ask(day) }
}

// question is a reading of the section around a day.
func (p *Pane) question() func(day calendar.Day) board {
	p.reading.out = true
	number, at, store, ctx, clock := p.reading.asked.Ask(), p.at, p.store, p.env.Ctx, p.env.Now
	return func(day calendar.Day) board {
		b := board{question: number}
		b.settings, b.source = store.Settings()
		b.from, b.days = stretchOf(at, day)
		b.zone = b.settings.Location()
		from, to := calendar.On(b.from, 0).In(b.zone).At, calendar.On(b.from+calendar.Day(b.days), 0).In(b.zone).At
		var failed [5]error
		b.items, failed[0] = store.Items(ctx, from, to)
		b.backlog, failed[1] = store.Backlog(ctx)
		b.problems, failed[2] = store.Problems(ctx)
		b.rooms, failed[3] = store.Rooms(ctx)
		now := clock()
		var around []calendar.Item
		around, failed[4] = store.Items(ctx, now.AddDate(0, 0, -lookBack), now)
		b.asks = asking(around) + len(b.problems)
		b.err = firstOf(failed[:])
		return b
	}
}

// firstOf is what failed first: the rest fails for the same reason, and the foot
// of the screen has one line.
func firstOf(failed []error) error {
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// lookBack is for how many days what was missed or failed asks for a person in
// the badge.
const lookBack = 28

// asking counts what a person has to say something about.
func asking(items []calendar.Item) int {
	n := 0
	for i := range items {
		if asks(items[i].Status) {
			n++
		}
	}
	return n
}

func asks(s calendar.Status) bool {
	return s == calendar.Missed || s == calendar.Failed || s == calendar.Partial
}

// show puts a reading on the screen. The cursor stays on its item.
func (p *Pane) show(b board) tea.Cmd {
	if !p.reading.asked.Is(b.question) {
		return nil
	}
	first := !p.reading.loaded
	p.reading.out, p.reading.turning, p.now = false, false, p.env.Now()
	if b.err != nil {
		p.reading.failed = true
		return tea.Batch(pane.Fail(b.err), p.readAgain())
	}
	p.reading.loaded, p.reading.failed = true, false
	p.board = b
	p.lay()
	p.follow()
	if first {
		p.toNext()
	}
	p.arrange()
	return p.readAgain()
}

func (p *Pane) readAgain() tea.Cmd {
	if !p.reading.again {
		return nil
	}
	p.reading.again = false
	return p.refresh()
}

// lay puts the items on their days; one that is being moved on the day where
// it would be dropped.
func (p *Pane) lay() {
	items := p.board.items
	if p.words != "" {
		items = slices.DeleteFunc(slices.Clone(items), func(i calendar.Item) bool { return !p.matches(&i) })
	}
	if p.moving != nil {
		items = p.moving.among(items)
	}
	p.columns = calendar.Columns(items, p.board.from, p.board.days, p.zone(), p.board.settings)
	if p.words != "" {
		for i := range p.columns {
			p.columns[i].Empty = nil
		}
	}
}

// follow keeps the cursor on its item, or as near as there is one.
func (p *Pane) follow() {
	if p.at == onBacklog || p.at == onProblems {
		p.followRow()
		return
	}
	if p.id != "" {
		for i := range p.columns {
			for k, e := range p.entries(p.columns[i].Day) {
				if e.kind == anItem && e.item.ID() == p.id {
					p.day, p.spot = p.columns[i].Day, k
					return
				}
			}
		}
	}
	p.place(p.spot)
}

func (p *Pane) followRow() {
	if p.at == onBacklog && p.id != "" {
		is := func(i calendar.Item) bool { return i.ID() == p.id }
		if n := slices.IndexFunc(p.backlog(), is); n >= 0 {
			p.row = n
			return
		}
	}
	p.toRow(p.row)
}

// room is what is known of a place, which may be nothing.
func (p *Pane) room(at calendar.Place) (calendar.Room, bool) {
	for _, r := range p.board.rooms {
		if r.Place == at {
			return r, true
		}
	}
	return calendar.Room{Place: at}, false
}
