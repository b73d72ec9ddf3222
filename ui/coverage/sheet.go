package coverage

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// sheet is everything that is known about one channel.
type sheet struct {
	pane   *Pane
	of     row // as it was read last
	scroll int
	most   int // how far the last drawing could be scrolled
}

const (
	sheetWidth = 76
	labelWidth = 12
)

func (p *Pane) open() tea.Cmd {
	if r := p.list.current(); r != nil {
		p.list.touched = true
		p.sheet = &sheet{pane: p, of: *r}
	}
	return nil
}

// renew takes what was read anew about the channel.
func (s *sheet) renew() {
	for i := range s.pane.list.rows {
		if r := &s.pane.list.rows[i]; r.is(&s.of) {
			s.of = *r
		}
	}
}

func (s *sheet) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "j", "down":
		s.move(+1)
	case "k", "up":
		s.move(-1)
	case "ctrl+d", "pgdown", "space":
		s.move(+10)
	case "ctrl+u", "pgup":
		s.move(-10)
	case "ctrl+n", "l", "right", "tab":
		s.turn(+1)
	case "ctrl+p", "h", "left", "shift+tab":
		s.turn(-1)
	case "R", "ctrl+r":
		return s.pane.syncNow()
	case "esc", "q", "enter":
		s.pane.sheet = nil
	}
	return nil
}

func (s *sheet) move(by int) { s.scroll = max(0, min(s.scroll+by, s.most)) }

// turn shows the next channel of the list.
func (s *sheet) turn(by int) {
	s.pane.to(s.pane.list.cursor + by)
	if r := s.pane.list.current(); r != nil {
		s.of, s.scroll = *r, 0
	}
}

// View implements [pane.Sheet].
func (s *sheet) View(width, height int) string {
	width = min(width, sheetWidth)
	lines := s.lines(max(1, width-4))
	room := max(1, height-2)
	s.most = max(0, len(lines)-room)
	s.scroll = min(s.scroll, s.most)
	title := called(s.of.Channel)
	if len(s.pane.accounts) > 1 {
		title += " · " + plain.Name(s.of.account)
	}
	shown := lines[s.scroll:min(len(lines), s.scroll+room)]
	return pane.Box(s.pane.env.Theme, title, shown, width, min(height, len(shown)+2))
}

func (s *sheet) lines(width int) []string {
	t, r, now := s.pane.env.Theme, &s.of, s.pane.now
	var lines []string
	put := func(label string, paint theme.Paint, text string) {
		for i, line := range pane.Wrap(text, max(1, width-labelWidth)) {
			if i > 0 {
				label = ""
			}
			lines = append(lines, t.Quiet.Put(pane.Cell(label, labelWidth))+paint.Put(line))
		}
	}
	mark, paint := r.sign(&t.Roles)
	if mark == " " {
		mark, paint = "✓", t.Good
	}
	if r.kind == archived || r.kind == gone || r.imported {
		mark, paint = "·", t.Soft
	}
	put("state", paint, mark+" "+r.stateWords())
	if r.kind == refused {
		put("error", t.Text, pane.Line(r.Trouble, 2000))
		put("since", t.Text, exact(now, r.TroubleAt))
		put("tried again", t.Text, s.again())
	}
	if todo := s.todo(); todo != "" {
		put("what to do", t.Accent, "→ "+todo)
	}
	lines = append(lines, "")
	s.putHeld(put)
	lines = append(lines, "")
	put("channel", t.Soft, s.channelWords())
	if !r.Channel.Created.IsZero() {
		put("created", t.Soft, exact(now, r.Channel.Created))
	}
	if r.Channel.Topic != "" {
		put("topic", t.Soft, pane.Line(r.Channel.Topic, 400))
	}
	return lines
}

func (s *sheet) putHeld(put func(string, theme.Paint, string)) {
	t, r, now := s.pane.env.Theme, &s.of, s.pane.now
	from := "the beginning"
	if !r.Held.From.IsZero() {
		from = exact(now, r.Held.From)
	}
	if r.Held.To.IsZero() {
		put("complete", t.Text, r.spanless())
	} else {
		put("complete", t.Text, "from "+from)
		put("", t.Text, "to   "+exact(now, r.Held.To))
	}
	put("messages", t.Text, number(r.Messages))
	if !r.Newest.IsZero() {
		put("newest", t.Text, exact(now, r.Newest))
	}
	put("last look", t.Text, exact(now, r.ReadAt))
	verified := "never: all that is held was not compared with the platform yet"
	if !r.VerifiedAt.IsZero() {
		verified = exact(now, r.VerifiedAt)
	}
	put("verified", t.Text, verified)
}

func (s *sheet) again() string {
	if s.of.Again.IsZero() {
		return "in the next round"
	}
	return exact(s.pane.now, s.of.Again)
}

// todo is what helps, "" where nothing has to.
func (s *sheet) todo() string {
	switch s.of.kind {
	case refused:
		return cmp.Or(s.pane.advice(s.of.account, s.of.Trouble), s.pane.keyed("It is tried again by itself. ‹R› asks for it now; rounds doctor says more."))
	case gap:
		return s.pane.keyed("Nothing: it is read in the next round. ‹R› asks for one now.")
	case apart:
		return "To have it read, let the account into it there (in Slack: /invite the app), or name it under channels in the config."
	case reading, whole, archived, gone:
	}
	return ""
}

func (r *row) stateWords() string {
	switch {
	case r.kind == refused:
		return "cannot be read"
	case r.kind == gap:
		return "nothing of it is complete"
	case r.kind == reading:
		return "what is missing is being read"
	case r.kind == gone:
		return "the platform shows it no more; what was read is kept"
	case r.kind == apart:
		return "not read: we are not in it"
	case r.imported:
		return "imported, not synced"
	case r.kind == archived:
		return "complete, and archived: nothing new is said in it"
	case !r.Held.From.IsZero():
		return "complete since the day that was asked for"
	}
	return "complete"
}

func (s *sheet) channelWords() string {
	c := s.of.Channel
	text := cmp.Or(string(c.Kind), "public")
	if c.Archived {
		text += ", archived"
	}
	return pane.Line(text+" · "+c.ID+" · "+s.of.account, 400)
}

// Cursor implements [pane.Sheet].
func (s *sheet) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *sheet) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("ctrl+n ctrl+p", "next, previous channel", "ctrl+n")},
		{Key: pane.Bind("R", "sync now", "R")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
