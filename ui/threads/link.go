package threads

import (
	"errors"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// web is a conversation's address if a browser may be given it: http or https,
// a host, and no character that is not part of an address.
func web(permalink string) (string, error) {
	if permalink == "" {
		return "", errors.New("this conversation has no web address")
	}
	links := plain.Links(permalink)
	u, err := url.Parse(permalink)
	if err != nil || len(links) != 1 || u.Host == "" || u.User != nil || links[0].Target != permalink {
		return "", errors.New("the address of this conversation is not one that can be opened safely")
	}
	return links[0].Target, nil
}

// browse opens the conversation in the browser.
func (p *Pane) browse() tea.Cmd {
	r := p.current()
	if r == nil {
		return nil
	}
	address, err := web(r.Permalink)
	open := p.env.Open
	switch {
	case err != nil:
		return report(err)
	case open == nil:
		return pane.Say(address)
	}
	return tea.Batch(p.opened(), func() tea.Msg {
		if err := open(address); err != nil {
			return pane.Failed{Err: err}
		}
		return pane.Said{Text: "Opened in the browser."}
	})
}

// copyLink puts the conversation's address on the clipboard. Bubble Tea sends
// it to the terminal in base64, so that nothing in it can end the sequence.
func (p *Pane) copyLink() tea.Cmd {
	r := p.current()
	if r == nil {
		return nil
	}
	address, err := web(r.Permalink)
	if err != nil {
		return report(err)
	}
	return tea.Batch(tea.SetClipboard(address), pane.Say("Link copied."))
}

// copyTitle puts what was said first and the address on the clipboard.
func (p *Pane) copyTitle() tea.Cmd {
	r := p.current()
	if r == nil {
		return nil
	}
	address, err := web(r.Permalink)
	if err != nil {
		return report(err)
	}
	return tea.Batch(tea.SetClipboard(pane.Line(r.Text, 100)+" — "+address), pane.Say("Title and link copied."))
}
