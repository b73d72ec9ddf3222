package today

import (
	"image"
	"strings"

	"rounds/inbox/checkin"
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
	var main []string
	if p.ended() {
		main = p.rest(f.main.Dx(), f.height)
	} else {
		main = append(p.head(f.main.Dx()), p.body()...)
	}
	main = pane.Fill(main, f.main.Dx(), f.height)
	if f.side.Empty() {
		return strings.Join(main, "\n")
	}
	t := p.env.Theme
	side := pane.Fill(p.sideLines(f.side.Dx()), f.side.Dx(), f.height)
	for i := range main {
		main[i] = side[i] + t.Rule.Put("│") + main[i]
	}
	return strings.Join(main, "\n")
}

// body is the list and the detail.
func (p *Pane) body() []string {
	t, f := p.env.Theme, &p.frame
	list := pane.Fill(p.list(f.list.Dx(), f.list.Dy()), f.list.Dx(), f.list.Dy())
	if f.detail.Empty() {
		return list
	}
	detail := pane.Fill(p.detailLines(f.detail.Dx(), f.detail.Dy()), f.detail.Dx(), f.detail.Dy())
	if f.down >= 0 {
		for i := range list {
			list[i] += t.Rule.Put("│") + detail[i]
		}
		return list
	}
	return append(append(list, t.Rule.Put(strings.Repeat("─", f.list.Dx()))), detail...)
}

// head is the lines over the list: where the steps stand at the left the step
// alone, else all of them and what came.
func (p *Pane) head(width int) []string {
	f := &p.frame
	switch {
	case f.head == 0:
		return nil
	case !f.side.Empty():
		return []string{p.stepTitle(width), p.rule(width)}
	}
	lines := []string{p.strip(), p.rule(width)}
	if f.news > 0 {
		lines = append(lines, p.newsLine(width))
	}
	if f.news > 1 {
		lines = append(lines, p.tipLine(width))
	}
	return lines
}

// newsLine is what came, or, outside of the hours, that nobody has to hurry.
func (p *Pane) newsLine(width int) string {
	t := p.env.Theme
	if !p.reading.loaded {
		return " " + t.Quiet.Put("Good to have you here.")
	}
	return " " + t.Soft.Put(pane.Line(p.since(), width-2))
}

// tipLine is what else is worth knowing of the day.
func (p *Pane) tipLine(width int) string {
	t := p.env.Theme
	if calm := p.calm(); calm != "" {
		return " " + t.Note.Put(pane.Line("☾ "+calm, width-2))
	}
	if len(p.day.Tips) > 0 {
		return " " + t.Note.Put(pane.Line(tipWords(&p.day.Tips[0]), width-2))
	}
	if part := p.part(p.step); p.reading.loaded {
		return " " + t.Quiet.Put(pane.Line(part.Step.Title()+": "+p.keyed(purpose(p.step))+".", width-2))
	}
	return ""
}

// mark is where a step stands, by a sign.
func (p *Pane) mark(s checkin.Step) (string, theme.Paint) {
	t, part := p.env.Theme, p.part(s)
	switch {
	case !p.reading.loaded:
		return "·", t.Quiet
	case part.Left() == 0:
		return "✓", t.Good
	case s == p.step && !p.ended():
		return "●", t.Accent
	}
	return "○", t.Quiet
}

// strip is all steps on one line.
func (p *Pane) strip() string {
	t, line, at := p.env.Theme, "", 0
	spans := p.stepSpans()
	for i, s := range checkin.Steps() {
		sign, paint := p.mark(s)
		name, namePaint := p.stripName(s), t.Soft
		if s == p.step {
			namePaint = t.Accent
		}
		line += pane.Blank(spans[i].Min.X-at) + paint.Put(sign) + " " + namePaint.Put(name)
		at = spans[i].Max.X
	}
	return line
}

// stripName is a step and how much is left of it. In a narrow window the steps
// beside the open one keep a few letters, or their sign alone.
func (p *Pane) stripName(s checkin.Step) string {
	const letters, signs = 72, 54 // below these widths
	name, width := briefly(s), p.frame.width
	switch {
	case s == p.step || width >= letters:
	case width >= signs:
		name = strings.TrimSpace(name[:min(5, len(name))])
	default:
		name = ""
	}
	if n := p.part(s).Left(); n > 0 {
		name += " " + plural(n, "")
	}
	return strings.TrimSpace(name)
}

// stepSpans are where the steps stand, by their order.
func (p *Pane) stepSpans() []image.Rectangle {
	spans, x := make([]image.Rectangle, len(checkin.Steps())), 1
	for i, s := range checkin.Steps() {
		if !p.frame.side.Empty() {
			spans[i] = image.Rect(0, sideHead+i, p.frame.side.Max.X, sideHead+i+1)
			continue
		}
		w := 2 + pane.Width(p.stripName(s))
		spans[i] = image.Rect(x, 0, x+w, 1)
		x += w + 2
	}
	return spans
}

// stepTitle is the step over its list.
func (p *Pane) stepTitle(width int) string {
	t, part := p.env.Theme, p.part(p.step)
	right := p.leftWords(part)
	left := t.Strong.Put(p.step.Title())
	room := width - 2 - pane.Width(p.step.Title()) - pane.Width(right) - 3
	if room > 12 {
		left += t.Quiet.Put("  " + pane.Line(p.keyed(purpose(p.step)), room-2))
	}
	return pane.Fit(" "+left, max(0, width-pane.Width(right)-1)) + t.Soft.Put(right) + " "
}

// leftWords is how much is left of a step.
func (p *Pane) leftWords(part *checkin.Part) string {
	if !p.reading.loaded {
		return ""
	}
	words := plural(part.Left(), "") + " left"
	if n := part.Rest(); n > 0 && part.Left() == 0 {
		words = "enough for today · " + plural(n, "") + " more"
	}
	if off := part.PutOff(); off > 0 {
		words += " · " + plural(off, "") + " put off"
	}
	if part.Settled > 0 {
		words += " · " + plural(part.Settled, "") + " settled"
	}
	return words
}

// rule is the line below the head: the heavy part of it is the open step, and
// at its end is the clock.
func (p *Pane) rule(width int) string {
	t := p.env.Theme
	at, to := 0, 0
	if p.frame.side.Empty() {
		for i, s := range checkin.Steps() {
			if s == p.step {
				span := p.stepSpans()[i]
				at, to = span.Min.X, span.Max.X
			}
		}
	} else {
		at, to = 1, 1+pane.Width(p.step.Title())
	}
	at, to = max(0, min(at, width)), max(0, min(to, width))
	words, paint := p.timer()
	heavy, room := t.Accent.Put(strings.Repeat("━", to-at)), pane.Width(words)+3
	light := func(n int) string { return t.Rule.Put(strings.Repeat("─", max(0, n))) }
	switch {
	case width-to > room:
		return light(at) + heavy + light(width-to-room) + " " + paint.Put(words) + " " + light(1)
	case at > room: // the step stands where the clock would
		return light(1) + " " + paint.Put(words) + " " + light(at-room) + heavy + light(width-to)
	}
	return light(at) + heavy + light(width-to)
}

// timer is the time used for the step against its budget.
func (p *Pane) timer() (string, theme.Paint) {
	t, part := p.env.Theme, p.part(p.step)
	used := p.watch.used[p.step]
	words := clock(used) + " / " + clock(part.Budget)
	paint := t.Soft
	if used > part.Budget {
		paint = t.Warn
		words += " over"
	}
	if p.watch.paused() && used > 0 {
		words = "paused  " + words
		paint = t.Quiet
	}
	return words, paint
}

// list is the items of the step, as many as are seen.
func (p *Pane) list(width, height int) []string {
	part := p.part(p.step)
	if len(part.Items) == 0 {
		return p.empty(width)
	}
	var lines []string
	for line := p.top; line < lineOf(part, len(part.Items)) && len(lines) < height; line++ {
		if i := itemOn(part, line); i >= 0 {
			lines = append(lines, p.row(&part.Items[i], i == p.cursor, width))
		} else {
			lines = append(lines, p.divider(part, width))
		}
	}
	if part.More > 0 && len(lines) < height {
		lines = append(lines, "   "+p.env.Theme.Quiet.Put(pane.Line(plural(part.More, "")+" more wait for another day: a check-in has an end.", width-4)))
	}
	return append(lines, p.below(width, height-len(lines))...)
}

// divider stands between what is for today and what is for whoever has time.
func (p *Pane) divider(part *checkin.Part, width int) string {
	t, words := p.env.Theme, "if there is time"
	if part.Left() == 0 {
		words = "enough for today; if there is time"
	}
	words = pane.Line(words, max(0, width-6))
	return pane.Fit(t.Rule.Put(" ── ")+t.Quiet.Put(words)+" "+t.Rule.Put(strings.Repeat("─", max(0, width-6-pane.Width(words)))), width)
}

// below is what comes back, where the list leaves a lot of room.
func (p *Pane) below(width, room int) []string {
	const enough = 14
	if p.frame.down < 0 || room < enough || len(p.day.Back) == 0 {
		return nil
	}
	t := p.env.Theme
	d := page.Page{Theme: t, Width: width, Measure: page.Measure{Said: 2}}
	p.returns(&d, enough-4)
	lines := make([]string, room-len(d.Lines)-2)
	lines = append(lines, t.Rule.Put(strings.Repeat("─", width)))
	return append(lines, d.Lines...)
}

// empty is what a step says that has nothing.
func (p *Pane) empty(width int) []string {
	t := p.env.Theme
	d := page.Page{Theme: t, Width: width, Measure: page.Measure{Said: 2, Most: 80}}
	first, more := p.nobody()
	if p.frame.list.Dy() > 3 {
		d.Put("")
	}
	paint := t.Strong
	if !p.reading.loaded {
		paint = t.Quiet
	}
	d.Say(paint, " ", first)
	if more != "" {
		d.Say(t.Soft, " ", more)
	}
	if p.reading.loaded && p.left() == 0 {
		d.Say(t.Quiet, " ", p.keyed("That is all for today: ‹B› ends the check-in."))
	}
	return d.Lines
}
