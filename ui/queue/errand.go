package queue

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// reviewed is the list with a case in it that another pane has asked for.
type reviewed struct {
	of   pane.Review
	list read
}

// reviewFor shows a case that another pane asks for, whatever was shown before.
func (p *Pane) reviewFor(msg pane.Review) tea.Cmd {
	p.at, p.tabs[0].typed, p.filter, p.sheet = 0, "", nil, nil
	p.zoom, p.scroll, p.alike, p.errand = listed, 0, "", ""
	p.list = newList()
	p.arrange()
	ask := p.question(takeAll)
	return func() tea.Msg { return reviewed{msg, ask()} }
}

// review opens the case, asks for the screen, and presses the key that was
// brought along.
func (p *Pane) review(msg reviewed) tea.Cmd {
	shown := p.showList(msg.list)
	n := p.list.index(caseKey(msg.of.Case))
	if n < 0 {
		if msg.list.err != nil {
			return shown // it has said why
		}
		return tea.Batch(shown, pane.Fail(errors.New("that case is not open any more")))
	}
	p.errand, p.zoom = msg.of.Back, alone
	p.arrange()
	title := p.Title()
	cmds := []tea.Cmd{shown, p.to(n), func() tea.Msg { return pane.Come{Title: title} }}
	for _, c := range p.Commands() {
		if msg.of.Key != "" && slices.Contains(c.Key.Keys(), msg.of.Key) {
			cmds = append(cmds, c.Start())
			break
		}
	}
	return tea.Batch(cmds...)
}

// errandDone returns to the pane that has asked for a case, if one did.
func (p *Pane) errandDone() tea.Cmd {
	back := p.errand
	p.errand = ""
	if back == "" || back == p.Title() {
		return nil
	}
	return func() tea.Msg { return pane.Come{Title: back} }
}
