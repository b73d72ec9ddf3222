package people

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// labelWidth is how wide the labels of a card are.
const labelWidth = 8

// abreast is how wide a card must be for what somebody said to stand beside who
// they are.
const abreast = 112

// cardLines are who is under the cursor, or the two of a suggestion.
func (p *Pane) cardLines(width, height int) []string {
	if p.guesses() {
		return p.guessLines(width)
	}
	one := p.current()
	switch {
	case one == nil:
		return nil
	case p.card == nil || p.card.ID != one.ID:
		return append(p.headLines(one, width), p.env.Theme.Quiet.Put("Reading…"))
	}
	lines := p.headLines(one, width)
	height -= len(lines)
	if width < abreast {
		facts := p.facts(one, width, height)
		return slices.Concat(lines, facts, p.saidLines(width, height-len(facts)))
	}
	left := width / 2
	facts := pane.Fill(p.facts(one, left, height), left, max(0, height))
	said := pane.Fill(p.saidLines(width-left-3, height), width-left-3, len(facts))
	for i := range facts {
		lines = append(lines, facts[i]+p.env.Theme.Rule.Put(" │ ")+said[i])
	}
	return lines
}

// facts are who somebody is, what they gave and got, and what we noted.
func (p *Pane) facts(one *inbox.Person, width, height int) []string {
	lines := append(p.identities(one, width), p.deeds(one, width)...)
	return append(lines, p.notes(width, height-len(lines))...)
}

// headLines are the name, what we put on it, and who else they may be.
func (p *Pane) headLines(one *inbox.Person, width int) []string {
	t := p.env.Theme
	name := t.Strong
	if one.Role == inbox.Team {
		name = t.Team
	}
	marks := []string{string(one.Role)}
	if p.fresh(one) {
		marks = append(marks, "○ new")
	}
	if one.VIP {
		marks = append(marks, "★ VIP")
	}
	if one.Watched {
		marks = append(marks, "◉ watched")
	}
	if tags := tagsOf(one); tags != "" {
		marks = append(marks, tags)
	}
	called := pane.Line(plain.Name(one.Called()), width/2)
	lines := []string{name.Put(called) + "  " + t.Note.Put(pane.Line(strings.Join(marks, " · "), width-pane.Width(called)-2))}
	if s := p.suggestion(); s != nil {
		lines = append(lines, p.also(s, one, width))
	}
	return lines
}

// fact is a label and its value on a line.
func (p *Pane) fact(label, value string, paint theme.Paint, width int) string {
	return p.env.Theme.Quiet.Put(pane.Cell(label, min(labelWidth, width))) + paint.Put(pane.Line(value, width-labelWidth))
}

// identities are where somebody is, one below the other, and the sides they
// stood on.
func (p *Pane) identities(one *inbox.Person, width int) []string {
	t := p.env.Theme
	var lines, roles []string
	places, handles := 0, 0
	for _, i := range one.Identities {
		places, handles = max(places, pane.Width(plain.Name(i.Account))), max(handles, pane.Width(plain.Name(called(i))))
	}
	places, handles = min(places, 16), min(handles, 24, max(4, width/3))
	for n, i := range one.Identities {
		label := ""
		if n == 0 {
			label = "on"
		}
		line := t.Quiet.Put(pane.Cell(label, labelWidth)) + t.Soft.Put(pane.Cell(plain.Name(i.Account), places)+"  ") + t.Text.Put(pane.Cell(plain.Name(called(i)), handles)+"  ")
		lines = append(lines, pane.Fit(line+t.Soft.Put(pane.Line(strings.Join(about(i), " · "), width-labelWidth-places-handles-4)), width))
		if line := p.fact("role", p.stood(i), t.Text, width); p.stood(i) != "" && !slices.Contains(roles, line) {
			roles = append(roles, line)
		}
	}
	return append(lines, roles...)
}

// about is what is known of an identity beside its handle.
func about(i inbox.Identity) (words []string) {
	for _, word := range []string{i.Name, i.Email, i.Zone} {
		if word != "" && word != called(i) {
			words = append(words, plain.Name(word))
		}
	}
	return words
}

// stood is on which sides an identity stood, if there was ever a word about it.
func (p *Pane) stood(i inbox.Identity) string {
	var words []string
	if i.SaidAs != "" {
		words = append(words, string(i.Role)+" by hand")
	}
	if n := len(i.Turns); n > 0 {
		words = append(words, string(i.Turns[n-1].Role)+" until "+p.day(i.Turns[n-1].Until))
	}
	if !i.Left.IsZero() {
		words = append(words, "left "+plain.Name(i.Account)+" "+p.day(i.Left))
	}
	return strings.Join(words, " · ")
}

// also asks whether somebody is another one, too.
func (p *Pane) also(s *inbox.Suggestion, one *inbox.Person, width int) string {
	t := p.env.Theme
	other := s.Other
	for _, i := range one.Identities {
		if i.Row == s.Other.Row {
			other = s.One
		}
	}
	room := width - keysWidth
	ask := "also " + plain.Name(called(other)) + " on " + plain.Name(other.Account)
	for n := len(s.Evidence); n > 0; n-- { // as much of it as has room
		if long := ask + " (" + strings.Join(s.Evidence[:n], ", ") + ")"; n == 1 || pane.Width(long) <= room {
			ask = long
			break
		}
	}
	return t.Warn.Put(pane.Line(ask, room)) + "  " + t.Key.Put("a") + t.Text.Put(" accept  ") + t.Key.Put("I") + t.Text.Put(" reject")
}

// keysWidth is how many cells the two keys of a suggestion take.
const keysWidth = 20

// deeds are what somebody gave and got, and why they stand in the view.
func (p *Pane) deeds(one *inbox.Person, width int) []string {
	t, c := p.env.Theme, p.card
	var lines []string
	add := func(label string, words ...string) {
		lines = append(lines, p.fact(label, strings.Join(words, " · "), t.Text, width))
	}
	add("seen", p.seen()...)
	if c.Messages > 0 {
		said := []string{number(c.Messages, "message", "messages")}
		if c.Days > 1 {
			said = append(said, "on "+strconv.Itoa(c.Days)+" of their last "+number(max(c.Days, c.Span()), "day", "days"))
		}
		add("said", said...)
	}
	if c.Questions > 0 || c.Open > 0 {
		add("asked", number(c.Questions, "question", "questions"), number(c.Open, "conversation", "conversations")+" open")
	}
	if c.Answers > 0 {
		add("gave", number(c.Answers, "first answer", "first answers"), strconv.Itoa(c.Helped)+" helped", "thanked "+strconv.Itoa(c.Thanked)+"×")
	}
	if why := p.reason(one); why != "" {
		add("why", why)
	}
	return lines
}

// notes are what we wrote about somebody, shortened where there is no room.
func (p *Pane) notes(width, room int) (lines []string) {
	most := 1
	if all := len(p.card.Notes); all > 0 {
		most = max(1, min(4, (room-6)/all))
	}
	for n, note := range p.card.Notes {
		label := ""
		if n == 0 {
			label = "notes"
		}
		text := p.day(note.At) + " " + plain.Name(note.Actor) + ": " + note.Text
		for _, part := range briefly(text, max(1, width-labelWidth), most) {
			lines, label = append(lines, p.fact(label, part, p.env.Theme.Note, width)), ""
		}
	}
	return lines
}

// seen is when somebody came, and when they were here last.
func (p *Pane) seen() (words []string) {
	c := p.card
	if c.FirstSeen.IsZero() {
		words = append(words, "never wrote")
	} else {
		words = append(words, "last "+sinceWhen(p.now, c.LastSeen), "first "+p.day(c.FirstSeen))
	}
	if !c.Joined.IsZero() {
		words = append(words, "joined "+p.day(c.Joined))
	}
	return words
}

// sinceWhen is how long ago something was, in words that stand alone.
func sinceWhen(now, at time.Time) string {
	if ago := pane.Ago(now, at); ago != "now" {
		return ago + " ago"
	}
	return "now"
}

// saidLines are what somebody said last; of the open card one of them is under
// the cursor.
func (p *Pane) saidLines(width, room int) []string {
	t, c := p.env.Theme, p.card
	if len(c.Recent) == 0 || room < 2 {
		return nil
	}
	lines := []string{pane.Fit(t.Rule.Put("── ")+t.Quiet.Put("said last ")+t.Rule.Put(strings.Repeat("─", max(0, width-13))), width)}
	first, most := 0, 1
	if room > 2*len(c.Recent) && width >= 50 {
		most = 2
	} else if p.zoom == opened {
		first = max(0, p.recent-room+2)
	}
	for n := first; n < len(c.Recent); n++ {
		said := c.Recent[n]
		parts := briefly(said.Text, max(1, width-23), most)
		under := p.zoom == opened && n == p.recent
		r := p.paints(under)
		mark := " "
		if under {
			mark = "▌"
		}
		lines = append(lines, pane.Fit(r.Accent.Put(mark)+r.Quiet.Put(pane.CellRight(pane.Ago(p.now, said.SentAt), 5)+"  ")+
			r.Soft.Put(pane.Cell("#"+plain.Name(said.Channel), 14)+" ")+r.Text.Put(pane.Cell(parts[0], max(0, width-23))), width))
		for _, part := range parts[1:] {
			lines = append(lines, pane.Blank(23)+t.Text.Put(pane.Line(part, width-23)))
		}
	}
	return lines
}

// briefly is text on so many lines at most, of which the last tells by its end
// that there is more.
func briefly(text string, width, most int) []string {
	parts := pane.Wrap(pane.Line(text, width*most), width)
	switch {
	case len(parts) == 0:
		return []string{""}
	case len(parts) > most:
		parts = append(parts[:most-1:most-1], pane.Line(strings.Join(parts[most-1:], " "), width))
	}
	return parts
}

// guessLines are the two of a suggestion.
func (p *Pane) guessLines(width int) []string {
	s := p.suggestion()
	if s == nil {
		return nil
	}
	t := p.env.Theme
	keys := "  " + t.Key.Put("a") + t.Text.Put(" accept  ") + t.Key.Put("I") + t.Text.Put(" reject, they are two")
	lines := []string{pane.Fit(t.Strong.Put("Are these one person?")+keys, width)}
	both := []inbox.Identity{s.One, s.Other}
	places := min(16, max(pane.Width(plain.Name(both[0].Account)), pane.Width(plain.Name(both[1].Account))))
	for _, i := range both {
		words := append([]string{plain.Name(called(i))}, about(i)...)
		seen := number(i.Messages, "message", "messages")
		if !i.LastSeen.IsZero() {
			seen += " · last " + sinceWhen(p.now, i.LastSeen)
		}
		lines = append(lines, t.Soft.Put(pane.Cell(plain.Name(i.Account), places)+"  ")+t.Text.Put(pane.Line(strings.Join(words, " · "), width-places-2)),
			pane.Blank(places+2)+t.Quiet.Put(pane.Line(seen, width-places-2)))
	}
	for _, e := range s.Evidence {
		lines = append(lines, t.Good.Put("✓ ")+t.Text.Put(pane.Line(e, width-2)))
	}
	return lines
}

func (p *Pane) day(at time.Time) string { return at.In(p.now.Location()).Format(time.DateOnly) }
