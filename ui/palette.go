package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// mostRecent is how many commands the palette remembers.
const mostRecent = 5

// palette finds a command by its name, its group or its key and runs it,
// showing its key so that it is not needed twice. It knows the commands of all
// panes.
type palette struct {
	app    *App
	field  pane.Field
	table  []entry
	hits   []hit
	cursor int
	top    int // of the last drawing: the first line shown, and how many
	room   int
}

// entry is a command, and where it stands.
type entry struct {
	pane.Command
	pane int    // its pane; that of the moment for what is everywhere
	name string // as the config calls it
}

// typist is a sheet of the app that has a field.
type typist interface{ paste(tea.Msg) }

func (a *App) openPalette() tea.Cmd {
	s := &palette{app: a, field: pane.NewField(""), table: a.entries()}
	s.look()
	a.sheet = s
	return nil
}

// entries are the commands of this pane and of the house, and then those of the
// other panes.
func (a *App) entries() []entry {
	table := a.table()
	all := a.entriesOf(a.focus, table, len(table)-len(a.commands))
	for i, p := range a.panes {
		if i != a.focus {
			table := a.bound(p)
			own := len(table) - len(a.commands)
			all = append(all, a.entriesOf(i, table[:own], own)...)
		}
	}
	return all
}

// entriesOf are those of a table, of which the first so many are the pane's own.
func (a *App) entriesOf(at int, table []pane.Command, own int) []entry {
	in := paneName(a.panes[at].Title())
	var all []entry
	for i, c := range table {
		if rare := len(c.Key.Keys()) == 0; c.Hide || c.Key.Help().Desc == "" || !rare && !c.Key.Enabled() {
			continue
		}
		name := in + "." + a.names.of(&table[i])
		if i >= own {
			name = house + "." + a.names.of(&table[i])
		}
		all = append(all, entry{c, at, name})
	}
	return all
}

func (s *palette) paste(msg tea.Msg) {
	if s.field.Update(msg) {
		s.look()
	}
}

func (s *palette) press(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "esc":
		s.app.sheet = nil
	case "up", "ctrl+p":
		s.to(s.cursor - 1)
	case "down", "ctrl+n":
		s.to(s.cursor + 1)
	case "pgup":
		s.to(s.cursor - s.room)
	case "pgdown":
		s.to(s.cursor + s.room)
	case "enter":
		return s.run(s.cursor)
	default:
		if s.field.Update(msg) {
			s.look()
		}
	}
	return nil
}

// to puts the cursor on a line, or the nearest there is.
func (s *palette) to(n int) { s.cursor = max(0, min(n, len(s.hits)-1)) }

// look finds anew.
func (s *palette) look() {
	s.cursor = 0
	if typed := strings.Fields(s.field.Text()); len(typed) > 0 {
		s.hits = search(s.table, typed, s.app.focus)
		return
	}
	s.hits = nil
	for _, name := range s.app.recent {
		if i := slices.IndexFunc(s.table, func(e entry) bool { return e.name == name }); i >= 0 {
			s.hits = append(s.hits, hit{of: i})
		}
	}
	recent := len(s.hits)
	for i, e := range s.table {
		if e.pane == s.app.focus && !slices.ContainsFunc(s.hits[:recent], func(h hit) bool { return h.of == i }) {
			s.hits = append(s.hits, hit{of: i})
		}
	}
}

// run carries out what a line says.
func (s *palette) run(n int) tea.Cmd {
	a := s.app
	a.sheet = nil
	if n < 0 || n >= len(s.hits) {
		return nil
	}
	e := s.table[s.hits[n].of]
	if e.Why == "" {
		a.recent = append([]string{e.name}, slices.DeleteFunc(a.recent, func(name string) bool { return name == e.name })...)
		a.recent = a.recent[:min(len(a.recent), mostRecent)]
	}
	if e.pane == a.focus {
		return a.begin(e.Command)
	}
	p := a.panes[e.pane]
	a.focus = e.pane
	if e.bold() && !p.Busy() && !p.Typing() && p.Sheet() == nil {
		return a.begin(e.Command)
	}
	key := e.Key.Help().Key
	if key == "" {
		key = ":"
	}
	return pane.Say(p.Title() + ": choose what it is to be done to, then " + key + ".")
}

// bold is whether a command may be run from another pane: it means nothing that
// nobody has seen.
func (e *entry) bold() bool {
	_, name, _ := strings.Cut(e.name, ".")
	return e.Why == "" && slices.Contains(itemless(), name)
}

// Click runs the line under the mouse.
func (s *palette) Click(x, y int) tea.Cmd {
	if n := s.top + y - paletteHead; x > 0 && y >= paletteHead && y < paletteHead+s.room && n < len(s.hits) {
		return s.run(n)
	}
	return nil
}

// paletteHead is how many lines stand over the list, with the border, and
// paletteFoot how many below it.
const (
	paletteHead = 3
	paletteFoot = 3
)

// View implements [pane.Sheet].
func (s *palette) View(width, height int) string {
	t := s.app.env.Theme
	width = min(width, 66)
	s.room = max(1, min(16, height-paletteHead-paletteFoot))
	s.top = max(0, min(s.cursor-s.room/2, len(s.hits)-s.room))
	text, _ := s.field.View(max(1, width-8))
	typed := t.Text.Put(text)
	if text == "" {
		typed = t.Quiet.Put(pane.Line("a name, a group or a key", max(0, width-8)))
	}
	lines := []string{t.Accent.Put(": ") + typed, ""}
	for i := s.top; i < min(len(s.hits), s.top+s.room); i++ {
		lines = append(lines, s.line(s.hits[i], i == s.cursor, width-4))
	}
	if len(s.hits) == 0 {
		lines = append(lines, t.Quiet.Put(pane.Line(s.app.keyed("No command of that name. ‹?› shows all keys of this pane."), max(0, width-4))))
	}
	lines = append(lines, "", t.Quiet.Put(pane.Line(s.about(), max(0, width-4))))
	return pane.Box(t, "Commands", lines, width, min(height, len(lines)+2))
}

// about is what is to be known of the line under the cursor.
func (s *palette) about() string {
	if s.cursor >= len(s.hits) {
		return ""
	}
	e := s.table[s.hits[s.cursor].of]
	title := s.app.panes[e.pane].Title()
	switch {
	case e.Why != "":
		return "Not here: " + e.Why
	case e.pane != s.app.focus && e.bold():
		return "Goes to " + title + " and does it there. " + e.name
	case e.pane != s.app.focus:
		return "Goes to " + title + " and leaves the rest to you. " + e.name
	}
	return e.name
}

func (s *palette) line(h hit, selected bool, width int) string {
	e := s.table[h.of]
	roles, bar := lit(s.app.env.Theme, selected), " "
	if selected {
		bar = "▌"
	}
	group := e.Group
	if e.pane != s.app.focus {
		group = s.app.panes[e.pane].Title()
	}
	text, mark, key := roles.Text, roles.Accent, roles.Key
	if e.Why != "" {
		text, mark, key = roles.Quiet, roles.Quiet, roles.Quiet
	}
	const keys, groups = 12, 14
	room := max(0, width-1-keys-1-groups)
	name := pane.Line(e.Key.Help().Desc, room)
	painted := text.Put(pane.Blank(room - pane.Width(name)))
	return roles.Accent.Put(bar) + paintHits(name, h.at, text, mark) + painted +
		roles.Quiet.Put(pane.Cell(group, groups)) + key.Put(pane.CellRight(e.Key.Help().Key, keys)) + text.Put(" ")
}

// Cursor implements [pane.Sheet].
func (s *palette) Cursor() *tea.Cursor {
	_, x := s.field.View(58)
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
