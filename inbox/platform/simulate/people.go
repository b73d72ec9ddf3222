package simulate

import (
	"slices"
	"strings"
)

// renameMember gives a member another name and handle.
func (h *chance) renameMember() bool {
	u := h.someone()
	other := passerBy(h.dice, h.dice.IntN(100))
	u.name = other.name
	u.handle = h.unused(other.handle, func(handle string) bool {
		return slices.ContainsFunc(h.w.users, func(u *user) bool { return u.handle == handle })
	})
	u.changed = h.now
	h.w.met(u, "user_change", h.now)
	return true
}

// closeAccount closes the account of one who does not run the place.
func (h *chance) closeAccount() bool {
	u := h.someone()
	open := 0
	for _, other := range h.w.users {
		if !other.deleted {
			open++
		}
	}
	if u.bot || open < 6 || slices.Contains(h.w.team, u) {
		return false
	}
	u.deleted, u.changed = true, h.now
	h.w.met(u, "user_change", h.now)
	return true
}

// arrive brings a new member into the first room that is open.
func (h *chance) arrive() bool {
	u := h.newcomer()
	h.w.met(u, "team_join", h.now)
	for _, c := range h.w.channels {
		if c.member && !c.archived && !c.private {
			h.enter(c, u)
			break
		}
	}
	return true
}

// enter lets a member join a room.
func (h *chance) enter(c *channel, u *user) {
	c.members = append(c.members, u)
	h.put(c, &message{author: u, subtype: "channel_join", text: "<@" + u.id + "> has joined the channel"})
	h.w.visited(c, u, "member_joined_channel", h.now)
}

func (h *chance) leave() bool {
	c := h.alive()
	if c == nil || len(c.members) < 3 {
		return false
	}
	u := pick(h, c.members)
	if u == h.w.me() {
		return false
	}
	c.members = slices.DeleteFunc(slices.Clone(c.members), func(other *user) bool { return other == u })
	h.put(c, &message{author: u, subtype: "channel_leave", text: "<@" + u.id + "> has left the channel"})
	h.w.visited(c, u, "member_left_channel", h.now)
	return true
}

func (h *chance) taken(name string) bool {
	return slices.ContainsFunc(h.w.channels, func(c *channel) bool { return c.name == name })
}

func (h *chance) renameRoom() bool {
	c := h.alive()
	if c == nil {
		return false
	}
	c.previous = append(c.previous, c.name)
	c.name = h.unused(strings.ToLower(pick(h, lasts))+"-corner", h.taken)
	c.changed = h.now
	h.w.became(c, "rename", h.now)
	return true
}

// archive closes a room, or opens a closed one again. Two stay open.
func (h *chance) archive() bool {
	c := pick(h, h.w.channels)
	open := 0
	for _, other := range h.w.channels {
		if other.member && !other.archived {
			open++
		}
	}
	if !c.archived && open < 4 {
		return false
	}
	c.archived, c.changed = !c.archived, h.now
	what := "unarchive"
	if c.archived {
		what = "archive"
	}
	h.w.became(c, what, h.now)
	return true
}

func (h *chance) openRoom() bool {
	if len(h.w.channels) >= 20 {
		return false
	}
	c := h.room(h.unused(strings.ToLower(pick(h, firsts))+"-room", h.taken), h.now)
	h.w.became(c, "created", h.now)
	h.enter(c, h.w.me())
	return true
}

// move gives a room another ID, as happens when a workspace joins an
// organisation: its name, its age and all that was said stay.
func (h *chance) move() bool {
	c := h.alive()
	if c == nil {
		return false
	}
	old := c.id
	delete(h.w.chanByID, old)
	c.id, c.changed = identity(h.dice, "C"), h.now
	h.w.chanByID[c.id] = c
	h.w.tell(c.scope("read"), object{"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": c.id}, h.now)
	return true
}
