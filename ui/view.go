package ui

import (
	"image"
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
	v.ReportFocus = a.options.Notify == Ringing || a.options.Notify == Desktop
	if a.options.Mouse != Selecting {
		v.MouseMode, v.OnMouse = tea.MouseModeCellMotion, hearMouse
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
	if !f.band.Empty() {
		parts = append(parts, a.tutorial.draw(f.band.Dx(), f.band.Dy()))
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
	drawn, on := a.drawSheet(sheet)
	at := on.Min
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

// drawSheet draws a sheet, and says where it lies.
func (a *App) drawSheet(sheet pane.Sheet) (string, image.Rectangle) {
	f := &a.frame
	drawn := sheet.View(f.window.Dx(), f.body.Max.Y)
	width, height := 0, 0
	for line := range strings.SplitSeq(drawn, "\n") {
		width, height = max(width, pane.Width(line)), height+1
	}
	at := f.place(width, height)
	return drawn, image.Rect(at.X, at.Y, at.X+width, at.Y+height)
}

func below(c *tea.Cursor, lines int) *tea.Cursor {
	if c != nil {
		c.Y += lines
	}
	return c
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
	right, rightWidth := "", a.helpWidth()
	if rightWidth > 0 {
		right = t.Key.Put(a.helpKey()) + t.Quiet.Put(" all keys ")
	}
	line, used := " ", 1
	for _, h := range a.footHints(width - rightWidth) {
		key := t.Key
		if h.Why != "" {
			key = t.Quiet
		}
		line += key.Put(h.Key.Help().Key) + t.Quiet.Put(" "+short(h.Key.Help().Desc)+"   ")
		used = h.to
	}
	if used+rightWidth > width {
		return pane.Fit(line, width)
	}
	return line + pane.Blank(width-used-rightWidth) + right
}

// helpWidth is the cells at the right end of the foot that open the help, 0
// while the keys mean something else.
func (a *App) helpWidth() int {
	if p := a.panes[a.focus]; a.over() == nil && !p.Typing() {
		return pane.Width(a.helpKey() + " all keys ")
	}
	return 0
}

// footHint is a key of the moment and where it stands at the foot.
type footHint struct {
	pane.Command
	span
}

// footHints are the keys of the moment for which there is room.
func (a *App) footHints(width int) []footHint {
	var all []footHint
	used := 1
	for _, c := range a.hints() {
		h := c.Key.Help()
		w := pane.Width(h.Key) + 1 + pane.Width(short(h.Desc)) + 3
		if used+w > width {
			break
		}
		all = append(all, footHint{c, span{used, used + w}})
		used += w
	}
	return all
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
	return a.follow(a.panes[a.focus], a.panes[a.focus].Hints())
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
