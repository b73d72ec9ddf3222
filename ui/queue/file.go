package queue

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// file draws a case: what it is, what was said, who reported it and why, and
// the conversation around it; its author too, if they stand nowhere else.
func (d *drawing) file(c *moderation.Case, withAuthor bool) {
	if c == nil {
		return
	}
	d.title(c)
	f := d.p.files[c.ID]
	d.subject(c, withAuthor)
	d.earlier(c)
	d.reports(c)
	if f != nil {
		d.learned(&f.file.Learned)
	}
	if f != nil {
		d.notes(f.file.Notes)
	}
	if withAuthor {
		d.Gap()
		d.author(c)
	}
	if f == nil {
		d.Gap()
		d.Say(d.Theme.Quiet, "", "reading what stands around it…")
		return
	}
	d.around(c, f.file.Around)
	d.kin(c, f.file.Kin)
}

// title is the line over a case: how urgent, where, and since when.
func (d *drawing) title(c *moderation.Case) {
	roles := &d.Theme.Roles
	sign, word := priority(c.Priority)
	bar := " "
	if d.p.zoom != listed {
		bar = roles.Accent.Put("▌")
	}
	facts := "· " + string(c.Platform) + " · " + what(c) + " · " + state(c, d.p.now)
	name := pane.Line(where(c), d.Width/3)
	tail := d.tally(c)
	head := sign + " " + cmp.Or(map[string]string{"med": "medium"}[word], word)
	facts = pane.Line(facts, max(0, d.Width-6-pane.Width(head+name+tail)))
	gap := max(0, d.Width-5-pane.Width(head+name+facts+tail))
	d.Put(bar + priorityPaint(c.Priority, roles).Put(head) + "  " + roles.Strong.Put(name+" ") + d.p.env.Link(roles.Quiet.Put(facts), c.Permalink) + pane.Blank(gap) + roles.Accent.Put(tail))
	if len(c.Why) > 0 {
		d.Say(d.Theme.Quiet, "", strings.Join(c.Why, " · "))
	}
	if c.Claim.Held(d.p.options.Actor, d.p.now) {
		d.Say(d.Theme.Warn, "⚑ ", pane.Line(c.Claim.By, 24)+" works on it until "+when.Say(c.Claim.Until, d.p.now))
	}
}

// tally is how many reported it, and how many are alike.
func (d *drawing) tally(c *moderation.Case) string {
	var parts []string
	if n := voices(c); n > 1 {
		parts = append(parts, "×"+strconv.Itoa(n))
	}
	if c.Kin > 1 {
		parts = append(parts, "≡"+strconv.Itoa(c.Kin))
	}
	if c.Claim.By == d.p.options.Actor && c.Claim.By != "" && d.p.now.Before(c.Claim.Until) {
		parts = append(parts, "⚑ you")
	}
	return strings.Join(parts, " ")
}

func state(c *moderation.Case, now time.Time) string {
	return string(c.State) + " " + cmp.Or(pane.Ago(now, c.OpenedAt), "now")
}

// subject is what the case is about: the text as it stands, as it was, or both.
func (d *drawing) subject(c *moderation.Case, withFacts bool) {
	d.Gap()
	d.speaker(c, withFacts)
	bar := d.Theme.Alarm.Put("┃ ")
	switch {
	case c.Folded != "" && !d.p.unfolded[c.ID]:
		d.Runs(bar, page.Run{Text: "[" + c.Folded + d.p.keyed(": ‹v› shows the text]"), Paint: d.Theme.Quiet})
	case c.Edited():
		d.Runs(bar, page.Difference(c.Evidence.Text, c.Text, d.Theme)...)
		d.Say(d.Theme.Warn, "", "± changed since it was reported: [-what went-] {+what came+}")
	case c.Gone:
		d.Runs(bar, marked(c.Evidence.Text, spans(c), d.Theme.Soft, d.Theme.Gap)...)
		d.Say(d.Theme.Warn, "", "its author has deleted it: this is what stood there")
	case plain.Head(c.Words(), 4) == "":
		d.Runs(bar, page.Run{Text: "no text: this is about a " + what(c), Paint: d.Theme.Quiet})
	default:
		d.Runs(bar, marked(c.Words(), spans(c), d.Theme.Text, d.Theme.Gap)...)
	}
	if c.Kind == moderation.OfHeld {
		d.Say(d.Theme.Note, "", "held back: nobody sees it before somebody keeps it (a)")
	}
}

// speaker is who said it and when; with the little about them that must be
// known where their card stands further down.
func (d *drawing) speaker(c *moderation.Case, withFacts bool) {
	at := said(c, d.p.now)
	name := pane.Line(lookalike(c.Author)+plain.Name(c.Author.Called()), max(0, d.Width-6-pane.Width(at)))
	facts, paint := "", d.Theme.Quiet
	if f := d.p.files[c.ID]; withFacts && f != nil {
		facts = plural(c.Messages, "message")
		if w := f.file.Strikes.Weight; w > 0 {
			facts, paint = facts+" · "+plural(w, "strike"), d.Theme.Warn
		}
	}
	if withFacts && c.Newcomer(d.p.now) {
		facts, paint = strings.TrimPrefix(facts+" · new here", " · "), d.Theme.Note
	}
	facts = pane.Line(facts, max(0, d.Width-8-pane.Width(name+at)))
	gap := max(1, d.Width-5-pane.Width(name+facts+at))
	d.Put(" " + d.Theme.Strong.Put(name) + "  " + paint.Put(facts) + pane.Blank(gap) + d.Theme.Quiet.Put(at))
}

func lookalike(a inbox.Author) string {
	if plain.Lookalike(a.Called()) {
		return "⚠ name imitates another: "
	}
	return ""
}

func said(c *moderation.Case, now time.Time) string {
	switch {
	case c.SentAt.IsZero():
		return ""
	case !c.EditedAt.IsZero() && !c.Gone:
		return "edited · " + when.Say(c.SentAt, now)
	}
	return when.Say(c.SentAt, now)
}

// spans are what the rules are about in the text that they saw.
func spans(c *moderation.Case) []moderation.Span {
	var all []moderation.Span
	for i := range c.Reports {
		all = append(all, c.Reports[i].Spans...)
	}
	return all
}

// earlier is the decision that stands and that somebody disputes.
func (d *drawing) earlier(c *moderation.Case) {
	if c.Ruling == nil {
		return
	}
	r := c.Ruling
	d.Head("decided before")
	d.Say(d.Theme.Note, "", past(r.Outcome)+" by "+pane.Line(r.Actor, 24)+", "+when.Say(r.At, d.p.now)+byRule(r.Rule))
	if r.Reason != "" {
		d.Say(d.Theme.Soft, "", "“"+r.Reason+"”")
	}
	if r.Actor == d.p.options.Actor {
		d.Say(d.Theme.Warn, "", "You decided it yourself: somebody else should look at it now.")
	}
	d.Put(" " + d.Theme.Key.Put("R") + d.Theme.Quiet.Put(" takes that decision back"))
}

func byRule(rule string) string {
	if rule == "" {
		return ""
	}
	return ", rule " + pane.Line(rule, 30)
}

// reports are who says that something is wrong, and how often they were right.
func (d *drawing) reports(c *moderation.Case) {
	d.Head(plural(voices(c), "report"))
	for i := range c.Reports {
		d.report(&c.Reports[i])
	}
}

func (d *drawing) report(r *moderation.Report) {
	name, paint := plain.Name(r.Reporter.Called()), d.Theme.Strong
	switch r.Source {
	case moderation.FromRule:
		name, paint = "rule "+name, d.Theme.Note
	case moderation.FromAutomod:
		name, paint = "the platform's rule "+name, d.Theme.Note
	case moderation.FromReaction:
		name = "flag emoji ×" + strconv.Itoa(max(1, r.Count))
	case moderation.ByHand:
		name += " by hand"
	case moderation.FromPlatform, moderation.FromChannel:
	}
	var facts []string
	for _, fact := range []string{record(r), string(r.Severity), suggests(r), settledThere(r)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	ago := pane.Ago(d.p.now, r.At)
	name = pane.Line(name, max(8, d.Width/2))
	tail := pane.Line(strings.Join(facts, " · "), max(0, d.Width-8-pane.Width(name+ago)))
	gap := max(1, d.Width-5-pane.Width(name+tail+ago))
	d.Put(" " + paint.Put(name) + "  " + recordPaint(r, d.Theme).Put(tail) + pane.Blank(gap) + d.Theme.Quiet.Put(ago))
	if r.Reason != "" {
		d.Say(d.Theme.Soft, "  ", "“"+pane.Line(r.Reason, 300)+"”")
	}
}

func suggests(r *moderation.Report) string {
	if r.Suggests == "" {
		return ""
	}
	return "suggests " + string(r.Suggests)
}

func settledThere(r *moderation.Report) string {
	if r.Source == moderation.FromPlatform && r.ID != "" && !r.Open {
		return "settled there"
	}
	return ""
}

// record is how often a reporter was right.
func record(r *moderation.Report) string {
	total := r.Record.Agreed + r.Record.Disagreed
	switch {
	case total > 0 && 2*r.Record.Agreed < total:
		return "▼ " + strconv.Itoa(r.Record.Agreed) + "/" + strconv.Itoa(total)
	case total > 0:
		return "▲ " + strconv.Itoa(r.Record.Agreed) + "/" + strconv.Itoa(total)
	case r.Kind == inbox.Pending || r.Kind == inbox.Knocking:
		return ""
	case r.Source == moderation.FromPlatform || r.Source == moderation.FromChannel:
		return "first report"
	}
	return ""
}

func recordPaint(r *moderation.Report, t *theme.Theme) theme.Paint {
	total := r.Record.Agreed + r.Record.Disagreed
	switch {
	case total == 0:
		return t.Quiet
	case 2*r.Record.Agreed < total:
		return t.Warn
	}
	return t.Good
}

// learned is what earlier decisions say of it.
func (d *drawing) learned(l *moderation.Learned) {
	if l.From == 0 {
		return
	}
	words := "learned from " + plural(l.From, "decision") + ": " + strconv.Itoa(int(100*l.Chance+0.5)) + " % of the like were removed"
	if len(l.Words) > 0 {
		words += " (" + strings.Join(l.Words, ", ") + ")"
	}
	d.Gap()
	d.Say(d.Theme.Quiet, "", words)
}

// around is the conversation, with the message marked that it is about.
func (d *drawing) around(c *moderation.Case, said []inbox.Utterance) {
	if len(said) == 0 {
		return
	}
	d.Head("in " + where(c))
	for i := range said {
		u := &said[i]
		name, paint, bar := plain.Name(u.Author.Called()), d.Theme.Soft, d.Theme.Rule.Put("│ ")
		if u.Author.Role == inbox.Team {
			paint = d.Theme.Team
		}
		text := u.Text
		if u.Key == c.Subject.ID && c.Kind == moderation.OfMessage {
			bar, paint, name = d.Theme.Alarm.Put("┃ "), d.Theme.Alarm, name+" · this one"
			if c.Folded != "" && !d.p.unfolded[c.ID] {
				text = "[" + c.Folded + d.p.keyed(": ‹v› shows the text]")
			}
		}
		if u.Deleted || plain.Head(text, 4) == "" {
			text = "message deleted"
		}
		at := when.Say(u.SentAt, d.p.now)
		room := max(0, d.Width-5-pane.Width(at))
		name = pane.Line(name, room)
		d.Put(" " + bar + paint.Put(name) + pane.Blank(room-pane.Width(name)) + d.Theme.Quiet.Put(at))
		d.Runs(bar, page.Run{Text: pane.Line(text, max(20, 3*(d.Width-4))), Paint: d.Theme.Soft})
	}
}

func (d *drawing) notes(notes []inbox.Note) {
	for i := range notes {
		d.Gap()
		d.Say(d.Theme.Note, "┃ ", "✎ "+pane.Line(notes[i].Actor, 24)+", "+when.Say(notes[i].At, d.p.now)+": "+notes[i].Text)
	}
}

// kin are other open cases that are alike.
func (d *drawing) kin(c *moderation.Case, kin []moderation.Case) {
	if len(kin) == 0 {
		return
	}
	d.Head("alike: " + c.Alike)
	for i := range kin[:min(len(kin), 6)] {
		k := &kin[i]
		d.Put(" " + d.Theme.Soft.Put(pane.Cell(where(k), 10)+" "+pane.Cell(plain.Name(k.Author.Called()), 14)+" "+pane.Line(k.Words(), d.Width-29)))
	}
	d.Put(" " + d.Theme.Key.Put("=") + d.Theme.Quiet.Put(" decides about all "+strconv.Itoa(c.Kin)+" together"))
}
