package metrics

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// lookLines are the chart of the figure under the cursor, with what it is and
// what is seen on it.
func (p *Pane) lookLines(width, height int) []string {
	e := p.entry()
	if e == nil {
		return nil
	}
	return p.chartOf(e, width, height)
}

// tallest is how many lines a chart may have: on more of them it says no more.
const tallest = 18

// chartOf is the chart of a figure in so many cells.
func (p *Pane) chartOf(e *metrics.Entry, width, height int) []string {
	t := p.env.Theme
	plot := p.plotOf(e)
	head := t.Strong.Put(pane.Line(e.Name, width/2)) + t.Quiet.Put("  "+p.chartSays(e, plot, width-pane.Width(e.Name)-4))
	lines := []string{pane.Fit(" "+head, width)}
	foot := p.chartFoot(e, plot, width, height)
	for _, line := range plot.draw(width-2, min(tallest, height-len(lines)-len(foot))) {
		lines = append(lines, " "+line)
	}
	return append(lines, foot...)
}

// chartSays is what stands beside the name of a chart: the bar that is looked
// at, else how fine it is and how it changed.
func (p *Pane) chartSays(e *metrics.Entry, plot *plot, width int) string {
	if plot.cursor >= 0 {
		b := &plot.bars[plot.cursor]
		words := sayShort(b.Window) + ": " + sayValue(e.Measure, b.value)
		if b.before != nil {
			words += " · before " + sayValue(e.Measure, b.before)
		}
		if b.open {
			words += " · not to be judged yet"
		}
		return pane.Line(words, width)
	}
	if len(e.Series) == 0 {
		return ""
	}
	return pane.Line(perUnit(e.Series[len(e.Series)/2].Window), width)
}

// perUnit is how fine a series is.
func perUnit(w metrics.Window) string {
	if w.Unit == metrics.Days && w.Days() > 1 {
		return "every " + plural(w.Days(), "day")
	}
	if w.Unit == "" {
		return "by day"
	}
	return "by " + string(w.Unit)
}

// chartFoot is what explains the chart, where there is room for it.
func (p *Pane) chartFoot(e *metrics.Entry, plot *plot, width, height int) []string {
	t := p.env.Theme
	if height < 9 {
		return nil
	}
	d := p.drawing(width)
	d.notes(p.marksOf(plot))
	var key []string
	for i := range plot.bars {
		if plot.bars[i].open {
			key = append(key, "░ not to be judged yet")
			break
		}
	}
	if p.compare == withBefore {
		key = append(key, "╍ the period before")
	}
	if len(key) > 0 {
		d.Put(" " + t.Quiet.Put(pane.Line(strings.Join(key, " · "), width-2)))
	}
	if height >= 12 && p.opened == nil {
		d.say(t.Soft, "", e.Formula)
	}
	if height >= 16 && p.opened == nil && e.Leaves != "" {
		d.say(t.Quiet, "", e.Leaves)
	}
	return d.Lines
}

// plotOf is the chart of a figure's series.
func (p *Pane) plotOf(e *metrics.Entry) *plot {
	plot := &plot{theme: p.env.Theme, measure: e.Measure, cursor: -1}
	before := p.read.before[e.ID]
	for i := range e.Series {
		f := &e.Series[i]
		b := bar{Window: f.Window, value: valueOf(f), open: hollowed(f)}
		if k := len(before) - len(e.Series) + i; k >= 0 && k < len(before) {
			b.before = valueOf(&before[k])
		}
		plot.bars = append(plot.bars, b)
	}
	if e.Goal != nil && plot.alike(e.Now.Value) {
		plot.goal = &e.Goal.Target
	}
	if p.column > 0 && p.opened == nil {
		plot.cursor = max(0, len(plot.bars)-p.column)
	}
	p.sign(plot)
	return plot
}

// mark is an annotation on a chart, under a letter.
type mark struct {
	letter string
	metrics.Annotation
}

// sign puts letters below the bars that hold an annotation.
func (p *Pane) sign(plot *plot) {
	n := 0
	for i := range plot.bars {
		b := &plot.bars[i]
		for k := range p.read.notes {
			if day := p.read.notes[k].Day; !day.Before(b.From) && day.Before(b.To) && b.signed == "" && n < 26 {
				b.signed = string(rune('a' + n))
				n++
			}
		}
	}
}

// marksOf are the annotations on a chart; those of one bar share its letter.
func (p *Pane) marksOf(plot *plot) []mark {
	var all []mark
	for i := range plot.bars {
		b := &plot.bars[i]
		for _, note := range p.read.notes {
			if b.signed != "" && !note.Day.Before(b.From) && note.Day.Before(b.To) {
				all = append(all, mark{b.signed, note})
			}
		}
	}
	return all
}

// notes puts annotations side by side, as many as one line holds.
func (d *drawing) notes(all []mark) {
	line, used := "", 0
	for _, m := range all {
		words := pane.Line(m.Day.Format("2 Jan")+" "+m.Text, 40)
		if n := pane.Width(words) + 5; used+n <= d.Width {
			line += " " + d.Theme.Note.Put(m.letter) + " " + d.Theme.Soft.Put(words) + "  "
			used += n
		}
	}
	if line != "" {
		d.Put(line)
	}
}

// look moves the bar that is looked at, counted from the last one. Where there
// is none it begins there.
func (p *Pane) look(by int) tea.Cmd {
	n := p.bars()
	p.column = max(0, min(p.column+by, n))
	return nil
}

// bars is how many pieces of time the chart of the moment has.
func (p *Pane) bars() int {
	switch p.at {
	case onActivity:
		return len(p.read.activity)
	case onRetention:
		if row := p.cursor - len(p.read.entries); row >= 0 && row < len(p.read.triangle.Active) {
			return len(p.read.triangle.Active[row])
		}
		return 0
	case onBoard, onAnswers, onConcentration:
	}
	if e := p.entry(); e != nil {
		return len(e.Series)
	}
	return 0
}

// alike reports whether a value is of the size of the bars. That of a month is
// not where the bars are days and the figure adds up: a goal for it says nothing
// of them.
func (p *plot) alike(v *float64) bool {
	if v == nil {
		return false
	}
	low, high := p.span()
	return *v >= low && *v <= high
}
