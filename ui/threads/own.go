package threads

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// waiting is the newest text of ours in a conversation that has not left, or
// nil.
func waiting(t *inbox.Talk) *inbox.Outgoing {
	for i := len(t.Out) - 1; i >= 0; i-- {
		if o := &t.Out[i]; leaving.Held(o) && leaving.Draft(o.Kind) != "" {
			return o
		}
	}
	return nil
}

// own is our last word in the conversation under the cursor: one that has not
// left, or one that stands there.
func (p *Pane) own() (talk *inbox.Talk, held *inbox.Outgoing, said *inbox.Utterance) {
	r := p.current()
	if r == nil {
		return nil, nil, nil
	}
	k := p.details.kept[r.ID]
	if k == nil {
		return nil, nil, nil
	}
	return &k.talk, waiting(&k.talk), ours(&k.talk, p.voices[r.Account])
}

// deleteOwn deletes our last message here. What has not left is dropped; what
// stands there is deleted when that was said to be what is wanted.
func (p *Pane) deleteOwn() tea.Cmd {
	if !p.guard.Passes("d", p.env.Now()) {
		return nil
	}
	talk, held, said := p.own()
	switch {
	case talk == nil:
		return tea.Batch(p.follow(), pane.Say("The conversation is still being read: once more, please."))
	case held != nil:
		return p.drop(talk.ID, held, false)
	case said == nil:
		return pane.Say("There is no message of yours here.")
	}
	t, u, platform := *talk, *said, leaving.Platform(talk.Platform)
	p.sheet = &confirm{
		pane: p, title: "Delete your message of " + when.Say(u.SentAt, p.now), quote: u.Text, yes: "delete it",
		words: []string{
			"It goes from " + channelName(t.Channel) + " for everybody.",
			platform + p.keyed(" cannot restore it: ‹z› helps only until the deletion leaves."),
		},
		run: func() tea.Cmd {
			return p.order([]int64{t.ID}, inbox.Order{Verb: inbox.DeleteOwn, Actions: []inbox.Action{{
				Kind: inbox.Delete, Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread, Message: u.Key,
				Seen: inbox.Sight{Of: u.Glimpse()},
			}}})
		},
	}
	return nil
}

// order gives an order about some conversations to the store.
func (p *Pane) order(on []int64, o inbox.Order) tea.Cmd {
	store := p.store
	answer := settled{on: on, keep: len(o.Triage) == 0, says: func(inbox.Entry) string { return p.sent(o) }}
	return p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) { return store.Ask(ctx, o) })
}

// takenBack is something that was dropped before it left, whose text is to be
// written on.
type takenBack struct {
	settled settled
	kind    inbox.DraftKind
}

// drop takes back what has not left. Its text is the draft again, and with
// write the composer is opened on it.
func (p *Pane) drop(conversation int64, o *inbox.Outgoing, write bool) tea.Cmd {
	store, id, kind := p.store, o.ID, leaving.Draft(o.Kind)
	answer := settled{on: []int64{conversation}, keep: true, says: func(inbox.Entry) string {
		return "Dropped: the " + leaving.What(o.Kind) + " has not left. Its text is in the draft again."
	}}
	cmd := p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) { return store.TakeBack(ctx, id) })
	if !write {
		return cmd
	}
	return func() tea.Msg {
		s, _ := cmd().(settled)
		return takenBack{s, kind}
	}
}

// reopen opens the composer on what was taken back.
func (p *Pane) reopen(msg takenBack) tea.Cmd {
	cmd := p.settle(msg.settled)
	if msg.settled.err != nil {
		return cmd
	}
	if msg.kind == inbox.EditDraft { // what is known of the outbox is old by now: it must not be asked
		return tea.Batch(cmd, p.editSaid())
	}
	return tea.Batch(cmd, p.compose(msg.kind))
}

// editOwn changes our last message here; one that has not left is taken back
// and written on.
func (p *Pane) editOwn() tea.Cmd {
	talk, held, said := p.own()
	switch {
	case talk == nil:
		return tea.Batch(p.follow(), pane.Say("The conversation is still being read: once more, please."))
	case held != nil:
		return p.drop(talk.ID, held, true)
	case said == nil:
		return pane.Say("There is no message of yours here to edit.")
	}
	return p.editSaid()
}

// editSaid opens the composer on the newest message of ours that stands here.
func (p *Pane) editSaid() tea.Cmd {
	talk, _, said := p.own()
	if said == nil {
		return pane.Say("There is no message of yours here to edit.")
	}
	c := &composer{pane: p, talk: inbox.Talk{Conversation: talk.Conversation}, own: *said}
	open := c.open(inbox.EditDraft)
	begun := func() {
		if c.paper.field.Text() == "" {
			c.paper.field.Set(c.own.Text)
		}
	}
	if c.paper.opening {
		c.paper.begun = begun
	} else {
		begun()
	}
	return open
}

// undoWords says what has become of what went out, once an entry was undone:
// it was dropped and is a draft again, or a deletion is asked for; and which
// conversation it is about, 0 if none.
func undoWords(ctx context.Context, store Store, e inbox.Entry) (words string, on int64) {
	out, err := store.Outbox(ctx, true)
	if err != nil {
		return "", 0
	}
	byID := map[string]*inbox.Outgoing{}
	for i := range out {
		byID[out[i].ID] = &out[i]
	}
	for i := range out {
		o := &out[i]
		was := byID[o.Undoes]
		switch {
		case (o.Entry == e.ID || o.Entry == e.Undoes) && o.State == inbox.Dropped && leaving.Draft(o.Kind) != "":
			return "Dropped before it left: the text is in the draft again.", o.Conversation
		case (o.Entry == e.ID || o.Entry == e.Undoes) && o.State == inbox.Dropped:
			return "Dropped before it left: the " + leaving.What(o.Kind) + ".", o.Conversation
		case was != nil && (was.Entry == e.ID || was.Entry == e.Undoes || o.Entry == e.ID):
			if o.Kind == inbox.Delete {
				return "It was out already: a deletion is asked for.", was.Conversation
			}
			return "It was out already: the " + leaving.What(was.Kind) + " is asked to be taken back.", was.Conversation
		}
	}
	return "", 0
}

// goesOut is whether a verb has put something into the outbox.
func goesOut(v inbox.Verb) bool {
	switch v {
	case inbox.SayReply, inbox.SayPrivate, inbox.SayWelcome, inbox.SayNew, inbox.AddEmoji, inbox.DropEmoji,
		inbox.ChangeOwn, inbox.DeleteOwn, inbox.RunMacro, inbox.TakeItBack:
		return true
	case inbox.MarkDone, inbox.Reopen, inbox.Snooze, inbox.AddTag, inbox.DropTag, inbox.AddNote, inbox.Mute,
		inbox.Unmute, inbox.Star, inbox.Unstar, inbox.MarkSpam, inbox.MarkWaiting, inbox.FollowUp,
		inbox.PlanPost, inbox.MovePost, inbox.EditPost, inbox.ApprovePost, inbox.CancelPost,
		inbox.TrashPost, inbox.PublishPost, inbox.LetPostGo, inbox.ImportPlan, inbox.SyncPlan,
		inbox.MergePeople, inbox.SplitPerson, inbox.RejectMerge, inbox.SetRole, inbox.Watch, inbox.Unwatch,
		inbox.MakeVIP, inbox.DropVIP, inbox.ForgetPerson, inbox.MarkWelcomed:
	}
	return false
}

// underway says so when something cannot be taken back at this moment.
func underway(err error) bool { return errors.Is(err, inbox.ErrUnderway) }
