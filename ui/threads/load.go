package threads

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/query"
)

const (
	pageRows  = 200 // rows read at once
	nearEdge  = 50  // rows left beyond the screen when more are asked for
	freshRows = 200 // rows around the cursor that are read again on news
)

// part is which part of the list a page is.
type part string

const (
	fromHead part = "head"
	fromTop  part = "top" // the head, and the cursor on its first row
	fromEnd  part = "end"
	toEnd    part = "to end" // the same rows, and the cursor where it was
	ahead    part = "ahead"
	behind   part = "behind"
)

// paged is one page of the list.
type paged struct {
	question uint64
	part     part
	order    query.Sort
	rows     []inbox.Conversation
	full     bool // there are more behind it, or ahead of it
	err      error
}

// reload reads the list anew, from its head or from its end.
func (p *Pane) reload(from part) tea.Cmd {
	p.list.paging = true
	return p.read(p.list.asked.Ask(), from, inbox.Window{FromEnd: from == fromEnd, Limit: pageRows})
}

// read asks for one page. Like every command it closes over values and never
// over the pane, which will have moved on when it answers.
func (p *Pane) read(question uint64, which part, w inbox.Window) tea.Cmd {
	store, ctx, filter, clock := p.store, p.env.Ctx, p.tab().filter(), p.env.Now
	return func() tea.Msg {
		q, err := query.Parse(filter, clock())
		if err != nil {
			return paged{question: question, err: err}
		}
		rows, err := store.Conversations(ctx, q, w)
		return paged{question, which, q.Sort, rows, len(rows) == w.Limit, err}
	}
}

// more asks for the next page when the cursor is near the edge of what is
// loaded.
func (p *Pane) more() tea.Cmd {
	l := &p.list
	if l.paging || len(l.rows) == 0 {
		return nil
	}
	question := l.asked.Last()
	switch {
	case !l.tail && l.cursor+p.listRows()+nearEdge > len(l.rows):
		l.paging = true
		return p.read(question, behind, inbox.Window{After: l.rows[len(l.rows)-1].mark, Limit: pageRows})
	case !l.head && l.cursor < p.listRows()+nearEdge:
		l.paging = true
		return p.read(question, ahead, inbox.Window{Before: l.rows[0].mark, Limit: pageRows})
	}
	return nil
}

func (p *Pane) showPage(msg paged) tea.Cmd {
	l := &p.list
	if !l.asked.Is(msg.question) {
		return nil
	}
	l.paging = false
	l.loaded, l.failed = true, msg.err != nil
	if msg.err != nil {
		return report(msg.err)
	}
	l.order = msg.order
	height := p.listRows()
	switch msg.part {
	case fromHead, fromTop:
		l.head, l.tail, l.fresh = true, !msg.full, 0
		l.replace(msg.rows, height)
		if msg.part == fromTop {
			l.place(0, height)
		}
	case toEnd:
		l.head, l.tail, l.fresh = !msg.full, true, 0
		l.replace(msg.rows, height)
	case fromEnd:
		l.head, l.tail, l.fresh = !msg.full, true, 0
		l.replace(msg.rows, height)
		l.place(len(l.rows)-1, height)
	case behind:
		l.tail = !msg.full
		l.add(msg.rows, nil)
	case ahead:
		l.head = !msg.full
		l.prepend(msg.rows, height)
	}
	p.frame.accounts = l.accounts()
	if l.again {
		p.details.forget()
		return p.refresh()
	}
	return tea.Batch(p.follow(), p.more())
}

// refreshed is a newer reading of rows that are shown.
type refreshed struct {
	question uint64
	asked    []int64
	rows     []inbox.Conversation
	ahead    int
	err      error
}

// refresh reads the rows around the cursor again, in place, and counts what is
// new above them. While that runs it only remembers that more is due. An empty
// list takes the news in, and so does one that nobody has touched while the
// memory is filled for the first time; any other stands still, since the next
// key means the row that a person sees.
func (p *Pane) refresh() tea.Cmd {
	l := &p.list
	if l.again = l.refreshing || l.paging; l.again {
		return nil
	}
	switch {
	case !l.touched && p.born || len(l.rows) == 0:
		return tea.Batch(p.reload(fromTop), p.follow())
	}
	if l.order == query.Oldest {
		l.tail = false // what is new comes at the end
	}
	for _, r := range l.rows {
		r.old = true
	}
	return tea.Batch(p.reread(), p.follow())
}

// reread reads again the rows that are in sight and known to be old.
func (p *Pane) reread() tea.Cmd {
	l := &p.list
	if l.refreshing || !p.oldInSight() {
		return nil
	}
	l.refreshing = true
	first := max(0, min(l.cursor-freshRows/2, len(l.rows)-freshRows))
	var ids []int64
	for _, r := range l.rows[first:min(len(l.rows), first+freshRows)] {
		ids = append(ids, r.ID)
	}
	question, mark, head := l.asked.Last(), l.rows[0].mark, l.head
	store, ctx, filter, clock := p.store, p.env.Ctx, p.tab().filter(), p.env.Now
	return func() tea.Msg {
		answer := refreshed{question: question, asked: ids}
		if answer.rows, answer.err = store.ConversationsByID(ctx, ids); answer.err != nil || !head {
			return answer
		}
		q, err := query.Parse(filter, clock())
		if err == nil {
			answer.ahead, err = store.CountAhead(ctx, q, mark, countTo)
		}
		answer.err = err
		return answer
	}
}

func (p *Pane) oldInSight() bool {
	l := &p.list
	for i := l.top; i < min(len(l.rows), l.top+p.listRows()); i++ {
		if l.rows[i].old {
			return true
		}
	}
	return false
}

func (p *Pane) showFresh(msg refreshed) tea.Cmd {
	l := &p.list
	l.refreshing = false
	if msg.err != nil {
		return report(msg.err)
	}
	l.failed = false
	if l.asked.Is(msg.question) {
		l.fresh = msg.ahead
		found := make(map[int64]inbox.Conversation, len(msg.rows))
		for _, c := range msg.rows {
			found[c.ID] = c
		}
		gone := map[int64]bool{}
		for _, id := range msg.asked {
			c, still := found[id]
			if r := l.find(id); r != nil && still {
				r.renew(c)
			} else {
				gone[id] = true
			}
		}
		l.remove(gone, p.listRows())
	}
	if l.again {
		p.details.forget()
		return p.refresh()
	}
	return tea.Batch(p.follow(), p.more())
}
