package week

import (
	"slices"
	"strconv"
	"strings"

	"rounds/calendar"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// View implements [pane.Pane].
func (p *Pane) View() string {
	f := &p.frame
	if f.width <= 0 || f.height <= 0 {
		return strings.Repeat("\n", max(0, f.height-1))
	}
	p.spots.Forget()
	lines := make([]string, 0, f.height)
	if f.head >= 2 {
		lines = append(lines, p.topLines()...)
	}
	if f.head >= 3 {
		lines = append(lines, p.weekLine(f.width))
	}
	switch {
	case !p.reading.loaded:
		lines = append(lines, p.waitingLines(f.width)...)
	case p.zoom == opened:
		lines = append(lines, p.detailLines()...)
	default:
		body := p.daysLines()
		if f.across >= 0 {
			body = append(body, p.env.Theme.Rule.Put(strings.Repeat("─", f.detail.Dx())))
			body = append(body, p.detailLines()...)
		}
		if !f.beside.Empty() {
			body = beside(pane.Fill(body, f.detail.Dx(), f.beside.Dy()), p.ideasLines(f.beside.Dx(), f.beside.Dy()), p.env.Theme)
		}
		lines = append(lines, body...)
	}
	return strings.Join(pane.Fill(lines, f.width, f.height), "\n")
}

// daysLines are the upper part: the days, or a list that has none.
func (p *Pane) daysLines() []string {
	width, height := p.frame.days.Dx(), p.frame.days.Dy()
	switch p.at {
	case onMonth:
		return p.monthLines(width, height)
	case onProblems:
		return p.problemLines(width, height)
	case onBacklog:
		if p.frame.beside.Empty() {
			return p.backlogLines(width, height)
		}
	case onWeek:
	}
	if p.frame.grid {
		return p.gridLines(width, height)
	}
	return p.listLines(width, height)
}

// beside joins two columns of lines with a rule between them.
func beside(left, right []string, t *theme.Theme) []string {
	joined := make([]string, len(left))
	for i := range left {
		joined[i] = left[i] + t.Rule.Put("│")
		if i < len(right) {
			joined[i] += right[i]
		}
	}
	return joined
}

// weekLine says which days these are, and what there is to know of them as a
// whole.
func (p *Pane) weekLine(width int) string {
	t := p.env.Theme
	left := p.stretchName()
	line, used := " "+t.Strong.Put(left), 1+pane.Width(left)
	put := func(paint theme.Paint, words string) {
		words = pane.Line(words, 80)
		if w := pane.Width(words) + 3; words != "" && used+w <= width {
			line += t.Rule.Put(" · ") + paint.Put(words)
			used += w
		}
	}
	if m := p.moving; m != nil {
		put(t.Accent, m.says(p))
		for _, w := range m.warned {
			put(t.Warn, "⚠ "+w.Text)
		}
		return pane.Fit(line, width)
	}
	if p.at == onBacklog || p.at == onProblems {
		return pane.Fit(line, width)
	}
	if words := p.gaps(); p.at == onWeek && words != "" {
		put(t.Warn, words)
	}
	for _, share := range calendar.Balance(p.columns, p.board.settings) {
		if share.Theme == "" {
			continue
		}
		words, paint := pane.Line(share.Theme, 16)+" "+strconv.Itoa(share.Count), t.Soft
		if share.Slots > 0 {
			words += "/" + strconv.Itoa(share.Slots)
		}
		if share.Count < share.Slots {
			paint = t.Quiet
		}
		put(paint, words)
	}
	if p.board.settings.Approval != "" && p.board.settings.Approval != calendar.NoApproval {
		put(t.Quiet, "approval "+string(p.board.settings.Approval))
	}
	return pane.Fit(line, width)
}

// stretchName is which days are shown.
func (p *Pane) stretchName() string {
	switch p.at {
	case onMonth:
		return p.day.Format("January 2006")
	case onBacklog:
		if p.frame.beside.Empty() {
			return "Ideas and drafts without a time"
		}
	case onProblems:
		return "Files that need a look"
	case onWeek:
	}
	monday := p.day.Monday()
	sunday := monday + 6
	first := monday.Format("2")
	if monday.Format("Jan") != sunday.Format("Jan") {
		first = monday.Format("2 Jan")
	}
	return monday.Week() + " · " + first + "–" + sunday.Format("2 Jan")
}

// gaps are the days to come, Monday to Friday, on which nothing is planned.
func (p *Pane) gaps() string {
	var days []string
	for i := range p.columns {
		c := &p.columns[i]
		if len(c.Items) == 0 && c.Day >= p.today() && i < 5 {
			days = append(days, c.Day.Format("Mon"))
		}
	}
	if len(days) == 0 || len(days) == 5 {
		return ""
	}
	return "nothing on " + strings.Join(days, ", ")
}

// barTail is what stands behind the tabs.
func (p *Pane) barTail() (string, theme.Paint) {
	t := p.env.Theme
	switch {
	case p.words != "":
		return "/ " + p.words + p.keyed("  ‹\\› clears"), t.Accent
	case p.options.ReadOnly:
		return "read-only", t.Warn
	case p.board.asks > 0 && p.at != onProblems:
		return p.attention(), t.Alarm
	}
	return pane.Line(p.zone().String(), 40), t.Quiet
}

// attention is what asks for a person.
func (p *Pane) attention() string {
	verb := " asks for you"
	if p.board.asks != 1 {
		verb = " ask for you"
	}
	return "! " + strconv.Itoa(p.board.asks) + verb
}

// detailLines are the post under the cursor, or the problem.
func (p *Pane) detailLines() []string {
	r := p.frame.detail
	const readable = 110
	d := p.drawing(min(r.Dx(), readable))
	i, problem := p.current(), p.problem()
	switch {
	case problem != nil:
		d.problem(problem)
	case i == nil:
		d.nothing()
	case p.preview:
		d.title(i)
		d.shows(i)
	case r.Dx() >= 96:
		return p.window(p.twoColumns(i, r.Dx()), r.Dx(), r.Dy())
	default:
		d.title(i)
		d.when(i)
		d.facts(i)
		d.Gap()
		d.channels(i)
		d.Gap()
		d.changed(i)
		d.body(i)
		d.variants(i)
	}
	return p.window(d.Lines, r.Dx(), r.Dy())
}

// twoColumns are the words of a post at the left, and where they go at the
// right.
func (p *Pane) twoColumns(i *calendar.Item, width int) []string {
	half := min(width/2, 92)
	left, right := p.drawing(half), p.drawing(min(width-half-1, 92))
	left.title(i)
	left.facts(i)
	left.Gap()
	left.changed(i)
	left.body(i)
	left.variants(i)
	right.when(i)
	right.Gap()
	right.channels(i)
	height := max(len(left.Lines), len(right.Lines))
	return beside(pane.Fill(left.Lines, half, height), right.Lines, p.env.Theme)
}

// window is the part of some lines that is scrolled to.
func (p *Pane) window(lines []string, width, height int) []string {
	p.most = max(0, len(lines)-height)
	offset := min(p.scroll, p.most)
	shown := pane.Fill(lines[min(offset, len(lines)):min(len(lines), offset+height)], width, height)
	if hidden := p.most - offset; hidden > 0 && height > 1 {
		t := p.env.Theme
		shown[height-1] = pane.Fit(t.Quiet.Put(" ↓ "+plural(hidden+1, "more line"))+"  "+t.Key.Put(p.keyed("‹J›")), width)
	}
	return shown
}

// variants tells where else an item says something else.
func (d *drawing) variants(i *calendar.Item) {
	keys := make([]string, 0, len(i.Post.Variants))
	for key := range i.Post.Variants {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		d.heading("on "+pane.Line(key, 40), "")
		d.Text(d.Theme.Soft, d.Theme.Quiet.Put("┃ "), i.Post.Variants[key])
	}
}

// nothing says what can be done where no post is.
func (d *drawing) nothing() {
	p, t := d.p, d.Theme
	e := p.entry()
	switch {
	case p.at == onMonth:
		d.Put(" " + t.Strong.Put(p.day.Format("Monday 2 January 2006")))
		for _, e := range p.entries(p.day) {
			d.Put(p.rowLine(&e, d.Width, &t.Roles, " "))
		}
		d.keys("enter", "its week", "C", "new post")
	case e != nil && e.kind == aSlot:
		d.Put(" " + t.Strong.Put("A free slot: "+p.day.Format("Mon 2 Jan")+" "+clock(e.slot.Minute)) + t.Quiet.Put("  "+pane.Line(e.slot.Theme, 30)))
		d.Gap()
		d.keys("C", "write a post for it", "Q", "on a draft takes the next free slot", "W", "change the template")
	case p.at == onProblems:
		d.say(t.Quiet, "", "What you save in the plan folder is picked up while Rounds is open. A file that cannot be read stands here with its line, "+
			"and its last good version stays in force; of one that was changed on both sides you see both.")
	case p.words != "":
		d.say(t.Strong, "", "No post here has these words.")
		d.Gap()
		d.keys("\\", "shows all again")
	default:
		d.say(t.Strong, "", "Nothing is planned here.")
		d.Gap()
		d.keys("C", "new post", "i", "capture an idea", "w", "new event", "W", "the week's template")
		if len(p.board.backlog) > 0 {
			d.keys("tab", d.p.keyed("leads to the backlog, where ‹Q› plans an idea for the next free slot"))
		}
	}
}

// keys are a line of keys and what they do.
func (d *drawing) keys(pairs ...string) {
	line := " "
	for i := 0; i+1 < len(pairs); i += 2 {
		line += d.Theme.Key.Put(d.p.keyed("‹"+pairs[i]+"›")) + " " + d.Theme.Quiet.Put(pairs[i+1]) + "   "
	}
	d.Put(line)
}

// waitingLines stand while nothing has been read yet.
func (p *Pane) waitingLines(width int) []string {
	d := p.drawing(width)
	d.Put("")
	if p.reading.failed {
		d.say(d.Theme.Alarm, "", "The plan could not be read.")
		d.keys("ctrl+r", "tries again")
		return d.Lines
	}
	d.say(d.Theme.Quiet, "", "Reading…")
	return d.Lines
}

func clock(minute int) string { return calendar.On(0, minute).Clock() }
