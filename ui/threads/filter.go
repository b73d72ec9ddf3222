package threads

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/query"
	"rounds/ui/pane"
)

// filter is the filter line while it is being typed. The list follows as far
// as what is typed can be read; what can not is told, and the last that could
// stays in force.
type filter struct {
	field  pane.Field
	before string // what was in force when it was opened
	err    error
	offers []string // what the word at the cursor may become
}

func (p *Pane) openFilter() tea.Cmd {
	text := p.tab().filter()
	if text != "" && !strings.HasSuffix(text, " ") {
		text += " "
	}
	p.filter = &filter{field: pane.NewField(text), before: p.tab().typed}
	p.focus, p.zoomed, p.guest = onList, false, nil
	p.arrange()
	return nil
}

func (f *filter) hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "keep", "enter")},
		{Key: pane.Bind("esc", "as it was", "esc")},
		{Key: pane.Bind("tab", "complete", "tab")},
		{Key: pane.Bind("ctrl+u", "empty", "ctrl+u")},
	}
}

func (p *Pane) typeFilter(msg tea.Msg) tea.Cmd {
	f := p.filter
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter":
			if f.err != nil {
				return pane.Fail(f.err)
			}
			p.filter = nil
			return nil
		case "esc":
			p.filter = nil
			return p.setFilter(f.before)
		case "tab":
			f.complete()
			return p.followFilter()
		}
	}
	if !f.field.Update(msg) {
		return nil
	}
	return p.followFilter()
}

// followFilter puts what is typed in force, if it can be read.
func (p *Pane) followFilter() tea.Cmd {
	f := p.filter
	text := f.field.Text()
	f.offers = query.Complete(text, f.field.At())
	if _, f.err = query.Parse(text, p.now); f.err != nil {
		return nil
	}
	return p.setFilter(cmp.Or(strings.TrimSpace(text), "is:all"))
}

// setFilter puts a filter in place of the section's own; "" puts that back.
func (p *Pane) setFilter(text string) tea.Cmd {
	t := p.tab()
	if text == t.Filter {
		text = ""
	}
	if text == t.typed {
		return nil
	}
	t.typed, t.counted = text, false
	p.list = newList(&p.list).following(&p.list)
	return tea.Batch(p.reload(fromHead), p.recount())
}

// complete puts the first offer in the place of the word at the cursor.
func (f *filter) complete() {
	if len(f.offers) == 0 {
		return
	}
	f.field.ReplaceWord(f.offers[0])
}

// filterLines are the field and, under it, what is wrong or what may follow.
func (p *Pane) filterLines(width int) (bar, rule string) {
	t, f := p.env.Theme, p.filter
	text, _ := f.field.View(max(0, width-16))
	found := ""
	if p.tab().counted {
		found = count(p.tab().count) + " found"
	}
	gap := pane.Blank(width - 3 - pane.Width(text) - pane.Width(found) - 1)
	bar = pane.Fit(t.Accent.Put(" / ")+t.Text.Put(text+gap)+t.Quiet.Put(found)+" ", width)
	switch {
	case f.err != nil && len(f.offers) == 0:
		rule = t.Alarm.Put("   " + pane.Line(f.err.Error(), width-4))
	case len(f.offers) > 0:
		rule = t.Quiet.Put("   " + pane.Line(strings.Join(f.offers, "  "), width-4))
	default:
		rule = t.Rule.Put(strings.Repeat("─", width))
	}
	return bar, pane.Fit(rule, width)
}

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor {
	if p.filter == nil || p.frame.tabs < 0 {
		return nil
	}
	_, x := p.filter.field.View(max(0, p.frame.width-16))
	return tea.NewCursor(3+x, p.frame.tabs)
}
