package threads

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// composer writes something that others will read. Its head always says as
// whom, where and who reads it.
type composer struct {
	pane  *Pane
	paper *paper
	talk  inbox.Talk  // what is answered; of a new message only its channel
	seen  inbox.Sight // when it was opened: what is said since is told
	as    voice
	ready bool       // talk and as have come
	wish  *time.Time // to be sent then as soon as they have: nothing was pressed since

	own      inbox.Utterance // of an edit: the message as it is
	mode     mode
	certain  bool // that it shall become public was asked for once
	popup    popup
	gap      *saved.Gap // stands under the cursor as a whole
	later    *later     // the time being chosen
	used     []string   // names of the saved replies in it
	intimate string     // title of one that is meant for one reader alone
	rider    rider
	scroll   int // of the preview
	top      int // the line of the sheet on which the text began when it was drawn
	pane.Spots
}

// mode is what the letters mean.
type mode int

const (
	writing mode = iota
	reviewing
	previewing
)

// rider is what is done besides when the text is sent: of a macro that had to
// be filled in.
type rider struct {
	triage []inbox.Triage
	react  string
}

func (p *Pane) openReply() tea.Cmd   { return p.compose(inbox.ReplyDraft) }
func (p *Pane) openPrivate() tea.Cmd { return p.compose(inbox.PrivateDraft) }
func (p *Pane) openPost() tea.Cmd    { return p.compose(inbox.PostDraft) }

// compose opens the composer on the conversation under the cursor, or, for a
// new message, on its channel.
func (p *Pane) compose(kind inbox.DraftKind) tea.Cmd {
	r := p.current()
	if r == nil {
		return pane.Say("There is nothing here to answer.")
	}
	c := &composer{pane: p, talk: inbox.Talk{Conversation: r.Conversation}}
	if kind == inbox.PostDraft {
		c.talk = inbox.Talk{Conversation: inbox.Conversation{Account: r.Account, Platform: r.Platform, Channel: r.Channel}}
	}
	return c.open(kind)
}

// open takes the paper and asks for what is not known yet.
func (c *composer) open(kind inbox.DraftKind) tea.Cmd {
	p := c.pane
	p.list.touched = true
	var read tea.Cmd
	c.paper, read = p.takePaper(desk{c.talk.Place(), kind}, composeWidth-4, 6)
	p.sheet = c
	return tea.Batch(read, c.meet())
}

// met is what a composer has to know besides its draft.
type met struct {
	at   inbox.Place
	talk inbox.Talk
	as   voice
	err  error
}

// meet asks for the conversation, unless it lies before the person already,
// and as whom we speak.
func (c *composer) meet() tea.Cmd {
	p := c.pane
	if k := p.details.kept[c.talk.ID]; k != nil && c.talk.ID != 0 {
		c.talk = k.talk
		c.know(c.talk, p.voices[c.talk.Account])
	}
	if c.talk.ID == 0 {
		c.know(c.talk, p.voices[c.talk.Account])
	}
	if c.ready && c.as.id != "" {
		return nil
	}
	store, ctx, answer, ready := p.store, p.env.Ctx, met{at: c.talk.Place(), talk: c.talk, as: c.as}, c.ready
	return func() tea.Msg {
		if !ready {
			answer.talk, answer.err = store.Talk(ctx, answer.talk.ID)
		}
		if answer.as.id == "" {
			answer.as = voiceOf(ctx, store, answer.talk.Account)
		}
		return answer
	}
}

// know takes what there is to know. What was seen is what lies there now.
func (c *composer) know(talk inbox.Talk, as voice) {
	if c.as = as; !c.ready {
		c.talk, c.ready = talk, true
		if talk.ID != 0 {
			c.seen = talk.Sight()
		}
	}
}

func (c *composer) hearMet(msg met) tea.Cmd {
	if msg.at != c.talk.Place() {
		return nil
	}
	if msg.err != nil {
		return report(msg.err)
	}
	c.know(msg.talk, msg.as)
	c.pane.voices[msg.talk.Account] = msg.as
	if due := c.wish; due != nil {
		c.wish = nil
		return c.send(*due)
	}
	return nil
}

func (c *composer) kind() inbox.DraftKind { return c.paper.desk.kind }

func (c *composer) private() bool { return c.kind() == inbox.PrivateDraft }

// update hears keys, pastes and answers. A paste is text and never anything
// else, whatever the letters mean.
func (c *composer) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case met:
		return c.hearMet(msg)
	case offered:
		return c.popup.take(msg)
	case recognised:
		for _, word := range msg {
			c.popup.named(word)
		}
		return nil
	case edited:
		return c.takeEdited(msg)
	case switched:
		return c.takeSwitched(msg)
	case restored:
		return c.takeRestored(msg)
	case tea.PasteMsg:
		c.wish = nil
		return c.paste(msg)
	case pane.Wheel:
		c.scroll = max(0, c.scroll+msg.By)
		return nil
	case tea.KeyPressMsg:
		c.wish = nil
		return c.press(p, msg)
	}
	return nil
}

func (c *composer) paste(msg tea.PasteMsg) tea.Cmd {
	if c.later != nil {
		c.later.field.Update(msg)
		return nil
	}
	c.mode = writing
	return c.write(msg)
}

// write changes the text, and looks what the word at the cursor may become.
func (c *composer) write(msg tea.Msg) tea.Cmd {
	c.certain = false
	f, before := &c.paper.field, c.paper.field.At()
	var cut tea.Cmd
	if c.gap != nil && fills(msg) {
		f.Seek(c.gap.To, c.gap.To)
		f.ReplaceBefore(c.gap.From, "")
		cut = c.paper.changed()
		if k, ok := msg.(tea.KeyPressMsg); ok && k.Text == "" { // it was only taken away
			c.gap = nil
			return cut
		}
	}
	c.gap = nil
	cmd := tea.Batch(cut, c.paper.update(msg))
	if f.At() == before {
		return cmd
	}
	return tea.Batch(cmd, c.popup.look(c))
}

// fills is whether a message puts something in the place of what it stands on.
func fills(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return true
	case tea.KeyPressMsg:
		stroke := msg.String()
		return msg.Text != "" && msg.Mod&^tea.ModShift == 0 || stroke == "backspace" || stroke == "delete"
	}
	return false
}

// jump puts the cursor on the next place that is to be filled in.
func (c *composer) jump() tea.Cmd {
	f := &c.paper.field
	open := saved.Open(f.Text())
	if len(open) == 0 {
		return nil
	}
	next := open[0]
	for _, g := range open {
		if g.From > f.At() || g.From == f.At() && c.gap == nil {
			next = g
			break
		}
	}
	f.Seek(next.From, next.From)
	c.gap = &next
	c.paper.moved()
	return nil
}

// edited is the text that came back from the person's own editor.
type edited struct {
	desk desk
	text string
	err  error
}

// edit gives the text to the person's own editor; it is kept before it goes
// and after it has come back.
func (c *composer) edit() tea.Cmd {
	hand, d := c.pane.env.Edit, c.paper.desk
	if hand == nil {
		return pane.Say("There is no editor here: set $EDITOR.")
	}
	return c.paper.settle(func() tea.Cmd {
		c.pane.acting = true
		return hand(c.paper.field.Text(), func(text string, err error) tea.Msg { return edited{d, text, err} })
	})
}

func (c *composer) takeEdited(msg edited) tea.Cmd {
	c.pane.acting = false
	if msg.desk != c.paper.desk {
		return nil
	}
	var told tea.Cmd
	if msg.err != nil {
		told = report(msg.err)
	}
	if msg.text == c.paper.field.Text() {
		return told
	}
	c.paper.field.Set(msg.text)
	return tea.Batch(c.paper.changed(), told)
}

// switched is the text on the other desk: private instead of public, or the
// other way round.
type switched struct {
	from, to desk
	text     string
	lost     bool // an older text there was put away
	err      error
}

// other is the desk on the other side of what is public, "" if there is none.
func (c *composer) other() desk {
	switch c.kind() {
	case inbox.ReplyDraft:
		return desk{c.paper.desk.Place, inbox.PrivateDraft}
	case inbox.PrivateDraft:
		return desk{c.paper.desk.Place, inbox.ReplyDraft}
	case inbox.NoteDraft, inbox.PostDraft, inbox.EditDraft, inbox.DiscardedDraft:
	}
	return desk{}
}

// turn takes the text from what is public to what is private, or back. What
// was private becomes public only when that is asked for twice.
func (c *composer) turn() tea.Cmd {
	from, to := c.paper.desk, c.other()
	if to.kind == "" {
		return pane.Say("That can only be public: it is no answer to anybody.")
	}
	text := c.paper.field.Text()
	if to.kind == inbox.ReplyDraft && text != "" && !c.certain {
		c.certain = true
		return nil
	}
	c.certain = false
	return c.paper.settle(func() tea.Cmd {
		c.pane.acting = true
		store, ctx, text := c.pane.store, c.pane.env.Ctx, c.paper.field.Text()
		return func() tea.Msg { return moveDraft(ctx, store, from, to, text) }
	})
}

// moveDraft puts a text on another desk before it is taken from its own. What
// lay there is kept among what was discarded.
func moveDraft(ctx context.Context, store Store, from, to desk, text string) switched {
	answer := switched{from: from, to: to, text: text}
	older, err := store.Draft(ctx, to.Place, to.kind)
	if noErr(err) != nil {
		answer.err = err
		return answer
	}
	if text == "" {
		answer.text = older
		return answer
	}
	if older != "" && older != text {
		answer.lost = true
		answer.err = store.SaveDraft(ctx, to.Place, inbox.DiscardedDraft, older)
	}
	if answer.err == nil {
		answer.err = store.SaveDraft(ctx, to.Place, to.kind, text)
	}
	if answer.err == nil {
		answer.err = store.SaveDraft(ctx, from.Place, from.kind, "")
	}
	return answer
}

func (c *composer) takeSwitched(msg switched) tea.Cmd {
	if msg.from != c.paper.desk {
		return nil
	}
	c.pane.acting = false
	if msg.err != nil {
		return report(msg.err)
	}
	at := c.paper.field.At()
	w := &paper{pane: c.pane, desk: msg.to, field: pane.NewEditor(msg.text), width: c.paper.width, height: c.paper.height}
	if msg.text == c.paper.field.Text() {
		w.field.Seek(at, at)
	}
	w.shown = w.draw()
	c.pane.papers[msg.to], c.paper = w, w
	if msg.lost {
		return pane.Say("An older text lay there: it is kept for 30 days, ctrl+z in an empty composer brings it back.")
	}
	return nil
}

// now is the time by which things are told.
func (c *composer) now() time.Time { return c.pane.now }
