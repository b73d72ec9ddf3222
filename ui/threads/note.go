package threads

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// note writes a note. What is typed is in the memory before it is on the
// screen: a frame is drawn when the text is handed over and shown when the
// answer has come, so that whatever a person has seen outlives a crash.
type note struct {
	pane         *Pane
	conversation int64   // whose draft it is
	on           []int64 // what it will be written on
	field        pane.Field
	version      int   // of the text
	saving       bool  // a save is out
	inHand       shot  // drawn when it was handed over
	shown        shot  // drawn from what is known to be kept
	failed       error // the last save failed: the text is only here
	opening      bool  // the draft has not come yet
	finishing    bool  // the note is kept as soon as the save is over
	width        int
	height       int
}

// shot is the editor as it looked at one version of the text.
type shot struct {
	version int
	lines   []string
	x, y    int
}

type (
	drafted struct {
		conversation int64
		text         string
		err          error
	}
	draftKept struct {
		conversation int64
		version      int
		err          error
	}
)

const (
	noteWidth  = 76
	noteHeight = 10
)

func (p *Pane) openNote() tea.Cmd {
	r := p.current()
	if r == nil {
		return pane.Say("There is nothing here to write about.")
	}
	if n := p.parted; n != nil && n.conversation == r.ID && n.saving {
		p.sheet = n // its last words are still on their way
		return nil
	}
	p.list.touched = true
	p.sheet = &note{pane: p, conversation: r.ID, on: p.targets(), field: pane.NewEditor(""), opening: true, width: noteWidth, height: noteHeight}
	store, ctx, id := p.store, p.env.Ctx, r.ID
	return func() tea.Msg {
		text, err := store.Draft(ctx, id, inbox.NoteDraft)
		if errors.Is(err, inbox.ErrNone) {
			err = nil
		}
		return drafted{id, text, err}
	}
}

func (n *note) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case drafted:
		return n.begin(msg)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc":
			p.sheet, p.parted = nil, n
			return nil
		case "ctrl+s", "alt+enter", "ctrl+enter":
			return n.finish(p)
		}
	}
	changed := n.field.Update(msg)
	if changed {
		n.version++
		return n.save()
	}
	if !n.saving && n.failed == nil { // the cursor moved in a text that is kept
		n.shown = n.draw()
	}
	return nil
}

// begin puts the draft before what was typed while it was being fetched.
func (n *note) begin(msg drafted) tea.Cmd {
	if msg.conversation != n.conversation || !n.opening {
		return nil
	}
	n.opening = false
	if msg.err != nil {
		return report(msg.err)
	}
	if msg.text != "" {
		typed := n.field.Text()
		n.field.Set(msg.text + typed)
		if typed != "" {
			n.version++
			return n.save()
		}
	}
	n.shown = n.draw()
	return nil
}

// save hands the text over; while a save is out it waits for its end. Nothing
// is saved before the draft has come: it would be written over.
func (n *note) save() tea.Cmd {
	if n.saving || n.opening {
		return nil
	}
	n.saving, n.inHand = true, n.draw()
	p := n.pane
	store, ctx, id, version, text := p.store, p.env.Ctx, n.conversation, n.version, n.field.Text()
	return func() tea.Msg {
		return draftKept{id, version, store.SaveDraft(ctx, id, inbox.NoteDraft, text)}
	}
}

// keepDraft hands the answer to a save to the note that it belongs to, be it
// open or closed by now.
func (p *Pane) keepDraft(msg draftKept) tea.Cmd {
	if n, ok := p.sheet.(*note); ok && n.conversation == msg.conversation {
		return n.kept(msg)
	}
	if p.parted != nil {
		return p.parted.kept(msg)
	}
	return nil
}

func (n *note) kept(msg draftKept) tea.Cmd {
	if msg.conversation != n.conversation {
		return nil
	}
	n.saving, n.failed = false, msg.err
	if n.finishing {
		n.finishing, n.pane.acting = false, false
		if msg.err == nil {
			return n.finish(n.pane)
		}
	}
	if msg.err != nil {
		n.shown = n.draw() // better seen unsaved, and said so, than not seen
		return report(msg.err)
	}
	n.shown = n.inHand
	if n.version != msg.version {
		return n.save()
	}
	n.shown = n.draw()
	return nil
}

// finish keeps the note. The draft is thrown away when the note is kept, and
// not before.
func (n *note) finish(p *Pane) tea.Cmd {
	text := strings.TrimSpace(n.field.Text())
	if text == "" {
		return pane.Say("The note is empty.")
	}
	if n.saving || n.opening { // two writers of one draft could overtake each other
		n.finishing, p.acting = n.saving, n.saving
		return nil
	}
	verb := p.act(n.on, "", inbox.Triage{Verb: inbox.AddNote, Text: text})
	if !p.acting {
		return verb
	}
	p.sheet = nil
	store, ctx, id := p.store, p.env.Ctx, n.conversation
	return func() tea.Msg {
		answer := verb()
		if s, ok := answer.(settled); ok && s.entry.ID != "" {
			if err := store.SaveDraft(ctx, id, inbox.NoteDraft, ""); err != nil {
				s.err = err
			}
			return s
		}
		return answer
	}
}

func (n *note) draw() shot {
	lines, x, y := n.field.Lines(n.width-4, n.height-4)
	return shot{n.version, lines, x, y}
}

// View implements [pane.Sheet].
func (n *note) View(width, height int) string {
	t := n.pane.env.Theme
	w, h := min(width, noteWidth), min(height, noteHeight)
	if w != n.width || h != n.height { // another window: the same text, laid out anew
		n.width, n.height = w, h
		if !n.saving {
			n.shown = n.draw()
		}
	}
	lines := make([]string, max(0, h-4))
	for i := range min(len(lines), len(n.shown.lines)) {
		lines[i] = t.Note.Put(n.shown.lines[i])
	}
	state := "draft kept as you type"
	switch {
	case n.failed != nil:
		state = "NOT KEPT: " + n.failed.Error()
	case n.opening:
		state = "reading the draft…"
	}
	lines = append(lines, "", t.Quiet.Put(pane.Line("only you can read this · "+state, w-4)))
	return pane.Box(t, "Note"+many(len(n.on)), lines, w, h)
}

// Cursor implements [pane.Sheet].
func (n *note) Cursor() *tea.Cursor { return tea.NewCursor(2+n.shown.x, 1+n.shown.y) }

// Hints implements [pane.Sheet].
func (n *note) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("ctrl+s", "keep the note", "ctrl+s")},
		{Key: pane.Bind("alt+enter", "same", "alt+enter")},
		{Key: pane.Bind("esc", "close, the draft stays", "esc")},
	}
}
