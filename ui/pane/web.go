package pane

import (
	"errors"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
)

// ErrUnsafe is said of an address that no browser is given.
var ErrUnsafe = errors.New("that address is not one that can be opened safely")

// Web is an address if a browser may be given it, else [ErrUnsafe]: http or
// https, a host, and no character that is not part of an address.
func Web(address string) (string, error) {
	links := plain.Links(address)
	u, err := url.Parse(address)
	if err != nil || len(links) != 1 || u.Host == "" || u.User != nil || links[0].Target != address {
		return "", ErrUnsafe
	}
	return links[0].Target, nil
}

// Visit shows an address in the browser, or says it where there is none.
func (e *Env) Visit(address string) tea.Cmd {
	address, err := Web(address)
	open := e.Open
	switch {
	case err != nil:
		return Fail(err)
	case open == nil:
		return Say(address)
	}
	return func() tea.Msg {
		if err := open(address); err != nil {
			return Failed{Err: err}
		}
		return Said{Text: "Opened in the browser."}
	}
}
