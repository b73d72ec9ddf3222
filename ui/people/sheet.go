package people

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

const sheetWidth = 72

// option is one thing that can be chosen.
type option struct {
	what string
	run  func() tea.Cmd
}

// choice asks which of some things shall be done.
type choice struct {
	pane    *Pane
	title   string
	lines   []string
	options []option
	at      int
	pane.Spots
	pointed int // one more than the option that was clicked last
}

func (c *choice) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "j", "down":
		c.at = min(c.at+1, len(c.options)-1)
	case "k", "up":
		c.at = max(c.at-1, 0)
	case "esc", "q":
		c.pane.sheet = nil
	case "enter", "y":
		c.pane.sheet = nil
		return c.options[c.at].run()
	}
	return nil
}

// click goes to an option; the next click on it does it.
func (c *choice) click(i int) tea.Cmd {
	if c.pointed != i+1 || c.at != i {
		c.at, c.pointed = i, i+1
		return nil
	}
	c.pane.sheet = nil
	return c.options[i].run()
}

// View implements [pane.Sheet].
func (c *choice) View(width, height int) string {
	t := c.pane.env.Theme
	w := min(width, sheetWidth)
	var lines []string
	for _, line := range c.lines {
		for _, part := range pane.Wrap(line, max(1, w-4)) {
			lines = append(lines, t.Text.Put(part))
		}
	}
	lines = append(lines, "")
	c.Forget()
	for i, o := range c.options {
		c.Line(1+len(lines), func() tea.Cmd { return c.click(i) })
		roles, mark := &t.Roles, "  "
		if i == c.at {
			roles, mark = &t.Lit, "▌ "
		}
		lines = append(lines, roles.Accent.Put(mark)+roles.Text.Put(pane.Cell(o.what, w-6)))
	}
	return pane.Box(t, c.title, lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (c *choice) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (c *choice) Hints() []pane.Command {
	hints := []pane.Command{{Key: pane.Bind("enter", "do it", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
	if len(c.options) > 1 {
		hints = append(hints, pane.Command{Key: pane.Bind("j k", "choose", "j")})
	}
	return hints
}

// typed asks for a line of text.
type typed struct {
	pane   *Pane
	title  string
	lines  []string
	field  pane.Field
	cursor *tea.Cursor
	done   func(text string) tea.Cmd
}

func (s *typed) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			s.pane.sheet = nil
			return nil
		case "enter":
			s.pane.sheet = nil
			if text := strings.TrimSpace(s.field.Text()); text != "" {
				return s.done(text)
			}
			return pane.Say("Nothing was written.")
		}
	}
	s.field.Update(msg)
	return nil
}

// View implements [pane.Sheet].
func (s *typed) View(width, height int) string {
	t := s.pane.env.Theme
	w := min(width, sheetWidth)
	var lines []string
	for _, line := range s.lines {
		for _, part := range pane.Wrap(line, max(1, w-4)) {
			lines = append(lines, t.Soft.Put(part))
		}
	}
	text, x := s.field.View(max(1, w-6))
	lines = append(lines, "", t.Key.Put("› ")+t.Text.Put(text))
	s.cursor = nil
	if w >= 8 && height > len(lines) {
		s.cursor = tea.NewCursor(x+4, len(lines))
	}
	return pane.Box(t, s.title, lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *typed) Cursor() *tea.Cursor { return s.cursor }

// Hints implements [pane.Sheet].
func (s *typed) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", "keep it", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}

// roles are the sides that somebody can stand on.
func roles() []inbox.Role { return []inbox.Role{inbox.Community, inbox.Team, inbox.Bot} }

// roleSheet asks which side somebody stands on, and since when.
type roleSheet struct {
	pane   *Pane
	who    string
	rows   []int64
	at     int
	since  pane.Field
	cursor *tea.Cursor
	err    error
	pane.Spots
}

func (s *roleSheet) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			s.pane.sheet = nil
			return nil
		case "tab", "down":
			s.at = (s.at + 1) % len(roles())
			return nil
		case "shift+tab", "up":
			s.at = (s.at + len(roles()) - 1) % len(roles())
			return nil
		case "enter":
			var from time.Time
			if from, s.err = since(s.since.Text(), s.pane.env.Now()); s.err != nil {
				return nil
			}
			s.pane.sheet = nil
			return s.pane.setRole(s.rows, roles()[s.at], from)
		}
	}
	s.since.Update(msg)
	return nil
}

// since reads from when on a role holds.
func since(text string, now time.Time) (time.Time, error) {
	switch text = strings.TrimSpace(text); text {
	case "now", "":
		return now, nil
	case "always":
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, now.Location())
	switch {
	case err != nil:
		return day, fmt.Errorf("%q is no day: write 2026-10-01, now or always", text)
	case day.After(now):
		return day, fmt.Errorf("a role begins today or earlier")
	}
	return day, nil
}

// View implements [pane.Sheet].
func (s *roleSheet) View(width, height int) string {
	t := s.pane.env.Theme
	w := min(width, sheetWidth)
	choices := ""
	s.Forget()
	for i, role := range roles() {
		at := 2 + pane.Width(choices)
		s.Word(1, at, at+2+len(role), func() tea.Cmd { s.at = i; return nil })
		if i == s.at {
			choices += t.Accent.Put("‹" + string(role) + "›")
		} else {
			choices += t.Soft.Put(" " + string(role) + " ")
		}
	}
	text, x := s.since.View(max(1, w-12))
	lines := []string{choices, "", t.Key.Put("since ") + t.Text.Put(text)}
	s.cursor = nil
	if w >= 14 && height > 4 {
		s.cursor = tea.NewCursor(x+8, 3)
	}
	lines = append(lines, "")
	about := "A day (2026-10-01), now, or always. What they said before counts as it was. Platform and config change it no more."
	paint := t.Quiet
	if s.err != nil {
		about, paint = s.err.Error(), t.Alarm
	}
	for _, line := range pane.Wrap(about, max(1, w-4)) {
		lines = append(lines, paint.Put(line))
	}
	return pane.Box(t, "Role of "+s.who, lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *roleSheet) Cursor() *tea.Cursor { return s.cursor }

// Hints implements [pane.Sheet].
func (s *roleSheet) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("tab", "role", "tab")}, {Key: pane.Bind("enter", "say so", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}
