package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// help is all the keys that are valid here, by their groups, in as many
// columns as go side by side.
type help struct {
	app    *App
	table  []pane.Command
	scroll int
}

func (a *App) openHelp() tea.Cmd {
	a.sheet = &help{app: a, table: a.table()}
	return nil
}

// pressSheet gives a key to the app's own sheet.
func (a *App) pressSheet(msg tea.KeyPressMsg) tea.Cmd {
	switch s := a.sheet.(type) {
	case *help:
		return s.press(msg)
	case *palette:
		return s.press(msg)
	}
	return nil
}

func (h *help) press(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "j", "down":
		h.scroll++
	case "k", "up":
		h.scroll = max(0, h.scroll-1)
	case "ctrl+d", "pgdown", "space":
		h.scroll += 10
	case "ctrl+u", "pgup":
		h.scroll = max(0, h.scroll-10)
	case ":", "ctrl+k":
		return h.app.openPalette()
	default:
		h.app.sheet = nil
	}
	return nil
}

const helpColumn = 38

// View implements [pane.Sheet].
func (h *help) View(width, height int) string {
	columns := max(1, min(3, (width-4)/helpColumn))
	room := max(1, height-2)
	blocks := h.blocks()
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	var filled [][]string
	var column []string
	target := (total + columns - 1) / columns
	for _, b := range blocks {
		if len(column) > 0 && len(column)+len(b) > target+2 && len(filled) < columns-1 {
			filled, column = append(filled, column), nil
		}
		column = append(column, b...)
	}
	filled = append(filled, column)
	lines := joinColumns(filled)
	h.scroll = max(0, min(h.scroll, len(lines)-room))
	shown := lines[h.scroll:min(len(lines), h.scroll+room)]
	title := "All keys"
	if len(lines) > room {
		title += " · j k scroll"
	}
	return pane.Box(h.app.env.Theme, title, shown, min(width, len(filled)*helpColumn+4), height)
}

// blocks are the groups, each with its name over it and a blank line below.
func (h *help) blocks() [][]string {
	t := h.app.env.Theme
	var order []string
	groups := map[string][]string{}
	for _, c := range h.table {
		if groups[c.Group] == nil {
			order = append(order, c.Group)
			groups[c.Group] = []string{t.Accent.Put(pane.Cell(c.Group, helpColumn))}
		}
		k := c.Key.Help()
		if k.Key == "" || c.Hide && secondOfPair(k.Key, h.table) {
			continue
		}
		key, text := t.Key, t.Text
		if c.Why != "" { // pressed, it says why
			key, text = t.Quiet, t.Quiet
		}
		line := key.Put(pane.CellRight(k.Key, 9)) + "  " + text.Put(pane.Cell(strings.TrimSuffix(k.Desc, "…"), helpColumn-11))
		groups[c.Group] = append(groups[c.Group], line)
	}
	blocks := make([][]string, len(order))
	for i, g := range order {
		blocks[i] = append(groups[g], pane.Blank(helpColumn))
	}
	return blocks
}

// secondOfPair is whether a key is shown on the line of another one: "k" on
// the line of "j k".
func secondOfPair(label string, table []pane.Command) bool {
	for _, c := range table {
		keys := strings.Fields(c.Key.Help().Key)
		if len(keys) > 1 && slices.Contains(keys, label) {
			return true
		}
	}
	return false
}

func joinColumns(columns [][]string) []string {
	most := 0
	for _, c := range columns {
		most = max(most, len(c))
	}
	lines := make([]string, most)
	for i := range lines {
		for _, c := range columns {
			if i < len(c) {
				lines[i] += c[i]
			} else {
				lines[i] += pane.Blank(helpColumn)
			}
		}
	}
	return lines
}

// Cursor implements [pane.Sheet].
func (h *help) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (h *help) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("j k", "scroll", "j")},
		{Key: pane.Bind(":", "find a command", ":")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
