package threads

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// historyRows is how far back the history goes on the screen.
const historyRows = 200

// history shows what was done, newest first; what was undone is dim.
type history struct {
	pane    *Pane
	entries []inbox.Entry
	loaded  bool
	scroll  int
	asked   pane.Latest
}

type remembered struct {
	question uint64
	entries  []inbox.Entry
	err      error
}

func (p *Pane) openHistory() tea.Cmd {
	h := &history{pane: p}
	p.sheet = h
	return h.load()
}

func (h *history) load() tea.Cmd {
	store, ctx, question := h.pane.store, h.pane.env.Ctx, h.asked.Ask()
	return func() tea.Msg {
		entries, err := store.History(ctx, historyRows)
		return remembered{question, entries, err}
	}
}

func (h *history) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case remembered:
		if !h.asked.Is(msg.question) {
			return nil
		}
		h.loaded = true
		if msg.err != nil {
			return report(msg.err)
		}
		h.entries = msg.entries
	case pane.Wheel:
		h.move(msg.By)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "j", "down":
			h.move(+1)
		case "k", "up":
			h.move(-1)
		case "ctrl+d", "pgdown", "space":
			h.move(+10)
		case "ctrl+u", "pgup":
			h.move(-10)
		case "z":
			return p.undo()
		case "Z":
			return p.redo()
		case "esc", "q", "U", "enter":
			p.sheet = nil
		}
	}
	return nil
}

func (h *history) move(by int) { h.scroll = max(0, min(h.scroll+by, len(h.entries)-1)) }

// View implements [pane.Sheet].
func (h *history) View(width, height int) string {
	t := h.pane.env.Theme
	width = min(width, 84)
	room := max(0, min(height-2, 22))
	var lines []string
	for _, e := range h.entries[min(h.scroll, len(h.entries)):] {
		if len(lines) == room {
			break
		}
		lines = append(lines, h.line(e, width-4))
	}
	switch {
	case !h.loaded:
		lines = append(lines, t.Quiet.Put("Reading…"))
	case len(h.entries) == 0:
		lines = append(lines, t.Quiet.Put(h.pane.keyed("Nothing has been done yet. Whatever you do will stand here, and ‹z› takes it back.")))
	}
	return pane.Box(t, "History", lines, width, min(height, len(lines)+2))
}

func (h *history) line(e inbox.Entry, width int) string {
	t := h.pane.env.Theme
	at := pane.Cell(when.Say(e.At, h.pane.now), 17)
	what := past(e.Verb)
	switch {
	case e.Undoes != "":
		what = "undo: " + strings.ToLower(what)
	case e.Redoes != "":
		what = "redo: " + strings.ToLower(what)
	}
	subject := pane.Line(e.Subject, max(0, width-17-20-9))
	if e.Undone {
		return t.Quiet.Put("  " + at + pane.Cell(what, 18) + subject + "  undone")
	}
	return "  " + t.Quiet.Put(at) + t.Strong.Put(pane.Cell(what, 18)) + t.Text.Put(subject)
}

// Cursor implements [pane.Sheet].
func (h *history) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (h *history) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("z", "undo the last", "z")},
		{Key: pane.Bind("Z", "redo", "Z")},
		{Key: pane.Bind("j k", "scroll", "j")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
