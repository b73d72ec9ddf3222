package simulate

import (
	"slices"
	"time"
)

// Write is something that a client changed, and that took effect, whatever the
// client was told.
type Write struct {
	At      time.Time // by the server's clock
	Method  string    // [Posted] for what was scheduled and has been posted
	Channel string
	Thread  string // the root that a reply stands under, or ""
	TS      string // of the message that was made or changed
	Text    string // as it is on the wire
	Marker  string // the "id" in its metadata's payload, or ""
	Author  string // whose token it was
	Emoji   string // of a reaction
	Plan    string // the ID of what was scheduled
	Member  string // who had said what was deleted, or who was put out
}

// Posted is the method of a [Write] that nobody asked for just then: a plan
// that was carried out.
const Posted = "posted as planned"

// Written is everything that clients have changed, in order.
func (s *Slack) Written() []Write {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.world.written)
}

// Copies is how often a message was posted with each marker.
func (s *Slack) Copies() map[string]int {
	copies := map[string]int{}
	for _, w := range s.Written() {
		if w.Method == "chat.postMessage" && w.Marker != "" {
			copies[w.Marker]++
		}
	}
	return copies
}

// note keeps what was changed.
func (w *world) note(a *ask, d Write) {
	d.At, d.Method, d.Author = a.now, a.method, a.who.id
	w.written = append(w.written, d)
}

// noteMessage is [world.note] for what was done to a message.
func (w *world) noteMessage(a *ask, c *channel, m *message, emoji string) {
	w.note(a, Write{Channel: c.id, Thread: m.under(), TS: m.ts, Text: m.text, Marker: m.marker.id(), Emoji: emoji})
}

// under is the timestamp of the root that a reply stands under, or "".
func (m *message) under() string {
	if m.root == nil {
		return ""
	}
	return m.root.ts
}

// Direct is what stands in our private conversation with a member, oldest
// first.
func (s *Slack) Direct(member string) []Message {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []Message
	for _, c := range s.world.directs {
		if !slices.ContainsFunc(c.pair, func(u *user) bool { return u.id == member }) {
			continue
		}
		for _, m := range c.all() {
			all = append(all, m.state(c))
		}
	}
	return all
}
