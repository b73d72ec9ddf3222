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
	words string // what became of what had gone out,
	on    int64  // in this conversation
	err   error
}

// undo takes back the last entry. A key that is held down takes back what was
// done here, and never what has gone out: that is asked for one by one.
func (p *Pane) undo() tea.Cmd {
	if p.guard.Passes("z", p.env.Now()) {
		return p.takeBack(p.store.Undo, false)
	}
	store := p.store
	return p.takeBack(func(ctx context.Context) (inbox.Entry, error) {
		entries, err := store.History(ctx, historyRows)
		if err != nil {
			return inbox.Entry{}, err
		}
		for _, e := range entries {
			if !e.Undone && e.Undoes == "" {
				if goesOut(e.Verb) {
					return inbox.Entry{}, errors.New(p.keyed("the next one has gone out: press ‹z› once more to take it back")) // a key may be held down
				}
				break
			}
		}
		return store.Undo(ctx)
	}, false)
}

func (p *Pane) redo() tea.Cmd { return p.takeBack(p.store.Redo, true) }

// revert shows the list as it is after an undo, the cursor on what has come
// back.
func (p *Pane) revert(msg reverted) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	p.details.forget()
	msg.page.rows = p.withRow(msg.page.rows, msg.on)
	cmds := []tea.Cmd{p.showPage(msg.page), p.recount()}
	switch {
	case errors.Is(msg.err, inbox.ErrNone) && msg.redo:
		return tea.Batch(append(cmds, pane.Say("There is nothing to redo."))...)
	case errors.Is(msg.err, inbox.ErrNone):
		return tea.Batch(append(cmds, pane.Say("There is nothing to undo."))...)
	case underway(msg.err):
		return tea.Batch(append(cmds, pane.Say(p.keyed("It is being sent right now: ‹z› again in a moment.")))...)
	case msg.err != nil:
		return tea.Batch(append(cmds, report(msg.err))...)
	}
	if h, open := p.sheet.(*history); open {
		cmds = append(cmds, h.load())
	}
	if at := max(p.touchedBy(msg.entry), p.list.index(msg.on)); at >= 0 {
		cmds = append(cmds, p.to(at))
	}
	if r := p.list.find(msg.on); r != nil && msg.err == nil {
		r.old, p.details.end = true, msg.on
		cmds = append(cmds, p.reread())
	}
	text := "Undone: " + describe(msg.entry) + " · Z redo"
	if msg.words != "" {
		text = msg.words
	}
	if msg.redo {
		text = "Done again: " + describe(msg.entry) + " · z undo"
	}
	return tea.Batch(append(cmds, pane.Say(text))...)
}

// withRow are the rows of a list with one more that is shown now and that the
// list would not hold: as long as our answer stands there the conversation is
// answered, and whoever takes it back wants to see it go.
func (p *Pane) withRow(rows []inbox.Conversation, id int64) []inbox.Conversation {
	at := p.list.index(id)
	if at < 0 || slices.ContainsFunc(rows, func(c inbox.Conversation) bool { return c.ID == id }) {
		return rows
	}
	return slices.Insert(rows, min(at, len(rows)), p.list.rows[at].Conversation)
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
	store, ctx, read := p.store, p.env.Ctx, p.read(question, from, window)
	return func() tea.Msg {
		entry, err := do(ctx)
		answer := reverted{entry: entry, redo: redo, err: err}
		if err == nil && !redo && goesOut(entry.Verb) {
			answer.words, answer.on = undoWords(ctx, store, entry)
		}
		answer.page, _ = read().(paged)
		return answer
	}
}
