package coverage

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// to puts the cursor on a channel.
func (p *Pane) to(n int) tea.Cmd {
	p.list.touched = true
	p.list.place(n, p.rows())
	return nil
}

func (p *Pane) half() int { return max(1, p.rows()/2) }

// turn lists the channels of the next account, or of all of them again.
func (p *Pane) turn(by int) tea.Cmd {
	n := len(p.accounts) + 1
	if n < 3 {
		return nil
	}
	p.choose((p.shown+1+by+n)%n - 1)
	return nil
}

func (p *Pane) choose(account int) {
	p.shown = account
	p.list.cursor, p.list.top, p.list.touched = 0, 0, false
	p.arrange()
}

func (l *list) sorted() order { return cmp.Or(l.order, byTrouble) }

func (p *Pane) turnOrder() tea.Cmd {
	p.list.order = p.list.sorted().next()
	p.arrange()
	return nil
}

// syncNow asks for a round of every account.
func (p *Pane) syncNow() tea.Cmd {
	ask := p.env.Sync
	if ask == nil {
		return tea.Batch(p.load(), pane.Say("There is no account to sync with."))
	}
	return tea.Batch(p.load(), func() tea.Msg { ask(); return pane.Said{Text: "Asking for news…"} })
}

// click chooses what lies under the mouse: an account, or a channel, which two
// clicks open.
func (p *Pane) click(at pane.Click) {
	l := p.layout()
	switch {
	case p.sheet != nil || p.filter != nil:
	case l.blocks >= 0 && at.Y >= l.blocks && at.Y < l.blocks+l.blocksHeight && len(p.accounts) > 1:
		if _, of := p.blocks(p.width, l.blocksHeight); of[at.Y-l.blocks] >= 0 {
			p.choose(of[at.Y-l.blocks])
		}
	case at.Y == 0 && len(p.accounts) > 1:
		p.choose(-1)
	case at.Y >= l.list && p.list.top+at.Y-l.list < len(p.list.rows):
		n := p.list.top + at.Y - l.list
		if n == p.list.cursor && at.Twice {
			p.open()
			return
		}
		p.to(n)
	}
}

func (p *Pane) wheel(by int) {
	if p.sheet != nil {
		p.sheet.move(by)
		return
	}
	p.to(p.list.cursor + by)
}
