package simulate

import "time"

// tell hands an event to whoever listens, if the token has the scope for it.
func (w *world) tell(scope string, event object, at time.Time) {
	if w.heard != nil {
		event["event_ts"] = stamp(at)
		w.heard(scope, event, at)
	}
}

// tell is how the world's events come to Socket Mode.
func (s *Slack) tell(scope string, event object, at time.Time) {
	if s.granted(nil, scope) {
		s.sockets.send(s.envelope(event, at))
	}
}

// kind is "channel" or "group", as events call channels.
func (c *channel) kind() string {
	switch {
	case c.pair != nil:
		return "im"
	case c.private:
		return "group"
	}
	return "channel"
}

// said tells of a new message.
func (w *world) said(c *channel, m *message, at time.Time) {
	if w.heard == nil || !c.member {
		return
	}
	event := w.messageJSON(m)
	event["channel"], event["channel_type"] = c.id, c.kind()
	w.tell(c.scope("history"), event, at)
}

// altered tells that a message is no longer what it was.
func (w *world) altered(c *channel, m *message, was object, at time.Time) {
	w.behind(c, at, object{"subtype": "message_changed", "message": w.messageJSON(m), "previous_message": was})
}

// vanished tells that a message is no longer.
func (w *world) vanished(c *channel, m *message, was object, at time.Time) {
	w.behind(c, at, object{"subtype": "message_deleted", "deleted_ts": m.ts, "previous_message": was})
}

// behind tells something about a message that is a hidden message itself.
func (w *world) behind(c *channel, at time.Time, event object) {
	if !c.member {
		return
	}
	event["type"], event["hidden"], event["ts"] = "message", true, stamp(at)
	event["channel"], event["channel_type"] = c.id, c.kind()
	w.tell(c.scope("history"), event, at)
}

// reacted tells of a reaction that was added or removed.
func (w *world) reacted(c *channel, m *message, what, name, who string, at time.Time) {
	if !c.member {
		return
	}
	w.tell("reactions:read", object{
		"type": what, "user": who, "reaction": name, "item_user": m.author.id,
		"item": object{"type": "message", "channel": c.id, "ts": m.ts},
	}, at)
}

// visited tells that somebody joined or left a channel.
func (w *world) visited(c *channel, u *user, what string, at time.Time) {
	if !c.member {
		return
	}
	kind := "C"
	if c.private {
		kind = "G"
	}
	w.tell(c.scope("read"), object{
		"type": what, "user": u.id, "channel": c.id, "channel_type": kind, "team": w.teamID,
	}, at)
}

// became tells of a change to a channel: "created", "rename", "archive",
// "unarchive". What happens to private channels has names of its own.
func (w *world) became(c *channel, what string, at time.Time) {
	if c.private && !c.member {
		return
	}
	event := object{"type": c.kind() + "_" + what, "channel": c.id}
	switch what {
	case "created":
		event["channel"] = object{"id": c.id, "name": c.name, "created": c.created.Unix(), "creator": c.creator.id}
	case "rename":
		event["channel"] = object{"id": c.id, "name": c.name, "created": c.created.Unix()}
	default:
		event["user"] = c.creator.id
	}
	w.tell(c.scope("read"), event, at)
}

// met tells of a new member ("team_join") or a changed one ("user_change").
func (w *world) met(u *user, what string, at time.Time) {
	w.tell("users:read", object{"type": what, "user": w.userJSON(u), "cache_ts": at.Unix()}, at)
}
