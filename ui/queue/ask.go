package queue

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// ask shows what a ruling becomes before it is carried out. What is grave is
// typed out.
type ask struct {
	p      *Pane
	order  order
	drafts []moderation.Draft
	word   string // what has to be typed, "" if Enter is enough
	field  pane.Field
	at     int // the line of the field, -1 if it is not shown
	from   int // how far it is scrolled
	most   int
}

const askWidth = 78

func newAsk(p *Pane, o order, drafts []moderation.Draft) *ask {
	return &ask{p: p, order: o, drafts: drafts, word: graveWord(o.Ruling, drafts), field: pane.NewField("")}
}

// graveWord is what a person types to show that they mean it: the name of whom
// it strikes. A name that no keyboard has, and many names, are stood for by
// what is done.
func graveWord(r moderation.Ruling, drafts []moderation.Draft) string {
	names := map[string]bool{}
	name := ""
	for i := range drafts {
		for _, s := range drafts[i].Steps {
			if s.Grave && s.Cannot == "" {
				name = plain.Name(drafts[i].Case.Author.Called())
				names[name] = true
			}
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 1:
		return string(r.Outcome) + " " + plural(len(names), "member")
	case len(name) > 32 || strings.IndexFunc(name, func(r rune) bool { return r > '~' }) >= 0:
		return does(r)
	}
	return name
}

func (s *ask) ready() bool {
	typed := strings.TrimPrefix(strings.TrimSpace(s.field.Text()), "@")
	return s.word == "" || strings.EqualFold(typed, strings.TrimPrefix(s.word, "@"))
}

func (s *ask) update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		s.field.Update(msg)
		return nil
	}
	switch stroke := k.String(); stroke {
	case "esc":
		s.p.sheet = nil
		return nil
	case "enter":
		if !s.p.guard.Passes("enter", s.p.env.Now()) {
			return nil
		}
		if !s.ready() {
			return pane.Say("Type " + s.word + ", then enter. esc leaves it as it is.")
		}
		s.p.sheet = nil
		s.p.spends(stroke)
		return s.p.judge(s.order, given)
	case "down", "pgdown":
		s.from = min(s.from+1, s.most)
		return nil
	case "up", "pgup":
		s.from = max(0, s.from-1)
		return nil
	case "O":
		if s.word == "" {
			return s.p.openWeb(adminLink(s.drafts), "the admin page")
		}
	}
	if s.word != "" {
		s.field.Update(msg)
	}
	return nil
}

// View implements [pane.Sheet].
func (s *ask) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, askWidth)
	d := s.p.drawing(max(1, w-4))
	if len(s.drafts) > 1 {
		d.Say(t.Soft, "", s.tally())
		d.Put("")
	}
	d.drafts(s.drafts)
	foot := s.p.drawing(max(1, w-4))
	foot.Put("")
	foot.Say(t.Quiet, "", s.p.holdTold(s.drafts))
	s.at = -1
	if s.word != "" {
		foot.Put("")
		foot.Say(t.Text, "", "Type "+s.word+" to do it:")
		text, _ := s.field.View(max(1, w-10))
		s.at = len(foot.Lines)
		paint := t.Text
		if s.ready() {
			paint = t.Good
		}
		foot.Put(" " + t.Accent.Put("› ") + paint.Put(text))
	}
	room := max(1, height-2-len(foot.Lines))
	s.most = max(0, len(d.Lines)-room)
	from := min(s.from, s.most)
	shown := d.Lines[from:min(len(d.Lines), from+room)]
	if s.at >= 0 {
		s.at += len(shown)
	}
	lines := append(shown[:len(shown):len(shown)], foot.Lines...)
	head := t.Accent
	if moderation.Grave(s.drafts) {
		head = t.Alarm
	}
	title := does(s.order.Ruling) + ": " + about(s.order.on)
	return pane.Frame(t.Rule, head, strings.ToUpper(title[:1])+title[1:], lines, w, min(height, len(lines)+2))
}

// tally is how many cases there are of each platform, and how many reports are
// closed with them.
func (s *ask) tally() string {
	reports, counts := 0, map[inbox.Platform]int{}
	for i := range s.order.on {
		reports += voices(&s.order.on[i])
		counts[s.order.on[i].Platform]++
	}
	parts := []string{plural(len(s.order.on), "case"), plural(reports, "report")}
	for _, platform := range inbox.Platforms() {
		if n := counts[platform]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" on "+platform.Title())
		}
	}
	return strings.Join(parts, " · ")
}

// holdTold says how what goes out can be taken back.
func (p *Pane) holdTold(drafts []moderation.Draft) string {
	sends, forever := false, false
	for i := range drafts {
		for _, s := range drafts[i].Steps {
			sends = sends || s.Cannot == "" && s.Action.Kind != ""
			forever = forever || s.Cannot == "" && s.Forever
		}
	}
	switch {
	case !sends:
		return p.keyed("‹z› takes it back at any time.")
	case p.options.Hold <= 0:
		return "It leaves at once."
	case forever:
		return "Held " + holdWords(p.options.Hold) + p.keyed("; ‹z› takes it back. Later, what is for good stays.")
	}
	return "Held " + holdWords(p.options.Hold) + p.keyed("; ‹z› takes it back, then and later.")
}

// Cursor implements [pane.Sheet].
func (s *ask) Cursor() *tea.Cursor {
	if s.at < 0 {
		return nil
	}
	_, x := s.field.View(askWidth - 10)
	return tea.NewCursor(5+x, 1+s.at)
}

// Hints implements [pane.Sheet].
func (s *ask) Hints() []pane.Command {
	hints := []pane.Command{{Key: pane.Bind("enter", "do it", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
	if s.most > 0 {
		hints = append(hints, pane.Command{Key: pane.Bind("↑ ↓", "scroll", "down")})
	}
	if s.word == "" && adminLink(s.drafts) != "" && wants(s.drafts, 0, Options{Hold: time.Second}) == aware {
		hints = append(hints, pane.Command{Key: pane.Bind("O", "do the rest there", "O")})
	}
	return hints
}
