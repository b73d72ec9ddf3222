package threads

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

func (c *composer) press(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case c.later != nil:
		return c.pressLater(msg)
	case c.mode == previewing:
		return c.pressPreview(p, msg)
	case c.mode == reviewing:
		return c.pressReview(p, msg)
	}
	if cmd, mine := c.popup.press(c, msg.String()); mine {
		return cmd
	}
	return c.pressWriting(p, msg)
}

// pressWriting is the keys while the text is being written: whatever is not a
// command goes into the text.
func (c *composer) pressWriting(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	empty := c.paper.field.Text() == ""
	switch msg.String() {
	case "esc":
		c.mode, c.gap, c.certain = reviewing, nil, false
		return nil
	case "ctrl+s", "ctrl+enter":
		return c.send(time.Time{})
	case "alt+enter":
		return c.openLater()
	case "alt+p":
		return c.turn()
	case "ctrl+o":
		return c.edit()
	case "tab", "ctrl+n":
		return c.jump()
	case "up":
		if empty && c.kind() == inbox.ReplyDraft && !c.paper.opening {
			return p.editOwn()
		}
	case "ctrl+z":
		if empty && !c.paper.opening && !c.paper.field.Update(msg) {
			return c.restore()
		} else if empty {
			return c.paper.changed()
		}
	}
	return c.write(msg)
}

// pressReview is the letters of the review bar.
func (c *composer) pressReview(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	stroke := msg.String()
	if stroke != "w" && stroke != "alt+p" {
		c.certain = false
	}
	switch stroke {
	case "y", "ctrl+s", "ctrl+enter":
		return c.send(time.Time{})
	case "e", "i", "enter":
		c.mode = writing
	case "v":
		c.mode, c.scroll = previewing, 0
		return c.recognise()
	case "s", "alt+enter":
		return c.openLater()
	case "p", "esc", "q":
		return c.postpone(p)
	case "n":
		return c.discard(p)
	case "w", "alt+p":
		return c.turn()
	case "ctrl+o":
		return c.edit()
	}
	return nil
}

func (c *composer) pressPreview(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	switch stroke := msg.String(); stroke {
	case "y", "s", "w", "n", "p":
		c.mode = reviewing
		return c.pressReview(p, msg)
	case "e":
		c.mode = writing
	case "j", "down":
		c.scroll++
	case "k", "up":
		c.scroll = max(0, c.scroll-1)
	case "esc", "v", "q", "enter":
		c.mode = reviewing
	}
	return nil
}

// postpone puts the composer away; what was written stays.
func (c *composer) postpone(p *Pane) tea.Cmd {
	p.sheet = nil
	p.details.forget()
	back := p.unwritten()
	if strings.TrimSpace(c.paper.field.Text()) == "" {
		return tea.Batch(p.follow(), back)
	}
	return tea.Batch(p.follow(), back, pane.Say("Kept as a draft: "+c.key()+" goes on with it."))
}

// key is what opens the composer on this desk again.
func (c *composer) key() string {
	switch c.kind() {
	case inbox.PrivateDraft:
		return "R"
	case inbox.PostDraft:
		return "C"
	case inbox.EditDraft:
		return "“edit my last reply” in the palette"
	case inbox.ReplyDraft, inbox.NoteDraft, inbox.DiscardedDraft:
	}
	return "r"
}

// discard puts the text where it can be had back from for a month, and the
// composer away.
func (c *composer) discard(p *Pane) tea.Cmd {
	text := c.paper.field.Text()
	if strings.TrimSpace(text) == "" {
		p.sheet = nil
		return p.unwritten()
	}
	return c.paper.settle(func() tea.Cmd {
		p.sheet = nil
		p.details.forget()
		store, ctx, d := p.store, p.env.Ctx, c.paper.desk
		return tea.Batch(p.follow(), p.unwritten(), func() tea.Msg {
			err := store.SaveDraft(ctx, d.Place, inbox.DiscardedDraft, text)
			if err == nil {
				err = store.SaveDraft(ctx, d.Place, d.kind, "")
			}
			if err != nil {
				return pane.Failed{Err: err}
			}
			return pane.Said{Text: "Discarded, and kept for 30 days: " + c.key() + ", then ctrl+z brings it back."}
		})
	})
}

// restored is what was discarded last here.
type restored struct {
	desk desk
	text string
	err  error
}

// restore brings back what was discarded last, into an empty composer.
func (c *composer) restore() tea.Cmd {
	store, ctx, d := c.pane.store, c.pane.env.Ctx, c.paper.desk
	return func() tea.Msg {
		text, err := store.Draft(ctx, d.Place, inbox.DiscardedDraft)
		return restored{d, text, noErr(err)}
	}
}

func (c *composer) takeRestored(msg restored) tea.Cmd {
	switch {
	case msg.err != nil:
		return report(msg.err)
	case msg.desk != c.paper.desk || c.paper.field.Text() != "":
		return nil
	case msg.text == "":
		return pane.Say("Nothing was discarded here.")
	}
	c.paper.field.Set(msg.text)
	return tea.Batch(c.paper.changed(), pane.Say("What was discarded is back."))
}

// noErr is err unless it says that there was nothing.
func noErr(err error) error {
	if errors.Is(err, inbox.ErrNone) {
		return nil
	}
	return err
}

// Hints implements [pane.Sheet].
func (c *composer) Hints() []pane.Command {
	hint := func(label, what string) pane.Command { return pane.Command{Key: pane.Bind(label, what, label)} }
	switch {
	case c.later != nil:
		return []pane.Command{hint("enter", "send then"), hint("esc", "back to the text")}
	case c.popup.open():
		return []pane.Command{hint("tab", "take it"), hint("↓ ↑", "choose"), hint("esc", "leave it")}
	case c.mode == previewing:
		return []pane.Command{hint("y", "send"), hint("e", "edit"), hint("j k", "scroll"), hint("esc", "back")}
	case c.mode == reviewing:
		return []pane.Command{hint("y", "send"), hint("e", "edit"), hint("esc", "postpone, the draft stays")}
	}
	hints := []pane.Command{hint("ctrl+s", "send"), hint("esc", "review")}
	if c.other().kind != "" {
		word := "private"
		if c.private() {
			word = "public"
		}
		hints = append(hints, hint("alt+p", word))
	}
	if c.kind() != inbox.EditDraft {
		hints = append(hints, hint("alt+enter", "later"))
	}
	return append(hints, hint("ctrl+o", "editor"), hint("::", "saved replies"))
}
