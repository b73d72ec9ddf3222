package threads

import (
	"strings"

	"rounds/inbox/when"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// View implements [pane.Pane]. It joins lines that are mostly ready.
func (p *Pane) View() string {
	f := &p.frame
	if f.width <= 0 || f.height <= 0 {
		return strings.Repeat("\n", max(0, f.height-1))
	}
	lines := make([]string, 0, f.height)
	if f.down >= 0 && !p.zoomed && len(p.list.rows) > 0 {
		return p.columns()
	}
	if f.tabs >= 0 {
		bar, rule := p.top()
		lines = append(lines, bar, rule)
	}
	switch {
	case len(p.list.rows) == 0 && p.guest == nil:
		lines = append(lines, pane.Fill(p.emptyLines(f.width), f.width, f.height-len(lines))...)
	case p.zoomed:
		lines = append(lines, p.detailLines()...)
	case f.across >= 0:
		lines = append(lines, p.listLines()...)
		lines = append(lines, p.acrossLine())
		lines = append(lines, p.detailLines()...)
	default:
		lines = append(lines, p.listLines()...)
	}
	return strings.Join(lines, "\n")
}

// columns is the frame of list and conversation side by side, the largest
// there is: it is written in one go.
func (p *Pane) columns() string {
	var b strings.Builder
	b.Grow(p.size + p.size/8)
	if p.frame.tabs >= 0 {
		bar, rule := p.top()
		b.WriteString(bar)
		b.WriteString("\n")
		b.WriteString(rule)
		b.WriteString("\n")
	}
	left, right, rule := p.listLines(), p.detailLines(), p.env.Theme.Rule.Put("│")
	for i := range left {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(left[i])
		b.WriteString(rule)
		b.WriteString(right[i])
	}
	p.size = b.Len()
	return b.String()
}

// beside joins two columns of lines with a rule between them. The left ones
// are as wide as their column already.
func (p *Pane) beside(left, right []string) []string {
	rule := p.env.Theme.Rule.Put("│")
	joined := make([]string, len(left))
	for i := range left {
		joined[i] = left[i] + rule + right[i]
	}
	return joined
}

// acrossLine is the rule between the list and what lies below it, with the
// place of the cursor in the list.
func (p *Pane) acrossLine() string {
	f := &p.frame
	rule := strings.Repeat("─", f.width)
	if f.between >= 0 {
		rule = strings.Repeat("─", f.between) + "┬" + strings.Repeat("─", max(0, f.width-f.between-1))
	}
	return p.env.Theme.Rule.Put(rule)
}

// listLines are the rows in sight, each exactly as wide as the list.
func (p *Pane) listLines() []string {
	r, l := p.frame.list, &p.list
	lines := make([]string, r.Dy())
	k := p.look(r.Dx())
	k.accounts, k.Sort, k.implied = p.frame.accounts, l.order, implied(p.tab().filter())
	blank := pane.Blank(r.Dx())
	for i := range lines {
		n := l.top + i
		if n >= len(l.rows) {
			lines[i] = blank
			continue
		}
		row, own := l.rows[n], k
		own.marked, own.asks = l.marks[row.ID] || l.ranged(n), p.asks[row.ID]
		if n == l.cursor && p.guest == nil {
			own.selected = lit
			if p.focus != onList {
				own.selected = dim
			}
		}
		lines[i] = p.draw(row, own)
	}
	return lines
}

// detailLines are the conversation and, where there is room, the card.
func (p *Pane) detailLines() []string {
	f := &p.frame
	talk := p.talkPart(f.talk.Dx(), f.talk.Dy())
	switch {
	case f.between >= 0:
		return p.beside(talk, p.cardPart(f.card.Dx(), f.card.Dy()))
	case f.under < 0:
		return talk
	}
	talk = append(talk, p.env.Theme.Rule.Put(strings.Repeat("─", f.talk.Dx())))
	return append(talk, p.cardPart(f.card.Dx(), f.card.Dy())...)
}

// talkPart is the title of the conversation and as much of it as has room.
func (p *Pane) talkPart(width, height int) []string {
	r := p.current()
	if r == nil || height <= 0 {
		return pane.Fill(nil, width, height)
	}
	all := p.talkLines(r, width)
	room := height - 1
	offset := max(0, min(p.details.offset, len(all)-room))
	shown := all[offset:min(len(all), offset+room)]
	lines := make([]string, 0, height)
	lines = append(lines, p.talkTitle(r, width))
	lines = append(lines, shown...)
	for blank := pane.Blank(width); len(lines) < height; {
		lines = append(lines, blank)
	}
	if hidden := len(all) - offset - room; hidden > 0 && room > 1 {
		roles := &p.env.Theme.Roles
		lines[height-1] = pane.Fit(roles.Quiet.Put(" ↓ "+plural(hidden+1, "more line"))+"  "+roles.Key.Put(p.keyed("‹J›")), width)
	}
	return lines
}

func (p *Pane) cardPart(width, height int) []string {
	r := p.current()
	if r == nil {
		return pane.Fill(nil, width, height)
	}
	lines := p.keptCard(r, width)
	if len(lines) < height {
		return append(lines[:len(lines):len(lines)], pane.Fill(nil, width, height-len(lines))...)
	}
	return lines[:height]
}

// keptCard is the card, drawn once for a look once it has been read.
func (p *Pane) keptCard(r *row, width int) []string {
	k := p.details.kept[r.ID]
	look := p.look(width)
	look.marked = p.focus == onCard
	if k != nil && k.known.lines != nil && k.known.look == look && k.of == r.State {
		return k.known.lines
	}
	lines := p.cardLinesOf(r, width)
	lines = pane.Fill(lines, width, len(lines))
	if k != nil {
		k.known, k.of = kept{look: look, lines: lines}, r.State
	}
	return lines
}

// emptyLines say why there is nothing here and what can be done about it.
func (p *Pane) emptyLines(width int) []string {
	t := p.env.Theme
	var lines []string
	put := func(paint theme.Paint, text string) {
		for _, line := range pane.Wrap(text, max(1, width-4)) {
			lines = append(lines, "  "+paint.Put(line))
		}
	}
	blank := func() { lines = append(lines, "") }
	blank()
	switch {
	case !p.list.loaded:
		put(t.Quiet, "Reading…")
	case p.list.failed:
		put(t.Alarm, "The conversations could not be read.")
		lines = append(lines, "  "+t.Key.Put("ctrl+r")+t.Quiet.Put(" tries again"))
	case p.empty && p.syncing.Text != "":
		put(t.Strong, "Your first messages are on their way.")
		put(t.Soft, p.syncing.Text)
	case p.empty:
		put(t.Strong, "Nothing has been read yet. Three ways to begin:")
		blank()
		p.firstSteps(&lines, width)
	case p.tab().typed != "":
		put(t.Strong, "Nothing matches this filter.")
		lines = append(lines, "  "+t.Key.Put("\\")+t.Quiet.Put(" clears it   ")+t.Key.Put("/")+t.Quiet.Put(" changes it"))
	default:
		put(t.Strong, p.nobody())
		put(t.Quiet, p.comingBack())
	}
	return lines
}

func (p *Pane) firstSteps(lines *[]string, width int) {
	t := p.env.Theme
	for _, step := range [][2]string{
		{"rounds demo", "a living community to try things on, nothing of yours is touched"},
		{"rounds connect", "read Slack, Discord, Discourse or Mastodon, and keep up with it"},
		{"rounds import", "read an export once: of Slack, of Discord, of Mastodon"},
		{"rounds sync", "read the accounts in your config.toml"},
		{"4", "plan the week: that needs no account and no network"},
	} {
		if width < 84 {
			*lines = append(*lines, "  "+t.Key.Put(step[0]))
			*lines = append(*lines, "    "+t.Soft.Put(pane.Line(step[1], width-6)), "")
			continue
		}
		*lines = append(*lines, "  "+t.Key.Put(pane.Cell(step[0], 26))+t.Soft.Put(step[1]))
	}
}

// nobody says that a section is empty as good news.
func (p *Pane) nobody() string {
	switch filter := p.tab().Filter; {
	case strings.Contains(filter, "is:snoozed"):
		return "Nothing is snoozed."
	case strings.Contains(filter, "is:waiting"):
		return "You are waiting for nobody."
	case strings.Contains(filter, "is:mention") && !strings.Contains(filter, "is:question"):
		return "Nobody has mentioned you."
	case strings.Contains(filter, "age:>"):
		return "Nobody has waited that long."
	}
	return "Nobody is waiting."
}

// comingBack says what will be here later by itself.
func (p *Pane) comingBack() string {
	for i := range p.tabs {
		t := &p.tabs[i]
		if i == p.at || t.count == 0 || !strings.Contains(t.Filter, "is:snoozed") {
			continue
		}
		text := t.badge() + " snoozed"
		if !p.wakes.IsZero() {
			text += ", the next wakes " + when.Say(p.wakes, p.now)
		}
		return text + "."
	}
	return ""
}
