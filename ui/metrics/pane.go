package metrics

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// Pane shows the numbers and what they were counted from.
type Pane struct {
	env     pane.Env
	store   Store
	options Options
	now     time.Time // of the last minute or load: drawing reads no clock

	period  period
	segment metrics.Segment
	rows    breadth
	compare comparing
	words   string // that the name of a figure must have to be shown

	read    answer // what is shown
	reading reading
	at      section
	cursor  int // on the list of the section
	top     int // the first line of it that is seen
	column  int // the bar, or the week of a cohort, that is looked at; counted from the last one
	opened  *opened
	frame   frame

	sheet    sheet
	keeping  pane.Latest
	acting   bool
	guard    pane.Guard
	commands []pane.Command
	byKey    map[string]int
}

// breadth is how many figures the board has.
type breadth int

const (
	theTwelve breadth = iota
	allFigures
)

// comparing is whether charts show the period before as well.
type comparing int

const (
	alone comparing = iota
	withBefore
)

// sheet is a [pane.Sheet] that belongs to this pane.
type sheet interface {
	pane.Sheet
	// update hears keys and pastes. It closes itself by taking itself off the
	// pane.
	update(msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, options Options) *Pane {
	p := &Pane{env: env, store: store, options: options, now: env.Now(), period: period{length: thirtyDays}}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Metrics" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: nothing waits here.
func (p *Pane) Badge() string { return "" }

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

// Typing implements [pane.Pane].
func (p *Pane) Typing() bool { return p.sheet != nil }

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor { return nil }

// Busy implements [pane.Pane]: only while something is being kept. Reading
// never holds a key back.
func (p *Pane) Busy() bool { return p.acting }

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		if msg.Hidden { // nothing of it stands on the tab
			return nil
		}
		return p.refresh()
	case pane.Minute:
		p.now = msg.Now
		if msg.Hidden {
			return nil
		}
		return p.pass()
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case answer:
		return p.show(msg)
	case made:
		return p.showFigure(msg)
	case lined:
		return p.showLines(msg)
	case kept:
		return p.settle(msg)
	}
	if p.sheet != nil {
		return p.sheet.update(msg)
	}
	return nil
}

// pass reads again when a day has passed: until then nothing that is counted
// has changed, for changes are told.
func (p *Pane) pass() tea.Cmd {
	if w := p.period.window(p.local()); p.reading.loaded && w != p.read.window {
		return p.refresh()
	}
	return nil
}
