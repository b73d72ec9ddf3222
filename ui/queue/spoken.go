package queue

import (
	"strconv"

	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if !p.list.loaded {
		return pane.Speech{}
	}
	t := p.tab()
	s := pane.Speech{Where: pane.Sentence(t.title, t.badge(), t.typed)}
	r := p.list.current()
	switch {
	case r == nil:
		s.About, s.Lines = t.title+" "+t.typed, []string{p.nothing()}
		return s
	case r.decision != nil:
		s.About = "decision " + r.key
		d := p.drawing(pane.SpeechWidth)
		d.decision(r.decision)
		s.Lines = pane.Unpainted(d.Lines)
		return s
	}
	c := &r.Case
	s.About = "case " + strconv.FormatInt(c.ID, 10)
	s.Lines = []string{p.sentence(c)}
	if p.zoom != listed {
		d := p.drawing(pane.SpeechWidth)
		d.file(c, true)
		s.Lines = append(s.Lines, pane.Unpainted(d.Lines)...)
	}
	return s
}

// sentence is a case in words.
func (p *Pane) sentence(c *moderation.Case) string {
	_, word := priority(c.Priority)
	if word == "med" {
		word = "medium"
	}
	text := c.Words()
	switch {
	case c.Folded != "" && !p.unfolded[c.ID]:
		text = c.Folded + p.keyed(", ‹v› shows it")
	case plain.Head(text, 4) == "":
		text = what(c)
	}
	about := []string{string(c.State), plural(voices(c), "report")}
	about = append(about, reasons(c)...)
	for _, a := range []struct {
		is   bool
		word string
	}{
		{p.list.marks[caseKey(c.ID)], "marked"},
		{c.Edited(), "edited since"},
		{c.Gone, "deleted by its author"},
		{c.Appeal(), "an appeal"},
		{c.Kin > 1, strconv.Itoa(c.Kin) + " alike"},
		{c.Muted, "muted"},
		{c.Newcomer(p.now), "its author is new"},
		{c.Claim.By != "" && p.now.Before(c.Claim.Until), "claimed by " + p.claimant(c)},
	} {
		if a.is {
			about = append(about, a.word)
		}
	}
	return word + ", " + pane.Line(lookalike(c.Author)+plain.Name(c.Author.Called()), 80) + " in " + pane.Line(where(c), 60) + ", " + pane.Ago(p.now, c.OpenedAt) + ": " +
		pane.Ended(pane.Line(text, pane.SpeechWidth)) + " " + pane.Line(pane.Sentence(about...), pane.SpeechWidth)
}
