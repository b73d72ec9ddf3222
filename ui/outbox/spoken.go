package outbox

import (
	"rounds/inbox/plain"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if p.section == incoming {
		if below, can := p.below.(pane.Spoken); can {
			return below.Speak()
		}
		return pane.Speech{Where: "Sync", About: "the rounds", Lines: pane.Unpainted([]string{p.below.Badge()})}
	}
	if !p.loaded {
		return pane.Speech{}
	}
	s := pane.Speech{Where: pane.Sentence(pane.Unpainted(p.tabTexts()[:1])...)}
	o := p.current()
	if o == nil {
		s.About, s.Lines = "nothing", []string{"Nothing waits to leave."}
		return s
	}
	s.About = "action " + o.ID
	s.Lines = []string{pane.Line(pane.Sentence(leaving.State(o, p.now), "as "+plain.Name(o.As.Called()), leaving.Where(o), leaving.Words(o)), pane.SpeechWidth)}
	s.Lines = append(s.Lines, pane.Unpainted(p.detail(o))...)
	return s
}
