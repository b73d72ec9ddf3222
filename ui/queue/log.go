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
	"rounds/ui/leaving"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// logCells are a decision as a line of the log, behind its bar and mark.
func (p *Pane) logCells(d *moderation.Decision, roles *theme.Roles, width int) string {
	sign, paint := fate(d, roles)
	words := roles.Text
	if !d.Stands() {
		words = roles.Struck
	}
	line := paint.Put(sign+" ") + roles.Quiet.Put(pane.CellRight(pane.Ago(p.now, d.At), 4)+"  ") + words.Put(pane.Cell(string(d.Outcome), 9))
	used := 17
	if width >= 60 {
		line += roles.Soft.Put(" " + pane.Cell(cmp.Or(d.Rule, "no rule"), 14))
		used += 15
	}
	if width >= 72 {
		line += roles.Soft.Put(" " + pane.Cell(place(d.Room, d.About), 10))
		used += 11
	}
	line += roles.Strong.Put(" "+pane.Cell(plain.Name(d.About.Called()), 13)) + roles.Text.Put("  ")
	used += 16
	by := pane.Line("by "+d.Actor, 14)
	if width < 50 {
		by = ""
	}
	room := max(0, width-used-pane.Width(by)-2)
	return line + roles.Soft.Put(pane.Cell(d.Evidence.Text, room)) + roles.Quiet.Put(" "+by+" ")
}

// fate is what became of a decision, as a sign: nothing of it left, all of it
// did, some of it waits or failed, or it was taken back.
func fate(d *moderation.Decision, roles *theme.Roles) (string, theme.Paint) {
	waits, failed := 0, 0
	for i := range d.Sent {
		s := &d.Sent[i]
		if !d.Stands() && !s.Undoes { // what became of it is of no account any more
			continue
		}
		switch s.State {
		case inbox.Failed, inbox.Asks:
			failed++
		case inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Planned:
			waits++
		case inbox.Sent, inbox.Dropped:
		}
	}
	switch {
	case failed > 0:
		return "✗", roles.Alarm
	case !d.Stands():
		return "↺", roles.Quiet
	case waits > 0:
		return "↗", roles.Note
	}
	return "✓", roles.Good
}

// decision draws one of the log: what was decided, about what, and what became
// of it.
func (d *drawing) decision(one *moderation.Decision) {
	t, bar := d.Theme, " "
	if d.p.zoom != listed {
		bar = t.Accent.Put("▌")
	}
	rest := "· " + place(one.Room, one.About) + " · " + string(one.Subject.Kind) + byRule(one.Rule)
	head := past(one.Outcome)
	for _, also := range one.Also {
		head += ", " + strings.ToLower(past(also))
	}
	d.Put(bar + t.Strong.Put(head+" ") + t.Quiet.Put(pane.Line(rest, max(0, d.Width-4-pane.Width(head)))))
	facts := []string{"by " + pane.Line(one.Actor, 24), when.Say(one.At, d.p.now)}
	if one.Auto {
		facts[0] = "by a rule, as it was told"
	}
	if one.Took > 0 {
		facts = append(facts, "after "+took(one.Took))
	}
	if one.Reports > 0 {
		facts = append(facts, plural(one.Reports, "report"))
	}
	if one.Strikes > 0 {
		facts = append(facts, plural(one.Strikes, "strike"))
	}
	if !one.Until.IsZero() {
		facts = append(facts, "until "+when.Say(one.Until, d.p.now))
	}
	d.Say(t.Quiet, "", strings.Join(facts, " · "))
	d.reversal(one)
	d.evidence(one)
	d.words("reason", one.Reason)
	d.words("said publicly", one.Note)
	d.words("said to them", one.Letter)
	d.sent(one.Sent)
	if one.Stands() {
		d.Gap()
		d.Put(" " + t.Key.Put("R") + t.Quiet.Put(" reopens the case and takes the decision back"))
	}
}

func took(d time.Duration) string {
	if d < time.Minute {
		return strconv.Itoa(int(d/time.Second)) + " s"
	}
	return span(d.Truncate(time.Minute))
}

func (d *drawing) reversal(one *moderation.Decision) {
	words := map[moderation.Reversal]string{
		moderation.Retracted: "taken back before anybody heard of it",
		moderation.Corrected: "taken back by the one who decided",
		moderation.Overruled: "overturned by " + pane.Line(one.ReversedBy, 24),
	}[one.Reversal(d.p.options.Hold)]
	if words != "" {
		d.Say(d.Theme.Warn, "↺ ", words+", "+when.Say(one.ReversedAt, d.p.now))
	}
}

func (d *drawing) evidence(one *moderation.Decision) {
	d.Gap()
	e := &one.Evidence
	at := ""
	if !e.SentAt.IsZero() {
		at = when.Say(e.SentAt, d.p.now)
	}
	d.sides(d.Theme.Strong, lookalike(one.About)+plain.Name(cmp.Or(one.About.Called(), e.By)), d.Theme.Quiet, at)
	d.Runs(d.Theme.Quiet.Put("┃ "), page.Run{Text: cmp.Or(page.Beginning(e.Text), "what it was about is not kept any more"), Paint: d.Theme.Text})
}

func (d *drawing) words(name, text string) {
	if text != "" {
		d.Head(name)
		d.Say(d.Theme.Soft, "", text)
	}
}

// sent is what became of the steps.
func (d *drawing) sent(steps []moderation.Sent) {
	if len(steps) == 0 {
		return
	}
	d.Head("what became of it")
	for i := range steps {
		s := &steps[i]
		o := inbox.Outgoing{State: s.State, Trouble: s.Trouble}
		sign, paint := "…", d.Theme.Note
		switch s.State {
		case inbox.Sent:
			sign, paint = "✓", d.Theme.Good
		case inbox.Failed, inbox.Asks:
			sign, paint = "✗", d.Theme.Alarm
		case inbox.Dropped:
			sign, paint = "·", d.Theme.Quiet
		case inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Planned:
		}
		words := leaving.What(s.Kind)
		if s.Undoes {
			words += " (takes a step back)"
		}
		d.Say(paint, sign+" ", words+": "+leaving.State(&o, d.p.now))
	}
}
