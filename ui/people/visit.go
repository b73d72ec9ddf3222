package people

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// visited is somebody whom another pane has asked for.
type visited struct {
	question uint64
	card     inbox.Profile
	back     string // the title of that pane
	err      error
}

// visit reads who is asked for, whether the list holds them or not.
func (p *Pane) visit(msg pane.Meet) tea.Cmd {
	question, store, ctx := p.carded.Ask(), p.store, p.env.Ctx
	return func() tea.Msg {
		card, err := store.Person(ctx, msg.Member)
		return visited{question, card, msg.Back, err}
	}
}

// receive shows their card over everything, and asks for the screen.
func (p *Pane) receive(msg visited) tea.Cmd {
	switch {
	case !p.carded.Is(msg.question):
		return nil
	case errors.Is(msg.err, inbox.ErrNone):
		return pane.Fail(errors.New("that person is not here any more"))
	case msg.err != nil:
		return pane.Fail(msg.err)
	}
	var load tea.Cmd
	if p.guesses() { // a card stands over people
		load = p.turnTo(0)
	}
	p.now, p.filter, p.sheet = p.env.Now(), nil, nil
	p.card, p.recent, p.zoom = &msg.card, 0, opened
	p.guest, p.from = &msg.card.Person, msg.back
	title := p.Title()
	return tea.Batch(func() tea.Msg { return pane.Come{Title: title} }, load)
}

// leave lets the guest go, and returns to the pane that asked for them.
func (p *Pane) leave() tea.Cmd {
	back := p.from
	p.dismiss()
	read := p.to(p.cursor)
	if back == "" || back == p.Title() {
		return read
	}
	return tea.Batch(read, func() tea.Msg { return pane.Come{Title: back} })
}

// dismiss forgets that anybody was asked for.
func (p *Pane) dismiss() {
	if p.guest != nil {
		p.guest, p.from, p.zoom = nil, "", listed
	}
}

// sees renews the guest after something was decided about them: after a merge
// they may go by another number.
func (p *Pane) sees(card *inbox.Profile) {
	if p.guest != nil && slices.ContainsFunc(p.guest.Rows(), func(row int64) bool { return slices.Contains(card.Rows(), row) }) {
		p.guest = &card.Person
	}
}
