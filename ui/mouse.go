package ui

import (
	"image"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// Pointing is what the mouse is for.
type Pointing string

// What the mouse can be for.
const (
	Clicking  Pointing = "clicking"  // everything a key does
	Selecting Pointing = "selecting" // it is the terminal's: it selects text
)

// hearMouse turns what the mouse did into a message, so that the app hears of
// it in its turn.
func hearMouse(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft || m.Button == tea.MouseRight {
			return func() tea.Msg { return clicked{m.X, m.Y, m.Button} }
		}
	case tea.MouseWheelMsg:
		if by := map[tea.MouseButton]int{tea.MouseWheelDown: 3, tea.MouseWheelUp: -3}[m.Button]; by != 0 {
			return func() tea.Msg { return wheeled{m.X, m.Y, by} }
		}
	}
	return nil
}

// sense hears what is neither a key nor meant for a pane: the mouse, where the
// focus is, and what is urgent.
func (a *App) sense(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case clicked:
		return a.click(msg)
	case wheeled:
		return a.wheel(msg)
	}
	return a.attend(msg)
}

// quick is how soon a second press on the same cell belongs to the first.
const quick = 500 * time.Millisecond

// pointer is what the mouse pressed last.
type pointer struct {
	cell  image.Point
	at    time.Time
	on    any // what lay there then
	times int
}

// press counts a press: how many there were of late on that cell. It is 0 for
// one that belongs to the press before it and meant what lay there then: a
// double click on a row must not press what the row has opened.
func (p *pointer) press(cell image.Point, on any, now time.Time) int {
	of := p.at.IsZero() || cell != p.cell || now.Sub(p.at) > quick || now.Before(p.at)
	p.cell, p.at = cell, now
	switch {
	case of:
		p.on, p.times = on, 1
	case p.on != on:
		return 0
	default:
		p.times++
	}
	return p.times
}

// Things that can be clicked and are no sheet and no pane.
type (
	onTab  struct{ pane int }
	onKey  struct{ label string }
	onEdge struct{} // beside a sheet
	onName struct{}
)

// click finds what lies under the mouse and has it pressed.
func (a *App) click(msg clicked) tea.Cmd {
	if a.env.Pulse != nil {
		*a.env.Pulse = a.env.Now()
	}
	cell := image.Pt(msg.x, msg.y)
	on, do := a.under(cell)
	if do == nil {
		return nil
	}
	times := a.pointer.press(cell, on, a.env.Now())
	if times == 0 {
		return nil
	}
	if _, key := on.(onKey); !key {
		if a.panes[a.focus].Busy() {
			return nil
		}
		a.status, a.leaving.warned = "", false
	}
	if _, is := on.(pane.Pane); is && msg.button == tea.MouseRight {
		return a.offer(do)
	}
	return do(times)
}

// offer selects what lies under the mouse, and lists all that can be done.
func (a *App) offer(sel func(int) tea.Cmd) tea.Cmd {
	if a.panes[a.focus].Typing() {
		return nil
	}
	return tea.Batch(sel(1), a.openPalette())
}

// under is what lies under a cell, and what so many clicks there do.
func (a *App) under(cell image.Point) (on any, do func(times int) tea.Cmd) {
	f, sheet := &a.frame, a.over()
	switch {
	case cell.In(f.footer):
		return a.underFoot(cell.X)
	case sheet != nil:
		return a.underSheet(cell, sheet)
	case cell.In(f.header):
		return a.underHead(cell.X)
	case cell.In(f.body):
		p := a.panes[a.focus]
		return p, func(times int) tea.Cmd {
			if times > 2 {
				return nil
			}
			return p.Update(pane.Click{X: cell.X, Y: cell.Y - f.body.Min.Y, Twice: times == 2})
		}
	}
	return nil, nil
}

// underHead is a tab, or our name, which lists all commands, or what is told
// at the right, which is told in full in the outbox.
func (a *App) underHead(x int) (any, func(int) tea.Cmd) {
	if a.panes[a.focus].Typing() {
		return nil, nil
	}
	if form := a.tabForm(); form < withoutName && x < len(form.name()) {
		return onName{}, func(int) tea.Cmd { return a.openPalette() }
	}
	for i, s := range a.tabSpans() {
		if s.from <= x && x < s.to {
			return onTab{i}, func(int) tea.Cmd { a.focus = i; return nil }
		}
	}
	return nil, nil
}

// underSheet is a place on the sheet, or beside it: that leaves it as esc does,
// but not while something is being typed in it.
func (a *App) underSheet(cell image.Point, sheet pane.Sheet) (any, func(int) tea.Cmd) {
	_, at := a.drawSheet(sheet)
	switch c, clicks := sheet.(pane.Clicker); {
	case !cell.In(at) && a.sheet == nil && sheet.Cursor() != nil:
		return nil, nil
	case !cell.In(at):
		return onEdge{}, func(int) tea.Cmd { return a.strike("esc") }
	case clicks && cell.In(at.Inset(1)):
		return sheet, func(int) tea.Cmd { return c.Click(cell.X-at.Min.X, cell.Y-at.Min.Y) }
	}
	return nil, nil
}

// underFoot is a key: a click presses it. A line that covers the keys goes.
func (a *App) underFoot(x int) (any, func(int) tea.Cmd) {
	if a.status != "" {
		return onKey{"status"}, func(int) tea.Cmd { a.status = ""; return nil }
	}
	width, help := a.frame.window.Dx(), a.helpWidth()
	for _, h := range a.footHints(width - help) {
		if x < h.from || h.to <= x {
			continue
		}
		keys := a.keysAt(h, x)
		switch {
		case len(keys) > 0:
			return onKey{h.Key.Help().Key + keys[0].String()}, func(int) tea.Cmd { return a.pressAll(keys) }
		case h.Run != nil:
			return onKey{h.Key.Help().Desc}, func(int) tea.Cmd { return h.Start() }
		}
		return nil, nil
	}
	if help > 0 && x >= width-help {
		return onKey{"?"}, func(int) tea.Cmd { return a.openHelp() }
	}
	return nil, nil
}

// keysAt are the keys that a click on a hint presses: the one whose name was
// hit, or the first. What was begun of a longer key is not pressed again.
func (a *App) keysAt(h footHint, x int) []tea.KeyPressMsg {
	if own := h.Key.Keys(); len(own) > 0 && strings.Contains(own[0], " ") {
		rest := strings.TrimPrefix(own[0], a.keyboard.Begun()+" ")
		var keys []tea.KeyPressMsg
		for word := range strings.FieldsSeq(rest) {
			if k, is := pane.Stroke(word); is {
				keys = append(keys, k)
			}
		}
		return keys
	}
	label := h.Key.Help().Key
	all := pane.Strokes(label)
	if len(all) == 0 {
		return nil
	}
	hit := all[0]
	for _, s := range all {
		if at := x - h.from; at >= s.From && at < pane.Width(label) {
			hit = s
		}
	}
	return hit.Keys
}

func (a *App) pressAll(keys []tea.KeyPressMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range keys {
		cmds = append(cmds, a.press(k))
	}
	return tea.Batch(cmds...)
}

// strike presses a key by its name.
func (a *App) strike(name string) tea.Cmd {
	k, is := pane.Stroke(name)
	if !is {
		return nil
	}
	return a.press(k)
}

// wheel scrolls what lies under it: a sheet over all else.
func (a *App) wheel(msg wheeled) tea.Cmd {
	w := pane.Wheel{X: msg.x, Y: msg.y - a.frame.body.Min.Y, By: msg.by}
	if a.sheet != nil {
		return a.pressSheet(pane.Turned(w))
	}
	if p := a.panes[a.focus]; !p.Busy() {
		return p.Update(w)
	}
	return nil
}
