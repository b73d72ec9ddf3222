package outbox

import (
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/leaving"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// head is how many lines the names of the two pages take.
func (p *Pane) head() int {
	if p.height < 6 {
		return 0
	}
	return 2
}

// span is the cells of a name on its line.
type span struct{ from, to int }

func (p *Pane) tabTexts() []string {
	text := " Outbox "
	if n := p.unsettled(); n > 0 {
		text = " Outbox " + strconv.Itoa(n) + " "
	}
	return []string{text, " Sync "}
}

func (p *Pane) tabSpans() []span {
	texts := p.tabTexts()
	first := span{1, 1 + pane.Width(texts[0])}
	return []span{first, {first.to + 1, first.to + 1 + pane.Width(texts[1])}}
}

// View implements [pane.Pane].
func (p *Pane) View() string {
	if p.width <= 0 || p.height <= 0 {
		return strings.Repeat("\n", max(0, p.height-1))
	}
	lines := make([]string, 0, p.height)
	if p.head() > 0 {
		lines = append(lines, p.tabs()...)
	}
	if p.section == incoming {
		if p.height > p.head() {
			lines = append(lines, p.below.View())
		}
		return strings.Join(lines, "\n")
	}
	room := p.height - p.head()
	return strings.Join(append(lines, pane.Fill(p.page(room), p.width, room)...), "\n")
}

// tabs are the names of the pages, and the rule whose heavy part shows which
// one is open.
func (p *Pane) tabs() []string {
	t := p.env.Theme
	bar, at := "", 0
	spans := p.tabSpans()
	for i, text := range p.tabTexts() {
		paint := t.Soft
		if section(i) == p.section {
			paint = t.Accent
		}
		bar += pane.Blank(spans[i].from-at) + paint.Put(text)
		at = spans[i].to
	}
	s := spans[p.section]
	said := p.keyed(" ‹h l› section ")
	left := t.Rule.Put(strings.Repeat("─", s.from)) + t.Accent.Put(strings.Repeat("━", s.to-s.from))
	right := t.Rule.Put(strings.Repeat("─", max(0, p.width-s.to-pane.Width(said)))) + t.Quiet.Put(said)
	return []string{pane.Fit(bar, p.width), pane.Fit(left+right, p.width)}
}

// page is the part of the list around the cursor.
func (p *Pane) page(room int) []string {
	if len(p.items) == 0 {
		return p.emptyLines()
	}
	lines, of := p.lines()
	first, last := 0, 0
	for i, n := range of {
		if n == p.cursor {
			last = i
		}
	}
	for first < len(of) && of[first] != p.cursor {
		first++
	}
	p.top = max(min(p.top, max(0, first-1)), last-room+1)
	p.top = max(0, min(p.top, len(lines)-room))
	return lines[p.top:min(len(lines), p.top+room)]
}

// lines are all lines of the list, and whose each of them is.
func (p *Pane) lines() (lines []string, of []int) {
	t := p.env.Theme
	settled, c := false, p.columns()
	for i := range p.items {
		o := &p.items[i]
		if o.State.Settled() && !settled {
			settled = true
			if i > 0 {
				lines, of = append(lines, ""), append(of, -1)
			}
			lines, of = append(lines, " "+t.Quiet.Put("lately")), append(of, -1)
		}
		block := p.block(o, c, i == p.cursor)
		lines = append(lines, block...)
		for range block {
			of = append(of, i)
		}
	}
	return lines, of
}

// columns are the widths of a row's columns; the words have what is left.
type columns struct{ state, as, where int }

func (p *Pane) columns() columns {
	switch {
	case p.width < 60:
		return columns{15, 0, 12}
	case p.width < 100:
		return columns{17, 10, 16}
	}
	c := columns{20, 6, 10}
	for i := range p.items {
		o := &p.items[i]
		c.as, c.where = max(c.as, 1+pane.Width(plain.Name(o.As.Called()))), max(c.where, pane.Width(leaving.Where(o)))
	}
	return columns{20, min(c.as, 14), min(c.where, 26)}
}

// block is one action: where it stands, as whom, where and what; below, in the
// platform's own words, why it stands still and what helps.
func (p *Pane) block(o *inbox.Outgoing, c columns, selected bool) []string {
	t := p.env.Theme
	roles, bar := &t.Roles, " "
	if selected {
		roles, bar = &t.Lit, "▌"
	}
	mark, paint := sign(o, roles)
	line := roles.Accent.Put(bar) + paint.Put(mark+" "+pane.Cell(leaving.Short(o, p.now), c.state)) + roles.Text.Put("  ")
	used := 5 + c.state
	if c.as > 0 {
		line += roles.Soft.Put(pane.Cell("@"+plain.Name(o.As.Called()), c.as)) + roles.Text.Put("  ")
		used += c.as + 2
	}
	where, place := roles.Soft, leaving.Where(o)
	if o.Kind.Private() {
		where = roles.Secret
	}
	line += where.Put(pane.Cell(place, c.where)) + roles.Text.Put("  ")
	used += c.where + 2
	words := roles.Text
	if o.State.Settled() {
		words = roles.Quiet
	}
	line += words.Put(pane.Cell(leaving.Words(o), max(0, p.width-used-1))) + roles.Text.Put(" ")
	return append([]string{pane.Fit(line, p.width)}, p.detail(o)...)
}

// detail is what a person has to know about what does not leave.
func (p *Pane) detail(o *inbox.Outgoing) []string {
	t := p.env.Theme
	var lines []string
	put := func(paint theme.Paint, text string) {
		indent := ""
		if strings.HasPrefix(text, "→ ") {
			indent = "  "
		}
		for i, line := range pane.Wrap(text, max(1, p.width-6)) {
			if i == 1 {
				line = indent + line
			}
			if i < 2 {
				lines = append(lines, pane.Fit("   "+paint.Put(line), p.width))
			}
		}
	}
	switch o.State {
	case inbox.Asks:
		put(t.Alarm, leaving.Why(o.Doubt)+newest(o.Doubt))
		put(t.Accent, p.keyed("→ ‹enter› shows both sides: send it anyway, edit or drop it."))
	case inbox.Failed:
		put(t.Alarm, pane.Line(leaving.State(o, p.now), 400))
		if todo := p.advice(o); todo != "" {
			put(t.Accent, "→ "+todo)
		}
	case inbox.Unknown:
		put(t.Warn, "Nobody has told whether it arrived: it is looked for, and never sent twice.")
	case inbox.Queued:
		if o.Trouble != "" {
			put(t.Warn, pane.Line(leaving.State(o, p.now), 400))
		}
	case inbox.Sending, inbox.Planned, inbox.Sent, inbox.Dropped:
	}
	return lines
}

// newest is the head of what is there now.
func newest(d *inbox.Doubt) string {
	if d == nil || len(d.Now) == 0 {
		return ""
	}
	g := d.Now[len(d.Now)-1]
	return ": " + pane.Line(plain.Name(g.By)+": "+g.Text, 100)
}

func (p *Pane) advice(o *inbox.Outgoing) string {
	if p.helps == nil {
		return ""
	}
	return p.helps(o.Account, o.Trouble)
}

// sign is the mark of a state, so that the colour is never the only one to
// tell.
func sign(o *inbox.Outgoing, r *theme.Roles) (string, theme.Paint) {
	switch o.State {
	case inbox.Asks:
		return "?", r.Alarm
	case inbox.Failed:
		return "✗", r.Alarm
	case inbox.Unknown:
		return "⚠", r.Warn
	case inbox.Queued:
		if o.Trouble != "" {
			return "…", r.Warn
		}
		return "↗", r.Note
	case inbox.Sending:
		return "↗", r.Accent
	case inbox.Planned:
		return "☾", r.Accent
	case inbox.Sent:
		return "✓", r.Good
	case inbox.Dropped:
		return "·", r.Quiet
	}
	return " ", r.Text
}

// emptyLines explain the page to whoever has sent nothing yet.
func (p *Pane) emptyLines() []string {
	t := p.env.Theme
	switch {
	case p.failed:
		failed := pane.Line("The outbox could not be read.", p.width-4)
		return []string{"", "  " + t.Alarm.Put(failed), "  " + t.Key.Put("ctrl+r") + t.Quiet.Put(" tries again")}
	case !p.loaded:
		return []string{"", "  " + t.Quiet.Put("Reading…")}
	}
	lines := []string{"", "  " + t.Strong.Put(pane.Line("Nothing waits to leave.", p.width-4)), ""}
	for _, text := range []string{
		"What you send stands here until it is out: when it leaves, as whom, and where.",
		p.keyed("‹z› takes it back while it waits. What fails, or what is not safe to send any more, stays here and asks you."),
	} {
		for _, line := range pane.Wrap(text, max(1, min(p.width-4, 90))) {
			lines = append(lines, "  "+t.Soft.Put(line))
		}
	}
	return lines
}

// unsettled is how many actions are neither out nor dropped.
func (p *Pane) unsettled() (n int) {
	for i := range p.items {
		if !p.items[i].State.Settled() {
			n++
		}
	}
	return n
}
