package queue

import (
	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// to puts the cursor on a row, or the nearest there is.
func (p *Pane) to(n int) tea.Cmd {
	p.list.place(n, p.frame.list.Dy())
	p.scroll = 0
	return p.follow()
}

// next goes on to the next case; in zen, round the end.
func (p *Pane) next() tea.Cmd {
	if p.zoom == zen && p.list.cursor == len(p.list.rows)-1 {
		return p.to(0)
	}
	return p.step(+1)
}

func (p *Pane) step(by int) tea.Cmd { return p.to(p.list.cursor + by) }

// first goes to the head of the list, and takes in what is new.
func (p *Pane) first() tea.Cmd {
	if p.list.news == 0 {
		return p.to(0)
	}
	return p.load(takeTop)
}

// takeNews takes in what is new, the cursor where it is.
func (p *Pane) takeNews() tea.Cmd { return p.load(takeAll) }

func (p *Pane) half() int { return max(1, p.frame.list.Dy()/2) }

// scrollBy moves the case in its window.
func (p *Pane) scrollBy(by int) tea.Cmd {
	p.scroll = max(0, min(p.scroll+by, p.most))
	return nil
}

// open gives the case the pane for itself.
func (p *Pane) open() tea.Cmd {
	if p.list.current() == nil {
		return nil
	}
	p.zoom = alone
	p.arrange()
	return p.follow()
}

// toggleZen shows one case after another, or the list again.
func (p *Pane) toggleZen() tea.Cmd {
	switch {
	case p.zoom == zen:
		return p.back()
	case p.tab().log || len(p.list.rows) == 0:
		return pane.Say("There is nothing here to go through.")
	}
	p.zoom, p.done, p.scroll = zen, 0, 0
	p.arrange()
	return p.follow()
}

func (p *Pane) canBack() bool { return p.zoom != listed || p.alike != "" || len(p.list.marks) > 0 }

// back leaves what was entered last.
func (p *Pane) back() tea.Cmd {
	switch {
	case p.zoom != listed:
		p.zoom, p.scroll = listed, 0
		p.arrange()
		return p.errandDone()
	case p.alike != "":
		return p.leaveGroup()
	default:
		p.list.marks = map[string]bool{}
	}
	return nil
}

// clear takes marks away, then a filter.
func (p *Pane) clear() tea.Cmd {
	if len(p.list.marks) > 0 {
		p.list.marks = map[string]bool{}
		return nil
	}
	return p.setFilter("")
}

func (p *Pane) mark() {
	r := p.list.current()
	switch {
	case r == nil || r.decision != nil:
	case p.list.marks[r.key]:
		delete(p.list.marks, r.key)
	default:
		p.list.marks[r.key] = true
	}
}

func (p *Pane) markDown() tea.Cmd { p.mark(); return p.step(+1) }

func (p *Pane) markOne() tea.Cmd { p.mark(); return nil }

// markAll marks everything in the list, or nothing if everything is.
func (p *Pane) markAll() tea.Cmd {
	if p.tab().log {
		return nil
	}
	all := len(p.list.marks) == len(p.list.rows)
	p.list.marks = map[string]bool{}
	for i := range p.list.rows {
		if !all {
			p.list.marks[p.list.rows[i].key] = true
		}
	}
	return nil
}

// openGroup shows nothing but the cases that are alike, all of them marked: one
// key decides about them together.
func (p *Pane) openGroup() tea.Cmd {
	c := p.current()
	switch {
	case p.alike != "":
		return p.leaveGroup()
	case c == nil || c.Alike == "" || c.Kin < 2:
		return pane.Say("No other open case is like this one.")
	}
	p.alike, p.zoom = c.Alike, listed
	p.arrange()
	return p.load(takeGroup)
}

func (p *Pane) leaveGroup() tea.Cmd {
	p.alike = ""
	p.list.marks = map[string]bool{}
	return p.load(takeAll)
}

func (p *Pane) unfold() tea.Cmd {
	if c := p.current(); c != nil && c.Folded != "" {
		p.unfolded[c.ID] = !p.unfolded[c.ID]
	}
	return nil
}

func (p *Pane) click(msg pane.Click) tea.Cmd {
	f := &p.frame
	switch {
	case p.sheet != nil || p.acting:
		return nil
	case msg.Y == 0 && f.head > 0 && p.filter == nil && p.zoom != zen:
		_, spans := p.tabBar(f.width)
		for i, s := range spans {
			if s.from <= msg.X && msg.X < s.to {
				return p.turn(i)
			}
		}
		return nil
	}
	n := p.list.top + msg.Y - f.list.Min.Y
	inList := f.list.Min.Y <= msg.Y && msg.Y < f.list.Max.Y && msg.X < f.list.Max.X
	if !inList || n >= len(p.list.rows) {
		return nil
	}
	if n == p.list.cursor && msg.Twice {
		return p.open()
	}
	return p.to(n)
}

func (p *Pane) wheel(msg pane.Wheel) tea.Cmd {
	f := &p.frame
	switch {
	case p.acting:
		return nil
	case p.sheet != nil:
		return p.sheet.update(pane.Turned(msg))
	case f.file.Min.X <= msg.X && f.file.Min.Y <= msg.Y && !f.file.Empty():
		return p.scrollBy(msg.By)
	}
	return p.step(msg.By)
}
