package threads

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/leaving"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

const (
	composeWidth  = 92
	composeHeight = 18
)

// View implements [pane.Sheet].
func (c *composer) View(width, height int) string {
	t := c.pane.env.Theme
	w, h := min(width, composeWidth), min(height, composeHeight)
	inside := max(1, w-4)
	above, below := c.above(inside), c.below(inside)
	if h < 14 {
		above = nil
	}
	c.top = 1 + len(above)
	room := max(1, h-2-len(above)-len(below))
	c.Forget()
	c.paper.fit(inside, room)
	if c.mode != writing && c.later == nil {
		c.noteBar(h - 2)
	}
	lines := append(above, c.textLines(inside, room)...)
	lines = append(lines, below...)
	if c.popup.open() && c.mode == writing && c.later == nil {
		c.layPopup(lines, len(above), inside)
	}
	edge, head := t.Rule, t.Accent
	if c.private() {
		edge, head = t.Secret, t.Secret
	}
	return pane.Frame(edge, head, c.title(inside-2), lines, w, h)
}

// textLines are the text, or what the platform will make of it.
func (c *composer) textLines(width, height int) []string {
	t := c.pane.env.Theme
	lines := make([]string, height)
	if c.mode == previewing {
		all := c.preview(width)
		c.scroll = max(0, min(c.scroll, len(all)-height))
		copy(lines, all[min(c.scroll, len(all)):])
		return lines
	}
	for i := range min(height, len(c.paper.shown.lines)) {
		lines[i] = paintGaps(c.paper.shown.lines[i], c.paper.shown.gaps[i], c.here(i), t)
	}
	if len(c.paper.shown.lines) <= 1 && c.paper.field.Text() == "" && !c.paper.opening {
		lines[0] = t.Quiet.Put(pane.Line(c.invitation(), width))
	}
	return lines
}

// invitation is what an empty sheet is good for.
func (c *composer) invitation() string {
	say := []string{"Write."}
	if c.kind() == inbox.PostDraft && c.talk.Platform == inbox.Discourse {
		say = []string{"The title of the topic, and the text on the lines below it."}
	}
	if c.kind() == inbox.ReplyDraft && c.spoken() {
		say = append(say, "↑ edits your last reply")
	}
	if c.paper.past {
		say = append(say, "ctrl+z brings back what you discarded")
	}
	return strings.Join(say, " · ")
}

// spoken is whether there is something of ours in the conversation to edit.
func (c *composer) spoken() bool {
	mine := func(u inbox.Utterance) bool { return !u.Deleted && u.Kind == inbox.Said && u.Author.ID == c.as.id }
	return c.as.id != "" && slices.ContainsFunc(c.talk.Said, mine) || slices.ContainsFunc(c.talk.Out, func(o inbox.Outgoing) bool {
		return o.Kind == inbox.Reply && leaving.Held(&o)
	})
}

// here is the cell on a line at which the place begins that the next letter
// fills in, -1 if there is none.
func (c *composer) here(line int) int {
	if s := &c.paper.shown; c.gap != nil && c.mode == writing && line == s.y {
		return s.x
	}
	return -1
}

// paintGaps makes the place that is being filled in stand out from those that
// are still to come.
func paintGaps(line string, gaps []stretch, here int, t *theme.Theme) string {
	var b strings.Builder
	at := 0
	for _, g := range gaps {
		paint := t.Warn
		if here >= 0 && pane.Width(line[:g.from]) == here {
			paint = t.Gap
		}
		b.WriteString(t.Text.Put(line[at:g.from]) + paint.Put(line[g.from:g.to]))
		at = g.to
	}
	return b.String() + t.Text.Put(line[at:])
}

// preview is the text as the platform will show it.
func (c *composer) preview(width int) []string {
	text, t := strings.TrimSpace(c.paper.field.Text()), c.pane.env.Theme
	return rendered(c.talk.Platform, text, func(word string) bool { return c.popup.known[word] }, width, t)
}

// above is what is answered: who said it, and its head.
func (c *composer) above(width int) []string {
	t := c.pane.env.Theme
	who, text, at := "", "", ""
	switch c.kind() {
	case inbox.PostDraft:
		return []string{""}
	case inbox.EditDraft:
		who, text, at = "it says now", c.own.Text, when.Say(c.own.SentAt, c.now())
	case inbox.ReplyDraft, inbox.PrivateDraft, inbox.NoteDraft, inbox.DiscardedDraft:
		u := theirs(&c.talk, c.as)
		if u == nil {
			u = &inbox.Utterance{Author: c.talk.Opener, Text: c.talk.Text, SentAt: c.talk.OpenedAt}
		}
		who, text, at = u.Author.Called(), u.Text, pane.Ago(c.now(), u.SentAt)
	}
	bar := t.Quiet.Put("┃ ")
	lines := []string{bar + t.Soft.Put(pane.Line(plain.Name(who), max(0, width-12))) + "  " + t.Quiet.Put(at)}
	quote := pane.Wrap(pane.Line(text, 2*width), max(1, width-2))
	for i, line := range quote[:min(2, len(quote))] {
		if i == 1 && len(quote) > 2 {
			line = pane.Line(line+"…", width-2)
		}
		lines = append(lines, bar+t.Quiet.Put(line))
	}
	return append(lines, "")
}

// below is what a person has to know and can do: warnings, and the foot.
func (c *composer) below(width int) []string {
	t := c.pane.env.Theme
	lines := []string{""}
	for i, w := range c.warnings() {
		if i == 2 {
			break
		}
		lines = append(lines, t.Warn.Put(pane.Line("⚠ "+w, width)))
	}
	switch {
	case c.later != nil:
		return append(lines, c.later.lines(c, width)...)
	case c.mode != writing:
		return append(lines, c.reviewBar(width))
	}
	return append(lines, c.foot(width))
}

// foot is whether the text is safe, and how long it is.
func (c *composer) foot(width int) string {
	t := c.pane.env.Theme
	_, most := c.longest()
	count := ""
	if n := c.length(); n > 0 {
		count = thousands(n) + " / " + thousands(most)
	}
	state, paint := c.paper.state(), t.Quiet
	if c.paper.failed != nil {
		paint = t.Alarm
	}
	state = pane.Line(state, max(0, width-pane.Width(count)-1))
	gap := pane.Blank(width - pane.Width(state) - pane.Width(count))
	counted := t.Quiet
	if c.length() > most {
		counted = t.Alarm
	}
	return paint.Put(state) + gap + counted.Put(count)
}

// reviewKeys are the letters that can be pressed now, and what each does.
func (c *composer) reviewKeys() [][2]string {
	keys := [][2]string{{"y", "send"}, {"e", "edit"}, {"v", "preview"}, {"s", "later"}, {"p", "postpone"}, {"n", "discard"}}
	switch {
	case c.private():
		keys = append(keys, [2]string{"w", "public"})
	case c.other().kind != "":
		keys = append(keys, [2]string{"w", "private"})
	}
	if c.mode == previewing {
		keys[2] = [2]string{"v", "back"}
	}
	return keys
}

// barGap is what stands between two letters of the review bar.
func barGap(width int) string {
	if width < 74 {
		return "  "
	}
	return "   "
}

// noteBar makes the letters of the review bar, on that line, ones that a click
// presses.
func (c *composer) noteBar(y int) {
	inside := max(1, c.paper.width)
	x := 2
	for _, k := range c.reviewKeys() {
		w := pane.Width(k[0] + " " + k[1])
		if stroke, is := pane.Stroke(k[0]); is {
			c.Word(y, x, x+w, func() tea.Cmd { return c.press(c.pane, stroke) })
		}
		x += w + len(barGap(inside))
	}
}

// reviewBar is those letters as a line.
func (c *composer) reviewBar(width int) string {
	t := c.pane.env.Theme
	line, gap := "", barGap(width)
	for _, k := range c.reviewKeys() {
		line += t.Key.Put(k[0]) + " " + t.Text.Put(k[1]) + gap
	}
	return pane.Fit(strings.TrimRight(line, " "), width)
}

// title says as whom, where, and who reads it. Names give way first: who reads
// it is never cut.
func (c *composer) title(width int) string {
	as := c.as.called()
	where, tail := c.whereAndWho()
	head := c.verb() + "  as "
	name, short := as, where
	for cut := 30; pane.Width(head+name+" · "+short+tail) > width && cut > 4; cut -= 2 {
		name, short = pane.Line(as, max(6, cut)), pane.Line(where, max(8, cut*2))
	}
	if pane.Width(head+name+" · "+short+tail) > width {
		return pane.Line(strings.TrimPrefix(tail, " · "), width)
	}
	return head + name + " · " + short + tail
}

func (c *composer) verb() string {
	switch c.kind() {
	case inbox.PostDraft:
		return "New message"
	case inbox.EditDraft:
		return "Edit"
	case inbox.ReplyDraft, inbox.PrivateDraft, inbox.NoteDraft, inbox.DiscardedDraft:
	}
	return "Reply"
}

// whereAndWho is where the text will stand, which may be cut, and who reads
// it.
func (c *composer) whereAndWho() (where, tail string) {
	channel := channelName(c.talk.Channel)
	whom := "@" + plain.Name(c.talk.Opener.Called())
	switch c.kind() {
	case inbox.PrivateDraft:
		return "private to " + whom, " · nobody else reads it"
	case inbox.PostDraft:
		return "in " + channel, c.audience()
	case inbox.EditDraft:
		return "your message of " + when.Say(c.own.SentAt, c.now()) + " in " + channel, c.audience()
	case inbox.ReplyDraft, inbox.NoteDraft, inbox.DiscardedDraft:
	}
	what := "message"
	if c.talk.Has(inbox.Question) {
		what = "question"
	}
	return "in " + channel + ", to " + whom + "'s " + what, c.audience()
}

// audience is who reads what stands in the channel.
func (c *composer) audience() string {
	switch cmp.Or(c.talk.Channel.Kind, inbox.Public) {
	case inbox.Private:
		return " · all in this private channel"
	case inbox.Direct:
		return " · this direct talk"
	case inbox.Public:
	}
	return " · PUBLIC"
}

// layPopup lays the popup under the line of the cursor, or above it.
func (c *composer) layPopup(lines []string, top, width int) {
	shown := &c.paper.shown
	w := min(52, width)
	at := top + shown.y + 1
	h := min(len(c.popup.offers)+2, len(lines)-at)
	if h < min(len(c.popup.offers)+2, 5) && at-1 > h {
		h = min(len(c.popup.offers)+2, at-1)
		at = at - 1 - h
	}
	if h < 3 {
		return
	}
	for i := range lines {
		lines[i] = pane.Fit(lines[i], width)
	}
	x := max(0, min(shown.x-2, width-w))
	pane.Lay(lines, c.popup.box(c, w, h), x, at, width)
	for i, first := 0, c.popup.first(h); i < h-2; i++ {
		c.Word(2+at+i, 2+x, 2+x+w, func() tea.Cmd { return c.takeOffer(first + i) })
	}
}

// Cursor implements [pane.Sheet].
func (c *composer) Cursor() *tea.Cursor {
	inside := max(1, c.paper.width)
	if c.later != nil {
		_, x := c.later.field.View(max(0, inside-14))
		return tea.NewCursor(2+pane.Width("send later › ")+x, c.top+c.paper.height+1+min(2, len(c.warnings())))
	}
	if c.mode != writing {
		return nil
	}
	return tea.NewCursor(2+c.paper.shown.x, c.top+c.paper.shown.y)
}
