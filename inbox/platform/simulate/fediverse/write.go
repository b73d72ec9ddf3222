package fediverse

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// plan is what is to be posted later.
type plan struct {
	id   string
	text asked
	at   time.Time
}

// asked is a post as a client asks for it.
type asked struct {
	Status     string `json:"status"`
	Answers    string `json:"in_reply_to_id"`
	Visibility string `json:"visibility"`
	Spoiler    string `json:"spoiler_text"`
	At         string `json:"scheduled_at"`

	Allowed *[]string `json:"allowed_mentions"`
}

// change answers what changes something.
func (s *Server) change(w http.ResponseWriter, r *http.Request, parts []string) {
	switch {
	case len(parts) == 1 && parts[0] == "statuses" && r.Method == http.MethodPost:
		s.post(w, r)
	case len(parts) == 2 && parts[0] == "scheduled_statuses" && r.Method == http.MethodDelete:
		s.unplan(w, parts[1])
	case len(parts) >= 2 && parts[0] == "statuses":
		p := s.posts[parts[1]]
		if !s.sees(p) {
			s.deny(w, http.StatusNotFound)
			return
		}
		s.changePost(w, r, p, parts[2:])
	case len(parts) == 4 && parts[0] == "admin":
		s.decide(w, r, parts[1], parts[2], parts[3])
	default:
		s.deny(w, http.StatusNotFound)
	}
}

// mostKept is how long an idempotency key is remembered.
const mostKept = time.Hour

func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	var a asked
	if json.NewDecoder(r.Body).Decode(&a) != nil || strings.TrimSpace(a.Status) == "" || len([]rune(a.Status)) > 500 {
		s.deny(w, http.StatusUnprocessableEntity)
		return
	}
	if a.Answers != "" && !s.sees(s.posts[a.Answers]) && !s.own(a.Answers) {
		s.deny(w, http.StatusNotFound)
		return
	}
	now := s.opts.Now()
	if !s.allowed(a) {
		s.deny(w, http.StatusUnprocessableEntity)
		return
	}
	if a.At != "" {
		s.schedule(w, a)
		return
	}
	name := r.Header.Get("Idempotency-Key")
	if known, ok := s.keys[name]; ok && name != "" && now.Sub(known.at) < mostKept && s.posts[known.id] != nil {
		s.write(w, http.StatusOK, s.status(s.posts[known.id]))
		return
	}
	p := s.say(&post{by: s.me, text: a.Status, spoiler: a.Spoiler, visibility: a.Visibility, answers: a.Answers, at: now, shown: now.Add(mischief.Veil(r))})
	if trick, _ := mischief.Playing(r); trick != mischief.NoKey && name != "" {
		s.keys[name] = key{p.id, now}
	}
	s.note(p)
	s.write(w, http.StatusOK, s.status(p))
}

// allowed reports whether a post names nobody but those who may be.
func (s *Server) allowed(a asked) bool {
	p := &post{text: a.Status}
	s.read(p)
	return a.Allowed == nil || !slices.ContainsFunc(p.named, func(who *person) bool { return !slices.Contains(*a.Allowed, who.id) })
}

// own reports whether a post is ours: we may answer it before anybody is shown
// it.
func (s *Server) own(id string) bool { return s.posts[id] != nil && s.posts[id].by == s.me }

// note writes down what was said.
func (s *Server) note(p *post) {
	d := Deed{Kind: "post", Channel: s.place(p), Message: p.id, Text: p.text, At: p.at}
	switch {
	case p.answers != "":
		d.Kind, d.Thread = "reply", s.root(p).id
	case p.visibility == "direct":
		d.Kind, d.Channel = "private reply", ""
		for _, who := range p.named {
			if who != s.me {
				d.Member = who.id
				break
			}
		}
	default:
		if tag, in := strings.CutPrefix(d.Channel, "tag:"); in {
			d.Text = strings.TrimSuffix(d.Text, "\n\n#"+tag)
		}
	}
	s.written = append(s.written, d)
}

func (s *Server) schedule(w http.ResponseWriter, a asked) {
	at, err := time.Parse(time.RFC3339, a.At)
	if err != nil || at.Sub(s.opts.Now()) < 5*time.Minute {
		s.deny(w, http.StatusUnprocessableEntity)
		return
	}
	s.drawn++ // an ID is never given twice, whatever has been posted or taken back since
	p := &plan{id: strconv.Itoa(4000 + s.drawn), text: a, at: at}
	s.plans = append(s.plans, p)
	s.write(w, http.StatusOK, showPlan(p))
}

func showPlan(p *plan) object {
	params := object{
		"text": p.text.Status, "visibility": p.text.Visibility, "spoiler_text": p.text.Spoiler, "scheduled_at": nil, "poll": nil,
		"media_ids": nil, "sensitive": nil, "in_reply_to_id": nil, "idempotency": nil, "with_rate_limit": false, "application_id": 7, "language": nil,
	}
	if p.text.Answers != "" {
		if number, err := strconv.ParseInt(p.text.Answers, 10, 64); err == nil { // here, and here alone, it is a number
			params["in_reply_to_id"] = number
		}
	}
	return object{"id": p.id, "scheduled_at": stamp(p.at), "params": params, "media_attachments": []any{}}
}

func (s *Server) showPlans(w http.ResponseWriter, r *http.Request) {
	var all []record
	for _, p := range slices.Backward(s.plans) {
		all = append(all, record{id: p.id, show: func() object { return showPlan(p) }})
	}
	s.list(w, r, all, 20, 40)
}

func (s *Server) unplan(w http.ResponseWriter, id string) {
	at := slices.IndexFunc(s.plans, func(p *plan) bool { return p.id == id })
	if at < 0 {
		s.deny(w, http.StatusNotFound)
		return
	}
	s.plans = slices.Delete(s.plans, at, at+1)
	s.write(w, http.StatusOK, object{})
}

// tick posts what is due by now.
func (s *Server) tick() {
	now := s.opts.Now()
	for _, p := range slices.Clone(s.plans) {
		if p.at.After(now) {
			continue
		}
		s.plans = slices.DeleteFunc(s.plans, func(o *plan) bool { return o == p })
		s.note(s.say(&post{by: s.me, text: p.text.Status, spoiler: p.text.Spoiler, visibility: p.text.Visibility, answers: p.text.Answers, at: p.at}))
	}
}

// changePost edits, deletes, favourites or boosts a post.
func (s *Server) changePost(w http.ResponseWriter, r *http.Request, p *post, way []string) {
	now := s.opts.Now()
	switch {
	case len(way) == 0 && p.by != s.me:
		s.deny(w, http.StatusNotFound)
	case len(way) == 0 && r.Method == http.MethodPut:
		var a asked
		if json.NewDecoder(r.Body).Decode(&a) != nil || strings.TrimSpace(a.Status) == "" {
			s.deny(w, http.StatusUnprocessableEntity)
			return
		}
		p.spoiler = a.Spoiler
		s.rewrite(p, a.Status, now)
		s.done("edit", p, "")
		s.write(w, http.StatusOK, s.status(p))
	case len(way) == 0 && r.Method == http.MethodDelete:
		s.deleted = slices.DeleteFunc(s.deleted, func(at time.Time) bool { return now.Sub(at) >= deletionsIn })
		if len(s.deleted) >= mostDeletions {
			s.deny(w, http.StatusTooManyRequests)
			return
		}
		s.deleted = append(s.deleted, now)
		shown := s.status(p)
		shown["text"] = p.text
		s.done("delete", p, "")
		s.take(p)
		s.write(w, http.StatusOK, shown)
	case len(way) != 1 || r.Method != http.MethodPost:
		s.deny(w, http.StatusNotFound)
	default:
		s.feel(w, p, way[0])
	}
}

func (s *Server) feel(w http.ResponseWriter, p *post, way string) {
	switch way {
	case "favourite":
		s.heart(p, s.me, false)
		s.done("react", p, "heart")
	case "unfavourite":
		delete(p.hearts, s.me.id)
		s.done("unreact", p, "heart")
	case "reblog":
		s.heart(p, s.me, true)
		s.done("boost", p, "")
		shown := s.status(p)
		shown["id"], shown["reblog"], shown["account"] = s.number(s.opts.Now()), s.status(p), s.account(s.me)
		s.write(w, http.StatusOK, shown)
		return
	case "unreblog":
		delete(p.boosts, s.me.id)
		s.done("unreact", p, "repeat")
	default:
		s.deny(w, http.StatusNotFound)
		return
	}
	s.write(w, http.StatusOK, s.status(p))
}

// done writes down what was done to a post.
func (s *Server) done(kind string, p *post, emoji string) {
	s.written = append(s.written, Deed{Kind: kind, Channel: s.place(p), Message: p.id, Text: p.text, Emoji: emoji, At: s.opts.Now()})
}
