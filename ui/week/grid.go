package week

import (
	"strconv"
	"strings"

	"rounds/calendar"
	"rounds/ui/pane"
)

// gridLines are the seven days side by side.
func (p *Pane) gridLines(width, height int) []string {
	t := p.env.Theme
	columns := edges(width)
	lines := make([]string, 0, height)
	names, themes, rule := "", "", ""
	for i, s := range columns {
		day, w := p.board.from+calendar.Day(i), s.to-s.from
		sep, cross := t.Rule.Put("│"), t.Rule.Put("┼")
		if i == 0 {
			sep, cross = "", ""
		}
		names += sep + p.dayName(day, w)
		themes += sep + "  " + t.Quiet.Put(pane.Cell(p.themes(day), w-2))
		line := t.Rule.Put(strings.Repeat("─", w))
		if day == p.day && p.at != onBacklog {
			line = t.Accent.Put(strings.Repeat("━", w))
		}
		rule += cross + line
	}
	lines = append(lines, names, themes, rule)
	room := max(0, height-len(lines))
	var cells [7][]string
	for i, s := range columns {
		cells[i] = p.dayCells(p.board.from+calendar.Day(i), s, room)
	}
	for row := range room {
		line := ""
		for i := range cells {
			if i > 0 {
				line += t.Rule.Put("│")
			}
			line += cells[i][row]
		}
		lines = append(lines, line)
	}
	return pane.Fill(lines, width, height)
}

// themes are those of a day's slots.
func (p *Pane) themes(day calendar.Day) string {
	if c := p.column(day); c != nil {
		return strings.Join(c.Themes, ", ")
	}
	return ""
}

// dayName is the head of a day: today's is marked.
func (p *Pane) dayName(day calendar.Day, width int) string {
	t := p.env.Theme
	paint, tail := t.Text, ""
	switch {
	case day == p.today():
		paint, tail = t.Accent, "today"
	case day < p.today():
		paint = t.Quiet
	}
	name := day.Format("Mon 2")
	if day == p.board.from || day.Format("2") == "1" {
		name += " " + day.Format("Jan")
	}
	room := max(0, width-pane.Width(tail)-1)
	if room < 8 {
		return pane.Fit("  "+paint.Put(name), width)
	}
	return "  " + paint.Put(pane.Cell(name, room-2)+tail) + " "
}

// dayCells are what stands on a day, one below the other, in exactly so many
// lines. What the cursor is on is always among them.
func (p *Pane) dayCells(day calendar.Day, on stretch, height int) []string {
	t, width := p.env.Theme, on.to-on.from
	var lines []string
	var of []int // the entry on each line
	all := p.entries(day)
	tall, apart := p.spacing(width, height)
	from, to := 0, 0
	for i := range all {
		if i > 0 && apart {
			lines = append(lines, "")
		}
		here := day == p.day && i == p.spot && p.at == onWeek
		start := len(lines)
		lines = append(lines, p.entryCells(&all[i], width, tall, here)...)
		for len(of) < len(lines) {
			of = append(of, i)
		}
		if here {
			from, to = start, len(lines)
		}
	}
	if len(lines) <= height {
		p.noteDay(day, on, of)
		return pane.Fill(lines, width, height)
	}
	top := min(max(0, to-height+1), from)
	p.noteDay(day, on, of[top:min(len(of), top+height)])
	shown := pane.Fill(lines[top:], width, height)
	if hidden := len(lines) - top - height; hidden > 0 && height > 1 {
		shown[height-1] = pane.Fit(t.Quiet.Put("  ↓ "+strconv.Itoa((hidden+2)/2)+" more"), width)
	}
	if top > 0 {
		shown[0] = pane.Fit(t.Quiet.Put("  ↑"), width)
	}
	return shown
}

// spacing is on how many lines a title may stand, and whether there is a blank
// line between what stands on a day: as much as there is room for on each of
// them.
func (p *Pane) spacing(width, height int) (tall int, apart bool) {
	for _, tall := range []int{3, 2, 1} {
		if p.fits(width, height, tall) {
			return tall, true
		}
	}
	return 1, false
}

func (p *Pane) fits(width, height, tall int) bool {
	for i := range p.columns {
		need := -1
		for _, e := range p.entries(p.columns[i].Day) {
			if need += 2; e.kind == anItem {
				need += len(p.titleLines(&e.item, width, tall))
			}
		}
		if need > height {
			return false
		}
	}
	return true
}

// titleLines are an item's title on at most so many lines of a column.
func (p *Pane) titleLines(i *calendar.Item, width, tall int) []string {
	title, w := pane.Line(p.called(i), 200), max(1, width-3)
	lines := pane.Wrap(title, w)
	if len(lines) <= tall {
		return lines
	}
	rest := strings.Join(lines[tall-1:], " ")
	return append(lines[:tall-1:tall-1], pane.Line(rest, w))
}

// entryCells are one thing on a day: when, where and how far, and below that
// what it is.
func (p *Pane) entryCells(e *entry, width, tall int, here bool) []string {
	t := p.env.Theme
	roles, bar := &t.Roles, " "
	if here {
		roles, bar = &t.Lit, "▌"
	}
	cell := func(painted string, used int) string { return painted + roles.Text.Put(pane.Blank(width-used)) }
	at := clock(e.minute)
	switch e.kind {
	case aSlot:
		words := pane.Line(at+" ╌ "+e.slot.Theme, max(0, width-2))
		return []string{cell(roles.Accent.Put(bar)+roles.Quiet.Put(" "+words), 2+pane.Width(words))}
	case aShadow:
		words := pane.Line(at+" ┄ moved", max(0, width-2))
		return []string{cell(roles.Quiet.Put("  "+words), 2+pane.Width(words))}
	case anItem:
	}
	i := &e.item
	if m := p.moving; m != nil && m.item.ID() == i.ID() {
		bar = "▶"
	}
	letters := pane.Line(glyphs(i.Post.To), max(0, width-9))
	used := 9 + pane.Width(letters)
	first := roles.Accent.Put(bar) + paintOf(i.Status, roles).Put(mark(i)) + roles.Soft.Put(" "+at+" ") + roles.Quiet.Put(letters)
	if words := word(i); width >= used+pane.Width(words)+2 {
		gap := width - used - pane.Width(words) - 1
		first += roles.Text.Put(pane.Blank(gap)) + paintOf(i.Status, roles).Put(words)
		used = width - 1
	}
	paint := roles.Text
	if i.Status == calendar.Cancelled {
		paint = roles.Struck
	}
	cells := []string{cell(first, used)}
	for _, line := range p.titleLines(i, width, tall) {
		cells = append(cells, cell(roles.Accent.Put(barBelow(bar))+roles.Text.Put(" ")+paint.Put(line), 2+pane.Width(line)))
	}
	return cells
}

// barBelow is the sign of the cursor on the second line of an entry.
func barBelow(bar string) string {
	if bar == "▶" {
		return "▌"
	}
	return bar
}

// called is an item's title, with a sign for a series and for an event.
func (p *Pane) called(i *calendar.Item) string {
	title := words(i.Post.Title)
	switch {
	case title == "" && i.Prompt != "":
		title = words(i.Prompt)
	case title == "":
		title = "(no text yet)"
	}
	if i.Post.Event != nil {
		return "★ " + title
	}
	if i.Post.Series() {
		return "↻ " + title
	}
	return title
}
