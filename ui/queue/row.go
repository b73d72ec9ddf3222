package queue

import (
	"strconv"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// columns are the widths of a row's columns; the text has what is left.
type columns struct{ platform, place, author int }

func columnsFor(width int) columns {
	switch {
	case width < 44:
		return columns{0, 0, 10}
	case width < 72:
		return columns{0, 9, 12}
	case width < 90:
		return columns{8, 9, 13}
	}
	return columns{9, 14, 18}
}

// drawRow is a case as one line.
func (p *Pane) drawRow(r *row, width int, selected bool) string {
	t := p.env.Theme
	roles, bar := &t.Roles, " "
	if selected {
		roles, bar = &t.Lit, "▌"
	}
	mark := " "
	if p.list.marks[r.key] {
		mark = "◆"
	}
	line := roles.Accent.Put(bar + mark)
	if r.decision != nil {
		return pane.Fit(line+p.logCells(r.decision, roles, width-2), width)
	}
	c := &r.Case
	sign, word := priority(c.Priority)
	columns := columnsFor(width)
	line += priorityPaint(c.Priority, roles).Put(sign+" "+pane.Cell(word, 4)) + roles.Text.Put(" ")
	line += p.agePaint(c, roles).Put(pane.CellRight(pane.Ago(p.now, c.OpenedAt), 4)) + roles.Text.Put("  ")
	used := 2 + 7 + 6
	if columns.platform > 0 {
		line += roles.Quiet.Put(pane.Cell(string(c.Platform), columns.platform)) + roles.Text.Put(" ")
		used += columns.platform + 1
	}
	if columns.place > 0 {
		line += roles.Soft.Put(pane.Cell(where(c), columns.place)) + roles.Text.Put(" ")
		used += columns.place + 1
	}
	line += p.authorCell(c, columns.author, roles) + roles.Text.Put("  ")
	used += columns.author + 2
	return pane.Fit(line+p.wordsCells(c, max(0, width-used-1), roles)+roles.Text.Put(" "), width)
}

// wordsCells are the text and, at the right, what is known of the case in few
// signs.
func (p *Pane) wordsCells(c *moderation.Case, room int, roles *theme.Roles) string {
	tail, w := p.badges(c, roles, min(room/2, max(0, room-10)))
	text, paint := c.Words(), roles.Text
	switch {
	case c.Folded != "" && !p.unfolded[c.ID]:
		text, paint = "["+c.Folded+p.keyed(": ‹v› shows it]"), roles.Quiet
	case c.Gone:
		paint = roles.Struck
	case plain.Head(text, 4) == "":
		text, paint = "("+what(c)+")", roles.Quiet
	}
	return paint.Put(pane.Line(text, room-w-1)) + roles.Text.Put(pane.Blank(room-w-pane.Width(pane.Line(text, room-w-1)))) + tail
}

// badges are the signs of a case, the more telling ones nearer to the edge; as
// many as go into room.
func (p *Pane) badges(c *moderation.Case, roles *theme.Roles, room int) (string, int) {
	type badge struct {
		text  string
		paint theme.Paint
	}
	var all []badge
	put := func(is bool, text string, paint theme.Paint) {
		if is {
			all = append(all, badge{text, paint})
		}
	}
	n := voices(c)
	put(c.Claim.By != "" && p.now.Before(c.Claim.Until), "⚑ "+p.claimant(c), roles.Team)
	put(c.Kin > 1, "≡"+strconv.Itoa(c.Kin), roles.Accent)
	put(n > 1, "×"+strconv.Itoa(n), roles.Soft)
	put(c.Edited(), "edited", roles.Warn)
	put(c.Gone, "gone", roles.Quiet)
	put(c.Appeal(), "appeal", roles.Note)
	put(c.Notes > 0, "✎", roles.Note)
	put(c.Muted, "muted", roles.Quiet)
	put(c.Skips > 1, "skipped ×"+strconv.Itoa(c.Skips), roles.Quiet)
	for i, reason := range reasons(c) {
		put(i < 2, pane.Line(reason, 18), roles.Quiet)
	}
	line, used := "", 0
	for _, b := range all {
		w := pane.Width(b.text) + 1
		if used+w > room {
			continue
		}
		line = roles.Text.Put(" ") + b.paint.Put(b.text) + line
		used += w
	}
	return line, used
}

// claimant is who has a case, as far as there is room to say it.
func (p *Pane) claimant(c *moderation.Case) string {
	if c.Claim.By == p.options.Actor {
		return "you"
	}
	return pane.Line(c.Claim.By, 10)
}

func priorityPaint(is moderation.Priority, roles *theme.Roles) theme.Paint {
	switch is {
	case moderation.High:
		return roles.Alarm
	case moderation.Medium:
		return roles.Warn
	case moderation.Low:
	}
	return roles.Quiet
}

// old is when a case has waited for too long, whatever its priority.
const old = 24

func (p *Pane) agePaint(c *moderation.Case, roles *theme.Roles) theme.Paint {
	if p.now.Sub(c.OpenedAt).Hours() >= old {
		return roles.Warn
	}
	return roles.Quiet
}

// authorCell is a name with what a person must know about who bears it: one of
// us, a machine, somebody new, or somebody who wants to be taken for another.
func (p *Pane) authorCell(c *moderation.Case, width int, roles *theme.Roles) string {
	paint, tail, sign := roles.Strong, "", ""
	switch {
	case c.Author.Role == inbox.Team:
		paint, tail = roles.Team, " team"
	case c.Author.Role == inbox.Bot:
		paint, tail = roles.Quiet, " bot"
	case c.Newcomer(p.now):
		tail = " new"
	}
	if plain.Lookalike(c.Author.Called()) {
		sign = "⚠ "
	}
	name := pane.Line(plain.Name(c.Author.Called()), width-len(tail)-pane.Width(sign))
	blank := pane.Blank(width - pane.Width(sign) - pane.Width(name) - len(tail))
	return roles.Alarm.Put(sign) + paint.Put(name) + roles.Note.Put(tail+blank)
}
