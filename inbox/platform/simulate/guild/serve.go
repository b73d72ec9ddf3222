package guild

import (
	"encoding/json"
	"net/http"
	"strings"

	"rounds/inbox/platform/simulate/mischief"
)

// refusal is how Discord says no.
type refusal struct {
	status, code int
	message      string
}

func unknown(code int, what string) *refusal { return &refusal{404, code, "Unknown " + what} }

func forbidden() *refusal { return &refusal{403, 50013, "Missing Permissions"} }

func invalid() *refusal { return &refusal{400, 50035, "Invalid Form Body"} }

// ask is one request under way.
type ask struct {
	*http.Request
	path []string
	body map[string]json.RawMessage
}

func (a ask) text(key string) string {
	var text string
	_ = json.Unmarshal(a.body[key], &text) // what is no text is none
	return text
}

func (g *Guild) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == socketPath {
		g.socket(w, r)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.opts.Now()
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	g.tell(h, r, now)
	a := ask{Request: r, path: strings.Split(strings.Trim(strings.TrimPrefix(r.URL.EscapedPath(), Prefix), "/"), "/")}
	var answer any
	var no *refusal
	switch {
	case r.Header.Get("Authorization") != "Bot "+g.opts.Token:
		no = &refusal{401, 0, "401: Unauthorized"}
	case !strings.HasPrefix(r.URL.Path, Prefix+"/"):
		no = &refusal{404, 0, "404: Not Found"}
	default:
		if r.Body != nil {
			_ = json.NewDecoder(r.Body).Decode(&a.body) // a request without a body has none
		}
		answer, no = g.route(a)
	}
	switch {
	case no != nil:
		w.WriteHeader(no.status)
		answer = map[string]any{"code": no.code, "message": no.message}
	case answer == nil:
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if no == nil && a.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/threads") {
		w.WriteHeader(http.StatusCreated)
	}
	json.NewEncoder(w).Encode(answer) //nolint:errcheck // whoever asked has gone
}

func (g *Guild) route(a ask) (any, *refusal) {
	switch a.path[0] {
	case "users":
		return g.users(a)
	case "applications":
		return g.application(), nil
	case "gateway":
		return g.gateway(a), nil
	case "guilds":
		if len(a.path) < 2 || a.path[1] != g.id {
			return nil, unknown(10004, "Guild")
		}
		return g.guild(a)
	case "channels":
		if len(a.path) < 2 {
			break
		}
		r := g.room(a.path[1])
		if r == nil {
			return nil, unknown(10003, "Channel")
		}
		if r.top().hidden {
			return nil, &refusal{403, 50001, "Missing Access"}
		}
		return g.channel(a, r)
	}
	return nil, &refusal{404, 0, "404: Not Found"}
}

func (g *Guild) users(a ask) (any, *refusal) {
	switch {
	case len(a.path) == 2:
		me := g.user(g.me)
		me["mfa_enabled"], me["locale"] = true, "en-GB"
		return me, nil
	case len(a.path) == 3 && a.path[2] == "guilds":
		return []any{map[string]any{
			"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": false, "permissions": itoa64(g.roles[1].rights), "features": []string{},
		}}, nil
	case len(a.path) == 3 && a.path[2] == "channels" && a.Method == http.MethodPost:
		p := g.person(a.text("recipient_id"))
		if p == nil || p == g.me {
			return nil, unknown(10013, "User")
		}
		if p.dm == nil {
			p.dm = &room{id: g.give(g.opts.Now()), kind: 1, owner: p}
		}
		return map[string]any{"id": p.dm.id, "type": 1, "flags": 0, "last_message_id": last(p.dm), "recipients": []any{g.user(p)}}, nil
	}
	return nil, &refusal{404, 0, "404: Not Found"}
}

func (g *Guild) guild(a ask) (any, *refusal) {
	if len(a.path) == 2 {
		return g.server(), nil
	}
	switch a.path[2] {
	case "channels":
		return g.channels(a), nil
	case "threads":
		return g.active(a), nil
	case "members":
		if len(a.path) == 4 {
			return g.oneMember(a)
		}
		return g.members(a), nil
	case "bans":
		return g.ban(a)
	case "requests":
		return g.requests(a)
	case "audit-logs":
		return g.audit(a), nil
	}
	return nil, &refusal{404, 0, "404: Not Found"}
}

func (g *Guild) channel(a ask, r *room) (any, *refusal) {
	switch {
	case len(a.path) == 2:
		return g.roomJSON(r), nil
	case a.path[2] == "threads" && a.Method == http.MethodPost:
		return g.beginPost(a, r)
	case a.path[2] == "threads":
		return g.archived(a, r), nil
	case a.path[2] != "messages":
	case len(a.path) == 3 && a.Method == http.MethodGet:
		return g.messages(a, r), nil
	case len(a.path) == 3 && a.Method == http.MethodPost:
		return g.say(a, r)
	case len(a.path) == 4 && a.path[3] == "bulk-delete":
		return g.bulk(a, r)
	case len(a.path) == 4:
		return g.message(a, r)
	case len(a.path) == 7 && a.path[4] == "reactions":
		return g.reaction(a, r)
	}
	return nil, &refusal{404, 0, "404: Not Found"}
}

// message reads, changes or deletes one message.
func (g *Guild) message(a ask, r *room) (any, *refusal) {
	p := g.posts[a.path[3]]
	if r.closed {
		return nil, &refusal{403, 50001, "Missing Access"}
	}
	now := g.opts.Now()
	if p == nil || p.room != r || p.gone || a.Method == http.MethodGet && !p.visible(now) {
		return nil, unknown(10008, "Message")
	}
	switch a.Method {
	case http.MethodGet:
		trick, _ := mischief.Playing(a.Request)
		return g.postJSON(p, trick == mischief.StaleRecord), nil
	case http.MethodPatch:
		if p.author != g.me {
			return nil, &refusal{403, 50005, "Cannot edit a message authored by another user"}
		}
		p.was, p.text, p.edited = p.text, a.text("content"), now
		g.note(Deed{Kind: "edit", Message: p.id, Text: p.text}, r)
		g.announce("MESSAGE_UPDATE", g.eventJSON(p))
		return g.postJSON(p, false), nil
	case http.MethodDelete:
		g.delete(p, a)
		return nil, nil //nolint:nilnil // no content
	}
	return nil, &refusal{405, 0, "405: Method Not Allowed"}
}

// delete takes a message away, ours or somebody else's.
func (g *Guild) delete(p *post, a ask) {
	kind := "delete"
	if p.author != g.me {
		kind = "remove"
		g.record(entry{action: 72, user: g.me.id, target: p.author.id, reason: a.Header.Get("X-Audit-Log-Reason"), options: map[string]string{"channel_id": p.room.id, "count": "1"}})
	}
	p.remove()
	g.note(Deed{Kind: kind, Message: p.id}, p.room)
	g.announce("MESSAGE_DELETE", map[string]any{"id": p.id, "channel_id": p.room.id, "guild_id": g.id})
}
