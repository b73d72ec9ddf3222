package threads

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

func (p *Pane) down() tea.Cmd          { return p.by(+1) }
func (p *Pane) up() tea.Cmd            { return p.by(-1) }
func (p *Pane) halfDown() tea.Cmd      { return p.by(+p.half()) }
func (p *Pane) halfUp() tea.Cmd        { return p.by(-p.half()) }
func (p *Pane) scrollDown() tea.Cmd    { p.scroll(+3); return nil }
func (p *Pane) scrollUp() tea.Cmd      { p.scroll(-3); return nil }
func (p *Pane) nextRow() tea.Cmd       { return p.to(p.list.cursor + 1) }
func (p *Pane) previousRow() tea.Cmd   { return p.to(p.list.cursor - 1) }
func (p *Pane) nextTab() tea.Cmd       { return p.turn(p.at + 1) }
func (p *Pane) previousTab() tea.Cmd   { return p.turn(p.at - 1) }
func (p *Pane) nextFocus() tea.Cmd     { p.turnFocus(+1); return nil }
func (p *Pane) previousFocus() tea.Cmd { p.turnFocus(-1); return nil }

// by moves what has the focus: the cursor of the list, or the conversation.
func (p *Pane) by(lines int) tea.Cmd {
	if p.focus == onTalk || p.zoomed {
		p.scroll(lines)
		return nil
	}
	return p.to(p.list.cursor + lines)
}

func (p *Pane) half() int {
	if p.focus == onTalk || p.zoomed {
		return max(1, p.frame.talk.Dy()/2)
	}
	return max(1, p.listRows()/2)
}

// to puts the cursor on a row and follows it.
func (p *Pane) to(n int) tea.Cmd {
	p.guest = nil
	p.list.touched = true
	p.list.place(n, p.listRows())
	cmds := []tea.Cmd{p.follow(), p.more()}
	if p.zoomed {
		cmds = append(cmds, p.opened())
	}
	return tea.Batch(cmds...)
}

// first goes to the head of the list and takes in what is new there.
func (p *Pane) first() tea.Cmd {
	if p.focus == onTalk || p.zoomed {
		p.details.offset, p.details.end = 0, 0
		return nil
	}
	p.list.touched = true
	if p.list.head && p.list.fresh == 0 {
		return p.to(0)
	}
	return p.reload(fromTop)
}

// bottom goes to the end of the list, which is read from there if the rows up
// to it are not loaded.
func (p *Pane) bottom() tea.Cmd {
	if p.focus == onTalk || p.zoomed {
		p.scroll(1 << 20)
		return nil
	}
	if p.list.touched = true; p.list.tail {
		return p.to(len(p.list.rows) - 1)
	}
	return p.reload(fromEnd)
}

// takeIn reads the list anew and asks for a round of the platforms.
func (p *Pane) takeIn() tea.Cmd {
	cmds := []tea.Cmd{p.reload(fromTop), p.recount()}
	if ask := p.env.Sync; ask != nil {
		cmds = append(cmds, func() tea.Msg { ask(); return pane.Said{Text: "Asking for news…"} })
	}
	return tea.Batch(cmds...)
}

// nextUnread goes to the next unread row below the cursor, or from the top.
func (p *Pane) nextUnread() tea.Cmd {
	rows := p.list.rows
	for i := 1; i <= len(rows); i++ {
		n := (p.list.cursor + i) % len(rows)
		if rows[n].Unread > 0 {
			return p.to(n)
		}
	}
	return pane.Say("Nothing unread in what is loaded of this section.")
}

// scroll moves the conversation, not beyond its end, and leaves it there.
func (p *Pane) scroll(by int) {
	p.details.end = 0
	p.roll(by)
}

// rollToEnd shows the end of the conversation; of what is leaving it shows the
// beginning, where it says what becomes of it.
func (p *Pane) rollToEnd() {
	p.roll(1 << 20)
	if r := p.current(); r != nil && p.details.kept[r.ID] != nil {
		if head := p.details.kept[r.ID].said.out; head >= 0 {
			p.details.offset = min(p.details.offset, head)
		}
	}
}

func (p *Pane) roll(by int) {
	r := p.current()
	if r == nil {
		return
	}
	room := p.frame.talk.Dy() - 1
	most := max(0, len(p.talkLines(r, p.frame.talk.Dx()))-room)
	p.details.offset = max(0, min(p.details.offset+by, most))
}

// scrollTo brings a message to the top of the conversation.
func (p *Pane) scrollTo(message int64) {
	r := p.current()
	if r == nil {
		return
	}
	p.talkLines(r, p.frame.talk.Dx())
	if k := p.details.kept[r.ID]; k != nil {
		p.details.offset = 0
		p.scroll(k.said.marks[message])
	}
}

func (p *Pane) turnFocus(by int) {
	parts := []focus{onList}
	if !p.frame.talk.Empty() {
		parts = append(parts, onTalk)
	}
	if !p.frame.card.Empty() {
		parts = append(parts, onCard)
	}
	if p.zoomed {
		parts = parts[1:]
	}
	at := 0
	for i, part := range parts {
		if part == p.focus {
			at = i
		}
	}
	if len(parts) > 0 {
		p.focus = parts[(at+by+len(parts))%len(parts)]
	}
}

// open goes into the conversation and marks it read. It never changes its
// state.
func (p *Pane) open() tea.Cmd {
	if p.current() == nil {
		return nil
	}
	if p.focus == onTalk || p.frame.talk.Empty() {
		return p.zoom()
	}
	p.list.touched, p.focus = true, onTalk
	return p.opened()
}

// zoom gives the whole pane to the conversation, or takes it back.
func (p *Pane) zoom() tea.Cmd {
	if p.current() == nil {
		return nil
	}
	p.zoomed = !p.zoomed
	p.list.touched, p.focus = true, onTalk
	p.arrange()
	if !p.zoomed {
		p.guest, p.errand = nil, errand{}
		return p.follow()
	}
	return tea.Batch(p.opened(), p.follow())
}

func (p *Pane) canBack() bool {
	return p.guest != nil || p.zoomed || p.focus != onList || p.list.anchor != 0
}

// back takes away one thing at a time, the last that was opened first.
func (p *Pane) back() tea.Cmd {
	switch {
	case p.zoomed && p.errand.back != "":
		return p.errandDone()
	case p.zoomed:
		p.zoomed, p.guest, p.focus = false, nil, onList
		p.arrange()
		return p.follow()
	case p.focus != onList:
		p.focus, p.guest = onList, nil
		return p.follow()
	}
	p.list.anchor = 0
	return nil
}

// turnPreview moves the conversation: below the list, right of it, away.
func (p *Pane) turnPreview() tea.Cmd {
	switch p.placed(p.frame) {
	case placeBelow:
		p.place = placeRight
	case placeRight:
		p.place = placeOff
	case placeOff, placeAuto:
		p.place = placeBelow
	}
	p.arrange()
	return p.follow()
}

// click goes to what lies under the mouse; two go into it.
func (p *Pane) click(msg pane.Click) tea.Cmd {
	x, y := msg.X, msg.Y
	at := image.Pt(x, y)
	switch {
	case p.sheet != nil || p.filter != nil:
		return nil
	case y == p.frame.tabs || y == p.frame.rule:
		_, spans := p.tabBar(p.frame.width)
		for i, s := range spans {
			if s.from <= x && x < s.to {
				return p.turn(i)
			}
		}
	case at.In(p.frame.list):
		p.focus = onList
		n := p.list.top + y - p.frame.list.Min.Y
		switch {
		case n < len(p.list.rows) && msg.Twice && n == p.list.cursor:
			return p.open()
		case n < len(p.list.rows):
			return p.to(n)
		}
	case at.In(p.frame.card):
		p.focus = onCard
	case at.In(p.frame.talk):
		if p.focus = onTalk; msg.Twice {
			return p.open()
		}
		return p.opened()
	}
	return nil
}

// wheel scrolls what is under it.
func (p *Pane) wheel(msg pane.Wheel) tea.Cmd {
	if p.sheet != nil {
		return p.sheet.update(p, msg)
	}
	if image.Pt(msg.X, msg.Y).In(p.frame.list) {
		return p.to(p.list.cursor + msg.By)
	}
	p.scroll(msg.By)
	return nil
}
