package guild

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"rounds/inbox/platform/simulate/mischief"
)

// keyLasts is how long Discord knows a nonce.
const keyLasts = 5 * time.Minute

// say posts a message of the bot's.
func (g *Guild) say(a ask, r *room) (any, *refusal) {
	text, nonce := strings.TrimSpace(a.text("content")), a.text("nonce")
	now := g.opts.Now()
	trick, _ := mischief.Playing(a.Request)
	switch {
	case utf8.RuneCountInString(text) > 2000 || len(nonce) > 25:
		return nil, invalid()
	case text == "":
		return nil, &refusal{400, 50006, "Cannot send an empty message"}
	case r.isForum():
		return nil, &refusal{400, 50008, "Cannot send messages in a non-text channel"}
	}
	if k, known := g.keys[r.id+" "+nonce]; known && nonce != "" && now.Sub(k.at) < keyLasts && string(a.body["enforce_nonce"]) == "true" {
		return g.postJSON(k.post, false), nil
	}
	to, no := g.referenced(a, r, now)
	if no != nil {
		return nil, no
	}
	var p *post
	if to != nil {
		p = g.answer(to, g.me, now, text)
	} else {
		p = g.put(r, g.me, now, text)
	}
	p.shown, p.nonce = now.Add(mischief.Veil(a.Request)), nonce
	r.archived = time.Time{}
	if nonce != "" && trick != mischief.NoKey {
		g.keys[r.id+" "+nonce] = key{p, now}
	}
	d := Deed{Kind: "post", Message: p.id, Text: text}
	switch {
	case r.kind == 1:
		d.Kind, d.Member = "private reply", r.owner.id
	case r.isThread():
		d.Kind, d.Thread = "reply", r.id
	case to != nil:
		d.Kind, d.Thread = "reply", to.id
	}
	g.note(d, r)
	if r.kind != 1 {
		g.announce("MESSAGE_CREATE", g.eventJSON(p))
		g.heard(p)
	}
	return g.postJSON(p, false), nil
}

// referenced is the message that is answered, nil if none is.
func (g *Guild) referenced(a ask, r *room, now time.Time) (*post, *refusal) {
	var ref struct {
		ID   string `json:"message_id"`
		Fail *bool  `json:"fail_if_not_exists"`
	}
	if json.Unmarshal(a.body["message_reference"], &ref) != nil || ref.ID == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	to := g.posts[ref.ID]
	if to != nil && to.room == r && to.visible(now) {
		return to, nil
	}
	if ref.Fail == nil || *ref.Fail {
		return nil, invalid()
	}
	return nil, nil //nolint:nilnil // it is posted all the same
}

// note writes down what was accepted.
func (g *Guild) note(d Deed, r *room) {
	d.At = g.opts.Now()
	if r != nil && d.Channel == "" {
		d.Channel = r.top().id
	}
	g.deeds = append(g.deeds, d)
}

// record writes into the audit log.
func (g *Guild) record(e entry) {
	e.id = g.give(g.opts.Now())
	g.log = append(g.log, e)
}

func (g *Guild) bulk(a ask, r *room) (any, *refusal) {
	var ids []string
	if json.Unmarshal(a.body["messages"], &ids) != nil || len(ids) < 2 || len(ids) > 100 {
		return nil, invalid()
	}
	for _, id := range ids {
		if p := g.posts[id]; p != nil && g.opts.Now().Sub(p.at) > 14*24*time.Hour {
			return nil, &refusal{400, 50034, "You can only bulk delete messages that are under 14 days old."}
		}
	}
	for _, id := range ids {
		if p := g.posts[id]; p != nil && p.room == r && !p.gone {
			p.remove()
			g.note(Deed{Kind: "remove", Message: id}, r)
		}
	}
	g.record(entry{action: 73, user: g.me.id, target: r.id, options: map[string]string{"count": "2"}})
	g.announce("MESSAGE_DELETE_BULK", map[string]any{"ids": ids, "channel_id": r.id, "guild_id": g.id})
	return nil, nil //nolint:nilnil // no content
}

// reaction adds or removes the bot's.
func (g *Guild) reaction(a ask, r *room) (any, *refusal) {
	p := g.posts[a.path[3]]
	if p == nil || p.room != r || !p.visible(g.opts.Now()) {
		return nil, unknown(10008, "Message")
	}
	name, err := url.PathUnescape(a.path[5])
	if err != nil || name == "" {
		return nil, unknown(10014, "Emoji")
	}
	name, id, custom := strings.Cut(name, ":")
	if custom && id != customEmoji {
		return nil, unknown(10014, "Emoji")
	}
	event := "MESSAGE_REACTION_ADD"
	if a.Method == http.MethodPut {
		p.react(g.me, name, id)
		g.note(Deed{Kind: "react", Message: p.id, Emoji: name}, r)
	} else {
		p.unreact(g.me, name, id)
		g.note(Deed{Kind: "unreact", Message: p.id, Emoji: name}, r)
		event = "MESSAGE_REACTION_REMOVE"
	}
	g.reacted(event, p, g.me, name)
	return nil, nil //nolint:nilnil // no content
}

// reacted tells of a reaction.
func (g *Guild) reacted(event string, p *post, by *person, name string) {
	g.announce(event, map[string]any{
		"user_id": by.id, "channel_id": p.room.id, "message_id": p.id, "guild_id": g.id, "emoji": map[string]any{"id": nil, "name": name}, "type": 0, "burst": false,
	})
}

// oneMember reads, silences or puts out one member.
func (g *Guild) oneMember(a ask) (any, *refusal) {
	p := g.person(a.path[3])
	if p == nil || p.left || g.bans[p.id] {
		return nil, unknown(10007, "Member")
	}
	if a.Method != http.MethodGet && (p == g.owner || p == g.me) {
		return nil, forbidden()
	}
	reason, _ := url.PathUnescape(a.Header.Get("X-Audit-Log-Reason")) // what is no text is none
	switch a.Method {
	case http.MethodPatch:
		kind, to := "unrestrict", ""
		p.silent = time.Time{}
		if until, err := time.Parse(time.RFC3339, a.text("communication_disabled_until")); err == nil {
			if until.Sub(g.opts.Now()) > 28*24*time.Hour {
				return nil, invalid()
			}
			kind, p.silent, to = "restrict", until, until.Format(time.RFC3339)
		}
		g.record(entry{action: 24, user: g.me.id, target: p.id, reason: reason, changedKey: "communication_disabled_until", changedTo: to})
		g.note(Deed{Kind: kind, Member: p.id}, nil)
	case http.MethodDelete:
		p.left = true
		g.record(entry{action: 20, user: g.me.id, target: p.id, reason: reason})
		g.note(Deed{Kind: "kick", Member: p.id}, nil)
		return nil, nil //nolint:nilnil // no content
	}
	return g.member(p), nil
}

func (g *Guild) ban(a ask) (any, *refusal) {
	if len(a.path) != 4 {
		return nil, unknown(10026, "Ban")
	}
	p := g.person(a.path[3])
	if p == nil {
		return nil, unknown(10013, "User")
	}
	reason, _ := url.PathUnescape(a.Header.Get("X-Audit-Log-Reason")) // what is no text is none
	switch a.Method {
	case http.MethodPut:
		if p == g.owner || p == g.me {
			return nil, forbidden()
		}
		g.bans[p.id], p.left = true, true
		g.record(entry{action: 22, user: g.me.id, target: p.id, reason: reason})
		g.note(Deed{Kind: "ban", Member: p.id}, nil)
		return nil, nil //nolint:nilnil // no content
	case http.MethodDelete:
		if !g.bans[p.id] {
			return nil, unknown(10026, "Ban")
		}
		delete(g.bans, p.id)
		g.record(entry{action: 23, user: g.me.id, target: p.id, reason: reason})
		g.note(Deed{Kind: "unban", Member: p.id}, nil)
		return nil, nil //nolint:nilnil // no content
	}
	if !g.bans[p.id] {
		return nil, unknown(10026, "Ban")
	}
	return map[string]any{"user": g.user(p), "reason": nil}, nil
}

// requests are those who ask to be let in.
func (g *Guild) requests(a ask) (any, *refusal) {
	if a.Method == http.MethodPatch {
		for _, q := range g.asks {
			if len(a.path) == 4 && q.id == a.path[3] && q.status == "SUBMITTED" {
				q.status = a.text("action")
				g.note(Deed{Kind: "perform", Member: q.who.id, Message: q.id, Text: q.status}, nil)
				if q.status == "APPROVED" {
					q.who.left, q.who.joined = false, g.opts.Now()
				}
				return g.requestJSON(q), nil
			}
		}
		return nil, &refusal{404, 10068, "Unknown Join Request"}
	}
	all := []any{}
	for _, q := range g.asks {
		if want := a.URL.Query().Get("status"); want == "" || want == q.status {
			all = append(all, g.requestJSON(q))
		}
	}
	return map[string]any{"total": len(all), "guild_join_requests": spoilList(a, all, false)}, nil
}

func (g *Guild) requestJSON(q *request) map[string]any {
	return map[string]any{
		"id": q.id, "created_at": stampOf(q.at), "reviewed_at": nil, "application_status": q.status, "rejection_reason": nil, "guild_id": g.id,
		"user_id": q.who.id, "user": g.user(q.who),
		"form_responses": []any{map[string]any{"field_type": "PARAGRAPH", "label": "What brings you here?", "response": q.answer, "required": true}},
	}
}

// audit is the newest of the log, or what stands behind an entry.
func (g *Guild) audit(a ask) any {
	all := []any{}
	after := a.URL.Query().Get("after")
	for i := range g.log {
		e := g.log[len(g.log)-1-i]
		if after != "" {
			e = g.log[i]
			if !before(after, e.id) {
				continue
			}
		}
		if len(all) == 100 {
			break
		}
		all = append(all, e.json())
	}
	none := []any{}
	return map[string]any{
		"audit_log_entries": all, "users": none, "integrations": none, "webhooks": none, "guild_scheduled_events": none, "threads": none,
		"application_commands": none, "auto_moderation_rules": none,
	}
}

// json is an entry as Discord writes it.
func (e entry) json() map[string]any {
	one := map[string]any{"id": e.id, "action_type": e.action, "user_id": nil, "target_id": nil}
	if e.user != "" {
		one["user_id"] = e.user
	}
	if e.target != "" {
		one["target_id"] = e.target
	}
	if e.reason != "" {
		one["reason"] = e.reason
	}
	if e.options != nil {
		one["options"] = e.options
	}
	if e.changedKey != "" {
		change := map[string]any{"key": e.changedKey}
		if e.changedTo != "" {
			change["new_value"] = e.changedTo
		}
		one["changes"] = []any{change}
	}
	return one
}

func (g *Guild) application() any {
	return map[string]any{
		"id": g.me.id, "name": "Rounds", "icon": nil, "description": "", "type": nil, "verify_key": "00", "flags": 1<<15 | 1<<19, "flags_new": "557056",
		"redirect_uris": []string{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil, "owner": g.user(g.owner),
		"approximate_guild_count": 1, "approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "explicit_content_filter": 0,
		"team": nil, "eligible_oauth2_scopes": []string{}, "summary": "",
	}
}

func (g *Guild) gateway(a ask) any {
	return map[string]any{
		"url": "ws://" + a.Host + socketPath, "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1},
	}
}

// beginPost begins a post of a forum. There is no key for that.
func (g *Guild) beginPost(a ask, r *room) (any, *refusal) {
	var first struct {
		Content string `json:"content"`
	}
	name := a.text("name")
	if json.Unmarshal(a.body["message"], &first) != nil || first.Content == "" || name == "" || utf8.RuneCountInString(name) > 100 || !r.isForum() {
		return nil, invalid()
	}
	now := g.opts.Now()
	t := g.ask(r, g.me, now, name, strings.TrimSpace(first.Content))
	p := t.posts[0]
	p.shown = now.Add(mischief.Veil(a.Request))
	text := name + "\n" + p.text
	if name == p.text {
		text = name
	}
	g.note(Deed{Kind: "post", Message: p.id, Text: text}, r)
	answer := g.roomJSON(t)
	answer["message"] = g.postJSON(p, false)
	return answer, nil
}
