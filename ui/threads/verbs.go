package threads

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
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

	again func() tea.Cmd // of what goes out, instead of the triage
}

// settled is a verb carried out: what the journal says, and how the loaded
// part of the list looks now.
type settled struct {
	entry inbox.Entry
	on    []int64
	rows  []inbox.Conversation // those of on, read again
	stay  map[int64]bool       // those of on that still belong to the list
	err   error

	keep  bool                     // the rows stay even if the list would not hold them any more
	sheet sheet                    // what is put back if it fails
	says  func(inbox.Entry) string // what is told, if not what the entry says
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
	p.last = &repeatable{triage: verbs[len(verbs)-1], words: words}
	store := p.store
	return p.carryOut(settled{on: on}, func(ctx context.Context) (last inbox.Entry, err error) {
		for _, t := range verbs {
			entry, err := store.Triage(ctx, t)
			switch {
			case errors.Is(err, inbox.ErrNone): // it was so already
			case err != nil:
				return last, err
			default:
				last = entry
			}
		}
		return last, nil
	})
}

// carryOut does something to answer.on, and reads again in the same command
// what has changed, so that both are shown at once.
func (p *Pane) carryOut(answer settled, do func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.acting, p.list.touched = true, true
	store, ctx, clock := p.store, p.env.Ctx, p.env.Now
	filter, window, loaded := p.tab().filter(), p.reach(answer.on), p.loaded(answer.on)
	return func() tea.Msg {
		if answer.entry, answer.err = do(ctx); answer.err != nil {
			return answer
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
	p.guard.Rest(p.env.Now())
	if msg.entry.ID == "" && msg.err != nil {
		if p.sheet == nil && msg.sheet != nil {
			p.sheet = msg.sheet
		}
		return report(msg.err)
	}
	told := pane.Say("It was so already: nothing has changed.")
	if msg.entry.ID != "" {
		told = pane.Say(msg.told(p))
	}
	l := &p.list
	p.renew(msg.rows)
	if msg.err != nil {
		return tea.Batch(report(msg.err), p.reload(fromHead))
	}
	gone := map[int64]bool{}
	for _, id := range msg.on {
		gone[id] = !msg.stay[id] && !msg.keep
		if k := p.details.kept[id]; k != nil {
			k.old = true
		}
	}
	clear(l.marks)
	l.anchor = 0
	l.remove(gone, p.listRows())
	cmds := []tea.Cmd{p.follow(), p.more(), p.recount(), told}
	if _, wrote := msg.sheet.(*composer); wrote {
		cmds = append(cmds, p.unwritten())
	}
	if p.zoomed && p.guest == nil {
		cmds = append(cmds, p.opened())
		if p.list.current() == nil {
			cmds = append(cmds, p.back())
		}
	}
	return tea.Batch(cmds...)
}

// renew takes newer readings of rows that are shown.
func (p *Pane) renew(rows []inbox.Conversation) {
	for _, c := range rows {
		if r := p.list.find(c.ID); r != nil {
			r.renew(c)
		}
		if p.guest != nil && p.guest.ID == c.ID {
			p.guest.renew(c)
		}
	}
}

func (s *settled) told(p *Pane) string {
	if s.says != nil {
		return s.says(s.entry)
	}
	return p.told(s.entry) + " · z undo"
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
	case inbox.SayReply, inbox.SayPrivate, inbox.SayWelcome, inbox.SayNew, inbox.AddEmoji, inbox.DropEmoji,
		inbox.ChangeOwn, inbox.DeleteOwn, inbox.RunMacro, inbox.FollowUp, inbox.TakeItBack:
		return outward(v)
	case inbox.PlanPost, inbox.MovePost, inbox.EditPost, inbox.ApprovePost, inbox.CancelPost,
		inbox.TrashPost, inbox.PublishPost, inbox.LetPostGo, inbox.ImportPlan, inbox.SyncPlan,
		inbox.MergePeople, inbox.SplitPerson, inbox.RejectMerge, inbox.SetRole, inbox.Watch, inbox.Unwatch,
		inbox.MakeVIP, inbox.DropVIP, inbox.ForgetPerson, inbox.MarkWelcomed: // as they are named
	}
	return strings.ToUpper(string(v[:min(len(v), 1)])) + string(v[min(len(v), 1):])
}

// outward is a verb of what goes out as what was asked for.
func outward(v inbox.Verb) string {
	return map[inbox.Verb]string{
		inbox.SayReply: "Reply", inbox.SayPrivate: "Private reply", inbox.SayWelcome: "Welcome", inbox.SayNew: "New message",
		inbox.AddEmoji: "Reaction", inbox.DropEmoji: "Reaction taken back", inbox.ChangeOwn: "Edit", inbox.DeleteOwn: "Deletion",
		inbox.RunMacro: "Macro", inbox.FollowUp: "Promise", inbox.TakeItBack: "Taken back",
	}[v]
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

// flag puts the newest message of others into the queue of moderation.
func (p *Pane) flag() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is nothing here to flag.")
	}
	if !p.guard.Passes("F", p.env.Now()) {
		return nil
	}
	store := p.store
	answer := settled{on: on, keep: true, says: func(e inbox.Entry) string {
		return "Flagged: " + pane.Line(e.Subject, 60) + " waits in Moderation"
	}}
	return p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) { return store.FlagTalks(ctx, on) })
}

// repeat does the last verb again, with its argument.
func (p *Pane) repeat() tea.Cmd {
	if p.last == nil {
		return pane.Say("There is nothing to repeat yet.")
	}
	if p.last.again != nil {
		return p.last.again()
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
