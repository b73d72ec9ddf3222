package metrics

import (
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// View implements [pane.Pane].
func (p *Pane) View() string {
	f := &p.frame
	if f.width <= 0 || f.height <= 0 {
		return strings.Repeat("\n", max(0, f.height-1))
	}
	lines := make([]string, 0, f.height)
	if f.head >= 2 {
		lines = append(lines, p.topLines()...)
	}
	if f.head >= 3 {
		lines = append(lines, p.periodLine(f.width))
	}
	lines = append(lines, p.bodyLines(f.width, max(0, f.height-f.head))...)
	return strings.Join(pane.Fill(lines, f.width, f.height), "\n")
}

func (p *Pane) bodyLines(width, height int) []string {
	switch {
	case !p.reading.loaded:
		return p.waitingLines(width)
	case p.read.empty():
		return p.emptyLines(width)
	case p.opened != nil:
		return p.openedLines(width, height)
	case p.read.at != p.at:
		return p.say(width, "Reading…")
	}
	if p.at != onBoard {
		return p.sectionBody()
	}
	return p.boardBody()
}

// boardBody is the board with its charts.
func (p *Pane) boardBody() []string {
	f, t := &p.frame, p.env.Theme
	lines := p.boardLines(f.list.Dx(), f.list.Dy())
	if f.chart.Empty() {
		return lines
	}
	chart := p.lookLines(f.chart.Dx(), f.chart.Dy())
	if f.chart.Min.X > 0 {
		lines = beside(lines, chart, f.list.Dx(), f.list.Dy(), t)
		if f.across < 0 {
			return lines
		}
		lines = append(lines, t.Rule.Put(strings.Repeat("─", f.width)))
		return append(lines, p.belowLines(f.below.Dx(), f.below.Dy())...)
	}
	lines = append(pane.Fill(lines, f.list.Dx(), f.list.Dy()), t.Rule.Put(strings.Repeat("─", f.width)))
	return append(lines, chart...)
}

// belowLines are the days of the community under its figures.
func (p *Pane) belowLines(width, height int) []string {
	heat := heatWidth(width/2, 1)
	left := width - heat - 1
	return beside(p.activityChart(left, height), p.heatLines(heat, height), left, height, p.env.Theme)
}

// periodLine says of which days and of whom the figures are, and how whole
// that is.
func (p *Pane) periodLine(width int) string {
	t, a := p.env.Theme, &p.read
	w := a.window
	if !p.reading.loaded {
		w = p.period.window(p.local())
	}
	left := sayWindow(w)
	line, used := " "+t.Strong.Put(left), 1+pane.Width(left)
	put := func(paint theme.Paint, words string) {
		words = pane.Line(words, 90)
		if n := pane.Width(words) + 3; words != "" && used+n <= width {
			line += t.Rule.Put(" · ") + paint.Put(words)
			used += n
		}
	}
	if p.asking() {
		put(t.Accent, "reading "+sayShort(p.period.window(p.local()))+"…")
	}
	if a.scene == nil || a.empty() {
		return pane.Fit(line, width)
	}
	if p.reading.failed {
		put(t.Alarm, p.keyed("not as new as it could be: ‹ctrl+r› reads again"))
	}
	since := a.scene.Since
	if since.After(w.Before().From) {
		put(t.Warn, "! history starts "+since.In(w.From.Location()).Format("2006-01-02"))
	}
	if !since.After(w.From) {
		put(t.Soft, "against "+sayShort(w.Before()))
	}
	if w.To.After(a.scene.AsOf) {
		put(t.Soft, "today is not over")
	}
	put(t.Quiet, "as of "+a.scene.AsOf.In(w.From.Location()).Format("15:04"))
	put(t.Quiet, coverage(a.scene))
	return pane.Fit(line, width)
}

// coverage is how much of the community is held.
func coverage(s *metrics.Scene) string {
	whole := 0
	for _, c := range s.Coverage {
		if c.Whole == c.Channels {
			whole++
		}
	}
	if whole == len(s.Coverage) {
		return plural(whole, "account")
	}
	return plainNumber(whole) + " of " + plural(len(s.Coverage), "account") + " whole"
}

// drawing is a page of what is said about a figure.
type drawing struct {
	page.Page
	p *Pane
}

func (p *Pane) drawing(width int) *drawing {
	return &drawing{page.Page{Theme: p.env.Theme, Width: width, Measure: page.Measure{Most: 100}}, p}
}

// say puts words as one paragraph.
func (d *drawing) say(paint theme.Paint, sign, words string) {
	d.Say(paint, sign, pane.Line(words, 4000))
}

// keys are a line of keys and what they do.
func (d *drawing) keys(pairs ...string) {
	line := " "
	for i := 0; i+1 < len(pairs); i += 2 {
		line += d.Theme.Key.Put(d.p.keyed("‹"+pairs[i]+"›")) + " " + d.Theme.Quiet.Put(pairs[i+1]) + "   "
	}
	d.Put(line)
}

func (p *Pane) say(width int, words string) []string {
	d := p.drawing(width)
	d.Put("")
	d.say(d.Theme.Quiet, "", words)
	return d.Lines
}

// waitingLines stand while nothing has been read yet.
func (p *Pane) waitingLines(width int) []string {
	if !p.reading.failed {
		return p.say(width, "Reading…")
	}
	d := p.drawing(width)
	d.Put("")
	d.say(d.Theme.Alarm, "", "The numbers could not be read.")
	d.keys("ctrl+r", "tries again")
	return d.Lines
}

// emptyLines stand while there is nothing to count.
func (p *Pane) emptyLines(width int) []string {
	d := p.drawing(width)
	d.Put("")
	if p.segment != (metrics.Segment{}) {
		d.say(d.Theme.Strong, "", "Nothing was said in "+saySegment(p.segment)+".")
		d.Gap()
		d.keys("S", "another part", "\\", "all of it")
		return d.Lines
	}
	d.say(d.Theme.Strong, "", "There are no messages yet.")
	d.Gap()
	d.say(d.Theme.Soft, "", "Every number here is counted from messages that Rounds holds, and opens to them. "+
		"They come with the first round of an account: 0 shows how far it has got.")
	d.Gap()
	d.say(d.Theme.Quiet, "", "rounds connect adds an account, rounds import an export.")
	return d.Lines
}
