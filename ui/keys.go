package ui

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

const groupRounds = "Rounds"

// bind makes the table of what means the same in every pane.
func (a *App) bind() {
	a.bindOwn()
	add := func(label, what string, run func() tea.Cmd, keys ...string) {
		a.commands = append(a.commands, pane.Command{Group: groupRounds, Key: pane.Bind(label, what, keys...), Run: run})
	}
	for i, p := range a.panes {
		n := strconv.Itoa(number(p))
		add(n, "go to "+p.Title(), func() tea.Cmd { a.focus = i; return nil }, n, "g "+letter(p))
	}
	if slices.ContainsFunc(a.panes, func(p pane.Pane) bool { return p.Title() == calendarTitle }) {
		add("i", "capture an idea…", a.capture, "i")
	}
	add(":", "all commands…", a.openPalette, ":", "ctrl+k")
	add("?", "all keys", a.openHelp, "?")
	add("ctrl+z", "suspend", func() tea.Cmd { return tea.Suspend }, "ctrl+z")
	add("q", "quit", a.quit, "q")
	a.commands = append(a.commands, a.lookCommands()...)
	add("", "tutorial, two minutes…", a.openTutorial)
}

// number and letter are a pane's place in the house, the same whichever panes
// there are.
func number(p pane.Pane) int { return max(0, slices.Index(titles(), p.Title())) }

func letter(p pane.Pane) string { return string("otimcrp"[number(p)]) }

// calendarTitle is the pane that keeps ideas.
const calendarTitle = "Calendar"

func titles() []string {
	return []string{"Outbox & sync", "Today", "Inbox", "Moderation", calendarTitle, "Metrics", "People"}
}

// capture asks the calendar to keep an idea, and to come back here then.
func (a *App) capture() tea.Cmd {
	back := a.panes[a.focus].Title()
	return func() tea.Msg { return pane.Jot{Back: back} }
}
