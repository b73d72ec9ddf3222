package coverage

import (
	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// filter is the name being typed; the list follows.
type filter struct {
	field  pane.Field
	before string // what was in force when it was opened
}

func (p *Pane) openFilter() tea.Cmd {
	p.filter = &filter{field: pane.NewField(p.list.typed), before: p.list.typed}
	return nil
}

func (p *Pane) typeFilter(msg tea.Msg) {
	f := p.filter
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter":
			p.filter = nil
			return
		case "esc":
			p.filter = nil
			p.setFilter(f.before)
			return
		case "down", "up":
			p.list.place(p.list.cursor+map[string]int{"down": 1, "up": -1}[k.String()], p.rows())
			return
		}
	}
	if f.field.Update(msg) {
		p.setFilter(f.field.Text())
	}
}

func (p *Pane) setFilter(text string) {
	p.list.typed = text
	p.arrange()
}

// clear takes the filter away.
func (p *Pane) clear() tea.Cmd { p.setFilter(""); return nil }

// filterLine is the field and how many channels fit.
func (p *Pane) filterLine(width int) string {
	t := p.env.Theme
	text, _ := p.filter.field.View(max(0, width-16))
	found := number(len(p.list.rows)) + " found"
	gap := pane.Blank(width - 3 - pane.Width(text) - pane.Width(found) - 1)
	return pane.Fit(t.Accent.Put(" / ")+t.Text.Put(text+gap)+t.Quiet.Put(found)+" ", width)
}

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor {
	line := p.layout().rule
	if p.filter == nil || line < 0 {
		return nil
	}
	_, x := p.filter.field.View(max(0, p.width-16))
	return tea.NewCursor(3+x, line)
}

func (f *filter) hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "keep", "enter")},
		{Key: pane.Bind("esc", "as it was", "esc")},
		{Key: pane.Bind("ctrl+u", "empty", "ctrl+u")},
	}
}
