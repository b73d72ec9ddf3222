package threads

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// web is a conversation's address if a browser may be given it.
func web(permalink string) (string, error) {
	if permalink == "" {
		return "", errors.New("this conversation has no web address")
	}
	address, err := pane.Web(permalink)
	if err != nil {
		return "", errors.New("the address of this conversation is not one that can be opened safely")
	}
	return address, nil
}

// browse opens the conversation in the browser.
func (p *Pane) browse() tea.Cmd {
	r := p.current()
	if r == nil {
		return nil
	}
	address, err := web(r.Permalink)
	switch {
	case err != nil:
		return report(err)
	case p.env.Open == nil:
		return pane.Say(address)
	}
	return tea.Batch(p.opened(), p.env.Visit(address))
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
