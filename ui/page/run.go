package page

import (
	"strings"

	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// Run is a piece of a text in one paint. Its text may come from outside and
// may have many lines.
type Run struct {
	Text  string
	Paint theme.Paint
}

// setter sets words of several paints into lines of at most width cells.
type setter struct {
	width int
	lines []string
	line  strings.Builder
	used  int
}

// set sets a piece, which goes on where the last one ended.
func (s *setter) set(r Run) {
	for i, line := range strings.Split(plain.Text(r.Text), "\n") {
		if i > 0 {
			s.end()
		}
		s.words(line, r.Paint)
	}
}

// words sets plain text without line breaks.
func (s *setter) words(line string, paint theme.Paint) {
	for word := range strings.SplitAfterSeq(line, " ") {
		s.word(word, paint)
	}
}

// word sets a word with the blank behind it, which may hang over the edge and
// is dropped there.
func (s *setter) word(word string, paint theme.Paint) {
	bare := strings.TrimSuffix(word, " ")
	if s.used > 0 && s.used+pane.Width(bare) > s.width {
		s.end()
	}
	for pane.Width(bare) > s.width-s.used { // longer than a line
		head := pane.Fitting(bare, max(1, s.width-s.used))
		s.line.WriteString(paint.Put(bare[:head]))
		bare = bare[head:]
		s.end()
	}
	if strings.HasSuffix(word, " ") && s.used+pane.Width(bare) < s.width {
		bare += " "
	}
	s.line.WriteString(paint.Put(bare))
	s.used += pane.Width(bare)
}

// sign begins a line with a sign, unless the line has begun. On a line that is
// too narrow for it the sign hangs over, so that the words still get on.
func (s *setter) sign(painted string) {
	if s.used == 0 {
		s.line.WriteString(painted)
		s.used = min(pane.Width(painted), s.width)
	}
}

func (s *setter) end() {
	s.lines = append(s.lines, s.line.String())
	s.line.Reset()
	s.used = 0
}
