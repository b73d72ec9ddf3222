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
	title  string
	table  []pane.Command
	scroll int
	filter *pane.Field // typed after /, nil before
	typing bool
	drawn  [][]helpLine // the columns of the last drawing
}

func (a *App) openHelp() tea.Cmd {
	a.sheet = &help{app: a, title: "All keys of " + a.panes[a.focus].Title(), table: a.table()}
	return nil
}

// presser is a sheet of the app: it hears every key while it is there.
type presser interface {
	pane.Sheet
	press(msg tea.KeyPressMsg) tea.Cmd
}

// pressSheet gives a key to the app's own sheet.
func (a *App) pressSheet(msg tea.KeyPressMsg) tea.Cmd {
	if s, ok := a.sheet.(presser); ok {
		return s.press(msg)
	}
	return nil
}

func (h *help) paste(msg tea.Msg) {
	if h.typing {
		h.filter.Update(msg)
	}
}

func (h *help) press(msg tea.KeyPressMsg) tea.Cmd {
	if h.typing {
		return h.filterBy(msg)
	}
	switch msg.String() {
	case "j", "down":
		h.scroll++
	case "k", "up":
		h.scroll = max(0, h.scroll-1)
	case "ctrl+d", "pgdown", "space":
		h.scroll += 10
	case "ctrl+u", "pgup":
		h.scroll = max(0, h.scroll-10)
	case "g", "home":
		h.scroll = 0
	case "G", "end":
		h.scroll = 1 << 20
	case "/":
		if h.filter == nil {
			field := pane.NewField("")
			h.filter = &field
		}
		h.typing = true
	case "t":
		return h.app.openTutorial()
	case ":", "ctrl+k":
		return h.app.openPalette()
	case "esc":
		if h.filter != nil {
			h.filter = nil
			return nil
		}
		h.app.sheet = nil
	default:
		h.app.sheet = nil
	}
	return nil
}

// filterBy gives a key to the filter.
func (h *help) filterBy(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "enter", "down":
		h.typing = false
	case "esc":
		h.typing, h.filter = false, nil
	default:
		if h.filter.Update(msg) {
			h.scroll = 0
		}
	}
	return nil
}

// words are what is typed.
func (h *help) words() string {
	if h.filter == nil {
		return ""
	}
	return h.filter.Text()
}

const helpColumn = 38

// helpLine is a line of a column, and the command that it shows, if it does.
type helpLine struct {
	text    string
	command *pane.Command
}

// View implements [pane.Sheet].
func (h *help) View(width, height int) string {
	t := h.app.env.Theme
	columns := max(1, min(3, (width-4)/helpColumn))
	room := max(1, height-2)
	h.drawn = split(h.blocks(), columns)
	lines := joinColumns(h.drawn)
	width = min(width, columns*helpColumn+4)
	if h.filter != nil {
		text, _ := h.filter.View(max(1, width-8))
		room = max(1, room-2)
		if len(lines) == 0 {
			lines = []string{t.Quiet.Put(pane.Line(h.app.keyed("No key here does that. ‹:› finds the commands of all panes."), max(0, width-4)))}
		}
		h.scroll = max(0, min(h.scroll, len(lines)-room))
		head := []string{t.Accent.Put("/ ") + t.Text.Put(text), ""}
		return pane.Box(t, h.title, append(head, lines[h.scroll:min(len(lines), h.scroll+room)]...), width, height)
	}
	h.scroll = max(0, min(h.scroll, len(lines)-room))
	title := h.title
	if len(lines) > room {
		title += " · j k scroll"
	}
	return pane.Box(t, title, lines[h.scroll:min(len(lines), h.scroll+room)], width, height)
}

// split lays blocks into columns of about one height.
func split(blocks [][]helpLine, columns int) [][]helpLine {
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	var filled [][]helpLine
	var column []helpLine
	target := (total + columns - 1) / columns
	for _, b := range blocks {
		if len(column) > 0 && len(column)+len(b) > target+2 && len(filled) < columns-1 {
			filled, column = append(filled, column), nil
		}
		column = append(column, b...)
	}
	return append(filled, column)
}

// blocks are the groups, each with its name over it and a blank line below.
func (h *help) blocks() [][]helpLine {
	t := h.app.env.Theme
	var order []string
	groups := map[string][]helpLine{}
	for _, c := range narrowed(h.table, h.words()) {
		if c.Key.Help().Desc == "" {
			continue
		}
		if groups[c.Group] == nil {
			order = append(order, c.Group)
			groups[c.Group] = []helpLine{{text: t.Accent.Put(pane.Cell(c.Group, helpColumn))}}
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
		groups[c.Group] = append(groups[c.Group], helpLine{line, &c})
	}
	blocks := make([][]helpLine, len(order))
	for i, g := range order {
		blocks[i] = append(groups[g], helpLine{text: pane.Blank(helpColumn)})
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

func joinColumns(columns [][]helpLine) []string {
	most := 0
	for _, c := range columns {
		most = max(most, len(c))
	}
	lines := make([]string, most)
	for i := range lines {
		for _, c := range columns {
			if i < len(c) {
				lines[i] += c[i].text
			} else {
				lines[i] += pane.Blank(helpColumn)
			}
		}
	}
	return lines
}

// Click does what the line under the mouse says.
func (h *help) Click(x, y int) tea.Cmd {
	row := y - 1 + h.scroll
	if h.filter != nil {
		row = y - 3 + h.scroll
	}
	column := (x - 2) / helpColumn
	if x < 2 || y < 1 || row < h.scroll || column >= len(h.drawn) || row >= len(h.drawn[column]) || h.drawn[column][row].command == nil {
		return nil
	}
	c := *h.drawn[column][row].command
	if len(c.Key.Keys()) > 0 && !c.Key.Enabled() {
		return nil // it means nothing at the moment
	}
	h.app.sheet = nil
	return h.app.begin(c)
}

// Cursor implements [pane.Sheet].
func (h *help) Cursor() *tea.Cursor {
	if !h.typing {
		return nil
	}
	_, x := h.filter.View(helpColumn)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (h *help) Hints() []pane.Command {
	if h.typing {
		return []pane.Command{{Key: pane.Bind("enter", "keep", "enter")}, {Key: pane.Bind("esc", "as it was", "esc")}}
	}
	return []pane.Command{
		{Key: pane.Bind("j k", "scroll", "j")},
		{Key: pane.Bind("/", "filter", "/")},
		{Key: pane.Bind("t", "tutorial, two minutes", "t")},
		{Key: pane.Bind(":", "find a command", ":")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
