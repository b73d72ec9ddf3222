package threads

import (
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// textRoom is how much of one message is wrapped and shown: what is longer is
// a file that somebody has pasted, and the browser shows it better.
const textRoom = 32 << 10

// kept is a drawing that is made once for a look.
type kept struct {
	look  look
	lines []string
	marks map[int64]int // the line on which a message begins
	out   int           // and the newest of what has not left, -1 if all has
}

// talkLines is the conversation as it is read, from its first line on, every
// line as wide as asked.
func (p *Pane) talkLines(r *row, width int) []string {
	k := p.details.kept[r.ID]
	if k == nil {
		return p.firstLines(r, width)
	}
	look := p.look(width)
	if p.counts() {
		look.second = p.now.Unix()
	}
	if k.said.lines == nil || k.said.look != look {
		d := drawing{pane: p, roles: &p.env.Theme.Roles, width: width, marks: map[int64]int{}, outs: -1}
		d.talk(&k.talk)
		k.said = kept{look, pane.Fill(d.lines, width, len(d.lines)), d.marks, d.outs}
	}
	return k.said.lines
}

// firstLines is what is known of a conversation before it has been read.
func (p *Pane) firstLines(r *row, width int) []string {
	d := drawing{pane: p, roles: &p.env.Theme.Roles, width: width}
	d.utterance(&inbox.Utterance{Author: r.Opener, Kind: inbox.Said, Text: r.Text, SentAt: r.OpenedAt})
	return pane.Fill(d.lines, width, len(d.lines))
}

// drawing is a column of painted lines that grows downwards.
type drawing struct {
	pane  *Pane
	roles *theme.Roles
	width int
	lines []string
	marks map[int64]int
	outs  int
}

func (d *drawing) put(line string) { d.lines = append(d.lines, line) }

// talk draws messages and notes in the order of their times.
func (d *drawing) talk(t *inbox.Talk) {
	notes := t.Notes
	for i := range t.Said {
		for len(notes) > 0 && notes[0].At.Before(t.Said[i].SentAt) {
			d.note(&notes[0])
			notes = notes[1:]
		}
		d.marks[t.Said[i].ID] = len(d.lines)
		d.utterance(&t.Said[i])
	}
	for i := range notes {
		d.note(&notes[i])
	}
	for i := range t.Out {
		if o := &t.Out[i]; o.Kind.Speaks() && !o.State.Settled() {
			d.outs = len(d.lines)
			if d.outs > 0 {
				d.outs++ // the blank line before it
			}
		}
		d.out(&t.Out[i])
	}
}

// utterance is one message: who and when, then what.
func (d *drawing) utterance(u *inbox.Utterance) {
	if len(d.lines) > 0 {
		d.put("")
	}
	if u.Kind != inbox.Said {
		text := pane.Line(u.Author.Called()+" "+notice(u), max(0, d.width-20))
		d.put(d.roles.Quiet.Put(" · " + text + "  " + when.Say(u.SentAt, d.pane.now)))
		return
	}
	d.headOf(u)
	d.body(u)
	d.tail(u)
}

func notice(u *inbox.Utterance) string {
	switch u.Kind {
	case inbox.Joined:
		return "joined"
	case inbox.Left:
		return "left"
	case inbox.Said, inbox.Notice:
	}
	return u.Text
}

func (d *drawing) headOf(u *inbox.Utterance) {
	said := when.Say(u.SentAt, d.pane.now)
	if !u.EditedAt.IsZero() && !u.Deleted {
		said = "edited · " + said
	}
	called := plain.Name(u.Author.Called())
	paint, tail := d.roles.Strong, ""
	switch u.Author.Role {
	case inbox.Team:
		paint, tail = d.roles.Team, "  team"
	case inbox.Bot:
		paint, tail = d.roles.Soft, "  bot"
	case inbox.Community:
	}
	if u.Beside {
		tail += "  in the channel, by name"
	}
	mark := ""
	if plain.Lookalike(u.Author.Called()) {
		mark, tail = "⚠ ", tail+"  name imitates another"
	}
	room := d.width - 3 - pane.Width(said)
	called = pane.Line(called, room-pane.Width(mark))
	tail = pane.Line(tail, room-pane.Width(mark)-pane.Width(called)-2)
	if tail != "" {
		tail = "  " + tail
	}
	gap := max(1, room-pane.Width(mark)-pane.Width(called)-pane.Width(tail)+1)
	d.put(" " + d.roles.Alarm.Put(mark) + paint.Put(called) + d.roles.Quiet.Put(tail+pane.Blank(gap)+said))
}

// beginning is as much of a text as is shown.
func beginning(text string) string {
	if len(text) <= textRoom {
		return text
	}
	return strings.ToValidUTF8(text[:textRoom], "")
}

func (d *drawing) body(u *inbox.Utterance) {
	if u.Deleted {
		d.put("   " + d.roles.Quiet.Put("message deleted"))
		return
	}
	text, more := u.Text, ""
	if text = beginning(text); len(text) < len(u.Text) {
		more = "… " + strconv.Itoa((len(u.Text)-textRoom)>>10) + d.pane.keyed(" KB more: ‹o› opens it in the browser")
	}
	for _, line := range pane.Wrap(text, min(d.width-4, 100)) {
		paint := d.roles.Text
		if strings.HasPrefix(line, ">") {
			paint = d.roles.Quiet
		}
		d.put("   " + paint.Put(line))
	}
	if more != "" {
		d.put("   " + d.roles.Quiet.Put(pane.Line(more, d.width-4)))
	}
}

// tail is what hangs on a message: reactions and files.
func (d *drawing) tail(u *inbox.Utterance) {
	var parts []string
	for _, r := range u.Reactions {
		parts = append(parts, pane.Line(":"+r.Name+":", 24)+" "+strconv.Itoa(r.Count))
	}
	if len(parts) > 0 {
		d.put("   " + d.roles.Quiet.Put(pane.Line(strings.Join(parts, "   "), d.width-4)))
	}
	for _, f := range u.Files {
		d.put("   " + d.roles.Soft.Put(pane.Line("▤ "+f.Name+"  "+f.Type+"  "+bytes(f.Size), d.width-4)))
	}
}

// note is what only we can read: a bar of its own colour at its side.
func (d *drawing) note(n *inbox.Note) {
	if len(d.lines) > 0 {
		d.put("")
	}
	said := when.Say(n.At, d.pane.now)
	who := pane.Line("note by "+n.Actor, d.width-6-pane.Width(said))
	gap := pane.Blank(max(1, d.width-4-pane.Width(who)-pane.Width(said)-1))
	d.put(" " + d.roles.Note.Put("┃ ✎ "+who) + d.roles.Quiet.Put(gap[min(1, len(gap)-1):]+said))
	for _, line := range pane.Wrap(n.Text, min(d.width-6, 100)) {
		d.put(" " + d.roles.Note.Put("┃ "+line))
	}
}

func bytes(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1<<20:
		return strconv.FormatInt(n>>10, 10) + " KB"
	}
	return strconv.FormatInt(n>>20, 10) + " MB"
}

// talkTitle is the line over a conversation: where, how much, how long, and
// how it stands.
func (p *Pane) talkTitle(r *row, width int) string {
	roles := &p.env.Theme.Roles
	bar := " "
	if p.focus == onTalk || p.zoomed {
		bar = roles.Accent.Put("▌")
	}
	name := pane.Line(channelName(r.Channel), width/2)
	facts := " · " + plural(r.Replies+1, "message") + " · " + string(r.State) + " " + pane.Ago(p.now, stateSince(&r.Conversation))
	bare := *r // the number of messages is said already
	bare.Replies = 0
	badges, w := p.badges(&bare, roles, true, "", max(0, width-pane.Width(name+facts)-6))
	gap := pane.Blank(max(1, width-3-pane.Width(name)-pane.Width(facts)-w))
	return pane.Fit(bar+roles.Strong.Put(name)+p.env.Link(roles.Quiet.Put(facts), r.Permalink)+roles.Quiet.Put(gap)+badges, width)
}

// stateSince is what the age of a state is counted from.
func stateSince(c *inbox.Conversation) time.Time {
	if c.State == inbox.Open {
		return c.OpenedAt
	}
	return c.LastAt
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
