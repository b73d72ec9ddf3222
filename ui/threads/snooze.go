package threads

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// snooze asks until when. One letter takes a time that people often mean;
// anything longer is read as it is typed, and what it was read as is shown
// before it counts.
type snooze struct {
	pane  *Pane
	on    []int64 // the targets when it was opened
	field pane.Field
	typed bool // a time is being typed: letters are only letters
	hold  bool
	now   time.Time
	pane.Spots
}

func (p *Pane) openSnooze() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is nothing here to snooze.")
	}
	p.list.touched = true
	p.sheet = &snooze{pane: p, on: on, now: p.env.Now()}
	return nil
}

func (s *snooze) update(p *Pane, msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		s.typed = s.field.Update(msg) || s.typed
		return nil
	}
	stroke := k.String()
	switch {
	case stroke == "esc":
		p.sheet = nil
		return nil
	case stroke == "!":
		s.hold = !s.hold
		return nil
	case stroke == "enter":
		return s.take(p, s.field.Text())
	case !s.typed && stroke == "space":
		s.typed = true
		return nil
	case !s.typed:
		for _, one := range when.Presets() {
			if stroke == one.Key {
				return s.take(p, one.Words)
			}
		}
	}
	s.field.Update(msg)
	s.typed = s.typed || s.field.Text() != ""
	if text := s.field.Text(); text == "1h" || text == "3h" {
		return s.take(p, text)
	}
	return nil
}

func (s *snooze) take(p *Pane, words string) tea.Cmd {
	until, err := when.Parse(words, s.now)
	if err != nil {
		return nil // the sheet says it already
	}
	p.sheet = nil
	return p.act(s.on, words, inbox.Triage{Verb: inbox.Snooze, Until: until, Hold: s.hold})
}

// View implements [pane.Sheet].
func (s *snooze) View(width, height int) string {
	t := s.pane.env.Theme
	lines := []string{}
	s.Forget()
	for _, one := range when.Presets() {
		at, err := when.Parse(one.Words, s.now)
		if err != nil {
			continue
		}
		s.Line(1+len(lines), func() tea.Cmd { return s.take(s.pane, one.Words) })
		lines = append(lines, t.Key.Put(pane.Cell(one.Key, 4))+t.Text.Put(pane.Cell(one.Name, 14))+t.Quiet.Put(when.Say(at, s.now)))
	}
	text, _ := s.field.View(30)
	lines = append(lines, "", t.Accent.Put("› ")+t.Text.Put(text))
	switch at, err := when.Parse(s.field.Text(), s.now); {
	case s.field.Text() == "":
		lines = append(lines, t.Quiet.Put("  space, then any time: tue 14:00, 3d, 1 dec"))
	case err != nil:
		lines = append(lines, t.Warn.Put("  "+pane.Line(err.Error(), 60)))
	default:
		lines = append(lines, t.Good.Put("  wakes "+when.Say(at, s.now)))
	}
	hold := "[ ] stay asleep even if they reply"
	if s.hold {
		hold = "[×] stay asleep even if they reply"
	}
	lines = append(lines, "", t.Key.Put("!   ")+t.Text.Put(hold))
	s.Line(len(lines), func() tea.Cmd { s.hold = !s.hold; return nil })
	return pane.Box(t, "Snooze"+many(len(s.on)), lines, min(width, 52), min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *snooze) Cursor() *tea.Cursor {
	_, x := s.field.View(30)
	return tea.NewCursor(4+x, 2+len(when.Presets()))
}

// Hints implements [pane.Sheet].
func (s *snooze) Hints() []pane.Command {
	how := []pane.Command{{Key: pane.Bind("enter", "snooze", "enter")}}
	if s.field.Text() == "" {
		how = []pane.Command{{Key: pane.Bind("1h 3h t w m", "until then")}, {Key: pane.Bind("space", "any time", "space")}}
	}
	return append(how, []pane.Command{
		{Key: pane.Bind("!", "stay asleep", "!")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}...)
}
