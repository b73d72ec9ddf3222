// Package people is the pane of who is here: newcomers, the lapsing, those who
// help, those whom nobody answers, and the card of each with all identities
// that are known to be theirs.
//
// It shows what [Store] tells and asks it for what a person decides; everything
// of that can be undone. Whom a person is, it never decides itself: a merge is
// suggested with its evidence, and accepted or rejected by hand. Forgetting
// somebody is not done here but by the command line, which has them typed.
package people

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// Store is what the pane reads, and where it puts what is decided.
type Store interface {
	People(ctx context.Context, q inbox.PeopleQuery) ([]inbox.Person, error)
	Person(ctx context.Context, member int64) (inbox.Profile, error)
	Suggestions(ctx context.Context) ([]inbox.Suggestion, error)
	Merge(ctx context.Context, members ...int64) (inbox.Entry, error)
	Split(ctx context.Context, members ...int64) (inbox.Entry, error)
	NotSame(ctx context.Context, one, other int64) (inbox.Entry, error)
	SetRole(ctx context.Context, members []int64, role inbox.Role, since time.Time) (inbox.Entry, error)
	MarkPeople(ctx context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error)
	TagPeople(ctx context.Context, verb inbox.Verb, tags []string, members ...int64) (inbox.Entry, error)
	NotePerson(ctx context.Context, member int64, text string) (inbox.Entry, error)
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
}

// Options are what the pane is started with.
type Options struct {
	ReadOnly bool // nothing is changed
}

// Pane shows people.
type Pane struct {
	env     pane.Env
	store   Store
	options Options
	now     time.Time // of the last minute or load: drawing reads no clock

	width, height int
	at            int // which tab
	people        []inbox.Person
	suggestions   []inbox.Suggestion
	listing       reading
	guessing      reading
	cursor, top   int
	id            int64 // of the person under the cursor
	card          *inbox.Profile
	carded        pane.Latest
	zoom          zoom
	guest         *inbox.Person // who another pane asked for, whether they are listed or not
	from          string        // the title of that pane
	recent        int           // the cursor in what somebody said last
	marked        map[int64]bool

	filter *pane.Field // while it is typed
	words  string
	sort   inbox.PeopleSort

	sheet  sheet
	acting bool
	guard  pane.Guard

	commands []pane.Command
}

// reading is what is known of a question to the store.
type reading struct {
	asked  pane.Latest
	out    bool // one is out
	again  bool // and another is due
	old    bool // the store has changed since the last one
	loaded bool
	failed bool // and the last question had no answer
}

// zoom is whether the card has the pane, and the keys, to itself.
type zoom int

const (
	listed zoom = iota
	opened
)

// sheet is a [pane.Sheet] that belongs to this pane. It closes itself by taking
// itself off the pane.
type sheet interface {
	pane.Sheet
	update(msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, options Options) *Pane {
	p := &Pane{env: env, store: store, options: options, now: env.Now(), marked: map[int64]bool{}}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "People" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: how many merges are suggested.
func (p *Pane) Badge() string {
	n := len(p.suggestions)
	switch {
	case n == 0:
		return ""
	case n > 99:
		return "99+"
	}
	return strconv.Itoa(n)
}

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return p.refresh() }

// Resize implements [pane.Pane].
func (p *Pane) Resize(width, height int) { p.width, p.height = width, height }

// Sheet implements [pane.Pane].
func (p *Pane) Sheet() pane.Sheet {
	if p.sheet == nil {
		return nil
	}
	return p.sheet
}

// Typing implements [pane.Pane].
func (p *Pane) Typing() bool { return p.sheet != nil || p.filter != nil }

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor {
	if p.filter == nil || p.height < 2 {
		return nil
	}
	_, x := p.filter.View(p.filterRoom())
	return tea.NewCursor(min(x+3, max(0, p.width-1)), 1)
}

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return p.acting }

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		return p.hearStale(msg)
	case pane.Minute:
		return p.passTime(msg.Now)
	case pane.Meet:
		return p.visit(msg)
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case found:
		return p.show(msg)
	case guessed:
		return p.guess(msg)
	case met:
		return p.meet(msg)
	case visited:
		return p.receive(msg)
	case settled:
		return p.settle(msg)
	}
	switch {
	case p.sheet != nil:
		return p.sheet.update(msg)
	case p.filter != nil:
		return p.typeFilter(msg)
	}
	return nil
}

// hearStale reads the list again, if it is seen.
func (p *Pane) hearStale(msg pane.Stale) tea.Cmd {
	p.guessing.old = true
	if msg.Hidden {
		return nil
	}
	return p.loadAgain()
}

// passTime looks for who may be one, which takes longer than the list, if
// anything has changed since the last time.
func (p *Pane) passTime(now time.Time) tea.Cmd {
	p.now = now
	if !p.guessing.old {
		return nil
	}
	return p.suspect()
}

// current is the guest, the person under the cursor, or nil.
func (p *Pane) current() *inbox.Person {
	if p.guest != nil {
		return p.guest
	}
	if p.guesses() || p.cursor >= len(p.people) {
		return nil
	}
	return &p.people[p.cursor]
}

// guesses reports whether the tab of suggestions is open.
func (p *Pane) guesses() bool { return p.guest == nil && p.at == len(inbox.PeopleViews()) }

// suggestion is the one under the cursor, or the first about the person there.
func (p *Pane) suggestion() *inbox.Suggestion {
	if p.guesses() {
		if p.cursor < len(p.suggestions) {
			return &p.suggestions[p.cursor]
		}
		return nil
	}
	person := p.current()
	if person == nil {
		return nil
	}
	for i := range p.suggestions {
		s := &p.suggestions[i]
		for _, identity := range person.Identities {
			if identity.Row == s.One.Row || identity.Row == s.Other.Row {
				return s
			}
		}
	}
	return nil
}
