package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// Options are what a person wants of the screen as a whole. The zero value
// hears the mouse and notifies of nothing.
type Options struct {
	Mouse  Pointing
	Notify Notify
	// Quiet says whether nobody is to be disturbed at a time; nil is never.
	Quiet func(time.Time) bool
	// Sequence is what notifies a terminal of a text; nil where it only
	// knows its bell.
	Sequence func(text string) string
	// Stands is called once the pane that is shown has what it shows; nil tells
	// nobody.
	Stands func()
}

// Use takes the options. It is called before the app runs.
func (a *App) Use(o Options) *App {
	a.options = o
	return a
}

// repaint paints in a theme, for the ground that the terminal says it has.
func (a *App) repaint(name theme.Name) tea.Cmd {
	*a.env.Theme = theme.Named(name, a.dark)
	return nil
}

// lookCommands are the commands about how the screen looks and calls; they have
// no keys, and hold until the program ends.
func (a *App) lookCommands() []pane.Command {
	var all []pane.Command
	add := func(what string, run func() tea.Cmd) {
		all = append(all, pane.Command{Group: groupRounds, Key: pane.Bind("", what), Run: run})
	}
	for _, name := range theme.Names() {
		add("theme: "+string(name), func() tea.Cmd {
			return tea.Batch(a.repaint(name), pane.Say(name.Says()+`, until you quit; theme = "`+string(name)+`" in the config keeps it.`))
		})
	}
	for _, n := range []Notify{Silent, Ringing, Desktop} {
		add("notifications: "+string(n), func() tea.Cmd {
			a.options.Notify = n
			return pane.Say(n.says())
		})
	}
	return all
}
