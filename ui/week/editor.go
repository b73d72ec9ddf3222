package week

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

// editor writes the text of a post, and on a page of its own for each channel
// and account what is said there instead. A page follows the base text until
// something is written on it.
type editor struct {
	p      *Pane
	item   calendar.Item
	verb   string // what becomes of it: "New post"
	pages  []version
	at     int
	review bool // the letters are verbs, not text
	width  int
	height int
	top    int
	x, y   int
	edits  []calendar.Edit // kept along with the text: the time of a new post
	to     *calendar.Wall
	next   func(calendar.Item) tea.Cmd
	stroke uint64 // how often something was typed
	pool   bool   // the pages are the texts that a series takes turns with
}

// version is one text: the base, or a variant of it.
type version struct {
	key   string // of the variant, "" of the base
	label string
	field pane.Field
	own   bool // it was written on: it does not follow the base
}

// openText writes the base text of a post.
func (p *Pane) openText(i calendar.Item) tea.Cmd { return p.openEditor(i, 0, "Edit "+named(&i.Post)) }

// openVariants writes what is said in one place instead.
func (p *Pane) openVariants(i calendar.Item) tea.Cmd {
	if len(i.Post.To)+len(i.Post.Variants) == 0 {
		return pane.Say(p.keyed("It goes nowhere yet: ‹c› chooses the channels, each of which can have its own text."))
	}
	return p.openEditor(i, 1, "Variants of "+named(&i.Post))
}

func (p *Pane) openEditor(i calendar.Item, at int, verb string) tea.Cmd {
	if out(&i) && !i.Post.Series() {
		return pane.Say(p.keyed(isOut))
	}
	s := &editor{p: p, item: i, verb: verb}
	if len(i.Post.Pool) > 0 {
		return s.openPool()
	}
	s.pages = append(s.pages, version{label: "base", field: pane.NewEditor(i.Post.Text), own: true})
	for _, key := range variantKeys(&i.Post) {
		text, own := i.Post.Variants[key]
		if !own {
			text = i.Post.Text
		}
		s.pages = append(s.pages, version{key: key, label: key, field: pane.NewEditor(text), own: own})
	}
	s.at = min(at, len(s.pages)-1)
	p.sheet = s
	return s.askBack()
}

// openPool writes the texts that a series takes turns with: its base text is
// never said.
func (s *editor) openPool() tea.Cmd {
	s.pool, s.verb = true, "What "+named(&s.item.Post)+" takes turns with"
	for n, text := range append(slices.Clone(s.item.Post.Pool), "") {
		label := strconv.Itoa(n + 1)
		if n == len(s.item.Post.Pool) {
			label = "one more"
		}
		s.pages = append(s.pages, version{key: "turn " + strconv.Itoa(n), label: label, field: pane.NewEditor(text), own: true})
	}
	s.at = max(0, slices.Index(s.item.Post.Pool, s.item.Prompt))
	s.p.sheet = s
	return s.askBack()
}

// turns are the texts of a pool as they are written now.
func (s *editor) turns() []string {
	var all []string
	for i := range s.pages {
		if text := strings.Trim(s.pages[i].field.Text(), "\n"); strings.TrimSpace(text) != "" {
			all = append(all, text)
		}
	}
	return all
}

// variantKeys are what can have a text of its own: the accounts of a post, its
// channels where there are several of one account, and what has one already.
func variantKeys(post *calendar.Post) []string {
	var keys []string
	counts := map[string]int{}
	for _, at := range post.To {
		if counts[at.Account]++; counts[at.Account] == 1 {
			keys = append(keys, at.Account)
		}
	}
	for _, at := range post.To {
		if counts[at.Account] > 1 {
			keys = append(keys, at.String())
		}
	}
	for _, key := range slices.Sorted(maps.Keys(post.Variants)) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (s *editor) renew(now calendar.Post) { s.item.Post = now }

func (s *editor) update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && s.review:
		return s.decide(k.String())
	case isKey:
		switch k.String() {
		case "esc":
			s.review = true
			return s.save()
		case "tab":
			return s.turn(+1)
		case "shift+tab":
			return s.turn(-1)
		case "ctrl+e":
			return s.handOver()
		case "ctrl+r":
			return s.followBase()
		}
	}
	return s.typed(msg)
}

// typed gives the page a key or a paste; a variant that is written on follows
// the base no more.
func (s *editor) typed(msg tea.Msg) tea.Cmd {
	now := &s.pages[s.at]
	if !now.field.Update(msg) {
		return nil
	}
	now.own = true
	if s.at == 0 && !s.pool {
		s.spread()
	}
	return s.pause()
}

// spread lets the pages that follow the base follow.
func (s *editor) spread() {
	for i := range s.pages {
		if !s.pages[i].own {
			s.pages[i].field.Set(s.pages[0].field.Text())
		}
	}
}

func (s *editor) turn(by int) tea.Cmd {
	s.at = (s.at + by + len(s.pages)) % len(s.pages)
	if len(s.pages) == 1 {
		return pane.Say(s.p.keyed("It goes nowhere yet: with channels (‹c›) each can have its own text."))
	}
	return nil
}

// followBase takes a page's own text away.
func (s *editor) followBase() tea.Cmd {
	if s.at == 0 || s.pool {
		return nil
	}
	s.pages[s.at].own = false
	s.spread()
	return nil
}

// decide is what a letter means once the text is written.
func (s *editor) decide(stroke string) tea.Cmd {
	switch stroke {
	case "y":
		return s.p.once("y", s.keep)
	case "e", "enter", "i":
		s.review = false
	case "ctrl+e":
		s.review = false
		return s.handOver()
	case "tab":
		return s.turn(+1)
	case "shift+tab":
		return s.turn(-1)
	case "n":
		s.p.sheet = nil
		return tea.Batch(s.forget(), pane.Say("Left as it was."))
	case "esc":
		if !s.changed() {
			s.p.sheet = nil
			return s.forget()
		}
		s.review = false
	}
	return nil
}

// variants are the texts of the pages that do not follow the base.
func (s *editor) variants() map[string]string {
	all := map[string]string{}
	for i := range s.pages {
		if pg := &s.pages[i]; pg.key != "" && pg.own {
			all[pg.key] = strings.Trim(pg.field.Text(), "\n")
		}
	}
	return all
}

func (s *editor) changed() bool {
	if s.pool {
		return !slices.Equal(s.turns(), s.item.Post.Pool)
	}
	return s.pages[0].field.Text() != s.item.Post.Text || !maps.Equal(s.variants(), s.item.Post.Variants)
}

// keep hands the texts over.
func (s *editor) keep() tea.Cmd {
	text := strings.Trim(s.pages[0].field.Text(), "\n")
	isNew := s.item.Post.Source == ""
	if isNew && strings.TrimSpace(text) == "" {
		return pane.Say("Nothing is written yet: e writes, n leaves it.")
	}
	if !isNew && !s.changed() {
		s.p.sheet = nil
		return s.forget()
	}
	e := edit{verb: inbox.EditPost, item: s.item, says: "Kept " + named(&s.item.Post), to: s.to, next: s.next, draft: s.place()}
	edits := append(slices.Clone(s.edits), calendar.Saying(text))
	if s.pool {
		if len(s.turns()) == 0 {
			return pane.Say("A series with turns needs at least one text.")
		}
		return s.p.change(e, calendar.TakingTurns(s.turns()))
	}
	if variants := s.variants(); !maps.Equal(variants, s.item.Post.Variants) {
		edits = append(edits, calendar.Varying(variants))
	}
	if isNew {
		e.verb, e.says = inbox.PlanPost, "Kept as a draft"
	} else if s.item.Post.Status == calendar.Idea {
		edits = append(edits, calendar.As(calendar.Draft))
	}
	return s.p.change(e, edits...)
}

// rewritten is a text that comes back from the person's own editor.
type rewritten struct {
	sheet *editor
	text  string
	err   error
}

// handOver gives the page to the person's own editor.
func (s *editor) handOver() tea.Cmd {
	if s.p.env.Edit == nil {
		return pane.Say("There is no editor here: set $EDITOR.")
	}
	return s.p.env.Edit(s.pages[s.at].field.Text(), func(text string, err error) tea.Msg { return rewritten{s, text, err} })
}

// rewrite takes what came back, whatever the editor did.
func (p *Pane) rewrite(msg rewritten) tea.Cmd {
	s := msg.sheet
	if now := &s.pages[s.at]; now.field.Text() != msg.text {
		now.field.Replace(msg.text)
		now.own = true
		if s.at == 0 && !s.pool {
			s.spread()
		}
	}
	s.review = true
	if msg.err != nil {
		return pane.Fail(msg.err)
	}
	return nil
}

// Cursor implements [pane.Sheet].
func (s *editor) Cursor() *tea.Cursor {
	if s.review {
		return nil
	}
	return tea.NewCursor(2+s.x, s.top+s.y)
}

// Hints implements [pane.Sheet].
func (s *editor) Hints() []pane.Command {
	hint := func(label, what, key string) pane.Command { return pane.Command{Key: pane.Bind(label, what, key)} }
	if s.review {
		return []pane.Command{hint("y", "keep", "y"), hint("e", "write on", "e"), hint("ctrl+e", "your editor", "ctrl+e"), hint("n", "leave it", "n")}
	}
	hints := []pane.Command{hint("esc", "done writing", "esc"), hint("ctrl+e", "your editor", "ctrl+e")}
	if len(s.pages) > 1 {
		hints = append(hints, hint("tab", "next text", "tab"))
	}
	if s.at > 0 && s.pages[s.at].own && !s.pool {
		hints = append(hints, hint("ctrl+r", "follow the base again", "ctrl+r"))
	}
	return hints
}
