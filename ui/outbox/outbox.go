// Package outbox is the page of what leaves: what will go out, when, as whom
// and where; what failed and why, in the platform's words; and what asks for a
// person before it goes. Beside it, in the same pane, lies the page of the
// rounds: what comes in.
//
// It reads and decides through [Store] and sends nothing itself. The other
// page is any [pane.Pane]; the two do not know each other.
package outbox

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// Store is what the page reads, and where a person's word goes.
type Store interface {
	// Outbox is what is not settled, and with all what was sent or dropped in
	// the last day besides, in the order in which it leaves.
	Outbox(ctx context.Context, all bool) ([]inbox.Outgoing, error)
	// Decide is a person's word on what asks, or has failed.
	Decide(ctx context.Context, action string, w inbox.Word) error
	// TakeBack drops what has not left, its text the draft again, or asks for
	// what undoes it.
	TakeBack(ctx context.Context, action string) (inbox.Entry, error)
}

// Advice says what helps against the platform's words for why it refused; ""
// if that is not known.
type Advice func(account, why string) string

// section is one of the two pages.
type section int

const (
	outgoing section = iota
	incoming
)

// Pane is both pages.
type Pane struct {
	env   pane.Env
	store Store
	below pane.Pane // the page of the rounds
	helps Advice
	now   time.Time

	section section
	chosen  bool // by a person: it does not turn by itself any more

	items    []inbox.Outgoing
	loaded   bool
	failed   bool // the last question had no answer
	loading  bool
	again    bool
	counting bool
	acting   bool
	guard    pane.Guard
	told     pane.Leaving

	cursor int
	onID   string // the action under the cursor
	asks   string // the first that asks
	top    int    // line
	sheet  *item

	width, height int
	commands      []pane.Command
	byKey         map[string]int
}

// New returns the pane with the page of the rounds beside it, empty until its
// first load.
func New(env pane.Env, store Store, helps Advice, below pane.Pane) *Pane {
	p := &Pane{env: env, store: store, helps: helps, below: below, now: env.Now(), section: incoming}
	p.bind()
	return p
}

// name is the title of the pane.
const name = "Outbox & sync"

// Title implements [pane.Pane].
func (p *Pane) Title() string { return name }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: what the page of the rounds says. How much
// leaves stands in the header.
func (p *Pane) Badge() string { return p.below.Badge() }

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return tea.Batch(p.load(), p.below.Init()) }

// Resize implements [pane.Pane].
func (p *Pane) Resize(width, height int) {
	p.width, p.height = width, height
	p.below.Resize(width, max(0, height-p.head()))
}

// Sheet implements [pane.Pane].
func (p *Pane) Sheet() pane.Sheet {
	switch {
	case p.section == incoming:
		return p.below.Sheet()
	case p.sheet == nil:
		return nil
	}
	return p.sheet
}

// Typing implements [pane.Pane].
func (p *Pane) Typing() bool { return p.section == incoming && p.below.Typing() }

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return p.acting || p.below.Busy() }

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor {
	if p.section == outgoing {
		return nil
	}
	c := p.below.Cursor()
	if c != nil {
		c.Y += p.head()
	}
	return c
}

// Update implements [pane.Pane]. What is typed and clicked is for the page
// that is shown; all else is for both.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if p.section == incoming {
			return p.below.Update(msg)
		}
		return p.hearTyped(msg)
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	}
	return tea.Batch(p.hear(msg), p.below.Update(msg))
}

func (p *Pane) hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		return p.load()
	case pane.Minute:
		return p.passTime(msg)
	case second:
		return p.passSecond()
	case listed:
		return p.show(msg)
	case decided:
		return p.settle(msg)
	}
	return nil
}

func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok && p.sheet != nil {
		return p.sheet.press(k)
	}
	return nil
}

// current is the action under the cursor, or nil.
func (p *Pane) current() *inbox.Outgoing {
	if p.cursor < 0 || p.cursor >= len(p.items) {
		return nil
	}
	return &p.items[p.cursor]
}

func (p *Pane) find(id string) int {
	return slices.IndexFunc(p.items, func(o inbox.Outgoing) bool { return o.ID == id })
}

// stuck is whether a person has to look at it.
func stuck(o *inbox.Outgoing) bool { return o.State == inbox.Asks || o.State == inbox.Failed }
