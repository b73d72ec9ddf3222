package simulate

import (
	"regexp"
	"slices"
)

// emojiName is what the name of an emoji looks like.
var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$`)

// canonical is the name under which an emoji is shown.
func canonical(name string) string {
	switch name {
	case "thumbsup":
		return "+1"
	case "thumbsdown":
		return "-1"
	}
	return name
}

func (s *Slack) addReaction(c *channel, a *ask) object {
	m, name, refused := s.reactedTo(c, a)
	switch {
	case refused != nil:
		return refused
	case c.archived:
		return refusal("is_archived")
	case len(m.reactions) >= 50:
		return refusal("too_many_emoji")
	case !m.react(name, a.who.id):
		return refusal("already_reacted")
	}
	s.world.reacted(c, m, "reaction_added", name, a.who.id, a.now)
	s.world.noteMessage(a, c, m, name)
	return object{"ok": true}
}

func (s *Slack) removeReaction(a *ask) object {
	if a.get("channel") == "" || a.get("timestamp") == "" {
		return refusal("no_item_specified")
	}
	return inChannel((*Slack).unreact)(s, a)
}

func (s *Slack) unreact(c *channel, a *ask) object {
	m, name, refused := s.reactedTo(c, a)
	switch {
	case refused != nil:
		return refused
	case !m.unreact(name, a.who.id):
		return refusal("no_reaction")
	}
	s.world.reacted(c, m, "reaction_removed", name, a.who.id, a.now)
	s.world.noteMessage(a, c, m, name)
	return object{"ok": true}
}

// reactedTo finds the message and the emoji of a request.
func (s *Slack) reactedTo(c *channel, a *ask) (*message, string, object) {
	if !emojiName.MatchString(a.get("name")) {
		return nil, "", refusal("invalid_name")
	}
	ts, _ := bound(a.get("timestamp"))
	m := c.anywhere(ts)
	if m == nil || m.lost != nil {
		return nil, "", refusal("message_not_found")
	}
	return m, canonical(a.get("name")), nil
}

// unreact takes a reaction away, if they have reacted so.
func (m *message) unreact(name, who string) bool {
	i := slices.IndexFunc(m.reactions, func(r reaction) bool { return r.Name == name && slices.Contains(r.Users, who) })
	if i < 0 {
		return false
	}
	m.reactions = slices.Clone(m.reactions)
	r := &m.reactions[i]
	r.Users = slices.DeleteFunc(slices.Clone(r.Users), func(id string) bool { return id == who })
	if r.Count = len(r.Users); r.Count == 0 {
		m.reactions = slices.Delete(m.reactions, i, i+1)
	}
	return true
}
