// Package signal reads what was said and finds the reasons why it may need us:
// a question, our name, a first post, a wait that grew too long.
//
// It never decides anything and never calls a text good or bad: each
// [inbox.Signal] carries its reason in words, for a person to judge. It works
// by rules that can be read here, in English; it knows nothing of the network
// or of other conversations, reads no clock and is pure. The courier asks it
// about every message on the way into the store; `rounds explain` asks it about
// one.
package signal

import (
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// Desk is who we are, and what else we want to be told of.
type Desk struct {
	Self    []string          // platform IDs of the member that we are
	Team    []string          // platform IDs of the team, and of groups that mean it
	Handles []string          // what we and the team are called, with or without "@"
	Names   map[string]string // handle by ID, for the words of a reason; may be nil
	Words   []string          // words and phrases to be told of: "acme", "pricing"
}

// Reader reads messages for one desk. It may be used by many at once.
type Reader struct {
	self    map[string]bool
	ids     map[string]string // ID in lower case to how we tell it
	handles map[string]bool   // in lower case
	words   []string          // in lower case
}

// New is a reader for a desk.
func New(d Desk) *Reader {
	r := &Reader{self: map[string]bool{}, ids: map[string]string{}, handles: map[string]bool{}}
	for _, id := range d.Team {
		r.ids[strings.ToLower(id)] = called(d.Names[id], "the team")
	}
	for _, id := range d.Self {
		r.self[id] = true
		r.ids[strings.ToLower(id)] = called(d.Names[id], "you")
	}
	for _, h := range d.Handles {
		if h = strings.ToLower(strings.TrimLeft(h, "@")); h != "" {
			r.handles[h] = true
		}
	}
	for _, w := range d.Words {
		if w = strings.ToLower(strings.Join(strings.Fields(w), " ")); w != "" {
			r.words = append(r.words, w)
		}
	}
	return r
}

func called(handle, otherwise string) string {
	if handle == "" {
		return otherwise
	}
	return "@" + plain.Name(strings.TrimLeft(handle, "@"))
}

// Read finds the signals of one message, at most one of a kind. What was not
// said, or is deleted, has none; what a bot said is no question, and what we
// say ourselves does not name us.
func (r *Reader) Read(m inbox.Message) []inbox.Signal {
	if m.Kind != inbox.Said || m.Deleted {
		return nil
	}
	s := fold(m.Text)
	v := visible(s)
	var found []inbox.Signal
	if !m.Bot {
		if words, ok := question(s, v); ok {
			found = append(found, inbox.Signal{Kind: inbox.Question, Reason: `asks: "` + words + `"`})
		}
	}
	if !r.self[m.Author] || m.Author == "" {
		if reason := r.mention(m.Mentions, v); reason != "" {
			found = append(found, inbox.Signal{Kind: inbox.Mention, Reason: reason})
		}
	}
	return found
}
