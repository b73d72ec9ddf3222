package queue

import (
	"strconv"
	"strings"

	"rounds/ui/pane"
)

// stretch is the cells of a tab on its line.
type stretch struct{ from, to int }

// sectionKeys stand at the rule, beside what they change, where there is room.
const sectionKeys = " ‹h l› section · ‹/› filter ·"

// top is the line of tabs and the rule under it, whose heavy part shows which
// tab is open; or the filter while it is being typed.
func (p *Pane) top() []string {
	if p.filter != nil {
		return p.filterLines(p.frame.width)
	}
	t, width := p.env.Theme, p.frame.width
	if p.zoom == zen {
		return p.zenLines()
	}
	bar, spans := p.tabBar(width)
	open := spans[p.at]
	rule := func(n int) string { return t.Rule.Put(strings.Repeat("─", max(0, n))) }
	heavy := t.Accent.Put(strings.Repeat("━", max(0, open.to-open.from)))
	keys, place := p.keyed(sectionKeys), p.placeWords()
	if place == "" {
		keys = strings.TrimSuffix(keys, "·")
	}
	left, right := open.from, width-open.to
	if max(left, right) < pane.Width(keys+place)+2 {
		keys = ""
	}
	if max(left, right) < pane.Width(place)+2 {
		place = ""
	}
	said := pane.Width(keys + place)
	paint := t.Quiet
	switch {
	case p.list.news > 0 || len(p.list.marks) > 0:
		paint = t.Accent
	case p.options.ReadOnly || p.book.Trouble != "":
		paint = t.Warn
	}
	words := t.Quiet.Put(keys) + paint.Put(place)
	if right < said+2 { // the open tab stands too far right: say it before it
		return []string{bar, pane.Fit(rule(1)+words+rule(left-said-1)+heavy+rule(right), width)}
	}
	return []string{bar, pane.Fit(rule(left)+heavy+rule(right-said)+words, width)}
}

// placeWords are marks, news, and where the cursor is.
func (p *Pane) placeWords() string {
	l := &p.list
	var parts []string
	if p.options.ReadOnly {
		parts = append(parts, "read-only")
	}
	if p.book.Trouble != "" {
		parts = append(parts, "⚠ rules.toml")
	}
	if n := len(l.marks); n > 0 {
		parts = append(parts, "◆ "+strconv.Itoa(n)+" marked")
	}
	if l.news > 0 {
		parts = append(parts, strconv.Itoa(l.news)+p.keyed(" new ↑ ‹gg›"))
	}
	if len(l.rows) > 0 {
		parts = append(parts, strconv.Itoa(l.cursor+1)+" of "+strconv.Itoa(len(l.rows)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " · ") + " "
}

// zenLines are the head of a pane that shows one case after another.
func (p *Pane) zenLines() []string {
	t := p.env.Theme
	left := len(p.list.rows) + p.list.news
	words := plural(p.done, "decision") + " · " + strconv.Itoa(left) + " to go"
	total := max(1, p.done+left)
	bar := max(0, min(p.frame.width-2, p.frame.width*p.done/total))
	gap := max(1, p.frame.width-6-pane.Width(words))
	return []string{
		pane.Fit(" "+t.Accent.Put("Zen")+pane.Blank(gap)+t.Quiet.Put(words), p.frame.width),
		pane.Fit(t.Accent.Put(strings.Repeat("━", bar))+t.Rule.Put(strings.Repeat("─", max(0, p.frame.width-bar))), p.frame.width),
	}
}

// tabBar is the tabs, and where each of them lies. Where they do not all go on
// the line, it is moved so that the open one is seen.
func (p *Pane) tabBar(width int) (string, []stretch) {
	t := p.env.Theme
	texts := make([]string, len(p.tabs))
	need := 0
	for i := range p.tabs {
		texts[i] = " " + p.tabs[i].title
		if p.tabs[i].typed != "" {
			texts[i] += "*"
		}
		if badge := p.tabs[i].badge(); badge != "" {
			texts[i] += " " + badge
		}
		texts[i] += " "
		need += pane.Width(texts[i])
	}
	gap := min(1, max(0, width-need-len(texts)))
	spans, at := make([]stretch, len(texts)), gap
	for i, text := range texts {
		spans[i] = stretch{at, at + pane.Width(text)}
		at = spans[i].to + gap
	}
	shift := max(0, spans[p.at].to-width)
	line, used := "", 0
	for i, text := range texts {
		spans[i] = stretch{max(0, spans[i].from-shift), min(width, max(0, spans[i].to-shift))}
		if spans[i].to-spans[i].from < pane.Width(text) && i != p.at {
			spans[i].to = spans[i].from
			continue
		}
		paint := t.Soft
		switch {
		case i == p.at:
			paint = t.Accent
		case p.tabs[i].count == 0 && !p.tabs[i].log:
			paint = t.Quiet
		}
		text = pane.Fit(text, spans[i].to-spans[i].from)
		line += pane.Blank(spans[i].from-used) + paint.Put(text)
		used = spans[i].to
	}
	return pane.Fit(line+p.barTail(width-used), width), spans
}

// barTail is what stands behind the tabs: the group that is shown, a filter in
// force, or that nothing can be decided.
func (p *Pane) barTail(room int) string {
	t := p.env.Theme
	text, paint := "", t.Accent
	switch {
	case p.alike != "":
		text = "≡ " + p.alike
	case p.tab().typed != "":
		text = "/ " + p.tab().typed
	case p.book.Trouble != "":
		text, paint = "the last good one is in force: "+p.book.Trouble, t.Warn
	}
	text = pane.Line(text, min(60, room-3))
	if pane.Width(text) < 4 {
		return ""
	}
	return pane.Blank(room-1-pane.Width(text)) + paint.Put(text) + " "
}
