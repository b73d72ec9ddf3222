package queue

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/ui/pane"
)

// consent is how much of a ruling a person knows already.
type consent int

const (
	blind consent = iota // they pressed a key
	aware                // its steps lay before them
	given                // they were asked, and said yes
)

// order is a ruling with the cases that it is about, as they were shown.
type order struct {
	moderation.Ruling
	on []moderation.Case
}

// doubted is a ruling that a person is asked about before it is carried out.
type doubted struct {
	order  order
	drafts []moderation.Draft
	err    error
}

// settled is a ruling carried out, and the list after it.
type settled struct {
	order  order
	drafts []moderation.Draft
	list   read
	err    error
}

// decide carries a ruling out on the targets, unless it is one that a person
// has to be asked about first.
func (p *Pane) decide(r moderation.Ruling, knows consent) tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to decide about.")
	}
	return p.judge(p.order(r, on), knows)
}

// order completes a ruling: whom it is about, what of them lay before the
// person, and since when.
func (p *Pane) order(r moderation.Ruling, on []moderation.Case) order {
	r.Cases, r.Seen, r.Shown = nil, nil, time.Time{}
	for i := range on {
		c := &on[i]
		r.Cases, r.Seen = append(r.Cases, c.ID), append(r.Seen, c.Text)
		if at := p.shown[c.ID]; !at.IsZero() && (r.Shown.IsZero() || at.Before(r.Shown)) {
			r.Shown = at
		}
	}
	return order{r, on}
}

// judge asks what a ruling becomes, and carries it out in the same command if
// nothing in that wants a person first.
func (p *Pane) judge(o order, knows consent) tea.Cmd {
	const blink = time.Second
	if slices.Contains(o.Cases, p.edit.id) && p.env.Now().Sub(p.edit.at) < blink {
		return pane.Say("This has changed just now: look at it, then decide.")
	}
	p.acting = true
	store, ctx, options, again := p.store, p.env.Ctx, p.options, p.question(takeNews)
	return func() tea.Msg {
		drafts, err := store.Draft(ctx, o.Ruling)
		if err != nil || wants(drafts, len(o.Cases), options) > knows {
			return doubted{o, drafts, err}
		}
		answer := settled{order: o, drafts: drafts}
		_, answer.err = store.Judge(ctx, o.Ruling)
		answer.list = again()
		return answer
	}
}

// wants is how much of a ruling a person has to know before it is carried out:
// to be asked if it is grave, or about very many; to have seen its steps if
// some cannot be done, or can never be taken back.
func wants(drafts []moderation.Draft, cases int, options Options) consent {
	if moderation.Grave(drafts) || cases > options.MaxBulk {
		return given
	}
	for _, d := range drafts {
		for _, s := range d.Steps {
			if s.Cannot != "" || s.Forever && options.Hold <= 0 {
				return aware
			}
		}
	}
	return blind
}

func (p *Pane) doubt(msg doubted) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	if msg.err != nil {
		return tea.Batch(pane.Fail(msg.err), p.load(takeNews))
	}
	p.sheet = newAsk(p, msg.order, msg.drafts)
	return p.load(takeNews) // the question that was asked beside it counts no more
}

// settle tells what was decided. The cursor goes to the next case.
func (p *Pane) settle(msg settled) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	p.sheet = nil
	told := pane.Say(p.told(&msg))
	if changed, ok := errors.AsType[*moderation.Changed](msg.err); ok {
		p.sheet = &changedSheet{p: p, order: msg.order, what: *changed}
		return p.showList(msg.list)
	}
	if msg.err != nil {
		return tea.Batch(pane.Fail(msg.err), p.showList(msg.list))
	}
	p.list.marks = map[string]bool{}
	p.scroll = 0
	p.done += len(msg.order.on)
	for _, id := range msg.order.Cases {
		delete(p.shown, id)
		delete(p.files, id)
	}
	if p.zoom == alone {
		p.zoom = listed
	}
	cmds := []tea.Cmd{told, p.showList(msg.list)}
	if p.alike != "" && len(p.list.rows) == 0 {
		cmds = append(cmds, p.leaveGroup())
	}
	p.arrange()
	return tea.Batch(append(cmds, p.errandDone())...)
}

// told is a ruling as a line at the foot.
func (p *Pane) told(msg *settled) string {
	reports, sends, cannot, forever := 0, 0, 0, false
	for i := range msg.order.on {
		reports += voices(&msg.order.on[i])
	}
	for _, d := range msg.drafts {
		for _, s := range d.Steps {
			switch {
			case s.Cannot != "":
				cannot++
			case s.Action.Kind != "":
				sends++
				forever = forever || s.Forever
			}
		}
	}
	words, closed, rest := did(msg.order.Ruling)+": "+about(msg.order.on), "", ""
	if reports > 0 && msg.order.Outcome != moderation.Escalate {
		closed = " · " + plural(reports, "report") + " closed"
	}
	switch {
	case sends > 0 && p.options.Hold > 0:
		rest += " · leaves in " + holdWords(p.options.Hold)
		if forever {
			rest += ", then for good"
		}
	case sends > 0:
		rest += " · leaves now"
	}
	if cannot > 0 {
		rest += " · " + plural(cannot, "step") + " left to you"
	}
	rest += " · z undo" // the next key is never cut off
	if room := p.frame.width - 2 - pane.Width(rest); pane.Width(words+closed) > room {
		return pane.Line(words, max(room, 20)) + rest
	}
	return words + closed + rest
}

// holdWords is a hold in seconds.
func holdWords(d time.Duration) string {
	if d < 2*time.Minute {
		return took(min(d, time.Minute-1).Truncate(time.Second))
	}
	return span(d)
}

// handled is something done to cases that decides nothing, and the list after
// it.
type handled struct {
	verb moderation.Handling
	said string
	list read
	err  error
}

// handle claims, skips, notes or mutes.
func (p *Pane) handle(verb inbox.Verb, text, said string) tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to do that to.")
	}
	h := moderation.Handling{Verb: verb, Text: text}
	for i := range on {
		h.Cases = append(h.Cases, on[i].ID)
	}
	p.acting = true
	store, ctx, again := p.store, p.env.Ctx, p.question(takeNews)
	return func() tea.Msg {
		_, err := store.Handle(ctx, h)
		return handled{h, said + ": " + about(on) + " · z undo", again(), err}
	}
}

func (p *Pane) settleHandling(msg handled) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	if msg.err != nil {
		return tea.Batch(pane.Fail(msg.err), p.showList(msg.list))
	}
	p.list.marks = map[string]bool{}
	for _, id := range msg.verb.Cases {
		if f := p.files[id]; f != nil {
			f.old = true
		}
	}
	cmd := p.showList(msg.list)
	if msg.verb.Verb == moderation.SkipIt && p.list.index(caseKey(msg.verb.Cases[0])) == p.list.cursor {
		cmd = tea.Batch(cmd, p.next())
	}
	return tea.Batch(pane.Say(msg.said), cmd)
}

// reverted is something taken back or done again, and the list after it.
type reverted struct {
	entry inbox.Entry
	said  string
	list  read
	err   error
}

// takeBack undoes, redoes or reopens, and reads the list again in the same
// command so that both are shown at once.
func (p *Pane) takeBack(said string, do func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.acting = true
	ctx, again := p.env.Ctx, p.question(takeAll)
	return func() tea.Msg {
		entry, err := do(ctx)
		return reverted{entry, said, again(), err}
	}
}

// revert shows the list as it is after an undo, the cursor on what has come
// back.
func (p *Pane) revert(msg reverted) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	clear(p.files)
	cmd := p.showList(msg.list)
	switch {
	case errors.Is(msg.err, inbox.ErrNone):
		return tea.Batch(cmd, pane.Say("There is nothing to "+msg.said+"."))
	case errors.Is(msg.err, inbox.ErrUnderway):
		return tea.Batch(cmd, pane.Say("It is being sent right now: once more in a moment."))
	case msg.err != nil:
		return tea.Batch(cmd, pane.Fail(msg.err))
	}
	if msg.entry.Verb == moderation.Decide {
		p.done = max(0, p.done-1)
	}
	for i := range p.list.rows {
		if touches(msg.entry, &p.list.rows[i].Case) {
			cmd = tea.Batch(cmd, p.to(i))
			break
		}
	}
	words := map[string]string{"undo": "Undone", "redo": "Done again", "reopen": "Reopened"}[msg.said] + ": " + pane.Line(msg.entry.Subject, 60)
	for _, stays := range msg.entry.Stays {
		words += " · " + pane.Line(stays, 80)
	}
	if msg.said == "undo" && len(msg.entry.Stays) == 0 {
		words += " · Z redo"
	}
	return tea.Batch(cmd, pane.Say(words))
}

// touches reports whether an entry of the journal is about a case.
func touches(e inbox.Entry, c *moderation.Case) bool {
	for _, change := range e.Changes {
		if change.Ref.Kind == inbox.CaseRef && change.Ref.Account == c.Account && change.Ref.ID == string(c.Kind)+":"+c.Subject.ID {
			return true
		}
	}
	return false
}
