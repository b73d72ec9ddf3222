package people

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

type (
	// found are the people of a view.
	found struct {
		question uint64
		people   []inbox.Person
		err      error
	}
	// guessed are who may be one.
	guessed struct {
		all []inbox.Suggestion
		err error
	}
	// met is a card.
	met struct {
		question uint64
		card     inbox.Profile
		err      error
	}
)

// mostListed is how many people are listed: who is further down is found by the
// filter.
const mostListed = 500

// refresh reads everything again.
func (p *Pane) refresh() tea.Cmd { return tea.Batch(p.loadAgain(), p.suspect()) }

// load reads the people of the view. Another view is asked at once; the answer
// about the one before is dropped.
func (p *Pane) load() tea.Cmd {
	if p.guesses() {
		return nil
	}
	p.listing.out = true
	question, store, ctx := p.listing.asked.Ask(), p.store, p.env.Ctx
	q := inbox.PeopleQuery{View: p.view(), Words: strings.Fields(p.words), Sort: p.sort, Limit: mostListed}
	return func() tea.Msg {
		people, err := store.People(ctx, q)
		return found{question, people, err}
	}
}

// show puts an answer on the screen. The cursor stays on its person.
func (p *Pane) show(msg found) tea.Cmd {
	if !p.listing.asked.Is(msg.question) {
		return nil
	}
	p.now, p.listing.out = p.env.Now(), false
	var again tea.Cmd
	if p.listing.again {
		p.listing.again = false
		again = p.load()
	}
	if p.listing.failed = msg.err != nil; msg.err != nil {
		return tea.Batch(pane.Fail(msg.err), again)
	}
	p.people, p.listing.loaded = msg.people, true
	if p.guesses() {
		return again
	}
	if i := slices.IndexFunc(p.people, p.isUnderCursor); i >= 0 {
		p.cursor = i
	}
	return tea.Batch(p.to(p.cursor), again)
}

// loadAgain reads what is shown again. While one question is out it only
// remembers that another is due.
func (p *Pane) loadAgain() tea.Cmd {
	if p.listing.again = p.listing.out; p.listing.again {
		return nil
	}
	return p.load()
}

// readAgain reads all that is shown, as the person asks.
func (p *Pane) readAgain() tea.Cmd { return tea.Batch(p.loadAgain(), p.suspect()) }

// isUnderCursor knows a person again after a merge, too: then another identity
// of theirs may be the first.
func (p *Pane) isUnderCursor(one inbox.Person) bool {
	return slices.Contains(one.Rows(), p.id)
}

// suspect looks for who may be one. While one question is out it only remembers
// that another is due.
func (p *Pane) suspect() tea.Cmd {
	if p.guessing.again = p.guessing.out; p.guessing.again {
		return nil
	}
	p.guessing.out, p.guessing.old = true, false
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		all, err := store.Suggestions(ctx)
		return guessed{all, err}
	}
}

func (p *Pane) guess(msg guessed) tea.Cmd {
	p.guessing.out = false
	var again tea.Cmd
	if p.guessing.again {
		again = p.suspect()
	}
	if p.guessing.failed = msg.err != nil; msg.err != nil {
		return tea.Batch(pane.Fail(msg.err), again)
	}
	p.suggestions, p.guessing.loaded = msg.all, true
	if p.guesses() {
		return tea.Batch(p.to(p.cursor), again)
	}
	return again
}

// read fetches the card of the person under the cursor.
func (p *Pane) read() tea.Cmd {
	one := p.current()
	if one == nil {
		p.card = nil
		return nil
	}
	question, store, ctx, id := p.carded.Ask(), p.store, p.env.Ctx, one.ID
	return func() tea.Msg {
		card, err := store.Person(ctx, id)
		return met{question, card, err}
	}
}

func (p *Pane) meet(msg met) tea.Cmd {
	if !p.carded.Is(msg.question) {
		return nil
	}
	if msg.err != nil {
		return pane.Fail(msg.err)
	}
	if p.card == nil || p.card.ID != msg.card.ID {
		p.recent = 0
	}
	p.card = &msg.card
	p.sees(p.card)
	p.recent = max(0, min(p.recent, len(p.card.Recent)-1))
	return nil
}
