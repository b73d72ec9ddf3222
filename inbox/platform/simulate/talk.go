package simulate

import (
	"slices"
	"strings"
)

// window is the stretch of time that a history is asked for.
type window struct {
	oldest, latest string // "" is no bound
	inclusive      bool
}

// asked reads the window, and refuses what is no timestamp.
func asked(a *ask) (window, object) {
	w := window{inclusive: a.get("inclusive") == "1" || a.get("inclusive") == "true"}
	var ok bool
	if w.oldest, ok = bound(a.get("oldest")); !ok {
		return w, refusal("invalid_ts_oldest")
	}
	if w.latest, ok = bound(a.get("latest")); !ok {
		return w, refusal("invalid_ts_latest")
	}
	return w, nil
}

// bound brings a timestamp into the one form that can be compared as text.
// Slack takes whole seconds too, and 0 for no bound.
func bound(ts string) (string, bool) {
	if ts == "" || ts == "0" {
		return "", true
	}
	seconds, micros, _ := strings.Cut(ts, ".")
	if seconds == "" || len(seconds) > 10 || len(micros) > 6 || strings.Trim(seconds+micros, "0123456789") != "" {
		return "", false
	}
	return strings.Repeat("0", 10-len(seconds)) + seconds + "." + (micros + "000000")[:6], true
}

// of is the stretch of a list, oldest first, that lies in the window.
func (w window) of(list []*message) []*message {
	from, to := 0, len(list)
	if w.oldest != "" {
		i, met := placed(list, w.oldest)
		if from = i; met && !w.inclusive {
			from++
		}
	}
	if w.latest != "" {
		i, met := placed(list, w.latest)
		if to = i; met && w.inclusive {
			to++
		}
	}
	return list[from:max(from, to)]
}

// history lists what a channel shows, newest first.
func (s *Slack) history(c *channel, a *ask) object {
	if refused := s.closed(a, c, "history"); refused != nil {
		return refused
	}
	w, refused := asked(a)
	if refused != nil {
		return refused
	}
	place, ok := placeOf(a, "before:")
	if !ok {
		return refusal("invalid_cursor")
	}
	shown := w.of(c.top)
	n := len(shown)
	l := list{
		name: "messages", n: n, from: 0, limit: limit(a, 100), middle: place != "" || w.latest != "",
		item: func(i int) any { return s.world.shown(a, shown[n-1-i]) },
		place: func(i int) string {
			if i == 0 {
				return "before:9999999999.999999"
			}
			return "before:" + shown[n-i].ts
		},
	}
	if place != "" {
		i, _ := placed(shown, place)
		l.from = n - i
	}
	p := a.page(l)
	o := object{
		"ok": true, "messages": p.items, "has_more": p.more, "pin_count": 0,
		"channel_actions_ts": nil, "channel_actions_count": 0,
	}
	if p.next != "" {
		o["response_metadata"] = object{"next_cursor": p.next}
	}
	return p.or(o)
}

// replies lists a thread: its root on every page, then the replies, oldest
// first.
func (s *Slack) replies(c *channel, a *ask) object {
	if refused := s.closed(a, c, "history"); refused != nil {
		return refused
	}
	w, refused := asked(a)
	if refused != nil {
		return refused
	}
	place, ok := placeOf(a, "after:")
	if !ok {
		return refusal("invalid_cursor")
	}
	ts, _ := bound(a.get("ts"))
	root := c.anywhere(ts)
	if root == nil {
		return refusal("thread_not_found")
	}
	if root.root != nil {
		root = root.root
	}
	shown := w.of(root.replies)
	l := list{
		name: "messages", n: len(shown), limit: limit(a, 1000), middle: place != "",
		item: func(i int) any { return s.world.shown(a, shown[i]) },
		place: func(i int) string {
			if i == 0 {
				return "after:0"
			}
			return "after:" + shown[i-1].ts
		},
	}
	if i, met := placed(shown, place); met {
		l.from = i + 1
	} else {
		l.from = i
	}
	p := a.page(l)
	if !p.bare {
		p.items = append([]any{s.world.shown(a, root)}, p.items...)
	}
	o := object{"ok": true, "messages": p.items, "has_more": p.more}
	if p.next != "" {
		o["response_metadata"] = object{"next_cursor": p.next}
	}
	return p.or(o)
}

// shown is a message as a list shows it: with its metadata if that was asked
// for.
func (w *world) shown(a *ask, m *message) object {
	o := w.messageJSON(m)
	if m.marker != nil && yes(a.get("include_all_metadata")) {
		o["metadata"] = m.marker
	}
	return o
}

// messageJSON is a message as the API shows it.
func (w *world) messageJSON(m *message) object {
	o := object{"type": "message", "user": m.author.id, "text": m.text, "ts": m.ts, "team": w.teamID}
	set := func(key string, value any, when bool) {
		if when {
			o[key] = value
		}
	}
	set("subtype", m.subtype, m.subtype != "")
	set("reactions", m.reactions, len(m.reactions) > 0)
	set("files", m.files, len(m.files) > 0)
	set("upload", false, len(m.files) > 0)
	set("edited", object{"user": m.author.id, "ts": stamp(m.edited)}, !m.edited.IsZero())
	set("hidden", true, m.lost != nil)
	if m.author.botID != "" && m.lost == nil {
		o["bot_id"] = m.author.botID
		o["app_id"] = "A" + m.author.botID[1:]
		o["bot_profile"] = object{"id": m.author.botID, "name": m.author.name, "deleted": false, "updated": 1700000000, "app_id": "A" + m.author.botID[1:], "team_id": w.teamID, "icons": object{}}
	}
	if m.sent && m.author.botID == "" { // an app that speaks for a person says so
		o["bot_id"], o["app_id"] = "B"+appID[1:], appID
	}
	if m.root != nil {
		o["thread_ts"], o["parent_user_id"] = m.root.ts, m.root.author.id
		set("root", w.messageJSONOnce(m.root), m.broadcast)
	}
	if n := len(m.replies); n > 0 {
		who := m.voices()
		o["thread_ts"], o["reply_count"], o["latest_reply"] = m.ts, n, m.replies[n-1].ts
		o["reply_users"], o["reply_users_count"] = who[:min(5, len(who))], len(who)
		o["is_locked"], o["subscribed"] = false, false
	}
	return o
}

// messageJSONOnce is the root that a broadcast carries along.
func (w *world) messageJSONOnce(m *message) object {
	o := object{
		"type": "message", "user": m.author.id, "text": m.text, "ts": m.ts, "team": w.teamID,
		"thread_ts": m.ts, "reply_count": len(m.replies),
	}
	if n := len(m.replies); n > 0 {
		o["latest_reply"] = m.replies[n-1].ts
	}
	return o
}

// voices are those who replied, each once.
func (m *message) voices() []string {
	var who []string
	for _, r := range m.replies {
		if !slices.Contains(who, r.author.id) {
			who = append(who, r.author.id)
		}
	}
	return who
}
