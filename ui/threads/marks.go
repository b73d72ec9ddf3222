package threads

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/query"
	"rounds/ui/pane"
)

// markOne marks the row under the cursor, or takes the mark off it. While a
// range is being drawn it ends the range.
func (p *Pane) markOne() tea.Cmd {
	r := p.list.current()
	if r == nil {
		return nil
	}
	p.list.touched = true
	if p.list.anchor != 0 {
		p.keepRange()
		return nil
	}
	if p.list.marks[r.ID] {
		delete(p.list.marks, r.ID)
	} else {
		p.list.marks[r.ID] = true
	}
	return nil
}

func (p *Pane) markDown() tea.Cmd {
	p.markOne()
	return p.to(p.list.cursor + 1)
}

// markRange begins a range at the cursor, and marks it when pressed again.
func (p *Pane) markRange() tea.Cmd {
	r := p.list.current()
	if r == nil {
		return nil
	}
	p.list.touched = true
	if p.list.anchor == 0 {
		p.list.anchor = r.ID
		return pane.Say(p.keyed("Range: ‹j k› to stretch it, ‹v› to mark it, esc to drop it."))
	}
	p.keepRange()
	return nil
}

func (p *Pane) keepRange() {
	for i := range p.list.rows {
		if p.list.ranged(i) {
			p.list.marks[p.list.rows[i].ID] = true
		}
	}
	p.list.anchor = 0
}

// marked is every conversation that matches the filter.
type marked struct {
	question uint64
	ids      []int64
	err      error
}

// markAll marks all that match the filter, loaded or not.
func (p *Pane) markAll() tea.Cmd {
	p.list.touched = true
	question, filter, clock := p.list.asked.Last(), p.tab().filter(), p.env.Now
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		q, err := query.Parse(filter, clock())
		if err != nil {
			return marked{question, nil, err}
		}
		ids, err := store.Matching(ctx, q)
		return marked{question, ids, err}
	}
}

func (p *Pane) showMarked(msg marked) tea.Cmd {
	if msg.err != nil {
		return report(msg.err)
	}
	if !p.list.asked.Is(msg.question) {
		return pane.Say("The list has changed meanwhile: nothing was marked.")
	}
	for _, id := range msg.ids {
		p.list.marks[id] = true
	}
	return pane.Say("Marked all " + strconv.Itoa(len(p.list.marks)) + p.keyed(" that match. The next verb is for all of them; ‹\\› clears."))
}

// clear takes away the marks; if there are none, the filter.
func (p *Pane) clear() tea.Cmd {
	l := &p.list
	switch {
	case l.anchor != 0 || len(l.marks) > 0:
		l.anchor = 0
		clear(l.marks)
		return nil
	case p.tab().typed != "":
		return p.setFilter("")
	}
	return nil
}
