package week

import (
	"strings"

	"rounds/calendar"
	"rounds/ui/pane"
)

// View implements [pane.Sheet].
func (s *editor) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	inside := max(1, w-4)
	tall := min(height, 18)
	above := s.above(inside)
	below := s.below(inside)
	if tall-2-len(above)-len(below) < 3 {
		above, below = nil, below[len(below)-1:]
	}
	room := max(1, tall-2-len(above)-len(below))
	text, x, y := s.pages[s.at].field.Lines(inside, room)
	s.x, s.y, s.top, s.width, s.height = x, y, 1+len(above), inside, room
	lines := above
	paint := t.Text
	if !s.pages[s.at].own {
		paint = t.Quiet
	}
	for i := range room {
		line := ""
		if i < len(text) {
			line = paint.Put(text[i])
		}
		lines = append(lines, line)
	}
	if s.at == 0 && s.pages[0].field.Text() == "" && !s.review && !s.pool {
		lines[len(above)] = t.Quiet.Put(pane.Line("Write. The first line is its title.", inside))
	}
	return pane.Box(t, s.verb, append(lines, below...), w, tall)
}

// above are the pages, where there are several.
func (s *editor) above(width int) []string {
	if len(s.pages) == 1 {
		return nil
	}
	t := s.p.env.Theme
	labels := make([]string, len(s.pages))
	for i := range s.pages {
		labels[i] = pane.Line(s.pages[i].label, 24)
		if i > 0 && !s.pages[i].own {
			labels[i] += " ="
		}
	}
	first := 0
	for first < s.at && pane.Width(strings.Join(labels[first:s.at+1], "   ")) > width {
		first++
	}
	line, used := "", 0
	for i := first; i < len(labels); i++ {
		if used += pane.Width(labels[i]) + 3; used > width+3 && i > s.at {
			break
		}
		paint := t.Soft
		if i == s.at {
			paint = t.Accent
		}
		line += paint.Put(labels[i]) + "   "
	}
	return []string{pane.Fit(line, width), t.Rule.Put(strings.Repeat("─", width))}
}

// below are how long the text is in each place, and the letters of the moment.
func (s *editor) below(width int) []string {
	t := s.p.env.Theme
	lines := []string{t.Rule.Put(strings.Repeat("╌", width))}
	line, used := "", 0
	for _, at := range s.item.Post.To {
		count, over := s.countAt(at)
		paint := t.Quiet
		if over {
			paint = t.Alarm
		}
		w := pane.Width(count) + 2
		if used > 0 && used+w > width {
			lines, line, used = append(lines, line), "", 0
		}
		if len(lines) > 3 {
			break
		}
		line += paint.Put(pane.Line(count, width)) + "  "
		used += w
	}
	if used > 0 {
		lines = append(lines, line)
	}
	switch {
	case s.review:
		keys := ""
		for _, k := range s.Hints() {
			keys += t.Key.Put(k.Key.Help().Key) + " " + t.Text.Put(k.Key.Help().Desc) + "   "
		}
		return append(lines, pane.Fit(keys, width))
	case s.at > 0 && !s.pages[s.at].own:
		return append(lines, t.Quiet.Put(pane.Line("= follows the base text until you write here", width)))
	}
	return append(lines, t.Quiet.Put(pane.Line("esc when you are done · nothing is kept before y", width)))
}

// countAt is how long the text is in a place, and whether that is too long.
func (s *editor) countAt(at calendar.Place) (string, bool) {
	room, known := s.p.room(at)
	post := s.item.Post
	post.Text, post.Variants = s.pages[0].field.Text(), s.variants()
	text := post.TextAt(at, room.Platform)
	if s.pool {
		text = s.pages[s.at].field.Text()
	}
	if !known {
		return pane.Line(at.String(), 24) + " not connected", false
	}
	i := s.item
	i.Post = post
	count := counted(room, s.p.tagged(&i, room, text))
	return pane.Line(at.String(), 24) + " " + count, strings.HasSuffix(count, "!")
}
