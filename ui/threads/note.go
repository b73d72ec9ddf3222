package threads

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// note writes a note, which only we can read.
type note struct {
	pane  *Pane
	on    []int64 // what it will be written on
	paper *paper
}

const (
	noteWidth  = 76
	noteHeight = 10
)

func (p *Pane) openNote() tea.Cmd {
	r := p.current()
	if r == nil {
		return pane.Say("There is nothing here to write about.")
	}
	p.list.touched = true
	w, read := p.takePaper(desk{r.Place(), inbox.NoteDraft}, noteWidth-4, noteHeight-4)
	p.sheet = &note{pane: p, on: p.targets(), paper: w}
	return read
}

func (n *note) update(p *Pane, msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			p.sheet = nil
			return nil
		case "ctrl+s", "alt+enter", "ctrl+enter":
			return n.finish(p)
		}
	}
	return n.paper.update(msg)
}

// finish keeps the note. The draft is thrown away when the note is kept, and
// not before.
func (n *note) finish(p *Pane) tea.Cmd {
	if strings.TrimSpace(n.paper.field.Text()) == "" {
		return pane.Say("The note is empty.")
	}
	return n.paper.settle(func() tea.Cmd {
		verb := p.act(n.on, "", inbox.Triage{Verb: inbox.AddNote, Text: strings.TrimSpace(n.paper.field.Text())})
		if !p.acting {
			return verb
		}
		p.sheet = nil
		store, ctx, at := p.store, p.env.Ctx, n.paper.desk
		return func() tea.Msg {
			answer := verb()
			if s, ok := answer.(settled); ok && s.entry.ID != "" {
				if err := store.SaveDraft(ctx, at.Place, at.kind, ""); err != nil {
					s.err = err
				}
				return s
			}
			return answer
		}
	})
}

// View implements [pane.Sheet].
func (n *note) View(width, height int) string {
	t := n.pane.env.Theme
	w, h := min(width, noteWidth), min(height, noteHeight)
	n.paper.fit(w-4, h-4)
	shown := &n.paper.shown
	lines := make([]string, max(0, h-4))
	for i := range min(len(lines), len(shown.lines)) {
		lines[i] = t.Note.Put(shown.lines[i])
	}
	lines = append(lines, "", t.Quiet.Put(pane.Line("only you can read this · "+n.paper.state(), w-4)))
	return pane.Box(t, "Note"+many(len(n.on)), lines, w, h)
}

// Cursor implements [pane.Sheet].
func (n *note) Cursor() *tea.Cursor { return tea.NewCursor(2+n.paper.shown.x, 1+n.paper.shown.y) }

// Hints implements [pane.Sheet].
func (n *note) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("ctrl+s", "keep the note", "ctrl+s")},
		{Key: pane.Bind("alt+enter", "same", "alt+enter")},
		{Key: pane.Bind("esc", "close, the draft stays", "esc")},
	}
}
