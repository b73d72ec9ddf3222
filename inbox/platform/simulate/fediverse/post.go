package fediverse

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"time"
)

// post is something said.
type post struct {
	id         string
	by         *person
	text       string // as it was typed
	spoiler    string
	visibility string
	answers    string
	at, edited time.Time
	was        string // the text before the last edit, and when that was written
	wasAt      time.Time
	pictures   int
	poll       []string
	hearts     map[string]bool // by the IDs of who favourited it
	boosts     map[string]bool
	shown      time.Time // from when on others see it
	named      []*person
	tags       []string
}

// notice is a notification.
type notice struct {
	id   int
	kind string
	who  *person
	of   *post
	at   time.Time
}

// Mastodon's own idea of a name, a tag and an address, more or less.
var (
	mentioned = regexp.MustCompile(`(^|[^/\w])@(([A-Za-z0-9_]+(?:[A-Za-z0-9_.-]+[A-Za-z0-9_]+)?)(?:@[\w.-]+\w)?)`)
	hashed    = regexp.MustCompile(`(^|[^/\w&])#(\pL[\pL\pN_]*)`)
	linked    = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)]`)
)

// read finds whom a text names and what it is tagged with.
func (s *Server) read(p *post) {
	p.named, p.tags = nil, nil
	for _, m := range mentioned.FindAllStringSubmatch(p.text, -1) {
		if who := s.named(m[2]); who != nil && !slices.Contains(p.named, who) {
			p.named = append(p.named, who)
		}
	}
	for _, m := range hashed.FindAllStringSubmatch(p.text, -1) {
		if tag := strings.ToLower(m[2]); !slices.Contains(p.tags, tag) {
			p.tags = append(p.tags, tag)
		}
	}
}

// content is a post's text as HTML, in Mastodon's way.
func (s *Server) content(text string) string {
	paragraphs := strings.Split(strings.TrimSpace(text), "\n\n")
	for i, words := range paragraphs {
		paragraphs[i] = "<p>" + strings.ReplaceAll(s.inline(words), "\n", "<br />") + "</p>"
	}
	return strings.Join(paragraphs, "")
}

// inline writes out what stands within a paragraph, from one address to the
// next.
func (s *Server) inline(words string) string {
	var out strings.Builder
	for words != "" {
		at := linked.FindStringIndex(words)
		if at == nil {
			out.WriteString(s.names(words))
			break
		}
		out.WriteString(s.names(words[:at[0]]))
		out.WriteString(anchor(words[at[0]:at[1]]))
		words = words[at[1]:]
	}
	return out.String()
}

// anchor is an address of which the middle alone is shown.
func anchor(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	shown, hidden, class := rest, "", ""
	if r := []rune(rest); len(r) > 30 {
		shown, hidden, class = string(r[:30]), string(r[30:]), "ellipsis"
	}
	e := html.EscapeString
	return `<a href="` + e(address) + `" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">` + e(scheme) +
		`://</span><span class="` + class + `">` + e(shown) + `</span><span class="invisible">` + e(hidden) + `</span></a>`
}

func (s *Server) names(words string) string {
	words = html.EscapeString(words)
	words = mentioned.ReplaceAllStringFunc(words, func(found string) string {
		m := mentioned.FindStringSubmatch(found)
		who := s.named(m[2])
		if who == nil {
			return found
		}
		name, _, _ := strings.Cut(who.acct, "@")
		return m[1] + `<span class="h-card" translate="no"><a href="` + who.url() + `" class="u-url mention">@<span>` + name + `</span></a></span>`
	})
	return hashed.ReplaceAllStringFunc(words, func(found string) string {
		m := hashed.FindStringSubmatch(found)
		return m[1] + `<a href="https://` + home + `/tags/` + m[2] + `" class="mention hashtag" rel="tag">#<span>` + m[2] + `</span></a>`
	})
}

// sees reports whether we may see a post now.
func (s *Server) sees(p *post) bool {
	if p == nil || p.shown.After(s.opts.Now()) {
		return false
	}
	switch {
	case p.by == s.me, slices.Contains(p.named, s.me):
		return true
	case p.visibility == "private":
		return p.by.followed
	}
	return p.visibility != "direct"
}

// say puts a post into the world, and rings where somebody is named.
func (s *Server) say(p *post) *post {
	if p.id == "" {
		p.id = s.number(p.at)
	}
	if p.visibility == "" {
		p.visibility = "public"
	}
	p.hearts, p.boosts = map[string]bool{}, map[string]bool{}
	s.read(p)
	s.posts[p.id] = p
	s.byTime = append(s.byTime, p)
	if p.by != s.me && slices.Contains(p.named, s.me) {
		s.ring(&notice{kind: "mention", who: p.by, of: p, at: p.at})
	}
	s.tell("update", p)
	return p
}

func (s *Server) ring(n *notice) {
	s.bell++
	n.id = s.bell
	s.notices = append(s.notices, n)
	s.tellNotice(n)
}

// heart lets somebody favourite a post, or boost it.
func (s *Server) heart(p *post, by *person, boost bool) {
	set, kind := p.hearts, "favourite"
	if boost {
		set, kind = p.boosts, "reblog"
	}
	if set[by.id] {
		return
	}
	set[by.id] = true
	if p.by == s.me && by != s.me {
		s.ring(&notice{kind: kind, who: by, of: p, at: s.opts.Now()})
	}
}

// rewrite edits a post.
func (s *Server) rewrite(p *post, text string, at time.Time) {
	p.was, p.wasAt = p.text, p.edited
	p.text, p.edited = text, at
	s.read(p)
	s.tell("status.update", p)
}

// take deletes a post. What answered it answers nothing then, and what rang for
// it is silent.
func (s *Server) take(p *post) {
	delete(s.posts, p.id)
	s.byTime = slices.DeleteFunc(s.byTime, func(o *post) bool { return o == p })
	s.notices = slices.DeleteFunc(s.notices, func(n *notice) bool { return n.of == p })
	for _, o := range s.byTime {
		if o.answers == p.id {
			o.answers = ""
		}
	}
	s.tellDeleted(p)
}

// above are what a post answers, nearest first, as far as we see it or not.
func (s *Server) above(p *post) []*post {
	var all []*post
	for up := s.posts[p.answers]; up != nil; up = s.posts[up.answers] {
		all = append(all, up)
	}
	return all
}

// below are what answers a post, and what answers that.
func (s *Server) below(p *post) []*post {
	in := map[string]bool{p.id: true}
	var all []*post
	for _, o := range s.byTime {
		if in[o.answers] {
			in[o.id] = true
			all = append(all, o)
		}
	}
	return all
}

// root is the topmost post above one that we see.
func (s *Server) root(p *post) *post {
	top := p
	for _, up := range s.above(p) {
		if s.sees(up) {
			top = up
		}
	}
	return top
}
