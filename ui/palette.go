package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"rounds/ui/pane"
)

// palette finds a command by its name and runs it, showing its key so that it
// is not needed twice.
type palette struct {
	app    *App
	field  pane.Field
	table  []pane.Command
	cursor int
}

// typist is a sheet of the app that has a field.
type typist interface{ paste(tea.Msg) }

func (a *App) openPalette() tea.Cmd {
	s := &palette{app: a, field: pane.NewField("")}
	for _, c := range a.table() {
		if rare := len(c.Key.Keys()) == 0; !c.Hide && (rare || c.Key.Enabled()) {
			s.table = append(s.table, c)
		}
	}
	a.sheet = s
	return nil
}

func (s *palette) paste(msg tea.Msg) { s.field.Update(msg) }

func (s *palette) press(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "esc":
		s.app.sheet = nil
	case "up", "ctrl+p":
		s.cursor = max(0, s.cursor-1)
	case "down", "ctrl+n":
		s.cursor = max(0, min(s.cursor+1, len(s.found())-1))
	case "enter":
		found := s.found()
		s.app.sheet = nil
		if s.cursor < len(found) {
			return found[s.cursor].Start()
		}
	default:
		if s.field.Update(msg) {
			s.cursor = 0
		}
	}
	return nil
}

// found are the commands that fit what is typed, the better ones first.
func (s *palette) found() []pane.Command {
	typed := strings.TrimSpace(s.field.Text())
	if typed == "" {
		return s.table
	}
	names := make([]string, len(s.table))
	for i, c := range s.table {
		names[i] = c.Key.Help().Desc
	}
	var found []pane.Command
	for _, m := range fuzzy.Find(typed, names) {
		found = append(found, s.table[m.Index])
	}
	return found
}

// View implements [pane.Sheet].
func (s *palette) View(width, height int) string {
	t := s.app.env.Theme
	width = min(width, 56)
	found := s.found()
	room := max(1, min(16, height-6))
	text, _ := s.field.View(width - 8)
	lines := []string{t.Accent.Put(": ") + t.Text.Put(text), ""}
	first := max(0, min(s.cursor-room/2, len(found)-room))
	for i := first; i < min(len(found), first+room); i++ {
		lines = append(lines, s.line(found[i], i == s.cursor, width-4))
	}
	if len(found) == 0 {
		lines = append(lines, t.Quiet.Put("No command of that name."))
	}
	return pane.Box(t, "Commands", lines, width, min(height, len(lines)+2))
}

func (s *palette) line(c pane.Command, selected bool, width int) string {
	roles, bar := lit(s.app.env.Theme, selected), " "
	if selected {
		bar = "▌"
	}
	h := c.Key.Help()
	if c.Why != "" {
		text := h.Desc
		if selected {
			text = c.Why
		}
		return roles.Accent.Put(bar) + roles.Quiet.Put(pane.Cell(text, max(0, width-14))+pane.CellRight(h.Key, 12)+" ")
	}
	return roles.Accent.Put(bar) + roles.Text.Put(pane.Cell(h.Desc, max(0, width-24))) +
		roles.Quiet.Put(pane.Cell(c.Group, 10)) + roles.Key.Put(pane.CellRight(h.Key, 12)+" ")
}

// Cursor implements [pane.Sheet].
func (s *palette) Cursor() *tea.Cursor {
	_, x := s.field.View(48)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (s *palette) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "run", "enter")},
		{Key: pane.Bind("↓ ↑", "choose", "down")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
