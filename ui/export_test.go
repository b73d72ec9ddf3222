package ui

import (
	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// Over is what lies over the frame, for a test that draws it by itself.
func Over(a *App) pane.Sheet { return a.over() }

// Click clicks on a cell of it.
func Click(a *App, x, y int) tea.Cmd {
	s, ok := a.sheet.(interface{ Click(x, y int) tea.Cmd })
	if !ok {
		return nil
	}
	return s.Click(x, y)
}
