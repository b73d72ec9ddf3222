package fediverse

import (
	"fmt"
	"strings"
	"time"
)

// NewHistory makes a server with a random history of about so many posts, which
// ends now. Every text has a word of its own in it.
func NewHistory(o Options) *Server {
	s := newServer(o)
	now := s.opts.Now()
	size := max(o.Size, 10)
	begun := now.Add(-40 * 24 * time.Hour)
	s.tags = []string{"fieldnotes", "fieldsync"}
	s.populate(begun)
	for i := range size {
		at := begun.Add(time.Duration(float64(now.Sub(begun)) * (float64(i) + s.dice.Float64()) / float64(size+1)))
		s.happen(at)
	}
	for range 2 {
		s.complain(now.Add(-time.Duration(s.dice.IntN(48)) * time.Hour))
	}
	return s
}

// sentences are what is said in a random history.
func sentences() []string {
	return []string{
		"Does the sync server keep old versions of a note?", "I love how quick the search has become", "My tablet shows yesterday's notes & nothing newer",
		"Übrigens läuft das auf meinem alten Laptop, ganz ohne Mühe", "同步很快，谢谢你们", "Has anybody moved 4,000 notes over from another app?",
		"The dark theme is <em>too</em> dark for me", "¿Se puede exportar todo de una vez?", "That worked, thank you! 🎉",
		"See https://docs.fieldnotes.example/self-hosting/reverse-proxy-with-caddy-and-a-long-address for how I did it",
		"it says \"not permitted\" *every* time", "Try snake_case_names and 2 < 3 > 1", "Merci, c'est exactement ça :sparkle:",
		"Two things:\n- the menu\n- the other menu\n\nBoth are lovely", "👩‍👩‍👧‍👦 we all use one vault at home",
	}
}

// word is one that no other text has.
func (s *Server) word() string {
	s.words++
	return fmt.Sprintf("word%dx", s.words)
}

func (s *Server) something() string { return pick(s, sentences()) + " " + s.word() }

// happen lets somebody say something, new or in answer.
func (s *Server) happen(at time.Time) {
	by := pick(s, s.others())
	if len(s.byTime) > 4 && s.chance(0.5) {
		s.reply(at, by)
		return
	}
	p := &post{by: by, at: at, text: s.something()}
	switch dice := s.dice.Float64(); {
	case dice < 0.34:
		p.text = "@sam " + p.text
		if s.chance(0.2) {
			p.text += " #" + pick(s, topics())
		}
	case dice < 0.66:
		p.text += " #" + pick(s, topics())
		if s.chance(0.3) {
			p.text += " #" + pick(s, topics())
		}
	case dice < 0.74:
		p.text, p.visibility = "@sam "+p.text, "direct"
	case dice < 0.82:
		p.by = s.me
	case dice < 0.9:
		p.visibility = "private"
	}
	s.adorn(p)
	s.say(p)
}

func topics() []string {
	return []string{"FieldNotes", "fieldsync", "plaintext", "zettelkasten", "fieldnotes"}
}

// adorn gives a post a warning, pictures, a poll.
func (s *Server) adorn(p *post) {
	if s.chance(0.08) {
		p.spoiler = "long, about backups"
	}
	if s.chance(0.15) {
		p.pictures = 1 + s.dice.IntN(2)
	}
	if s.chance(0.04) && p.by != s.me {
		p.poll = []string{"Markdown", "Org", "Paper & pen"}
	}
	if p.visibility == "" && s.chance(0.2) && !strings.Contains(p.text, "#") {
		p.visibility = "unlisted"
	}
}

// reply answers something said lately.
func (s *Server) reply(at time.Time, by *person) {
	recent := s.byTime[max(0, len(s.byTime)-40):]
	up := pick(s, recent)
	if s.chance(0.15) && s.sees(up) {
		by = s.me
	}
	p := &post{by: by, at: at, answers: up.id, visibility: up.visibility, text: "@" + up.by.acct + " " + s.something()}
	if up.visibility == "direct" {
		if by != s.me && up.by != s.me {
			p.text = "@sam " + p.text
		}
	} else if s.chance(0.1) {
		p.visibility = "private"
	} else if s.chance(0.2) {
		p.text = "@sam " + p.text
	}
	s.adorn(p)
	s.say(p)
}

// complain reports something.
func (s *Server) complain(at time.Time) {
	p := pick(s, s.byTime)
	s.reports = append(s.reports, &report{
		id: 300 + len(s.reports), by: pick(s, s.others()), about: p.by, category: pick(s, []string{"spam", "violation", "other"}),
		comment: "Please look at this", of: []*post{p}, at: at, updated: at,
	})
}
