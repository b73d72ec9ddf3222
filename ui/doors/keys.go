package doors

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// bind makes the keys that mean the same on every page with entries.
func (m *Model) bind() {
	add := func(label, what string, run func() tea.Cmd, keys ...string) {
		m.commands = append(m.commands, pane.Command{Key: pane.Bind(label, what, keys...), Run: run})
	}
	move := func(by int) func() tea.Cmd { return func() tea.Cmd { m.move(by); return nil } }
	add("↓", "next", move(1), "down", "j", "tab")
	add("↑", "previous", move(-1), "up", "k", "shift+tab")
	add("home", "first", move(-99), "home")
	add("end", "last", move(99), "end")
	add("enter", "open", func() tea.Cmd { return m.open(m.at[m.page]) }, "enter", "right", "l", "space")
	add("esc", "back", m.back, "esc", "left", "h", "backspace")
	add("q", "leave", func() tea.Cmd { return tea.Quit }, "q", "ctrl+c", "ctrl+d")
	add("ctrl+z", "suspend", func() tea.Cmd { return tea.Suspend }, "ctrl+z")
}

// press is a key: a letter of an entry, one of the keys, or text.
func (m *Model) press(key tea.KeyPressMsg) tea.Cmd {
	if m.page == asking {
		return m.typed(key)
	}
	for i, e := range m.entries(m.page) {
		if e.key != "" && e.key == key.String() {
			return m.open(i)
		}
	}
	if c, is := m.keyboard.Press(key.String(), m.commands); is {
		return c.Start()
	}
	return nil
}

// typed is a key while the path is asked for.
func (m *Model) typed(key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "ctrl+c":
		return tea.Quit
	case "esc":
		return m.back()
	case "enter":
		path := strings.TrimSpace(m.path.Text())
		if path == "" {
			m.trouble = "Write where the file is, or paste it."
			return nil
		}
		m.choice = m.entries(exports)[m.at[exports]].choice
		m.choice.Path = path
		return tea.Quit
	}
	m.path.Update(key)
	return nil
}

func (m *Model) move(by int) {
	if n := len(m.entries(m.page)); n > 0 {
		m.at[m.page] = max(0, min(m.at[m.page]+by, n-1))
	}
}

// open goes through the door of an entry.
func (m *Model) open(i int) tea.Cmd {
	all := m.entries(m.page)
	if i < 0 || i >= len(all) {
		return nil
	}
	m.at[m.page], m.trouble = i, ""
	if all[i].open == ending {
		m.choice = all[i].choice
		return tea.Quit
	}
	m.page = all[i].open
	return nil
}

// back goes to where this page was opened from. The doors themselves are left
// with q alone: an Escape too many loses nothing.
func (m *Model) back() tea.Cmd {
	m.trouble = ""
	switch m.page {
	case asking:
		m.page = exports
	case platforms, exports:
		m.page = threeDoors
	case threeDoors, ending:
	}
	return nil
}

// click opens what was clicked at.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	rows := m.draw().rows
	if at.Button != tea.MouseLeft || at.Y < 0 || at.Y >= len(rows) || rows[at.Y] < 0 {
		return nil
	}
	return m.open(rows[at.Y])
}
