package queue

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/ui/pane"
)

// choice is one line of a menu: a ruling, and its key.
type choice struct {
	key    string
	label  string
	hint   string
	ruling moderation.Ruling
	custom bool // how long is asked for
}

// menu offers rulings on some cases. What the chosen one becomes on the
// platform stands at its foot before it is carried out.
type menu struct {
	p       *Pane
	title   string
	on      []moderation.Case
	choices []choice
	cursor  int
	first   int

	drafts []moderation.Draft
	of     int // the choice that the drafts are of, -1 if they have not come
	err    error
	pane.Spots
	pointed int // one more than the choice that was clicked last
}

// previewed is what the choice under the cursor would become.
type previewed struct {
	question uint64
	of       int
	drafts   []moderation.Draft
	err      error
}

const menuWidth = 74

// openMenu opens a menu on the targets.
func (p *Pane) openMenu(title string, choices []choice) tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to decide about.")
	}
	m := &menu{p: p, title: title, on: on, choices: choices, of: -1}
	p.sheet = m
	return m.preview()
}

// preview asks what the choice under the cursor would become.
func (m *menu) preview() tea.Cmd {
	m.of, m.err = -1, nil
	chosen, of := m.choices[m.cursor], m.cursor
	question, store, ctx := m.p.previews.Ask(), m.p.store, m.p.env.Ctx
	ruling := m.p.order(chosen.ruling, m.on).Ruling
	return func() tea.Msg {
		drafts, err := store.Draft(ctx, ruling)
		return previewed{question, of, drafts, err}
	}
}

func (m *menu) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case previewed:
		if m.p.previews.Is(msg.question) {
			m.drafts, m.of, m.err = msg.drafts, msg.of, msg.err
		}
	case tea.KeyPressMsg:
		return m.press(msg.String())
	}
	return nil
}

func (m *menu) press(stroke string) tea.Cmd {
	for i := range m.choices {
		if m.choices[i].key == stroke && stroke != "enter" { // that takes what the cursor is on
			return m.take(i, stroke)
		}
	}
	switch stroke {
	case "j", "down":
		return m.move(+1)
	case "k", "up":
		return m.move(-1)
	case "enter":
		return m.take(m.cursor, stroke)
	case "O":
		return m.p.openWeb(adminLink(m.drafts), "the admin page")
	case "esc", "q":
		m.p.sheet = nil
	}
	return nil
}

func (m *menu) move(by int) tea.Cmd {
	m.cursor = (m.cursor + by + len(m.choices)) % len(m.choices)
	return m.preview()
}

// click goes to a choice, and what it becomes stands at the foot; the next
// click on it carries it out.
func (m *menu) click(i int) tea.Cmd {
	if m.pointed == i+1 && m.cursor == i {
		return m.take(i, "enter")
	}
	m.pointed = i + 1
	return m.move(i - m.cursor)
}

// take carries a choice out.
func (m *menu) take(i int, stroke string) tea.Cmd {
	if !m.p.guard.Passes(stroke, m.p.env.Now()) {
		return nil
	}
	chosen := m.choices[i]
	if chosen.custom {
		return m.p.openLength(m.on, chosen.ruling)
	}
	knows := blind
	if m.of == i && m.err == nil {
		knows = aware
	}
	m.p.sheet = nil
	m.p.spends(stroke)
	return m.p.judge(m.p.order(chosen.ruling, m.on), knows)
}

// View implements [pane.Sheet].
func (m *menu) View(width, height int) string {
	t, w := m.p.env.Theme, min(width, menuWidth)
	inside := max(1, w-4)
	foot := m.p.drawing(inside)
	foot.Put(t.Rule.Put(strings.Repeat("╌", inside)))
	switch {
	case m.err != nil:
		foot.Say(t.Alarm, "", m.err.Error())
	case m.choices[m.cursor].custom:
		foot.Say(t.Quiet, "", "How long is asked next: 3h, 2d, 1w.")
	case m.of != m.cursor:
		foot.Say(t.Quiet, "", "…")
	default:
		foot.drafts(m.drafts)
		foot.Say(t.Quiet, "", m.p.holdTold(m.drafts))
	}
	const fewest = 3
	room := max(fewest, min(len(m.choices), height-2-len(foot.Lines)))
	m.first = max(0, min(m.first, m.cursor), m.cursor-room+1)
	var lines []string
	m.Forget()
	for i := m.first; i < min(len(m.choices), m.first+room); i++ {
		m.Line(1+len(lines), func() tea.Cmd { return m.click(i) })
		lines = append(lines, m.line(i, inside))
	}
	lines = append(lines, foot.Lines...)
	title := m.title + " · " + about(m.on)
	return pane.Box(t, title, lines, w, min(height, len(lines)+2))
}

// line is one choice.
func (m *menu) line(i, width int) string {
	t, c := m.p.env.Theme, &m.choices[i]
	roles, bar := &t.Roles, " "
	if i == m.cursor {
		roles, bar = &t.Lit, "▌"
	}
	label := c.key
	if label == "enter" {
		label = "↵"
	}
	hint := pane.Line(c.hint, width/2)
	room := max(0, width-6-pane.Width(hint))
	return roles.Accent.Put(bar) + roles.Key.Put(pane.Cell(label, 3)) + roles.Text.Put(pane.Cell(c.label, room)) + roles.Quiet.Put(" "+hint+" ")
}

// Cursor implements [pane.Sheet].
func (m *menu) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (m *menu) Hints() []pane.Command {
	hints := []pane.Command{{Key: pane.Bind("enter", "do it", "enter")}, {Key: pane.Bind("j k", "look", "j")}}
	if last := m.choices[len(m.choices)-1].key; last != "enter" {
		keys := "1–" + last
		if last > "9" {
			keys = last
		}
		hints = append([]pane.Command{{Key: pane.Bind(keys, "at once", last)}}, hints...)
	}
	hints = append(hints, pane.Command{Key: pane.Bind("esc", "leave it", "esc")})
	if adminLink(m.drafts) != "" {
		hints = append(hints, pane.Command{Key: pane.Bind("O", "admin page", "O")})
	}
	return hints
}
