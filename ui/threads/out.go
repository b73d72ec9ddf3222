package threads

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/leaving"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// out draws what we asked for and cannot be seen in the conversation yet, and
// what was said privately.
func (d *drawing) out(o *inbox.Outgoing) {
	if len(d.lines) > 0 {
		d.put("")
	}
	now := d.pane.now
	paint := outPaint(o, d.roles)
	state := leaving.State(o, now)
	if leaving.Held(o) && o.State == inbox.Queued {
		state += " · z takes it back"
	}
	who, name := d.pane.voices[o.Account], d.roles.Team
	head, tail := strings.TrimPrefix(who.called(), "@"), ""
	switch {
	case o.Kind.Private():
		name, tail = d.roles.Secret, "privately to @"+plain.Name(o.Whom.Called())
	case o.Kind == inbox.Edit:
		tail = "your edit"
	case !o.Kind.Speaks():
		state = pane.Line(state, max(0, d.width-16))
		d.put(" " + d.roles.Quiet.Put(pane.Line("· "+leaving.Words(o), max(0, d.width-4-pane.Width(state)))+"  ") + paint.Put(state))
		d.wayOut(o, paint)
		return
	}
	d.outHead(head, tail, state, name, paint)
	d.outBody(o, name)
}

// outHead is who speaks to whom, and what becomes of it: on one line, or on
// two, for neither may be cut.
func (d *drawing) outHead(head, tail, state string, name, paint theme.Paint) {
	room := d.width - 3
	head = pane.Line(head, max(0, min(24, room)))
	if tail = pane.Line(tail, max(0, room-pane.Width(head)-2)); tail != "" {
		tail = "  " + tail
	}
	state = pane.Line(state, max(0, d.width-4))
	gap := room - pane.Width(head) - pane.Width(tail) - pane.Width(state) + 1
	if gap >= 2 {
		d.put(" " + name.Put(head) + d.roles.Quiet.Put(tail+pane.Blank(gap)) + paint.Put(state))
		return
	}
	d.put(" " + name.Put(head) + d.roles.Quiet.Put(tail))
	d.put(" " + name.Put("┊ ") + paint.Put(state))
}

// outBody is the text, with a bar at its side: it is not there yet.
func (d *drawing) outBody(o *inbox.Outgoing, bar theme.Paint) {
	if o.Kind.Private() && o.State == inbox.Sent || o.State == inbox.Sending {
		bar = d.roles.Quiet
	}
	d.wayOut(o, bar)
	for _, line := range pane.Wrap(beginning(o.Text), max(1, min(d.width-6, 100))) {
		d.put(" " + bar.Put("┊ ") + d.roles.Soft.Put(line))
	}
}

// wayOut is the key for what stands still: above the text, which may be long.
func (d *drawing) wayOut(o *inbox.Outgoing, bar theme.Paint) {
	if o.State == inbox.Asks || o.State == inbox.Failed {
		d.put(" " + bar.Put("┊ ") + d.roles.Key.Put(d.pane.keyed("‹0›")) + " " + d.roles.Quiet.Put(pane.Line("opens the outbox: send, edit or drop it there", max(0, d.width-7))))
	}
}

func outPaint(o *inbox.Outgoing, roles *theme.Roles) theme.Paint {
	switch o.State {
	case inbox.Asks, inbox.Failed:
		return roles.Alarm
	case inbox.Unknown:
		return roles.Warn
	case inbox.Queued, inbox.Sending, inbox.Planned:
		return roles.Note
	case inbox.Sent, inbox.Dropped:
	}
	return roles.Quiet
}

// second says that one has passed of a countdown.
type second struct{}

// countDown asks for the next second while one is counted in the conversation
// that is shown.
func (p *Pane) countDown() tea.Cmd {
	if p.secondsOn || !p.counts() {
		return nil
	}
	p.secondsOn = true
	return p.env.NextSecond(second{})
}

// counts is whether something in the conversation under the cursor leaves
// soon.
func (p *Pane) counts() bool {
	r := p.current()
	if r == nil {
		return false
	}
	k := p.details.kept[r.ID]
	if k == nil {
		return false
	}
	for i := range k.talk.Out {
		if leaving.Counts(&k.talk.Out[i], p.now) {
			return true
		}
	}
	return false
}

func (p *Pane) passSecond() tea.Cmd {
	p.now, p.secondsOn = p.env.Now(), false
	return p.countDown()
}
