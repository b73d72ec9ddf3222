package fediverse

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// report is what somebody reported.
type report struct {
	id           int
	by, about    *person
	category     string
	comment      string
	of           []*post
	at, updated  time.Time
	taken, given bool
}

func (s *Server) admin(p *person) object {
	return object{
		"id": p.id, "username": p.acct, "domain": nil, "created_at": stamp(p.born), "email": "", "ip": nil, "ips": []any{}, "locale": nil,
		"confirmed": true, "approved": true, "disabled": false, "silenced": p.silenced, "suspended": p.suspended, "sensitized": p.sensitized,
		"account": s.account(p),
	}
}

func (s *Server) showReport(r *report) object {
	statuses := []any{}
	for _, p := range r.of {
		if s.posts[p.id] != nil {
			statuses = append(statuses, s.status(p))
		}
	}
	o := object{
		"id": strconv.Itoa(r.id), "action_taken": r.taken, "action_taken_at": nil, "category": r.category, "comment": r.comment, "forwarded": false,
		"created_at": stamp(r.at), "updated_at": stamp(r.updated), "account": s.admin(r.by), "target_account": s.admin(r.about),
		"assigned_account": nil, "action_taken_by_account": nil, "statuses": statuses, "rules": []any{},
	}
	if r.given {
		o["assigned_account"] = s.admin(s.me)
	}
	return o
}

func (s *Server) showReports(w http.ResponseWriter, r *http.Request) {
	var all []record
	for _, one := range slices.Backward(s.reports) {
		if !one.taken || r.URL.Query().Get("resolved") == "true" {
			all = append(all, record{id: strconv.Itoa(one.id), show: func() object { return s.showReport(one) }})
		}
	}
	s.plainly(w, all)
}

func (s *Server) showAdmin(w http.ResponseWriter, what, id string) {
	if one := s.reportOf(id); what == "reports" && one != nil {
		s.write(w, http.StatusOK, s.showReport(one))
		return
	}
	if who := s.people[id]; what == "accounts" && who != nil {
		s.write(w, http.StatusOK, s.admin(who))
		return
	}
	s.deny(w, http.StatusNotFound)
}

func (s *Server) reportOf(id string) *report {
	for _, one := range s.reports {
		if strconv.Itoa(one.id) == id {
			return one
		}
	}
	return nil
}

// decide is what a moderator does about an account or a report.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, what, id, way string) {
	if one := s.reportOf(id); what == "reports" && one != nil {
		one.updated = s.opts.Now()
		switch way {
		case "resolve", "reopen":
			one.taken = way == "resolve"
		case "assign_to_self", "unassign":
			one.given = way == "assign_to_self"
		default:
			s.deny(w, http.StatusNotFound)
			return
		}
		s.written = append(s.written, Deed{Kind: "perform", Message: id, Text: way, At: s.opts.Now()})
		s.write(w, http.StatusOK, s.showReport(one))
		return
	}
	who := s.people[id]
	if what != "accounts" || who == nil {
		s.deny(w, http.StatusNotFound)
		return
	}
	switch way {
	case "action":
		s.sentence(w, r, who)
		return
	case "unsilence":
		who.silenced = false
	case "unsuspend":
		who.suspended = false
	default:
		s.deny(w, http.StatusNotFound)
		return
	}
	s.written = append(s.written, Deed{Kind: way, Member: who.id, At: s.opts.Now()})
	s.write(w, http.StatusOK, s.admin(who))
}

func (s *Server) sentence(w http.ResponseWriter, r *http.Request, who *person) {
	var asked struct {
		Type   string `json:"type"`
		Report string `json:"report_id"`
	}
	if json.NewDecoder(r.Body).Decode(&asked) != nil {
		s.deny(w, http.StatusUnprocessableEntity)
		return
	}
	switch asked.Type {
	case "silence":
		who.silenced = true
	case "suspend":
		who.suspended = true
	case "sensitive":
		who.sensitized = true
	case "none", "disable":
	default:
		s.deny(w, http.StatusUnprocessableEntity)
		return
	}
	if one := s.reportOf(asked.Report); one != nil {
		one.taken, one.updated = true, s.opts.Now()
	}
	s.written = append(s.written, Deed{Kind: asked.Type, Member: who.id, At: s.opts.Now()})
	s.write(w, http.StatusOK, object{})
}
