package mastodon

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"rounds/inbox"
)

// heart and repeat are what favourites and boosts are called here.
const (
	heart  = "heart"
	repeat = "repeat"
)

// message is a status as the house keeps it, standing at a place.
func (s *status) message(at place) inbox.Message {
	m := inbox.Message{
		Channel: at.channel, ID: string(s.ID), Thread: at.root, Author: string(s.Account.ID), Bot: bool(s.Account.Bot),
		Kind: inbox.Said, Text: s.text(), SentAt: s.at,
	}
	if edited, err := moment(s.Edited); err == nil {
		m.EditedAt = edited
	}
	for _, one := range s.Mentions {
		if id := string(one.ID); id != "" && !slices.Contains(m.Mentions, id) {
			m.Mentions = append(m.Mentions, id)
		}
	}
	slices.Sort(m.Mentions)
	if s.Hearts > 0 {
		m.Reactions = append(m.Reactions, inbox.Reaction{Name: heart, Count: int(s.Hearts)})
	}
	if s.Boosts > 0 {
		m.Reactions = append(m.Reactions, inbox.Reaction{Name: repeat, Count: int(s.Boosts)})
	}
	for _, f := range s.Media {
		m.Files = append(m.Files, f.file())
	}
	return m
}

// warned begins the text of a status that was folded away behind a warning.
const warned = "CW: "

// text is what a status says: its warning, its words, and its poll.
func (s *status) text() string {
	var parts []string
	if spoiler := strings.TrimSpace(string(s.Spoiler)); spoiler != "" {
		parts = append(parts, warned+strings.Join(strings.Fields(spoiler), " "))
	}
	if words := s.words(); words != "" {
		parts = append(parts, words)
	}
	if p := s.Poll.it; p != nil && len(p.Options) > 0 {
		lines := make([]string, len(p.Options))
		for i, o := range p.Options {
			lines[i] = fmt.Sprintf("( ) %s", o.Title) // how many chose it changes without an edit
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// words is what a status says, without what stands around it.
func (s *status) words() string {
	if s.Content == nil {
		return ""
	}
	named := make(map[string]string, len(s.Mentions))
	for _, m := range s.Mentions {
		if m.URL != "" {
			named[string(m.URL)] = string(m.Acct)
		}
	}
	return plain(*s.Content, func(address string) string { return named[address] })
}

func (f media) file() inbox.File {
	address := cmp.Or(string(f.URL), string(f.Remote))
	name := strings.TrimSpace(string(f.Description))
	if name == "" {
		name = address[strings.LastIndexByte(address, '/')+1:]
	}
	return inbox.File{Name: cmp.Or(name, string(f.Type)), Type: mime(string(f.Type)), URL: address}
}

// mime is the type of a file, of which a server tells only the kind.
func mime(kind string) string {
	switch kind {
	case "image":
		return "image/*"
	case "gifv", "video":
		return "video/*"
	case "audio":
		return "audio/*"
	}
	return "application/octet-stream"
}

// introduce remembers how members are addressed, and tells of them once a page.
func (c *Connector) introduce(page *inbox.Page, a account) {
	m := a.member()
	if c.self() == m.ID {
		m.Role = inbox.Team
	}
	c.mu.Lock()
	c.handles[m.ID] = m.Handle
	c.mu.Unlock()
	if page != nil && m.ID != "" && m.Handle != "" &&
		!slices.ContainsFunc(page.Members, func(o inbox.Member) bool { return o.ID == m.ID }) {
		page.Members = append(page.Members, m)
	}
}

// tell puts a status into a page, once, and who said it.
func (c *Connector) tell(page *inbox.Page, s *status, at place) {
	c.introduce(page, s.Account)
	c.put(string(s.ID), at)
	if !slices.ContainsFunc(page.Messages, func(m inbox.Message) bool { return m.ID == string(s.ID) }) {
		page.Messages = append(page.Messages, s.message(at))
	}
}

// statuses reads those of a list that are any, and notes the others.
func statuses(page *inbox.Page, where string, records []json.RawMessage) []status {
	var found []status
	strange := 0
	for _, raw := range records {
		s, err := readStatus(raw, "")
		if err != nil {
			strange++
			continue
		}
		found = append(found, s)
	}
	if strange > 0 {
		skip(page, where, fmt.Sprintf("%d left out: not statuses as Mastodon describes them", strange))
	}
	return found
}
