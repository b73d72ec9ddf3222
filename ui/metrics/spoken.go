package metrics

import (
	"strconv"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if !p.reading.loaded {
		return pane.Speech{}
	}
	s := pane.Speech{Where: pane.Sentence(p.at.title(), sayShort(p.read.window), p.words)}
	e := p.entry()
	switch {
	case p.opened != nil:
		s.About, s.Lines = p.openedSentences()
	case e == nil:
		s.About, s.Lines = p.at.title()+" "+p.words, []string{"No figure has these words in its name."}
	default:
		s.About, s.Lines = "figure "+e.ID, []string{figureSentence(e)}
	}
	return s
}

// figureSentence is a figure in words: what it is, how much, and whether that
// is more or less than before.
func figureSentence(e *metrics.Entry) string {
	parts := []string{e.Name + ": " + metrics.Say(e.Now, e.Definition)}
	if by := turnOf(e).says(); by != "" {
		parts = append(parts, pane.Words(by), "before "+metrics.Say(e.Before, e.Definition))
	}
	return pane.Line(pane.Sentence(parts...), pane.SpeechWidth)
}

// openedSentences are the figure that is open, what it is made of, and the row
// under the cursor.
func (p *Pane) openedSentences() (about string, lines []string) {
	o := p.opened
	about = "opened " + o.id + o.title
	if !o.ready {
		return about, nil
	}
	if o.id != "" {
		d := p.drawing(pane.SpeechWidth)
		d.tell(&o.entry)
		lines = pane.Unpainted(d.Lines)
	}
	if len(o.sets) == 0 {
		return about, lines
	}
	set := &o.sets[o.set]
	lines = append(lines, set.name)
	l, read := o.line()
	if !read {
		return about, lines
	}
	row := "row " + strconv.Itoa(o.row+1) + " of " + strconv.Itoa(len(set.rows)) + ": "
	painted := rowLine(&l, &p.env.Theme.Roles, o.window.From.Location(), pane.SpeechWidth)
	return about, append(lines, row+pane.Words(painted))
}
