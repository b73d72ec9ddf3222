package outbox

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// listed is the answer of the store.
type listed struct {
	items []inbox.Outgoing
	err   error
}

// second says that one has passed of a countdown.
type second struct{}

// load reads the outbox. While one question is out, only that another is due is
// remembered.
func (p *Pane) load() tea.Cmd {
	if p.again = p.loading; p.again {
		return nil
	}
	p.loading = true
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		items, err := store.Outbox(ctx, true)
		return listed{items, err}
	}
}

// passTime reads the outbox, if it is seen. What the header tells of it changes
// when something is written, or when a wait that is counted there is over.
func (p *Pane) passTime(msg pane.Minute) tea.Cmd {
	p.now = msg.Now
	if msg.Hidden {
		return p.tell()
	}
	return p.load()
}

func (p *Pane) show(msg listed) tea.Cmd {
	p.loading, p.now = false, p.env.Now()
	var cmds []tea.Cmd
	if p.again {
		cmds = append(cmds, p.load())
	}
	if p.failed = msg.err != nil; p.failed {
		return tea.Batch(append(cmds, pane.Fail(msg.err))...)
	}
	p.loaded = true
	p.take(msg.items)
	if p.sheet != nil {
		p.sheet.renew()
	}
	return tea.Batch(append(cmds, p.tell(), p.countDown())...)
}

// take puts a reading in the place of the last one: what needs a person first,
// what is over last, the newest of that first. The cursor stays on its action.
func (p *Pane) take(items []inbox.Outgoing) {
	slices.SortStableFunc(items, func(a, b inbox.Outgoing) int {
		if rank(&a) != rank(&b) || rank(&a) < over {
			return rank(&a) - rank(&b)
		}
		return b.AskedAt.Compare(a.AskedAt)
	})
	asks := ""
	if len(items) > 0 && rank(&items[0]) == asking {
		asks = items[0].ID
	}
	settled := p.current() == nil || p.current().State.Settled()
	if asks != "" && asks != p.asks && settled && p.sheet == nil { // what needs a person, instead of what is over
		p.onID = asks
	}
	p.items, p.asks = items, asks
	if at := p.find(p.onID); at >= 0 {
		p.cursor = at
	}
	p.to(p.cursor)
	if !p.chosen && slices.ContainsFunc(items, p.pulls) {
		p.section = outgoing
	}
}

// pulls reports whether something is worth being shown before the rounds: what
// is for later, kept here or by the platform, is not.
func (p *Pane) pulls(o inbox.Outgoing) bool {
	switch rank(&o) {
	case over:
		return false
	case underway:
		return o.State != inbox.Planned && (!o.Later || !o.Due.After(p.now))
	}
	return true
}

// The ranks of a list in which what needs a person stands first.
const (
	asking = iota
	doubtful
	underway
	over
)

func rank(o *inbox.Outgoing) int {
	switch o.State {
	case inbox.Asks, inbox.Failed:
		return asking
	case inbox.Unknown:
		return doubtful
	case inbox.Queued, inbox.Sending, inbox.Planned:
		return underway
	case inbox.Sent, inbox.Dropped:
	}
	return over
}

// tell lets the app know what has not left, if that has changed.
func (p *Pane) tell() tea.Cmd {
	var l pane.Leaving
	for i := range p.items {
		o := &p.items[i]
		switch o.State {
		case inbox.Asks, inbox.Failed:
			l.Asks++
		case inbox.Queued, inbox.Sending, inbox.Unknown:
			l.Waiting++
			if o.Here {
				l.Timed++
			}
			if at := next(o); o.State == inbox.Queued && at.After(p.now) && (l.Next.IsZero() || at.Before(l.Next)) {
				l.Next = at
			}
		case inbox.Planned, inbox.Sent, inbox.Dropped:
		}
	}
	if l == p.told {
		return nil
	}
	p.told = l
	return func() tea.Msg { return l }
}

// next is when something happens to what waits.
func next(o *inbox.Outgoing) time.Time {
	if leaves := leaving.Leaves(o); o.Again.Before(leaves) {
		return leaves
	}
	return o.Again
}

// countDown asks for the next second while one is counted.
func (p *Pane) countDown() tea.Cmd {
	counts := slices.ContainsFunc(p.items, func(o inbox.Outgoing) bool { return leaving.Counts(&o, p.now) })
	if p.counting || !counts {
		return nil
	}
	p.counting = true
	return p.env.NextSecond(second{})
}

// passSecond counts on. When a wait is over, what came of it is read.
func (p *Pane) passSecond() tea.Cmd {
	p.now, p.counting = p.env.Now(), false
	if cmd := p.countDown(); cmd != nil || p.counting {
		return tea.Batch(cmd, p.tell())
	}
	return p.load()
}

// decided is what a person's word has led to.
type decided struct {
	said  string
	reach *pane.Reach
	err   error
}

// settle tells what was decided, and reads what has come of it.
func (p *Pane) settle(msg decided) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	switch {
	case errors.Is(msg.err, inbox.ErrUnderway):
		return tea.Batch(p.load(), pane.Say("It is being sent right now: once more in a moment."))
	case msg.err != nil:
		return tea.Batch(p.load(), pane.Fail(msg.err))
	}
	p.sheet = nil
	cmds := []tea.Cmd{p.load()}
	if msg.said != "" {
		cmds = append(cmds, pane.Say(msg.said))
	}
	if r := msg.reach; r != nil {
		cmds = append(cmds, func() tea.Msg { return *r })
	}
	return tea.Batch(cmds...)
}

// decide hands a person's word to the store.
func (p *Pane) decide(o inbox.Outgoing, w inbox.Word) tea.Cmd {
	p.acting = true
	store, ctx := p.store, p.env.Ctx
	goes := "It goes out now."
	if o.State == inbox.Failed || o.Doubt != nil && o.Doubt.Reason == inbox.Perhaps {
		goes = "It goes out again now."
	}
	said := map[inbox.Word]string{
		inbox.SendIt:  goes,
		inbox.DropIt:  "Dropped: it does not go out.",
		inbox.ItIsOut: "Good: it is out already, and is not sent again.",
	}[w]
	return func() tea.Msg { return decided{said: said, err: store.Decide(ctx, o.ID, w)} }
}

// takeBack drops what has not left, or asks for what undoes it; with write the
// composer is opened on its text.
func (p *Pane) takeBack(o inbox.Outgoing, write bool) tea.Cmd {
	p.acting = true
	store, ctx := p.store, p.env.Ctx
	answer := decided{said: takenBack(&o)}
	if write {
		answer.said, answer.reach = "", reach(&o, string(leaving.Draft(o.Kind)))
	}
	return func() tea.Msg {
		_, answer.err = store.TakeBack(ctx, o.ID)
		return answer
	}
}

// takenBack says what becomes of something that is taken back.
func takenBack(o *inbox.Outgoing) string {
	switch o.State {
	case inbox.Sent:
		if o.Kind.Speaks() {
			return "It was out already: a deletion is asked for."
		}
		return "It was out already: it is asked to be taken back."
	case inbox.Planned:
		return leaving.Platform(o.Platform) + " is asked not to post it."
	case inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Asks, inbox.Failed, inbox.Dropped:
	}
	if leaving.Draft(o.Kind) != "" {
		return "Dropped before it left: the text is in the draft again."
	}
	return "Dropped before it left: the " + leaving.What(o.Kind) + "."
}

// reach asks for the conversation of an action.
func reach(o *inbox.Outgoing, write string) *pane.Reach {
	return &pane.Reach{Conversation: o.Conversation, Account: o.Account, Channel: o.Channel, Room: o.Room, Write: write, Back: name}
}
