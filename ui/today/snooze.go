package today

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// snoozing asks until when a conversation sleeps. A letter takes a time that
// people often mean; anything longer is read as it is typed, and what it was
// read as is shown before it counts.
type snoozing struct {
	p     *Pane
	item  checkin.Item
	field pane.Field
	typed bool // a time is being typed: letters are only letters
	pane.Spots
}

func (p *Pane) snooze() tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return pane.Say(nothing)
	case item.Talk == 0 || item.Case != 0:
		return pane.Say(p.keyed("Only a conversation can be snoozed; ‹N› puts this off for today."))
	}
	p.sheet = &snoozing{p: p, item: *item, field: pane.NewField("")}
	return nil
}

func (s *snoozing) update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		s.typed = s.field.Update(msg) || s.typed
		return nil
	}
	stroke := k.String()
	switch {
	case stroke == "esc":
		s.p.sheet = nil
		return nil
	case stroke == "enter":
		return s.take(s.field.Text())
	case !s.typed && stroke == "space":
		s.typed = true
		return nil
	case !s.typed:
		for _, one := range when.Presets() {
			if stroke == one.Key {
				return s.take(one.Words)
			}
		}
	}
	s.field.Update(msg)
	s.typed = s.typed || s.field.Text() != ""
	if text := s.field.Text(); text == "1h" || text == "3h" {
		return s.take(text)
	}
	return nil
}

func (s *snoozing) take(words string) tea.Cmd {
	until, err := when.Parse(words, s.p.env.Now())
	if err != nil {
		return nil // the sheet says it already
	}
	p := s.p
	p.sheet = nil
	said := "Snoozed until " + when.Say(until, p.env.Now()) + ": " + nameOf(&s.item) + " · z undo"
	return p.triage(&s.item, said, inbox.Triage{Verb: inbox.Snooze, Until: until})
}

// View implements [pane.Sheet].
func (s *snoozing) View(width, height int) string {
	t, now := s.p.env.Theme, s.p.now
	var lines []string
	s.Forget()
	for _, one := range when.Presets() {
		if at, err := when.Parse(one.Words, now); err == nil {
			s.Line(1+len(lines), func() tea.Cmd { return s.take(one.Words) })
			lines = append(lines, t.Key.Put(pane.Cell(one.Key, 4))+t.Text.Put(pane.Cell(one.Name, 14))+t.Quiet.Put(when.Say(at, now)))
		}
	}
	text, _ := s.field.View(30)
	lines = append(lines, "", t.Accent.Put("› ")+t.Text.Put(text))
	switch at, err := when.Parse(s.field.Text(), now); {
	case s.field.Text() == "":
		lines = append(lines, t.Quiet.Put("  space, then any time: tue 14:00, 3d, 1 dec"))
	case err != nil:
		lines = append(lines, t.Warn.Put("  "+pane.Line(err.Error(), 60)))
	default:
		lines = append(lines, t.Good.Put("  wakes "+when.Say(at, now)))
	}
	return pane.Box(t, "Snooze "+nameOf(&s.item), lines, min(width, 52), min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *snoozing) Cursor() *tea.Cursor {
	_, x := s.field.View(30)
	return tea.NewCursor(4+x, 2+len(when.Presets()))
}

// Hints implements [pane.Sheet].
func (s *snoozing) Hints() []pane.Command {
	if s.field.Text() == "" {
		return []pane.Command{{Key: pane.Bind("1h 3h t w m", "until then")}, {Key: pane.Bind("space", "any time", "space")}, {Key: pane.Bind("esc", "leave it", "esc")}}
	}
	return []pane.Command{{Key: pane.Bind("enter", "snooze", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}
