package coverage

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

const (
	groupMove = "Move"
	groupSync = "Sync"
)

// bind makes the table of everything that this page can be asked for.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run})
	}
	add(groupSync, "\\ esc", "clear the filter", p.clear, "\\", "esc") // first: Commands turns it off
	add(groupSync, "enter", "details of a channel", p.open, "enter")
	add(groupSync, "/", "filter by name", p.openFilter, "/")
	add(groupSync, "o", "sort by trouble, name, lag", p.turnOrder, "o")
	add(groupSync, "R ctrl+r", "sync now", p.syncNow, "R", "ctrl+r")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

func (p *Pane) bindMoves(add func(group, label, what string, run func() tea.Cmd, keys ...string)) {
	from := len(p.commands)
	add(groupMove, "j k", "down, up", func() tea.Cmd { return p.to(p.list.cursor + 1) }, "j", "down")
	add(groupMove, "k", "up", func() tea.Cmd { return p.to(p.list.cursor - 1) }, "k", "up")
	add(groupMove, "tab", "switch account", func() tea.Cmd { return p.turn(+1) }, "tab", "]", "l", "right") // l is for whoever holds this page
	add(groupMove, "shift+tab", "previous account", func() tea.Cmd { return p.turn(-1) }, "shift+tab", "[", "h", "left")
	add(groupMove, "gg G", "first, last", func() tea.Cmd { return p.to(0) }, "g g", "home")
	add(groupMove, "G", "last", func() tea.Cmd { return p.to(len(p.list.rows) - 1) }, "G", "end")
	add(groupMove, "ctrl+d", "half a page down", func() tea.Cmd { return p.to(p.list.cursor + p.half()) }, "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", func() tea.Cmd { return p.to(p.list.cursor - p.half()) }, "ctrl+u", "pgup")
	for i := from; i < len(p.commands); i++ {
		p.commands[i].Hide = true
	}
}

// Commands implements [pane.Pane]. The first one is off while there is nothing
// to clear.
func (p *Pane) Commands() []pane.Command {
	if p.list.typed != "" {
		return p.commands
	}
	all := slices.Clone(p.commands)
	all[0].Key.SetEnabled(false)
	return all
}

// Hints implements [pane.Pane].
func (p *Pane) Hints() []pane.Command {
	switch {
	case p.filter != nil:
		return p.filter.hints()
	case len(p.accounts) == 0 && p.failed:
		return []pane.Command{{Key: pane.Bind("ctrl+r", "read again", "ctrl+r")}, {Key: pane.Bind("q", "quit", "q")}}
	case len(p.accounts) == 0:
		return []pane.Command{{Key: pane.Bind("q", "quit", "q")}}
	case len(p.list.rows) == 0 && p.list.typed == "":
		return p.named("R")
	case p.list.typed != "":
		return p.named("enter", "\\", "/", "R")
	case len(p.accounts) > 1:
		return p.named("enter", "tab", "/", "o", "R")
	}
	return p.named("enter", "/", "o", "R")
}

func (p *Pane) named(keys ...string) []pane.Command {
	hints := make([]pane.Command, len(keys))
	for i, k := range keys {
		hints[i] = p.commands[p.byKey[k]]
		switch k { // in the fewest words
		case "enter":
			hints[i].Key = pane.Bind("enter", "details", "enter")
		case "/":
			hints[i].Key = pane.Bind("/", "filter", "/")
		case "o":
			hints[i].Key = pane.Bind("o", "sort by "+string(p.list.sorted().next()), "o")
		case "R":
			hints[i].Key = pane.Bind("R", "sync now", "R")
		case "\\":
			hints[i].Key = pane.Bind("esc", "clear", "esc")
		case "tab":
			hints[i].Key = pane.Bind("tab", "account", "tab")
		}
	}
	return hints
}
