package simulate

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
)

// metadata is what an app keeps with a message, shown to nobody who does not
// ask for it.
type metadata struct {
	Type    string         `json:"event_type"`
	Payload map[string]any `json:"event_payload"`
}

// id is what the payload says the message is, or "".
func (m *metadata) id() string {
	if m == nil {
		return ""
	}
	id, _ := m.Payload["id"].(string)
	return id
}

// metadataOf reads the metadata of a request, or refuses it.
func metadataOf(a *ask) (*metadata, object) {
	raw := a.get("metadata")
	var m metadata
	switch {
	case raw == "":
		return nil, nil
	case len(raw) > 8000:
		return nil, refusal("metadata_too_large")
	case json.Unmarshal([]byte(raw), &m) != nil:
		return nil, refusal("invalid_metadata_format")
	case m.Type == "" || m.Payload == nil:
		return nil, refusal("invalid_metadata_schema")
	}
	return &m, nil
}

// mostText is how many characters of a text are kept.
const mostText = 40_000

// barelink is an address that stands in a text as it was typed.
var barelink = regexp.MustCompile(`(^|[^<|])(https?://[^\s<>|]*[^\s<>|.,;:!?)])`)

// textOf is what is said with a request, as it is kept: addresses become links.
func textOf(a *ask) (string, object) {
	text := []rune(a.get("text"))
	if strings.TrimSpace(string(text)) == "" {
		return "", refusal("no_text")
	}
	return barelink.ReplaceAllString(string(text[:min(len(text), mostText)]), "$1<$2>"), nil
}

// mute is the refusal to let something be said in a channel, or nil.
func mute(c *channel) object {
	switch {
	case c.archived:
		return refusal("is_archived")
	case !c.member:
		return refusal("not_in_channel")
	}
	return nil
}

// postMessage says something, at once.
func (s *Slack) postMessage(c *channel, a *ask) object {
	if refused := mute(c); refused != nil {
		return refused
	}
	text, refused := textOf(a)
	if refused != nil {
		return refused
	}
	marker, refused := metadataOf(a)
	if refused != nil {
		return refused
	}
	m := s.world.compose(c, a.who, a.now, text, a.get("thread_ts"))
	m.marker = marker
	if m.root != nil && yes(a.get("reply_broadcast")) {
		m.broadcast, m.subtype = true, "thread_broadcast"
	}
	s.world.noteMessage(a, c, m, "")
	s.appear(c, m, a)
	return object{"ok": true, "channel": c.id, "ts": m.ts, "message": s.world.messageJSON(m)}
}

// compose is a message of ours that is yet to be put into its place. One that
// answers what is not there stands in the channel itself, as on Slack.
func (w *world) compose(c *channel, who *user, at time.Time, text, thread string) *message {
	at = at.UTC().Truncate(time.Microsecond)
	if !at.After(c.newest) {
		at = c.newest.Add(time.Microsecond)
	}
	c.newest = at
	m := &message{at: at, ts: stamp(at), author: who, text: text, sent: true}
	if ts, ok := bound(thread); ok && ts != "" {
		if m.root = c.anywhere(ts); m.root != nil && m.root.root != nil {
			m.root = m.root.root
		}
	}
	return m
}

// appear shows a message to everybody, at once or when its veil is lifted.
func (s *Slack) appear(c *channel, m *message, a *ask) {
	if a.veil > 0 {
		s.world.veiled = append(s.world.veiled, &veiled{until: a.now.Add(a.veil), c: c, m: m})
		return
	}
	s.world.reveal(c, m, a.now)
	if s.life != nil {
		s.life.answerUs(c, m, a.now)
	}
}

// veiled is a message that was accepted and is not shown yet.
type veiled struct {
	until time.Time
	c     *channel
	m     *message
}

// reveal puts a message among the others. Its root may have gone meanwhile.
func (w *world) reveal(c *channel, m *message, at time.Time) {
	if m.root != nil && m.root.gone {
		m.root, m.broadcast, m.subtype = nil, false, ""
	}
	w.place(c, m)
	w.said(c, m, at)
}

// own finds a message that the token's owner may still change, or refuses.
func (s *Slack) own(c *channel, a *ask, no string) (*message, object) {
	ts, _ := bound(a.get("ts"))
	m := c.anywhere(ts)
	for _, v := range s.world.veiled {
		if v.c == c && v.m.ts == ts { // its author knows of it
			m = v.m
		}
	}
	switch {
	case m == nil:
		return nil, refusal("message_not_found")
	case m.author != a.who || m.lost != nil:
		return nil, refusal(no)
	}
	return m, nil
}

func (s *Slack) update(c *channel, a *ask) object {
	m, refused := s.own(c, a, "cant_update_message")
	if refused != nil {
		return refused
	}
	text, refused := textOf(a)
	if refused != nil {
		return refused
	}
	if c.archived {
		return refusal("is_inactive")
	}
	was := s.world.messageJSON(m)
	m.text, m.edited = text, a.now.UTC().Truncate(time.Second)
	if m.edited.Before(m.at) {
		m.edited = m.at.Truncate(time.Second).Add(time.Second)
	}
	s.world.altered(c, m, was, a.now)
	s.world.noteMessage(a, c, m, "")
	return object{"ok": true, "channel": c.id, "ts": m.ts, "text": text, "message": object{
		"type": "message", "user": m.author.id, "text": text, "edited": object{"user": m.author.id, "ts": stamp(m.edited)},
	}}
}

func (s *Slack) delete(c *channel, a *ask) object {
	m, refused := s.erasable(c, a)
	if refused != nil {
		return refused
	}
	s.world.note(a, Write{Channel: c.id, Thread: m.under(), TS: m.ts, Text: m.text, Marker: m.marker.id(), Member: m.author.id})
	if s.world.unveil(m) {
		return object{"ok": true, "channel": c.id, "ts": m.ts}
	}
	s.world.remove(c, m, a.now)
	return object{"ok": true, "channel": c.id, "ts": m.ts}
}

// unveil takes a message back that was not shown yet.
func (w *world) unveil(m *message) bool {
	for i, v := range w.veiled {
		if v.m == m {
			w.veiled = append(w.veiled[:i:i], w.veiled[i+1:]...)
			return true
		}
	}
	return false
}
