package page

import (
	"strings"

	"rounds/inbox"
	"rounds/inbox/markup"
	"rounds/inbox/plain"
	"rounds/ui/theme"
)

// Rendered is a text as its platform will show it, in painted lines of at most
// width cells.
func Rendered(platform inbox.Platform, text string, width int, t *theme.Theme) []string {
	s := setter{width: max(width, 1)}
	for _, span := range markup.Spans(platform, text) {
		for i, line := range strings.Split(plain.Text(span.Text), "\n") {
			if i > 0 {
				s.end()
			}
			if span.Style.Has(markup.Quote) {
				s.sign(t.Quiet.Put("┃ "))
			}
			s.words(line, Look(span.Style, t))
		}
	}
	s.end()
	return s.lines
}

// Look is how a style looks. Where there are no colours the signs that a
// person typed are gone as they will be there, and bold is still bold.
func Look(style markup.Style, t *theme.Theme) theme.Paint {
	switch {
	case style.Has(markup.Code), style.Has(markup.Block):
		return t.Code
	case style.Has(markup.Mention):
		return t.Accent
	case style.Has(markup.Link):
		return t.Key
	case style.Has(markup.Strike):
		return t.Struck
	case style.Has(markup.Bold):
		return t.Strong
	case style.Has(markup.Italic):
		return t.Slanted
	case style.Has(markup.Quote):
		return t.Soft
	}
	return t.Text
}
