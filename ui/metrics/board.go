package metrics

import (
	"slices"
	"strings"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// entries are the figures of the section that the filter lets through.
func (p *Pane) entries() []metrics.Entry {
	if p.at != onBoard || p.words == "" {
		return p.read.entries
	}
	return slices.DeleteFunc(slices.Clone(p.read.entries), func(e metrics.Entry) bool {
		text := strings.ToLower(e.Name + " " + e.ID + " " + e.Spec + " " + groupOf(&e.Definition))
		return !strings.Contains(text, strings.ToLower(p.words))
	})
}

// entry is the figure under the cursor, or nil.
func (p *Pane) entry() *metrics.Entry {
	if all := p.entries(); p.cursor < len(all) {
		return &all[p.cursor]
	}
	return nil
}

func (p *Pane) idAt() string {
	if e := p.entry(); e != nil {
		return e.ID
	}
	return ""
}

// follow keeps the cursor on its figure, or as near as there is one.
func (p *Pane) follow(id string) {
	is := func(e metrics.Entry) bool { return e.ID == id }
	if n := slices.IndexFunc(p.entries(), is); n >= 0 && p.opened == nil {
		p.cursor = n
	}
	p.cursor = max(0, min(p.cursor, p.items()-1))
}

// groupOf is which side of the community a figure is about.
func groupOf(d *metrics.Definition) string {
	switch d.ID {
	case "member_share", "interaction_ratio", "posts_per_topic", "posts_per_active":
		return "Conversation"
	}
	return string(d.Family)
}

// grouped are the IDs of figures, those of one group beside each other.
func grouped(all []metrics.Definition) []string {
	var groups []string
	for i := range all {
		if g := groupOf(&all[i]); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	var ids []string
	for _, g := range groups {
		for i := range all {
			if groupOf(&all[i]) == g {
				ids = append(ids, all[i].ID)
			}
		}
	}
	return ids
}

// boardLine is one line of the board: a figure, the head of a group, or a
// blank.
type boardLine struct {
	head  string
	index int // of the entry; -1 on a head or a blank
}

// fewest is how many figures are worth heads over their groups.
const fewest = 8

// boardPlan is what stands on which line, without the heads of the columns.
// Where there is room the groups have heads, and where there is more the groups
// stand apart.
func boardPlan(all []metrics.Entry, height int) []boardLine {
	groups, last := 0, ""
	if len(all) < fewest {
		height = 0 // a section has few, and its name over it
	}
	for i := range all {
		if g := groupOf(&all[i].Definition); g != last {
			groups, last = groups+1, g
		}
	}
	headed := groups > 1 && height >= len(all)+groups
	apart := groups > 1 && height >= len(all)+2*groups-1
	long := groups > 1 && len(all) > 20 // it is scrolled anyway
	var plan []boardLine
	last = ""
	for i := range all {
		if g := groupOf(&all[i].Definition); g != last && (headed || long) {
			if (apart || long) && i > 0 {
				plan = append(plan, boardLine{index: -1})
			}
			plan = append(plan, boardLine{head: g, index: -1})
			last = g
		}
		plan = append(plan, boardLine{index: i})
	}
	return plan
}

// boardLines are the figures, the one under the cursor lit.
func (p *Pane) boardLines(width, height int) []string {
	all, t := p.entries(), p.env.Theme
	if len(all) == 0 {
		d := p.drawing(width)
		d.say(t.Strong, "", "No figure has these words in its name.")
		d.keys("\\", "shows all again")
		return d.Lines
	}
	c := columnsOf(width, all)
	lines := []string{c.heads(t)}
	plan := boardPlan(all, height-1)
	for _, l := range plan[min(p.top, len(plan)):] {
		switch {
		case l.index >= 0:
			lines = append(lines, p.rowLine(&all[l.index], c, focusOf(l.index, p.cursor)))
		default:
			lines = append(lines, " "+t.Quiet.Put(l.head))
		}
	}
	return lines
}

// keepInSight scrolls so that the cursor is seen.
func (p *Pane) keepInSight() {
	height := p.frame.list.Dy() - 1
	plan := boardPlan(p.entries(), height)
	at := slices.IndexFunc(plan, func(l boardLine) bool { return l.index == min(p.cursor, len(p.entries())-1) })
	if p.cursor == 0 {
		at = 0
	}
	p.top = min(p.top, max(0, at-1))
	p.top = max(p.top, at-height+1)
	p.top = max(0, min(p.top, len(plan)-height))
}

// columns are how wide each part of a row is.
type columns struct {
	width                               int
	name, value, change, trend, n, note int
	short                               bool // names are those for narrow screens
}

// columnsOf gives the parts of a row their cells; what there is no room for
// goes, the least needed first.
func columnsOf(width int, all []metrics.Entry) columns {
	c := columns{width: width, name: 12, value: 10, change: 12, trend: 13, n: 6}
	longest, shortest := 0, 0
	for i := range all {
		longest = max(longest, pane.Width(all[i].Name))
		shortest = max(shortest, pane.Width(brief(&all[i].Definition)))
	}
	spare := func() int {
		return width - 2 - c.name - 2 - c.value - 2 - c.change - 2 - c.trend - 1 - c.n - 2 - c.note
	}
	if spare() < 0 {
		c.n = 0
	}
	if spare() < 0 {
		c.trend = 0
	}
	if spare() < 0 {
		c.change = 0
	}
	grow := func(part *int, to int) { *part += max(0, min(spare(), to-*part)) }
	grow(&c.name, min(max(shortest, longest), 22))
	grow(&c.note, 6)
	grow(&c.name, longest)
	c.short = c.name < longest
	grow(&c.note, 18)
	if c.trend > 0 {
		grow(&c.trend, 30)
	}
	grow(&c.value, 11)
	grow(&c.note, 30)
	return c
}

// brief is a name for narrow screens.
func brief(d *metrics.Definition) string {
	if d.Short != "" {
		return d.Short
	}
	return d.Name
}

// heads are the names of the columns.
func (c columns) heads(t *theme.Theme) string {
	line := "  " + pane.Cell("", c.name) + "  " + pane.CellRight("now", c.value)
	if c.change > 0 {
		line += "  " + pane.Cell("  change", c.change)
	}
	if c.trend > 0 {
		line += "  " + pane.Cell("trend", c.trend)
	}
	if c.n > 0 {
		line += " " + pane.CellRight("n", c.n)
	}
	return t.Quiet.Put(pane.Fit(line, c.width))
}

// rowLine is one figure.
func (p *Pane) rowLine(e *metrics.Entry, c columns, at focus) string {
	r, bar := at.roles(p.env.Theme)
	name := e.Name
	if c.short {
		name = brief(&e.Definition)
	}
	line := r.Accent.Put(bar) + r.Text.Put(" "+pane.Cell(name, c.name)+"  ")
	line += r.Strong.Put(pane.CellRight(metrics.Say(e.Now, e.Definition), c.value))
	if c.change > 0 {
		by := turnOf(e)
		line += r.Text.Put("  ") + by.paint(r).Put(pane.Cell(by.arrow+" "+by.words+by.sign(), c.change))
	}
	if c.trend > 0 {
		line += r.Text.Put("  ") + sparkline(begun(e), c.trend, r, at.trend(r))
	}
	if c.n > 0 {
		line += r.Quiet.Put(" " + pane.CellRight(plainNumber(e.Now.N), c.n))
	}
	if rest := c.width - pane.Width(line) - 2; rest > 1 {
		words, paint := remark(e, r, rest)
		line += r.Text.Put("  ") + paint.Put(pane.Cell(words, rest))
	}
	return pane.Fit(line, c.width)
}

// remark is what else one has to know of a figure, in so many cells: that it is
// not whole, or how far its goal is.
func remark(e *metrics.Entry, r *theme.Roles, width int) (string, theme.Paint) {
	f := &e.Now
	fitting := func(long, brief string) string {
		if pane.Width(long) > width {
			return brief
		}
		return long
	}
	switch {
	case len(f.Without) > 0:
		return fitting("! without "+strings.Join(f.Without, ", "), "! less"), r.Warn
	case f.Partial:
		return fitting("! since "+f.Since.In(f.Window.From.Location()).Format("2 Jan"), "! part"), r.Warn
	case e.Goal != nil && f.Value != nil:
		way := wayOf(e)
		if way == reached {
			return fitting("◎ goal reached", "◎ done"), r.Good
		}
		return fitting("◎ "+way+" of the way", "◎ "+way), r.Note
	case f.Immature > 0:
		return fitting(plainNumber(f.Immature)+" too young", ""), r.Quiet
	}
	return "", r.Quiet
}

// begun are the pieces of a figure's course that have begun.
func begun(e *metrics.Entry) []metrics.Figure {
	n := len(e.Series)
	for n > 0 && !e.Now.AsOf.IsZero() && !e.Series[n-1].Window.From.Before(e.Now.AsOf) {
		n--
	}
	return e.Series[:n]
}

// sparkline is the last pieces of a series in so many cells, from the lowest of
// them to the highest. What is not over, or too young to be judged, is hollow.
func sparkline(series []metrics.Figure, width int, r *theme.Roles, paint theme.Paint) string {
	series = series[max(0, len(series)-width):]
	low, high := 0.0, 0.0
	for i := range series {
		if v := valueOf(&series[i]); v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	var sure, open strings.Builder
	for i := range series {
		f := &series[i]
		sign := '·'
		if v := valueOf(f); v != nil {
			sign = []rune("▁▂▃▄▅▆▇")[level(*v, low, high, 7)]
		}
		if hollowed(f) {
			if valueOf(f) != nil {
				sign = '▯'
			}
			open.WriteRune(sign)
			continue
		}
		sure.WriteString(open.String()) // never hollow in the middle, but do not lose it
		open.Reset()
		sure.WriteRune(sign)
	}
	blank := pane.Blank(width - len(series))
	return paint.Put(sure.String()) + r.Quiet.Put(open.String()) + r.Text.Put(blank)
}

// valueOf is the value of a piece of a series; nil where nothing was held yet,
// whatever was counted of it.
func valueOf(f *metrics.Figure) *float64 {
	if f.Partial && !f.Window.To.After(f.Since) {
		return nil
	}
	return f.Value
}

// hollowed reports whether a piece of a series can still change by itself.
func hollowed(f *metrics.Figure) bool { return f.Open || f.Immature > 0 }

// level is which of n steps a value lies on.
func level(v, low, high float64, n int) int {
	if high <= low {
		return 0
	}
	return max(0, min(n-1, int((v-low)/(high-low)*float64(n-1)+0.5)))
}
