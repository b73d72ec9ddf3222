package threads

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
)

// keptTalks is how many opened conversations are remembered, so that going
// back and forth asks nothing.
const keptTalks = 32

// details is what is known about the conversation under the cursor.
type details struct {
	kept    map[int64]*detail
	order   []int64 // of kept, the oldest first
	loading int64   // the one that is being read, 0 for none
	offset  int     // lines scrolled away
	above   int64   // the conversation that offset belongs to
	goal    int64   // the message to scroll to once it is there
	end     int64   // the conversation whose end is looked at since we spoke there
}

// detail is one conversation opened, and who opened it.
type detail struct {
	talk inbox.Talk
	card inbox.Card
	old  bool // the store has changed since
	said kept // the drawn lines of the conversation

	known kept        // the drawn lines of the card,
	of    inbox.State // when the conversation stood so
}

func newDetails() details { return details{kept: map[int64]*detail{}} }

// forget makes what is kept old: it is shown until it has been read again.
func (d *details) forget() {
	for _, k := range d.kept {
		k.old = true
	}
}

func (d *details) keep(id int64, k *detail) {
	if d.kept[id] == nil {
		d.order = append(d.order, id)
	}
	d.kept[id] = k
	if len(d.order) > keptTalks {
		delete(d.kept, d.order[0])
		d.order = slices.Delete(d.order, 0, 1)
	}
}

// follow sees to it that the conversation under the cursor is read. Only one
// is being read at a time: what the cursor flew over is never asked for.
func (p *Pane) follow() tea.Cmd {
	r := p.current()
	if r == nil {
		return p.reread()
	}
	d := &p.details
	if d.above != r.ID {
		if d.above != 0 && d.above == d.end {
			d.end = 0
		}
		d.above, d.offset = r.ID, 0
	}
	if k := d.kept[r.ID]; d.loading != 0 || !p.looking() || k != nil && !k.old {
		return p.reread()
	}
	return tea.Batch(p.reread(), p.readDetail(r))
}

// looking is whether anything of the conversation can be seen.
func (p *Pane) looking() bool { return p.frame.talk.Dy() > 0 || p.sheet != nil }

// detailed is a conversation that was read.
type detailed struct {
	id   int64
	talk inbox.Talk
	card inbox.Card
	as   voice
	err  error
}

func (p *Pane) readDetail(r *row) tea.Cmd {
	p.details.loading = r.ID
	store, ctx, id, as := p.store, p.env.Ctx, r.ID, p.voices[r.Account]
	return func() tea.Msg {
		answer := detailed{id: id}
		if answer.talk, answer.err = store.Talk(ctx, id); answer.err != nil {
			return answer
		}
		card, err := store.Card(ctx, answer.talk.Account, answer.talk.Opener.ID)
		if err != nil && !errors.Is(err, inbox.ErrNone) {
			answer.err = err
		}
		answer.card = card
		if answer.as = as; as.id == "" {
			answer.as = voiceOf(ctx, store, answer.talk.Account)
		}
		return answer
	}
}

func (p *Pane) showDetails(msg detailed) tea.Cmd {
	d := &p.details
	d.loading = 0
	if msg.err != nil {
		if !errors.Is(msg.err, inbox.ErrNone) {
			return report(msg.err)
		}
		return nil
	}
	d.keep(msg.id, &detail{talk: msg.talk, card: msg.card})
	p.voices[msg.talk.Account] = msg.as
	if p.guest != nil && p.guest.ID == msg.id {
		p.guest.renew(msg.talk.Conversation)
	}
	if d.goal != 0 && d.above == msg.id {
		p.scrollTo(d.goal)
		d.goal = 0
	}
	if d.end == msg.id && d.above == msg.id {
		p.rollToEnd()
	}
	return tea.Batch(p.follow(), p.countDown())
}

// opened marks a conversation read: it was opened, not only passed by.
func (p *Pane) opened() tea.Cmd {
	r := p.current()
	if r == nil || r.Unread == 0 {
		return nil
	}
	read := r.Conversation
	read.Unread = 0
	r.renew(read) // at once: the dot must not wait for the memory
	store, ctx, id := p.store, p.env.Ctx, r.ID
	return func() tea.Msg {
		if err := store.MarkRead(ctx, id); err != nil {
			return report(err)()
		}
		return nil
	}
}
