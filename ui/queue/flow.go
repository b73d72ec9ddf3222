package queue

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// textRoom is how much of one message is set and shown, in bytes.
const textRoom = 16 << 10

// drawing is a column of painted lines that grows downwards.
type drawing struct {
	p     *Pane
	t     *theme.Theme
	width int
	lines []string
}

func (p *Pane) drawing(width int) *drawing {
	return &drawing{p: p, t: p.env.Theme, width: width}
}

func (d *drawing) put(line string) { d.lines = append(d.lines, line) }

// gap is a blank line, unless one is there already.
func (d *drawing) gap() {
	if n := len(d.lines); n > 0 && d.lines[n-1] != "" {
		d.put("")
	}
}

// head is the name of a part.
func (d *drawing) head(name string) {
	d.gap()
	d.put(" " + d.t.Quiet.Put(pane.Line(name, d.width-2)))
}

// say puts words on as many lines as they take, the later ones below the first
// one's text.
func (d *drawing) say(paint theme.Paint, sign, words string) {
	for i, line := range pane.Wrap(beginning(words), max(1, min(d.width-3-pane.Width(sign), 96))) {
		if i > 0 {
			sign = pane.Blank(pane.Width(sign))
		}
		d.put(" " + paint.Put(sign+line))
	}
}

// sides puts words at the left and others at the right of one line.
func (d *drawing) sides(left theme.Paint, words string, right theme.Paint, said string) {
	said = pane.Line(said, max(0, d.width/2))
	words = pane.Line(words, max(0, d.width-4-pane.Width(said)))
	gap := max(1, d.width-3-pane.Width(words)-pane.Width(said))
	d.put(" " + left.Put(words) + pane.Blank(gap) + right.Put(said))
}

// run is a piece of a text in one paint.
type run struct {
	text  string
	paint theme.Paint
}

// text sets pieces as one text, every line behind a sign.
func (d *drawing) text(sign string, runs ...run) {
	s := setter{width: max(1, min(d.width-2-pane.Width(sign), 96))}
	for _, r := range runs {
		s.set(r)
	}
	s.end()
	for _, line := range s.lines {
		d.put(" " + sign + line)
	}
}

// setter sets words of several paints into lines.
type setter struct {
	width int
	lines []string
	line  strings.Builder
	used  int
}

func (s *setter) set(r run) {
	for i, line := range strings.Split(plain.Text(r.text), "\n") {
		if i > 0 {
			s.end()
		}
		for word := range strings.SplitAfterSeq(line, " ") {
			s.word(word, r.paint)
		}
	}
}

// word sets a word with the blank behind it, which may hang over the edge.
func (s *setter) word(word string, paint theme.Paint) {
	bare := strings.TrimSuffix(word, " ")
	if s.used > 0 && s.used+pane.Width(bare) > s.width {
		s.end()
	}
	for pane.Width(bare) > s.width-s.used { // longer than a line
		head := pane.Wrap(bare, max(1, s.width-s.used))[0]
		if head == "" {
			break
		}
		s.line.WriteString(paint.Put(head))
		bare = strings.TrimPrefix(bare, head)
		s.end()
	}
	if strings.HasSuffix(word, " ") && s.used+pane.Width(bare) < s.width {
		bare += " "
	}
	s.line.WriteString(paint.Put(bare))
	s.used += pane.Width(bare)
}

func (s *setter) end() {
	s.lines = append(s.lines, s.line.String())
	s.line.Reset()
	s.used = 0
}

// beginning is as much of a text as is shown.
func beginning(text string) string {
	if len(text) <= textRoom {
		return text
	}
	return strings.ToValidUTF8(text[:textRoom], "") + " …"
}

// marked is a text with some spans of it marked: by a paint and, for whoever
// sees no colour, by brackets.
func marked(text string, spans []moderation.Span, usual, mark theme.Paint) []run {
	text = beginning(text)
	var runs []run
	at := 0
	for _, s := range tidy(spans, text) {
		runs = append(runs, run{text[at:s.From], usual}, run{"[" + text[s.From:s.To] + "]", mark})
		at = s.To
	}
	return append(runs, run{text[at:], usual})
}

// tidy brings spans into order: inside the text, at the edges of characters,
// and none over another.
func tidy(spans []moderation.Span, text string) []moderation.Span {
	all := slices.Clone(spans)
	slices.SortFunc(all, func(a, b moderation.Span) int { return cmp.Compare(a.From, b.From) })
	kept := all[:0]
	end := 0
	for _, s := range all {
		s.From, s.To = max(s.From, end), min(s.To, len(text))
		for s.From < len(text) && s.From >= 0 && !utf8.RuneStart(text[s.From]) {
			s.From++
		}
		for s.To > 0 && s.To < len(text) && !utf8.RuneStart(text[s.To]) {
			s.To--
		}
		if s.From < s.To {
			kept = append(kept, s)
			end = s.To
		}
	}
	return kept
}

// difference is how a text became another one.
func difference(was, now string, t *theme.Theme) []run {
	var runs []run
	for _, part := range moderation.WordDiff(beginning(was), beginning(now)) {
		text := strings.TrimRight(part.Text, " ")
		tail := part.Text[len(text):]
		switch part.Kind {
		case moderation.Went:
			runs = append(runs, run{"[-" + text + "-]" + tail, t.Struck})
		case moderation.Came:
			runs = append(runs, run{"{+" + text + "+}" + tail, t.Good})
		case moderation.Same:
			runs = append(runs, run{part.Text, t.Text})
		}
	}
	return runs
}
