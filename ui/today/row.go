package today

import (
	"strings"

	"rounds/inbox/checkin"
	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// columns are the widths of a row's columns; the words have what is left.
type columns struct{ platform, room, who, why int }

func columnsFor(width int) columns {
	switch {
	case width < 40:
		return columns{who: 10}
	case width < 64:
		return columns{who: 11, room: 9}
	case width < 72:
		return columns{who: 12, room: 11}
	case width < 96:
		return columns{who: 13, room: 12}
	case width < 130:
		return columns{platform: 9, room: 13, who: 15}
	}
	return columns{platform: 9, room: 14, who: 18, why: 34}
}

// row is an item on one line: how old, where, who, their words, and what is
// urgent about it.
func (p *Pane) row(item *checkin.Item, under bool, width int) string {
	t := p.env.Theme
	r, bar := &t.Roles, " "
	if under {
		r, bar = &t.Lit, "▌"
	}
	sign, _ := signOf(item)
	name, text := r.Strong, r.Soft
	if item.Skipped {
		name, text = r.Quiet, r.Quiet
	}
	c := columnsFor(width)
	line := r.Accent.Put(bar) + p.signPaint(item, r).Put(sign) + r.Quiet.Put(pane.CellRight(pane.Ago(p.now, item.At), 5)+"  ")
	used := 9
	cell := func(paint theme.Paint, words string, w int) {
		if w > 0 {
			line += paint.Put(pane.Cell(words, w)) + r.Text.Put(" ")
			used += w + 1
		}
	}
	cell(r.Quiet, string(item.Platform), c.platform)
	cell(r.Quiet, roomOf(item), c.room)
	who := ""
	if item.Name != "" {
		who = plain.Name(item.Name)
	}
	cell(name, who, c.who)
	tail, tailPaint := p.tail(item, r)
	room := max(0, width-used-pane.Width(tail)-2)
	if c.why > 0 && room > 2*c.why {
		room -= c.why + 1
	} else {
		c.why = 0
	}
	line += text.Put(pane.Cell(p.words(item), room)) + r.Text.Put(" ")
	cell(r.Quiet, strings.Join(item.Why, " · "), c.why)
	return pane.Fit(line+tailPaint.Put(tail)+r.Text.Put(" "), width)
}

func (p *Pane) signPaint(item *checkin.Item, r *theme.Roles) theme.Paint {
	switch item.Kind {
	case checkin.Unsent, checkin.FailedPost:
		return r.Alarm
	case checkin.Flag, checkin.MissedPost:
		return r.Warn
	case checkin.Conversation, checkin.Celebrate:
		return r.Good
	case checkin.Newcomer:
		if item.Hello != nil && len(item.Hello.Suspect) > 0 {
			return r.Warn
		}
	case checkin.Question, checkin.Mention, checkin.FollowUp, checkin.Woken, checkin.Watched:
	}
	return r.Accent
}

// words is what a row says of an item: their own words, else why it is here.
func (p *Pane) words(item *checkin.Item) string {
	switch {
	case item.Kind == checkin.Celebrate && len(item.Why) > 0:
		return item.Why[0]
	case item.Text != "":
		return item.Text
	}
	return strings.Join(item.Why, " · ")
}

// tail is what is urgent about an item, or how long it has been here.
func (p *Pane) tail(item *checkin.Item, r *theme.Roles) (string, theme.Paint) {
	if item.Skipped {
		return "put off", r.Quiet
	}
	var parts []string
	paint := r.Quiet
	if item.Hello != nil && item.Hello.By != "" {
		parts = append(parts, "greeted on "+pane.Line(plain.Name(item.Hello.On), 12))
	}
	due, late := p.due(item)
	if late {
		paint = r.Warn
	}
	if due != "" {
		parts = append(parts, due)
	}
	if item.Carried > 0 {
		parts = append(parts, ordinal(item.Carried+1)+" day")
	}
	return strings.Join(parts, " · "), paint
}
