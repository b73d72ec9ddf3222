package simulate

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// object is an answer of the API.
type object map[string]any

func refusal(reason string) object { return object{"ok": false, "error": reason} }

// call carries out one method.
func (s *Slack) call(a *ask) object {
	if refused := s.barred(a); refused != nil {
		return refused
	}
	m, known := s.methods[a.method]
	if !known {
		return refusal("unknown_method")
	}
	if wrong := m.check(a); wrong != "" {
		return refusal(wrong)
	}
	if m.scope != "" && !s.granted(a, m.scope) {
		return s.unscoped(a, m.scope)
	}
	return m.answer(s, a)
}

func (s *Slack) authTest(a *ask) object {
	me := a.who
	o := object{
		"ok": true, "url": base, "team": "Fieldnotes community", "user": me.handle,
		"team_id": s.world.teamID, "user_id": me.id, "is_enterprise_install": false,
	}
	if me.botID != "" {
		o["bot_id"] = me.botID
	}
	return o
}

// bot reports whether the token is a bot's, which sees less than a person's.
func (s *Slack) bot() bool { return strings.HasPrefix(s.opts.Token, "xoxb-") }

func (s *Slack) teamInfo(a *ask) object {
	if team := a.get("team"); team != "" && team != s.world.teamID {
		return refusal("team_not_found")
	}
	return object{"ok": true, "team": object{
		"id": s.world.teamID, "name": "Fieldnotes community", "domain": "fieldnotes-community",
		"email_domain": "", "url": base, "icon": object{"image_default": true},
	}}
}

// inChannel does something with the channel that was asked for. Others' private
// channels are not there at all.
func inChannel(do func(*Slack, *channel, *ask) object) func(*Slack, *ask) object {
	return func(s *Slack, a *ask) object {
		c, ok := s.world.chanByID[a.get("channel")]
		if !ok || c.private && !c.member || c.pair != nil && !slices.Contains(c.pair, a.who) {
			return refusal("channel_not_found")
		}
		return do(s, c, a)
	}
}

// closed is the refusal to show what is said in a channel, or nil.
func (s *Slack) closed(a *ask, c *channel, what string) object {
	if scope := c.scope(what); !s.granted(a, scope) {
		return s.unscoped(a, scope)
	}
	if what == "history" && a.who.bot && !c.member {
		return refusal("not_in_channel")
	}
	return nil
}

func (s *Slack) conversationsInfo(c *channel, a *ask) object {
	if refused := s.closed(a, c, "read"); refused != nil {
		return refused
	}
	return object{"ok": true, "channel": s.world.channelJSON(c)}
}

func (s *Slack) conversationsList(a *ask) object {
	kinds := strings.Split(cmp.Or(a.get("types"), "public_channel"), ",")
	for _, kind := range kinds {
		switch kind {
		case "mpim", "im": // they are opened one by one, and not listed
		case "public_channel", "private_channel":
			if scope := (&channel{private: kind == "private_channel"}).scope("read"); !s.granted(a, scope) {
				return s.unscoped(a, scope)
			}
		default:
			return refusal("invalid_types")
		}
	}
	var found []*channel
	for _, c := range s.world.channels {
		kind := "public_channel"
		if c.private {
			kind = "private_channel"
		}
		hidden := c.private && !c.member || c.archived && yes(a.get("exclude_archived"))
		if slices.Contains(kinds, kind) && !hidden {
			found = append(found, c)
		}
	}
	return a.paged("channels", len(found), 100, func(i int) any { return s.world.channelJSON(found[i]) })
}

func (s *Slack) conversationsMembers(c *channel, a *ask) object {
	if refused := s.closed(a, c, "read"); refused != nil {
		return refused
	}
	return a.paged("members", len(c.members), 100, func(i int) any { return c.members[i].id })
}

func (s *Slack) usersList(a *ask) object {
	all := s.world.users
	o := a.paged("members", len(all), len(all), func(i int) any { return s.person(a, all[i]) })
	if o["ok"] == true {
		o["cache_ts"] = latest(s.world.channels[0].created, s.world.channels[0].newest).Unix()
	}
	return o
}

func (s *Slack) usersInfo(a *ask) object {
	u, ok := s.world.byID[a.get("user")]
	if !ok {
		return refusal("user_not_found")
	}
	return object{"ok": true, "user": s.person(a, u)}
}

// person is a member as far as the token may see.
func (s *Slack) person(a *ask, u *user) object {
	o := s.world.userJSON(u)
	if !s.granted(a, "users:read.email") {
		delete(o["profile"].(object), "email")
	}
	return o
}

func (s *Slack) botsInfo(a *ask) object {
	for _, u := range s.world.users {
		if u.botID != "" && u.botID == a.get("bot") {
			return object{"ok": true, "bot": object{
				"id": u.botID, "deleted": u.deleted, "name": u.name, "updated": u.joined.Unix(), "user_id": u.id,
				"app_id": "A" + u.botID[1:], "icons": object{},
			}}
		}
	}
	return refusal("bot_not_found")
}

// permalink writes the address of a message, as documented.
func (s *Slack) permalink(c *channel, a *ask) object {
	ts := a.get("message_ts")
	m := c.anywhere(ts)
	if m == nil {
		return refusal("message_not_found")
	}
	return object{"ok": true, "channel": c.id, "permalink": s.world.linkTo(c, m)}
}

// linkTo is the address of a message.
func (w *world) linkTo(c *channel, m *message) string {
	link := base + "archives/" + c.id + "/p" + strings.ReplaceAll(m.ts, ".", "")
	if m.root != nil && !m.broadcast {
		link += "?thread_ts=" + m.root.ts + "&cid=" + c.id
	}
	return link
}

func cursor(place string) string { return base64.StdEncoding.EncodeToString([]byte(place)) }

// placeOf is what a cursor of the form says behind kind, or "" if there is
// none. It reports false if the cursor is not one of ours. What follows a "#"
// only makes two cursors for one place differ.
func placeOf(a *ask, kind string) (string, bool) {
	asked := a.get("cursor")
	if asked == "" {
		return "", true
	}
	place, err := base64.StdEncoding.DecodeString(asked)
	if err != nil {
		return "", false
	}
	plain, _, _ := strings.Cut(string(place), "#")
	return strings.CutPrefix(plain, kind)
}

func offset(a *ask) (int, bool) {
	place, ok := placeOf(a, "offset:")
	if !ok || place == "" {
		return 0, ok
	}
	n, err := strconv.Atoi(place)
	return n, err == nil && n >= 0
}

// limit is how many items were asked for; it was checked before.
func limit(a *ask, usual int) int {
	n, err := strconv.Atoi(a.get("limit"))
	if err != nil || n <= 0 {
		return max(1, usual)
	}
	return n
}

func yes(value string) bool { return value == "1" || value == "true" }
