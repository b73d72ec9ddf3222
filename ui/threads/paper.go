package threads

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// desk is where a text is written, and what it will become: there is one draft
// for each.
type desk struct {
	inbox.Place
	kind inbox.DraftKind
}

// paper is a text being written. What is typed is in the memory before it is on
// the screen: a frame is drawn when the text is handed over and shown when the
// answer has come, so that whatever a person has seen outlives a crash.
type paper struct {
	pane          *Pane
	desk          desk
	field         pane.Field
	width, height int  // of the text on the screen
	version       int  // of the text
	saving        bool // a save is out
	inHand        shot // drawn when it was handed over
	shown         shot // drawn from what is known to be kept
	failed        error
	opening       bool           // the draft has not come yet
	past          bool           // something was discarded here
	begun         func()         // told when it has,
	filled        bool           // and changes the text then
	then          func() tea.Cmd // waits for the save to end
}

// shot is the text as it looked at one version of it.
type shot struct {
	version int
	lines   []string
	gaps    map[int][]stretch // by line
	x, y    int
}

// stretch is line[from:to], in bytes.
type stretch struct{ from, to int }

type (
	drafted struct {
		desk desk
		text string
		past bool
		err  error
	}
	draftKept struct {
		desk    desk
		version int
		err     error
	}
)

// takePaper is the paper of a desk: the one whose last words are still on
// their way, or a new one, with a command that reads what was written on it.
func (p *Pane) takePaper(d desk, width, height int) (*paper, tea.Cmd) {
	if w := p.papers[d]; w != nil && (w.saving || w.opening) {
		w.width, w.height = width, height
		return w, nil
	}
	w := &paper{pane: p, desk: d, field: pane.NewEditor(""), opening: true, width: width, height: height}
	p.papers[d] = w
	store, ctx := p.store, p.env.Ctx
	return w, func() tea.Msg {
		text, err := store.Draft(ctx, d.Place, d.kind)
		if err = noErr(err); err != nil || d.kind == inbox.NoteDraft {
			return drafted{desk: d, text: text, err: err}
		}
		discarded, err := store.Draft(ctx, d.Place, inbox.DiscardedDraft)
		return drafted{d, text, discarded != "", noErr(err)}
	}
}

func (p *Pane) beginDraft(msg drafted) tea.Cmd {
	if w := p.papers[msg.desk]; w != nil {
		return w.begin(msg)
	}
	return nil
}

// begin puts the draft before what was typed while it was being fetched.
func (w *paper) begin(msg drafted) tea.Cmd {
	if !w.opening {
		return nil
	}
	w.opening, w.past = false, msg.past
	if msg.err != nil {
		w.failed = msg.err
		w.shown = w.draw()
		return report(msg.err)
	}
	typed := w.field.Text()
	if msg.text != "" {
		w.field.Set(msg.text + typed)
	}
	if w.begun != nil {
		w.begun()
	}
	if typed != "" || w.filled {
		w.filled = false
		return w.changed()
	}
	w.shown = w.draw()
	return nil
}

// update gives the text a key or a paste.
func (w *paper) update(msg tea.Msg) tea.Cmd {
	if w.field.Update(msg) {
		return w.changed()
	}
	w.moved()
	return nil
}

func (w *paper) changed() tea.Cmd { w.version++; return w.save() }

// moved draws anew a text that is kept: only the cursor is elsewhere.
func (w *paper) moved() {
	if !w.saving && w.failed == nil {
		w.shown = w.draw()
	}
}

// save hands the text over; while a save is out it waits for its end. Nothing
// is saved before the draft has come: it would be written over.
func (w *paper) save() tea.Cmd {
	if w.saving || w.opening {
		return nil
	}
	w.saving, w.inHand = true, w.draw()
	store, ctx, d, version, text := w.pane.store, w.pane.env.Ctx, w.desk, w.version, w.field.Text()
	return func() tea.Msg {
		return draftKept{d, version, store.SaveDraft(ctx, d.Place, d.kind, text)}
	}
}

// keepDraft hands the answer to a save to the paper that it belongs to, be it
// on the desk or put away by now.
func (p *Pane) keepDraft(msg draftKept) tea.Cmd {
	if w := p.papers[msg.desk]; w != nil {
		return w.kept(msg)
	}
	return nil
}

func (w *paper) kept(msg draftKept) tea.Cmd {
	w.saving, w.failed = false, msg.err
	if then := w.then; then != nil {
		if msg.err == nil && w.version != msg.version {
			return w.save()
		}
		w.then, w.pane.acting = nil, false
		if msg.err == nil {
			w.shown = w.draw()
			return then()
		}
	}
	if msg.err != nil {
		w.shown = w.draw() // better seen unsaved, and said so, than not seen
		return report(msg.err)
	}
	w.shown = w.inHand
	if w.version != msg.version {
		return w.save()
	}
	w.shown = w.draw()
	return nil
}

// settle runs then when nothing of the text is on its way any more: two
// writers of one draft could overtake each other. Meanwhile keys wait.
func (w *paper) settle(then func() tea.Cmd) tea.Cmd {
	if w.opening {
		return nil
	}
	if w.saving {
		w.then, w.pane.acting = then, true
		return nil
	}
	return then()
}

// fit lays the text out for another window.
func (w *paper) fit(width, height int) {
	if w.width == width && w.height == height {
		return
	}
	w.width, w.height = width, height
	if !w.saving {
		w.shown = w.draw()
	}
}

// draw lays out the part of the text around the cursor; where there is
// something to fill in, all of it, to know on which lines that stands.
func (w *paper) draw() shot {
	text := w.field.Text()
	open := saved.Open(text)
	if len(open) == 0 {
		lines, x, y := w.field.Lines(w.width, w.height)
		return shot{version: w.version, lines: lines, x: x, y: y}
	}
	all, x, y := w.field.Lines(w.width, wholeText)
	first := max(0, min(y-w.height/2, len(all)-w.height))
	shown := all[first:min(len(all), first+max(0, w.height))]
	return shot{w.version, shown, gapsIn([]rune(text), open, all, first, len(shown)), x, y - first}
}

// wholeText is more lines than any text has.
const wholeText = 1 << 30

// state is what is known of how safe the text is.
func (w *paper) state() string {
	switch {
	case w.failed != nil:
		return "NOT KEPT: " + w.failed.Error()
	case w.opening:
		return "reading the draft…"
	}
	return "draft kept as you type"
}
