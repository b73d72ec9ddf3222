package queue

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"rounds/inbox/moderation"
	"rounds/ui/page"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// drawing is a page of a case, a decision or an order.
type drawing struct {
	page.Page
	p *Pane
}

// longestLine is how long a line of a text may be in a wide window.
const longestLine = 96

func (p *Pane) drawing(width int) *drawing {
	return &drawing{page.Page{Theme: p.env.Theme, Width: width, Measure: page.Measure{Said: 2, Text: 1, Most: longestLine}}, p}
}

// sides puts words at the left and others at the right of one line.
func (d *drawing) sides(left theme.Paint, words string, right theme.Paint, said string) {
	said = pane.Line(said, max(0, d.Width/2))
	words = pane.Line(words, max(0, d.Width-4-pane.Width(said)))
	gap := max(1, d.Width-3-pane.Width(words)-pane.Width(said))
	d.Put(" " + left.Put(words) + pane.Blank(gap) + right.Put(said))
}

// marked is a text with some spans of it marked: by a paint and, for whoever
// sees no colour, by brackets.
func marked(text string, spans []moderation.Span, usual, mark theme.Paint) []page.Run {
	text = page.Beginning(text)
	var runs []page.Run
	at := 0
	for _, s := range tidy(spans, text) {
		runs = append(runs, page.Run{Text: text[at:s.From], Paint: usual}, page.Run{Text: "[" + text[s.From:s.To] + "]", Paint: mark})
		at = s.To
	}
	return append(runs, page.Run{Text: text[at:], Paint: usual})
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
