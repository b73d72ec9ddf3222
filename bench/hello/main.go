// Command hello is the measure for the first frame and for idling: a bare
// Bubble Tea program that opens the database, reads one row and shows it.
package main

import (
	"database/sql"
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
	_ "modernc.org/sqlite"
)

type model struct{ row string }

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "q" {
		return m, tea.Quit
	}
	return m, nil
}

func (m model) View() tea.View {
	v := tea.NewView("hello " + m.row + "\n")
	v.AltScreen = true
	return v
}

func main() {
	db, err := sql.Open("sqlite", "file:"+os.Args[1]+"?mode=ro")
	var row string
	if err == nil {
		err = db.QueryRow(`SELECT text FROM message WHERE id = 1`).Scan(&row)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if _, err := tea.NewProgram(model{"world"}).Run(); err != nil {
		os.Exit(1)
	}
}
