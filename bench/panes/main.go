// Command panes is the measure for keys: a bare Bubble Tea program with three
// panes and a list of 50 rows, drawn from ready strings.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
)

type model struct {
	rows          []string
	at            int
	width, height int
}

func (m *model) Init() tea.Cmd { return nil }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		switch msg.String() {
		case "j":
			m.at = min(m.at+1, len(m.rows)-1)
		case "k":
			m.at = max(m.at-1, 0)
		case "q":
			return m, tea.Quit
		}
	}
	return m, nil
}

func (m *model) View() tea.View {
	var b strings.Builder
	half := m.width / 2
	first := max(0, m.at-m.height+2)
	for y := range max(0, m.height-1) {
		left := ""
		if i := first + y; i < len(m.rows) {
			left = m.rows[i]
			if i == m.at {
				left = "> " + left
			}
		}
		right := fmt.Sprintf("detail of row %d, line %d: the quick brown fox jumps over the lazy dog", m.at, y)
		fmt.Fprintf(&b, "%-*.*s|%-*.*s\n", half-1, half-1, left, half-1, half-1, right)
	}
	b.WriteString("three panes")
	v := tea.NewView(b.String())
	v.AltScreen = true
	return v
}

func main() {
	m := &model{}
	for i := range 1000 {
		m.rows = append(m.rows, fmt.Sprintf("%4d  #general  someone  a message that is long enough to fill the row of a list in a wide window", i))
	}
	if _, err := tea.NewProgram(m).Run(); err != nil {
		os.Exit(1)
	}
}
