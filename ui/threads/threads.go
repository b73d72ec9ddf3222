// Package threads is the inbox pane: every account's conversations in one
// list, what was said in the one under the cursor, who asked, and the verbs of
// triage.
//
// It reads and writes through [Store] and knows neither SQL nor a platform.
// Words from outside reach the screen through package pane alone. Whatever it
// asks for is asked in a command; an answer that comes late is dropped, and a
// question that would overtake another waits for it.
package threads

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// Pane lists conversations and decides about them.
type Pane struct {
	env   pane.Env
	store Store
	now   time.Time // of the last minute or load: drawing reads no clock

	tabs                 []tab
	at                   int
	counting, countAgain bool
	born                 bool           // the memory was empty when we began
	empty                bool           // there is not one conversation in the memory
	waits                int            // open conversations that ask for us
	wakes                time.Time      // when the first snoozed one wakes, if known
	asks                 map[int64]bool // where the outbox asks for a person
	syncing              pane.Sync

	list    list
	details details
	guest   *row // shown though the list does not hold it: found by a search
	errand  errand

	focus  focus
	place  place
	zoomed bool
	frame  frame
	size   int // of the last drawing, in bytes: the next one will be as large

	filter *filter
	sheet  sheet
	papers map[desk]*paper // texts whose last words may still be on their way
	acting bool            // a verb is being carried out
	last   *repeatable
	guard  pane.Guard

	options   Options
	voices    map[string]voice // as whom we speak, by account
	secondsOn bool             // the next second of a countdown is on its way

	commands []pane.Command
	byKey    map[string]int
}

// sheet is a [pane.Sheet] that belongs to this pane.
type sheet interface {
	pane.Sheet
	// update hears keys, pastes and the sheet's own answers. It closes itself
	// by taking itself off the pane.
	update(p *Pane, msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, sections []Section, options ...Options) *Pane {
	if len(sections) == 0 {
		sections = Defaults()
	}
	p := &Pane{
		env: env, store: store, now: env.Now(), list: newList(&list{}), details: newDetails(),
		papers: map[desk]*paper{}, voices: map[string]voice{},
	}
	for _, o := range options {
		p.options = o
	}
	for _, s := range sections {
		p.tabs = append(p.tabs, tab{Section: s})
	}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Inbox" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: how many open conversations ask for us.
func (p *Pane) Badge() string {
	if p.waits == 0 {
		return ""
	}
	return count(p.waits)
}

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return tea.Batch(p.reload(fromHead), p.recount()) }

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

// Busy implements [pane.Pane]. Before the first row of a section is there, the next
// key would mean nothing: whoever presses "l e" means what comes.
func (p *Pane) Busy() bool {
	return p.acting || p.list.paging && len(p.list.rows) == 0 && p.guest == nil && !p.Typing()
}

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		return p.hearStale(msg)
	case pane.Minute:
		return p.passTime(msg)
	case pane.Sync:
		p.syncing = msg
		return nil
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case paged:
		return p.showPage(msg)
	case refreshed:
		return p.showFresh(msg)
	case counted:
		return p.showCounts(msg)
	case detailed:
		return p.showDetails(msg)
	case marked:
		return p.showMarked(msg)
	case settled:
		return p.settle(msg)
	case reverted:
		return p.revert(msg)
	case pane.Reach:
		return p.reachFor(msg)
	}
	return p.hearWriting(msg)
}

// hearWriting hears what has to do with going out.
func (p *Pane) hearWriting(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case drafted:
		return p.beginDraft(msg)
	case draftKept:
		return p.keepDraft(msg)
	case second:
		return p.passSecond()
	case reached:
		return p.show(msg)
	case takenBack:
		return p.reopen(msg)
	case edited, switched:
		p.acting = false
	}
	return p.hearTyped(msg)
}

// hearTyped hands a message to what is open: a sheet, or the filter line.
func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	switch {
	case p.sheet != nil:
		return p.sheet.update(p, msg)
	case p.filter != nil:
		return p.typeFilter(msg)
	}
	return nil
}

// hearStale reads what may have changed; of a list that nobody sees the counts.
func (p *Pane) hearStale(msg pane.Stale) tea.Cmd {
	p.details.forget()
	if msg.Hidden {
		return p.recount()
	}
	return tea.Batch(p.refresh(), p.recount())
}

// passTime draws the ages anew. What is late and what is awake depends on the
// time too, so the counts are asked for again. What was said does not: the
// conversation under the cursor is not read for it.
func (p *Pane) passTime(msg pane.Minute) tea.Cmd {
	p.now = msg.Now
	if msg.Hidden {
		return p.recount()
	}
	return tea.Batch(p.refresh(), p.recount(), p.countDown())
}

// current is the conversation that the keys act on, or nil.
func (p *Pane) current() *row {
	if p.guest != nil {
		return p.guest
	}
	return p.list.current()
}

// targets are the conversations that a verb acts on: the marked ones, else
// the current one.
func (p *Pane) targets() []int64 {
	if len(p.list.marks) > 0 && p.guest == nil {
		return p.list.marked()
	}
	if r := p.current(); r != nil {
		return []int64{r.ID}
	}
	return nil
}

// known are the rows of the targets that are loaded.
func (p *Pane) known() []inbox.Conversation {
	var known []inbox.Conversation
	for _, id := range p.targets() {
		if r := p.list.find(id); r != nil {
			known = append(known, r.Conversation)
		} else if p.guest != nil && p.guest.ID == id {
			known = append(known, p.guest.Conversation)
		}
	}
	return known
}

func report(err error) tea.Cmd { return pane.Fail(err) }
