package coverage

import (
	"cmp"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// columns are the widths of a row's columns; one that has no room is 0 wide.
// Between two of them are two blanks.
type columns struct{ account, name, bar, span, messages, lag, verified, why int }

const (
	leastName = 12
	mostName  = 40
)

// columnsFor gives each column its room, the name what is left over as far as
// it is needed.
func (p *Pane) columnsFor(width int) columns {
	c := columns{span: 28, messages: 8, lag: 5, verified: 8}
	switch {
	case width < 46:
		c.span, c.messages, c.verified = 0, 0, 0
	case width < 64:
		c.messages, c.verified = 0, 0
	case width < 76:
		c.verified = 0
	case width >= 170:
		c.bar, c.why = 30, 34
	case width >= 104:
		c.bar = 16
	}
	if p.shown < 0 && len(p.accounts) > 1 && width >= 64 {
		if width < 92 {
			c.span, c.messages = 28, 0
		}
		c.account = min(10+c.bar/4, p.nameRoom(width))
	}
	left := max(0, width-4-c.taken())
	if c.account > 0 {
		left = max(0, left-c.account-2)
	}
	if c.bar == 0 {
		c.name = min(left, mostName)
		return c
	}
	c.name = min(left, max(p.list.longest, leastName))
	left -= c.name
	more := min(left, 24)
	c.bar += more
	if c.why > 0 {
		c.why += left - more
	} else {
		c.bar += left - more
	}
	return c
}

// taken is the cells of every column but the name and the account, with the
// blanks before them.
func (c columns) taken() int {
	used := 0
	for _, w := range []int{c.bar, c.span, c.messages, c.lag, c.verified, c.why} {
		if w > 0 {
			used += w + 2
		}
	}
	return used
}

// heading is the line of titles over the columns.
func (p *Pane) heading(width int) string {
	c := p.columnsFor(width)
	line := "   " + pane.Cell("channel", c.name)
	if c.account > 0 {
		line = "   " + pane.Cell("account", c.account) + "  " + pane.Cell("channel", c.name)
	}
	if c.bar > 0 {
		since := pane.Line(p.list.since.In(p.now.Location()).Format("Jan 2006"), c.bar)
		line += "  " + since + pane.Blank(c.bar-pane.Width(since)-3) + "now"
	}
	for _, column := range []struct {
		width int
		title string
		right bool
	}{
		{c.span, "complete", false},
		{c.messages, "messages", true},
		{c.lag, "lag", true},
		{c.verified, "verified", true},
		{c.why, "trouble", false},
	} {
		switch {
		case column.width == 0:
		case column.right:
			line += "  " + pane.CellRight(column.title, column.width)
		default:
			line += "  " + pane.Cell(column.title, column.width)
		}
	}
	return pane.Fit(p.env.Theme.Quiet.Put(line), width)
}

// needs is how many cells the name of a channel takes with what stands behind
// it.
func (r *row) needs() int {
	need := pane.Width(called(r.Channel))
	if tail := r.tail(); tail != "" {
		need += 1 + len(tail)
	}
	return min(mostName, need)
}

// tail is what a person must know about a channel besides its name.
func (r *row) tail() string {
	switch {
	case r.Gone:
		return "gone"
	case r.Channel.Archived:
		return "archived"
	case r.Channel.Kind == inbox.Private:
		return "private"
	case r.Channel.Kind == inbox.Direct:
		return "direct"
	}
	return ""
}

func called(c inbox.Channel) string {
	if c.Kind == inbox.Direct {
		return plain.Name(cmp.Or(c.Name, "direct"))
	}
	return "#" + plain.Name(cmp.Or(c.Name, c.ID))
}

// draw is one channel as a line.
func (p *Pane) draw(r *row, selected bool, width int) string {
	roles, bar := &p.env.Theme.Roles, " "
	if selected {
		roles, bar = &p.env.Theme.Lit, "▌"
	}
	c := p.columnsFor(width)
	mark, paint := r.sign(roles)
	line := roles.Accent.Put(bar) + paint.Put(mark) + roles.Text.Put(" ")
	if c.account > 0 {
		line += roles.Quiet.Put(pane.Cell(plain.Name(r.account), c.account) + "  ")
	}
	line += r.nameCell(c.name, roles)
	if c.bar > 0 {
		line += roles.Text.Put("  ") + r.barPaint(roles).Put(r.bar(p.list.since, p.now, c.bar))
	}
	line += p.middle(r, c, roles)
	if c.lag > 0 {
		line += p.lagPaint(r, roles).Put("  " + pane.CellRight(r.lag(p.now), c.lag))
	}
	if c.verified > 0 {
		line += roles.Quiet.Put("  " + pane.CellRight(r.verified(p.now), c.verified))
	}
	if c.why > 0 {
		line += roles.Warn.Put("  " + pane.Cell(p.whyNot(r, c.why), c.why))
	}
	line += roles.Text.Put(pane.Blank(width - pane.Width(line)))
	return pane.Fit(line, width)
}

// middle is what is held. Where trouble has no column of its own it stands
// here: what is held is then on the sheet.
func (p *Pane) middle(r *row, c columns, roles *theme.Roles) string {
	if c.span == 0 {
		return ""
	}
	room := c.span
	if c.messages > 0 {
		room += 2 + c.messages
	}
	if r.kind == refused && c.why == 0 {
		return roles.Warn.Put("  " + pane.Cell(p.whyNot(r, room), room))
	}
	line := r.spanPaint(roles).Put("  " + pane.Cell(r.span(p.now, c.span), c.span))
	if c.messages > 0 {
		line += roles.Quiet.Put("  " + pane.CellRight(brief(r.Messages), c.messages))
	}
	return line
}

// whyNot is why a channel cannot be read and when it is tried again.
func (p *Pane) whyNot(r *row, width int) string {
	if r.kind != refused {
		return ""
	}
	if r.Again.After(p.now) {
		return withTail(r.Trouble, " · again "+since(p.now, r.Again), width)
	}
	return pane.Line(r.Trouble, width)
}

func (r *row) nameCell(width int, roles *theme.Roles) string {
	paint := roles.Text
	switch r.kind {
	case archived, apart, gone:
		paint = roles.Quiet
	case refused:
		paint = roles.Strong
	case gap, reading, whole:
	}
	tail := r.tail()
	if tail != "" {
		tail = " " + tail
	}
	if width-len(tail) < leastName/2 {
		tail = ""
	}
	name := pane.Line(called(r.Channel), width-pane.Width(tail))
	blank := pane.Blank(width - pane.Width(name) - pane.Width(tail))
	return paint.Put(name) + roles.Quiet.Put(tail+blank)
}

func (r *row) sign(roles *theme.Roles) (string, theme.Paint) {
	switch r.kind {
	case refused:
		return "✗", roles.Alarm
	case gap:
		return "◌", roles.Warn
	case reading:
		return "↓", roles.Key
	case whole, archived, apart, gone:
	}
	return " ", roles.Text
}

func (r *row) spanPaint(roles *theme.Roles) theme.Paint {
	switch r.kind {
	case gap:
		return roles.Warn
	case reading:
		if !r.Held.To.IsZero() {
			return roles.Key
		}
	case whole:
		return roles.Soft
	case refused, archived, apart, gone:
	}
	return roles.Quiet
}

func (r *row) barPaint(roles *theme.Roles) theme.Paint {
	switch r.kind {
	case refused, gap:
		return roles.Warn
	case reading:
		return roles.Key
	case whole, archived, apart, gone: // quiet where all is well
	}
	return roles.Quiet
}

// lag is how old the newest check is.
func (r *row) lag(now time.Time) string {
	if r.ReadAt.IsZero() {
		return "–"
	}
	return pane.Ago(now, r.ReadAt)
}

// late is how old a check may be of a channel that is read all the time.
const late = 24 * time.Hour

func (p *Pane) lagPaint(r *row, roles *theme.Roles) theme.Paint {
	if r.kind != archived && r.kind != gone && !r.ReadAt.IsZero() && p.now.Sub(r.ReadAt) > late {
		return roles.Warn
	}
	return roles.Quiet
}

func (r *row) verified(now time.Time) string {
	if r.VerifiedAt.IsZero() {
		return "never"
	}
	return pane.Ago(now, r.VerifiedAt)
}
