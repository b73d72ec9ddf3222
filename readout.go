package main

import (
	"context"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"rounds/inbox/plain"
	"rounds/ui"
	"rounds/ui/aloud"
	"rounds/ui/cli"
	"rounds/ui/shutter"
)

// readOut reports whether the call asks for a console that is read out: by its
// flag, or by the environment, which a person sets once.
func readOut(s cli.Settings) bool {
	said := os.Getenv("ROUNDS_SCREEN_READER")
	return s.ReadOut || said != "" && said != "0"
}

// usable reports whether there is a terminal for the console. One that is read
// out needs no more than lines and single keys: whatever TERM says.
func usable(c config) bool {
	if c.ScreenReader {
		return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd())
	}
	return drawable()
}

// program is what shows the app: drawn, as a rule, or read out.
func (w workshop) program(ctx context.Context, c config, app *ui.App) *tea.Program {
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(plain.NewGuard(os.Stdin)), tea.WithoutSignalHandler()}
	shown := shutter.New(app)
	if c.ScreenReader {
		// Bubble Tea still sets the terminal raw and back again, but whatever
		// it has to say to it is not for whoever listens.
		shown = shutter.New(aloud.New(app, os.Stdout, time.Now))
		options = append(options, tea.WithOutput(io.Discard), tea.WithWindowSize(aloud.Width, aloud.Height))
	} else {
		options = append(options, bounded()...)
	}
	program := tea.NewProgram(shown, options...)
	shown.Take(program)
	return program
}
