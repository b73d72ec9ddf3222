package outbox

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/leaving"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// item is one action in full: what was seen, what is there now, what was
// written, and what can be said about it.
type item struct {
	pane   *Pane
	of     inbox.Outgoing // as it was read last
	scroll int
	most   int // how far the last drawing could be scrolled
}

const itemWidth = 84

// renew takes what was read anew.
func (s *item) renew() {
	if at := s.pane.find(s.of.ID); at >= 0 {
		s.of = s.pane.items[at]
	}
}

// choices are the letters that mean something to this action now.
func (s *item) choices() []pane.Command {
	o, p := &s.of, s.pane
	var all []pane.Command
	add := func(key, what string, run func() tea.Cmd) {
		all = append(all, pane.Command{Key: pane.Bind(key, what, key), Run: run})
	}
	writes := leaving.Draft(o.Kind) != ""
	switch o.State {
	case inbox.Asks:
		if o.Doubt != nil && o.Doubt.Reason == inbox.Perhaps {
			add("i", "it is that one", func() tea.Cmd { return p.decide(*o, inbox.ItIsOut) })
			add("y", "send again", func() tea.Cmd { return p.decide(*o, inbox.SendIt) })
		} else {
			add("y", "send anyway", func() tea.Cmd { return p.decide(*o, inbox.SendIt) })
		}
		if writes {
			add("e", "edit", func() tea.Cmd { return p.takeBack(*o, true) })
		}
		add("d", "drop", func() tea.Cmd { return p.decide(*o, inbox.DropIt) })
	case inbox.Failed:
		add("y", "try again", func() tea.Cmd { return p.decide(*o, inbox.SendIt) })
		if writes {
			add("e", "edit", func() tea.Cmd { return p.takeBack(*o, true) })
		}
		add("d", "drop", func() tea.Cmd { return p.decide(*o, inbox.DropIt) })
	case inbox.Queued:
		if writes {
			add("e", "edit", func() tea.Cmd { return p.takeBack(*o, true) })
		}
		add("z", "take back", p.undo)
	case inbox.Planned, inbox.Sent:
		add("z", "take back", p.undo)
	case inbox.Sending, inbox.Unknown, inbox.Dropped:
	}
	if o.Conversation != 0 {
		add("o", "open it", func() tea.Cmd { p.sheet = nil; return reachOf(o) })
	}
	return all
}

func (s *item) press(msg tea.KeyPressMsg) tea.Cmd {
	stroke := msg.String()
	for _, c := range s.choices() {
		if c.Key.Keys()[0] != stroke {
			continue
		}
		if stroke != "z" && !s.pane.guard.Passes(stroke, s.pane.env.Now()) {
			return nil
		}
		return c.Run()
	}
	switch stroke {
	case "j", "down":
		s.move(+1)
	case "k", "up":
		s.move(-1)
	case "ctrl+d", "pgdown", "space":
		s.move(+10)
	case "ctrl+u", "pgup":
		s.move(-10)
	case "esc", "q", "enter":
		s.pane.sheet = nil
	}
	return nil
}

func (s *item) move(by int) { s.scroll = max(0, min(s.scroll+by, s.most)) }

// View implements [pane.Sheet].
func (s *item) View(width, height int) string {
	t := s.pane.env.Theme
	w := min(width, itemWidth)
	lines := s.lines(max(1, w-4))
	room := max(1, height-4)
	s.most = max(0, len(lines)-room)
	s.scroll = min(s.scroll, s.most)
	shown := lines[s.scroll:min(len(lines), s.scroll+room)]
	foot := ""
	for _, c := range s.choices() {
		h := c.Key.Help()
		foot += t.Key.Put(h.Key) + " " + t.Text.Put(h.Desc) + "   "
	}
	foot += t.Key.Put("esc") + " " + t.Text.Put("leave it")
	shown = append(shown[:len(shown):len(shown)], "", foot)
	edge, head := t.Rule, t.Accent
	switch {
	case stuck(&s.of):
		head = t.Alarm
	case s.of.Kind.Private():
		edge, head = t.Secret, t.Secret
	}
	return pane.Frame(edge, head, s.title(), shown, w, min(height, len(shown)+2))
}

func (s *item) title() string {
	o := &s.of
	where := pane.Line(leaving.Where(o), 36)
	if o.Kind.Private() {
		where += " · nobody else reads it"
	}
	what := leaving.What(o.Kind)
	return pane.Line(strings.ToUpper(what[:1])+what[1:]+" as @"+plain.Name(o.As.Called()), 34) + " · " + where
}

// lines are everything about the action.
func (s *item) lines(width int) []string {
	t, o, p := s.pane.env.Theme, &s.of, s.pane
	d := sides{theme: t, pane: p, width: width}
	mark, paint := sign(o, &t.Roles)
	d.words(paint, mark+" ", pane.Line(leaving.State(o, p.now), 600))
	switch o.State {
	case inbox.Asks:
		d.doubt(o)
	case inbox.Failed:
		if todo := p.advice(o); todo != "" {
			d.words(t.Accent, "→ ", todo)
		}
		d.seen("you answered", o.Seen.Of)
	case inbox.Unknown:
		d.words(t.Soft, "", "It is looked for where it should stand. If looking does not tell, you are asked; it is never sent twice.")
		d.seen("you answered", o.Seen.Of)
	case inbox.Queued, inbox.Sending, inbox.Planned, inbox.Sent, inbox.Dropped:
		if leaving.Draft(o.Kind) != "" {
			d.seen("about", o.Seen.Of)
		}
	}
	name := "what it does"
	if leaving.Draft(o.Kind) != "" {
		name = "you wrote"
	}
	d.part(name, t.Team, leaving.Words(o))
	return d.lines
}

// sides is both sides of an action, one below the other.
type sides struct {
	theme *theme.Theme
	pane  *Pane
	width int
	lines []string
}

// mostLines is how many lines of one message are shown.
const mostLines = 12

func (d *sides) words(paint theme.Paint, mark, text string) {
	for i, line := range pane.Wrap(text, max(1, d.width-pane.Width(mark))) {
		if i > 0 {
			mark = pane.Blank(pane.Width(mark))
		}
		d.lines = append(d.lines, paint.Put(mark+line))
	}
}

// part is one side: its name, and its text with a bar.
func (d *sides) part(name string, paint theme.Paint, text string) {
	if text == "" {
		return
	}
	d.lines = append(d.lines, "", paint.Put(pane.Line(name, d.width)))
	for i, line := range pane.Wrap(text, max(1, d.width-2)) {
		if i == mostLines {
			d.lines = append(d.lines, d.theme.Quiet.Put("┃ …"))
			return
		}
		d.lines = append(d.lines, d.theme.Quiet.Put("┃ ")+d.theme.Text.Put(line))
	}
}

func (d *sides) seen(name string, g inbox.Glimpse) {
	if g.ID != "" {
		d.part(name+" · "+plain.Name(g.By)+when(d.pane, g), d.theme.Strong, g.Text)
	}
}

func when(p *Pane, g inbox.Glimpse) string {
	if g.SentAt.IsZero() {
		return ""
	}
	ago := pane.Ago(p.now, g.SentAt)
	if ago == "now" { // "there now · ana now" would be read twice
		ago = "just now"
	}
	return " " + ago
}

// doubt is what was seen and what is there now.
func (d *sides) doubt(o *inbox.Outgoing) {
	if o.Doubt == nil {
		return
	}
	t := d.theme
	switch {
	case o.Doubt.Was != nil:
		d.seen("you saw", *o.Doubt.Was)
	default:
		d.seen("you saw", o.Seen.Last)
	}
	for _, g := range o.Doubt.Now {
		d.part("there now · "+plain.Name(g.By)+when(d.pane, g), t.Warn, g.Text)
	}
	if o.Doubt.Alike != "" {
		d.part("may be it", t.Warn, o.Doubt.Alike)
	}
	if o.Doubt.Reason == inbox.Gone {
		d.part("there now", t.Warn, "nothing")
	}
}

// Cursor implements [pane.Sheet].
func (s *item) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *item) Hints() []pane.Command {
	hints := s.choices()
	if s.most > 0 {
		hints = append(hints, pane.Command{Key: pane.Bind("j k", "scroll", "j")})
	}
	return append(hints, pane.Command{Key: pane.Bind("esc", "leave it", "esc")})
}
