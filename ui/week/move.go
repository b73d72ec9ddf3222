package week

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// moving is a post on its way to another time. It is dropped with Enter; until
// then nothing has changed.
type moving struct {
	item   calendar.Item
	was    calendar.Wall // by the clock of the post's zone
	to     calendar.Wall
	warned []calendar.Warning
}

// quarter is how far < and > move, in minutes.
const quarter = 15

// openMove takes the post under the cursor in hand.
func (p *Pane) openMove(i calendar.Item) tea.Cmd {
	switch {
	case out(&i):
		return pane.Say(p.keyed(isOut))
	case i.Moment.Wall.IsZero():
		return pane.Say(p.keyed("It has no time yet: ‹s› sets one, ‹Q› takes the next free slot."))
	}
	if p.at == onMonth {
		p.at = onWeek
	}
	p.zoom = planned
	p.moving = &moving{item: i, was: i.Moment.Wall, to: i.Moment.Wall}
	p.arrange()
	return p.shift(0)
}

func (p *Pane) pressMoving(stroke string) tea.Cmd {
	const day = 24 * 60
	steps := map[string]int{
		"h": -day, "left": -day, "l": day, "right": day, "H": -7 * day, "L": 7 * day,
		"<": -quarter, ">": quarter, "k": -60, "up": -60, "j": 60, "down": 60,
	}
	switch stroke {
	case "esc", "q", "M":
		return p.putBack()
	case "enter":
		return p.once("enter", p.putDown)
	}
	if by, known := steps[stroke]; known {
		return p.shift(by)
	}
	return nil
}

// shift moves what is in hand, and reads the week that it gets to.
func (p *Pane) shift(minutes int) tea.Cmd {
	m := p.moving
	m.to = m.to.Later(minutes)
	i := m.item
	i.Moment = m.to.In(p.board.settings.ZoneOf(i.Post))
	m.warned = calendar.Clashes(i, others(p.board.items, i.Post.Key), p.board.settings)
	if i.Moment.At.Before(p.now) {
		m.warned = append(m.warned, calendar.Warning{Kind: "time", Text: "That is past."})
	}
	p.id = i.ID()
	p.lay()
	shown := calendar.DayOf(i.Moment.At.In(p.zone()))
	if shown.Monday() != p.board.from {
		p.day, p.spot = shown, 0
		p.reading.turning = true
		return p.load()
	}
	p.follow()
	return nil
}

// putDown drops what is in hand where it is.
func (p *Pane) putDown() tea.Cmd {
	m := p.moving
	p.moving = nil
	p.lay()
	p.follow()
	return p.retime(m.item, m.to)
}

// putBack leaves everything as it was.
func (p *Pane) putBack() tea.Cmd {
	m := p.moving
	p.moving = nil
	p.lay()
	return tea.Batch(p.toDay(p.clock(&m.item).Day), pane.Say("Left where it was."))
}

// among are the items with the one in hand where it would be dropped.
func (m *moving) among(items []calendar.Item) []calendar.Item {
	rest := slices.DeleteFunc(slices.Clone(items), func(i calendar.Item) bool { return i.ID() == m.item.ID() })
	in, err := calendar.LoadZone(m.item.Moment.Zone)
	if err != nil {
		return items
	}
	i := m.item
	i.Moment = m.to.In(in)
	rest = append(rest, i)
	slices.SortFunc(rest, calendar.Item.Compare)
	return rest
}

// says is where what is in hand is.
func (m *moving) says(p *Pane) string {
	at := m.to.In(p.board.settings.ZoneOf(m.item.Post))
	if m.to == m.was {
		return "moving from " + p.sayMoment(at)
	}
	return "moving to " + p.sayMoment(at)
}

// movingHints are the keys while something is in hand.
func movingHints() []pane.Command {
	hint := func(label, what, key string) pane.Command { return pane.Command{Key: pane.Bind(label, what, key)} }
	return []pane.Command{
		hint("enter", "drop it here", "enter"), hint("esc", "leave it", "esc"), hint("h l", "day", "l"), hint("H L", "week", "L"),
		hint("< >", "15 minutes", ">"), hint("j k", "hour", "j"),
	}
}
