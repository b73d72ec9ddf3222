package week

import (
	"strings"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/markup"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// tagged is a text with its links tagged, as it will be published in a room.
func (p *Pane) tagged(i *calendar.Item, room calendar.Room, text string) string {
	return p.board.settings.UTM.Tag(text, map[string]string{
		"platform": string(room.Platform), "campaign": i.Post.Campaign, "post_id": i.Post.Key, "channel": room.Channel, "theme": i.Post.Theme,
	})
}

// shows draws an item as each of its channels will show it.
func (d *drawing) shows(i *calendar.Item) {
	if len(i.Post.To) == 0 {
		d.say(d.Theme.Quiet, "", d.p.keyed("It goes nowhere yet, so nobody can say how it will look: ‹c› chooses the channels."))
		return
	}
	for n, at := range i.Post.To {
		room, known := d.p.room(at)
		text := d.p.tagged(i, room, i.TextAt(at, room.Platform))
		if n > 0 && d.p.sameAsBefore(i, n, room.Platform, text) {
			continue
		}
		head, count := "as seen in "+d.p.alike(i, n, room.Platform, text), ""
		if known {
			count = counted(room, text)
		} else {
			head = pane.Line(at.String(), 40) + ", not connected: the text as it is written"
		}
		d.heading(head, count)
		for _, line := range page.Rendered(room.Platform, page.Beginning(text), max(1, d.Width-3), d.Theme) {
			d.Put(" " + d.Theme.Rule.Put("│ ") + line)
		}
	}
}

// words are a line of text without the signs of its markup, for where it is a
// title.
func words(line string) string {
	if len(line) > 400 || !strings.ContainsAny(line, "*_[`~") {
		return line
	}
	var b strings.Builder
	for _, span := range markup.Spans(inbox.Discourse, line) {
		b.WriteString(span.Text)
	}
	return b.String()
}

// sameAsBefore reports whether a place before the nth shows the same.
func (p *Pane) sameAsBefore(i *calendar.Item, n int, platform inbox.Platform, text string) bool {
	for _, at := range i.Post.To[:n] {
		if room, known := p.room(at); known && room.Platform == platform && p.tagged(i, room, i.TextAt(at, platform)) == text {
			return true
		}
	}
	return false
}

// alike are the places from the nth on that show the same, by name.
func (p *Pane) alike(i *calendar.Item, n int, platform inbox.Platform, text string) string {
	var names []string
	for _, at := range i.Post.To[n:] {
		if room, _ := p.room(at); room.Platform == platform && p.tagged(i, room, i.TextAt(at, platform)) == text {
			names = append(names, pane.Line(at.String(), 40))
		}
	}
	return strings.Join(names, ", ")
}

// heading is a small heading with a count at its right.
func (d *drawing) heading(words, count string) {
	d.Gap()
	paint := d.Theme.Quiet
	if strings.HasSuffix(count, "!") {
		paint = d.Theme.Alarm
	}
	room := max(0, d.Width-3-pane.Width(count))
	d.Put(d.Theme.Soft.Put(" "+pane.Cell(words, room)) + " " + paint.Put(count))
}

// sayTwin names something that says nearly the same.
func sayTwin(twin calendar.Twin, now time.Time) string {
	verb := "said"
	if twin.At.After(now) {
		verb = "planned"
	}
	return "Nearly the same was " + verb + " in " + pane.Line(twin.Where, 40) + ", " + when.Say(twin.At, now) + ": “" + pane.Line(twin.Text, 60) + "”"
}
