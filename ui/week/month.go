package week

import (
	"strconv"
	"strings"

	"rounds/calendar"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// monthLines are the weeks of a month below each other, each day with what it
// holds.
func (p *Pane) monthLines(width, height int) []string {
	t := p.env.Theme
	columns := edges(width)
	weeks := max(1, p.board.days/7)
	names, rule := "", ""
	for i, s := range columns {
		sep, cross := t.Rule.Put("│"), t.Rule.Put("┼")
		if i == 0 {
			sep, cross = "", ""
		}
		w := s.to - s.from
		names += sep + pane.Fit("  "+t.Quiet.Put((p.board.from+calendar.Day(i)).Format("Mon")), w)
		rule += cross + t.Rule.Put(strings.Repeat("─", w))
	}
	lines := []string{names}
	ruled := (height-1)/weeks >= 3
	for week := range weeks {
		tall := (height - 1) / weeks
		if week < (height-1)%weeks {
			tall++
		}
		if ruled {
			lines = append(lines, rule)
			tall--
		}
		p.noteWeek(p.board.from+calendar.Day(7*week), columns, len(lines), max(1, tall))
		lines = append(lines, p.monthWeek(p.board.from+calendar.Day(7*week), columns, max(1, tall))...)
	}
	return pane.Fill(lines, width, height)
}

// monthWeek is one week of a month.
func (p *Pane) monthWeek(monday calendar.Day, columns [7]stretch, height int) []string {
	t := p.env.Theme
	lines := make([]string, height)
	for i, s := range columns {
		cells := p.monthDay(monday+calendar.Day(i), s.to-s.from, height)
		for row := range lines {
			if i > 0 {
				lines[row] += t.Rule.Put("│")
			}
			lines[row] += cells[row]
		}
	}
	return lines
}

// monthDay is one day of a month: how much of what, and what it is as far as
// there is room.
func (p *Pane) monthDay(day calendar.Day, width, height int) []string {
	t := p.env.Theme
	roles, bar := &t.Roles, " "
	if day == p.day {
		roles, bar = &t.Lit, "▌"
	}
	paint := roles.Text
	switch {
	case day == p.today():
		paint = roles.Accent
	case day.Format("2006-01") != p.day.Format("2006-01"), day < p.today():
		paint = roles.Quiet
	}
	number := day.Format("_2")
	counts, w := p.tally(day, roles, max(0, width-2-pane.Width(number)))
	switch {
	case day == p.today() && 2+pane.Width(number+" today")+w <= width:
		number += " today"
	case day == p.today(): // what stands on it matters more
		number = "‹" + strings.TrimSpace(number) + "›"
		counts, w = p.tally(day, roles, max(0, width-2-pane.Width(number)))
	}
	gap := max(0, width-2-pane.Width(number)-w)
	line := roles.Accent.Put(bar) + paint.Put(number) + roles.Text.Put(pane.Blank(gap)) + counts + roles.Text.Put(" ")
	cells := []string{pane.Fit(line, width)}
	all := p.entries(day)
	for n, e := range all {
		if e.kind != anItem || len(cells) == height {
			continue
		}
		if len(cells) == height-1 && n < len(all)-1 && height > 2 {
			cells = append(cells, pane.Fit(roles.Accent.Put(bar)+roles.Quiet.Put("  …")+roles.Text.Put(pane.Blank(width-4)), width))
			continue
		}
		i := &e.item
		title := pane.Cell(p.called(i), max(0, width-3))
		cells = append(cells, pane.Fit(roles.Accent.Put(bar)+paintOf(i.Status, roles).Put(mark(i))+roles.Soft.Put(" "+title), width))
	}
	for len(cells) < height {
		cells = append(cells, roles.Accent.Put(bar)+roles.Text.Put(pane.Blank(width-1)))
	}
	return cells
}

// tally counts what stands on a day by its signs: "◷2 !1", as far as there is
// room.
func (p *Pane) tally(day calendar.Day, roles *theme.Roles, room int) (string, int) {
	c := p.column(day)
	if c == nil {
		return "", 0
	}
	var order []string
	counts, paints := map[string]int{}, map[string]theme.Paint{}
	for i := range c.Items {
		sign := mark(&c.Items[i])
		if counts[sign]++; counts[sign] == 1 {
			order = append(order, sign)
			paints[sign] = paintOf(c.Items[i].Status, roles)
		}
	}
	line, used := "", 0
	for _, sign := range order {
		text := sign + strconv.Itoa(counts[sign])
		if w := pane.Width(text) + 1; used+w <= room {
			line += roles.Text.Put(" ") + paints[sign].Put(text)
			used += w
		}
	}
	return line, used
}
