package threads

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/markup"
	"rounds/inbox/plain"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// rendered is a text as its platform will show it, in lines of at most width
// cells.
func rendered(platform inbox.Platform, text string, named func(word string) bool, width int, t *theme.Theme) []string {
	s := setter{width: max(width, 1), theme: t}
	for _, span := range (markup.Reader{Names: named}).Spans(platform, text) {
		for i, line := range strings.Split(span.Text, "\n") {
			if i > 0 {
				s.end()
			}
			s.line(line, span.Style)
		}
	}
	s.end()
	return s.lines
}

// recognised are words that name somebody, or a channel.
type recognised []string

// mostNamed is how many words of one text are looked up.
const mostNamed = 40

// recognise asks which words of the text will be mentions, so that a name that
// is nobody's is seen before it is sent.
func (c *composer) recognise() tea.Cmd {
	words := inbox.Callings(c.paper.field.Text())
	store, ctx, account := c.pane.store, c.pane.env.Ctx, c.talk.Account
	return func() tea.Msg {
		var found recognised
		for _, word := range words[:min(len(words), mostNamed)] {
			candidates, err := store.Candidates(ctx, account, word, 3)
			if err == nil && slices.ContainsFunc(candidates, func(c inbox.Candidate) bool { return strings.EqualFold(c.Word, word) }) {
				found = append(found, word)
			}
		}
		return found
	}
}

// setter sets words of several paints into lines.
type setter struct {
	width int
	theme *theme.Theme
	lines []string

	painted strings.Builder // the line that is being set
	used    int
	begun   bool
}

// line sets a piece of one line, breaking it where it does not fit.
func (s *setter) line(text string, style markup.Style) {
	if !s.begun && style.Has(markup.Quote) {
		s.painted.WriteString(s.theme.Quiet.Put("┃ "))
		s.used = 2
	}
	s.begun = true
	paint := page.Look(style, s.theme)
	for _, word := range strings.SplitAfter(text, " ") {
		blank := strings.HasSuffix(word, " ")
		if word = plain.Line(word); blank {
			word += " "
		}
		w := pane.Width(word)
		if s.used > 0 && s.used+w > s.width+strings.Count(word, " ") {
			s.end()
			s.line("", style)
		}
		for w > s.width-s.used { // longer than a line
			room := max(s.width-s.used, 1)
			head := pane.Wrap(word, room)[0]
			if !strings.HasPrefix(word, head) { // Wrap reads anew what links are in it
				head = word[:pane.Fitting(word, room)]
			}
			s.painted.WriteString(paint.Put(head))
			word = strings.TrimPrefix(word, head)
			if w = pane.Width(word); word == "" || head == "" {
				break
			}
			s.end()
			s.line("", style)
		}
		s.painted.WriteString(paint.Put(word))
		s.used += w
	}
}

func (s *setter) end() {
	s.lines = append(s.lines, s.painted.String())
	s.painted.Reset()
	s.used, s.begun = 0, false
}
