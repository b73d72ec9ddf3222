package threads

import (
	"strconv"
	"strings"

	"rounds/ui/pane"
)

// span is the cells of a tab on its line.
type span struct{ from, to int }

// sectionKeys are the two things that can be done to the list as a whole; they
// stand at the rule, beside what they change, where the room allows.
const sectionKeys = " ‹h l› section · ‹/› filter ·"

// top is the line of tabs and the rule under it, whose heavy part shows which
// tab is open; or the filter while it is being typed.
func (p *Pane) top() (bar, rule string) {
	if p.filter != nil {
		return p.filterLines(p.frame.width)
	}
	width := p.frame.width
	bar, spans := p.tabBar(width)
	open := spans[p.at]
	heavy := strings.Repeat("━", max(0, open.to-open.from))
	t := p.env.Theme
	line := func(cells int) string { return t.Rule.Put(strings.Repeat("─", max(0, cells))) }
	place, keys := p.listPlace(), p.keyed(sectionKeys)
	left, right := open.from, width-open.to
	if max(left, right) < pane.Width(keys+place)+2 {
		keys = ""
	}
	if max(left, right) < pane.Width(place)+2 {
		place = ""
	}
	said := pane.Width(keys + place)
	if right < said+2 { // the open tab stands too far right: say it before it
		rule = line(1) + t.Quiet.Put(keys) + p.placePaint(place) + line(left-said-1) + t.Accent.Put(heavy) + line(right)
	} else {
		rule = line(left) + t.Accent.Put(heavy) + line(right-said) + t.Quiet.Put(keys) + p.placePaint(place)
	}
	return bar, pane.Fit(rule, width)
}

func (p *Pane) placePaint(text string) string {
	if p.list.fresh > 0 || len(p.list.marks) > 0 {
		return p.env.Theme.Accent.Put(text)
	}
	return p.env.Theme.Quiet.Put(text)
}

// listPlace is what the rule says at its right end: marks, news, and where the
// cursor is.
func (p *Pane) listPlace() string {
	l := &p.list
	var parts []string
	if n := len(l.marks); n > 0 {
		parts = append(parts, "◆ "+strconv.Itoa(n)+" marked")
	}
	if l.fresh > 0 {
		parts = append(parts, count(l.fresh)+" new ↑")
	}
	if total := p.tab().badge(); len(l.rows) > 0 && l.head && total != "" {
		parts = append(parts, strconv.Itoa(l.cursor+1)+" of "+total)
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " · ") + " "
}

// spread gives every tab its cells: a blank between them if there is room.
func spread(texts []string, spans []span, width int) {
	need, gap := 0, 1
	for _, text := range texts {
		need += pane.Width(text)
	}
	if need+len(texts) > width {
		gap = 0
	}
	at := gap
	for i, text := range texts {
		spans[i] = span{at, at + pane.Width(text)}
		at = spans[i].to + gap
	}
}

// tabBar is the tabs, and where each of them lies. Where they do not all go on
// the line, it is moved so that the open one is seen.
func (p *Pane) tabBar(width int) (string, []span) {
	t := p.env.Theme
	spans := make([]span, len(p.tabs))
	plainTabs := make([]string, len(p.tabs))
	for i := range p.tabs {
		text := " " + pane.Line(p.tabs[i].Title, 24)
		if p.tabs[i].typed != "" {
			text += "*"
		}
		if badge := p.tabs[i].badge(); badge != "" {
			text += " " + badge
		}
		plainTabs[i] = text + " "
	}
	spread(plainTabs, spans, width)
	shift := max(0, spans[p.at].to-width)
	var b strings.Builder
	used := 0
	for i, text := range plainTabs {
		spans[i] = span{max(0, spans[i].from-shift), min(width, max(0, spans[i].to-shift))}
		if spans[i].from >= spans[i].to || spans[i].to-spans[i].from < pane.Width(text) && i != p.at {
			spans[i].to = spans[i].from
			continue
		}
		b.WriteString(pane.Blank(spans[i].from - used))
		text = pane.Fit(text, spans[i].to-spans[i].from)
		switch {
		case i == p.at:
			b.WriteString(t.Accent.Put(text))
		case p.tabs[i].count == 0:
			b.WriteString(t.Quiet.Put(text))
		default:
			b.WriteString(t.Soft.Put(text))
		}
		used = spans[i].to
	}
	filter := pane.Line("/ "+p.tab().filter(), min(60, width-used-4))
	if pane.Width(filter) < 8 || p.tab().typed == "" && width < broad {
		return pane.Fit(b.String(), width), spans
	}
	paint := t.Quiet
	if p.tab().typed != "" {
		paint = t.Accent
	}
	gap := pane.Blank(width - used - pane.Width(filter) - 1)
	return b.String() + gap + paint.Put(filter) + " ", spans
}

// count is a number that was counted no further than [countTo].
func count(n int) string {
	if n >= countTo {
		return strconv.Itoa(countTo-1) + "+"
	}
	return strconv.Itoa(n)
}
