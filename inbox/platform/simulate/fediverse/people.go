package fediverse

import (
	"strconv"
	"strings"
	"time"
)

// person is an account, ours or of another server.
type person struct {
	id, acct, name string
	bot            bool
	team           bool
	follows        bool // us
	followed       bool // by us: we may see what they say to their followers
	local          bool
	silenced       bool
	suspended      bool
	sensitized     bool
	born           time.Time
}

// home is what our server is called.
const home = "fieldnotes.social"

func (p *person) url() string {
	name, host, away := strings.Cut(p.acct, "@")
	if !away {
		host = home
	}
	return "https://" + host + "/@" + name
}

// cast are those who are on several platforms, with the handles that they have
// here, and a few who are here alone.
func cast() []person {
	return []person{
		{acct: "sam", name: "Sam Adeyemi", team: true, local: true},
		{acct: "ines", name: "Inês Duarte", team: true, local: true, followed: true},
		{acct: "jonas", name: "Jonas Lindqvist", team: true, local: true, followed: true},
		{acct: "maria_k", name: "Maria Kovač", local: true, follows: true},
		{acct: "tomtom@fosstodon.example", name: "Tom Achterberg", follows: true},
		{acct: "dr_romero@scholar.example", name: "Inés Romero", follows: true, followed: true},
		{acct: "pixelpaul@mastodon.art.example", name: "Paul Brennan", follows: true},
		{acct: "oystein@snabelen.example", name: "Øystein Bakke", follows: true},
		{acct: "mei@g0v.example", name: "林美玲", follows: true},
		{acct: "norawrites@wandering.example", name: "Nora Whitfield", follows: true, followed: true},
		{acct: "abhi@fosstodon.example", name: "Abhijit Kulkarni", follows: true},
		{acct: "zoe@piaille.example", name: "Zoë Lambert :sparkle:", follows: true},
		{acct: "fern", name: "Fern Okonkwo", local: true, follows: true},
		{acct: "hanneke@toot.example", name: "Hanneke de Wit"},
		{acct: "quietowl@night.example", name: "Sasha Belova"},
		{acct: "releasebot", name: "Fieldnotes releases", bot: true, local: true, follows: true},
		{acct: "lena@fosstodon.example", name: "Lena Brandt", follows: true},
		{acct: "growth_hacker@deals.example", name: "Boost Your Reach"},
		{acct: "stormcloud@loud.example", name: "storm"},
	}
}

// populate lets everybody in.
func (s *Server) populate(at time.Time) {
	for _, one := range cast() {
		p := one
		p.born = at.Add(-400 * 24 * time.Hour)
		p.id = strconv.Itoa(109_000_000_000 + 7919*(len(s.order)+1))
		s.people[p.id] = &p
		s.order = append(s.order, &p)
		if p.acct == "sam" {
			s.me = s.order[0]
		}
	}
	for _, p := range s.order {
		if p.follows {
			s.ring(&notice{kind: "follow", who: p, at: at})
		}
	}
}

// others are all but us.
func (s *Server) others() []*person {
	var all []*person
	for _, p := range s.order {
		if p != s.me {
			all = append(all, p)
		}
	}
	return all
}

func (s *Server) named(acct string) *person {
	for _, p := range s.order {
		if strings.EqualFold(p.acct, acct) || strings.EqualFold(p.acct, strings.TrimSuffix(acct, "@"+home)) {
			return p
		}
	}
	return nil
}
