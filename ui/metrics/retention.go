package metrics

import (
	"fmt"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// cohorts is how many weeks of joiners are followed.
const cohorts = 12

// known leaves out the weeks before anybody had joined.
func known(t metrics.Triangle) metrics.Triangle {
	n := 0
	for n < len(t.Size) && t.Size[n] == 0 {
		n++
	}
	t.Weeks, t.Size, t.Active, t.Open, t.People = t.Weeks[n:], t.Size[n:], t.Active[n:], t.Open[n:], t.People[n:]
	return t
}

// retentionLines are who of those who joined in a week was there in the weeks
// after.
func (p *Pane) retentionLines(width, height int) []string {
	t, tri := p.env.Theme, &p.read.triangle
	of := "who joined in a week, and how many of them were active after"
	if tri.Seen {
		of = "who was first seen in a week (not all platforms tell who joins), and how many were active after"
	}
	lines := []string{pane.Fit(" "+t.Strong.Put("Cohorts of the last twelve weeks")+t.Quiet.Put("  "+pane.Line(of, width-37)), width)}
	if len(tri.Weeks) == 0 {
		return append(lines, " "+t.Quiet.Put("Nobody has joined yet."))
	}
	cell := max(4, min(9, (width-17)/max(1, len(tri.Weeks))))
	head := pane.CellRight("week of", 11) + pane.CellRight("who", 5) + " "
	for w := range tri.Weeks {
		head += pane.CellRight(fmt.Sprintf("+%d", w), cell)
	}
	lines = append(lines, t.Quiet.Put(head))
	first := 0
	if room := height - 3; p.cursor-len(p.read.entries) >= room {
		first = p.cursor - len(p.read.entries) - room + 1
	}
	for i := first; i < len(tri.Weeks); i++ {
		lines = append(lines, p.cohortLine(tri, i, cell, width))
		if height >= 2*len(tri.Weeks)+3 {
			lines = append(lines, "")
		}
	}
	if height > len(lines) {
		lines = append(lines, " "+t.Quiet.Put(pane.Line(p.keyed("% of the week's, of fewer than five how many · ╱ the week is not over · ‹enter› shows who"), width-2)))
	}
	return lines
}

// cohortLine is one week of joiners.
func (p *Pane) cohortLine(tri *metrics.Triangle, i, cell, width int) string {
	at := focusOf(i+len(p.read.entries), p.cursor)
	r, mark := at.roles(p.env.Theme)
	line := r.Accent.Put(mark) + r.Text.Put(pane.CellRight(tri.Weeks[i].Format("2 Jan"), 10)) + r.Soft.Put(pane.CellRight(plainNumber(tri.Size[i]), 5)) + r.Text.Put(" ")
	n := len(tri.Active[i])
	for w, active := range tri.Active[i] {
		c := cohort{active: active, size: tri.Size[i], width: cell}
		if w >= n-tri.Open[i] {
			c.state = running
		}
		if at == here && p.column > 0 && w == max(0, n-p.column) {
			c.state = looked
		}
		line += c.draw(r)
	}
	return pane.Fit(line, width)
}

// cohort is one cell: how many of a week were there in a week after.
type cohort struct {
	active, size int
	width        int
	state        state
}

// state is what is known of a cell.
type state int

const (
	settled state = iota
	running       // its week is not over
	looked        // the cursor stands on it
)

// draw is a shade and a number, before which the cell that is looked at has a
// mark.
func (c cohort) draw(r *theme.Roles) string {
	number, part := "—", 0.0
	switch {
	case c.size >= 5:
		part = float64(c.active) / float64(c.size)
		number = fmt.Sprintf("%.0f", part*100)
	case c.size > 0:
		number = fmt.Sprintf("%d/%d", c.active, c.size)
	}
	sign, paint := string([]rune(shades)[shadeOf(part)]), r.Text
	switch c.state {
	case looked:
		return r.Accent.Put(pane.CellRight("▸"+number, c.width))
	case running:
		sign, paint = "╱", r.Quiet
	case settled:
	}
	body := pane.CellRight(number, 3)
	return r.Text.Put(pane.Blank(c.width-1-pane.Width(body))) + r.Key.Put(sign) + paint.Put(body)
}
