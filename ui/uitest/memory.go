package uitest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Memory is a store that forgets: it satisfies what the panes ask for from a
// slice, and counts what it was asked.
type Memory struct {
	Now     func() time.Time
	Talks   []*inbox.Talk
	Cards   map[string]inbox.Card // by member
	Drafts  map[Desk]string
	Outgone []inbox.Outgoing // what was asked to go out, in that order
	Orders  []inbox.Order
	Wait    time.Duration // how long things wait before they leave
	Words   []inbox.Candidate
	Emoji   []string
	Lacks   map[inbox.ActionKind]string // what no account may do
	Err     error                       // what every question is answered with, if not nil
	Asked   map[string]int
	Last    inbox.Triage // the last verb that was asked for
	Same    bool         // every verb finds that it was so already
	entries []inbox.Entry
	befores [][]inbox.Talk // what an entry changed, before it
	afters  [][]inbox.Talk
}

// NewMemory returns a memory that holds talks.
func NewMemory(talks ...*inbox.Talk) *Memory {
	return &Memory{Now: Noon, Talks: talks, Cards: map[string]inbox.Card{}, Drafts: map[Desk]string{}, Asked: map[string]int{}, Wait: 10 * time.Second}
}

func (m *Memory) ask(what string) error {
	m.Asked[what]++
	return m.Err
}

// Find is the talk with that id, or nil.
func (m *Memory) Find(id int64) *inbox.Talk {
	for _, t := range m.Talks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

func markOf(c *inbox.Conversation, order query.Sort) inbox.Mark {
	if order == query.Oldest {
		return inbox.Mark{At: c.OpenedAt, ID: c.ID}
	}
	return inbox.Mark{At: c.LastAt, ID: c.ID}
}

func compare(a, b inbox.Mark, order query.Sort) int {
	by := cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	if order == query.Oldest {
		return by
	}
	return -by
}

func (m *Memory) list(q query.Query) []inbox.Conversation {
	var rows []inbox.Conversation
	for _, t := range m.Talks {
		if c := m.state(t.Conversation); Matches(c, q, m.Now()) {
			rows = append(rows, c)
		}
	}
	slices.SortFunc(rows, func(a, b inbox.Conversation) int {
		return compare(markOf(&a, q.Sort), markOf(&b, q.Sort), q.Sort)
	})
	return rows
}

// state wakes what has slept long enough.
func (m *Memory) state(c inbox.Conversation) inbox.Conversation {
	if c.State == inbox.Snoozed && !c.Decision.Until.IsZero() && !c.Decision.Until.After(m.Now()) {
		c.State = inbox.Open
	}
	c.Tags = slices.Clone(c.Tags)
	for d, text := range m.Drafts {
		c.Draft = c.Draft || text != "" && d.Place == c.Place() && d.Kind != inbox.NoteDraft && d.Kind != inbox.DiscardedDraft
	}
	for i := range m.Outgone {
		if o := &m.Outgone[i]; o.Conversation == c.ID && !o.State.Settled() {
			c.Leaving++
		}
	}
	return c
}

// Conversations lists what q picks.
func (m *Memory) Conversations(_ context.Context, q query.Query, w inbox.Window) ([]inbox.Conversation, error) {
	if err := m.ask("Conversations"); err != nil {
		return nil, err
	}
	rows := slices.DeleteFunc(m.list(q), func(c inbox.Conversation) bool {
		mark := markOf(&c, q.Sort)
		return w.After != (inbox.Mark{}) && compare(mark, w.After, q.Sort) <= 0 ||
			w.Before != (inbox.Mark{}) && compare(mark, w.Before, q.Sort) >= 0
	})
	if w.Limit > 0 && len(rows) > w.Limit {
		if w.FromEnd || w.Before != (inbox.Mark{}) {
			return rows[len(rows)-w.Limit:], nil
		}
		return rows[:w.Limit], nil
	}
	return rows, nil
}

// ConversationsByID reads rows again.
func (m *Memory) ConversationsByID(_ context.Context, ids []int64) ([]inbox.Conversation, error) {
	if err := m.ask("ConversationsByID"); err != nil {
		return nil, err
	}
	var rows []inbox.Conversation
	for _, id := range ids {
		if t := m.Find(id); t != nil {
			rows = append(rows, m.state(t.Conversation))
		}
	}
	return rows, nil
}

// Count counts what q picks.
func (m *Memory) Count(_ context.Context, q query.Query, upTo int) (int, error) {
	return min(upTo, len(m.list(q))), m.ask("Count")
}

// CountAhead counts what sorts ahead of a mark.
func (m *Memory) CountAhead(_ context.Context, q query.Query, mark inbox.Mark, upTo int) (int, error) {
	n := 0
	for _, c := range m.list(q) {
		if compare(markOf(&c, q.Sort), mark, q.Sort) < 0 {
			n++
		}
	}
	return min(n, upTo), m.ask("CountAhead")
}

// Matching is every id that q picks.
func (m *Memory) Matching(_ context.Context, q query.Query) ([]int64, error) {
	var ids []int64
	for _, c := range m.list(q) {
		ids = append(ids, c.ID)
	}
	return ids, m.ask("Matching")
}

// Talk is a conversation opened.
func (m *Memory) Talk(_ context.Context, id int64) (inbox.Talk, error) {
	if err := m.ask("Talk"); err != nil {
		return inbox.Talk{}, err
	}
	t := m.Find(id)
	if t == nil {
		return inbox.Talk{}, inbox.ErrNone
	}
	opened := *t
	opened.Conversation = m.state(t.Conversation)
	opened.Out = append(slices.Clone(t.Out), m.out(t)...)
	return opened, nil
}

// Card is what is known of a member.
func (m *Memory) Card(_ context.Context, _, member string) (inbox.Card, error) {
	if err := m.ask("Card"); err != nil {
		return inbox.Card{}, err
	}
	c, ok := m.Cards[member]
	if !ok {
		return inbox.Card{}, inbox.ErrNone
	}
	return c, nil
}

// Search finds words.
func (m *Memory) Search(_ context.Context, words string, limit int) ([]inbox.Hit, error) {
	if err := m.ask("Search"); err != nil || strings.TrimSpace(words) == "" {
		return nil, err
	}
	var hits []inbox.Hit
	for _, t := range m.Talks {
		for _, u := range t.Said {
			if strings.Contains(strings.ToLower(u.Text), strings.ToLower(strings.Trim(words, `" `))) {
				hits = append(hits, inbox.Hit{
					ID: u.ID, Conversation: t.ID, Account: t.Account, Channel: t.Channel.Name,
					Author: u.Author, Text: u.Text, SentAt: u.SentAt, Permalink: u.Permalink,
				})
			}
		}
	}
	slices.SortFunc(hits, func(a, b inbox.Hit) int { return b.SentAt.Compare(a.SentAt) })
	return hits[:min(len(hits), limit)], nil
}

// MarkRead forgets that anything is unread.
func (m *Memory) MarkRead(_ context.Context, ids ...int64) error {
	for _, id := range ids {
		if t := m.Find(id); t != nil {
			t.Unread = 0
		}
	}
	return m.ask("MarkRead")
}

// Tags are all tags and how many bear them.
func (m *Memory) Tags(context.Context) ([]inbox.TagUse, error) {
	uses := map[string]int{}
	for _, t := range m.Talks {
		for _, tag := range t.Tags {
			uses[tag]++
		}
	}
	var all []inbox.TagUse
	for tag, n := range uses {
		all = append(all, inbox.TagUse{Name: tag, Uses: n})
	}
	slices.SortFunc(all, func(a, b inbox.TagUse) int {
		return cmp.Or(cmp.Compare(b.Uses, a.Uses), cmp.Compare(a.Name, b.Name))
	})
	return all, m.ask("Tags")
}

// Triage does what a person asked for.
func (m *Memory) Triage(_ context.Context, t inbox.Triage) (inbox.Entry, error) {
	if err := m.ask("Triage"); err != nil {
		return inbox.Entry{}, err
	}
	e := inbox.Entry{ID: strconv.Itoa(len(m.entries) + 1), At: m.Now(), Actor: "you", Verb: t.Verb}
	var before, after []inbox.Talk
	if m.Last = t; m.Same {
		return inbox.Entry{ID: "none"}, inbox.ErrNone
	}
	for _, id := range t.On {
		talk := m.Find(id)
		if talk == nil {
			return inbox.Entry{}, errors.New("triage: no such conversation")
		}
		before = append(before, copyOf(talk))
		m.apply(talk, t)
		after = append(after, copyOf(talk))
		e.Changes = append(e.Changes, inbox.Change{Ref: inbox.Ref{
			Kind: inbox.ConversationRef, Account: talk.Account, Channel: talk.Channel.ID, ID: talk.Thread,
		}, Field: "decision", From: json.RawMessage("{}"), To: json.RawMessage("{}")})
		e.Subject = talk.Opener.Called() + " in #" + talk.Channel.Name
	}
	if len(t.On) > 1 {
		e.Subject = strconv.Itoa(len(t.On)) + " conversations"
	}
	m.entries, m.befores, m.afters = append(m.entries, e), append(m.befores, before), append(m.afters, after)
	return e, nil
}

func copyOf(t *inbox.Talk) inbox.Talk {
	c := *t
	c.Tags, c.Notes = slices.Clone(t.Tags), slices.Clone(t.Notes)
	return c
}

func (m *Memory) apply(c *inbox.Talk, t inbox.Triage) {
	decide := func(s inbox.State) {
		c.State, c.Decision = s, inbox.Decision{State: s, Until: t.Until, Hold: t.Hold, Seen: c.LastAt}
	}
	switch t.Verb {
	case inbox.MarkDone:
		decide(inbox.Done)
	case inbox.Reopen:
		decide(inbox.Open)
	case inbox.Snooze:
		decide(inbox.Snoozed)
	case inbox.MarkSpam:
		decide(inbox.Spam)
	case inbox.MarkWaiting:
		decide(inbox.Waiting)
	case inbox.AddTag:
		c.Tags = append(slices.Clone(c.Tags), t.Tags...)
		slices.Sort(c.Tags)
		c.Tags = slices.Compact(c.Tags)
	case inbox.DropTag:
		c.Tags = slices.DeleteFunc(slices.Clone(c.Tags), func(s string) bool { return slices.Contains(t.Tags, s) })
	case inbox.AddNote:
		c.Notes = append(slices.Clone(c.Notes), inbox.Note{ID: "n", Actor: "you", Text: t.Text, At: m.Now()})
		c.Conversation.Notes++
	case inbox.Mute, inbox.Unmute:
		c.Muted = t.Verb == inbox.Mute
	case inbox.Star, inbox.Unstar:
		c.Starred = t.Verb == inbox.Star
	case inbox.FollowUp:
		c.Promise = t.Promise
	case inbox.SayReply, inbox.SayPrivate, inbox.SayWelcome, inbox.SayNew, inbox.AddEmoji, inbox.DropEmoji,
		inbox.ChangeOwn, inbox.DeleteOwn, inbox.RunMacro, inbox.TakeItBack,
		inbox.PlanPost, inbox.MovePost, inbox.EditPost, inbox.ApprovePost, inbox.CancelPost,
		inbox.TrashPost, inbox.PublishPost, inbox.LetPostGo, inbox.ImportPlan, inbox.SyncPlan,
		inbox.MergePeople, inbox.SplitPerson, inbox.RejectMerge, inbox.SetRole, inbox.Watch, inbox.Unwatch,
		inbox.MakeVIP, inbox.DropVIP, inbox.ForgetPerson, inbox.MarkWelcomed: // they are no triage
	}
}

// FlagTalks notes that conversations were flagged.
func (m *Memory) FlagTalks(_ context.Context, on []int64) (inbox.Entry, error) {
	if err := m.ask("FlagTalks"); err != nil {
		return inbox.Entry{}, err
	}
	e := inbox.Entry{ID: strconv.Itoa(len(m.entries) + 1), At: m.Now(), Actor: "you", Verb: "flag"}
	for _, id := range on {
		if talk := m.Find(id); talk != nil {
			e.Subject = talk.Opener.Called() + " in #" + talk.Channel.Name
		}
	}
	m.entries, m.befores, m.afters = append(m.entries, e), append(m.befores, nil), append(m.afters, nil)
	return e, nil
}

// Undo takes back the last entry that stands.
func (m *Memory) Undo(context.Context) (inbox.Entry, error) {
	for i := len(m.entries) - 1; i >= 0; i-- {
		if !m.entries[i].Undone {
			if err := m.recall(m.entries[i].ID); err != nil {
				return inbox.Entry{}, err
			}
			m.entries[i].Undone = true
			m.put(m.befores[i])
			return m.entries[i], m.ask("Undo")
		}
	}
	return inbox.Entry{}, cmp.Or(m.ask("Undo"), inbox.ErrNone)
}

// Redo does the first undone entry again.
func (m *Memory) Redo(context.Context) (inbox.Entry, error) {
	at := slices.IndexFunc(m.entries, func(e inbox.Entry) bool { return e.Undone })
	if at < 0 {
		return inbox.Entry{}, cmp.Or(m.ask("Redo"), inbox.ErrNone)
	}
	m.entries[at].Undone = false
	m.put(m.afters[at])
	return m.entries[at], m.ask("Redo")
}

func (m *Memory) put(talks []inbox.Talk) {
	for i := range talks {
		*m.Find(talks[i].ID) = copyOf(&talks[i])
	}
}

// History is what was done, newest first.
func (m *Memory) History(_ context.Context, limit int) ([]inbox.Entry, error) {
	all := slices.Clone(m.entries)
	slices.Reverse(all)
	return all[:min(limit, len(all))], m.ask("History")
}
