package threads

import (
	"cmp"
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// reverted is an undo or a redo carried out, and the list after it.
type reverted struct {
	entry inbox.Entry
	redo  bool
	page  paged
	err   error
}

func (p *Pane) undo() tea.Cmd { return p.takeBack(p.store.Undo, false) }
func (p *Pane) redo() tea.Cmd { return p.takeBack(p.store.Redo, true) }

// revert shows the list as it is after an undo, the cursor on what has come
// back.
func (p *Pane) revert(msg reverted) tea.Cmd {
	p.acting = false
	p.details.forget()
	cmds := []tea.Cmd{p.showPage(msg.page), p.recount()}
	switch {
	case errors.Is(msg.err, inbox.ErrNone) && msg.redo:
		return tea.Batch(append(cmds, pane.Say("There is nothing to redo."))...)
	case errors.Is(msg.err, inbox.ErrNone):
		return tea.Batch(append(cmds, pane.Say("There is nothing to undo."))...)
	case msg.err != nil:
		return tea.Batch(append(cmds, report(msg.err))...)
	}
	if h, open := p.sheet.(*history); open {
		cmds = append(cmds, h.load())
	}
	if at := p.touchedBy(msg.entry); at >= 0 {
		cmds = append(cmds, p.to(at))
	}
	text := "Undone: " + describe(msg.entry) + " · Z redo"
	if msg.redo {
		text = "Done again: " + describe(msg.entry) + " · z undo"
	}
	return tea.Batch(append(cmds, pane.Say(text))...)
}

// touchedBy is the first row that an entry is about, or -1.
func (p *Pane) touchedBy(e inbox.Entry) int {
	return slices.IndexFunc(p.list.rows, func(r *row) bool {
		return slices.ContainsFunc(e.Changes, func(c inbox.Change) bool {
			return c.Ref == inbox.Ref{Kind: inbox.ConversationRef, Account: r.Account, Channel: r.Channel.ID, ID: r.Thread}
		})
	})
}

// describe is an entry in the words of the history.
func describe(e inbox.Entry) string {
	return cmp.Or(string(e.Verb), "something") + " " + pane.Line(e.Subject, 60)
}

// takeBack undoes or redoes, and reads the list again in the same command so
// that both are shown at once.
func (p *Pane) takeBack(do func(ctx context.Context) (inbox.Entry, error), redo bool) tea.Cmd {
	p.acting, p.list.touched, p.list.paging = true, true, true
	question := p.list.asked.Ask()
	window := inbox.Window{Limit: max(pageRows, len(p.list.rows)+nearEdge)}
	from := fromHead
	if !p.list.head && p.list.tail {
		window.FromEnd, from = true, toEnd
	}
	ctx, read := p.env.Ctx, p.read(question, from, window)
	return func() tea.Msg {
		entry, err := do(ctx)
		page, _ := read().(paged)
		return reverted{entry, redo, page, err}
	}
}
