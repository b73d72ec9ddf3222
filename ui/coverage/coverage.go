// Package coverage is the sync page: whether the mirror can be trusted, and
// what to do where it cannot. It tells for every account how its rounds go and
// for every channel from when to when everything is held.
//
// It reads through [Store] and hears from the app what is being done right now;
// it changes nothing. It knows the words that Slack refuses with, so that it can
// say what helps, and shows every other word as it came.
package coverage

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// Store is what the page reads.
type Store interface {
	// Standings is how the rounds of every account stand, sorted by name.
	Standings(ctx context.Context) ([]inbox.Standing, error)
}

// Pane shows how the rounds stand.
type Pane struct {
	env   pane.Env
	store Store
	helps Advice
	now   time.Time // of the last load, tick or word: drawing reads no clock

	hidden bool // behind another pane

	accounts []account
	shown    int // which account's channels are listed: -1 is all of them
	loaded   bool
	failed   bool // the last question had no answer
	loading  bool
	again    bool // news came while the last question was out
	counting bool // the next second of a countdown is on its way

	list   list
	filter *filter // while it is being typed
	sheet  *sheet

	width, height int

	commands []pane.Command
	byKey    map[string]int
}

// account is what is known of one account: what the store holds, and what was
// heard since.
type account struct {
	inbox.Standing
	heard   pane.Sync
	heardAt time.Time
}

// New returns the page, empty until its first load.
func New(env pane.Env, store Store, helps Advice) *Pane {
	p := &Pane{env: env, store: store, helps: helps, now: env.Now(), shown: -1}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Sync" }

// keyed is a sentence of ours with the keys in force, which the outbox has for
// both; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed("Outbox & sync", sentence) }

// Badge implements [pane.Pane]: how much here waits for a person.
func (p *Pane) Badge() string {
	n := 0
	for i := range p.accounts {
		a := &p.accounts[i]
		if a.state(p.now) == stopped {
			n++
		}
		n += a.tally().refused
	}
	if n == 0 {
		return ""
	}
	return number(n)
}

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return p.load() }

// Resize implements [pane.Pane].
func (p *Pane) Resize(width, height int) {
	p.width, p.height = width, height
	p.list.place(p.list.cursor, p.rows())
}

// Sheet implements [pane.Pane].
func (p *Pane) Sheet() pane.Sheet {
	if p.sheet == nil {
		return nil
	}
	return p.sheet
}

// Typing implements [pane.Pane].
func (p *Pane) Typing() bool { return p.filter != nil }

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return false }

// second says that one has passed of a countdown.
type second struct{}

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		p.hidden = msg.Hidden
		return p.load()
	case pane.Minute:
		return p.passTime(msg)
	case pane.Sync:
		return p.hear(msg)
	case second:
		return p.passSecond()
	case stood:
		return p.show(msg)
	case pane.Click:
		p.click(msg)
		return nil
	case pane.Wheel:
		p.wheel(msg.By)
		return nil
	case tea.KeyPressMsg, tea.PasteMsg:
		return p.hearTyped(msg)
	}
	return nil
}

func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	switch {
	case p.sheet != nil:
		return p.sheet.update(msg)
	case p.filter != nil:
		p.typeFilter(msg)
	}
	return nil
}
