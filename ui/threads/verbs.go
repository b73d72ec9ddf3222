package threads

import (
	"errors"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/query"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// repeatable is the last verb with its argument, for ".".
type repeatable struct {
	triage inbox.Triage
	words  string // of a snooze: read anew, so that "1h" is an hour from then
}

// settled is a verb carried out: what the journal says, and how the loaded
// part of the list looks now.
type settled struct {
	entry inbox.Entry
	on    []int64
	rows  []inbox.Conversation // those of on, read again
	stay  map[int64]bool       // those of on that still belong to the list
	err   error
}

// act carries out verbs on some conversations. Until it has settled the app holds
// keys back: the next one means the row that the cursor is on by then.
func (p *Pane) act(on []int64, words string, verbs ...inbox.Triage) tea.Cmd {
	if len(on) == 0 {
		return pane.Say("There is nothing here to do that to.")
	}
	on, seen := p.seen(on)
	for i := range verbs {
		verbs[i].On, verbs[i].Seen = on, seen
	}
	p.last = &repeatable{verbs[len(verbs)-1], words}
	p.acting, p.list.touched = true, true
	store, ctx, clock := p.store, p.env.Ctx, p.env.Now
	filter, window, loaded := p.tab().filter(), p.reach(on), p.loaded(on)
	return func() tea.Msg {
		answer := settled{on: on}
		for _, t := range verbs {
			entry, err := store.Triage(ctx, t)
			switch {
			case errors.Is(err, inbox.ErrNone): // it was so already
			case err != nil:
				answer.err = err
				return answer
			default:
				answer.entry = entry
			}
		}
		answer.rows, answer.err = store.ConversationsByID(ctx, loaded)
		q, err := query.Parse(filter, clock())
		if err != nil || answer.err != nil {
			return answer
		}
		listed, err := store.Conversations(ctx, q, window)
		answer.stay, answer.err = make(map[int64]bool, len(listed)), err
		for i := range listed {
			answer.stay[listed[i].ID] = true
		}
		return answer
	}
}

// seen puts the conversations that a person has before their eyes first, and
// says up to when they have seen each: what has been said since is news to
// them, and must bring it back.
func (p *Pane) seen(ids []int64) (on []int64, seen []time.Time) {
	var unseen []int64
	for _, id := range ids {
		r := p.list.find(id)
		if p.guest != nil && p.guest.ID == id {
			r = p.guest
		}
		if r == nil {
			unseen = append(unseen, id)
			continue
		}
		last := r.LastAt
		if k := p.details.kept[id]; k != nil && k.talk.LastAt.After(last) {
			last = k.talk.LastAt
		}
		on, seen = append(on, id), append(seen, last)
	}
	return append(on, unseen...), seen
}

// loaded are those of ids that the list holds, or the guest.
func (p *Pane) loaded(ids []int64) []int64 {
	var loaded []int64
	for _, id := range ids {
		if p.list.find(id) != nil || p.guest != nil && p.guest.ID == id {
			loaded = append(loaded, id)
		}
	}
	return loaded
}

// reach is the part of the list in which all of ids lie, with some room for
// what has come since: enough to see which of them still belong to it.
func (p *Pane) reach(ids []int64) inbox.Window {
	l := &p.list
	first, last := len(l.rows), 0
	for _, id := range ids {
		if at := l.index(id); at >= 0 {
			first, last = min(first, at), max(last, at)
		}
	}
	if l.head || !l.tail {
		return inbox.Window{Limit: last + 1 + l.fresh + nearEdge}
	}
	return inbox.Window{FromEnd: true, Limit: max(1, len(l.rows)-first) + nearEdge}
}

// settle shows what a verb has changed. A row that no longer belongs to the
// section leaves, and the cursor goes to the next.
func (p *Pane) settle(msg settled) tea.Cmd {
	p.acting = false
	if msg.entry.ID == "" && msg.err != nil {
		return report(msg.err)
	}
	told := pane.Say("It was so already: nothing has changed.")
	if msg.entry.ID != "" {
		told = pane.Say(p.told(msg.entry) + " · z undo")
	}
	l := &p.list
	for _, c := range msg.rows {
		if r := l.find(c.ID); r != nil {
			r.renew(c)
		}
		if p.guest != nil && p.guest.ID == c.ID {
			p.guest.renew(c)
		}
	}
	if msg.err != nil {
		return tea.Batch(report(msg.err), p.reload(fromHead))
	}
	gone := map[int64]bool{}
	for _, id := range msg.on {
		gone[id] = !msg.stay[id]
		if k := p.details.kept[id]; k != nil {
			k.old = true
		}
	}
	clear(l.marks)
	l.anchor = 0
	l.remove(gone, p.listRows())
	cmds := []tea.Cmd{p.follow(), p.more(), p.recount(), told}
	if p.zoomed && p.guest == nil {
		cmds = append(cmds, p.opened())
		if p.list.current() == nil {
			cmds = append(cmds, p.back())
		}
	}
	return tea.Batch(cmds...)
}

// told is an entry as a sentence.
func (p *Pane) told(e inbox.Entry) string {
	verb := past(e.Verb)
	if e.Verb == inbox.Snooze && p.last != nil && !p.last.triage.Until.IsZero() {
		verb = "Snoozed until " + when.Say(p.last.triage.Until, p.env.Now())
	}
	return verb + ": " + pane.Line(e.Subject, 60)
}

// past is a verb as what was done.
func past(v inbox.Verb) string {
	switch v {
	case inbox.MarkDone:
		return "Done"
	case inbox.Reopen:
		return "Reopened"
	case inbox.Snooze:
		return "Snoozed"
	case inbox.AddTag:
		return "Tagged"
	case inbox.DropTag:
		return "Untagged"
	case inbox.AddNote:
		return "Note kept"
	case inbox.Mute:
		return "Muted"
	case inbox.Unmute:
		return "Unmuted"
	case inbox.Star:
		return "Starred"
	case inbox.Unstar:
		return "Unstarred"
	case inbox.MarkSpam:
		return "Spam"
	case inbox.MarkWaiting:
		return "Waiting for them"
	}
	return string(v)
}

// toggle does a verb, or its opposite if it is already so for all targets.
func (p *Pane) toggle(do, undo inbox.Verb, is func(inbox.Conversation) bool) tea.Cmd {
	known := p.known()
	verb := do
	if len(known) > 0 && !slices.ContainsFunc(known, func(c inbox.Conversation) bool { return !is(c) }) {
		verb = undo
	}
	return p.act(p.targets(), "", inbox.Triage{Verb: verb})
}

func in(s inbox.State) func(inbox.Conversation) bool {
	return func(c inbox.Conversation) bool { return c.State == s }
}

func (p *Pane) toggleDone() tea.Cmd { return p.toggle(inbox.MarkDone, inbox.Reopen, in(inbox.Done)) }

func (p *Pane) toggleSpam() tea.Cmd { return p.toggle(inbox.MarkSpam, inbox.Reopen, in(inbox.Spam)) }

func (p *Pane) toggleWaiting() tea.Cmd {
	return p.toggle(inbox.MarkWaiting, inbox.Reopen, in(inbox.Waiting))
}

func (p *Pane) toggleStar() tea.Cmd {
	return p.toggle(inbox.Star, inbox.Unstar, func(c inbox.Conversation) bool { return c.Starred })
}

func (p *Pane) toggleMute() tea.Cmd {
	return p.toggle(inbox.Mute, inbox.Unmute, func(c inbox.Conversation) bool { return c.Muted })
}

// repeat does the last verb again, with its argument.
func (p *Pane) repeat() tea.Cmd {
	if p.last == nil {
		return pane.Say("There is nothing to repeat yet.")
	}
	t := p.last.triage
	if p.last.words != "" {
		until, err := when.Parse(p.last.words, p.env.Now())
		if err != nil {
			return report(err)
		}
		t.Until = until
	}
	return p.act(p.targets(), p.last.words, t)
}

// many says on how many conversations something is done, if on more than one.
func many(n int) string {
	if n == 1 {
		return ""
	}
	return " on " + strconv.Itoa(n)
}
