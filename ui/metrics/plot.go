package metrics

import (
	"strconv"
	"time"

	"rounds/inbox/metrics"
	"rounds/ui/theme"
)

// bar is one piece of time on a chart.
type bar struct {
	metrics.Window
	value  *float64 // nil where there is nothing to show
	team   float64  // beside it, what the team did; it stands below it
	before *float64 // of the period before
	open   bool     // not over, or too young to be judged: it is drawn hollow
	burst  bool
	signed string // the letter of an annotation
}

// total is how high a bar is.
func (b *bar) total() *float64 {
	if b.value == nil {
		return nil
	}
	v := *b.value + b.team
	return &v
}

// plot is bars over time, with a scale at the left and dates below.
type plot struct {
	theme   *theme.Theme
	measure metrics.Measure
	bars    []bar
	goal    *float64
	cursor  int // the bar that is looked at, -1 for none
}

// The signs of a bar, by eighths of a cell.
const eighths = " ▁▂▃▄▅▆▇█"

const (
	full   = '█'
	hollow = '░'
	ofTeam = '▒'
)

// draw draws the plot in so many cells. Where there is no room for a scale it
// is left out, and below that the dates.
func (p *plot) draw(width, height int) []string {
	c := newCanvas(width, height)
	if len(p.bars) == 0 || width < 8 || height < 2 {
		return c.lines()
	}
	low, high := p.span()
	s := newScale(p.measure, low, high, max(1, height-1))
	left := s.room() + 1
	if width < 30 {
		left = 0
	}
	a := area{x: left, y: 0, width: width - left, height: height - 1}
	f := fitBars(len(p.bars), a.width)
	a.width = min(a.width, f.x(len(p.bars)-1)+f.width)
	for i := f.skip; i < len(p.bars); i++ {
		p.bar(c, a, &s, f, i)
	}
	if left > 0 {
		p.rules(c, a, &s)
	}
	p.goalLine(c, a, &s)
	p.dates(c, a, f, height-1)
	return c.lines()
}

// area is where the bars stand.
type area struct{ x, y, width, height int }

// fit is how bars lie on cells: the first of them left out where they cannot
// all stand, all equally wide and equally far from each other.
type fit struct{ skip, width, pitch int }

func fitBars(n, room int) fit {
	switch pitch := min(12, room/max(1, n)); {
	case pitch < 1:
		return fit{skip: n - room, width: 1, pitch: 1}
	case pitch == 1:
		return fit{width: 1, pitch: 1}
	case pitch < 8:
		return fit{width: pitch - 1, pitch: pitch}
	default:
		return fit{width: pitch - 2, pitch: pitch}
	}
}

// x is the first cell of a bar.
func (f fit) x(i int) int { return (i - f.skip) * f.pitch }

// span is from where to where the values lie; a scale always shows its zero.
func (p *plot) span() (low, high float64) {
	see := func(v *float64) {
		if v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	for i := range p.bars {
		see(p.bars[i].total())
		if v := p.bars[i].total(); v != nil && p.bars[i].burst {
			high = max(high, *v*1.08) // the sign over it wants room
		}
		see(p.bars[i].before)
	}
	see(p.goal)
	return low, high
}

// rules are the round numbers, each with a quiet line that the bars interrupt.
func (p *plot) rules(c *canvas, a area, s *scale) {
	t := p.theme
	for _, tick := range s.ticks() {
		y := a.y + s.row(tick)
		label := s.label(tick)
		c.write(a.x-1-len([]rune(label)), y, label, &t.Quiet)
		var blank []int
		for x := a.x; x < a.x+a.width; x++ {
			if c.free(x, y) && (x == a.x || c.free(x-1, y)) && (x+1 == a.x+a.width || c.free(x+1, y)) {
				blank = append(blank, x)
			}
		}
		for _, x := range blank {
			c.put(x, y, '┈', &t.Rule)
		}
	}
}

// bar draws one piece of time, from the line of zero up or down.
func (p *plot) bar(c *canvas, a area, s *scale, f fit, i int) {
	b, t := &p.bars[i], p.theme
	x := a.x + f.x(i)
	if b.value != nil {
		paint := &t.Key
		if i == p.cursor {
			paint = &t.Accent
		}
		for k := range f.width {
			p.column(c, a, s, x+k, b, paint)
		}
	}
	if b.before != nil {
		y := a.y + s.row(*b.before)
		for k := range f.width {
			c.put(x+k, y, '╍', &t.Note)
		}
	}
	if b.burst && b.value != nil {
		c.put(x+(f.width-1)/2, max(a.y, a.y+a.height-1-(s.eighths(*b.total())+7)/8), '✦', &t.Warn)
	}
}

// column draws one column of cells of a bar.
func (p *plot) column(c *canvas, a area, s *scale, x int, b *bar, paint *theme.Paint) {
	from, to := s.eighths(0), s.eighths(*b.total())
	if to < from {
		for y := from / 8; y > to/8; y-- {
			c.put(x, a.y+a.height-y, ofTeam, &p.theme.Warn)
		}
		return
	}
	team := s.eighths(b.team)
	for y := from / 8; y*8 < to || y == from/8; y++ {
		part := to - y*8
		sign := []rune(eighths)[max(0, min(8, part))]
		switch {
		case part <= 0 && *b.total() > 0 && y == from/8:
			sign = '▁' // there is something, however little
		case part <= 0:
			continue
		}
		use := paint
		switch {
		case b.open && part < 4 && y > from/8:
			continue
		case b.open:
			sign = hollow
		case b.team > 0 && (y+1)*8 <= team+4:
			sign, use = ofTeam, &p.theme.Team
		}
		c.put(x, a.y+a.height-1-y, sign, use)
	}
}

// goalLine is where the value shall be.
func (p *plot) goalLine(c *canvas, a area, s *scale) {
	if p.goal == nil {
		return
	}
	y := a.y + s.row(*p.goal)
	for x := range a.width {
		if k := (y*c.width + a.x + x); k < len(c.cells) && (c.cells[k].sign == 0 || c.cells[k].sign == '┈') {
			c.put(a.x+x, y, '╌', &p.theme.Note)
		}
	}
	label := " goal " + s.label(*p.goal) + " "
	c.write(a.x+max(0, a.width-len([]rune(label))), y, label, &p.theme.Note)
}

// dates stand below the bars that they name, as many as have room. The letter
// of an annotation takes the place of a date.
func (p *plot) dates(c *canvas, a area, f fit, y int) {
	t := p.theme
	if p.cursor >= f.skip {
		c.put(a.x+f.x(p.cursor)+(f.width-1)/2, y, '▴', &t.Accent)
	}
	for i := f.skip; i < len(p.bars); i++ {
		if mark := p.bars[i].signed; mark != "" && i != p.cursor {
			c.write(a.x+f.x(i)+(f.width-1)/2, y, mark, &t.Note)
		}
	}
	last := -1
	for i := f.skip; i < len(p.bars); i++ {
		label := p.dateLabel(i, last)
		x := a.x + f.x(i)
		if p.tick(i, f) && c.room(x, y, len([]rune(label))) {
			c.write(x, y, label, &t.Quiet)
			last = i
		}
	}
}

// tick reports whether a bar begins something that is worth a date: a Monday,
// a month, a year, or as many bars as a date needs.
func (p *plot) tick(i int, f fit) bool {
	from := p.bars[i].From
	switch p.bars[i].Unit {
	case metrics.Days:
		return from.Weekday() == time.Monday || f.pitch >= 8
	case metrics.Weeks:
		return i == f.skip || from.Day() <= 7 || f.pitch >= 8
	case metrics.Months, metrics.Quarters, metrics.Years:
	}
	return true
}

// dateLabel is the date of a bar: its year only where it is another one than
// that of the last date shown.
func (p *plot) dateLabel(i, last int) string {
	from := p.bars[i].From
	year := last >= 0 && p.bars[last].From.Year() != from.Year()
	switch p.bars[i].Unit {
	case metrics.Years:
		return from.Format("2006")
	case metrics.Quarters:
		return "Q" + strconv.Itoa((int(from.Month())+2)/3) + from.Format(" 06")
	case metrics.Months:
		if year {
			return from.Format("Jan 06")
		}
		return from.Format("Jan")
	case metrics.Days, metrics.Weeks:
	}
	if year {
		return from.Format("2 Jan 06")
	}
	return from.Format("2 Jan")
}
