package simulate

import "slices"

// moderating are the methods that are about what others may do.
func moderating() map[string]method {
	return map[string]method{
		"conversations.kick": {
			tier: 3, needs: []string{"channel"}, wrong: map[string]string{"channel": "channel_not_found"}, writes: true, answer: inChannel((*Slack).kick),
			args: map[string]kind{"channel": unsaid, "user": unsaid},
		},
	}
}

// rules reports whether whom a token speaks for may do to others what only
// those may who run the workspace. A bot never may.
func (u *user) rules() bool { return !u.bot && (u.admin || u.owner) }

// erasable finds a message that the token's owner may delete, or refuses: their
// own, and to those who run the workspace everybody's.
func (s *Slack) erasable(c *channel, a *ask) (*message, object) {
	if !a.who.rules() {
		return s.own(c, a, "cant_delete_message")
	}
	ts, _ := bound(a.get("ts"))
	m := c.anywhere(ts)
	for _, v := range s.world.veiled {
		if v.c == c && v.m.ts == ts {
			m = v.m
		}
	}
	if m == nil || m.lost != nil { // nobody can delete a tombstone
		return nil, refusal("message_not_found")
	}
	return m, nil
}

// kick puts a member out of a channel.
func (s *Slack) kick(c *channel, a *ask) object {
	scope := "groups:write"
	switch {
	case c.pair != nil:
		return refusal("method_not_supported_for_channel_type")
	case !c.private && a.who.bot:
		scope = "channels:manage"
	case !c.private:
		scope = "channels:write"
	}
	if !s.granted(a, scope) {
		return s.unscoped(a, scope)
	}
	who, known := s.world.byID[a.get("user")]
	switch {
	case !known:
		return refusal("user_not_found")
	case who == a.who:
		return refusal("cant_kick_self")
	case c.archived:
		return refusal("is_archived")
	case c.name == "general":
		return refusal("cant_kick_from_general")
	case !c.member || !slices.Contains(c.members, who):
		return refusal("not_in_channel")
	}
	c.members = slices.DeleteFunc(slices.Clone(c.members), func(u *user) bool { return u == who })
	s.world.visited(c, who, "member_left_channel", a.now)
	s.world.note(a, Write{Channel: c.id, Member: who.id})
	return object{"ok": true, "errors": object{}}
}

// Removed lists what others had said and a client has deleted since, as
// "channel ts", sorted.
func (s *Slack) Removed() []string {
	var all []string
	for _, w := range s.Written() {
		if w.Method == "chat.delete" && w.Member != w.Author {
			all = append(all, w.Channel+" "+w.TS)
		}
	}
	slices.Sort(all)
	return all
}

// Inside are the members of a channel, sorted.
func (s *Slack) Inside(channel string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []string
	for _, c := range s.world.channels {
		for _, u := range c.members {
			if c.id == channel {
				all = append(all, u.id)
			}
		}
	}
	slices.Sort(all)
	return all
}
