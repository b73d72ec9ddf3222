package threads

import (
	"strconv"
	"strings"
	"unicode"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// Speak implements [pane.Spoken].
func (p *Pane) Speak() pane.Speech {
	if !p.list.loaded {
		return pane.Speech{}
	}
	t := p.tab()
	var s pane.Speech
	if t.counted {
		s.Where = pane.Sentence(t.Title, t.badge(), t.typed)
	}
	r := p.current()
	if r == nil {
		s.About, s.Lines = t.Title+" "+t.typed, []string{"Nothing is here."}
		return s
	}
	s.About = "conversation " + strconv.FormatInt(r.ID, 10)
	s.Lines = []string{p.sentence(r)}
	if p.zoomed || p.focus == onTalk {
		s.Lines = append(s.Lines, p.talkSentences(r)...)
	}
	return s
}

// sentence is a row in words.
func (p *Pane) sentence(r *row) string {
	about := []string{p.marked(r), string(r.State)}
	for _, b := range p.badgesOf(&r.Conversation, &p.env.Theme.Roles) {
		about = append(about, spelled(b.long))
	}
	return pane.Line(who(r.Opener), 60) + " in " + pane.Line(channelName(r.Channel), 60) + ", " + pane.Ago(p.now, r.OpenedAt) + ": " +
		pane.Ended(pane.Line(orNothing(r.Text), pane.SpeechWidth)) + " " + pane.Sentence(about...)
}

func (p *Pane) marked(r *row) string {
	if p.list.marks[r.ID] {
		return "marked"
	}
	return ""
}

// who is a name with what a person must know about who bears it.
func who(a inbox.Author) string {
	name := plain.Name(a.Called())
	if a.Role != inbox.Community && a.Role != "" {
		name += " (" + string(a.Role) + ")"
	}
	if plain.Lookalike(a.Called()) {
		name += " (the name imitates another)"
	}
	return name
}

func orNothing(text string) string {
	if plain.Head(text, 4) == "" {
		return "(no text)"
	}
	return text
}

// spelled is a badge without its sign, or the sign in a word.
func spelled(badge string) string {
	if n, replies := strings.CutPrefix(badge, "+"); replies {
		return n + " more"
	}
	if badge == "★" {
		return "starred"
	}
	return strings.TrimLeftFunc(badge, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '[' })
}

// talkSentences are the messages, notes and what has not left, each from its
// author on.
func (p *Pane) talkSentences(r *row) []string {
	k := p.details.kept[r.ID]
	if k == nil {
		return nil // its first message is in the row
	}
	said := []string{plural(len(k.talk.Said), "message")}
	for i := range k.talk.Said {
		if u := &k.talk.Said[i]; i == 0 && u.Text == r.Text && len(u.Files) == 0 && !u.Deleted {
			continue // the row has said it
		}
		said = append(said, p.messageSentence(&k.talk.Said[i]))
	}
	for i := range k.talk.Notes {
		n := &k.talk.Notes[i]
		said = append(said, "note by "+pane.Line(n.Actor, 60)+", "+when.Say(n.At, p.now)+": "+pane.Line(n.Text, pane.SpeechWidth))
	}
	for i := range k.talk.Out {
		o := &k.talk.Out[i]
		said = append(said, pane.Sentence(pane.Line(leaving.State(o, p.now), 120), pane.Line(leaving.Words(o), pane.SpeechWidth)))
	}
	return said
}

func (p *Pane) messageSentence(u *inbox.Utterance) string {
	head := pane.Line(who(u.Author), 60) + ", " + when.Say(u.SentAt, p.now)
	switch {
	case u.Kind != inbox.Said:
		return pane.Line(plain.Name(u.Author.Called())+" "+notice(u), pane.SpeechWidth)
	case u.Deleted:
		return head + ": message deleted"
	}
	tail := ""
	for _, f := range u.Files {
		tail += ". File: " + pane.Line(f.Name, 80)
	}
	return head + ": " + strings.Join(pane.Paragraph(beginning(u.Text)), " ") + tail
}
