package threads

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// acknowledge answers with an emoji, the lightest answer there is; once more
// takes it back.
func (p *Pane) acknowledge() tea.Cmd {
	if !p.guard.Passes("a", p.env.Now()) {
		return nil
	}
	return p.react(p.options.acknowledge(), p.targets())
}

// react puts an emoji on the newest message of others in each conversation; if
// it is ours on all of them already, it is taken back.
func (p *Pane) react(emoji string, on []int64) tea.Cmd {
	if len(on) == 0 {
		return pane.Say("There is nothing here to react to.")
	}
	p.last = &repeatable{again: func() tea.Cmd { return p.react(emoji, p.targets()) }}
	store, r := p.store, &reacting{emoji: emoji, back: new(string)}
	for id, k := range p.details.kept {
		if !k.old {
			r.seen(id, k.talk)
		}
	}
	answer := settled{on: on, keep: true, says: func(inbox.Entry) string { return r.said(p) }}
	return p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) { return r.do(ctx, store, on) })
}

// reacting is one emoji on its way to some conversations.
type reacting struct {
	emoji string
	talks map[int64]inbox.Talk // that lie before the person
	order inbox.Order
	back  *string // what is said when it was only dropped
}

func (r *reacting) seen(id int64, t inbox.Talk) {
	if r.talks == nil {
		r.talks = map[int64]inbox.Talk{}
	}
	r.talks[id] = t
}

func (r *reacting) said(p *Pane) string {
	if *r.back != "" {
		return *r.back
	}
	emoji := r.emoji
	if len(r.order.Actions) > 0 {
		emoji = r.order.Actions[0].Emoji
	}
	return ":" + pane.Line(emoji, 30) + ": " + strings.ToLower(p.sent(r.order)[:1]) + p.sent(r.order)[1:]
}

// do finds out what is there already and asks for the rest.
func (r *reacting) do(ctx context.Context, store Store, on []int64) (inbox.Entry, error) {
	out, err := store.Outbox(ctx, true)
	if err != nil {
		return inbox.Entry{}, err
	}
	var add, drop []inbox.Action
	var held []string
	for _, id := range on {
		t, known := r.talks[id]
		if !known {
			if t, err = store.Talk(ctx, id); err != nil {
				return inbox.Entry{}, err
			}
		}
		u := theirs(&t, voiceOf(ctx, store, t.Account))
		if u == nil {
			continue
		}
		emoji := t.Platform.Reaction(r.emoji)
		switch o := standing(out, &t, u, emoji); {
		case o == nil:
			add = append(add, reaction(&t.Conversation, u, inbox.React, emoji))
		case o.State == inbox.Queued:
			held = append(held, o.ID)
		case o.State == inbox.Sending || o.State == inbox.Unknown:
			return inbox.Entry{}, inbox.ErrUnderway
		default:
			drop = append(drop, reaction(&t.Conversation, u, inbox.Unreact, emoji))
		}
	}
	return r.ask(ctx, store, add, drop, held)
}

// ask adds what is missing; if nothing is, it takes all of it back.
func (r *reacting) ask(ctx context.Context, store Store, add, drop []inbox.Action, held []string) (last inbox.Entry, err error) {
	switch {
	case len(add) > 0:
		r.order = inbox.Order{Verb: inbox.AddEmoji, Actions: add}
		return store.Ask(ctx, r.order)
	case len(drop)+len(held) == 0:
		return last, errors.New("there is no message of others to react to")
	}
	for _, id := range held {
		if last, err = store.TakeBack(ctx, id); err != nil {
			return last, err
		}
		*r.back = "Dropped before it left: the reaction."
	}
	if len(drop) > 0 {
		*r.back = ""
		r.order = inbox.Order{Verb: inbox.DropEmoji, Actions: drop}
		return store.Ask(ctx, r.order)
	}
	return last, nil
}

// standing is a reaction of ours to a message that was not taken back, or nil.
func standing(out []inbox.Outgoing, t *inbox.Talk, u *inbox.Utterance, emoji string) *inbox.Outgoing {
	var last *inbox.Outgoing
	for i := range out {
		o := &out[i]
		if o.Account != t.Account || o.Channel != t.Channel.ID || o.Message != u.Key || o.Emoji != emoji || o.Undone {
			continue
		}
		switch {
		case o.State == inbox.Dropped || o.State == inbox.Failed:
		case o.Kind == inbox.React:
			if last == nil || o.Seq >= last.Seq {
				last = o
			}
		case o.Kind == inbox.Unreact:
			if last != nil && o.Seq >= last.Seq {
				last = nil
			}
		}
	}
	return last
}

// emoji asks which emoji.
type emoji struct {
	pane   *Pane
	on     []int64
	at     inbox.Platform
	field  pane.Field
	used   []string
	cursor int
	pane.Spots
}

// emojiUsed is what people use here.
type emojiUsed struct {
	used []string
	err  error
}

func (p *Pane) openEmoji() tea.Cmd {
	on, r := p.targets(), p.current()
	if len(on) == 0 || r == nil {
		return pane.Say("There is nothing here to react to.")
	}
	p.sheet = &emoji{pane: p, on: on, at: r.Platform, field: pane.NewField("")}
	store, ctx, account := p.store, p.env.Ctx, r.Account
	return func() tea.Msg {
		used, err := store.EmojiUsed(ctx, account)
		return emojiUsed{used, noErr(err)}
	}
}

func (s *emoji) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case emojiUsed:
		if s.used = msg.used; msg.err != nil {
			return report(msg.err)
		}
		return nil
	case pane.Wheel:
		return s.update(p, pane.Turned(msg))
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc":
			p.sheet = nil
			return nil
		case "up", "ctrl+p":
			s.cursor = max(0, s.cursor-1)
			return nil
		case "down", "ctrl+n":
			s.cursor = max(0, min(s.cursor+1, len(s.offers())-1))
			return nil
		case "enter", "tab":
			name := strings.Trim(s.field.Text(), ": ")
			if offers := s.offers(); s.cursor < len(offers) {
				name = strings.Trim(offers[s.cursor].word, ":")
			}
			if name == "" {
				return nil
			}
			p.sheet = nil
			return p.react(name, s.on)
		}
	}
	if s.field.Update(msg) {
		s.cursor = 0
	}
	return nil
}

// offers are the emojis that begin with what is typed; where a platform takes
// no others, its own.
func (s *emoji) offers() []offer {
	if own := s.at.Reactions(); own != nil {
		var all []offer
		for _, name := range own {
			all = append(all, offer{word: ":" + name + ":", hint: map[string]string{inbox.Like: "like", inbox.Share: "boost"}[name]})
		}
		return all
	}
	return emojiOffers(s.used, s.pane.options.Emoji, strings.Trim(s.field.Text(), ": "))
}

// View implements [pane.Sheet].
func (s *emoji) View(width, height int) string {
	t := s.pane.env.Theme
	w := min(width, 44)
	text, _ := s.field.View(w - 8)
	lines := []string{t.Accent.Put("› ") + t.Text.Put(text), ""}
	s.Forget()
	for i, o := range s.offers() {
		s.Line(1+len(lines), func() tea.Cmd { s.pane.sheet = nil; return s.pane.react(strings.Trim(o.word, ":"), s.on) })
		roles, bar := &t.Roles, " "
		if i == s.cursor {
			roles, bar = &t.Lit, "▌"
		}
		lines = append(lines, roles.Accent.Put(bar)+roles.Text.Put(pane.Cell(o.word, max(0, w-18)))+roles.Quiet.Put(pane.Cell(o.hint, 13)))
	}
	if s.at.Reactions() != nil {
		lines = append(lines, "", t.Quiet.Put(pane.Line(s.at.Title()+" takes no other emoji.", w-4)))
	}
	if len(lines) == 2 {
		lines = append(lines, t.Quiet.Put("Its name, without colons."))
	}
	return pane.Box(t, "React with"+many(len(s.on)), lines, w, min(height, len(lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *emoji) Cursor() *tea.Cursor {
	_, x := s.field.View(36)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (s *emoji) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "react", "enter")},
		{Key: pane.Bind("↓ ↑", "choose", "down")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
