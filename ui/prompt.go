package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// mostAsked is how many commands typed before can be had back.
const mostAsked = 50

// prompt asks for a command to run on what is selected.
type prompt struct {
	app   *App
	show  pane.Output
	on    int
	field pane.Field
	back  int // how far back in what was typed before; 0 is the line itself
}

func (a *App) openPrompt(show pane.Output) tea.Cmd {
	a.sheet = &prompt{app: a, show: show, on: len(a.selected()), field: pane.NewField("")}
	return nil
}

func (s *prompt) paste(msg tea.Msg) { s.field.Update(msg) }

func (s *prompt) press(msg tea.KeyPressMsg) tea.Cmd {
	a := s.app
	switch msg.String() {
	case "esc":
		a.sheet = nil
	case "up", "ctrl+p":
		s.recall(s.back + 1)
	case "down", "ctrl+n":
		s.recall(s.back - 1)
	case "enter":
		command := strings.TrimSpace(s.field.Text())
		if command == "" {
			return nil
		}
		a.sheet = nil
		a.asked = append(slices.DeleteFunc(a.asked, func(c string) bool { return c == command }), command)
		a.asked = a.asked[max(0, len(a.asked)-mostAsked):]
		return a.runOwn(pane.Own{Name: command, Run: command, Output: s.show})
	default:
		s.field.Update(msg)
	}
	return nil
}

// recall puts a command typed before into the field.
func (s *prompt) recall(back int) {
	if back < 0 || back > len(s.app.asked) {
		return
	}
	s.back = back
	text := ""
	if back > 0 {
		text = s.app.asked[len(s.app.asked)-back]
	}
	s.field.Set(text)
}

// View implements [pane.Sheet].
func (s *prompt) View(width, height int) string {
	t := s.app.env.Theme
	width = min(width, 72)
	title, sign, what := "Run a command", "!", "its first line is shown at the foot"
	if s.show == pane.InSheet {
		title, sign, what = "Pipe into a command", "|", "what it prints is shown"
	}
	on := "It gets " + count(s.on, "item") + " as JSON on standard input, one a line;"
	if s.on == 0 {
		on = "Nothing is selected: its standard input is empty;"
	}
	text, _ := s.field.View(max(1, width-8))
	lines := []string{t.Accent.Put(sign+" ") + t.Text.Put(text), ""}
	for _, line := range pane.Wrap(on+" "+what+". Nothing is asked again.", max(1, width-4)) {
		lines = append(lines, t.Quiet.Put(line))
	}
	return pane.Box(t, title, lines, width, min(height, len(lines)+2))
}

// count is so many of a thing.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// Cursor implements [pane.Sheet].
func (s *prompt) Cursor() *tea.Cursor {
	_, x := s.field.View(64)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (s *prompt) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "run", "enter")},
		{Key: pane.Bind("↑ ↓", "typed before", "up")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
