package metrics

import (
	"strconv"
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// sayBin is how long the questions of a bar waited.
func sayBin(b metrics.Bin) string {
	switch {
	case b.From < 0:
		return "not at all"
	case b.To == 0 || b.To < 0:
		return "after " + shortSpan(b.From)
	case b.From == 0:
		return "within " + shortSpan(b.To)
	}
	return shortSpan(b.From) + " to " + shortSpan(b.To)
}

// answerLines are how long questions waited for their first answer.
func (p *Pane) answerLines(width, height int) []string {
	t, bins := p.env.Theme, p.read.bins
	total, most, team := 0, 0, 0
	for _, b := range bins {
		total, most, team = total+b.N, max(most, b.N), team+b.Team
	}
	head := plural(total, "question") + ", by how long the first answer took"
	lines := []string{pane.Fit(" "+t.Strong.Put("First answers")+t.Quiet.Put("  "+pane.Line(head, width-18)), width)}
	if total == 0 {
		return append(lines, " "+t.Quiet.Put(pane.Line("Nobody asked anything in this period.", width-2)))
	}
	upTo := 0
	for i, b := range bins {
		if b.From >= 0 {
			upTo += b.N
		}
		lines = append(lines, p.binLine(b, focusOf(i+len(p.read.entries), p.cursor), width, most, total, upTo))
		if height >= 2*len(bins)+3 {
			lines = append(lines, "")
		}
	}
	if height > len(lines) {
		lines = append(lines, " "+t.Quiet.Put("█ a member was first  ▒ the team was  ░ nobody yet · % of all, and so far"))
	}
	const heat = 10
	if rest := height - len(lines); rest > heat {
		lines = append(pane.Fill(lines, width, len(lines)), t.Rule.Put(strings.Repeat("─", width)))
		lines = append(lines, p.heatLines(width, heat-1)...)
	}
	return lines
}

// binLine is one bar.
func (p *Pane) binLine(b metrics.Bin, at focus, width, most, total, upTo int) string {
	r, mark := at.roles(p.env.Theme)
	share := func(n int) string { return strconv.Itoa((n*100+total/2)/total) + " %" }
	tail := pane.CellRight(plainNumber(b.N), 7) + pane.CellRight(share(b.N), 7)
	if b.From >= 0 {
		tail += pane.CellRight(share(upTo), 7)
	} else {
		tail += pane.Blank(7)
	}
	room := max(0, width-1-14-21-2)
	long := b.N * room / max(1, most)
	if b.N > 0 {
		long = max(1, long)
	}
	team := b.Team * long / max(1, b.N)
	bar := r.Key.Put(strings.Repeat("█", long-team)) + r.Team.Put(strings.Repeat("▒", team))
	if b.From < 0 {
		bar = r.Warn.Put(strings.Repeat("░", long))
	}
	name := sayBin(b)
	line := r.Accent.Put(mark) + r.Text.Put(" "+pane.CellRight(name, 12)+" ") + bar + r.Text.Put(pane.Blank(room-long)) + r.Soft.Put(tail) + r.Text.Put(" ")
	return pane.Fit(line, width)
}
