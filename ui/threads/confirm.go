package threads

import (
	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// confirm asks before something that cannot be taken back.
type confirm struct {
	pane  *Pane
	title string
	words []string // what will happen
	quote string   // to what
	yes   string   // what y does
	run   func() tea.Cmd
}

func (c *confirm) update(p *Pane, msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "y":
		p.sheet = nil
		return c.run()
	case "esc", "n", "q":
		p.sheet = nil
	}
	return nil
}

// View implements [pane.Sheet].
func (c *confirm) View(width, height int) string {
	t := c.pane.env.Theme
	w := min(width, 70)
	var lines []string
	for i, line := range pane.Wrap(c.quote, max(1, w-6)) {
		if i == 3 {
			break
		}
		lines = append(lines, t.Quiet.Put("┃ ")+t.Soft.Put(line))
	}
	lines = append(lines, "")
	for i, words := range c.words {
		paint := t.Text
		if i > 0 {
			paint = t.Warn
		}
		for _, line := range pane.Wrap(words, max(1, w-4)) {
			lines = append(lines, paint.Put(line))
		}
	}
	lines = append(lines, "", t.Key.Put("y")+t.Text.Put(" "+c.yes+"   ")+t.Key.Put("esc")+t.Text.Put(" leave it"))
	return pane.Frame(t.Rule, t.Alarm, c.title, lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (c *confirm) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (c *confirm) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("y", c.yes, "y")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}
