package threads

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// person is the card of who opened the conversation, over the frame.
type person struct {
	pane   *Pane
	scroll int
}

func (p *Pane) openCard() tea.Cmd {
	if p.current() == nil {
		return nil
	}
	p.sheet = &person{pane: p}
	return p.follow()
}

func (c *person) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Wheel:
		c.scroll = max(0, c.scroll+msg.By)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "j", "down":
			c.scroll++
		case "k", "up":
			c.scroll = max(0, c.scroll-1)
		case "esc", "q", "u", "enter":
			p.sheet = nil
		}
	}
	return nil
}

// View implements [pane.Sheet].
func (c *person) View(width, height int) string {
	t := c.pane.env.Theme
	r := c.pane.current()
	if r == nil {
		return pane.Box(t, "Nobody", nil, min(width, 20), min(height, 3))
	}
	width = min(width, 60)
	lines := c.pane.cardLinesOf(r, width-4)
	c.scroll = max(0, min(c.scroll, len(lines)-max(1, height-2)))
	lines = lines[c.scroll:]
	return pane.Box(t, plain.Name(r.Opener.Called()), lines, width, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (c *person) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (c *person) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("j k", "scroll", "j")}, {Key: pane.Bind("esc", "close", "esc")}}
}
