package outbox

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

const (
	groupMove   = "Move"
	groupOutbox = "Outbox"
)

// bind makes the table of everything that the page of the outbox can be asked
// for.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run, Hide: group == groupMove})
	}
	add(groupMove, "h l", "outbox, sync", p.turn, "l", "h", "right", "left") // first: it is there on both pages
	add(groupOutbox, "enter", "look at it, decide", p.open, "enter")
	add(groupOutbox, "o", "open the conversation", p.reachOf, "o")
	add(groupOutbox, "z", "take back the one selected", p.undo, "z")
	add(groupOutbox, "R ctrl+r", "read again", p.load, "R", "ctrl+r")
	add(groupMove, "j k", "down, up", func() tea.Cmd { return p.step(+1) }, "j", "down")
	add(groupMove, "k", "up", func() tea.Cmd { return p.step(-1) }, "k", "up")
	add(groupMove, "gg G", "first, last", func() tea.Cmd { return p.step(-len(p.items)) }, "g g", "home")
	add(groupMove, "G", "last", func() tea.Cmd { return p.step(len(p.items)) }, "G", "end")
	add(groupMove, "ctrl+d", "half a page down", func() tea.Cmd { return p.step(+p.half()) }, "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", func() tea.Cmd { return p.step(-p.half()) }, "ctrl+u", "pgup")
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

// Commands implements [pane.Pane]: those of the page that is shown, and those
// of the other one switched off, so that the help knows them.
func (p *Pane) Commands() []pane.Command {
	shown, other := p.commands, p.below.Commands()
	if p.section == incoming {
		shown, other = append(p.commands[:1:1], other...), p.commands[1:]
	}
	all := slices.Clone(shown)
	for _, c := range other {
		if !c.Hide {
			c.Key.SetEnabled(false)
			all = append(all, c)
		}
	}
	return all
}

// Hints implements [pane.Pane].
func (p *Pane) Hints() []pane.Command {
	turn := pane.Command{Key: pane.Bind("h l", "section", "l"), Run: p.turn}
	if p.section == incoming {
		if p.below.Typing() {
			return p.below.Hints()
		}
		return append(slices.Clone(p.below.Hints()), turn)
	}
	o := p.current()
	if o == nil {
		return []pane.Command{{Key: pane.Bind("ctrl+r", "read again", "ctrl+r"), Run: p.load}, turn}
	}
	hints := []pane.Command{{Key: pane.Bind("enter", "look", "enter")}}
	if stuck(o) {
		hints[0].Key = pane.Bind("enter", "decide", "enter")
	}
	if o.State != inbox.Dropped {
		hints = append(hints, pane.Command{Key: pane.Bind("z", "take back", "z")})
	}
	return append(hints, pane.Command{Key: pane.Bind("o", "conversation", "o")}, turn)
}

// turn shows the other page, and stays there.
func (p *Pane) turn() tea.Cmd {
	p.section, p.chosen = outgoing+incoming-p.section, true
	return nil
}

func (p *Pane) step(by int) tea.Cmd {
	p.chosen = true
	p.to(p.cursor + by)
	return nil
}

// to puts the cursor on an action, or the nearest there is.
func (p *Pane) to(n int) {
	p.cursor, p.onID = max(0, min(n, len(p.items)-1)), ""
	if o := p.current(); o != nil {
		p.onID = o.ID
	}
}

func (p *Pane) half() int { return max(1, (p.height-p.head())/2) }

func (p *Pane) open() tea.Cmd {
	if o := p.current(); o != nil {
		p.chosen = true
		p.sheet = &item{pane: p, of: *o}
	}
	return nil
}

func (p *Pane) undo() tea.Cmd {
	o := p.current()
	switch {
	case o == nil:
		return pane.Say("Nothing is here to be taken back.")
	case !p.guard.Passes("z", p.env.Now()):
		return nil
	case o.State == inbox.Dropped:
		return pane.Say("It was dropped already.")
	case o.State == inbox.Sent && o.Undone:
		return pane.Say("It is being taken back already.")
	case o.State == inbox.Sent && o.Kind == inbox.Delete:
		return pane.Say("What was deleted there cannot be restored.")
	}
	p.chosen = true
	return p.takeBack(*o, false)
}

func (p *Pane) reachOf() tea.Cmd {
	o := p.current()
	if o == nil {
		return nil
	}
	return reachOf(o)
}

// reachOf opens the conversation of an action where conversations are.
func reachOf(o *inbox.Outgoing) tea.Cmd {
	if o.Conversation == 0 {
		return pane.Say("It belongs to no conversation yet.")
	}
	r := reach(o, "")
	return func() tea.Msg { return *r }
}

func (p *Pane) click(msg pane.Click) tea.Cmd {
	switch {
	case msg.Y < p.head():
		for i, s := range p.tabSpans() {
			if s.from <= msg.X && msg.X < s.to && section(i) != p.section {
				return p.turn()
			}
		}
		return nil
	case p.section == incoming:
		return p.below.Update(pane.Click{X: msg.X, Y: msg.Y - p.head(), Twice: msg.Twice})
	case p.sheet != nil:
		return nil
	}
	_, of := p.lines()
	if n := p.top + msg.Y - p.head(); n < len(of) && of[n] >= 0 {
		if of[n] == p.cursor && msg.Twice {
			return p.open()
		}
		return p.step(of[n] - p.cursor)
	}
	return nil
}

func (p *Pane) wheel(msg pane.Wheel) tea.Cmd {
	switch {
	case p.section == incoming:
		return p.below.Update(pane.Wheel{X: msg.X, Y: msg.Y - p.head(), By: msg.By})
	case p.sheet != nil:
		p.sheet.move(msg.By)
		return nil
	}
	return p.step(msg.By)
}
