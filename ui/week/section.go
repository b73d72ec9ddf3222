package week

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// section is which view of the plan is shown.
type section int

const (
	onWeek section = iota
	onMonth
	onBacklog
	onProblems
)

const sections = int(onProblems) + 1

func (s section) title() string {
	switch s {
	case onWeek:
		return "Week"
	case onMonth:
		return "Month"
	case onBacklog:
		return "Backlog"
	case onProblems:
		return "Problems"
	}
	return ""
}

// turn goes to another section, round the ends.
func (p *Pane) turn(to section) tea.Cmd {
	to = section((int(to) + sections) % sections)
	p.at, p.zoom, p.scroll, p.top, p.errand = to, planned, 0, 0, ""
	p.arrange()
	if to == onBacklog || to == onProblems {
		p.toRow(p.row)
		return p.readDays() // where the week stands beside it
	}
	return p.toDay(p.day)
}

func (p *Pane) nextTab() tea.Cmd     { return p.turn(p.at + 1) }
func (p *Pane) previousTab() tea.Cmd { return p.turn(p.at - 1) }

// toggleMonth shows the month around the day, or its week again.
func (p *Pane) toggleMonth() tea.Cmd {
	if p.at == onMonth {
		return p.turn(onWeek)
	}
	return p.turn(onMonth)
}

// stretch is the cells of a tab on its line.
type stretch struct{ from, to int }

func (p *Pane) tabText(s section) string {
	text := " " + s.title()
	n := 0
	switch s {
	case onBacklog:
		n = len(p.board.backlog)
	case onProblems:
		n = len(p.board.problems)
	case onWeek, onMonth:
	}
	if n > 0 {
		text += " " + strconv.Itoa(n)
	}
	return text + " "
}

func (p *Pane) tabSpans() []stretch {
	spans, at := make([]stretch, sections), 1
	for i := range spans {
		spans[i] = stretch{at, at + pane.Width(p.tabText(section(i)))}
		at = spans[i].to + 1
	}
	return spans
}

// top are the tabs and the rule under them, whose heavy part shows which is
// open.
func (p *Pane) topLines() []string {
	t, width := p.env.Theme, p.frame.width
	spans := p.tabSpans()
	bar := " "
	for i := range spans {
		paint := t.Soft
		switch {
		case section(i) == p.at:
			paint = t.Accent
		case section(i) == onProblems && len(p.board.problems) > 0:
			paint = t.Warn
		}
		bar += paint.Put(p.tabText(section(i))) + " "
	}
	open, used := spans[p.at], spans[len(spans)-1].to+1
	tail, paint := p.barTail()
	if tail = pane.Line(tail, width-used-3); pane.Width(tail) > 3 {
		bar += pane.Blank(width-used-pane.Width(tail)-1) + paint.Put(tail) + " "
	}
	rule := func(n int) string { return t.Rule.Put(strings.Repeat("─", max(0, n))) }
	heavy := t.Accent.Put(strings.Repeat("━", open.to-open.from))
	keys := p.ruleKeys()
	right := width - open.to
	if !p.rules() {
		return []string{pane.Fit(bar, width), pane.Fit(rule(open.from)+heavy+rule(right), width)}
	}
	return []string{pane.Fit(bar, width), pane.Fit(rule(open.from)+heavy+rule(right-pane.Width(keys)-2)+t.Quiet.Put(keys)+rule(2), width)}
}

// ruleKeys stand at the rule, beside what they change.
func (p *Pane) ruleKeys() string {
	switch {
	case p.zoom == opened:
		return p.keyed(" ‹h l› next post · ‹J K› scroll · ‹v› preview ")
	case p.moving != nil:
		return p.keyed(" ‹h l› day · ‹H L› week · ‹< >› 15 min ")
	case p.at == onMonth:
		return p.keyed(" ‹h j k l› day · ‹H L› month · ‹T› today ")
	case p.at == onWeek:
		return p.keyed(" ‹h l› day · ‹H L› week · ‹T› today · ‹m› month ")
	}
	return p.keyed(" ‹h l› section · ‹/› filter ")
}

// rules is whether the rule has room for its keys.
func (p *Pane) rules() bool {
	return p.frame.width-p.tabSpans()[p.at].to >= pane.Width(p.ruleKeys())+4
}
