package coverage

import (
	"strings"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// layout is on which line what begins; -1 is nowhere. The arithmetic of the
// page is here.
type layout struct {
	blocks, blocksHeight int
	rule, heading, list  int
}

func (p *Pane) layout() layout {
	l := layout{blocks: -1, rule: -1, heading: -1, list: p.height}
	if len(p.accounts) == 0 || p.height < 5 {
		return l
	}
	at := 1
	airy := p.height >= 26
	if airy {
		at++
	}
	room := (p.height - at) * 2 / 5
	lines, _ := p.blocks(p.width, room)
	l.blocks, l.blocksHeight = at, len(lines)
	at += len(lines)
	if airy {
		at++
	}
	l.rule = at
	at++
	if p.height >= 8 {
		l.heading = at
		at++
	}
	l.list = min(at, p.height)
	return l
}

// rows is how many channels are in sight.
func (p *Pane) rows() int { return max(0, p.height-p.layout().list) }

// View implements [pane.Pane].
func (p *Pane) View() string {
	if p.width <= 0 || p.height <= 0 {
		return strings.Repeat("\n", max(0, p.height-1))
	}
	if len(p.accounts) == 0 {
		return strings.Join(pane.Fill(p.emptyLines(), p.width, p.height), "\n")
	}
	lines := make([]string, p.height)
	l := p.layout()
	lines[0] = p.verdictLine()
	if l.blocks >= 0 {
		blocks, _ := p.blocks(p.width, l.blocksHeight)
		copy(lines[l.blocks:], blocks)
	}
	if l.rule >= 0 {
		lines[l.rule] = p.rule()
	}
	if l.heading >= 0 {
		lines[l.heading] = p.heading(p.width)
	}
	for i := l.list; i < p.height; i++ {
		if n := p.list.top + i - l.list; n < len(p.list.rows) {
			lines[i] = p.draw(&p.list.rows[n], n == p.list.cursor, p.width)
		}
	}
	if len(p.list.rows) == 0 && l.list+1 < p.height {
		lines[l.list+1] = p.nothingLine()
	}
	p.putLegend(lines, l.list+len(p.list.rows))
	return strings.Join(pane.Fill(lines, p.width, p.height), "\n")
}

func (p *Pane) verdictLine() string {
	t := p.env.Theme
	s, text := p.verdict()
	mark, paint := sign(s, &t.Roles)
	words := t.Strong
	switch s {
	case stopped:
		words = t.Alarm
	case failing, old:
		words = t.Warn
	case waiting, syncing, begun, fresh, live, synced, paused, imported:
	}
	return " " + paint.Put(mark) + " " + words.Put(pane.Line(text, p.width-4))
}

// rule is the line between the accounts and the channels: whose they are, what
// can be done to the list as a whole, and where the cursor is.
func (p *Pane) rule() string {
	if p.filter != nil {
		return p.filterLine(p.width)
	}
	t := p.env.Theme
	line := func(cells int) string { return t.Rule.Put(strings.Repeat("─", max(0, cells))) }
	whose := " channels "
	switch {
	case p.shown >= 0:
		whose = " " + pane.Line(plain.Name(p.accounts[p.shown].Account), 24) + " "
	case len(p.accounts) > 1:
		whose = " all accounts "
	}
	filter := ""
	if p.list.typed != "" {
		filter = "/ " + pane.Line(p.list.typed, 20) + " "
	}
	keys := p.keyed(" ‹/› filter · ‹o› by ") + string(p.list.sorted()) + " ·"
	if len(p.accounts) > 1 {
		keys = p.keyed(" ‹tab› account ·") + keys
	}
	place := ""
	if n := len(p.list.rows); n > 0 {
		place = " " + number(p.list.cursor+1) + " of " + number(n) + " "
	}
	room := p.width - 1 - pane.Width(whose) - pane.Width(filter)
	if place == "" || pane.Width(keys+place)+2 > room {
		keys = ""
	}
	if pane.Width(place)+2 > room {
		place = ""
	}
	return line(1) + t.Accent.Put(whose+filter) + line(room-pane.Width(keys+place)) + t.Quiet.Put(keys+place)
}

// legend says what the columns mean.
const legend = "complete: from when to when all is here · lag: how long ago we looked · " +
	"verified: when all of it was last compared with the platform"

// putLegend writes the legend at the foot of a page that has room for it below
// the line before which it is used.
func (p *Pane) putLegend(lines []string, used int) {
	if p.width < 76 || len(p.list.rows) == 0 {
		return
	}
	words := pane.Wrap(legend, p.width-6)
	first := len(lines) - len(words)
	if first < used+1 {
		return
	}
	for i, line := range words {
		lines[first+i] = "   " + p.env.Theme.Quiet.Put(line)
	}
}

// nothingLine says why there is no channel.
func (p *Pane) nothingLine() string {
	t := p.env.Theme
	if p.list.typed != "" {
		return "   " + t.Strong.Put("No channel of that name. ") + t.Key.Put("esc") + t.Quiet.Put(" clears the filter")
	}
	return "   " + t.Quiet.Put(pane.Line("No channel is known yet: the first round finds them.", p.width-4))
}

// emptyLines say how to begin.
func (p *Pane) emptyLines() []string {
	t := p.env.Theme
	switch {
	case p.failed:
		failed := pane.Line("How the rounds stand could not be read.", p.width-4)
		return []string{"", "  " + t.Alarm.Put(failed), "  " + t.Key.Put("ctrl+r") + t.Quiet.Put(" tries again")}
	case !p.loaded:
		return []string{"", "  " + t.Quiet.Put("Reading…")}
	}
	lines := []string{"", "  " + t.Strong.Put(pane.Line("No account is connected: there is nothing to keep up with yet.", p.width-4)), ""}
	for _, step := range [][2]string{
		{"rounds connect", "read Slack, Discord, Discourse or Mastodon, and keep up with it"},
		{"rounds import", "read an export once: of Slack, of Discord, of Mastodon"},
		{"rounds demo", "a living community to try things on; nothing of yours is touched"},
	} {
		if p.width < 96 {
			lines = append(lines, "  "+t.Key.Put(step[0]), "    "+t.Soft.Put(pane.Line(step[1], p.width-6)), "")
			continue
		}
		lines = append(lines, "  "+t.Key.Put(pane.Cell(step[0], 26))+t.Soft.Put(step[1]))
	}
	return lines
}
