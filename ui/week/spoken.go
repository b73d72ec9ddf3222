package week

import (
	"strconv"

	"rounds/calendar"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if !p.reading.loaded {
		return pane.Speech{}
	}
	s := pane.Speech{Where: pane.Sentence(p.at.title(), p.stretchName(), p.words)}
	day := p.day.Format("Monday 2 January")
	i := p.current()
	switch e := p.entry(); {
	case p.moving != nil:
		s.About = "post " + p.moving.item.ID()
		s.Lines = []string{pane.Line(p.called(&p.moving.item), 120) + ", " + p.moving.says(p)}
		return s
	case i != nil:
		s.About = "post " + i.ID()
		s.Lines = []string{p.sentence(i)}
		if p.zoom == opened {
			s.Lines = append(s.Lines, p.postSentences(i)...)
		}
		return s
	case p.at == onBacklog || p.at == onProblems:
		s.About = p.at.title() + " " + strconv.Itoa(p.row)
		s.Lines = p.lineless()
	case e != nil && e.kind == aSlot:
		s.About = "slot " + day + clock(e.minute)
		s.Lines = []string{pane.Sentence(day+" "+clock(e.minute), "a free slot", pane.Line(e.slot.Theme, 60))}
	default:
		s.About = day
		s.Lines = []string{day + ": nothing"}
	}
	return s
}

// sentence is a post in words.
func (p *Pane) sentence(i *calendar.Item) string {
	at := "no time yet"
	if !i.Moment.At.IsZero() {
		at = p.sayMoment(i.Moment)
	}
	where := ""
	for _, to := range i.Post.To {
		where = pane.Sentence(where, to.String())
	}
	return pane.Line(pane.Sentence(at, p.called(i), where, i.Post.Theme, word(i)), pane.SpeechWidth)
}

// postSentences are what an opened post says and how it stands.
func (p *Pane) postSentences(i *calendar.Item) []string {
	d := p.drawing(pane.SpeechWidth)
	d.when(i)
	d.facts(i)
	d.changed(i)
	d.body(i)
	d.channels(i)
	return pane.Unpainted(d.Lines)
}

// lineless is what is said where the cursor is on no post and no day: what is
// wrong with a file of the plan, or that there is nothing.
func (p *Pane) lineless() []string {
	d := p.drawing(pane.SpeechWidth)
	if one := p.problem(); one != nil {
		d.problem(one)
	} else {
		d.nothing()
	}
	return pane.Unpainted(d.Lines)
}
