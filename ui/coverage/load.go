package coverage

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// stood is the answer of the store.
type stood struct {
	all []inbox.Standing
	err error
}

// load reads how all stands. While one question is out, only that another is
// due is remembered: progress is told several times a second.
func (p *Pane) load() tea.Cmd {
	if p.again = p.loading; p.again {
		return nil
	}
	p.loading = true
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		all, err := store.Standings(ctx)
		return stood{all, err}
	}
}

// passTime reads how all stands, if it is seen: what has changed is told.
func (p *Pane) passTime(msg pane.Minute) tea.Cmd {
	p.now, p.hidden = msg.Now, msg.Hidden
	if p.hidden {
		return nil
	}
	return p.load()
}

// show takes a new reading, and keeps the old one if there is none.
func (p *Pane) show(msg stood) tea.Cmd {
	p.loading = false
	p.now = p.env.Now()
	if p.failed = msg.err != nil; p.failed {
		if p.again {
			return tea.Batch(pane.Fail(msg.err), p.load())
		}
		return pane.Fail(msg.err)
	}
	p.loaded = true
	p.take(msg.all)
	cmd := p.countDown()
	if p.again {
		return tea.Batch(cmd, p.load())
	}
	return cmd
}

// take puts a reading in the place of the last one. What was heard of an
// account stays with it, and so does the choice of what is listed.
func (p *Pane) take(all []inbox.Standing) {
	chosen := ""
	if p.shown >= 0 {
		chosen = p.accounts[p.shown].Account
	}
	accounts := make([]account, len(all))
	for i, s := range all {
		accounts[i].Standing = s
		if at := p.find(s.Account); at >= 0 {
			accounts[i].heard, accounts[i].heardAt = p.accounts[at].heard, p.accounts[at].heardAt
		}
	}
	p.accounts = accounts
	if p.shown >= 0 {
		p.shown = p.find(chosen)
	}
	p.arrange()
}

func (p *Pane) find(name string) int {
	return slices.IndexFunc(p.accounts, func(a account) bool { return a.Account == name })
}

// hear remembers what an account is doing right now, and reads what has come
// of it.
func (p *Pane) hear(msg pane.Sync) tea.Cmd {
	p.now = p.env.Now()
	at := p.find(msg.Account)
	if at < 0 { // it is in the store by now, or will be soon
		p.accounts = append(p.accounts, account{Standing: inbox.Standing{Account: msg.Account}})
		at = len(p.accounts) - 1
	}
	a := &p.accounts[at]
	if msg.At.IsZero() {
		msg.At = a.heard.At
	}
	a.heard, a.heardAt = msg, p.now
	p.list.place(p.list.cursor, p.rows()) // what is said of it may take more lines
	if p.hidden {                         // what the tab tells of comes from the store, which tells it, too
		return nil
	}
	return tea.Batch(p.countDown(), p.load())
}

// countDown asks for the next second while one is counted; a page that shows no
// countdown is never woken.
func (p *Pane) countDown() tea.Cmd {
	if p.counting || p.hidden || !p.waits() {
		return nil
	}
	p.counting = true
	return p.env.NextSecond(second{})
}

func (p *Pane) waits() bool {
	return slices.ContainsFunc(p.accounts, func(a account) bool { return a.until().After(p.now) })
}

// passSecond counts on. When a wait is over, what came of it is read.
func (p *Pane) passSecond() tea.Cmd {
	p.now, p.counting = p.env.Now(), false
	if cmd := p.countDown(); cmd != nil || p.counting || p.hidden {
		return cmd
	}
	return p.load()
}
