package metrics

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// opened is a figure, or a piece of a chart, with what it was counted from.
type opened struct {
	id     string // of the figure; "" if it is a piece of a chart
	title  string
	window metrics.Window
	entry  metrics.Entry // Now is with its rows, once they are there
	ready  bool
	shows  side

	sets []rowSet
	set  int
	row  int
	top  int

	asked pane.Latest // whichever rows, of this opening
	out   bool        // a page of lines is being read

	cursor, above int // of the section, to go back to
}

// side is what of a figure has most of the room.
type side int

const (
	theRows side = iota
	theWords
)

// made is a figure with its rows.
type made struct {
	number uint64
	of     *opened
	entry  metrics.Entry
	sets   []rowSet
}

// openID opens a figure of a window.
func (p *Pane) openID(id string, w metrics.Window) tea.Cmd {
	d, known := metrics.Find(id)
	if !known || p.read.scene == nil {
		return pane.Say("There is nothing to open here.")
	}
	o := &opened{id: id, title: d.Name, window: w, cursor: p.cursor, above: p.top, entry: metrics.Entry{Definition: d}}
	if e := p.entry(); e != nil && e.ID == id && w == p.read.window {
		o.entry = *e
	}
	p.opened = o
	p.arrange()
	return p.make(o)
}

// make counts a figure again, this time with its rows.
func (p *Pane) make(o *opened) tea.Cmd {
	number, scene, e, w := o.asked.Ask(), p.read.scene, o.entry, o.window
	return func() tea.Msg {
		e.Now = e.On(scene, w)
		return made{number, o, e, setsOf(&e.Now, &e.Definition)}
	}
}

// reopen counts what is open for the period that is shown now.
func (p *Pane) reopen(o *opened) tea.Cmd {
	if o.id == "" {
		p.opened = nil
		p.arrange()
		return nil
	}
	o.window, o.ready, o.sets, o.set, o.row, o.top = p.read.window, false, nil, 0, 0, 0
	for i := range p.read.entries {
		if p.read.entries[i].ID == o.id {
			o.entry = p.read.entries[i]
		}
	}
	return p.make(o)
}

// openRows opens a piece of a chart to its rows.
func (p *Pane) openRows(title string, rows []metrics.Row) tea.Cmd {
	o := &opened{title: title, window: p.read.window, ready: true, cursor: p.cursor, above: p.top}
	o.sets = []rowSet{{name: countOf(rows), rows: rows}}
	o.asked.Ask()
	p.opened = o
	p.arrange()
	return p.lines()
}

func (p *Pane) showFigure(m made) tea.Cmd {
	o := p.opened
	if o != m.of || !o.asked.Is(m.number) {
		return nil
	}
	o.entry, o.ready = m.entry, true
	o.sets = m.sets
	return p.lines()
}

// openedLines are a figure with all that is needed to believe it, and the rows
// that it was counted from.
func (p *Pane) openedLines(width, height int) []string {
	o, t := p.opened, p.env.Theme
	if o.id == "" {
		lines := []string{" " + t.Strong.Put(pane.Line(o.title, width-2)), ""}
		return append(lines, p.rowLines(width, height-2)...)
	}
	if !o.ready {
		return p.say(width, "Counting…")
	}
	room := o.room(height)
	lines := p.story(width, room)
	return append(lines, p.rowLines(width, height-len(lines))...)
}

// room is how many lines the words above the rows may have.
func (o *opened) room(height int) int {
	if o.shows == theWords {
		return max(3, height-4)
	}
	return min(18, max(3, height*11/20))
}

// toggleWords gives the room to what is said of the figure, or to its rows.
func (p *Pane) toggleWords() tea.Cmd {
	o := p.opened
	if o == nil || o.id == "" {
		return pane.Say("That is for a figure that is open.")
	}
	o.shows = 1 - o.shows
	return p.stepRow(0)
}

// story is what there is to know of a figure, its chart beside it where there
// is room.
func (p *Pane) story(width, height int) []string {
	e := &p.opened.entry
	if width < 110 {
		d := p.drawing(width)
		d.tell(e)
		if rest := height - len(d.Lines) - 1; p.opened.shows == theWords && rest >= leastChart {
			return append(append(d.Lines, ""), p.chartOf(e, width, rest)...)
		}
		return d.cut(height)
	}
	half := width * 11 / 20
	d := p.drawing(half)
	d.tell(e)
	height = min(height, max(len(d.Lines), 9))
	return beside(d.cut(height), p.chartOf(e, width-half-1, height), half, height, p.env.Theme)
}

// cut is as many of the lines as there is room for, and how to see the rest.
func (d *drawing) cut(height int) []string {
	if len(d.Lines) <= height || height < 1 {
		return d.Lines[:min(len(d.Lines), max(0, height))]
	}
	more := plural(len(d.Lines)-height+1, "more line")
	return append(d.Lines[:height-1:height-1], " "+d.Theme.Quiet.Put("… "+more+"  ")+d.Theme.Key.Put("v"))
}

// tell puts a figure into words: what it is, what it is made of, what it leaves
// out, and how sure it is.
func (d *drawing) tell(e *metrics.Entry) {
	t, f := d.Theme, &e.Now
	spec := e.Spec + " · " + string(e.Better) + " is better"
	if e.Better == metrics.Neutral {
		spec = e.Spec + " · no way is better"
	}
	name := pane.Line(e.Name, d.Width-2)
	d.Put(" " + t.Strong.Put(name) + pane.Blank(d.Width-pane.Width(name)-pane.Width(spec)-2) + t.Quiet.Put(pane.Line(spec, d.Width-pane.Width(name)-4)))
	d.headline(e)
	d.say(t.Soft, "= ", e.Formula)
	d.fraction(e)
	d.spread(f)
	d.parts(e)
	if f.Low != nil && f.High != nil {
		d.say(t.Soft, "± ", "so few leave room: "+metrics.Range(*f, e.Definition)+", 19 times of 20")
	}
	d.caveats(f)
	if e.Goal != nil {
		d.say(t.Note, "◎ ", sayGoal(e))
	}
	if why := excluded(f); why != "" || e.Leaves != "" {
		d.say(t.Quiet, "− ", strings.TrimSpace(e.Leaves+" "+why))
	}
}

// headline is the value with its change.
func (d *drawing) headline(e *metrics.Entry) {
	t := d.Theme
	by := turnOf(e)
	line := " " + t.Accent.Put(metrics.Say(e.Now, e.Definition))
	if words := by.says(); words != "" {
		line += "   " + by.paint(&t.Roles).Put(words) + t.Quiet.Put(" · before "+metrics.Say(e.Before, e.Definition))
	}
	d.Put(line + t.Quiet.Put(" · "+sayShort(e.Now.Window)))
}

// fraction names what stands above and below the line of a share.
func (d *drawing) fraction(e *metrics.Entry) {
	f := &e.Now
	if f.Denominator == 0 || e.Measure == metrics.Duration {
		return
	}
	above, below, cut := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(e.Formula, "× 100"), " "), "÷")
	if !cut {
		above, below = "counted", "of all"
	}
	up, down := sayValue(metrics.Count, &f.Numerator), sayValue(metrics.Count, &f.Denominator)
	width := max(pane.Width(up), pane.Width(down))
	t := d.Theme
	d.Put("   " + t.Strong.Put(pane.CellRight(up, width)) + "  " + t.Text.Put(pane.Line(strings.TrimSpace(above), d.Width-width-7)))
	d.Put(" ÷ " + t.Strong.Put(pane.CellRight(down, width)) + "  " + t.Text.Put(pane.Line(strings.TrimSpace(below), d.Width-width-7)))
}

// spread is how durations lie.
func (d *drawing) spread(f *metrics.Figure) {
	if f.Median == nil && f.P90 == nil {
		return
	}
	d.say(d.Theme.Soft, "~ ", "median "+sayValue(metrics.Duration, f.Median)+" · nine of ten within "+sayValue(metrics.Duration, f.P90)+
		" · mean "+sayValue(metrics.Duration, f.Mean)+" · "+sayValue(metrics.Count, &f.Numerator)+" of "+sayValue(metrics.Count, &f.Denominator))
}

// parts are what a figure is made of.
func (d *drawing) parts(e *metrics.Entry) {
	f := &e.Now
	var runs []page.Run
	for _, part := range f.Parts {
		if len(runs) > 0 {
			runs = append(runs, page.Run{Text: " · ", Paint: d.Theme.Rule})
		}
		runs = append(runs, page.Run{Text: pane.Line(part.Name, 60) + " ", Paint: d.Theme.Soft}, page.Run{Text: sayPart(e, &part), Paint: d.Theme.Text})
	}
	if len(runs) > 0 {
		d.Runs(d.Theme.Quiet.Put("∴ "), runs...)
	}
}

// excluded is what did not count, by why.
func excluded(f *metrics.Figure) string {
	var words []string
	for _, why := range sorted(f.Excluded) {
		words = append(words, plainNumber(f.Excluded[why])+" "+pane.Line(why, 30))
	}
	if len(words) == 0 {
		return ""
	}
	return "Here: " + strings.Join(words, ", ") + "."
}

// caveats are why a figure may not be the whole truth.
func (d *drawing) caveats(f *metrics.Figure) {
	t := d.Theme
	if len(f.Without) > 0 {
		d.say(t.Warn, "! ", "without "+strings.Join(f.Without, ", ")+": the platform does not tell what is needed")
	}
	if f.Partial {
		d.say(t.Warn, "! ", "the history starts "+f.Since.In(f.Window.From.Location()).Format("2006-01-02")+", within the period: it is compared with nothing")
	}
	if f.Immature > 0 {
		d.say(t.Quiet, "! ", plainNumber(f.Immature)+" left out, too young to be judged")
	}
	for _, note := range f.Notes {
		d.say(t.Quiet, "· ", note)
	}
}

// sayPart is a part in its own measure.
func sayPart(e *metrics.Entry, part *metrics.Part) string {
	if part.Measure == "" {
		return sayValue(e.Measure, part.Value)
	}
	return sayValue(part.Measure, part.Value)
}
