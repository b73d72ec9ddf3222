package queue

import (
	"errors"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// web is an address if a browser may be given it: http or https, a host, and
// no character that is not part of an address.
func web(address string) (string, error) {
	links := plain.Links(address)
	u, err := url.Parse(address)
	if err != nil || len(links) != 1 || u.Host == "" || u.User != nil || links[0].Target != address {
		return "", errors.New("that address is not one that can be opened safely")
	}
	return links[0].Target, nil
}

// openWeb shows an address in the browser, or says it where there is none.
func (p *Pane) openWeb(address, called string) tea.Cmd {
	if address == "" {
		return pane.Say("Nobody has told where " + called + " is.")
	}
	address, err := web(address)
	open := p.env.Open
	switch {
	case err != nil:
		return pane.Fail(err)
	case open == nil:
		return pane.Say(address)
	}
	return func() tea.Msg {
		if err := open(address); err != nil {
			return pane.Failed{Err: err}
		}
		return pane.Said{Text: "Opened in the browser."}
	}
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
	to := pane.Reach{Conversation: c.Talk, Account: c.Account, Channel: c.Room.ID, Room: c.Room.Name, Write: "reply"}
	return func() tea.Msg { return to }
}
