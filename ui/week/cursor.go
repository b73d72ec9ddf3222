package week

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
)

// entryKind is what can stand on a day.
type entryKind int

const (
	anItem  entryKind = iota
	aSlot             // of the template, and nothing is planned in it
	aShadow           // where something that is being moved was
)

// entry is one thing on a day.
type entry struct {
	kind   entryKind
	item   calendar.Item
	slot   calendar.Slot
	minute int
}

// column is a day of those that are shown, or nil.
func (p *Pane) column(day calendar.Day) *calendar.Column {
	n := int(day - p.board.from)
	if n < 0 || n >= len(p.columns) {
		return nil
	}
	return &p.columns[n]
}

// entries are what stands on a day, by time.
func (p *Pane) entries(day calendar.Day) []entry {
	c := p.column(day)
	if c == nil {
		return nil
	}
	all := make([]entry, 0, len(c.Items)+len(c.Empty)+1)
	for _, i := range c.Items {
		all = append(all, entry{kind: anItem, item: i, minute: p.clock(&i).Minute})
	}
	for _, s := range c.Empty {
		all = append(all, entry{kind: aSlot, slot: s, minute: s.Minute})
	}
	if m := p.moving; m != nil && m.was.Day == day && m.to != m.was {
		all = append(all, entry{kind: aShadow, item: m.item, minute: m.was.Minute})
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.minute - b.minute })
	return all
}

// clock is when an item is due, by the clock of the home zone.
func (p *Pane) clock(i *calendar.Item) calendar.Wall {
	return calendar.WallOf(i.Moment.At.In(p.zone()))
}

// entry is what the cursor is on, or nil.
func (p *Pane) entry() *entry {
	all := p.entries(p.day)
	if p.spot >= len(all) {
		return nil
	}
	return &all[p.spot]
}

// place puts the cursor on an entry of its day, or the nearest there is.
func (p *Pane) place(spot int) {
	all := p.entries(p.day)
	p.spot, p.id = max(0, min(spot, len(all)-1)), ""
	if p.spot < len(all) && all[p.spot].kind == anItem {
		p.id = all[p.spot].item.ID()
	}
	p.scroll = 0
}

// toNext puts the cursor on what comes next today.
func (p *Pane) toNext() {
	now := calendar.WallOf(p.now.In(p.zone())).Minute
	all := p.entries(p.day)
	n := slices.IndexFunc(all, func(e entry) bool { return e.minute >= now })
	if n < 0 {
		n = len(all) - 1
	}
	p.place(n)
}

// toRow puts the cursor on a row of a list without days.
func (p *Pane) toRow(n int) {
	count := len(p.board.problems)
	if p.at == onBacklog {
		count = len(p.backlog())
	}
	p.row, p.id, p.scroll = max(0, min(n, count-1)), "", 0
	if i := p.current(); i != nil {
		p.id = i.ID()
	}
}

// backlog is what has no time, as far as it is not filtered out.
func (p *Pane) backlog() []calendar.Item {
	if p.words == "" {
		return p.board.backlog
	}
	return slices.DeleteFunc(slices.Clone(p.board.backlog), func(i calendar.Item) bool { return !p.matches(&i) })
}

// toDay goes to a day, and reads its week or month if that is another one.
func (p *Pane) toDay(day calendar.Day) tea.Cmd {
	p.day = day
	if read := p.readDays(); read != nil {
		p.spot, p.id = 0, ""
		return read
	}
	p.place(p.spot)
	return nil
}

// readDays reads the days around the cursor if others are shown; else it is nil.
func (p *Pane) readDays() tea.Cmd {
	if from, days := stretchOf(p.at, p.day); from == p.board.from && days == p.board.days {
		return nil
	}
	p.reading.turning = true
	return p.load()
}

// step goes down or up: through a day, in a list through all of them, in a
// month by weeks.
func (p *Pane) step(by int) tea.Cmd {
	switch {
	case p.zoom == opened:
		return p.scrollBy(by)
	case p.at == onBacklog || p.at == onProblems:
		p.toRow(p.row + by)
		return nil
	case p.at == onMonth:
		return p.toDay(p.day + calendar.Day(7*by))
	}
	all := p.entries(p.day)
	to := p.spot + by
	if !p.frame.grid && (to < 0 || to >= len(all)) {
		return p.stepOver(by)
	}
	p.place(to)
	return nil
}

// stepOver goes on to the next day of the list that has something on it.
func (p *Pane) stepOver(by int) tea.Cmd {
	sign := max(-1, min(by, 1))
	last := p.board.from + calendar.Day(p.board.days) - 1
	for day := p.day + calendar.Day(sign); p.board.from <= day && day <= last; day += calendar.Day(sign) {
		if all := p.entries(day); len(all) > 0 {
			p.day = day
			p.place(map[int]int{1: 0, -1: len(all) - 1}[sign])
			return nil
		}
	}
	return nil
}

// byDays goes some days on; in a list without days to another section.
func (p *Pane) byDays(n int) tea.Cmd {
	switch {
	case p.zoom == opened:
		return p.neighbour(n)
	case p.at == onBacklog || p.at == onProblems:
		return p.turn(p.at + section(n))
	}
	return p.toDay(p.day + calendar.Day(n))
}

// neighbour opens the post before or after the one that is open.
func (p *Pane) neighbour(by int) tea.Cmd {
	if p.at == onBacklog {
		p.toRow(p.row + by)
		return nil
	}
	if to := p.spot + by; to >= 0 && to < len(p.entries(p.day)) {
		p.place(to)
	} else if cmd := p.stepOver(by); cmd != nil {
		return cmd
	}
	if p.current() == nil {
		p.zoom = planned
		p.arrange()
	}
	return nil
}

// byWeeks goes some weeks on, or months.
func (p *Pane) byWeeks(n int) tea.Cmd {
	switch p.at {
	case onMonth:
		year, month, day := p.day.Parts()
		last := calendar.Date(year, month+1+time.Month(n), 0)
		return p.toDay(min(calendar.Date(year, month+time.Month(n), day), last))
	case onWeek:
		return p.toDay(p.day + calendar.Day(7*n))
	case onBacklog, onProblems:
	}
	return nil
}

func (p *Pane) toToday() tea.Cmd {
	if p.at == onBacklog || p.at == onProblems {
		p.at = onWeek
	}
	p.zoom = planned
	p.arrange()
	return p.toDay(p.today())
}

// first and last are the ends of a list, or of a day.
func (p *Pane) first() tea.Cmd { return p.ends(0) }
func (p *Pane) last() tea.Cmd  { return p.ends(1 << 20) }

func (p *Pane) ends(n int) tea.Cmd {
	switch {
	case p.zoom == opened:
		p.scroll = min(n, p.most)
	case p.at == onBacklog || p.at == onProblems:
		p.toRow(n)
	case !p.frame.grid && p.at == onWeek:
		p.day = p.board.from
		if n > 0 {
			p.day += calendar.Day(p.board.days - 1)
		}
		p.place(n)
	default:
		p.place(n)
	}
	return nil
}

// scrollBy moves the post in its window.
func (p *Pane) scrollBy(by int) tea.Cmd {
	p.scroll = max(0, min(p.scroll+by, p.most))
	return nil
}
