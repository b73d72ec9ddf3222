package queue

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/ui/pane"
)

// Options are what the pane is started with.
type Options struct {
	Actor    string        // who decides here
	ReadOnly bool          // nothing is decided
	Hold     time.Duration // how long what goes out waits, and can be taken back
	MaxBulk  int           // more cases than this at once are summed up first; 0 is 10
	Views    []View        // saved filters; nil is [Views]
}

// Pane lists cases and decides about them.
type Pane struct {
	env     pane.Env
	store   Store
	rules   Rules
	options Options
	now     time.Time // of the last minute or load: drawing reads no clock
	hidden  bool      // behind another pane
	book    moderation.Rulebook

	tabs    []tab
	at      int
	list    list
	reading reading
	today   int    // how many were decided today
	alike   string // the group that alone is shown, "" for all

	files    map[int64]*opened
	asked    pane.Latest // of files
	unfolded map[int64]bool
	shown    map[int64]time.Time // when a case first lay under the cursor
	scroll   int                 // of the case, in lines
	most     int                 // how far the last drawing could be scrolled
	zoom     zoom
	done     int // decided since zen began
	frame    frame

	filter   *filter
	sheet    sheet
	previews pane.Latest // of what a sheet's choice would become, whichever sheet it is
	acting   bool
	guard    pane.Guard
	spent    spent
	edit     edit
	errand   string // the title of the pane that has asked for the case

	commands []pane.Command
	byKey    map[string]int
}

// zoom is whether one case has the pane to itself.
type zoom int

const (
	listed zoom = iota
	alone       // opened, until it is decided or put away
	zen         // one after another
)

// sheet is a [pane.Sheet] that belongs to this pane.
type sheet interface {
	pane.Sheet
	// update hears keys, pastes and the sheet's own answers. It closes itself
	// by taking itself off the pane.
	update(msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, rules Rules, options Options) *Pane {
	if options.MaxBulk == 0 {
		options.MaxBulk = 10
	}
	p := &Pane{
		env: env, store: store, rules: rules, options: options, now: env.Now(), tabs: sections(options.Views), list: newList(),
		files: map[int64]*opened{}, unfolded: map[int64]bool{}, shown: map[int64]time.Time{},
	}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Moderation" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: how many cases are open.
func (p *Pane) Badge() string { return p.tabs[0].badge() }

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return p.load(takeAll) }

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
func (p *Pane) Typing() bool { return p.sheet != nil || p.filter != nil }

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return p.acting }

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		p.hidden = msg.Hidden
		return p.refresh()
	case pane.Minute:
		return p.passTime(msg)
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case read:
		return p.hearNews(msg)
	case filed:
		return p.showFile(msg)
	case doubted:
		return p.doubt(msg)
	case settled:
		return p.settle(msg)
	case handled:
		return p.settleHandling(msg)
	case reverted:
		return p.revert(msg)
	case pane.Review:
		return p.reviewFor(msg)
	case reviewed:
		return p.review(msg)
	}
	return p.hearTyped(msg)
}

// passTime draws the ages anew. What a section with an age in its filter holds
// depends on the time too; what stands on the tab does not.
func (p *Pane) passTime(msg pane.Minute) tea.Cmd {
	p.now, p.hidden = msg.Now, msg.Hidden
	if msg.Hidden {
		return nil
	}
	return p.refresh()
}

// hearTyped hands a message to what is open: a sheet, or the filter line.
func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	switch {
	case p.sheet != nil:
		return p.sheet.update(msg)
	case p.filter != nil:
		return p.typeFilter(msg)
	}
	return nil
}

// current is the case under the cursor, or nil.
func (p *Pane) current() *moderation.Case {
	if r := p.list.current(); r != nil && r.decision == nil {
		return &r.Case
	}
	return nil
}

// decision is the one under the cursor, or nil.
func (p *Pane) decision() *moderation.Decision {
	if r := p.list.current(); r != nil {
		return r.decision
	}
	return nil
}

// targets are the cases that a verb acts on: the marked ones, else the current
// one.
func (p *Pane) targets() []moderation.Case {
	var on []moderation.Case
	for i := range p.list.rows {
		if r := &p.list.rows[i]; p.list.marks[r.key] && r.decision == nil {
			on = append(on, r.Case)
		}
	}
	if c := p.current(); len(on) == 0 && c != nil {
		on = []moderation.Case{*c}
	}
	return on
}

// edit is a case whose text has changed before a person's eyes, or that has
// come to lie there.
type edit struct {
	id int64
	at time.Time
}

// spent is a key that has just decided something: held down, it must not mean
// what it means elsewhere.
type spent struct {
	key string
	at  time.Time
}

// spends notes that a key of a sheet has decided.
func (p *Pane) spends(key string) { p.spent = spent{key, p.env.Now()} }

// stillHeld is whether the spent key may be held down still.
func (p *Pane) stillHeld() bool {
	const heldDown = 700 * time.Millisecond
	return p.spent.key != "" && p.env.Now().Sub(p.spent.at) < heldDown
}
