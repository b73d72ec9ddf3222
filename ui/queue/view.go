package queue

import (
	"strings"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// View implements [pane.Pane].
func (p *Pane) View() string {
	f := &p.frame
	if f.width <= 0 || f.height <= 0 {
		return strings.Repeat("\n", max(0, f.height-1))
	}
	lines := make([]string, 0, f.height)
	if f.head > 0 {
		lines = append(lines, p.top()...)
	}
	room := f.height - len(lines)
	t := p.env.Theme
	switch {
	case len(p.list.rows) == 0:
		lines = append(lines, pane.Fill(p.emptyLines(f.width), f.width, room)...)
	case p.zoom != listed:
		lines = append(lines, p.caseLines()...)
	case f.down >= 0:
		lines = append(lines, beside(p.listLines(), p.caseLines(), t)...)
	default:
		lines = append(lines, p.listLines()...)
		if f.across >= 0 {
			lines = append(lines, t.Rule.Put(strings.Repeat("─", f.width)))
			lines = append(lines, p.caseLines()...)
		}
	}
	return strings.Join(pane.Fill(lines, f.width, f.height), "\n")
}

// beside joins two columns of lines with a rule between them.
func beside(left, right []string, t *theme.Theme) []string {
	rule := t.Rule.Put("│")
	joined := make([]string, len(left))
	for i := range left {
		joined[i] = left[i] + rule
		if i < len(right) {
			joined[i] += right[i]
		}
	}
	return joined
}

// listLines are the rows in sight, each exactly as wide as the list.
func (p *Pane) listLines() []string {
	width, height := p.frame.list.Dx(), p.frame.list.Dy()
	lines := make([]string, height)
	for i := range lines {
		n := p.list.top + i
		if n >= len(p.list.rows) {
			lines[i] = pane.Blank(width)
			continue
		}
		lines[i] = p.drawRow(&p.list.rows[n], width, n == p.list.cursor)
	}
	return lines
}

// caseLines are the case under the cursor and, where there is room, its author
// beside it.
func (p *Pane) caseLines() []string {
	f := &p.frame
	width, height := f.file.Dx(), f.file.Dy()
	const readable = 104
	d := p.drawing(min(width, readable))
	if decision := p.decision(); decision != nil {
		d.decision(decision)
	} else {
		d.file(p.current(), f.card.Empty())
	}
	p.most = max(0, len(d.Lines)-height)
	offset := min(p.scroll, p.most)
	lines := pane.Fill(d.Lines[offset:min(len(d.Lines), offset+height)], width, height)
	if hidden := p.most - offset; hidden > 0 && height > 1 {
		t := p.env.Theme
		lines[height-1] = pane.Fit(t.Quiet.Put(" ↓ "+plural(hidden+1, "more line"))+"  "+t.Key.Put(p.keyed("‹J›")), width)
	}
	if f.card.Empty() {
		return lines
	}
	card := p.drawing(f.card.Dx())
	if c := p.current(); c != nil {
		card.author(c)
	}
	return beside(lines, pane.Fill(card.Lines, f.card.Dx(), f.card.Dy()), p.env.Theme)
}

// emptyLines say that nothing is here, as the good news that it is.
func (p *Pane) emptyLines(width int) []string {
	d := p.drawing(width)
	d.Width = min(width, 100)
	t := p.env.Theme
	d.Put("")
	switch {
	case p.list.failed:
		d.Say(t.Alarm, " ", "The cases could not be read.")
		d.Put("  " + t.Key.Put("ctrl+r") + t.Quiet.Put(" tries again"))
	case !p.list.loaded:
		d.Say(t.Quiet, " ", "Reading…")
	case p.list.news > 0:
		d.Say(t.Strong, " ", plural(p.list.news, "new case")+p.keyed(" came meanwhile: ‹gg› takes them in."))
	case p.tab().typed != "":
		d.Say(t.Strong, " ", "No case matches this filter.")
		d.Put("")
		d.Put("  " + t.Key.Put("\\") + t.Quiet.Put(" clears it   ") + t.Key.Put("/") + t.Quiet.Put(" changes it"))
	default:
		d.Say(t.Strong, " ", p.nothing())
		if words := p.comfort(); words != "" {
			d.Put("")
			d.Say(t.Soft, " ", words)
		}
	}
	return d.Lines
}

// nothing says that a section is empty.
func (p *Pane) nothing() string {
	switch p.tab().title {
	case "Mine":
		return "You have claimed nothing."
	case "Escalated":
		return "Nothing is with somebody else."
	case "Spam":
		return "No spam in sight."
	case "Conduct":
		return "Nobody has quarrelled."
	case "Appeals":
		return "Nobody has appealed."
	case "Decided":
		return "Nothing has been decided yet."
	}
	words := "Nothing waits."
	if p.today > 0 {
		words += " " + plural(p.today, "case") + " decided today."
	}
	return words
}

// comfort is what helps whoever finds a section empty.
func (p *Pane) comfort() string {
	switch p.tab().title {
	case "Open":
		if p.zoom == zen && p.done > 0 {
			return p.keyed("That was the last one: well done. ‹z› takes the last decision back, esc leads back.")
		}
		return p.keyed("Reports come from the platforms, from your rules, from the flag emoji, and from you: ‹F› flags what you see.")
	case "Mine":
		return p.keyed("‹c› claims a case, so that nobody else decides about it meanwhile.")
	case "Decided":
		return "Every decision will stand here, with what it was about and what became of it."
	}
	return ""
}
