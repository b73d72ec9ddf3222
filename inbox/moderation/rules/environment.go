package rules

import (
	"regexp"
	"strings"
	"time"
)

// environment is what a condition can speak of. The tags are its names; each is
// told in docs/rules.md, and a test compares the two.
type environment struct {
	Text     string   `expr:"text"`
	Account  string   `expr:"account"`
	Channel  string   `expr:"channel"`
	Platform string   `expr:"platform"`
	Author   person   `expr:"author"`
	Hour     int      `expr:"hour"`
	Reply    bool     `expr:"reply"`
	Edited   bool     `expr:"edited"`
	Files    int      `expr:"file_count"`
	Words    int      `expr:"word_count"`
	Letters  int      `expr:"letter_count"`
	Lines    int      `expr:"line_count"`
	Links    int      `expr:"link_count"`
	NewHosts int      `expr:"new_hosts"`
	Referral int      `expr:"referral_count"`
	Mentions int      `expr:"mention_count"`
	Everyone bool     `expr:"everyone"`
	Emoji    int      `expr:"emoji_count"`
	Exclaims int      `expr:"exclamation_count"`
	Repeat   int      `expr:"repeat"`
	Caps     float64  `expr:"caps"`
	Shout    bool     `expr:"shout"`
	Hosts    []string `expr:"hosts"`

	Similar  int `expr:"similar"`
	Others   int `expr:"similar_others"`
	Channels int `expr:"similar_channels"`
	Minute   int `expr:"rate_minute"`
	Ten      int `expr:"rate_ten_minutes"`

	Has       func(string) bool              `expr:"has"`
	Hits      func(string) int               `expr:"hits"`
	Points    func(string) int               `expr:"points"`
	Follows   func(string, string, int) bool `expr:"follows"`
	Near      func(string, string, int) bool `expr:"near"`
	Regex     func(string) bool              `expr:"regex"`
	Lookalike func() bool                    `expr:"lookalike"`
	Plain     func() string                  `expr:"plain"`
	AllWords  func() []string                `expr:"words"`
}

// person is the author in a condition.
type person struct {
	ID       string  `expr:"id"`
	Handle   string  `expr:"handle"`
	Role     string  `expr:"role"`
	AgeHours float64 `expr:"age_hours"`
	Messages int     `expr:"messages"`
	New      bool    `expr:"new"`
}

// newcomer is below how many messages or how young a member is new.
const (
	newcomerMessages = 5
	newcomerAge      = 72 * time.Hour
)

// bind makes the functions of an environment, once for a sheet.
func (e *environment) bind(sh *sheet) {
	words := sh.set.words
	e.Has = func(name string) bool {
		i, ok := words.byName[name]
		if !ok || !sh.present[i] {
			return false
		}
		sh.mark(i)
		return true
	}
	e.Hits = func(name string) int {
		if !e.Has(name) {
			return 0
		}
		return sh.count(name)
	}
	e.Points = func(group string) int {
		for _, i := range words.groups[group] {
			if sh.present[i] {
				sh.mark(i)
			}
		}
		return sh.points(group)
	}
	e.Follows = func(a, b string, n int) bool { return sh.pair(a, b, n, false) }
	e.Near = func(a, b string, n int) bool { return sh.pair(a, b, n, true) }
	e.Regex = sh.regex
	e.Lookalike = sh.lookalike
	e.Plain = func() string { return strings.TrimSpace(string(sh.norm)) }
	e.AllWords = func() []string { return strings.Fields(string(sh.norm)) }
}

// fill sets the plain values for the message on the sheet.
func (e *environment) fill(sh *sheet) {
	m := sh.sample
	e.Text, e.Account, e.Channel, e.Platform = m.Text, m.Account, m.Channel, m.Platform
	age := m.Author.Age.Hours()
	if m.Author.Age < 0 {
		age = -1
	}
	e.Author = person{
		ID: m.Author.ID, Handle: m.Author.Handle, Role: m.Author.Role, AgeHours: age, Messages: m.Author.Messages,
		New: m.Author.Messages < newcomerMessages || m.Author.Age >= 0 && m.Author.Age < newcomerAge,
	}
	e.Hour = m.At.UTC().Hour()
	e.Reply, e.Edited, e.Files = m.Reply, m.Edited, m.Files
	e.Words, e.Letters, e.Lines = sh.wordCount, sh.letters, sh.lines
	e.Links, e.Hosts = len(sh.links), sh.hosts()
	e.Mentions = max(m.Mentions, len(sh.called))
	e.Everyone, e.Emoji, e.Exclaims = sh.crowd, len(sh.emoji), sh.marks
	e.Repeat, e.Caps = sh.repeat, sh.caps()
	e.Shout = sh.letters >= shoutLetters && e.Caps >= shoutCaps && sh.wordCount >= shoutWords
	e.watch(seen{})
	e.NewHosts, e.Referral = 0, 0
	for _, l := range sh.links {
		if l.referral() {
			e.Referral++
		}
	}
}

// What counts as shouting: a sentence in capitals, and not a name or a warning
// of a compiler.
const (
	shoutLetters = 24
	shoutWords   = 6
	shoutCaps    = 0.85
)

// watch sets what earlier messages say about this one.
func (e *environment) watch(s seen) {
	e.Similar, e.Others, e.Channels, e.Minute, e.Ten = s.similar, s.others, s.channels, s.minute, s.ten
}

// regex reports whether a pattern is found in the text, and notes where. The
// patterns were compiled when the rules were loaded.
func (sh *sheet) regex(pattern string) bool {
	re := sh.set.patterns[pattern]
	if re == nil {
		return false
	}
	at := re.FindAllStringIndex(sh.text, 8)
	for _, one := range at {
		if one[1] > one[0] {
			sh.spans = append(sh.spans, span(one[0], one[1]))
		}
	}
	return len(at) > 0
}

// patterns are regular expressions by their text.
type patterns map[string]*regexp.Regexp
