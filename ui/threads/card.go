package threads

import (
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// cardLinesOf draws who opened the conversation under the cursor, and why it
// is here.
func (p *Pane) cardLinesOf(r *row, width int) []string {
	d := drawing{pane: p, roles: &p.env.Theme.Roles, width: width}
	k := p.details.kept[r.ID]
	d.who(r, k)
	d.why(&r.Conversation)
	if k != nil {
		d.recent(&k.card, r)
	}
	return d.lines
}

func (d *drawing) line(paint interface{ Put(string) string }, text string) {
	d.put(" " + paint.Put(pane.Line(text, d.width-2)))
}

// wrapped puts text on as many lines as it takes, the later ones indented.
func (d *drawing) wrapped(paint interface{ Put(string) string }, text string) {
	indent := ""
	for _, line := range pane.Wrap(text, max(1, d.width-4)) {
		d.put(" " + paint.Put(indent+line))
		indent = "  "
	}
}

func (d *drawing) who(r *row, k *detail) {
	a := r.Opener
	bar, name := " ", plain.Name(a.Called())
	if d.pane.focus == onCard {
		bar = d.roles.Accent.Put("▌")
	}
	d.put(bar + d.roles.Strong.Put(pane.Line(name, d.width-2)))
	if plain.Lookalike(a.Called()) {
		d.line(d.roles.Alarm, "⚠ this name is written to look like another")
	}
	role := string(a.Role)
	if k == nil || k.card.ID == "" {
		d.line(d.roles.Quiet, strings.Join(filled(a.Name, role), " · "))
		return
	}
	c := &k.card
	d.wrapped(d.roles.Soft, strings.Join(filled(differs(c.Name, name), string(c.Role), string(c.Platform), differs(c.Account, string(c.Platform))), " · "))
	joined := ""
	if !c.Joined.IsZero() {
		joined = "joined " + pane.Ago(d.pane.now, c.Joined) + " ago"
	}
	seen := ""
	if !c.FirstSeen.IsZero() {
		seen = "first seen " + pane.Ago(d.pane.now, c.FirstSeen) + " ago"
	}
	if c.Deleted {
		joined = "account closed"
	}
	if facts := filled(joined, seen, c.Zone); len(facts) > 0 {
		d.wrapped(d.roles.Quiet, strings.Join(facts, " · "))
	}
	d.put("")
	d.figures(c)
}

func (d *drawing) figures(c *inbox.Card) {
	facts := []string{plural(c.Messages, "message"), plural(c.Questions, "question")}
	if c.Open > 0 {
		facts = append(facts, strconv.Itoa(c.Open)+" open")
	}
	if c.Answered > 0 {
		facts = append(facts, "answered "+strconv.Itoa(c.Answered)+" of others")
	}
	d.wrapped(d.roles.Text, strings.Join(facts, " · "))
	if len(c.Elsewhere) > 0 {
		d.wrapped(d.roles.Soft, "also on "+strings.Join(c.Elsewhere, ", "))
	}
}

// why is the reasons why the conversation is here, in words.
func (d *drawing) why(c *inbox.Conversation) {
	d.put("")
	d.line(d.roles.Accent, "why here")
	before := len(d.lines)
	for _, s := range c.Signals {
		text := s.Reason
		if text == "" {
			text = string(s.Kind)
		}
		d.wrapped(d.roles.Text, "· "+text)
	}
	switch c.State {
	case inbox.Snoozed:
		text := "· snoozed until " + when.Say(c.Decision.Until, d.pane.now)
		if c.Decision.Hold {
			text += ", even if they reply"
		}
		d.wrapped(d.roles.Text, text)
	case inbox.Waiting:
		d.wrapped(d.roles.Text, "· the last word is ours: waiting for them")
	case inbox.Done:
		d.wrapped(d.roles.Text, "· done; comes back when somebody else writes")
	case inbox.Spam:
		d.wrapped(d.roles.Text, "· marked as spam")
	case inbox.Open:
	}
	if len(d.lines) == before {
		d.line(d.roles.Quiet, "· nothing asks for you")
	}
}

func (d *drawing) recent(c *inbox.Card, r *row) {
	first := true
	for i := range c.Recent {
		u := &c.Recent[i]
		if u.SentAt.Equal(r.OpenedAt) || u.Deleted {
			continue
		}
		if first {
			d.put("")
			d.line(d.roles.Accent, "lately")
			first = false
		}
		ago := pane.CellRight(pane.Ago(d.pane.now, u.SentAt), 4)
		d.put(" " + d.roles.Quiet.Put(ago+"  ") + d.roles.Soft.Put(pane.Line(u.Text, d.width-8)))
	}
}

func filled(facts ...string) []string {
	var kept []string
	for _, f := range facts {
		if f != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// differs is text unless it says the same as other.
func differs(text, other string) string {
	if strings.EqualFold(text, other) {
		return ""
	}
	return text
}
