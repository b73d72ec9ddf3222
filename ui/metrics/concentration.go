package metrics

import (
	"fmt"
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// named is how many of those who say most are named.
const named = 20

// crowd is how few make how much of what is said.
type crowd struct {
	people, half                 int // half: who make half of it, the bus factor
	core, regular, casual, total int
}

// crowdOf counts the onion: those who make the first 80 percent, the next 15,
// and the last 5.
func crowdOf(shares []metrics.Share) crowd {
	c := crowd{people: len(shares)}
	before := 0.0
	for _, s := range shares {
		if before < 50 {
			c.half++
		}
		switch {
		case before < 80:
			c.core++
		case before < 95:
			c.regular++
		default:
			c.casual++
		}
		before = s.Cumulative
		c.total += s.Messages
	}
	return c
}

// first are the rows of those who are named.
func (a *answer) first() []metrics.Row {
	var rows []metrics.Row
	for _, s := range a.shares[:min(len(a.shares), named)] {
		rows = append(rows, metrics.Row{Kind: metrics.PersonRow, ID: s.Person, In: true, Value: float64(s.Messages)})
	}
	return rows
}

// concentrationLines are who says how much, and how it adds up.
func (p *Pane) concentrationLines(width, height int) []string {
	t, c := p.env.Theme, &p.read.crowd
	if c.people == 0 {
		return []string{" " + t.Strong.Put("Who says how much"), " " + t.Quiet.Put("Nobody has said anything in this period.")}
	}
	says := fmt.Sprintf("%s wrote %s · half of it by %d", plural(c.people, "person"), plural(c.total, "message"), c.half)
	lines := []string{pane.Fit(" "+t.Strong.Put("Who says how much")+t.Quiet.Put("  "+pane.Line(says, width-21)), width)}
	lines = append(lines, p.onionLine(width))
	left := width
	if width >= 100 {
		left = width * 11 / 20
	}
	bars := p.shareLines(left, height-len(lines))
	if left < width {
		bars = beside(bars, p.curve(width-left-1, height-len(lines)), left, height-len(lines), t)
	}
	return append(lines, bars...)
}

// onionLine is the community from its core to its edge, on one line.
func (p *Pane) onionLine(width int) string {
	t, c := p.env.Theme, &p.read.crowd
	return pane.Fit(" "+t.Key.Put("█")+t.Soft.Put(fmt.Sprintf(" %d core, 80 %%   ", c.core))+
		t.Key.Put("▓")+t.Soft.Put(fmt.Sprintf(" %d regular, the next 15 %%   ", c.regular))+
		t.Key.Put("░")+t.Soft.Put(fmt.Sprintf(" %d casual, the last 5 %%", c.casual)), width)
}

// layer is the sign of somebody's place in the onion.
func layer(before float64) string {
	switch {
	case before < 80:
		return "█"
	case before < 95:
		return "▓"
	}
	return "░"
}

// shareLines are those who say most.
func (p *Pane) shareLines(width, height int) []string {
	t, a := p.env.Theme, &p.read
	var lines []string
	first := max(0, p.cursor-len(a.entries)-height+1)
	for i := first; i < len(a.names) && i < len(a.shares); i++ {
		r, mark := focusOf(i+len(a.entries), p.cursor).roles(t)
		s, before := a.shares[i], 0.0
		if i > 0 {
			before = a.shares[i-1].Cumulative
		}
		name := min(18, width/4)
		room := max(0, width-name-24)
		long := 0
		if most := a.shares[0].Messages; most > 0 {
			long = s.Messages * room / most
		}
		line := r.Accent.Put(mark) + r.Quiet.Put(pane.CellRight(plainNumber(i+1), 3)) + r.Text.Put(" "+pane.Cell(a.names[i].Who, name)+" ") +
			r.Key.Put(strings.Repeat(layer(before), long)) + r.Text.Put(pane.Blank(room-long)) +
			r.Soft.Put(pane.CellRight(plainNumber(s.Messages), 7)) + r.Quiet.Put(pane.CellRight(fmt.Sprintf("%.0f %%", s.Cumulative), 7)) + r.Text.Put(" ")
		lines = append(lines, pane.Fit(line, width))
		if i+1 == a.crowd.half && len(lines) < height && i+1 < len(a.names) {
			label := fmt.Sprintf("╌╌ half of everything: %s ", plural(i+1, "person"))
			lines = append(lines, " "+t.Note.Put(pane.Line(label+strings.Repeat("╌", max(0, width-pane.Width(label)-3)), width-2)))
		}
	}
	return lines
}

// curve is how much of everything so many people make: from a straight line,
// where all say the same, to a step, where one says all.
func (p *Pane) curve(width, height int) []string {
	t, shares := p.env.Theme, p.read.shares
	c := newCanvas(width, height)
	if width < 24 || height < 6 {
		return c.lines()
	}
	a := area{x: 6, width: width - 8, height: height - 2}
	s := newScale(metrics.Percent, 0, 100, a.height)
	for _, tick := range []float64{0, 50, 80, 100} {
		label := s.label(tick)
		c.write(a.x-1-len([]rune(label)), s.row(tick), label, &t.Quiet)
		for x := range a.width {
			c.put(a.x+x, s.row(tick), '┈', &t.Rule)
		}
	}
	for x := range a.width {
		i := min(len(shares)-1, (x+1)*len(shares)/a.width)
		before := 0.0
		if i > 0 {
			before = shares[i-1].Cumulative
		}
		v := shares[i].Cumulative
		b := bar{value: &v}
		(&plot{theme: t}).column(c, a, &s, a.x+x, &b, &t.Key)
		if sign := []rune(layer(before))[0]; sign != full {
			for y := range a.height {
				if !c.free(a.x+x, y) && c.cells[y*c.width+a.x+x].sign == full {
					c.put(a.x+x, y, sign, &t.Key)
				}
			}
		}
	}
	c.write(a.x, height-2, "1", &t.Quiet)
	last := plural(len(shares), "person")
	c.write(a.x+a.width-len(last), height-2, last, &t.Quiet)
	c.write(a.x, height-1, "share of all messages, by people from who says most", &t.Quiet)
	return c.lines()
}
