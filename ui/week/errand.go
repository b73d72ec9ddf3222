package week

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// ahead is for how many days a post that another pane asks for is looked for.
const ahead = 60

// sought is a post that another pane has asked for.
type sought struct {
	of    pane.Show
	item  calendar.Item
	found bool
	err   error
}

// seek looks for a post, whatever is shown.
func (p *Pane) seek(msg pane.Show) tea.Cmd {
	store, ctx, now := p.store, p.env.Ctx, p.env.Now()
	return func() tea.Msg {
		answer := sought{of: msg}
		items, err := store.Items(ctx, now.AddDate(0, 0, -lookBack), now.AddDate(0, 0, ahead))
		backlog, failed := store.Backlog(ctx)
		answer.err = errors.Join(err, failed)
		for _, i := range append(items, backlog...) {
			if i.ID() == msg.Item {
				answer.item, answer.found = i, true
			}
		}
		return answer
	}
}

// present opens the post, and asks for the screen.
func (p *Pane) present(msg sought) tea.Cmd {
	switch {
	case msg.err != nil:
		return pane.Fail(msg.err)
	case !msg.found:
		return pane.Fail(errors.New("that post is not in the plan any more"))
	}
	p.sheet, p.moving, p.words, p.preview = nil, nil, "", false
	p.at, p.scroll, p.top, p.errand = onWeek, 0, 0, msg.of.Back
	if msg.item.Moment.At.IsZero() {
		p.at = onBacklog
	} else {
		p.day = calendar.DayOf(msg.item.Moment.At.In(p.zone()))
	}
	load := p.readDays()
	p.id, p.zoom = msg.item.ID(), opened
	p.lay()
	if load == nil {
		p.follow()
	}
	p.arrange()
	title := p.Title()
	return tea.Batch(load, func() tea.Msg { return pane.Come{Title: title} })
}

// errandDone returns to the pane that has asked for a post, if one did.
func (p *Pane) errandDone() tea.Cmd {
	back := p.errand
	p.errand = ""
	if back == "" || back == p.Title() {
		return nil
	}
	return func() tea.Msg { return pane.Come{Title: back} }
}
