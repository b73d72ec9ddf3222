package threads

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// badge is one reason to look at a row: a sign and a word, or on a narrow
// screen the shorter of them.
type badge struct {
	long, short string
	paint       theme.Paint
	flag        string // the filter that a section of nothing but this has
}

// implied is the badge that says nothing in a section, since all its rows bear
// it.
func implied(filter string) string {
	for _, flag := range []string{"is:question", "is:mention", "is:waiting"} {
		if slices.Contains(strings.Fields(filter), flag) {
			return flag
		}
	}
	return ""
}

// badges are as many of a row's badges as go into room, the weightier ones
// first, and their width.
func (p *Pane) badges(r *row, roles *theme.Roles, long bool, implied string, room int) (string, int) {
	var b strings.Builder
	used := 0
	for _, one := range p.badgesOf(&r.Conversation, roles) {
		text := one.short
		if long {
			text = one.long
		}
		w := pane.Width(text)
		if used > 0 {
			w++
		}
		if text == "" || used+w > room || one.flag != "" && one.flag == implied {
			continue
		}
		if used > 0 {
			b.WriteString(roles.Text.Put(" "))
		}
		b.WriteString(one.paint.Put(text))
		used += w
	}
	return b.String(), used
}

func (p *Pane) badgesOf(c *inbox.Conversation, roles *theme.Roles) []badge {
	all := make([]badge, 0, 8)
	add := func(long, short string, paint theme.Paint) { all = append(all, badge{long, short, paint, ""}) }
	flag := func(long, short string, paint theme.Paint, flag string) {
		all = append(all, badge{long, short, paint, flag})
	}
	all = append(all, p.standing(c, roles)...)
	if p.late(c) {
		add("late", "late", roles.Warn)
	}
	if next := c.Promise.Next(); next != "" {
		add("⚑ "+pane.Line(next, 24), "⚑", roles.Warn)
	}
	if c.Has(inbox.Mention) {
		flag("@ mention", "@", roles.Accent, "is:mention")
	}
	if c.Has(inbox.Question) {
		flag("? question", "?", roles.Text, "is:question")
	}
	if c.Has(inbox.FirstPost) {
		add("1st post", "1st", roles.Good)
	}
	for _, tag := range c.Tags {
		tag = "[" + pane.Line(tag, 16) + "]"
		add(tag, tag, roles.Team)
	}
	if c.Notes > 0 {
		n := strconv.Itoa(c.Notes)
		add("✎ "+cmp.Or(strings.TrimPrefix(n, "1"), "note"), "✎", roles.Note)
	}
	if c.Starred {
		add("★", "★", roles.Warn)
	}
	if c.Muted {
		add("muted", "muted", roles.Quiet)
	}
	if c.Replies > 0 {
		n := "+" + strconv.Itoa(c.Replies)
		add(n, n, roles.Quiet)
	}
	return all
}

// standing are the badges that say how a conversation stands: decided, and with
// what is on its way.
func (p *Pane) standing(c *inbox.Conversation, roles *theme.Roles) []badge {
	var all []badge
	add := func(long, short string, paint theme.Paint) { all = append(all, badge{long, short, paint, ""}) }
	switch c.State {
	case inbox.Snoozed:
		wake := when.Say(c.Decision.Until, p.now)
		if c.Decision.Hold {
			wake += " !"
		}
		add("☾ "+wake, "☾ "+wake, roles.Accent)
	case inbox.Done:
		add("✓ done", "✓done", roles.Good)
	case inbox.Spam:
		add("✗ spam", "✗spam", roles.Alarm)
	case inbox.Waiting:
		all = append(all, badge{"↩ waiting", "↩wait", roles.Team, "is:waiting"})
	case inbox.Open:
	}
	switch {
	case p.asks[c.ID]:
		add("⚠ asks", "⚠ asks", roles.Alarm)
	case c.Leaving > 0:
		add("↗ leaving", "↗", roles.Note)
	}
	if c.Draft {
		add("✎ draft", "✎ draft", roles.Warn)
	}
	return all
}

// late is whether a conversation has waited longer than anybody should.
func (p *Pane) late(c *inbox.Conversation) bool {
	return c.State == inbox.Open && c.Has(inbox.Unanswered) && (c.Has(inbox.Question) || c.Has(inbox.Mention)) &&
		p.now.Sub(c.OpenedAt).Hours() >= 24
}
