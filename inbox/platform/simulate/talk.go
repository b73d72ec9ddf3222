package simulate

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// window is the stretch of time that a history is asked for.
type window struct {
	oldest, latest string // "" is no bound
	inclusive      bool
}

// asked reads the window, and refuses what is no timestamp.
func asked(r *http.Request) (window, object) {
	w := window{inclusive: r.Form.Get("inclusive") == "1" || r.Form.Get("inclusive") == "true"}
	var ok bool
	if w.oldest, ok = bound(r.Form.Get("oldest")); !ok {
		return w, refusal("invalid_ts_oldest")
	}
	if w.latest, ok = bound(r.Form.Get("latest")); !ok {
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
	n, err := strconv.ParseUint(seconds, 10, 64)
	if err != nil || len(micros) > 6 {
		return "", false
	}
	return strings.Repeat("0", max(0, 10-len(seconds))) + strconv.FormatUint(n, 10) + "." + (micros + "000000")[:6], true
}

func (w window) holds(ts string) bool {
	if w.oldest != "" && (ts < w.oldest || ts == w.oldest && !w.inclusive) {
		return false
	}
	return w.latest == "" || ts < w.latest || ts == w.latest && w.inclusive
}

// history lists what a channel shows, newest first.
func (s *Slack) history(c *channel, r *http.Request) object {
	w, refused := asked(r)
	if refused != nil {
		return refused
	}
	from, ok := placeOf(r, "before:")
	if !ok {
		return refusal("invalid_cursor")
	}
	most := limit(r, 100, 999)
	page := []object{}
	next := ""
	for _, m := range slices.Backward(c.top) {
		if from != "" && m.ts >= from || !w.holds(m.ts) {
			continue
		}
		if len(page) == most {
			next = cursor("before:" + page[most-1]["ts"].(string))
			break
		}
		page = append(page, s.world.messageJSON(m))
	}
	o := object{
		"ok": true, "messages": page, "has_more": next != "", "pin_count": 0,
		"channel_actions_ts": nil, "channel_actions_count": 0,
	}
	if next != "" {
		o["response_metadata"] = object{"next_cursor": next}
	}
	return o
}

// replies lists a thread: its root on every page, then the replies, oldest
// first.
func (s *Slack) replies(c *channel, r *http.Request) object {
	w, refused := asked(r)
	if refused != nil {
		return refused
	}
	from, ok := placeOf(r, "after:")
	if !ok {
		return refusal("invalid_cursor")
	}
	root := c.find(r.Form.Get("ts"))
	if root == nil {
		return refusal("thread_not_found")
	}
	if root.root != nil {
		root = root.root
	}
	most := limit(r, 1000, 1000)
	page := []object{s.world.messageJSON(root)}
	more := false
	for _, m := range root.replies {
		if m.ts <= from || !w.holds(m.ts) {
			continue
		}
		if more = len(page) > most; more {
			break
		}
		page = append(page, s.world.messageJSON(m))
	}
	o := object{"ok": true, "messages": page, "has_more": more}
	if more {
		o["response_metadata"] = object{"next_cursor": cursor("after:" + page[len(page)-1]["ts"].(string))}
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
	if m.author.botID != "" {
		o["bot_id"] = m.author.botID
		o["app_id"] = "A" + m.author.botID[1:]
		o["bot_profile"] = object{"id": m.author.botID, "name": m.author.name, "deleted": false, "updated": 1700000000, "app_id": "A" + m.author.botID[1:], "team_id": w.teamID, "icons": object{}}
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
	return object{
		"type": "message", "user": m.author.id, "text": m.text, "ts": m.ts, "team": w.teamID,
		"thread_ts": m.ts, "reply_count": len(m.replies), "latest_reply": m.replies[len(m.replies)-1].ts,
	}
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

func (w *world) channelJSON(c *channel) object {
	return object{
		"id": c.id, "name": c.name, "name_normalized": c.name, "created": c.created.Unix(), "updated": c.created.UnixMilli(),
		"creator": c.creator.id, "context_team_id": w.teamID, "unlinked": 0,
		"is_channel": true, "is_group": false, "is_im": false, "is_mpim": false, "is_private": false,
		"is_archived": c.archived, "is_general": c.name == "general", "is_member": c.member,
		"is_shared": false, "is_ext_shared": false, "is_org_shared": false, "is_pending_ext_shared": false,
		"pending_shared": []string{}, "previous_names": []string{}, "num_members": len(c.members),
		"topic":   object{"value": c.topic, "creator": c.creator.id, "last_set": c.created.Unix()},
		"purpose": object{"value": c.purpose, "creator": c.creator.id, "last_set": c.created.Unix()},
	}
}

func (w *world) userJSON(u *user) object {
	o := object{
		"id": u.id, "team_id": w.teamID, "name": u.handle, "deleted": false, "color": "9f69e7", "real_name": u.name,
		"tz": u.zone, "tz_label": u.zone, "tz_offset": u.offset,
		"is_admin": u.admin, "is_owner": u.owner, "is_primary_owner": u.owner, "is_restricted": false,
		"is_ultra_restricted": false, "is_bot": u.bot && u.id != "USLACKBOT", "is_app_user": false,
		"is_email_confirmed": !u.bot, "updated": w.channels[0].created.Unix(), "who_can_share_contact_card": "EVERYONE",
	}
	profile := object{
		"title": "", "phone": "", "skype": "", "real_name": u.name, "real_name_normalized": u.name,
		"display_name": u.handle, "display_name_normalized": u.handle, "status_text": "", "status_emoji": "",
		"status_expiration": 0, "avatar_hash": strings.ToLower(u.id[1:]), "team": w.teamID,
	}
	if u.email != "" {
		profile["email"] = u.email
	}
	if u.botID != "" {
		profile["bot_id"] = u.botID
	}
	o["profile"] = profile
	return o
}
