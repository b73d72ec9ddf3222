package people

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

const (
	groupMove   = "Move"
	groupPeople = "People"
	groupMerge  = "Who is who"
	groupFind   = "Find"
	groupUndo   = "Undo"
)

// readOnly is why nothing can be decided.
const readOnly = "Nothing is changed here: rounds was started with --readonly."

// bind makes the table of everything that this pane can be asked for.
func (p *Pane) bind() {
	why := ""
	if p.options.ReadOnly {
		why = readOnly
	}
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		c := pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run, Hide: group == groupMove}
		if group == groupPeople || group == groupMerge || group == groupUndo {
			c.Why = why
		}
		p.commands = append(p.commands, c)
	}
	add(groupFind, "esc q", "back", p.back, "esc", "q") // first: Commands turns it off
	add(groupFind, "enter", "the card, the conversation", p.open, "enter")
	add(groupPeople, "t", "tags…", p.openTags, "t")
	add(groupPeople, "n", "note…", p.openNote, "n")
	add(groupPeople, "R", "role…", p.openRole, "R")
	add(groupPeople, "v", "VIP, or not", p.on("v", p.toggleVIP), "v")
	add(groupPeople, "w", "watch, or not", p.on("w", p.toggleWatch), "w")
	add(groupMerge, "a", "accept a merge", p.on("a", p.accept), "a")
	add(groupMerge, "I", "reject it: two people", p.on("I", p.reject), "I")
	add(groupMerge, "m", "merge those marked…", p.openMerge, "m")
	add(groupMerge, "u", "split…", p.openSplit, "u")
	add(groupFind, "x", "mark", p.mark, "x", "space")
	add(groupFind, "/", "filter…", p.openFilter, "/")
	add(groupFind, "\\", "clear the filter", p.clearFilter, "\\")
	add(groupFind, "s", "sort", p.sorted, "s")
	add(groupFind, "ctrl+r", "read again", p.readAgain, "ctrl+r")
	add(groupUndo, "z", "undo", p.on("z", func() tea.Cmd { return p.turnBack("Undone", p.store.Undo) }), "z")
	add(groupUndo, "Z", "redo", p.on("Z", func() tea.Cmd { return p.turnBack("Done again", p.store.Redo) }), "Z")
	by := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.step(n) } }
	add(groupMove, "j k", "down, up", by(+1), "j", "down")
	add(groupMove, "k", "up", by(-1), "k", "up")
	add(groupMove, "h l", "view before, view after", func() tea.Cmd { return p.turn(+1) }, "l", "right", "tab", "]")
	add(groupMove, "h", "the view before", func() tea.Cmd { return p.turn(-1) }, "h", "left", "shift+tab", "[")
	add(groupMove, "gg G", "first, last", func() tea.Cmd { return p.step(-mostListed) }, "g g", "home")
	add(groupMove, "G", "last", func() tea.Cmd { return p.step(+mostListed) }, "G", "end")
	add(groupMove, "ctrl+d", "half a page down", func() tea.Cmd { return p.step(+p.half()) }, "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", func() tea.Cmd { return p.step(-p.half()) }, "ctrl+u", "pgup")
}

// on is a verb that a key which is held down does once.
func (p *Pane) on(key string, run func() tea.Cmd) func() tea.Cmd {
	return func() tea.Cmd {
		if p.acting || !p.guard.Passes(key, p.env.Now()) {
			return nil
		}
		return run()
	}
}

// Commands implements [pane.Pane]. Back is off while there is nothing to go back
// from: q then means quit.
func (p *Pane) Commands() []pane.Command {
	all := slices.Clone(p.commands)
	if p.zoom == listed && len(p.marked) == 0 {
		all[0].Key.SetEnabled(false)
	}
	return all
}

// Hints implements [pane.Pane].
func (p *Pane) Hints() []pane.Command {
	if p.filter != nil {
		return []pane.Command{{Key: pane.Bind("enter", "keep", "enter")}, {Key: pane.Bind("esc", "as it was", "esc")}}
	}
	var hints []pane.Command
	add := func(label, what, key string) {
		hints = append(hints, pane.Command{Key: pane.Bind(label, what, key)})
	}
	switch {
	case p.zoom == opened:
		add("enter", "conversation", "enter")
		p.hintGuess(add)
		p.hintVerbs(add)
		add("esc", p.backWords(), "esc")
		return hints
	case len(p.marked) > 1:
		add("m", "merge", "m")
		add("x", "mark", "x")
		add("esc", "clear marks", "esc")
	case p.unread():
		add("ctrl+r", "read again", "ctrl+r")
	case p.guesses():
		p.hintGuess(add)
	case p.current() != nil:
		add("enter", "card", "enter")
		p.hintGuess(add)
		p.hintVerbs(add)
	}
	if !p.guesses() {
		add("/", "filter", "/")
	}
	add("h l", "section", "l")
	return hints
}

// backWords say where a card is left for.
func (p *Pane) backWords() string {
	if p.from != "" {
		return "back to " + p.from
	}
	return "back"
}

func (p *Pane) hintGuess(add func(label, what, key string)) {
	if p.suggestion() != nil {
		add("a", "accept", "a")
		add("I", "reject", "I")
	}
}

func (p *Pane) hintVerbs(add func(label, what, key string)) {
	add("t", "tags", "t")
	add("n", "note", "n")
	add("R", "role", "R")
	add("v", "VIP", "v")
	add("w", "watch", "w")
}

// back leaves what was entered last.
func (p *Pane) back() tea.Cmd {
	switch {
	case p.guest != nil:
		return p.leave()
	case p.zoom == opened:
		p.zoom = listed
		return nil
	}
	clear(p.marked)
	return nil
}

// open shows the card, and of the card the conversation.
func (p *Pane) open() tea.Cmd {
	switch {
	case p.guesses():
		return pane.Say("a says that they are one person, I that they are two.")
	case p.current() == nil:
		return pane.Say("Nobody is here.")
	case p.zoom == listed:
		p.zoom = opened
		return nil
	case p.card == nil || p.recent >= len(p.card.Recent):
		return pane.Say("There is nothing of theirs to be opened.")
	}
	said := p.card.Recent[p.recent]
	if said.Conversation == 0 {
		return pane.Say("It stands in no conversation.")
	}
	to := pane.Reach{Conversation: said.Conversation, Account: said.Account, Room: said.Channel, Back: p.Title()}
	return func() tea.Msg { return to }
}

// step moves the cursor: of the list, or in the card.
func (p *Pane) step(by int) tea.Cmd {
	if p.zoom == opened {
		if p.card != nil {
			p.recent = max(0, min(p.recent+by, len(p.card.Recent)-1))
		}
		return nil
	}
	return p.to(p.cursor + by)
}

// to puts the cursor on a row, or the nearest there is.
func (p *Pane) to(n int) tea.Cmd {
	p.cursor = max(0, min(n, p.rows()-1))
	if one := p.current(); one != nil && p.guest == nil {
		p.id = one.ID
	}
	return p.read()
}

// rows is how long the list is.
func (p *Pane) rows() int {
	if p.guesses() {
		return len(p.suggestions)
	}
	return len(p.people)
}

// turn shows another view.
func (p *Pane) turn(by int) tea.Cmd {
	n := len(inbox.PeopleViews()) + 1
	return p.turnTo((p.at + by + n) % n)
}

func (p *Pane) turnTo(at int) tea.Cmd {
	p.dismiss()
	p.at, p.zoom, p.top, p.cursor, p.people, p.card = at, listed, 0, 0, nil, nil
	p.listing.loaded = false
	clear(p.marked)
	if p.guesses() {
		return p.suspect()
	}
	return p.load()
}

// mark picks somebody, to be merged with others.
func (p *Pane) mark() tea.Cmd {
	one := p.current()
	if one == nil {
		return pane.Say("Nobody is here to be marked.")
	}
	if p.marked[one.ID] {
		delete(p.marked, one.ID)
	} else {
		p.marked[one.ID] = true
	}
	return p.to(p.cursor + 1)
}

// sorted takes the next order.
func (p *Pane) sorted() tea.Cmd {
	orders := []inbox.PeopleSort{inbox.UsualOrder, inbox.ByLastSeen, inbox.ByMessages, inbox.ByFirst}
	p.sort = orders[(slices.Index(orders, p.sort)+1)%len(orders)]
	name := string(p.sort)
	if p.sort == inbox.UsualOrder {
		name = "the usual"
	}
	return tea.Batch(pane.Say("Sorted by "+name+"."), p.load())
}

func (p *Pane) openFilter() tea.Cmd {
	if p.guesses() {
		return pane.Say("The suggestions are shown whole.")
	}
	p.dismiss()
	field := pane.NewField(p.words)
	p.filter, p.zoom = &field, listed
	return nil
}

func (p *Pane) clearFilter() tea.Cmd {
	p.words = ""
	return p.load()
}

func (p *Pane) typeFilter(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter":
			p.filter = nil
			return nil
		case "esc":
			p.filter = nil
			return p.clearFilter()
		}
	}
	if !p.filter.Update(msg) {
		return nil
	}
	p.words = p.filter.Text()
	return p.load()
}

func (p *Pane) click(msg pane.Click) tea.Cmd {
	if p.sheet != nil || p.filter != nil {
		return nil
	}
	if msg.Y == 0 {
		for i, s := range p.tabSpans() {
			if s.from <= msg.X && msg.X < s.to {
				return p.turnTo(i)
			}
		}
		return nil
	}
	l := p.layout()
	if n := p.top + msg.Y - l.list - (l.listHeight - p.shown(l)); p.zoom == listed && msg.X < l.listWidth && msg.Y >= l.list && n >= p.top && msg.Y < l.list+l.listHeight && n < p.rows() {
		if n == p.cursor && msg.Twice {
			return p.open()
		}
		return p.to(n)
	}
	return nil
}

// wheel scrolls what is on top.
func (p *Pane) wheel(w pane.Wheel) tea.Cmd {
	if p.sheet != nil {
		return p.sheet.update(pane.Turned(w))
	}
	return p.step(w.By)
}
