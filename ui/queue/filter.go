package queue

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
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
	if p.tab().log {
		return pane.Say("The log is shown whole: rounds decisions can look for some of it.")
	}
	text := p.tab().inForce()
	if text != "" {
		text += " "
	}
	p.filter = &filter{field: pane.NewField(text), before: p.tab().typed}
	p.filter.offers = offers(text)
	p.zoom = listed
	p.arrange()
	return nil
}

// offers are what the last word of a text may become: fields, or the values of
// the field that it names.
func offers(text string) []string {
	word := strings.TrimPrefix(text[strings.LastIndexAny(text, " ")+1:], "-")
	var all []string
	if name, begun, isField := strings.Cut(word, ":"); isField {
		begun = begun[strings.LastIndex(begun, ",")+1:]
		for _, v := range moderation.FilterValues(moderation.FilterField(strings.ToLower(name))) {
			if strings.HasPrefix(v, begun) && v != begun {
				all = append(all, v)
			}
		}
		return all
	}
	for _, f := range moderation.FilterFields() {
		if strings.HasPrefix(string(f), word) {
			all = append(all, string(f)+":")
		}
	}
	return all
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

// complete puts the first offer in the place of the word that is being typed.
func (f *filter) complete() {
	if len(f.offers) == 0 {
		return
	}
	text := f.field.Text()
	from := strings.LastIndexAny(text, " -:,") + 1
	f.field.Replace(text[:from] + f.offers[0])
	f.field.Seek(len([]rune(f.field.Text())), len([]rune(f.field.Text())))
}

// followFilter puts what is typed in force, if it can be read.
func (p *Pane) followFilter() tea.Cmd {
	f := p.filter
	text := strings.TrimSpace(f.field.Text())
	f.offers = offers(f.field.Text())
	if _, f.err = p.parse(text); f.err != nil {
		return nil
	}
	return p.setFilter(text)
}

// setFilter puts a filter in place of the section's own; that one itself puts
// it back.
func (p *Pane) setFilter(text string) tea.Cmd {
	t := p.tab()
	if text == t.filter {
		text = ""
	}
	if text == t.typed {
		return nil
	}
	t.typed = text
	p.list.marks = map[string]bool{}
	return p.load(takeTop)
}

// filterLines are the field and, under it, what is wrong or what may follow.
func (p *Pane) filterLines(width int) []string {
	t, f := p.env.Theme, p.filter
	text, _ := f.field.View(max(0, width-18))
	found := plural(len(p.list.rows), "case")
	gap := pane.Blank(width - 3 - pane.Width(text) - pane.Width(found) - 1)
	bar := pane.Fit(t.Accent.Put(" / ")+t.Text.Put(text+gap)+t.Quiet.Put(found)+" ", width)
	var under string
	switch {
	case f.err != nil && len(f.offers) == 0:
		under = t.Alarm.Put("   " + pane.Line(f.err.Error(), width-4))
	case len(f.offers) > 0:
		under = t.Quiet.Put("   " + pane.Line(strings.Join(f.offers, " · "), width-4))
	default:
		under = t.Rule.Put(strings.Repeat("─", width))
	}
	return []string{bar, pane.Fit(under, width)}
}

func (f *filter) hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "keep", "enter")},
		{Key: pane.Bind("esc", "as it was", "esc")},
		{Key: pane.Bind("tab", "complete", "tab")},
		{Key: pane.Bind("ctrl+u", "empty", "ctrl+u")},
	}
}

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor {
	if p.filter == nil || p.frame.head == 0 {
		return nil
	}
	_, x := p.filter.field.View(max(0, p.frame.width-18))
	return tea.NewCursor(3+x, 0)
}
