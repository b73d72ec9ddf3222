package threads

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// reached is a conversation that another pane has asked for.
type reached struct {
	rows  []inbox.Conversation
	write inbox.DraftKind
	back  string
	err   error
}

// errand is what another pane has sent a person here for.
type errand struct {
	back   string // the title of that pane
	writes bool   // something was to be written
}

// errandDone returns to the pane that sent the person here, if one did. What was
// opened for it is put away.
func (p *Pane) errandDone() tea.Cmd {
	back := p.errand.back
	p.errand = errand{}
	if back == "" || back == p.Title() {
		return nil
	}
	p.zoomed, p.guest, p.focus = false, nil, onList
	p.arrange()
	return tea.Batch(p.follow(), func() tea.Msg { return pane.Come{Title: back} })
}

// unwritten ends an errand whose text was put away.
func (p *Pane) unwritten() tea.Cmd {
	if !p.errand.writes {
		return nil
	}
	return p.errandDone()
}

// reachFor shows a conversation, whether the list holds it or not, and opens
// the composer on it if something is to be written.
func (p *Pane) reachFor(msg pane.Reach) tea.Cmd {
	write := inbox.DraftKind(msg.Write)
	if msg.Conversation == 0 {
		p.errand = errand{back: msg.Back, writes: true}
		c := &composer{pane: p, talk: inbox.Talk{Conversation: inbox.Conversation{
			Account: msg.Account, Platform: inbox.Slack, Channel: inbox.Channel{ID: msg.Channel, Name: msg.Room},
		}}}
		return tea.Batch(p.toFront(), c.open(inbox.PostDraft))
	}
	store, ctx, id := p.store, p.env.Ctx, msg.Conversation
	return func() tea.Msg {
		rows, err := store.ConversationsByID(ctx, []int64{id})
		return reached{rows, write, msg.Back, err}
	}
}

// toFront asks the app for the screen.
func (p *Pane) toFront() tea.Cmd {
	title := p.Title()
	return func() tea.Msg { return pane.Come{Title: title} }
}

func (p *Pane) show(msg reached) tea.Cmd {
	switch {
	case msg.err != nil:
		return report(msg.err)
	case len(msg.rows) == 0:
		return report(errors.New("that conversation is not here any more"))
	}
	p.filter, p.sheet = nil, nil
	p.errand = errand{back: msg.back, writes: msg.write != ""}
	p.guest = p.list.find(msg.rows[0].ID)
	if p.guest == nil {
		p.guest = newRow(msg.rows[0], p.list.order)
	}
	p.zoomed, p.focus = true, onTalk
	p.arrange()
	cmds := []tea.Cmd{p.toFront(), p.follow(), p.opened()}
	switch msg.write {
	case inbox.EditDraft:
		cmds = append(cmds, p.editOwn())
	case inbox.ReplyDraft, inbox.PrivateDraft, inbox.PostDraft:
		cmds = append(cmds, p.compose(msg.write))
	case inbox.NoteDraft, inbox.DiscardedDraft:
	}
	return tea.Batch(cmds...)
}
