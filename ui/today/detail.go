package today

import (
	"strings"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/inbox/saved"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// drawing is a page of what stands behind an item.
type drawing struct {
	page.Page
	p *Pane
}

// longestLine is how long a line of a text may be in a wide window.
const longestLine = 96

// detailLines is the item under the cursor, as much of it as is seen.
func (p *Pane) detailLines(width, height int) []string {
	item := p.current()
	if item == nil {
		p.most = 0
		return p.noDetail(width, height)
	}
	d := p.drawn(width)
	d.item(item)
	p.most = max(0, len(d.Lines)-height)
	from := min(p.scroll, p.most)
	lines := d.Lines[from:]
	if len(lines) > height && height > 1 {
		lines = append(lines[:height-1:height-1], " "+p.env.Theme.Quiet.Put(p.keyed("… ‹J› shows more")))
	}
	return lines
}

func (p *Pane) drawn(width int) *drawing {
	return &drawing{page.Page{Theme: p.env.Theme, Width: width, Measure: page.Measure{Said: 2, Text: 1, Most: longestLine}}, p}
}

// noDetail is what stands there where nothing is chosen: what comes back.
func (p *Pane) noDetail(width, height int) []string {
	if !p.reading.loaded || len(p.day.Back) == 0 {
		return nil
	}
	d := page.Page{Theme: p.env.Theme, Width: width, Measure: page.Measure{Said: 2}}
	p.returns(&d, max(1, height-3))
	return d.Lines
}

// item draws one: what it is, why it is here, and what stands behind it.
func (d *drawing) item(item *checkin.Item) {
	t := d.Theme
	sign, word := signOf(item)
	word = pane.Line(word, d.Width/2)
	d.sides(d.p.signPaint(item, &t.Roles).Put(sign)+" "+t.Strong.Put(word), pane.Width(sign)+1+pane.Width(word), d.facts(item), d.p.address(item))
	d.whyHere(item)
	d.Gap()
	d.behind(item)
}

// behind is what stands behind an item.
func (d *drawing) behind(item *checkin.Item) {
	more := d.p.details[item.Key]
	switch item.Kind {
	case checkin.Newcomer:
		d.newcomer(item, more)
	case checkin.Flag:
		d.flag(item, more)
	case checkin.Unsent, checkin.FailedPost, checkin.MissedPost:
		d.unsent(item)
	case checkin.Celebrate:
		d.joy(item, more)
	case checkin.Question, checkin.Mention, checkin.Conversation, checkin.FollowUp, checkin.Woken, checkin.Watched:
		d.talk(item, more)
	}
}

// sides puts painted words at the left and others at the right of one line; the
// latter lead to an address of the platform's own, if there is one.
func (d *drawing) sides(left string, used int, right, address string) {
	right = pane.Line(right, max(0, d.Width-used-4))
	d.Put(" " + left + pane.Blank(max(1, d.Width-2-used-pane.Width(right))) + d.p.env.Link(d.Theme.Quiet.Put(right), address))
}

// facts is where an item stands, and since when.
func (d *drawing) facts(item *checkin.Item) string {
	var parts []string
	if room := roomOf(item); room != "" {
		parts = append(parts, room)
	}
	parts = append(parts, item.Platform.Title()+" "+plain.Name(item.Account))
	if !item.At.IsZero() {
		parts = append(parts, "since "+when.Say(item.At, d.p.now))
	}
	return strings.Join(parts, " · ")
}

// whyHere is why an item stands on the list, and how urgent it is.
func (d *drawing) whyHere(item *checkin.Item) {
	t := d.Theme
	if len(item.Why) > 0 {
		d.Say(t.Quiet, "", strings.Join(item.Why, " · "))
	}
	if due, late := d.p.due(item); late {
		d.Say(t.Warn, "", due+": the answer was due "+when.Say(item.Due, d.p.now))
	} else if due != "" {
		d.Say(t.Quiet, "", due+": the answer is due "+when.Say(item.Due, d.p.now))
	}
	var parts []string
	if item.Carried > 0 {
		parts = append(parts, "on the list for the "+ordinal(item.Carried+1)+" day")
	}
	if item.Skips > 0 {
		parts = append(parts, "put off "+plural(item.Skips, "time"))
	}
	if item.Skipped {
		parts = append(parts, d.p.keyed("‹N› takes it up again today"))
	}
	if len(parts) > 0 {
		d.Say(t.Quiet, "", strings.Join(parts, " · "))
	}
}

// newcomer is who is new: their own words, and the greeting that would answer
// them.
func (d *drawing) newcomer(item *checkin.Item, more *detail) {
	t, h := d.Theme, item.Hello
	for _, why := range h.Suspect {
		d.Say(t.Warn, "⚠ ", why)
	}
	if h.By != "" {
		d.Say(t.Good, "✓ ", "welcomed by "+plain.Name(h.By)+" on "+plain.Name(h.On)+", "+when.Say(h.When, d.p.now))
	}
	d.elsewhere(item, more)
	d.stages(h.Stage)
	d.Gap()
	others := d.ownWords(item, more)
	if len(h.Suspect) == 0 {
		d.greeting(item)
	}
	if others {
		d.Head("The conversation")
		d.said(more.talk)
	}
}

// ownWords is what somebody new has said, and whether others have spoken there,
// too.
func (d *drawing) ownWords(item *checkin.Item, more *detail) (others bool) {
	if item.Text == "" && item.Talk == 0 {
		d.Say(d.Theme.Soft, "", "They have not said anything yet.")
		return false
	}
	known := more != nil && more.talk != nil && more.talk.ID != 0
	if known {
		for i := range more.talk.Said {
			u := &more.talk.Said[i]
			own := u.Author.ID == item.Who.ID
			others = others || !own && u.Kind == inbox.Said && u.Author.Role != inbox.Bot
			if own && u.Kind == inbox.Said && !u.Deleted {
				d.Gap()
				d.speaker(u.Author, u.Author.Called(), when.Say(u.SentAt, d.p.now))
				d.Text(d.Theme.Text, d.Theme.Team.Put("┃ "), u.Text)
			}
		}
	}
	if !known {
		d.spoke(item)
	}
	return others
}

// elsewhere is where else somebody is known, and what was noted about them.
func (d *drawing) elsewhere(item *checkin.Item, more *detail) {
	if more == nil || more.person == nil {
		return
	}
	for i := range more.person.Identities {
		if one := &more.person.Identities[i]; one.Row != item.Member {
			called := inbox.Author{ID: one.ID, Handle: one.Handle, Name: one.Name}.Called()
			d.Say(d.Theme.Quiet, "", "also "+plain.Name(called)+" on "+plain.Name(one.Account))
		}
	}
	for _, n := range more.person.Notes {
		d.Say(d.Theme.Note, "✎ ", n.Text)
	}
}

// stages is how far somebody has come.
func (d *drawing) stages(at checkin.Stage) {
	t, line, used := d.Theme, " ", 1
	for i, stage := range []checkin.Stage{checkin.New, checkin.Welcomed, checkin.Replied, checkin.Activated} {
		if i > 0 {
			line += t.Rule.Put(" → ")
			used += 3
		}
		paint, word := t.Quiet, string(stage)
		if stage == at {
			paint, word = t.Accent, "● "+word
		}
		if used += pane.Width(word); used >= d.Width {
			break
		}
		line += paint.Put(word)
	}
	d.Put(line)
}

// greeting is what r would begin with.
func (d *drawing) greeting(item *checkin.Item) {
	t, r := d.Theme, &d.p.welcome
	if r.Name == "" {
		return
	}
	where := d.p.keyed("‹r› greets them alone, with the saved reply “") + greetingName + "”:"
	switch h := item.Hello; {
	case h.Place.Thread != "":
		where = d.p.keyed("‹r› greets them in ") + roomOf(item) + ", with the saved reply “" + greetingName + "”:"
	case h.Lacks != "":
		d.Gap()
		d.Say(t.Quiet, "", h.Lacks+d.p.keyed(" ‹e› marks them welcomed."))
		return
	}
	d.Gap()
	d.Say(t.Quiet, "", where)
	text := d.p.filled(r, item)
	var runs []page.Run
	letters, at := []rune(text), 0
	for _, gap := range saved.Open(text) {
		runs = append(runs, page.Run{Text: string(letters[at:gap.From]), Paint: t.Soft}, page.Run{Text: string(letters[gap.From:gap.To]), Paint: t.Gap})
		at = gap.To
	}
	d.Runs(t.Quiet.Put("┃ "), append(runs, page.Run{Text: string(letters[at:]), Paint: t.Soft})...)
}

// talk is a conversation, or as much of it as is known before it was read.
func (d *drawing) talk(item *checkin.Item, more *detail) {
	if more == nil || more.talk == nil || more.talk.ID == 0 {
		d.spoke(item)
		return
	}
	if next := more.talk.Promise.Next(); next != "" {
		d.Say(d.Theme.Note, "↻ ", "promised next: "+next)
		d.Gap()
	}
	d.said(more.talk)
	for _, n := range more.talk.Notes {
		d.Gap()
		d.Say(d.Theme.Note, "✎ ", "note by "+plain.Name(n.Actor)+", "+when.Say(n.At, d.p.now))
		d.Text(d.Theme.Note, d.Theme.Note.Put("┃ "), n.Text)
	}
}

// spoke is an item's own words.
func (d *drawing) spoke(item *checkin.Item) {
	d.speaker(item.Who, item.Name, when.Say(item.At, d.p.now))
	d.Text(d.Theme.Text, "  ", item.Text)
}

// said is what was said in a conversation.
func (d *drawing) said(t *inbox.Talk) {
	for i := range t.Said {
		u := &t.Said[i]
		if u.Kind != inbox.Said {
			continue
		}
		d.Gap()
		d.speaker(u.Author, u.Author.Called(), when.Say(u.SentAt, d.p.now))
		if u.Deleted {
			d.Say(d.Theme.Quiet, "  ", "message deleted")
			continue
		}
		d.Text(d.Theme.Text, "  ", u.Text)
	}
	if len(t.Said) == 0 {
		d.Text(d.Theme.Text, "  ", t.Text)
	}
	for i := range t.Out {
		if o := &t.Out[i]; o.Kind.Speaks() && !o.State.Settled() {
			d.Gap()
			d.Say(d.Theme.Quiet, "→ ", "waits in the outbox: "+pane.Line(o.Text, 200))
		}
	}
}

// speaker is who said something, and when.
func (d *drawing) speaker(who inbox.Author, called, at string) {
	t := d.Theme
	name, paint := plain.Name(called), t.Strong
	tail := ""
	switch who.Role {
	case inbox.Team:
		paint, tail = t.Team, "team"
	case inbox.Bot:
		paint, tail = t.Soft, "bot"
	case inbox.Community:
	}
	mark := ""
	if plain.Lookalike(called) {
		mark, tail = "⚠ ", strings.TrimSpace(tail+"  name imitates another")
	}
	name = pane.Line(name, max(0, d.Width-6-pane.Width(mark)-pane.Width(at)))
	room := max(0, d.Width-4-pane.Width(mark)-pane.Width(name)-pane.Width(at))
	if tail = pane.Line(tail, room-2); tail != "" {
		tail = "  " + tail
	}
	d.Put(" " + t.Alarm.Put(mark) + paint.Put(name) + t.Quiet.Put(tail+pane.Blank(room-pane.Width(tail)+1)+at))
}

// flag is a case: what was said, and who reported it why.
func (d *drawing) flag(item *checkin.Item, more *detail) {
	t := d.Theme
	if more == nil || more.file == nil || more.file.ID == 0 {
		d.speaker(item.Who, item.Name, when.Say(item.At, d.p.now))
		d.Text(t.Text, t.Alarm.Put("┃ "), item.Text)
		return
	}
	f := more.file
	if len(item.Why) == 0 && len(f.Why) > 0 {
		d.Say(t.Warn, "⚑ ", strings.Join(f.Why, " · "))
		d.Gap()
	}
	d.speaker(f.Author, f.Author.Called(), when.Say(f.SentAt, d.p.now))
	words := f.Words()
	if f.Folded != "" {
		words = "[" + f.Folded + d.p.keyed(": ‹enter›, then ‹v› shows the text]")
	}
	d.Text(t.Text, t.Alarm.Put("┃ "), words)
	d.Gap()
	for i := range f.Reports {
		d.report(&f.Reports[i])
	}
	if w := f.Strikes.Weight; w > 0 {
		d.Say(t.Warn, "", plural(w, "strike")+" so far")
	}
	if len(f.Around) > 0 {
		d.Head("Around it")
		d.said(&inbox.Talk{Said: f.Around})
	}
}

func (d *drawing) report(r *moderation.Report) {
	who := plain.Name(r.Reporter.Called())
	if r.Count > 1 {
		who = plural(r.Count, "member")
	}
	reason := r.Reason
	if reason == "" {
		reason = "no reason given"
	}
	d.Say(d.Theme.Soft, "", who+": "+reason)
}

// unsent is what did not go out, with the platform's words.
func (d *drawing) unsent(item *checkin.Item) {
	d.Text(d.Theme.Text, d.Theme.Quiet.Put("┃ "), item.Text)
	d.Gap()
	next := d.p.keyed("‹enter› opens it in the outbox: send it again, or let it go.")
	if item.Post != "" {
		next = d.p.keyed("‹enter› opens it in the calendar: another time, at once, or let it go.")
	}
	d.Say(d.Theme.Quiet, "", next)
}

// joy is a milestone, and the words that made it one.
func (d *drawing) joy(item *checkin.Item, more *detail) {
	t := d.Theme
	if len(item.Why) > 0 {
		d.Say(t.Good, "✦ ", item.Why[0]+".")
	}
	d.Say(t.Quiet, "", d.p.keyed("A word from you means a lot here. ‹e› says that you have seen it."))
	d.Gap()
	if more != nil && more.talk != nil && more.talk.ID != 0 {
		d.said(more.talk)
	} else if item.Text != "" {
		d.spoke(item)
	}
}
