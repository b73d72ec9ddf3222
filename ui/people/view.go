package people

import (
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// layout is where on the pane what stands. The arithmetic of the page is here.
type layout struct {
	list, listWidth, listHeight int
	card, cardX, cardW, cardH   int
	beside                      bool
}

const head = 2 // the tabs, and the rule below them

func (p *Pane) layout() layout {
	room := max(0, p.height-head)
	l := layout{list: head, listWidth: p.width, listHeight: room}
	switch {
	case p.zoom == opened:
		return layout{list: head, card: head, cardW: p.width, cardH: room}
	case p.width >= 160:
		l.beside = true
		l.listWidth = min(124, p.width*61/100)
		l.card, l.cardX, l.cardW, l.cardH = head, l.listWidth+2, p.width-l.listWidth-2, room
	case room >= 12:
		l.listHeight = room * 9 / 20
		l.card, l.cardW, l.cardH = head+l.listHeight+1, p.width, room-l.listHeight-1
	}
	return l
}

func (p *Pane) half() int { return max(1, p.shown(p.layout())/2) }

// shown is how many rows the list has room for, below its head.
func (p *Pane) shown(l layout) int {
	if p.guesses() || l.listHeight < 3 {
		return l.listHeight
	}
	return l.listHeight - 1
}

// View implements [pane.Pane].
func (p *Pane) View() string {
	if p.width <= 0 || p.height <= 0 {
		return strings.Repeat("\n", max(0, p.height-1))
	}
	t, l := p.env.Theme, p.layout()
	lines := make([]string, 0, p.height)
	lines = append(lines, p.tabs(), p.rule())
	if l.listHeight > 0 {
		list := pane.Fill(p.list(l), l.listWidth, l.listHeight)
		if l.beside {
			card := pane.Fill(p.cardLines(l.cardW, l.cardH), l.cardW, l.cardH)
			for i := range list {
				list[i] += t.Rule.Put("│") + " " + card[i]
			}
		}
		lines = append(lines, list...)
	}
	if l.cardH > 0 && !l.beside {
		if p.zoom == listed {
			lines = append(lines, t.Rule.Put(strings.Repeat("─", p.width)))
		}
		lines = append(lines, p.cardLines(l.cardW, l.cardH)...)
	}
	return strings.Join(pane.Fill(lines, p.width, p.height), "\n")
}

// span is the cells of a name on its line.
type span struct{ from, to int }

func (p *Pane) tabNames() []string {
	names := []string{"All", "New", "Lapsing", "Returning", "Top helpers", "Never answered", "Team", "Watched", "Merge?"}
	if n := len(p.suggestions); n > 0 {
		names[len(names)-1] = "Merge? " + strconv.Itoa(n)
	}
	return names
}

// tabSpans are where the names of the views stand. Where not all have room, those
// before the open one give way.
func (p *Pane) tabSpans() []span {
	names := p.tabNames()
	gap, total := 2, 1
	for _, name := range names {
		total += pane.Width(name) + gap
	}
	if total > p.width {
		gap = 1
	}
	spans, x := make([]span, len(names)), 1
	for i, name := range names {
		spans[i] = span{x, x + pane.Width(name)}
		x = spans[i].to + gap
	}
	if over := spans[p.at].to + 1 - p.width; over > 0 {
		shift := over
		for _, s := range spans {
			if s.from-1 >= over {
				shift = s.from - 1
				break
			}
		}
		for i := range spans {
			spans[i].from, spans[i].to = spans[i].from-shift, spans[i].to-shift
		}
	}
	return spans
}

func (p *Pane) tabs() string {
	t := p.env.Theme
	line, at := "", 0
	spans := p.tabSpans()
	for i, name := range p.tabNames() {
		if spans[i].from < 0 {
			continue
		}
		paint := t.Soft
		if i == p.at {
			paint = t.Accent
		}
		line += pane.Blank(spans[i].from-at) + paint.Put(name)
		at = spans[i].to
	}
	return line
}

// filterRoom is how wide the filter may be typed.
func (p *Pane) filterRoom() int { return max(1, p.width-6) }

// rule is the line below the tabs: whose heavy part is the open one, and the
// filter.
func (p *Pane) rule() string {
	t := p.env.Theme
	if p.filter != nil {
		text, _ := p.filter.View(p.filterRoom())
		return t.Key.Put(" / ") + t.Text.Put(text)
	}
	s := p.tabSpans()[p.at]
	from, to := max(0, s.from), max(0, min(s.to, p.width))
	said := p.status()
	left := t.Rule.Put(strings.Repeat("─", from)) + t.Accent.Put(strings.Repeat("━", max(0, to-from)))
	rest := p.width - max(from, to) - pane.Width(said)
	if rest < 1 {
		return left
	}
	return left + t.Rule.Put(strings.Repeat("─", rest)) + t.Quiet.Put(said)
}

// status is how many there are, what is filtered and what is marked.
func (p *Pane) status() string {
	var parts []string
	if p.words != "" && !p.guesses() {
		parts = append(parts, "/ "+pane.Line(p.words, 16))
	}
	if p.sort != inbox.UsualOrder && !p.guesses() {
		parts = append(parts, "by "+string(p.sort))
	}
	if n := len(p.marked); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" marked")
	}
	switch n := p.rows(); {
	case n >= mostListed:
		parts = append(parts, "the first "+strconv.Itoa(n))
	case n > 0 && p.guest == nil:
		parts = append(parts, strconv.Itoa(p.cursor+1)+" of "+strconv.Itoa(n))
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " · ") + " "
}

// list is the part of the list around the cursor.
func (p *Pane) list(l layout) []string {
	if p.rows() == 0 {
		return p.emptyLines(l.listWidth)
	}
	room := p.shown(l)
	p.top = max(min(p.top, p.cursor), p.cursor-room+1)
	p.top = max(0, min(p.top, p.rows()-room))
	var lines []string
	if room < l.listHeight {
		lines = append(lines, p.headRow(l.listWidth))
	}
	for n := p.top; n < min(p.rows(), p.top+room); n++ {
		if p.guesses() {
			lines = append(lines, p.guessRow(&p.suggestions[n], n == p.cursor, l.listWidth))
		} else {
			lines = append(lines, p.personRow(&p.people[n], n == p.cursor, l.listWidth))
		}
	}
	return lines
}

func (p *Pane) paints(under bool) *theme.Roles {
	if under {
		return &p.env.Theme.Lit
	}
	return &p.env.Theme.Roles
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// emptyLines say why nobody is listed.
func (p *Pane) emptyLines(width int) []string {
	t := p.env.Theme
	loaded := p.listing.loaded
	if p.guesses() {
		loaded = p.guessing.loaded
	}
	switch {
	case p.unread():
		failed := pane.Line("The people could not be read.", p.width-4)
		return []string{"", "  " + t.Alarm.Put(failed), "  " + t.Key.Put("ctrl+r") + t.Quiet.Put(" tries again")}
	case !loaded:
		return []string{"", "  " + t.Quiet.Put("Reading…")}
	}
	first, more := p.nobody()
	lines := []string{"", "  " + t.Strong.Put(pane.Line(first, width-4)), ""}
	for _, line := range pane.Wrap(more, max(1, min(width-4, 80))) {
		lines = append(lines, "  "+t.Soft.Put(line))
	}
	return lines
}

// unread is whether nobody is listed because the reading failed.
func (p *Pane) unread() bool {
	if p.guesses() {
		return p.guessing.failed && len(p.suggestions) == 0
	}
	return p.listing.failed && len(p.people) == 0
}

func (p *Pane) nobody() (first, more string) {
	if p.guesses() {
		return "Nobody looks like somebody else.", p.keyed("Two identities are suggested to be one person if they have the same address, or the same handle and another sign. ‹x› and ‹m› merge any by hand.")
	}
	if p.words != "" {
		return "Nobody here is called that.", p.keyed("‹\\› clears the filter.")
	}
	switch inbox.PeopleViews()[p.at] {
	case inbox.NewPeople:
		return "Nobody is new.", "Who joined or first spoke in the last 30 days stands here, to be welcomed."
	case inbox.Lapsing:
		return "Nobody is lapsing.", "Who said 50 messages or more in 90 days and has been silent for 30 stands here."
	case inbox.Returning:
		return "Nobody came back.", "Who spoke in the last 30 days after 90 days of silence stands here."
	case inbox.TopHelpers:
		return "Nobody replied.", "Those of the community who replied most in the last 30 days stand here."
	case inbox.NeverAnswered:
		return "Nobody was left without an answer.", "Who asked in the last 90 days and was never answered, ever, stands here."
	case inbox.TeamPeople:
		return "Nobody is of the team.", p.keyed("‹R› says who is; the config can, too.")
	case inbox.WatchedPeople:
		return "Nobody is watched.", p.keyed("‹w› watches somebody, ‹v› makes them a VIP.")
	case inbox.AllPeople:
	}
	return "Nobody is here yet.", "People come with the first sync or import."
}
