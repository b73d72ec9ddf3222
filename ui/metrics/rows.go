package metrics

import (
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// rowSet is some rows of a figure under a name that says how many they are.
type rowSet struct {
	name  string
	rows  []metrics.Row
	lines map[int]metrics.Line // as far as they were read
}

// setsOf are the rows of a figure: those that count, those that do not, and
// those of its parts.
func setsOf(f *metrics.Figure, d *metrics.Definition) []rowSet {
	var in, rest []metrics.Row
	for _, r := range f.Rows {
		if r.In {
			in = append(in, r)
		} else {
			rest = append(rest, r)
		}
	}
	sets := []rowSet{{name: sayRows(len(in), d.Of), rows: in}}
	if len(rest) > 0 {
		sets[0].name += " counted"
		sets = append(sets, rowSet{name: plainNumber(len(rest)) + " not", rows: rest})
	}
	for _, part := range f.Parts {
		if len(part.Rows) > 0 {
			sets = append(sets, rowSet{name: pane.Line(part.Name, 24) + " " + plainNumber(len(part.Rows)), rows: part.Rows})
		}
	}
	return sets
}

// countOf says how many rows there are, of what.
func countOf(rows []metrics.Row) string {
	if len(rows) == 0 {
		return "nothing"
	}
	return sayRows(len(rows), rows[0].Kind)
}

func sayRows(n int, kind metrics.RowKind) string {
	switch kind {
	case metrics.TalkRow, metrics.PersonRow, metrics.MessageRow, metrics.CaseRow, metrics.DecisionRow, metrics.PostRow, metrics.SurveyRow:
		return plural(n, string(kind))
	}
	return plural(n, "row")
}

func sorted(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

// lined is a page of rows as a person reads them.
type lined struct {
	number uint64
	of     *opened
	set    int
	from   int
	lines  []metrics.Line
	err    error
}

// linesAtOnce is how many rows are read at once: more than the largest screen
// shows.
const linesAtOnce = 100

// lines reads the rows around the cursor that were not read yet. While a page
// is on its way no other is asked for; what comes asks again.
func (p *Pane) lines() tea.Cmd {
	o := p.opened
	if o == nil || o.out || len(o.sets) == 0 {
		return nil
	}
	set := &o.sets[o.set]
	height := p.rowsSeen()
	from := -1
	for i := max(0, o.top); i < min(len(set.rows), o.top+height); i++ {
		if _, read := set.lines[i]; !read {
			from = i
			break
		}
	}
	if from < 0 {
		return nil
	}
	o.out = true
	rows := set.rows[from:min(len(set.rows), from+linesAtOnce)]
	number, at, store, ctx := o.asked.Last(), o.set, p.store, p.env.Ctx
	return func() tea.Msg {
		lines, err := store.Lines(ctx, rows)
		return lined{number, o, at, from, lines, err}
	}
}

func (p *Pane) showLines(m lined) tea.Cmd {
	o := p.opened
	if o != m.of {
		return nil
	}
	o.out = false
	if !o.asked.Is(m.number) || m.set >= len(o.sets) {
		return p.lines()
	}
	if m.err != nil {
		return pane.Fail(m.err)
	}
	set := &o.sets[m.set]
	if set.lines == nil {
		set.lines = map[int]metrics.Line{}
	}
	for i, line := range m.lines {
		set.lines[m.from+i] = line
	}
	if len(m.lines) == 0 {
		return nil // the store has nothing more to say of them
	}
	return p.lines()
}

// turnSet shows other rows of the figure.
func (p *Pane) turnSet(by int) tea.Cmd {
	o := p.opened
	if n := len(o.sets); n > 0 {
		o.set, o.row, o.top = (o.set+by+n)%n, 0, 0
	}
	return p.lines()
}

// stepRow moves the cursor among the rows.
func (p *Pane) stepRow(by int) tea.Cmd {
	o := p.opened
	if len(o.sets) == 0 {
		return nil
	}
	n := len(o.sets[o.set].rows)
	o.row = max(0, min(o.row+by, n-1))
	height := p.rowsSeen()
	o.top = max(min(o.top, o.row), o.row-height+1)
	return p.lines()
}

// rowsSeen is how many rows the frame has room for.
func (p *Pane) rowsSeen() int {
	height := p.frame.height - p.frame.head
	if p.opened.id == "" {
		return max(1, height-3)
	}
	return max(1, height-len(p.story(p.frame.width, p.opened.room(height)))-1)
}

// clickRow puts the cursor on a row; two clicks open it.
func (p *Pane) clickRow(c pane.Click) tea.Cmd {
	y := c.Y
	o := p.opened
	if len(o.sets) == 0 {
		return nil
	}
	at := y - (p.frame.height - p.rowsSeen()) + o.top
	if y < p.frame.height-p.rowsSeen() || at >= len(o.sets[o.set].rows) {
		return nil
	}
	if at == o.row && c.Twice {
		return p.reach()
	}
	o.row = at
	return nil
}

// line is the row under the cursor, if it was read.
func (o *opened) line() (metrics.Line, bool) {
	if len(o.sets) == 0 {
		return metrics.Line{}, false
	}
	l, read := o.sets[o.set].lines[o.row]
	return l, read
}

// reach opens the conversation of a row, or whom it is about.
func (p *Pane) reach() tea.Cmd {
	l, read := p.opened.line()
	switch {
	case !read:
		return pane.Say("There is no row to open.")
	case l.Conversation != 0:
		to := pane.Reach{Conversation: l.Conversation, Account: l.Account, Room: l.Channel, Back: p.Title()}
		return func() tea.Msg { return to }
	case l.Kind == metrics.PersonRow:
		to := pane.Meet{Member: l.ID}
		return func() tea.Msg { return to }
	}
	return pane.Say("It stands in no conversation that is held here.")
}

// browse shows a row in the browser.
func (p *Pane) browse() tea.Cmd {
	if p.opened == nil {
		return pane.Say(p.keyed("A row of a figure has an address: ‹enter› opens the figure."))
	}
	if l, read := p.opened.line(); read && l.Link != "" {
		return p.env.Visit(l.Link)
	}
	return pane.Say("Nothing here has an address.")
}

// rowLines are the sets of rows as tabs, and the rows of the one that is shown.
func (p *Pane) rowLines(width, height int) []string {
	o, t := p.opened, p.env.Theme
	if height <= 0 || len(o.sets) == 0 {
		return nil
	}
	lines := []string{o.setsLine(t, width)}
	set := &o.sets[o.set]
	if len(set.rows) == 0 {
		return append(lines, " "+t.Quiet.Put(pane.Line("There is nothing to count here.", width-2)))
	}
	zone := o.window.From.Location()
	for i := o.top; i < min(len(set.rows), o.top+height-1); i++ {
		r, bar := focusOf(i, o.row).roles(t)
		line, read := set.lines[i]
		if !read {
			line = metrics.Line{Row: set.rows[i], Text: "…"}
		}
		lines = append(lines, pane.Fit(r.Accent.Put(bar)+rowLine(&line, r, zone, width-1), width))
	}
	return lines
}

// setsLine are the names of the sets on a rule.
func (o *opened) setsLine(t *theme.Theme, width int) string {
	line := t.Rule.Put("─")
	for i := range o.sets {
		paint := t.Soft
		name := " " + o.sets[i].name + " "
		if i == o.set {
			paint = t.Accent
			name = "▸" + o.sets[i].name + " "
		}
		line += paint.Put(name) + t.Rule.Put("─")
	}
	return pane.Fit(line+t.Rule.Put(strings.Repeat("─", max(0, width-pane.Width(line)))), width)
}

// rowLine is a row: when, who, where, what, and what it adds.
func rowLine(l *metrics.Line, r *theme.Roles, zone *time.Location, width int) string {
	tail := rowTail(l)
	room := width - 1
	at := l.When
	if at.IsZero() && l.At > 0 {
		at = time.UnixMicro(l.At)
	}
	when := ""
	if !at.IsZero() {
		when = at.In(zone).Format("2 Jan 15:04")
	}
	line := r.Quiet.Put(" " + pane.CellRight(when, min(12, max(0, room))))
	room -= 12
	who := min(18, max(0, room/4))
	line += r.Text.Put("  ") + r.Strong.Put(pane.Cell(l.Who, who))
	room -= who + 2
	if room > 40 {
		channel := min(18, room/5)
		line += r.Text.Put("  ") + r.Soft.Put(pane.Cell(hash(l.Channel, l.Account), channel))
		room -= channel + 2
	}
	behind := min(pane.Width(tail), max(0, room/2))
	text := max(0, room-behind-4)
	return line + r.Text.Put("  "+pane.Cell(l.Text, text)+"  ") + r.Quiet.Put(pane.CellRight(tail, behind))
}

// hash is where something was said.
func hash(channel, account string) string {
	if channel == "" {
		return account
	}
	return "#" + strings.TrimPrefix(channel, "#")
}

// rowTail is what a row adds, and why.
func rowTail(l *metrics.Line) string {
	var words []string
	switch {
	case l.Value <= 0:
	case l.Kind == metrics.PersonRow && l.Value > 1:
		words = append(words, plainNumber(int(l.Value))+" messages")
	case l.Kind == metrics.TalkRow && l.Value > 1:
		words = append(words, metrics.Duration.Say(l.Value))
	}
	if l.Why != "" {
		words = append(words, pane.Line(l.Why, 40))
	}
	return strings.Join(words, " · ")
}
