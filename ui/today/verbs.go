package today

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/ui/pane"
)

// nothing is said where a verb has nothing to act on.
const nothing = "There is nothing here to do that to."

// settled is a verb carried out, and the day after it.
type settled struct {
	said  string
	key   string // the item that it was about
	entry inbox.Entry
	back  *place // where the cursor goes: of an undo
	sheet sheet  // what is put back if it fails
	day   read
	err   error
}

// act carries a verb out, and reads the day again in the same command so that
// both are shown at once. Until then the app holds keys back: the next one means
// the item that the cursor is on by then.
func (p *Pane) act(answer settled, do func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.acting = true
	ctx, again := p.env.Ctx, p.question()
	return func() tea.Msg {
		answer.entry, answer.err = do(ctx)
		answer.day = again()
		return answer
	}
}

// about is an act on the item under the cursor.
func (p *Pane) about(item *checkin.Item, said string, do func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.put, p.last = "", place{p.step, item.Key}
	p.beyond = p.part(p.step).Left() == 0
	return p.act(settled{said: said, key: item.Key}, do)
}

// settle tells what was done, and goes on to what is left.
func (p *Pane) settle(msg settled) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	if d := p.details[msg.key]; d != nil {
		d.old = true
	}
	if msg.err != nil {
		delete(p.nodded, msg.key)
		delete(p.hailed, msg.key)
	}
	shown := p.show(msg.day)
	switch {
	case errors.Is(msg.err, inbox.ErrNone):
		return tea.Batch(shown, pane.Say("It was so already: nothing has changed."))
	case msg.err != nil:
		if p.sheet == nil {
			p.sheet = msg.sheet
		}
		return tea.Batch(shown, pane.Fail(msg.err))
	}
	if msg.back != nil {
		return tea.Batch(shown, p.goTo(*msg.back), pane.Say(msg.said))
	}
	if p.left() == 0 && !p.ended() && !p.beyond && msg.day.err == nil {
		return tea.Batch(shown, pane.Say(msg.said), p.finish())
	}
	where, cmd := p.goOn()
	return tea.Batch(shown, cmd, pane.Say(strings.TrimSpace(msg.said+"  "+where)))
}

// goTo puts the cursor on an item, if it is there.
func (p *Pane) goTo(at place) tea.Cmd {
	n := slices.IndexFunc(p.part(at.step).Items, func(i checkin.Item) bool { return i.Key == at.key })
	if n < 0 {
		return nil
	}
	turned := p.turnTo(at.step)
	return tea.Batch(turned, p.to(n))
}

// reply greets who is new, and opens the composer of the inbox on all else.
func (p *Pane) reply() tea.Cmd {
	item := p.current()
	if item != nil && item.Kind == checkin.Newcomer {
		return p.greet(item)
	}
	return p.write(inbox.ReplyDraft)
}

func (p *Pane) replyPrivately() tea.Cmd {
	item := p.current()
	if item != nil && item.Kind == checkin.Newcomer {
		return p.greetAlone(item)
	}
	return p.write(inbox.PrivateDraft)
}

// write reaches for the composer.
func (p *Pane) write(kind inbox.DraftKind) tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return pane.Say(nothing)
	case item.Talk == 0:
		return pane.Say("There is no conversation to answer in.")
	}
	return p.reach(item, string(kind))
}

// reach opens the conversation of an item in the inbox.
func (p *Pane) reach(item *checkin.Item, write string) tea.Cmd {
	p.leave()
	msg := pane.Reach{Conversation: item.Talk, Account: item.Account, Room: item.Room, Write: write, Back: p.Title()}
	return func() tea.Msg { return msg }
}

// review opens a case in the queue, and presses a key on it.
func (p *Pane) review(key string) tea.Cmd {
	item := p.current()
	if item == nil || item.Case == 0 {
		return pane.Say("That is for what is flagged: the step Flags.")
	}
	p.leave()
	msg := pane.Review{Case: item.Case, Key: key, Back: p.Title()}
	return func() tea.Msg { return msg }
}

// acknowledge answers with an emoji, the lightest answer there is; of a case it
// says that the reports were wrong.
func (p *Pane) acknowledge() tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return pane.Say(nothing)
	case item.Case != 0:
		return p.review("a")
	case item.Talk == 0:
		return pane.Say("They have said nothing that an emoji could stand on.")
	case p.nodded[item.Key]:
		return pane.Say(p.keyed("You have acknowledged it already: ‹z› takes it back."))
	}
	emoji := item.Platform.Reaction(cmp.Or(p.options.Acknowledge, "+1"))
	store, talk, who, nodded, key := p.store, item.Talk, item.Who.ID, p.nodded, item.Key
	nodded[key] = true
	return p.about(item, "Acknowledged with :"+pane.Line(emoji, 30)+": · z takes it back", func(ctx context.Context) (inbox.Entry, error) {
		t, err := store.Talk(ctx, talk)
		if err != nil {
			return inbox.Entry{}, err
		}
		u := wordsOf(&t, who)
		if u == nil {
			return inbox.Entry{}, errors.New("there is no message of others to react to")
		}
		return store.Ask(ctx, inbox.Order{Verb: inbox.AddEmoji, Actions: []inbox.Action{{
			Kind: inbox.React, Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread, Message: u.Key,
			Emoji: strings.Trim(emoji, ": "), Seen: inbox.Sight{Of: u.Glimpse()},
		}}})
	})
}

// wordsOf is the newest message of somebody in a conversation, else of somebody
// of the community, or nil.
func wordsOf(t *inbox.Talk, who string) *inbox.Utterance {
	var others *inbox.Utterance
	for i := len(t.Said) - 1; i >= 0; i-- {
		u := &t.Said[i]
		switch {
		case u.Kind != inbox.Said || u.Deleted:
		case who != "" && u.Author.ID == who:
			return u
		case others == nil && u.Author.Role == inbox.Community:
			others = u
		}
	}
	return others
}

// done settles an item: a conversation is done, somebody new is welcomed, the
// step of a promise is kept, a word of joy is seen.
func (p *Pane) done() tea.Cmd {
	item := p.current()
	if item == nil {
		return pane.Say(nothing)
	}
	store, member := p.store, item.Member
	switch item.Kind {
	case checkin.Newcomer:
		return p.about(item, "Welcomed: "+nameOf(item)+" · z undo", func(ctx context.Context) (inbox.Entry, error) {
			return store.MarkPeople(ctx, inbox.MarkWelcomed, member)
		})
	case checkin.Question, checkin.Mention, checkin.Conversation, checkin.Woken:
		return p.triage(item, "Done: "+nameOf(item)+" · z undo", inbox.Triage{Verb: inbox.MarkDone})
	case checkin.FollowUp:
		return p.keep(item)
	case checkin.Watched, checkin.Celebrate:
		return p.skip(item, "Seen: "+nameOf(item)+" · z shows it again")
	case checkin.Flag:
		return pane.Say(p.keyed("‹a› keeps it, ‹d› removes it, ‹I› ignores it; ‹enter› shows the case."))
	case checkin.Unsent:
		return pane.Say(p.keyed("That is decided in the outbox: ‹enter› goes there."))
	case checkin.FailedPost, checkin.MissedPost:
		return pane.Say(p.keyed("That is decided in the calendar: ‹enter› opens the post."))
	}
	return nil
}

// triage decides about the conversation of an item. What has been said since it
// was shown is news, and brings it back.
func (p *Pane) triage(item *checkin.Item, said string, t inbox.Triage) tea.Cmd {
	t.On = []int64{item.Talk}
	if d := p.details[item.Key]; d != nil && d.talk != nil && d.talk.ID == item.Talk {
		t.Seen = []time.Time{d.talk.LastAt}
	}
	store := p.store
	return p.about(item, said, func(ctx context.Context) (inbox.Entry, error) { return store.Triage(ctx, t) })
}

// keep marks the next step of a promise as done.
func (p *Pane) keep(item *checkin.Item) tea.Cmd {
	store, talk := p.store, item.Talk
	return p.about(item, "Kept: "+nameOf(item)+" · z undo", func(ctx context.Context) (inbox.Entry, error) {
		t, err := store.Talk(ctx, talk)
		if err != nil {
			return inbox.Entry{}, err
		}
		promise := t.Promise
		promise.Step++
		promise.Due = time.Time{}
		if promise.Next() == "" {
			promise = inbox.Promise{}
		}
		return store.Triage(ctx, inbox.Triage{Verb: inbox.FollowUp, On: []int64{talk}, Promise: promise})
	})
}

// spam marks a conversation as spam; of a case the queue asks how.
func (p *Pane) spam() tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return pane.Say(nothing)
	case item.Case != 0:
		return p.review("D")
	case item.Talk == 0:
		return pane.Say("They have said nothing that could be spam.")
	}
	return p.triage(item, "Spam: "+nameOf(item)+" · z undo", inbox.Triage{Verb: inbox.MarkSpam})
}

// putOff leaves an item for another day, or takes it up again.
func (p *Pane) putOff() tea.Cmd {
	item := p.current()
	switch {
	case item == nil:
		return pane.Say(nothing)
	case item.Skipped:
		return p.takeUp(place{p.step, item.Key})
	}
	return p.skip(item, "Not today: "+nameOf(item)+" comes back tomorrow · z takes it up again")
}

func (p *Pane) skip(item *checkin.Item, said string) tea.Cmd {
	note, store := checkin.Progress{Day: p.day.Date, Skip: item.Key}, p.store
	cmd := p.about(item, said, func(ctx context.Context) (inbox.Entry, error) {
		return inbox.Entry{}, store.NoteCheckIn(ctx, note)
	})
	p.put = item.Key
	return cmd
}

func (p *Pane) takeUp(at place) tea.Cmd {
	note, store := checkin.Progress{Day: p.day.Date, Take: at.key}, p.store
	p.put = ""
	return p.act(settled{said: "Taken up again.", back: &at}, func(ctx context.Context) (inbox.Entry, error) {
		return inbox.Entry{}, store.NoteCheckIn(ctx, note)
	})
}

// another shows the next good conversation, round the end.
func (p *Pane) another() tea.Cmd {
	n := len(p.part(checkin.Good).Items)
	switch {
	case p.step != checkin.Good:
		return pane.Say(p.keyed("‹n› is for the step One good conversation."))
	case n < 2:
		return pane.Say("There is no other one today.")
	}
	return p.to((p.cursor + 1) % n)
}

func (p *Pane) undo() tea.Cmd {
	if p.put != "" {
		return p.takeUp(p.last)
	}
	return p.turnBack("Undone", "There is nothing to undo.", p.store.Undo)
}

func (p *Pane) redo() tea.Cmd {
	return p.turnBack("Done again", "There is nothing to redo.", p.store.Redo)
}

func (p *Pane) turnBack(done, none string, turn func(context.Context) (inbox.Entry, error)) tea.Cmd {
	at := p.last
	delete(p.nodded, at.key)
	delete(p.hailed, at.key)
	cmd := p.act(settled{back: &at, key: at.key}, turn)
	return func() tea.Msg {
		answer, _ := cmd().(settled)
		if errors.Is(answer.err, inbox.ErrNone) {
			answer.said, answer.err = none, nil
			return answer
		}
		answer.said = done + ": " + strings.TrimSpace(string(answer.entry.Verb)+" "+pane.Line(answer.entry.Subject, 60))
		for _, stays := range answer.entry.Stays {
			answer.said += ". " + stays
		}
		return answer
	}
}
