package fediverse

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// account is a person as the API writes one.
func (s *Server) account(p *person) object {
	name, _, _ := strings.Cut(p.acct, "@")
	picture := "https://" + home + "/avatars/" + name + ".png"
	a := object{
		"id": p.id, "username": name, "acct": p.acct, "display_name": p.name, "locked": false, "bot": p.bot, "group": false,
		"discoverable": true, "indexable": true, "created_at": stamp(p.born), "note": "", "url": p.url(), "uri": p.url(),
		"avatar": picture, "avatar_static": picture, "header": picture, "header_static": picture,
		"followers_count": 12, "following_count": 9, "statuses_count": 40, "last_status_at": nil, "emojis": []any{}, "fields": []any{},
	}
	if strings.Contains(p.name, ":sparkle:") {
		a["emojis"] = []any{emoji("sparkle")}
	}
	if p.suspended {
		a["suspended"] = true
	}
	return a
}

func emoji(name string) object {
	address := "https://" + home + "/emoji/" + name + ".png"
	return object{"shortcode": name, "url": address, "static_url": address, "visible_in_picker": true}
}

// credentials is us, with what only we are told.
func (s *Server) credentials() object {
	a := s.account(s.me)
	a["source"] = object{"privacy": "public", "sensitive": false, "language": "en", "note": "", "fields": []any{}, "follow_requests_count": 0, "indexable": true, "discoverable": true, "hide_collections": false}
	a["role"] = object{"id": "3", "name": "Moderator", "color": "", "permissions": strconv.Itoa(1<<4 | 1<<10 | 1<<16), "highlighted": true}
	return a
}

// status is a post as the API writes it.
func (s *Server) status(p *post) object {
	o := object{
		"id": p.id, "created_at": stamp(p.at), "edited_at": nil, "in_reply_to_id": nil, "in_reply_to_account_id": nil,
		"sensitive": p.spoiler != "", "spoiler_text": p.spoiler, "visibility": p.visibility, "language": "en",
		"uri": p.by.url() + "/" + p.id, "url": p.by.url() + "/" + p.id, "content": s.content(p.text),
		"replies_count": s.replies(p), "reblogs_count": len(p.boosts), "favourites_count": len(p.hearts),
		"favourited": p.hearts[s.me.id], "reblogged": p.boosts[s.me.id], "muted": false, "bookmarked": false,
		"account": s.account(p.by), "media_attachments": s.media(p), "mentions": s.mentions(p), "tags": tagsOf(p), "emojis": []any{},
		"reblog": nil, "poll": nil, "card": nil, "filtered": []any{},
	}
	if !p.edited.IsZero() {
		o["edited_at"] = stamp(p.edited)
	}
	if strings.Contains(p.text, ":sparkle:") {
		o["emojis"] = []any{emoji("sparkle")}
	}
	if p.answers != "" {
		o["in_reply_to_id"] = p.answers
		if up := s.posts[p.answers]; up != nil {
			o["in_reply_to_account_id"] = up.by.id
		}
	}
	if len(p.poll) > 0 {
		options := []any{}
		for _, title := range p.poll {
			options = append(options, object{"title": title, "votes_count": 1})
		}
		o["poll"] = object{"id": p.id, "expires_at": nil, "expired": false, "multiple": false, "votes_count": len(p.poll), "options": options, "emojis": []any{}}
	}
	return o
}

// stale is a post as it was before the last edit.
func (s *Server) stale(p *post) object {
	o := s.status(p)
	if p.was != "" {
		o["content"], o["edited_at"] = s.content(p.was), nil
		if !p.wasAt.IsZero() {
			o["edited_at"] = stamp(p.wasAt)
		}
	}
	o["favourites_count"], o["reblogs_count"] = 0, 0
	return o
}

func (s *Server) replies(p *post) int {
	n := 0
	for _, o := range s.byTime {
		if o.answers == p.id {
			n++
		}
	}
	return n
}

func (s *Server) media(p *post) []any {
	all := []any{}
	for i := range p.pictures {
		address := "https://" + home + "/media/" + p.id + "-" + strconv.Itoa(i) + ".png"
		all = append(all, object{
			"id": p.id + strconv.Itoa(i), "type": "image", "url": address, "preview_url": address, "remote_url": nil,
			"description": "A picture of the sync window", "blurhash": nil, "meta": object{},
		})
	}
	return all
}

func (s *Server) mentions(p *post) []any {
	all := []any{}
	for _, who := range p.named {
		name, _, _ := strings.Cut(who.acct, "@")
		all = append(all, object{"id": who.id, "username": name, "url": who.url(), "acct": who.acct})
	}
	return all
}

func tagsOf(p *post) []any {
	all := []any{}
	for _, name := range p.tags {
		all = append(all, object{"name": name, "url": "https://" + home + "/tags/" + name})
	}
	return all
}

func (s *Server) notice(n *notice) object {
	o := object{"id": strconv.Itoa(n.id), "type": n.kind, "created_at": stamp(n.at), "group_key": "ungrouped-" + strconv.Itoa(n.id), "account": s.account(n.who)}
	if n.of != nil {
		o["status"] = s.status(n.of)
	}
	return o
}

// write answers with JSON.
func (s *Server) write(w http.ResponseWriter, status int, answer any) {
	text, err := json.Marshal(answer)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{}`)
	}
	s.head(w.Header())
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(text) //nolint:errcheck // the client has gone
}

func (s *Server) deny(w http.ResponseWriter, status int) {
	words := map[int]string{
		401: "The access token is invalid", 403: "This action is not allowed", 404: "Record not found",
		422: "Validation failed", 429: "Too many requests",
	}
	s.write(w, status, object{"error": words[status]})
}
