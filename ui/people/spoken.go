package people

import (
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if !p.listing.loaded {
		return pane.Speech{}
	}
	name := p.tabNames()[p.at]
	s := pane.Speech{Where: pane.Sentence(name, number(p.rows(), "line", "lines"), p.words)}
	one := p.current()
	switch {
	case p.guesses() && p.suggestion() != nil:
		g := p.suggestion()
		s.About = "suggestion " + called(g.One) + " " + called(g.Other)
		s.Lines = []string{pane.Line("perhaps one person: "+identity(g.One)+" and "+identity(g.Other)+". "+pane.Sentence(g.Evidence...), pane.SpeechWidth)}
		return s
	case one == nil:
		first, more := p.nobody()
		s.About, s.Lines = name, []string{first, more}
		return s
	}
	s.About = "person " + strconv.FormatInt(one.ID, 10)
	s.Lines = []string{p.sentence(one)}
	if p.zoom == opened && p.card != nil && p.card.ID == one.ID {
		s.Lines = append(s.Lines, p.cardSentences(one)...)
	}
	return s
}

func identity(i inbox.Identity) string { return plain.Name(called(i)) + " on " + plain.Name(i.Account) }

// sentence is a person in words.
func (p *Pane) sentence(one *inbox.Person) string {
	parts := []string{plain.Name(one.Called()), string(one.Role)}
	for _, a := range []struct {
		is   bool
		word string
	}{{p.marked[one.ID], "marked"}, {one.VIP, "VIP"}, {one.Watched, "watched"}, {p.fresh(one), "new"}} {
		if a.is {
			parts = append(parts, a.word)
		}
	}
	parts = append(parts, "on "+strings.Join(places(one), " and "), number(one.Messages, "message", "messages"), p.reason(one), tagsOf(one))
	return pane.Line(pane.Sentence(parts...), pane.SpeechWidth)
}

// cardSentences are who somebody is, and what they said last; the message under
// the cursor is said to be.
func (p *Pane) cardSentences(one *inbox.Person) []string {
	const width = 110 // of one column
	said := pane.Unpainted(p.facts(one, width, 40))
	if len(p.card.Recent) > 0 {
		said = append(said, "said last:")
	}
	for i := range p.card.Recent {
		r := &p.card.Recent[i]
		here := ""
		if i == p.recent {
			here = "here: "
		}
		said = append(said, here+pane.Ago(p.now, r.SentAt)+" in #"+plain.Name(r.Channel)+": "+pane.Line(r.Text, pane.SpeechWidth))
	}
	return said
}
