package today

import (
	"image"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
	"rounds/ui/pane"
)

// hold puts the cursor on a row, or the nearest there is, and scrolls so that it
// is seen.
func (p *Pane) hold(n int) {
	part, height := p.part(p.step), max(1, p.frame.list.Dy())
	items := part.Items
	n = max(0, min(n, len(items)-1))
	if n >= len(items) || items[n].Key != p.key {
		p.scroll = 0
	}
	p.cursor, p.key = n, ""
	if n < len(items) {
		p.key = items[n].Key
	}
	p.line = lineOf(part, n)
	if n == 0 {
		p.top = 0
	}
	p.top = min(p.top, p.line)
	p.top = max(p.top, p.line-height+1)
	p.top = max(0, min(p.top, lineOf(part, len(items))-height))
}

// divide is before which item of a step the line stands that divides what is
// for today from what is for whoever has time, -1 if there is none.
func divide(part *checkin.Part) int {
	if part.Step == checkin.Good || part.Rest() == 0 {
		return -1
	}
	return part.Left()
}

// lineOf is the line of the list on which an item stands.
func lineOf(part *checkin.Part, item int) int {
	if at := divide(part); at >= 0 && item >= at {
		return item + 1
	}
	return item
}

// itemOn is the item that stands on a line of the list, -1 if none does.
func itemOn(part *checkin.Part, line int) int {
	at := divide(part)
	switch {
	case line < 0 || line == at:
		return -1
	case at >= 0 && line > at:
		line--
	}
	if line >= len(part.Items) {
		return -1
	}
	return line
}

func (p *Pane) to(n int) tea.Cmd {
	p.hold(n)
	return p.follow()
}

func (p *Pane) by(n int) func() tea.Cmd {
	return func() tea.Cmd { return p.to(p.cursor + n) }
}

func (p *Pane) half(sign int) func() tea.Cmd {
	return func() tea.Cmd { return p.to(p.cursor + sign*max(1, p.frame.list.Dy()/2)) }
}

// scrollBy moves the detail in its window.
func (p *Pane) scrollBy(by int) tea.Cmd {
	p.scroll = max(0, min(p.scroll+by, p.most))
	return nil
}

// turn goes some steps on, round the end.
func (p *Pane) turn(by int) tea.Cmd {
	all := checkin.Steps()
	at := slices.Index(all, p.step)
	return p.turnTo(all[(at+by+len(all))%len(all)])
}

// turnTo goes to a step, to the first item there that is not put off. What was
// used for the one before is noted.
func (p *Pane) turnTo(s checkin.Step) tea.Cmd {
	if s == p.step || p.ended() {
		return nil
	}
	now := p.env.Now()
	p.watch.count(p.step, p.pressed(now), now)
	p.step, p.key, p.top = s, "", 0
	return tea.Batch(p.to(0), p.noteUsed())
}

// goOn goes to where something is left after a verb: in this step, else in the
// next one that has something. It says where that is, "" if it is here.
func (p *Pane) goOn() (says string, cmd tea.Cmd) {
	if part := p.part(p.step); part.Left() > 0 || p.beyond && part.Rest() > 0 {
		if item := p.current(); item != nil && item.Skipped {
			p.hold(slices.IndexFunc(part.Items, func(i checkin.Item) bool { return !i.Skipped }))
		}
		return "", p.follow()
	}
	all, at := checkin.Steps(), slices.Index(checkin.Steps(), p.step)
	for i := 1; i < len(all); i++ {
		next := all[(at+i)%len(all)]
		if n := p.part(next).Left(); n > 0 {
			says = p.step.Title() + " is done. Next: " + next.Title() + ", " + plural(n, "item") + "."
			return says, p.turnTo(next)
		}
	}
	return "", p.follow()
}

func (p *Pane) click(msg pane.Click) tea.Cmd {
	at := image.Pt(msg.X, msg.Y)
	switch {
	case p.sheet != nil || p.acting || p.ended():
		return nil
	case at.In(p.frame.list):
		n := itemOn(p.part(p.step), p.top+at.Y-p.frame.list.Min.Y)
		switch {
		case n < 0:
			return nil
		case msg.Twice && n == p.cursor:
			return tea.Batch(p.touch(), p.open())
		}
		return tea.Batch(p.touch(), p.to(n))
	}
	for i, span := range p.stepSpans() {
		if at.In(span) {
			return tea.Batch(p.touch(), p.turnTo(checkin.Steps()[i]))
		}
	}
	return nil
}

// wheel moves what is under it.
func (p *Pane) wheel(msg pane.Wheel) tea.Cmd {
	switch {
	case p.acting:
		return nil
	case p.sheet != nil:
		return tea.Batch(p.touch(), p.sheet.update(pane.Turned(msg)))
	case p.ended():
		return nil
	case image.Pt(msg.X, msg.Y).In(p.frame.detail):
		return tea.Batch(p.touch(), p.scrollBy(msg.By))
	case msg.By > 0:
		return tea.Batch(p.touch(), p.to(p.cursor+1))
	}
	return tea.Batch(p.touch(), p.to(p.cursor-1))
}
