package doors

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// drawing is a window being filled from above.
type drawing struct {
	width, height int // what the page may fill
	lines         []string
	rows          []int // which entry stands on which line, -1 for none
	cursor        *tea.Cursor
}

// put adds a line that belongs to none of the entries.
func (d *drawing) put(painted string) { d.putFor(painted, -1) }

func (d *drawing) putFor(painted string, row int) {
	if len(d.lines) < d.height {
		d.lines, d.rows = append(d.lines, pane.Fit(painted, d.width)), append(d.rows, row)
	}
}

// room is how many lines are left.
func (d *drawing) room() int { return d.height - len(d.lines) }

// View implements [tea.Model].
func (m *Model) View() tea.View {
	d := m.draw()
	v := tea.NewView(strings.Join(d.lines, "\n"))
	v.Cursor, v.AltScreen, v.WindowTitle, v.MouseMode = d.cursor, true, "Rounds", tea.MouseModeCellMotion
	return v
}

// draw fills the window: a head, a page, and the keys at the foot. In a low
// window the head goes first, and then the foot.
func (m *Model) draw() *drawing {
	d := &drawing{width: m.width, height: m.height}
	if m.width == 0 || m.height == 0 {
		d.lines = make([]string, max(1, m.height))
		return d
	}
	if m.height > 3 {
		d.put(m.head())
	}
	if m.height > 2 {
		d.height--
	}
	if m.page == asking {
		m.drawAsking(d)
	} else {
		m.drawEntries(d)
	}
	for d.room() > 0 {
		d.put("")
	}
	if d.height = m.height; d.room() > 0 {
		d.put(m.foot())
	}
	return d
}

func (m *Model) head() string {
	t, right := &m.theme, "nothing is connected yet"
	left := t.Accent.Put(" ROUNDS")
	gap := m.width - len(" ROUNDS") - len(right) - 1
	if gap < 2 {
		return left
	}
	return left + pane.Blank(gap) + t.Quiet.Put(right)
}

// heading is what a page asks.
func (m *Model) heading() string {
	switch m.page {
	case threeDoors:
		return "Three ways in."
	case platforms:
		return "Which platform? Every step is told; nothing is kept before the end."
	case exports:
		return "Which export?"
	case asking, ending:
	}
	return ""
}

// sign is how wide the mark and the key before an entry are.
const sign = 6

// name is the first line of an entry; that of the chosen one is lit.
func (m *Model) name(i int, e entry) string {
	if i != m.at[m.page] {
		return m.theme.Key.Put("  "+pane.Cell(e.key, 1)+"   ") + m.theme.Strong.Put(pane.Line(e.title, m.width-sign))
	}
	t := &m.theme.Lit
	return t.Accent.Put("▌") + t.Key.Put(" "+pane.Cell(e.key, 1)+"   ") + t.Strong.Put(pane.Cell(e.title, m.width-sign))
}

// about is what is to be known of an entry.
func (m *Model) about(e entry) []string {
	var lines []string
	for _, part := range []struct {
		text  string
		paint theme.Paint
	}{{e.gets, m.theme.Text}, {e.needs, m.theme.Quiet}} {
		for _, line := range pane.Wrap(part.text, min(m.width-sign-1, 84)) {
			lines = append(lines, pane.Blank(sign)+part.paint.Put(line))
		}
	}
	return lines
}

// drawEntries draws the entries of the page: all that is to be known of each,
// or of the one that is lit, or their names alone, as there is room.
func (m *Model) drawEntries(d *drawing) {
	all := m.entries(m.page)
	if d.room() > len(all)+2 {
		d.put("")
		d.put("  " + m.theme.Strong.Put(pane.Line(m.heading(), m.width-3)))
	}
	m.drawTrouble(d, d.room()-len(all))
	blocks, spaced := m.blocks(all, d.room())
	for i := m.scrolled(blocks, d.room()); i < len(all); i++ {
		if spaced {
			d.put("")
		}
		for _, line := range blocks[i] {
			d.putFor(line, i)
		}
	}
}

// drawTrouble says on so many lines at most why what was chosen did not work.
func (m *Model) drawTrouble(d *drawing, most int) {
	if m.trouble == "" {
		return
	}
	sign := " ✗ "
	for _, line := range first(pane.Wrap(m.trouble, m.width-5), min(most, 4)) {
		d.put(m.theme.Alarm.Put(sign + line))
		sign = "   "
	}
}

func first(lines []string, n int) []string { return lines[:max(0, min(len(lines), n))] }

// blocks draws the entries as fully as there is room for, and says whether
// there is even room between them.
func (m *Model) blocks(all []entry, room int) (blocks [][]string, spaced bool) {
	for _, whole := range []func(int) bool{
		func(int) bool { return true },
		func(i int) bool { return i == m.at[m.page] },
		func(int) bool { return false },
	} {
		blocks = nil
		lines := 0
		for i, e := range all {
			block := []string{m.name(i, e)}
			if whole(i) {
				block = append(block, m.about(e)...)
			}
			blocks, lines = append(blocks, block), lines+len(block)
		}
		if lines <= room {
			return blocks, lines+len(all) <= room
		}
	}
	return blocks, false
}

// scrolled is the first entry that is shown, so that the lit one is.
func (m *Model) scrolled(blocks [][]string, room int) int {
	from, lines := 0, 0
	for i := 0; i <= m.at[m.page] && i < len(blocks); i++ {
		lines += len(blocks[i])
		for lines > room && from < i {
			lines -= len(blocks[from])
			from++
		}
	}
	return from
}

// drawAsking asks for the path of an export.
func (m *Model) drawAsking(d *drawing) {
	t, e := &m.theme, m.entries(exports)[m.at[exports]]
	if d.room() > 5 {
		d.put("")
		d.put("  " + t.Strong.Put(pane.Line("Where is the "+e.title+" export?", m.width-3)))
		for _, line := range first(pane.Wrap(e.needs, min(m.width-3, 90)), d.room()-4) {
			d.put("  " + t.Quiet.Put(line))
		}
		d.put("")
	}
	shown, x := m.path.View(max(1, m.width-4))
	d.cursor = tea.NewCursor(min(x+3, m.width-1), len(d.lines))
	d.put(t.Accent.Put(" ▌ ") + t.Text.Put(shown))
	m.drawTrouble(d, d.room())
}

// foot is the keys of the moment.
func (m *Model) foot() string {
	hints := [][2]string{{"↑↓", "choose"}, {"enter", "open"}}
	switch m.page {
	case asking:
		hints = [][2]string{{"enter", "read it"}, {"esc", "back"}, {"ctrl+c", "leave"}}
	case threeDoors:
		hints = append(hints, [2]string{"q", "leave"})
	case platforms, exports, ending:
		hints = append(hints, [2]string{"esc", "back"}, [2]string{"q", "leave"})
	}
	line, used := " ", 1
	for _, h := range hints {
		w := pane.Width(h[0]) + 1 + pane.Width(h[1]) + 3
		if used+w > m.width {
			break
		}
		line, used = line+m.theme.Key.Put(h[0])+m.theme.Quiet.Put(" "+h[1]+"   "), used+w
	}
	return line
}
