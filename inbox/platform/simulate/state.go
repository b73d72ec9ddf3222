package simulate

import (
	"cmp"
	"slices"
)

// State is everything that a workspace holds: what a client has to come to that
// missed nothing and made nothing up. What was deleted without a tombstone is
// not in it.
type State struct {
	Channels []Channel // by ID
	Members  []Member  // by ID
	Messages []Message // by channel and time
}

// Channel is a channel. One of which we are no member is there too, unless it
// is private.
type Channel struct {
	ID, Name                  string
	Private, Archived, Member bool
}

// Member is a person, or a bot; Slackbot counts as one.
type Member struct {
	ID, Handle, Name string
	Deleted, Bot     bool
}

// Message is one thing said.
type Message struct {
	Channel, TS string
	Thread      string // the timestamp of its root; its own if it is no reply
	User        string
	Subtype     string
	Text        string // as it is on the wire
	Edited      string // the timestamp of the last edit, or ""
	Reactions   map[string]int
	Replies     int  // that are under it
	Broadcast   bool // a reply that is shown in the channel, too
	Tombstone   bool // it was deleted, and its replies were not
}

// State is the workspace as it is now.
func (s *Slack) State() State {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all State
	for _, u := range s.world.users {
		all.Members = append(all.Members, Member{ID: u.id, Handle: u.handle, Name: u.name, Deleted: u.deleted, Bot: u.bot})
	}
	for _, c := range s.world.channels {
		if c.private && !c.member {
			continue
		}
		all.Channels = append(all.Channels, Channel{ID: c.id, Name: c.name, Private: c.private, Archived: c.archived, Member: c.member})
		for _, m := range c.all() {
			all.Messages = append(all.Messages, m.state(c))
		}
	}
	slices.SortFunc(all.Members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(all.Channels, func(a, b Channel) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(all.Messages, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.TS, b.TS))
	})
	return all
}

// all are the messages of a channel, each once.
func (c *channel) all() []*message {
	var all []*message
	for _, m := range c.top {
		if !m.broadcast {
			all = append(all, m)
			all = append(all, m.replies...)
		}
	}
	return all
}

func (m *message) state(c *channel) Message {
	out := Message{
		Channel: c.id, TS: m.ts, Thread: m.ts, User: m.author.id, Subtype: m.subtype, Text: m.text,
		Replies: len(m.replies), Broadcast: m.broadcast, Tombstone: m.lost != nil,
	}
	if m.root != nil {
		out.Thread = m.root.ts
	}
	if !m.edited.IsZero() {
		out.Edited = stamp(m.edited)
	}
	for _, r := range m.reactions {
		if out.Reactions == nil {
			out.Reactions = map[string]int{}
		}
		out.Reactions[r.Name] = r.Count
	}
	return out
}
