package uitest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// Desk is where a text is written, and what it will become.
type Desk struct {
	inbox.Place
	Kind inbox.DraftKind
}

// DraftOf is the text being written on a conversation.
func (m *Memory) DraftOf(id int64, kind inbox.DraftKind) string {
	return m.Drafts[Desk{m.Find(id).Place(), kind}]
}

// Draft is the text being written.
func (m *Memory) Draft(_ context.Context, at inbox.Place, kind inbox.DraftKind) (string, error) {
	if err := m.ask("Draft"); err != nil {
		return "", err
	}
	if m.Drafts[Desk{at, kind}] == "" {
		return "", inbox.ErrNone
	}
	return m.Drafts[Desk{at, kind}], nil
}

// SaveDraft keeps the text being written.
func (m *Memory) SaveDraft(_ context.Context, at inbox.Place, kind inbox.DraftKind, text string) error {
	if err := m.ask("SaveDraft"); err != nil {
		return err
	}
	m.Drafts[Desk{at, kind}] = text
	return nil
}

// Account is the one as whom we speak: noor, on every account.
func (m *Memory) Account(_ context.Context, name string) (inbox.Account, error) {
	return inbox.Account{Name: name, Platform: inbox.Slack, Self: "U-noor", Lacks: m.Lacks}, m.ask("Account")
}

// Hold is how long things wait before they leave.
func (m *Memory) Hold() time.Duration { return m.Wait }

// Candidates are what a word may become.
func (m *Memory) Candidates(_ context.Context, _, word string, limit int) ([]inbox.Candidate, error) {
	var found []inbox.Candidate
	for _, c := range m.Words {
		if strings.HasPrefix(c.Word, word) && len(found) < limit {
			found = append(found, c)
		}
	}
	return found, m.ask("Candidates")
}

// EmojiUsed is the emoji in use.
func (m *Memory) EmojiUsed(context.Context, string) ([]string, error) {
	return m.Emoji, m.ask("EmojiUsed")
}

// Ask keeps what was asked for.
func (m *Memory) Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error) {
	if err := m.ask("Ask"); err != nil {
		return inbox.Entry{}, err
	}
	m.Orders = append(m.Orders, o)
	for _, t := range o.Triage {
		if _, err := m.Triage(ctx, t); err != nil {
			return inbox.Entry{}, err
		}
	}
	if n := len(o.Triage); n > 1 { // one entry, whatever is in it
		m.entries = m.entries[:len(m.entries)-n+1]
		m.befores, m.afters = m.befores[:len(m.entries)], m.afters[:len(m.entries)]
	}
	if len(o.Triage) == 0 {
		m.entries = append(m.entries, inbox.Entry{ID: strconv.Itoa(len(m.entries) + 1), At: m.Now(), Actor: "you"})
		m.befores, m.afters = append(m.befores, nil), append(m.afters, nil)
	}
	e := &m.entries[len(m.entries)-1]
	e.Verb, e.Subject = o.Verb, "a message"
	for _, a := range o.Actions {
		m.put1(a, e.ID)
	}
	return *e, nil
}

func (m *Memory) put1(a inbox.Action, entry string) {
	a.ID = "a" + strconv.Itoa(len(m.Outgone)+1)
	if a.Due.IsZero() {
		a.Due = m.Now().Add(m.Wait)
	}
	o := inbox.Outgoing{
		Action: a, Seq: int64(len(m.Outgone) + 1), Entry: entry, State: inbox.Queued, AskedAt: m.Now(),
		Platform: inbox.Slack, As: inbox.Author{ID: "U-noor", Handle: "noor", Role: inbox.Team},
	}
	for _, t := range m.Talks {
		if t.Channel.ID == a.Channel {
			o.Room = t.Channel.Name
		}
		if a.Thread != "" && t.Account == a.Account && t.Thread == a.Thread {
			o.Conversation, o.Whom = t.ID, t.Opener
		}
	}
	m.Outgone = append(m.Outgone, o)
}

// out is what is to be seen of the outbox in a conversation.
func (m *Memory) out(t *inbox.Talk) []inbox.Outgoing {
	var all []inbox.Outgoing
	for _, o := range m.Outgone {
		if o.Conversation == t.ID && len(t.Out) == 0 && (!o.State.Settled() || o.Kind.Private() && o.State == inbox.Sent) {
			all = append(all, o)
		}
	}
	return all
}

// Outbox is what is not settled, or all.
func (m *Memory) Outbox(_ context.Context, all bool) ([]inbox.Outgoing, error) {
	if err := m.ask("Outbox"); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(m.Outgone), func(o inbox.Outgoing) bool { return !all && o.State.Settled() }), nil
}

// Decide is a person's word.
func (m *Memory) Decide(_ context.Context, action string, w inbox.Word) error {
	if err := m.ask("Decide"); err != nil {
		return err
	}
	o := m.action(action)
	if o == nil {
		return inbox.ErrNone
	}
	switch w {
	case inbox.SendIt:
		o.State, o.Doubt, o.Trouble = inbox.Queued, nil, ""
	case inbox.DropIt:
		o.State = inbox.Dropped
	case inbox.ItIsOut:
		o.State = inbox.Sent
	}
	return nil
}

func (m *Memory) action(id string) *inbox.Outgoing {
	for i := range m.Outgone {
		if m.Outgone[i].ID == id {
			return &m.Outgone[i]
		}
	}
	return nil
}

// TakeBack drops what has not left, or asks for what undoes it.
func (m *Memory) TakeBack(_ context.Context, action string) (inbox.Entry, error) {
	if err := m.ask("TakeBack"); err != nil {
		return inbox.Entry{}, err
	}
	o := m.action(action)
	if o == nil {
		return inbox.Entry{}, inbox.ErrNone
	}
	return inbox.Entry{ID: "back", Verb: inbox.SayReply, Subject: "a message"}, m.back(o)
}

// recall takes back all that an entry has put into the outbox.
func (m *Memory) recall(entry string) error {
	for i := range m.Outgone {
		if o := &m.Outgone[i]; o.Entry == entry && o.State != inbox.Dropped {
			if err := m.back(o); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Memory) back(o *inbox.Outgoing) error {
	switch o.State {
	case inbox.Sending, inbox.Unknown:
		return inbox.ErrUnderway
	case inbox.Sent, inbox.Planned:
		o.Undone = true
		undo := inbox.Action{Kind: inbox.Delete, Account: o.Account, Channel: o.Channel, Thread: o.Thread, Message: "sent"}
		id := o.ID
		m.put1(undo, "back")
		m.Outgone[len(m.Outgone)-1].Undoes = id
	case inbox.Queued, inbox.Asks, inbox.Failed, inbox.Dropped:
		o.State = inbox.Dropped
		kind := map[inbox.ActionKind]inbox.DraftKind{
			inbox.Reply: inbox.ReplyDraft, inbox.ReplyPrivately: inbox.PrivateDraft, inbox.Post: inbox.PostDraft, inbox.Edit: inbox.EditDraft,
		}[o.Kind]
		if kind != "" {
			m.Drafts[Desk{inbox.Place{Account: o.Account, Channel: o.Channel, Thread: o.Thread}, kind}] = o.Text
		}
	}
	return nil
}
