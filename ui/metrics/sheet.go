package metrics

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// kept is something carried out, and what is put back if it failed: nothing
// that was typed is lost.
type kept struct {
	number uint64
	says   string
	retry  sheet
	err    error
}

// keep carries something out and reads the numbers again.
func (p *Pane) keep(says string, do func(context.Context) error) tea.Cmd {
	p.acting = true
	number, ctx, retry := p.keeping.Ask(), p.env.Ctx, p.sheet
	p.sheet = nil
	return func() tea.Msg { return kept{number, says, retry, do(ctx)} }
}

func (p *Pane) settle(k kept) tea.Cmd {
	if !p.keeping.Is(k.number) {
		return nil
	}
	p.acting = false
	if k.err != nil {
		p.sheet = k.retry
		return pane.Fail(k.err)
	}
	return tea.Batch(p.load(), pane.Say(k.says))
}

// writing is a few words that a verb wants. What they were read as is shown
// before they are kept.
type writing struct {
	p      *Pane
	title  string
	says   string // what becomes of the words
	verb   string // what Enter does
	field  pane.Field
	width  int // of the field, when it was drawn last
	tells  func(d *drawing, text string)
	finish func(text string) tea.Cmd
}

func (s *writing) update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			s.p.sheet = nil
			return nil
		case "enter":
			return s.p.once("enter", func() tea.Cmd { return s.finish(strings.TrimSpace(s.field.Text())) })
		}
	}
	s.field.Update(msg)
	return nil
}

// View implements [pane.Sheet].
func (s *writing) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	s.width = max(1, w-8)
	text, _ := s.field.View(s.width)
	d := s.p.drawing(max(1, w-4))
	d.Put(" " + t.Accent.Put("› ") + t.Text.Put(text))
	d.Put("")
	if s.tells != nil {
		s.tells(d, strings.TrimSpace(s.field.Text()))
	}
	if s.says != "" {
		d.say(t.Quiet, "", s.says)
	}
	return pane.Box(t, s.title, d.Lines, w, min(height, len(d.Lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *writing) Cursor() *tea.Cursor {
	_, x := s.field.View(max(1, s.width))
	return tea.NewCursor(5+x, 1)
}

// Hints implements [pane.Sheet].
func (s *writing) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", s.verb, "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}

// openFilter asks for the words that the name of a figure must have.
func (p *Pane) openFilter() tea.Cmd {
	s := &writing{
		p: p, title: "Filter the figures", verb: "filter", field: pane.NewField(p.words),
		says: "Words of a name, or a group: answers, moderation. a shows all figures there are.",
	}
	s.finish = func(text string) tea.Cmd {
		p.sheet = nil
		p.words, p.cursor, p.top = text, 0, 0
		if p.at != onBoard {
			return p.turn(onBoard)
		}
		p.arrange()
		return nil
	}
	p.sheet = s
	return nil
}

// clear shows all figures of all the community again.
func (p *Pane) clear() tea.Cmd {
	p.words = ""
	p.arrange()
	if p.segment == (metrics.Segment{}) {
		return nil
	}
	p.segment = metrics.Segment{}
	return p.load()
}
