package metrics

import (
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// sectionBody is a section that is not the board: its figures, and its chart
// below them.
func (p *Pane) sectionBody() []string {
	f, t := &p.frame, p.env.Theme
	lines := p.boardLines(f.list.Dx(), f.list.Dy())
	if !f.chart.Empty() {
		lines = beside(lines, p.lookLines(f.chart.Dx(), f.chart.Dy()), f.list.Dx(), f.list.Dy(), t)
	}
	if f.across < 0 {
		return lines
	}
	lines = append(pane.Fill(lines, f.width, f.list.Dy()), t.Rule.Put(strings.Repeat("─", f.width)))
	width, height := f.below.Dx(), f.below.Dy()
	switch p.at {
	case onActivity:
		lines = append(lines, p.activityLines(width, height)...)
	case onAnswers:
		lines = append(lines, p.answerLines(width, height)...)
	case onRetention:
		lines = append(lines, p.retentionLines(width, height)...)
	case onConcentration:
		lines = append(lines, p.concentrationLines(width, height)...)
	case onBoard:
	}
	return lines
}

// activityLines are the messages by day, and at which hours they come.
func (p *Pane) activityLines(width, height int) []string {
	const heat = 9
	if height < heat+6 {
		return p.activityChart(width, height)
	}
	t := p.env.Theme
	if w := heatWidth(width*2/5, 3); width >= besideFrom && height < 30 {
		return beside(p.activityChart(width-w-1, height), p.heatLines(w, height), width-w-1, height, t)
	}
	above := height - heat - 1
	lines := pane.Fill(p.activityChart(width, above), width, above)
	lines = append(lines, t.Rule.Put(strings.Repeat("─", width)))
	return append(lines, p.heatLines(width, heat)...)
}

// activityChart are the messages over time, what the team said apart.
func (p *Pane) activityChart(width, height int) []string {
	t, a := p.env.Theme, &p.read
	plot := &plot{theme: t, measure: metrics.Count, cursor: -1}
	var unusual, total, team int
	for i := range a.activity {
		b := &a.activity[i]
		v := b.Value
		plot.bars = append(plot.bars, bar{Window: b.Window, value: &v, team: b.Team, open: b.Open, burst: b.Burst})
		total, team = total+int(b.Value), team+int(b.Team)
		if b.Burst {
			unusual++
		}
	}
	if p.at == onActivity && p.column > 0 {
		plot.cursor = max(0, len(plot.bars)-p.column)
	}
	p.sign(plot)
	says := "by " + string(a.unit) + " · " + plainNumber(total) + " of the community, " + plainNumber(team) + " of the team"
	if plot.cursor >= 0 {
		b := &plot.bars[plot.cursor]
		says = b.From.Format("Mon ") + sayShort(b.Window) + ": " + sayValue(metrics.Count, b.value) + " of the community, " + plainNumber(int(b.team)) + " of the team"
		if b.burst {
			says += " · ✦ not as usual on such a day"
		}
	}
	lines := []string{pane.Fit(" "+t.Strong.Put("Messages")+t.Quiet.Put("  "+pane.Line(says, width-13)), width)}
	var foot []string
	if height >= 8 {
		d := p.drawing(width)
		d.notes(p.marksOf(plot))
		key := "█ community  ▒ team  ░ not over"
		if unusual > 0 {
			key += "  ✦ not as usual on such a day"
		}
		d.Put(" " + t.Quiet.Put(key))
		foot = d.Lines
	}
	for _, line := range plot.draw(width-2, height-1-len(foot)) {
		lines = append(lines, " "+line)
	}
	return append(lines, foot...)
}
