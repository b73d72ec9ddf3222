package threads

import (
	"cmp"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/query"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// look is everything that a drawing depends on besides what is drawn.
type look struct {
	width    int
	minute   int64 // ages are told in minutes,
	second   int64 // and what leaves soon in seconds
	version  int   // of the theme
	selected light
	marked   bool
	asks     bool
	accounts bool
	implied  string // the badge that every row of the section would bear
	query.Sort
}

// light is how a row is lit.
type light int

const (
	unlit light = iota
	lit         // the keys act on it
	dim         // they would, if the list had the focus
)

func (p *Pane) look(width int) look {
	return look{width: width, minute: p.now.Unix() / 60, version: p.env.Theme.Version}
}

// draw is the row as a ready line, drawn once for every look. It is the one
// thing that drawing changes: what is kept can be thrown away at any time.
func (p *Pane) draw(r *row, k look) string {
	if line, ok := r.drawn[k]; ok {
		return line
	}
	if r.drawn == nil || len(r.drawn) > 8 { // a new minute or width makes all others useless
		r.drawn = map[look]string{}
	}
	line := p.drawRow(r, k)
	r.drawn[k] = line
	return line
}

// columns are the widths of a row's columns; text has what is left.
type columns struct{ account, channel, author int }

func columnsFor(k look) columns {
	c := columns{channel: 10, author: 12}
	switch {
	case k.width < 60:
		c = columns{channel: 0, author: 10}
	case k.width >= 150:
		c = columns{channel: 18, author: 20}
	case k.width >= 100:
		c = columns{channel: 14, author: 16}
	}
	if k.accounts && k.width >= 80 {
		c.account = 8
	}
	return c
}

func (p *Pane) drawRow(r *row, k look) string {
	roles := &p.env.Theme.Roles
	bar := roles.Text.Put(" ")
	switch k.selected {
	case lit:
		roles, bar = &p.env.Theme.Lit, p.env.Theme.Lit.Accent.Put("▌")
	case dim:
		roles, bar = &p.env.Theme.Dim, p.env.Theme.Dim.Quiet.Put("▏")
	case unlit:
	}
	c := columnsFor(k)
	at := r.LastAt
	if k.Sort == query.Oldest {
		at = r.OpenedAt
	}
	line := bar + sign(r, k.marked, roles) + p.agePaint(r, roles).Put(pane.CellRight(pane.Ago(p.now, at), 4)+"  ")
	used := 8
	for _, column := range []struct {
		width int
		text  string
		paint theme.Paint
	}{{c.account, r.Account, roles.Quiet}, {c.channel, channelName(r.Channel), roles.Soft}} {
		if column.width > 0 {
			line += column.paint.Put(pane.Cell(column.text, column.width)) + roles.Text.Put("  ")
			used += column.width + 2
		}
	}
	line += authorCell(r.Opener, c.author, r.Unread > 0, roles) + roles.Text.Put("  ")
	rest := k.width - used - c.author - 2 - 1 // a blank at the right edge
	if rest <= 0 {
		return pane.Fit(line, k.width)
	}
	badges, w := p.badges(r, roles, k.width >= 100, k.implied, min(rest*3/5, max(0, rest-12)))
	room := rest - w - 2
	line += p.headline(r, room, roles) + roles.Text.Put("  ") + badges + roles.Text.Put(" ")
	return pane.Fit(line, k.width)
}

// sign is the cell beside the bar: marked, unread, or neither.
func sign(r *row, marked bool, roles *theme.Roles) string {
	switch {
	case marked:
		return roles.Accent.Put("◆")
	case r.Unread > 0:
		return roles.Accent.Put("●")
	}
	return roles.Text.Put(" ")
}

func (p *Pane) agePaint(r *row, roles *theme.Roles) theme.Paint {
	if p.late(&r.Conversation) {
		return roles.Warn
	}
	return roles.Quiet
}

// headline is what was asked and, where there is room, what was said last.
func (p *Pane) headline(r *row, room int, roles *theme.Roles) string {
	paint := roles.Soft
	if r.Unread > 0 {
		paint = roles.Text
	}
	text := r.Text
	if plain.Line(pane.Line(text, 8)) == "" {
		text = "(no text)"
		paint = roles.Quiet
	}
	head := pane.Line(text, room)
	rest := room - pane.Width(head)
	if r.Replies == 0 || rest < 24 {
		return paint.Put(head + pane.Blank(rest))
	}
	last := pane.Line("  ↳ "+r.Last.Called()+": "+r.LastText, rest-2)
	return paint.Put(head+"  ") + roles.Quiet.Put(last+pane.Blank(rest-2-pane.Width(last)))
}

// authorCell is a name with what a person must know about who bears it: one of
// us, a machine, or somebody who wants to be taken for another.
func authorCell(a inbox.Author, width int, unread bool, roles *theme.Roles) string {
	paint, tail, mark := roles.Soft, "", ""
	if unread {
		paint = roles.Unread
	}
	switch a.Role {
	case inbox.Team:
		paint, tail = roles.Team, " team"
	case inbox.Bot:
		paint, tail = roles.Quiet, " bot"
	case inbox.Community:
	}
	if plain.Lookalike(a.Called()) {
		mark = "⚠ "
	}
	name := pane.Line(plain.Name(a.Called()), width-len(tail)-pane.Width(mark))
	blank := pane.Blank(width - pane.Width(mark) - pane.Width(name) - len(tail))
	return roles.Alarm.Put(mark) + paint.Put(name) + roles.Quiet.Put(tail+blank)
}

func channelName(c inbox.Channel) string {
	if c.Kind == inbox.Direct {
		return cmp.Or(c.Name, "direct")
	}
	return "#" + cmp.Or(c.Name, c.ID)
}
