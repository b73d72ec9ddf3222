package pane

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// Clicker is a sheet that does something where it is clicked, in its own
// cells. One that is not hears of no click.
type Clicker interface{ Click(x, y int) tea.Cmd }

// Spots are what can be clicked on a sheet as it was drawn last. A sheet embeds
// them and notes them while it is drawn, and is a [Clicker] by that.
type Spots struct{ all []spot }

type spot struct {
	y, from, to int
	run         func() tea.Cmd
}

// Forget begins a new drawing.
func (s *Spots) Forget() { s.all = s.all[:0] }

// Line notes what a click anywhere on a line does.
func (s *Spots) Line(y int, run func() tea.Cmd) { s.Word(y, 0, 1<<20, run) }

// Word notes what a click on some cells of a line does.
func (s *Spots) Word(y, from, to int, run func() tea.Cmd) {
	s.all = append(s.all, spot{y, from, to, run})
}

// Click implements [Clicker].
func (s *Spots) Click(x, y int) tea.Cmd {
	if run := s.Find(x, y); run != nil {
		return run()
	}
	return nil
}

// Find is what a click on a cell does, nil if that is nothing. Of two that
// overlap the later lies on top.
func (s *Spots) Find(x, y int) func() tea.Cmd {
	for _, one := range slices.Backward(s.all) {
		if one.y == y && one.from <= x && x < one.to {
			return one.run
		}
	}
	return nil
}
