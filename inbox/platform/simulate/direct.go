package simulate

import (
	"slices"
	"strings"
)

// openDirect opens the private conversation of two, or finds it again.
func (s *Slack) openDirect(a *ask) object {
	names := strings.Split(a.get("users"), ",")
	switch {
	case a.get("channel") != "":
		return inChannel(func(_ *Slack, c *channel, _ *ask) object { return opened(c, true) })(s, a)
	case a.get("users") == "":
		return refusal("users_list_not_supplied")
	case len(names) > 8:
		return refusal("too_many_users")
	case len(names) > 1:
		return refusal("invalid_user_combination")
	}
	u, known := s.world.byID[names[0]]
	switch {
	case !known:
		return refusal("user_not_found")
	case u.deleted:
		return refusal("user_disabled")
	case u.bot:
		return refusal("cannot_dm_bot")
	}
	for _, c := range s.world.directs {
		if slices.Contains(c.pair, u) && slices.Contains(c.pair, a.who) && (u != a.who || c.pair[0] == c.pair[1]) {
			return opened(c, true)
		}
	}
	if yes(a.get("prevent_creation")) {
		return refusal("channel_not_found")
	}
	c := &channel{id: identity(s.world.aside, "D"), created: a.now, creator: a.who, member: true, private: true, pair: []*user{a.who, u}}
	s.world.directs = append(s.world.directs, c)
	s.world.chanByID[c.id] = c
	return opened(c, false)
}

func opened(c *channel, before bool) object {
	o := object{"ok": true, "channel": object{"id": c.id}}
	if before {
		o["no_op"], o["already_open"] = true, true
	}
	return o
}
