package queue

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// writing is a few words that a verb wants: a note, what a colleague has to
// know, a length of time.
type writing struct {
	p      *Pane
	title  string
	says   string // what becomes of the words
	verb   string // what Enter does
	field  pane.Field
	width  int                       // of the field, when it was drawn last
	check  func(text string) string  // why the words will not do, "" if they will
	finish func(text string) tea.Cmd // what the words are for
	tells  func(text string) string  // what they were read as, "" if that is plain
}

func (s *writing) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			s.p.sheet = nil
			return nil
		case "enter":
			if !s.p.guard.Passes("enter", s.p.env.Now()) {
				return nil
			}
			text := strings.TrimSpace(s.field.Text())
			if why := s.check(text); why != "" {
				return pane.Say(why)
			}
			s.p.sheet = nil
			s.p.spends("enter")
			return s.finish(text)
		}
	}
	s.field.Update(msg)
	return nil
}

// View implements [pane.Sheet].
func (s *writing) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, menuWidth)
	s.width = max(1, w-8)
	text, _ := s.field.View(s.width)
	d := s.p.drawing(max(1, w-4))
	d.Put(" " + t.Accent.Put("› ") + t.Text.Put(text))
	d.Put("")
	words := s.says
	if s.tells != nil {
		if told := s.tells(s.field.Text()); told != "" {
			words = told
		}
	}
	d.Say(t.Quiet, "", words)
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

// openNote asks for a note that only we can read.
func (p *Pane) openNote() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to write about.")
	}
	p.sheet = &writing{
		p: p, title: "Note · " + about(on), says: "Only you and your team can read this.", verb: "keep the note", field: pane.NewField(""),
		check: func(text string) string {
			if text == "" {
				return "The note is empty."
			}
			return ""
		},
		finish: func(text string) tea.Cmd { return p.handle(moderation.NoteIt, text, "Note kept") },
	}
	return nil
}

// openEscalate asks what somebody else has to know.
func (p *Pane) openEscalate() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to escalate.")
	}
	p.sheet = &writing{
		p: p, title: "Escalate · " + about(on), says: "What does whoever decides have to know? The case keeps its clock. It may be left empty.",
		verb: "escalate", field: pane.NewField(""), check: func(string) string { return "" },
		finish: func(text string) tea.Cmd {
			return p.judge(p.order(moderation.Ruling{Outcome: moderation.Escalate, Reason: text}, on), blind)
		},
	}
	return nil
}

// openLength asks for how long a member is restricted.
func (p *Pane) openLength(on []moderation.Case, r moderation.Ruling) tea.Cmd {
	read := func(text string) string {
		if _, err := when.Span(text); err != nil {
			return err.Error()
		}
		return ""
	}
	p.sheet = &writing{
		p: p, title: "Restrict · " + about(on), says: "For how long? 3h, 2d, 1w, 30 days.", verb: "restrict", field: pane.NewField(""),
		check: func(text string) string {
			if d, err := when.Span(text); err == nil && d <= 0 {
				return "That is no time at all."
			}
			return read(text)
		},
		tells: func(text string) string {
			d, err := when.Span(text)
			if err != nil || d <= 0 {
				return ""
			}
			return "for " + span(d) + ", until " + when.Say(p.now.Add(d), p.now)
		},
		finish: func(text string) tea.Cmd {
			r.For, _ = when.Span(text)
			return p.judge(p.order(r, on), blind)
		},
	}
	return nil
}
