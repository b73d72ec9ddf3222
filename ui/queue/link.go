package queue

import (
	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// openWeb shows an address in the browser, or says it where there is none.
func (p *Pane) openWeb(address, called string) tea.Cmd {
	if address == "" {
		return pane.Say("Nobody has told where " + called + " is.")
	}
	return p.env.Visit(address)
}

func (p *Pane) browse() tea.Cmd {
	if c := p.current(); c != nil {
		return p.openWeb(c.Permalink, "this")
	}
	return pane.Say("Nothing here has an address.")
}

func (p *Pane) browseAdmin() tea.Cmd {
	if c := p.current(); c != nil {
		return p.openWeb(c.AdminLink, "the admin page of this")
	}
	return pane.Say("Nothing here has an admin page.")
}

// reply opens the composer of the inbox on the conversation of a case.
func (p *Pane) reply() tea.Cmd {
	c := p.current()
	if c == nil || c.Talk == 0 {
		return pane.Say("It stands in no conversation that could be answered.")
	}
	to := pane.Reach{Conversation: c.Talk, Account: c.Account, Channel: c.Room.ID, Room: c.Room.Name, Write: "reply", Back: p.Title()}
	return func() tea.Msg { return to }
}
