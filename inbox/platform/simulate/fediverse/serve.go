package fediverse

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"rounds/inbox/platform/simulate/mischief"
)

// serve answers a request that came through the gate.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/api/v1/streaming/user" {
		s.stream(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	if r.URL.Path == "/api/v2/instance" {
		s.write(w, http.StatusOK, s.instance(r))
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+s.opts.Token {
		s.deny(w, http.StatusUnauthorized)
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) < 3 || parts[0] != "api" || parts[1] != "v1" {
		s.deny(w, http.StatusNotFound)
		return
	}
	parts = parts[2:]
	if r.Method != http.MethodGet {
		s.change(w, r, parts)
		return
	}
	s.show(w, r, parts)
}

// show answers what only reads.
func (s *Server) show(w http.ResponseWriter, r *http.Request, parts []string) {
	switch path := strings.Join(parts, "/"); {
	case path == "accounts/verify_credentials":
		s.write(w, http.StatusOK, s.credentials())
	case path == "apps/verify_credentials":
		s.write(w, http.StatusOK, object{
			"id": "7", "name": "Rounds", "website": nil, "redirect_uri": "urn:ietf:wg:oauth:2.0:oob", "redirect_uris": []any{"urn:ietf:wg:oauth:2.0:oob"}, "vapid_key": "x",
			"scopes": []any{"read", "write:statuses", "write:favourites", "admin:read", "admin:write"},
		})
	case path == "followed_tags":
		s.showTags(w, r)
	case path == "notifications":
		s.showNotices(w, r)
	case path == "conversations":
		s.showConversations(w, r)
	case path == "scheduled_statuses":
		s.showPlans(w, r)
	case path == "admin/reports":
		s.showReports(w, r)
	case len(parts) == 3 && parts[0] == "timelines" && parts[1] == "tag":
		tag := strings.ToLower(parts[2])
		s.showPosts(w, r, func(p *post) bool { return p.visibility == "public" && slices.Contains(p.tags, tag) })
	case len(parts) == 3 && parts[0] == "accounts" && parts[2] == "statuses":
		s.showPosts(w, r, func(p *post) bool { return p.by.id == parts[1] })
	case len(parts) == 2 && parts[0] == "accounts":
		if who := s.people[parts[1]]; who != nil {
			s.write(w, http.StatusOK, s.account(who))
			return
		}
		s.deny(w, http.StatusNotFound)
	case len(parts) >= 2 && parts[0] == "statuses":
		s.showStatus(w, r, parts[1:])
	case len(parts) == 3 && parts[0] == "admin":
		s.showAdmin(w, parts[1], parts[2])
	default:
		s.deny(w, http.StatusNotFound)
	}
}

func (s *Server) showPosts(w http.ResponseWriter, r *http.Request, in func(*post) bool) {
	var all []record
	for _, p := range slices.Backward(s.byTime) {
		if s.sees(p) && in(p) {
			all = append(all, s.asRecord(p))
		}
	}
	s.list(w, r, all, 20, 40)
}

func (s *Server) showStatus(w http.ResponseWriter, r *http.Request, parts []string) {
	p := s.posts[parts[0]]
	if !s.sees(p) {
		s.deny(w, http.StatusNotFound)
		return
	}
	switch {
	case len(parts) == 1:
		if trick, _ := mischief.Playing(r); trick == mischief.StaleRecord {
			s.write(w, http.StatusOK, s.stale(p))
			return
		}
		s.write(w, http.StatusOK, s.status(p))
	case parts[1] == "context":
		seen := func(p *post) bool { return !s.sees(p) }
		above, below := s.above(p), s.below(p)
		slices.Reverse(above)
		s.write(w, http.StatusOK, object{
			"ancestors": s.spoilt(r, slices.DeleteFunc(above, seen)), "descendants": s.spoilt(r, slices.DeleteFunc(below, seen)),
		})
	default:
		s.deny(w, http.StatusNotFound)
	}
}

func (s *Server) showTags(w http.ResponseWriter, r *http.Request) {
	var all []record
	for i, name := range s.tags {
		all = append(all, record{id: strconv.Itoa(1000 - i), show: func() object {
			return object{"id": strconv.Itoa(1000 - i), "name": name, "url": "https://" + home + "/tags/" + name, "history": []any{}, "following": true}
		}})
	}
	if trick, _ := mischief.Playing(r); slices.Contains(mischief.Pages(), trick) { // nothing more shows that one was left out
		s.plainly(w, all)
		return
	}
	s.list(w, r, all, 100, 200)
}

// plainly is a list without pages and tricks.
func (s *Server) plainly(w http.ResponseWriter, all []record) {
	shown := []any{}
	for _, one := range all {
		shown = append(shown, one.show())
	}
	s.write(w, http.StatusOK, shown)
}

func (s *Server) showNotices(w http.ResponseWriter, r *http.Request) {
	kinds := r.URL.Query()["types[]"]
	var all []record
	for _, n := range slices.Backward(s.notices) {
		if (len(kinds) == 0 || slices.Contains(kinds, n.kind)) && (n.of == nil || s.sees(n.of)) {
			all = append(all, record{id: strconv.Itoa(n.id), show: func() object { return s.notice(n) }})
		}
	}
	s.list(w, r, all, 40, 80)
}

// showConversations lists what is said to a few alone, by what was said last.
func (s *Server) showConversations(w http.ResponseWriter, r *http.Request) {
	met := map[string]bool{}
	var all []record
	for _, p := range slices.Backward(s.byTime) {
		root := s.root(p)
		if p.visibility != "direct" || !s.sees(p) || met[root.id] {
			continue
		}
		met[root.id] = true
		all = append(all, record{id: p.id, show: func() object {
			with := []any{s.account(p.by)}
			return object{"id": root.id, "unread": false, "accounts": with, "last_status": s.status(p)}
		}})
	}
	s.list(w, r, all, 20, 40)
}

func (s *Server) instance(r *http.Request) object {
	limits := object{"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23}
	return object{
		"domain": home, "title": "Fieldnotes", "version": "4.5.2", "source_url": "https://github.com/mastodon/mastodon",
		"description": "A note-taking app and those who take notes with it", "usage": object{"users": object{"active_month": 41}},
		"thumbnail": object{"url": "https://" + home + "/thumbnail.png"}, "icon": []any{}, "languages": []any{"en"},
		"configuration": object{
			"urls": object{"streaming": "ws://" + r.Host}, "statuses": limits, "translation": object{"enabled": false},
			"accounts": object{"max_featured_tags": 10, "max_pinned_statuses": 5},
			"polls":    object{"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2629746},
			"media_attachments": object{
				"supported_mime_types": []any{"image/png"}, "image_size_limit": 16777216, "image_matrix_limit": 33177600,
				"video_size_limit": 103809024, "video_frame_rate_limit": 120, "video_matrix_limit": 8294400,
			},
		},
		"registrations": object{"enabled": true, "approval_required": false, "message": nil},
		"api_versions":  object{"mastodon": 6}, "contact": object{"email": "hello@fieldnotes.example", "account": s.account(s.me)}, "rules": []any{},
	}
}
