package today

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
	"rounds/ui/pane"
)

// open goes to where an item lives. It never changes anything.
func (p *Pane) open() tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return nil
	case item.Case != 0:
		return p.review("")
	case item.Post != "":
		p.leave()
		msg := pane.Show{Item: item.Post, Back: p.Title()}
		return func() tea.Msg { return msg }
	case item.Kind == checkin.Unsent:
		p.leave()
		return func() tea.Msg { return pane.Come{Title: "Outbox & sync"} }
	case item.Talk != 0:
		return p.reach(item, "")
	}
	return p.meet()
}

// meet opens the card of whom an item is about.
func (p *Pane) meet() tea.Cmd {
	item := p.current()
	if item == nil || item.Member == 0 {
		return pane.Say(p.keyed("Nobody is known behind this: ‹enter› opens where it lives."))
	}
	p.leave()
	member := item.Member
	return func() tea.Msg { return pane.Meet{Member: member} }
}

// browse opens an item on its platform.
func (p *Pane) browse() tea.Cmd {
	item := p.current()
	if item == nil {
		return pane.Say(nothing)
	}
	link := p.address(item)
	if link == "" {
		return pane.Say("Its platform gave no address for it.")
	}
	return p.env.Visit(link)
}

// address is where an item stands on its platform, "" if that is not known.
func (p *Pane) address(item *checkin.Item) string {
	switch d := p.details[item.Key]; {
	case d == nil:
		return ""
	case d.talk != nil:
		return d.talk.Permalink
	case d.file != nil:
		return d.file.Permalink
	}
	return ""
}

// sync reads the day again, and asks for a round of the platforms.
func (p *Pane) sync() tea.Cmd {
	if p.env.Sync != nil {
		p.env.Sync()
	}
	return tea.Batch(p.refresh(), p.readWelcome())
}
