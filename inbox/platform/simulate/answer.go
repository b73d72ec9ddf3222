package simulate

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// object is an answer of the API.
type object map[string]any

func refusal(reason string) object { return object{"ok": false, "error": reason} }

func answer(w http.ResponseWriter, o object) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(o); err != nil {
		return // the client has gone
	}
}

// call carries out one method.
func (s *Slack) call(r *http.Request) object {
	token := r.Form.Get("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	switch token {
	case s.opts.Token:
	case "":
		return refusal("not_authed")
	default:
		return refusal("invalid_auth")
	}
	switch path.Base(r.URL.Path) {
	case "auth.test":
		return s.authTest()
	case "conversations.list":
		return s.conversationsList(r)
	case "conversations.info":
		return s.withChannel(r, func(c *channel) object { return object{"ok": true, "channel": s.world.channelJSON(c)} })
	case "conversations.members":
		return s.withChannel(r, func(c *channel) object { return membersOf(c, r) })
	case "conversations.history":
		return s.withChannel(r, func(c *channel) object { return s.history(c, r) })
	case "conversations.replies":
		return s.withChannel(r, func(c *channel) object { return s.replies(c, r) })
	case "chat.getPermalink":
		return s.withChannel(r, func(c *channel) object { return s.permalink(c, r) })
	case "users.list":
		return s.usersList(r)
	case "users.info":
		return s.usersInfo(r)
	case "team.info":
		return object{"ok": true, "team": object{"id": s.world.teamID, "name": "Fieldnotes community", "domain": "fieldnotes-community", "email_domain": "", "url": base, "icon": object{"image_default": true}}}
	case "bots.info":
		return s.botsInfo(r)
	}
	return refusal("unknown_method")
}

func (s *Slack) authTest() object {
	me := s.world.me()
	return object{
		"ok": true, "url": base, "team": "Fieldnotes community", "user": me.handle,
		"team_id": s.world.teamID, "user_id": me.id, "is_enterprise_install": false,
	}
}

// withChannel does something with the channel that was asked for.
func (s *Slack) withChannel(r *http.Request, do func(*channel) object) object {
	c, ok := s.world.chanByID[r.Form.Get("channel")]
	if !ok {
		return refusal("channel_not_found")
	}
	return do(c)
}

func (s *Slack) conversationsList(r *http.Request) object {
	var found []object
	public := r.Form.Get("types") == "" || slices.Contains(strings.Split(r.Form.Get("types"), ","), "public_channel")
	for _, c := range s.world.channels {
		if public && (!c.archived || r.Form.Get("exclude_archived") != "true") {
			found = append(found, s.world.channelJSON(c))
		}
	}
	return paged(r, "channels", found, 100, 1000)
}

func membersOf(c *channel, r *http.Request) object {
	var ids []string
	for _, u := range c.members {
		ids = append(ids, u.id)
	}
	return paged(r, "members", ids, 100, 1000)
}

func (s *Slack) usersList(r *http.Request) object {
	var found []object
	for _, u := range s.world.users {
		found = append(found, s.world.userJSON(u))
	}
	o := paged(r, "members", found, len(found), 1000)
	if o["ok"] == true {
		o["cache_ts"] = s.world.channels[0].newest.Unix()
	}
	return o
}

func (s *Slack) usersInfo(r *http.Request) object {
	u, ok := s.world.byID[r.Form.Get("user")]
	if !ok {
		return refusal("user_not_found")
	}
	return object{"ok": true, "user": s.world.userJSON(u)}
}

func (s *Slack) botsInfo(r *http.Request) object {
	for _, u := range s.world.users {
		if u.botID != "" && u.botID == r.Form.Get("bot") {
			return object{"ok": true, "bot": object{
				"id": u.botID, "deleted": false, "name": u.name, "updated": u.joined.Unix(), "user_id": u.id,
				"app_id": "A" + u.botID[1:], "icons": object{},
			}}
		}
	}
	return refusal("bot_not_found")
}

// permalink writes the address of a message, as documented.
func (s *Slack) permalink(c *channel, r *http.Request) object {
	ts := r.Form.Get("message_ts")
	link := base + "archives/" + c.id + "/p" + strings.ReplaceAll(ts, ".", "")
	if c.find(ts) != nil {
		return object{"ok": true, "channel": c.id, "permalink": link}
	}
	for _, m := range c.top {
		for _, reply := range m.replies {
			if reply.ts == ts {
				return object{"ok": true, "channel": c.id, "permalink": link + "?thread_ts=" + m.ts + "&cid=" + c.id}
			}
		}
	}
	return refusal("message_not_found")
}

// paged is the page of a list that the form asks for.
func paged[T any](r *http.Request, name string, all []T, usual, most int) object {
	from, ok := offset(r)
	if !ok || from > len(all) {
		return refusal("invalid_cursor")
	}
	to := min(len(all), from+limit(r, usual, most))
	next := ""
	if to < len(all) {
		next = cursor("offset:" + strconv.Itoa(to))
	}
	page := all[from:to]
	if page == nil {
		page = []T{}
	}
	return object{"ok": true, name: page, "response_metadata": object{"next_cursor": next}}
}

func cursor(place string) string { return base64.StdEncoding.EncodeToString([]byte(place)) }

// placeOf is what a cursor of the form says behind kind, or "" if there is
// none. It reports false if the cursor is not one of ours.
func placeOf(r *http.Request, kind string) (string, bool) {
	asked := r.Form.Get("cursor")
	if asked == "" {
		return "", true
	}
	place, err := base64.StdEncoding.DecodeString(asked)
	if err != nil {
		return "", false
	}
	return strings.CutPrefix(string(place), kind)
}

func offset(r *http.Request) (int, bool) {
	place, ok := placeOf(r, "offset:")
	if !ok || place == "" {
		return 0, ok
	}
	n, err := strconv.Atoi(place)
	return n, err == nil && n >= 0
}

func limit(r *http.Request, usual, most int) int {
	n, err := strconv.Atoi(r.Form.Get("limit"))
	if err != nil || n <= 0 {
		n = cmp.Or(usual, 100)
	}
	return min(n, most)
}
