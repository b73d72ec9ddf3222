package week

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// Options are what the pane is started with.
type Options struct {
	Actor    string // who plans here
	ReadOnly bool   // nothing is changed
}

// Pane shows the plan and changes it.
type Pane struct {
	env     pane.Env
	store   Store
	options Options
	now     time.Time // of the last minute or load: drawing reads no clock

	board   board             // as it was read
	columns []calendar.Column // of the days shown, what is filtered out left out
	reading reading
	at      section
	day     calendar.Day // the cursor's
	spot    int          // … and the entry of that day
	id      string       // of the item under the cursor, "" on anything else
	row     int          // the cursor in a list that has no days: the backlog, the problems
	top     int          // the first line of a list that is seen
	zoom    zoom
	scroll  int // of the post, in lines
	most    int // how far the last drawing could be scrolled
	preview bool
	words   string  // that a post must have to be shown
	moving  *moving // a post that is on its way to another time
	frame   frame
	spots   pane.Spots // what the mouse can choose, as it was drawn last

	sheet  sheet
	checks pane.Latest // of what a sheet warns about, whichever sheet it is
	acting bool
	guard  pane.Guard
	jot    pane.Jot // what the sheet of an idea was opened with
	errand string   // the title of the pane that has asked for the post that is open

	commands []pane.Command
	byKey    map[string]int
}

// zoom is whether one post has the pane to itself.
type zoom int

const (
	planned zoom = iota
	opened
)

// sheet is a [pane.Sheet] that belongs to this pane.
type sheet interface {
	pane.Sheet
	// update hears keys, pastes and the sheet's own answers. It closes itself by
	// taking itself off the pane.
	update(msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, options Options) *Pane {
	p := &Pane{env: env, store: store, options: options, now: env.Now()}
	p.board.settings, p.board.source = store.Settings()
	p.board.zone = p.board.settings.Location()
	p.day = calendar.DayOf(p.now.In(p.zone()))
	p.board.from, p.board.days = stretchOf(p.at, p.day)
	p.bind()
	return p
}

// zone is the home zone of the plan: the grid is drawn by its clock.
func (p *Pane) zone() *time.Location { return p.board.zone }

func (p *Pane) today() calendar.Day { return calendar.DayOf(p.now.In(p.zone())) }

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Calendar" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: how much asks for a person.
func (p *Pane) Badge() string {
	n := p.board.asks
	switch {
	case n == 0:
		return ""
	case n > 99:
		return "99+"
	}
	return strconv.Itoa(n)
}

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return p.load() }

// Resize implements [pane.Pane].
func (p *Pane) Resize(width, height int) {
	p.frame.width, p.frame.height = width, height
	p.arrange()
}

// Sheet implements [pane.Pane].
func (p *Pane) Sheet() pane.Sheet {
	if p.sheet == nil {
		return nil
	}
	return p.sheet
}

// Typing implements [pane.Pane]: while a post is being moved its keys mean
// something else.
func (p *Pane) Typing() bool { return p.sheet != nil || p.moving != nil }

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor { return nil }

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return p.acting || p.reading.turning }

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		return p.refresh()
	case pane.Minute:
		p.now = msg.Now
		return p.refresh()
	case pane.Jot:
		return p.hearJot(msg)
	case pane.Show:
		return p.seek(msg)
	case sought:
		return p.present(msg)
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case board:
		return p.show(msg)
	case settled:
		return p.settle(msg)
	case rewritten:
		return tea.Batch(p.rewrite(msg), msg.sheet.save())
	case recalled:
		return p.recall(msg)
	case paused:
		return p.saveAfter(msg)
	case resettled:
		return p.resettle(msg)
	}
	return p.hearTyped(msg)
}

// hearTyped hands a message to what is open: a sheet, or the move of a post.
func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	if p.sheet != nil {
		return p.sheet.update(msg)
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && p.moving != nil {
		return p.pressMoving(k.String())
	}
	return nil
}

// current is the item under the cursor, or nil.
func (p *Pane) current() *calendar.Item {
	switch p.at {
	case onBacklog:
		if all := p.backlog(); p.row < len(all) {
			return &all[p.row]
		}
	case onWeek, onMonth:
		if e := p.entry(); e != nil && e.kind == anItem {
			return &e.item
		}
	case onProblems:
	}
	return nil
}

// problem is the one under the cursor, or nil.
func (p *Pane) problem() *calendar.Problem {
	if p.at == onProblems && p.row < len(p.board.problems) {
		return &p.board.problems[p.row]
	}
	return nil
}
