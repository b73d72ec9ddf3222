package today

import (
	"rounds/inbox/checkin"
	"rounds/inbox/plain"
	"rounds/inbox/saved"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	switch {
	case p.ended():
		return p.speakRest()
	case !p.reading.loaded && p.reading.failed:
		first, more := p.nobody()
		return pane.Speech{About: "today", Lines: []string{first, more}}
	case !p.reading.loaded:
		return pane.Speech{}
	}
	part := p.part(p.step)
	s := pane.Speech{Where: pane.Sentence(p.step.Title(), p.leftSpoken(part))}
	item := p.current()
	if item == nil {
		first, more := p.nobody()
		s.About, s.Lines = string(p.step), []string{first, more}
		if p.left() == 0 {
			s.Lines = append(s.Lines, p.keyed("That is all for today: ‹B› ends the check-in."))
		}
		return s
	}
	s.About, s.Lines = item.Key, []string{p.sentence(item)}
	d := p.drawn(pane.SpeechWidth)
	d.behind(item)
	s.Lines = append(s.Lines, pane.Unpainted(d.Lines)...)
	return s
}

// leftSpoken is how much is left of a step, and how much of all.
func (p *Pane) leftSpoken(part *checkin.Part) string {
	words := plural(part.Left(), "") + " left"
	if n := part.Rest(); n > 0 && divide(part) >= 0 {
		words = pane.Sentence(words, plural(n, "")+" more if there is time")
	}
	return words
}

// sentence is an item in words.
func (p *Pane) sentence(item *checkin.Item) string {
	_, what := signOf(item)
	who, room := "", roomOf(item)
	if item.Name != "" {
		who = pane.Line(plain.Name(item.Name), 80)
	}
	if room != "" {
		room = "in " + room
	}
	due, _ := p.due(item)
	about := []string{due}
	for _, why := range item.Why {
		if why != p.words(item) {
			about = append(about, pane.Line(why, 120))
		}
	}
	if item.Carried > 0 {
		about = append(about, "on the list for the "+ordinal(item.Carried+1)+" day")
	}
	if item.Skipped {
		about = append(about, "put off for today")
	}
	since := ""
	if !item.At.IsZero() {
		since = "since " + when.Say(item.At, p.now)
	}
	words := pane.Sentence(what, who, room, item.Platform.Title(), since)
	if text := pane.Line(p.words(item), pane.SpeechWidth); text != "" {
		words += ": " + text
	}
	return pane.Ended(words) + " " + pane.Line(pane.Sentence(about...), pane.SpeechWidth)
}

// speakRest is the page that a finished check-in leaves.
func (p *Pane) speakRest() pane.Speech {
	d := page.Page{Theme: p.env.Theme, Width: pane.SpeechWidth}
	d.Put("Done for today.")
	p.restWords(&d)
	return pane.Speech{Where: "Done for today", About: "rest", Lines: pane.Unpainted(d.Lines)}
}

// Speak implements [pane.Spoken].
func (s *parting) Speak() pane.Speech {
	d := page.Page{Theme: s.p.env.Theme, Width: pane.SpeechWidth}
	s.words(&d)
	return pane.Speech{About: "parting", Lines: append([]string{"Done for today?"}, pane.Unpainted(d.Lines)...)}
}

// Speak implements [pane.Spoken].
func (s *farewell) Speak() pane.Speech {
	d := page.Page{Theme: s.p.env.Theme, Width: pane.SpeechWidth}
	s.words(&d)
	return pane.Speech{About: "farewell", Lines: append([]string{"Done for today."}, pane.Unpainted(d.Lines)...)}
}

// Speak implements [pane.Spoken].
func (s *snoozing) Speak() pane.Speech {
	speech := pane.Speech{About: "snooze", Lines: []string{"Snooze " + nameOf(&s.item) + " until when?"}}
	for _, one := range when.Presets() {
		if at, err := when.Parse(one.Words, s.p.now); err == nil {
			speech.Lines = append(speech.Lines, one.Key+": "+one.Name+", "+when.Say(at, s.p.now))
		}
	}
	speech.Lines = append(speech.Lines, "space: any other time")
	if text := s.field.Text(); text != "" {
		words := "written: " + pane.Line(text, 60)
		if at, err := when.Parse(text, s.p.now); err == nil {
			words += ", wakes " + when.Say(at, s.p.now)
		}
		speech.Lines = append(speech.Lines, words)
	}
	return speech
}

// Speak implements [pane.Spoken]. What is still to be filled in is said last:
// it is where the next letter goes.
func (s *greeting) Speak() pane.Speech {
	d := page.Page{Theme: s.p.env.Theme, Width: pane.SpeechWidth}
	d.Put("Welcome " + nameOf(&s.item))
	s.head(&d)
	d.Put(s.reader(pane.SpeechWidth))
	lines := pane.Unpainted(d.Lines)
	if s.opening {
		return pane.Speech{About: s.item.Key + " greeting", Lines: append(lines, "reading the draft")}
	}
	if text := s.field.Text(); text != "" {
		lines = append(lines, "your text:")
		lines = append(lines, pane.Paragraph(text)...)
	}
	if open := saved.Open(s.field.Text()); len(open) > 0 {
		lines = append(lines, "to fill in: "+pane.Line(open[0].Words, 60)+". What is typed takes its place.")
	}
	if s.failed != nil {
		lines = append(lines, "not kept: "+pane.Line(s.failed.Error(), 200))
	}
	return pane.Speech{About: s.item.Key + " greeting", Lines: lines}
}
