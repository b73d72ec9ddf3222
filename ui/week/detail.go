package week

import (
	"slices"
	"strings"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// textOf is what an item says where it has no variant.
func textOf(i *calendar.Item) string {
	if len(i.Post.Pool) > 0 {
		return i.Prompt
	}
	return i.Post.Text
}

// title is the line over an item: where it stands, and what it is called.
func (d *drawing) title(i *calendar.Item) {
	roles := &d.Theme.Roles
	sign := mark(i) + " " + word(i)
	bar := " "
	if d.p.zoom == opened {
		bar = roles.Accent.Put("▌")
	}
	tail := pane.Line(i.Post.Theme, 16)
	room := max(0, d.Width-6-pane.Width(sign+tail))
	title := pane.Line(words(i.Post.Title), room)
	if title == "" {
		title = pane.Line("(no text yet)", room)
	}
	d.Put(bar + paintOf(i.Status, roles).Put(sign) + "  " + roles.Strong.Put(title) +
		pane.Blank(room-pane.Width(title)+1) + roles.Quiet.Put(tail))
}

// when is the time of an item: by the clock of its zone, and by the viewer's.
func (d *drawing) when(i *calendar.Item) {
	t := d.Theme
	if i.Moment.At.IsZero() {
		d.say(t.Quiet, "", d.p.keyed("no time yet: ‹s› sets one, ‹Q› takes the next free slot"))
		return
	}
	parts := []string{d.p.sayMoment(i.Moment)}
	if zone := i.Moment.Zone; zone != "" && zone != d.p.zone().String() {
		parts[0] += " (" + pane.Line(zone, 30) + ")"
	}
	if yours := d.p.viewerTime(i.Moment); yours != "" {
		parts = append(parts, yours+" your time")
	}
	if left := pane.In(d.p.now, i.Moment.At); left != "" {
		parts = append(parts, "in "+left)
	}
	d.say(t.Soft, "", strings.Join(parts, " · "))
	if note := i.Moment.Note(); note != "" {
		d.say(t.Warn, "⚠ ", note)
	}
	if i.Post.Series() {
		d.say(t.Quiet, "↻ ", calendar.SayRule(i.Post))
	}
}

// viewerTime is a moment by the clock of whoever looks, "" if it shows the
// same there.
func (p *Pane) viewerTime(m calendar.Moment) string {
	zone, err := calendar.LoadZone(m.Zone)
	if err != nil {
		return ""
	}
	here := m.At.In(p.now.Location())
	_, mine := here.Zone()
	if _, theirs := m.At.In(zone).Zone(); mine == theirs {
		return ""
	}
	if calendar.DayOf(here) != calendar.DayOf(m.At.In(zone)) {
		return here.Format("Mon 15:04")
	}
	return here.Format("15:04")
}

// facts are what else is known of a post, in a line.
func (d *drawing) facts(i *calendar.Item) {
	post := &i.Post
	var parts []string
	if post.Event != nil {
		parts = append(parts, "event: "+pane.Line(post.Event.Kind, 20))
	}
	for _, tag := range post.Tags[:min(len(post.Tags), 8)] {
		parts = append(parts, "#"+pane.Line(tag, 20))
	}
	if post.Campaign != "" {
		parts = append(parts, "campaign "+pane.Line(post.Campaign, 24))
	}
	if post.For != "" {
		parts = append(parts, "belongs to "+pane.Line(post.For, 30))
	}
	if len(post.Pool) > 0 {
		parts = append(parts, plural(len(post.Pool), "text")+" take turns")
	}
	if post.Floats {
		parts = append(parts, "moves up when a slot is free")
	}
	if len(parts) > 0 {
		d.say(d.Theme.Quiet, "", strings.Join(parts, " · "))
	}
	if post.Note != "" {
		d.say(d.Theme.Note, "✎ ", post.Note)
	}
	if post.From != "" {
		d.say(d.Theme.Quiet, "from ", post.From)
	}
}

// changed tells how a text differs from what was approved.
func (d *drawing) changed(i *calendar.Item) {
	c := i.Consent
	switch {
	case c == nil:
	case c.Holds(i.Post):
		d.say(d.Theme.Good, "✓ ", "approved by "+pane.Line(c.By, 24)+", "+when.Say(c.At, d.p.now))
	default:
		d.say(d.Theme.Warn, "± ", "changed since "+pane.Line(c.By, 24)+" approved it, "+when.Say(c.At, d.p.now)+": [-what went-] {+what came+}")
		d.Runs(d.Theme.Quiet.Put("┃ "), page.Difference(c.Says, i.Post.Says(), d.Theme)...)
	}
}

// body is the text of an item, or what there is instead.
func (d *drawing) body(i *calendar.Item) {
	text := textOf(i)
	switch {
	case text != "":
		d.Text(d.Theme.Text, d.Theme.Quiet.Put("┃ "), text)
	case len(i.Post.Pool) > 0:
		d.say(d.Theme.Warn, "", "Every text of the pool has still to rest: this time nothing goes out.")
	default:
		d.say(d.Theme.Quiet, "", d.p.keyed("Nothing is written yet: ‹e› writes."))
	}
}

// channels are the places of an item, each with who publishes there and what
// became of it.
func (d *drawing) channels(i *calendar.Item) {
	if len(i.Post.To)+len(i.Deliveries) == 0 {
		d.say(d.Theme.Quiet, "", d.p.keyed("goes nowhere yet: ‹c› chooses the channels"))
		return
	}
	shown := map[calendar.Place]bool{}
	for k := range i.Deliveries {
		d.delivery(i, &i.Deliveries[k])
		shown[i.Deliveries[k].Place] = true
	}
	for _, at := range i.Post.To {
		if !shown[at] {
			d.promise(i, at)
		}
	}
}

// delivery is what became of an item in one channel.
func (d *drawing) delivery(i *calendar.Item, one *calendar.Delivery) {
	t := d.Theme
	left := stateSign(one.State) + " " + pane.Line(one.String(), max(8, d.Width/2))
	words := d.p.keyed(stateWords(one.State, one.Mode, one.Platform))
	if !one.SentAt.IsZero() {
		words += " " + when.Say(one.SentAt, d.p.now)
	}
	d.place(left, d.count(i, one.Place, one.Platform), words, func(s string) string { return statePaint(one.State, &t.Roles).Put(s) })
	if one.Trouble != "" {
		d.say(t.Alarm, "    ", "“"+one.Trouble+"”")
	}
	if one.Why != "" {
		d.say(t.Warn, "    ", one.Why)
	}
	d.result("24 h", one.Day)
	d.result("7 d", one.Week)
	if one.Link != "" {
		d.say(t.Quiet, "    ", one.Link)
	}
}

// result is what a published post got.
func (d *drawing) result(after string, r *calendar.Result) {
	if r == nil {
		return
	}
	words := "after " + after + ": "
	if !r.Final {
		words = "so far, of " + after + ": "
	}
	words += replies(r.Replies) + " · " + plural(r.Reactions, "reaction") + " · " + people(r.People)
	d.say(d.Theme.Good, "    ", words)
}

func replies(n int) string { return plural(n, "reply") }

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return thousands(n) + " people"
}

// promise is what will become of an item in a channel.
func (d *drawing) promise(i *calendar.Item, at calendar.Place) {
	room, known := d.p.room(at)
	words, sign := "", "◷"
	switch {
	case !known:
		words, sign = "not connected yet", "○"
	case room.Lacks != "":
		words, sign = room.Lacks, "✗"
	default:
		words = whoPosts(room.Mode, room.Platform)
		if room.Mode == calendar.Native {
			sign = "◆"
		}
	}
	d.place(sign+" "+pane.Line(at.String(), max(8, d.Width/2)), d.count(i, at, room.Platform), words, func(s string) string { return d.Theme.Soft.Put(s) })
}

// place is a channel on one line, or, where that does not do, on two.
func (d *drawing) place(name, count, words string, paint func(string) string) {
	t := d.Theme
	over := strings.HasSuffix(count, "!")
	counted := t.Quiet
	if over {
		counted = t.Alarm
	}
	const names = 22
	room := d.Width - 2 - max(names, pane.Width(name)) - 2 - pane.Width(count)
	if room >= pane.Width(words) {
		d.Put(" " + paint(pane.Cell(name, max(names, pane.Width(name)))) + " " + t.Soft.Put(pane.Cell(words, room)) + " " + counted.Put(count))
		return
	}
	room = max(0, d.Width-3-pane.Width(count))
	d.Put(" " + paint(pane.Cell(name, room)) + " " + counted.Put(count))
	d.say(t.Soft, "  ", words)
}

// count is how long the text is in a place, and how long it may be.
func (d *drawing) count(i *calendar.Item, at calendar.Place, platform inbox.Platform) string {
	room, known := d.p.room(at)
	text := i.TextAt(at, platform)
	if !known || text == "" {
		return ""
	}
	return counted(room, d.p.tagged(i, room, text))
}

// counted is a text's length beside the most that a room takes; a ! stands
// behind what is too long.
func counted(room calendar.Room, text string) string {
	n := calendar.Count(room.Platform, text)
	if room.Length <= 0 {
		return thousands(n)
	}
	count := thousands(n) + "/" + thousands(room.Length)
	if n > room.Length {
		count += " !"
	}
	return count
}

// ownWarnings are what can be said of an item without asking anybody.
func (p *Pane) ownWarnings(i *calendar.Item) []calendar.Warning {
	var all []calendar.Warning
	add := func(kind, text string) { all = append(all, calendar.Warning{Kind: kind, Text: text}) }
	if len(i.Post.To) == 0 {
		add("place", p.keyed("It goes nowhere yet: ‹c› chooses the channels."))
	}
	if !i.Moment.At.IsZero() && i.Moment.At.Before(p.now) && !i.Post.Series() {
		add("time", "That time is past: it would count as missed.")
	}
	for _, at := range i.Post.To {
		room, known := p.room(at)
		text := p.tagged(i, room, i.TextAt(at, room.Platform))
		switch {
		case !known:
			add("place", pane.Line(at.String(), 40)+" is not connected: it waits until it is.")
		case room.Lacks != "":
			add("place", pane.Line(at.String(), 40)+": "+pane.Line(room.Lacks, 200))
		case room.Length > 0 && calendar.Count(room.Platform, text) > room.Length:
			add("length", "Too long for "+pane.Line(at.String(), 40)+": "+strings.TrimSuffix(counted(room, text), " !")+p.keyed(". ‹V› writes a variant."))
		}
	}
	if slices.ContainsFunc([]string{i.Post.Text, i.Prompt}, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		return all
	}
	add("length", p.keyed("There is no text yet: ‹e› writes it."))
	return all
}
