package threads

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// later chooses the time at which something is sent.
type later struct {
	field pane.Field
	now   time.Time
}

func (c *composer) openLater() tea.Cmd {
	if why := c.hindrance(); why != "" {
		c.mode = writing
		return pane.Say(why)
	}
	if c.kind() == inbox.EditDraft {
		return pane.Say("An edit cannot wait: what it changes is there already.")
	}
	c.later = &later{field: pane.NewField(""), now: c.pane.env.Now()}
	return nil
}

func (c *composer) pressLater(msg tea.KeyPressMsg) tea.Cmd {
	l := c.later
	switch msg.String() {
	case "esc":
		c.later = nil
		return nil
	case "enter":
		at, err := when.Parse(l.field.Text(), l.now)
		if err != nil {
			return nil // the line below says it already
		}
		return c.send(at)
	}
	l.field.Update(msg)
	return nil
}

// exactly is a time that nobody can take for another: with its weekday, its
// day and its zone.
func exactly(at, now time.Time) string {
	at = at.In(now.Location())
	if at.Year() == now.Year() {
		return at.Format("Mon 2 Jan 15:04 MST")
	}
	return at.Format("Mon 2 Jan 2006 15:04 MST")
}

// lines are the field, and what was read in it.
func (l *later) lines(c *composer, width int) []string {
	t := c.pane.env.Theme
	text, _ := l.field.View(max(0, width-14))
	lines := []string{t.Accent.Put("send later › ") + t.Text.Put(text)}
	put := func(paint interface{ Put(string) string }, words string) {
		lines = append(lines, paint.Put(pane.Line(words, width)))
	}
	at, err := when.Parse(l.field.Text(), l.now)
	switch {
	case l.field.Text() == "":
		put(t.Quiet, "any time: fri 14:00, tomorrow, 3h, 1 dec 9:00")
		put(t.Quiet, "")
	case err != nil:
		words := append(pane.Wrap(pane.Line(err.Error(), 2*width), width), "")
		put(t.Warn, words[0])
		put(t.Warn, words[1])
	default:
		put(t.Good, exactly(at, l.now)+" · in "+pane.In(l.now, at))
		put(t.Soft, whoPosts(c, at))
	}
	return lines
}

// whoPosts is who will send something at a time.
func whoPosts(c *composer, at time.Time) string {
	if at.Sub(c.later.now) > leaving.Soon {
		return leaving.Platform(c.talk.Platform) + " posts it by itself, even if Rounds is closed."
	}
	return "Rounds sends it; keep it open."
}
