package people

import (
	"slices"
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// column is one of the list: what stands above it, how wide it is, and what it
// says of somebody.
type column struct {
	title string
	sort  inbox.PeopleSort // of which the title tells, if it is the order
	width int
	right bool
	paint func(r *theme.Roles) theme.Paint
	text  func(one *inbox.Person) string
}

// signs are before the name: the mark of the cursor, that of a merge, and what
// somebody is to us.
const signs = 4

// columns are those for which there is room, by what they are worth. What is
// left goes to the name and, at the end of the row, to the reason and the tags.
func (p *Pane) columns(width int) (all []column, left int) {
	quiet := func(r *theme.Roles) theme.Paint { return r.Quiet }
	soft := func(r *theme.Roles) theme.Paint { return r.Soft }
	all = []column{{title: "who", text: func(one *inbox.Person) string { return plain.Name(one.Called()) }}}
	add := func(from int, c column) {
		if width >= from {
			all = append(all, c)
		}
	}
	said := 30
	if p.view() != inbox.AllPeople { // where everybody has a reason, it comes first
		said = 92
	}
	room := 9
	if width >= 110 {
		room = 16
	}
	add(44, column{title: "where", width: room, paint: soft, text: func(one *inbox.Person) string { return whereIn(one, room) }})
	add(110, column{title: "role", width: 5, paint: quiet, text: roleOf})
	add(said, column{title: "said", sort: inbox.ByMessages, width: 6, right: true, paint: soft, text: func(one *inbox.Person) string { return some(one.Messages) }})
	add(104, column{title: "replied", width: 8, right: true, paint: soft, text: func(one *inbox.Person) string { return some(one.Replies) }})
	add(92, column{title: "first", sort: inbox.ByFirst, width: 6, right: true, paint: quiet, text: func(one *inbox.Person) string { return pane.Ago(p.now, one.FirstSeen) }})
	add(20, column{title: "last", sort: inbox.ByLastSeen, width: 6, right: true, paint: quiet, text: func(one *inbox.Person) string { return pane.Ago(p.now, one.LastSeen) }})
	left = width - signs
	for _, c := range all {
		left -= c.width + 1
	}
	all[0].width = left
	if width >= 60 {
		all[0].width = max(12, min(22, left-42)) // the longest reasons take 41
	}
	return all, max(0, left-all[0].width-1)
}

// some is a number, or nothing.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// roleOf is whose side somebody is on. Those of the community are the rule, and
// not named.
func roleOf(one *inbox.Person) string {
	if one.Role == inbox.Community {
		return ""
	}
	return string(one.Role)
}

func tagsOf(one *inbox.Person) string {
	if len(one.Tags) == 0 {
		return ""
	}
	return "#" + strings.Join(one.Tags, " #")
}

// headRow are the names of the columns.
func (p *Pane) headRow(width int) string {
	t := p.env.Theme
	columns, left := p.columns(width)
	line := pane.Blank(signs)
	for _, c := range columns {
		title := c.title
		if c.sort != inbox.UsualOrder && c.sort == p.sort {
			title = "▾" + title
		}
		line += t.Quiet.Put(cellOf(c, title)) + " "
	}
	return pane.Fit(line+" "+t.Quiet.Put(pane.Line("why, tags", left)), width)
}

func cellOf(c column, text string) string {
	if c.right {
		return pane.CellRight(text, c.width)
	}
	return pane.Cell(text, c.width)
}

// personRow is one person.
func (p *Pane) personRow(one *inbox.Person, under bool, width int) string {
	r := p.paints(under)
	mark := " "
	switch {
	case p.marked[one.ID]:
		mark = "✓"
	case under:
		mark = "▌"
	}
	line := r.Accent.Put(mark) + r.Warn.Put(p.sign(one)) + r.Text.Put(" ")
	columns, left := p.columns(width)
	for i, c := range columns {
		paint := r.Strong
		switch {
		case i > 0:
			paint = c.paint(r)
		case one.Role == inbox.Team:
			paint = r.Team
		case one.Role == inbox.Bot || one.Forgotten:
			paint = r.Quiet
		}
		line += paint.Put(cellOf(c, c.text(one))) + r.Text.Put(" ")
	}
	why := pane.Line(p.reason(one), left)
	line += r.Text.Put(" " + why)
	tags := ""
	if room := left - pane.Width(why) - 2; room >= 4 {
		tags = pane.Line(tagsOf(one), room)
	}
	if tags != "" && why != "" {
		line += r.Text.Put("  ")
	}
	line += r.Note.Put(tags)
	return pane.Fit(line+r.Text.Put(pane.Blank(width-pane.Width(line))), width)
}

// sign is what somebody is to us, in two cells: a VIP, watched, new, or one of
// us. Where one is more than one thing the VIP goes first.
func (p *Pane) sign(one *inbox.Person) string {
	sign := ""
	if one.VIP {
		sign = "★"
	}
	if one.Watched {
		sign += "◉"
	}
	switch {
	case sign != "":
	case p.fresh(one):
		sign = "○"
	case one.Role == inbox.Team:
		sign = "·"
	case one.Role == inbox.Bot:
		sign = "⚙"
	}
	return pane.Cell(sign, 2)
}

// where are the accounts that somebody is on.
func where(one *inbox.Person) string { return strings.Join(places(one), "+") }

func places(one *inbox.Person) (names []string) {
	for i := range one.Identities {
		if name := plain.Name(one.Identities[i].Account); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// whereIn is where, or the first place and how many more if that has no room.
func whereIn(one *inbox.Person, width int) string {
	names := places(one)
	if all := where(one); len(names) < 2 || pane.Width(all) <= width {
		return all
	}
	more := " +" + strconv.Itoa(len(names)-1)
	return pane.Line(names[0], width-len(more)) + more
}

func (p *Pane) guessRow(s *inbox.Suggestion, under bool, width int) string {
	r := p.paints(under)
	mark := " "
	if under {
		mark = "▌"
	}
	side := max(6, min(30, (width-signs)*3/10))
	one := func(i inbox.Identity) string {
		return r.Strong.Put(pane.Cell(plain.Name(called(i))+" on "+plain.Name(i.Account), side))
	}
	return pane.Fit(r.Accent.Put(mark)+r.Text.Put(" ")+one(s.One)+r.Quiet.Put(" = ")+one(s.Other)+r.Text.Put("  ")+
		r.Soft.Put(pane.Cell(strings.Join(s.Evidence, " · "), max(0, width-2*side-7))), width)
}
