package ui

import (
	"strings"

	"rounds/ui/pane"
)

// Panes are all the panes, in the order of their tabs.
func (a *App) Panes() []pane.Pane { return a.panes }

// Shown is the pane that is shown and what lies over it, nil for nothing.
func (a *App) Shown() (pane.Pane, pane.Sheet) { return a.panes[a.focus], a.over() }

// Begun are the keys that a longer key, whose first stroke was pressed, can
// end with; none if no such key was begun.
func (a *App) Begun() []pane.Command {
	if begun := a.keyboard.Begun(); begun != "" {
		return continuations(begun, a.table())
	}
	return nil
}

// Warning is what the house itself says at the foot: what a pane says comes as
// [pane.Said] and [pane.Failed].
func (a *App) Warning() string {
	if a.leaving.warned {
		return a.status
	}
	return ""
}

// Lend adds commands to the table of what means the same in every pane.
func (a *App) Lend(commands ...pane.Command) { a.commands = append(a.commands, commands...) }

// Speak implements [pane.Spoken]: every key and what it does, group by group.
func (h *help) Speak() pane.Speech {
	speech := pane.Speech{About: "all keys", Lines: []string{"All keys."}}
	group := ""
	for _, c := range h.table {
		k := c.Key.Help()
		if k.Key == "" || c.Hide && secondOfPair(k.Key, h.table) {
			continue
		}
		if c.Group != group {
			group = c.Group
			speech.Lines = append(speech.Lines, group+".")
		}
		speech.Lines = append(speech.Lines, pane.SayKey(k.Key)+" "+strings.TrimSuffix(k.Desc, "…"))
	}
	return speech
}
