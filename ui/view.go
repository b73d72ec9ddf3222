package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// View implements [tea.Model]. It is the one place that talks to the terminal.
func (a *App) View() tea.View {
	content, cursor := a.draw()
	v := tea.NewView(content)
	v.Cursor = cursor
	v.AltScreen = true
	v.WindowTitle = "Rounds: " + a.panes[a.focus].Title()
	v.MouseMode = tea.MouseModeCellMotion
	v.OnMouse = func(msg tea.MouseMsg) tea.Cmd {
		m := msg.Mouse()
		switch msg.(type) {
		case tea.MouseClickMsg:
			if m.Button == tea.MouseLeft {
				return func() tea.Msg { return clicked{m.X, m.Y} }
			}
		case tea.MouseWheelMsg:
			by := map[tea.MouseButton]int{tea.MouseWheelDown: 3, tea.MouseWheelUp: -3}[m.Button]
			return func() tea.Msg { return wheeled{m.X, m.Y, by} }
		}
		return nil
	}
	return v
}

// draw joins the header, the pane and the footer; only when something lies
// over them are the lines taken apart again.
func (a *App) draw() (string, *tea.Cursor) {
	f := &a.frame
	p := a.panes[a.focus]
	if f.window.Empty() {
		return strings.Repeat("\n", max(0, f.window.Dy()-1)), nil
	}
	parts := make([]string, 0, 3)
	if !f.header.Empty() {
		parts = append(parts, a.header(f.window.Dx()))
	}
	if !f.body.Empty() {
		parts = append(parts, p.View())
	}
	if !f.footer.Empty() {
		parts = append(parts, a.footer(f.window.Dx()))
	}
	content := strings.Join(parts, "\n")
	sheet := a.over()
	if sheet == nil {
		return content, below(p.Cursor(), f.body.Min.Y)
	}
	return a.lay(content, sheet)
}

// over is what lies over the frame, or nil.
func (a *App) over() pane.Sheet {
	if a.sheet != nil {
		return a.sheet
	}
	return a.panes[a.focus].Sheet()
}

// lay puts a sheet over the frame; the footer stays in sight.
func (a *App) lay(content string, sheet pane.Sheet) (string, *tea.Cursor) {
	f := &a.frame
	drawn := sheet.View(f.window.Dx(), f.window.Dy()-f.footer.Dy())
	width, height := 0, 0
	for line := range strings.SplitSeq(drawn, "\n") {
		width, height = max(width, pane.Width(line)), height+1
	}
	at := f.place(width, height)
	lines := strings.Split(content, "\n")
	pane.Lay(lines, drawn, at.X, at.Y, f.window.Dx())
	cursor := sheet.Cursor()
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+at.X, cursor.Y+at.Y
		if cursor.X >= f.window.Dx() || cursor.Y >= f.window.Dy() {
			cursor = nil
		}
	}
	return strings.Join(lines, "\n"), cursor
}

func below(c *tea.Cursor, lines int) *tea.Cursor {
	if c != nil {
		c.Y += lines
	}
	return c
}

// span is the cells of a pane's name in the header.
type span struct{ from, to int }

const name = " ROUNDS  "

// tabSpans is where the names of the panes stand in the header.
func (a *App) tabSpans() []span {
	at := len(name)
	spans := make([]span, len(a.panes))
	for i, p := range a.panes {
		spans[i] = span{at, at + pane.Width(a.tabText(p))}
		at = spans[i].to + 2
	}
	return spans
}

func (a *App) tabText(p pane.Pane) string {
	text := string(rune('0'+number(p))) + " " + p.Title()
	if badge := p.Badge(); badge != "" {
		text += " " + badge
	}
	return text
}

// header is the name of the house, the panes, and how fresh everything is.
func (a *App) header(width int) string {
	t := a.env.Theme
	left, used := t.Accent.Put(name), len(name)
	for i, p := range a.panes {
		paint, text := t.Quiet, a.tabText(p)
		if i == a.focus {
			paint = t.Strong
		}
		left += paint.Put(text) + "  "
		used += pane.Width(text) + 2
	}
	out, outPaint := a.leaving.line(t, a.now, max(0, width-used-1))
	room := width - used - 1
	if out != "" {
		room -= pane.Width(out) + 3
	}
	text, paint := a.rounds.line(t, a.now, max(0, room))
	right, taken := paint.Put(text), pane.Width(text)
	switch {
	case out != "" && text != "":
		right, taken = outPaint.Put(out)+t.Quiet.Put(" · ")+right, taken+pane.Width(out)+3
	case out != "":
		right, taken = outPaint.Put(out), pane.Width(out)
	}
	return pane.Fit(left+pane.Blank(width-used-taken-1)+right+" ", width)
}

// footer is the last thing said, or else the keys of the moment.
func (a *App) footer(width int) string {
	t := a.env.Theme
	if a.status != "" {
		paint, mark := t.Text, " "
		if a.alarmed {
			paint, mark = t.Alarm, " ✗ "
		}
		return pane.Fit(paint.Put(mark+pane.Line(a.status, width-4)), width)
	}
	hints, right, rightWidth := a.hints(), "", 0
	if p := a.panes[a.focus]; a.over() == nil && !p.Typing() {
		right, rightWidth = t.Key.Put("?")+t.Quiet.Put(" all keys "), len("? all keys ")
	}
	line, used := " ", 1
	for _, c := range hints {
		h := c.Key.Help()
		label, what := h.Key, short(h.Desc)
		w := pane.Width(label) + 1 + pane.Width(what) + 3
		if used+w > width-rightWidth {
			break
		}
		key := t.Key
		if c.Why != "" {
			key = t.Quiet
		}
		line += key.Put(label) + t.Quiet.Put(" "+what+"   ")
		used += w
	}
	if used+rightWidth > width {
		return pane.Fit(line, width)
	}
	return line + pane.Blank(width-used-rightWidth) + right
}

// short is what a command does in the fewest words: "done / reopen" is "done".
func short(what string) string {
	what = strings.TrimSuffix(what, "…")
	if i := strings.IndexAny(what, "/,"); i > 0 {
		what = strings.TrimSpace(what[:i])
	}
	return what
}

// hints are the keys of what is on top, and what was pressed of a longer key.
func (a *App) hints() []pane.Command {
	if begun := a.keyboard.Begun(); begun != "" {
		return continuations(begun, a.table())
	}
	if s := a.over(); s != nil {
		return s.Hints()
	}
	return a.panes[a.focus].Hints()
}

// continuations are the commands whose keys begin with what was pressed.
func continuations(begun string, table []pane.Command) []pane.Command {
	var found []pane.Command
	for _, c := range table {
		for _, k := range c.Key.Keys() {
			if strings.HasPrefix(k, begun+" ") {
				found = append(found, pane.Command{Key: pane.Bind(k, c.Key.Help().Desc, k)})
			}
		}
	}
	return found
}

// lit is how a line of a sheet is painted under the cursor.
func lit(t *theme.Theme, selected bool) *theme.Roles {
	if selected {
		return &t.Lit
	}
	return &t.Roles
}
