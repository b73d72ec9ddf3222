package week

import (
	"strings"

	"rounds/calendar"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// listLines are the days below each other: a head for each, and what stands on
// it. The cursor is always in sight.
func (p *Pane) listLines(width, height int) []string {
	t := p.env.Theme
	var lines []string
	at := 0
	var of []spot
	for i := range p.columns {
		day := p.columns[i].Day
		all := p.entries(day)
		if day == p.day {
			at = len(lines)
		}
		lines, of = append(lines, p.dayHead(day, len(all), width)), append(of, spot{day, 0})
		for k := range all {
			roles, bar := &t.Roles, " "
			if day == p.day && k == p.spot {
				roles, bar = &t.Lit, "▌"
				at = len(lines)
			}
			lines, of = append(lines, p.rowLine(&all[k], width, roles, bar)), append(of, spot{day, k})
		}
	}
	p.top = min(p.top, max(0, at-2))
	p.top = max(p.top, at-height+2)
	p.top = max(0, min(p.top, len(lines)-height))
	p.noteList(of[p.top:min(len(of), p.top+height)])
	return pane.Fill(lines[p.top:], width, height)
}

// dayHead is the line over a day.
func (p *Pane) dayHead(day calendar.Day, count, width int) string {
	t := p.env.Theme
	paint, bar := t.Soft, " "
	switch {
	case day == p.today():
		paint = t.Accent
	case day < p.today():
		paint = t.Quiet
	}
	if day == p.day {
		bar = "▸"
	}
	name := day.Format("Mon 2 Jan")
	tail := ""
	switch {
	case day == p.today() && count == 0:
		tail = "today · nothing"
	case day == p.today():
		tail = "today"
	case count == 0:
		tail = "nothing"
	}
	themes := pane.Line(p.themes(day), 24)
	if themes != "" {
		name = pane.Cell(name, 10) + "  "
		themes += " "
	} else {
		name += " "
	}
	if tail != "" {
		tail = " " + tail + " "
	}
	rule := max(0, width-2-pane.Width(name+themes+tail))
	return pane.Fit(t.Accent.Put(bar)+paint.Put(name)+t.Quiet.Put(themes)+t.Rule.Put(strings.Repeat("╌", rule))+t.Quiet.Put(tail), width)
}

// rowLine is one thing on a day, or in the backlog, as one line.
func (p *Pane) rowLine(e *entry, width int, roles *theme.Roles, bar string) string {
	if width <= 0 {
		return ""
	}
	at := clock(e.minute)
	switch e.kind {
	case aSlot:
		return pane.Fit(roles.Accent.Put(bar)+roles.Quiet.Put("   "+pane.Cell(at+"  ╌ "+pane.Line(e.slot.Theme, 30), width-4)), width)
	case aShadow:
		return pane.Fit("    "+roles.Quiet.Put(at+"  ┄ moved"), width)
	case anItem:
	}
	i := &e.item
	if i.Moment.At.IsZero() {
		at = "     "
	}
	if m := p.moving; m != nil && m.item.ID() == i.ID() {
		bar = "▶"
	}
	words := pane.Line(word(i), 12)
	if width < 60 {
		words = ""
	}
	topic := ""
	if width >= 84 {
		topic = pane.Line(i.Post.Theme, 14)
	}
	letters := pane.Cell(glyphs(i.Post.To), min(7, width/6))
	room := max(0, width-12-pane.Width(letters)-pane.Width(topic)-pane.Width(words)-4)
	paint := roles.Text
	if i.Status == calendar.Cancelled {
		paint = roles.Struck
	}
	title := pane.Line(p.called(i), room)
	line := roles.Accent.Put(bar) + roles.Text.Put(" ") + paintOf(i.Status, roles).Put(mark(i)) + roles.Soft.Put(" "+at+"  ") + roles.Quiet.Put(letters+" ") +
		paint.Put(title) + roles.Text.Put(pane.Blank(room-pane.Width(title)+1)) + roles.Quiet.Put(topic+" ") +
		paintOf(i.Status, roles).Put(words) + roles.Text.Put("  ")
	return pane.Fit(line, width)
}

// backlogLines are the ideas and drafts, below each other.
func (p *Pane) backlogLines(width, height int) []string {
	t := p.env.Theme
	all := p.backlog()
	if len(all) == 0 {
		d := p.drawing(width)
		d.Put("")
		d.say(t.Strong, "", "No idea and no draft waits here.")
		d.Gap()
		d.keys("i", "capture an idea, from anywhere", "C", "new post")
		return pane.Fill(d.Lines, width, height)
	}
	lines := make([]string, len(all))
	for n := range all {
		roles, bar := &t.Roles, " "
		if n == p.row {
			roles, bar = &t.Lit, "▌"
		}
		lines[n] = p.rowLine(&entry{kind: anItem, item: all[n]}, width, roles, bar)
	}
	return pane.Fill(p.around(lines, height), width, height)
}

// around are the lines of a list around its cursor.
func (p *Pane) around(lines []string, height int) []string {
	p.top = max(0, min(p.top, p.row, len(lines)-height))
	p.top = max(p.top, p.row-height+1)
	p.noteRows(p.frame.head, stretch{0, p.frame.width}, p.at, p.top, min(len(lines), p.top+height))
	return lines[min(p.top, len(lines)):]
}

// ideasLines are the backlog as a column beside the week.
func (p *Pane) ideasLines(width, height int) []string {
	t := p.env.Theme
	head := t.Text
	line := t.Rule.Put(strings.Repeat("─", width))
	if p.at == onBacklog {
		head, line = t.Accent, t.Accent.Put(strings.Repeat("━", width))
	}
	lines := []string{pane.Fit("  "+head.Put("Ideas and drafts"), width), pane.Fit("  "+t.Quiet.Put(p.keyed("‹tab› goes there · ‹Q›, ‹s› plan it")), width), line}
	all := p.backlog()
	if len(all) == 0 {
		lines = append(lines, pane.Fit("  "+t.Quiet.Put(p.keyed("none: ‹i› captures an idea")), width))
	}
	var rows []string
	at := 0
	for n := range all {
		roles, bar := &t.Roles, " "
		if n == p.row && p.at == onBacklog {
			roles, bar, at = &t.Lit, "▌", len(rows)
		}
		i := &all[n]
		tail := pane.Line(i.Post.Theme, 12)
		title := pane.Line(p.called(i), max(0, width-5-pane.Width(tail)))
		used := 4 + pane.Width(title) + pane.Width(tail)
		rows = append(rows, roles.Accent.Put(bar)+paintOf(i.Status, roles).Put(mark(i))+roles.Text.Put(" "+title+pane.Blank(width-used-0))+roles.Quiet.Put(tail)+roles.Text.Put(" "))
	}
	room := max(0, height-len(lines))
	from := max(0, min(at-room/2, len(rows)-room))
	p.noteRows(p.frame.head+len(lines), stretch{p.frame.beside.Min.X, p.frame.width}, onBacklog, from, min(len(rows), from+room))
	return pane.Fill(append(lines, rows[from:]...), width, height)
}

// problemLines are the files that need a look, below each other.
func (p *Pane) problemLines(width, height int) []string {
	t := p.env.Theme
	if len(p.board.problems) == 0 {
		d := p.drawing(width)
		d.Put("")
		d.say(t.Strong, "", "Every file of the plan can be read, and nobody changed one on two sides.")
		return pane.Fill(d.Lines, width, height)
	}
	lines := make([]string, len(p.board.problems))
	for n := range p.board.problems {
		one := &p.board.problems[n]
		roles, bar := &t.Roles, " "
		if n == p.row {
			roles, bar = &t.Lit, "▌"
		}
		sign, paint := "✗ unreadable", roles.Alarm
		if one.Conflict() {
			sign, paint = "± conflict  ", roles.Warn
		}
		path := pane.Cell(where(one), min(46, width/2))
		room := max(0, width-pane.Width(sign)-pane.Width(path)-6)
		lines[n] = pane.Fit(roles.Accent.Put(bar)+roles.Text.Put(" ")+paint.Put(sign)+roles.Strong.Put("  "+path)+roles.Soft.Put(" "+pane.Cell(one.Reason, room)+" "), width)
	}
	return pane.Fill(p.around(lines, height), width, height)
}
