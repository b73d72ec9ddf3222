package threads

import (
	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// searchHits is how many messages a search shows.
const searchHits = 100

// search looks for words in everything that was ever said.
type search struct {
	pane    *Pane
	field   pane.Field
	hits    []inbox.Hit
	cursor  int
	room    int
	words   string // what hits answers
	asked   pane.Latest
	loading bool
	again   bool
	pane.Spots
}

type found struct {
	question uint64
	words    string
	hits     []inbox.Hit
	err      error
}

func (p *Pane) openSearch() tea.Cmd {
	p.sheet = &search{pane: p, field: pane.NewField(""), room: 10}
	return nil
}

func (s *search) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case found:
		return s.show(msg)
	case pane.Wheel:
		s.move(msg.By)
		return nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc":
			p.sheet = nil
			return nil
		case "up", "ctrl+p":
			s.move(-1)
			return nil
		case "down", "ctrl+n":
			s.move(+1)
			return nil
		case "pgup", "pgdown":
			s.move(map[string]int{"pgup": -s.room, "pgdown": s.room}[msg.String()])
			return nil
		case "enter":
			return s.open(p)
		}
	}
	if s.field.Update(msg) {
		return s.look()
	}
	return nil
}

func (s *search) move(by int) { s.cursor = max(0, min(s.cursor+by, len(s.hits)-1)) }

// look asks for what is typed. One question is out at a time; what was typed
// meanwhile is asked when it is answered.
func (s *search) look() tea.Cmd {
	if s.loading {
		s.again = true
		return nil
	}
	s.loading, s.again = true, false
	store, ctx, question, words := s.pane.store, s.pane.env.Ctx, s.asked.Ask(), s.field.Text()
	return func() tea.Msg {
		hits, err := store.Search(ctx, words, searchHits)
		return found{question, words, hits, err}
	}
}

func (s *search) show(msg found) tea.Cmd {
	if !s.asked.Is(msg.question) {
		return nil
	}
	s.loading = false
	if msg.err != nil {
		return report(msg.err)
	}
	s.hits, s.words, s.cursor = msg.hits, msg.words, 0
	if s.again {
		return s.look()
	}
	return nil
}

// open shows the conversation of the hit under the cursor at its message,
// whether the list holds it or not.
func (s *search) open(p *Pane) tea.Cmd {
	if s.cursor >= len(s.hits) {
		return nil
	}
	hit := s.hits[s.cursor]
	p.sheet = nil
	p.guest = p.list.find(hit.Conversation)
	if p.guest == nil {
		p.guest = &row{Conversation: inbox.Conversation{
			ID: hit.Conversation, Account: hit.Account, Channel: inbox.Channel{Name: hit.Channel},
			Opener: hit.Author, Text: hit.Text, OpenedAt: hit.SentAt, LastAt: hit.SentAt,
		}}
	}
	p.details.goal = hit.ID
	if k := p.details.kept[hit.Conversation]; k != nil {
		k.old = true
	}
	p.zoomed, p.focus = true, onTalk
	p.arrange()
	return tea.Batch(p.follow(), p.opened())
}

// View implements [pane.Sheet].
func (s *search) View(width, height int) string {
	t := s.pane.env.Theme
	width = min(width, 110)
	s.room = max(1, min(height-6, 24))
	text, _ := s.field.View(width - 8)
	lines := []string{t.Accent.Put("› ") + t.Text.Put(text), ""}
	first := max(0, min(s.cursor-s.room/2, len(s.hits)-s.room))
	s.Forget()
	for i := first; i < min(len(s.hits), first+s.room); i++ {
		s.Line(1+len(lines), func() tea.Cmd { s.cursor = i; return s.open(s.pane) })
		lines = append(lines, s.line(&s.hits[i], i == s.cursor, width-4))
	}
	switch {
	case s.field.Text() == "":
		lines = append(lines, t.Quiet.Put(`Words that were said, newest first. "quotes" for an exact phrase.`))
	case len(s.hits) == 0 && s.words == s.field.Text():
		lines = append(lines, t.Quiet.Put("Nobody has said that."))
	case len(s.hits) == 0:
		lines = append(lines, t.Quiet.Put("Looking…"))
	}
	return pane.Box(t, "Search what was said", lines, width, min(height, len(lines)+2))
}

func (s *search) line(h *inbox.Hit, selected bool, width int) string {
	t := s.pane.env.Theme
	roles, bar := &t.Roles, " "
	if selected {
		roles, bar = &t.Lit, "▌"
	}
	channel, author := 13, 13
	if width < 60 {
		channel = 0
	}
	line := roles.Accent.Put(bar) + roles.Quiet.Put(pane.CellRight(pane.Ago(s.pane.now, h.SentAt), 4)+"  ")
	if channel > 0 {
		line += roles.Soft.Put(pane.Cell("#"+h.Channel, channel) + " ")
	}
	line += roles.Strong.Put(pane.Cell(plain.Name(h.Author.Called()), author) + " ")
	rest := max(0, width-7-author-1-channel-min(channel, 1))
	return line + roles.Text.Put(pane.Cell(h.Text, rest))
}

// Cursor implements [pane.Sheet].
func (s *search) Cursor() *tea.Cursor {
	_, x := s.field.View(100)
	return tea.NewCursor(4+x, 1)
}

// Hints implements [pane.Sheet].
func (s *search) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("enter", "open at the message", "enter")},
		{Key: pane.Bind("↓ ↑", "choose", "down")},
		{Key: pane.Bind("esc", "close", "esc")},
	}
}
