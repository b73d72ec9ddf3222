package metrics

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// section is which side of the numbers is shown.
type section int

const (
	onBoard section = iota
	onActivity
	onAnswers
	onRetention
	onConcentration
)

const sections = int(onConcentration) + 1

func (s section) title() string {
	return [...]string{"Board", "Activity", "Answers", "Retention", "Concentration"}[s]
}

// ids are the figures of a section.
func (s section) ids(of breadth) []string {
	switch s {
	case onActivity:
		return []string{"active", "messages", "posts_per_active", "stickiness"}
	case onAnswers:
		return []string{"ttfr_any", "ttfr_team", "half_life", "reply_coverage", "peer_answer_share", "unanswered_now"}
	case onRetention:
		return []string{"retention_3m", "retention_6m", "retention_mom", "churn"}
	case onConcentration:
		return []string{"top10_share", "bus_factor", "onion_core", "gravity"}
	case onBoard:
	}
	if of == theTwelve {
		return metrics.Default()
	}
	return grouped(metrics.Definitions())
}

// turn goes to another section, round the ends. What it shows is read.
func (p *Pane) turn(to section) tea.Cmd {
	p.at = section((int(to) + sections) % sections)
	p.opened, p.cursor, p.top, p.column = nil, 0, 0, 0
	p.arrange()
	return p.load()
}

func (p *Pane) nextTab() tea.Cmd {
	if p.opened != nil {
		return p.turnSet(+1)
	}
	return p.turn(p.at + 1)
}

func (p *Pane) previousTab() tea.Cmd {
	if p.opened != nil {
		return p.turnSet(-1)
	}
	return p.turn(p.at - 1)
}

// stretch is the cells of a tab on its line.
type stretch struct{ from, to int }

func tabSpans() []stretch {
	spans, at := make([]stretch, sections), 1
	for i := range spans {
		spans[i] = stretch{at, at + pane.Width(section(i).title()) + 2}
		at = spans[i].to + 1
	}
	return spans
}

// topLines are the tabs and the rule under them, whose heavy part shows which
// is open.
func (p *Pane) topLines() []string {
	t, width := p.env.Theme, p.frame.width
	spans := tabSpans()
	bar := " "
	for i := range spans {
		paint := t.Soft
		if section(i) == p.at {
			paint = t.Accent
		}
		bar += paint.Put(" "+section(i).title()+" ") + " "
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

// barTail is what stands behind the tabs.
func (p *Pane) barTail() (string, theme.Paint) {
	t := p.env.Theme
	switch {
	case p.words != "" && p.at == onBoard && p.opened == nil:
		return "/ " + p.words + p.keyed("  ‹\\› clears"), t.Accent
	case p.segment != (metrics.Segment{}):
		return "only " + saySegment(p.segment) + p.keyed("  ‹S›"), t.Accent
	case p.options.ReadOnly:
		return "read-only", t.Warn
	}
	return "", t.Quiet
}

// ruleKeys stand at the rule, beside what they change.
func (p *Pane) ruleKeys() string {
	switch {
	case p.opened != nil && p.opened.id == "":
		return p.keyed(" ‹j k› row · esc back ")
	case p.opened != nil:
		return p.keyed(" ‹j k› row · ‹tab› others · esc back ")
	case p.at == onActivity:
		return p.keyed(" ‹h l› period · ‹{ }› length · ‹< >› look ")
	case p.at == onRetention:
		return p.keyed(" ‹j k < >› cohort · ‹enter› who ")
	}
	return p.keyed(" ‹h l› period · ‹{ }› length · ‹T› now ")
}

// rules is whether the rule has room for its keys.
func (p *Pane) rules() bool {
	return p.frame.width-tabSpans()[p.at].to >= pane.Width(p.ruleKeys())+4
}
