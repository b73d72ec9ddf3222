package queue

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/when"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// changedSheet shows that a text is another one than the one decided about,
// and asks again.
type changedSheet struct {
	p     *Pane
	order order
	what  moderation.Changed
}

func (s *changedSheet) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "esc", "q":
		s.p.sheet = nil
	case "enter":
		if !s.p.guard.Passes("enter", s.p.env.Now()) {
			return nil
		}
		o := s.order
		o.Seen = append([]string(nil), o.Seen...)
		for i, id := range o.Cases {
			if id == s.what.Case {
				o.Seen[i] = s.what.Now
			}
		}
		s.p.sheet = nil
		s.p.spends("enter")
		return s.p.judge(o, given)
	}
	return nil
}

// View implements [pane.Sheet].
func (s *changedSheet) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, askWidth)
	d := s.p.drawing(max(1, w-4))
	d.Say(t.Warn, "", "The text was changed since you saw it: nothing has been decided yet.")
	d.Put("")
	d.Runs(t.Alarm.Put("┃ "), page.Difference(s.what.Was, s.what.Now, t)...)
	d.Put("")
	d.Put(" " + t.Key.Put("enter") + t.Text.Put(" "+pane.Line(does(s.order.Ruling), 30)+" all the same   ") + t.Key.Put("esc") + t.Text.Put(" leave it"))
	return pane.Frame(t.Rule, t.Warn, "Changed meanwhile", d.Lines, w, min(height, len(d.Lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *changedSheet) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *changedSheet) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", "decide all the same", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}

// reopening shows a decision before it is reversed.
type reopening struct {
	p  *Pane
	of moderation.Decision
}

// openReopen reverses the decision under the cursor, or the one that a case
// disputes, once it has been shown.
func (p *Pane) openReopen() tea.Cmd {
	d := p.decision()
	if c := p.current(); c != nil {
		d = c.Ruling
	}
	switch {
	case d == nil:
		return pane.Say("Nothing was decided here that could be reopened.")
	case !d.Stands():
		return pane.Say("That decision was taken back already.")
	}
	p.sheet = &reopening{p: p, of: *d}
	return nil
}

func (s *reopening) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "esc", "q":
		s.p.sheet = nil
	case "enter":
		p := s.p
		if !p.guard.Passes("enter", p.env.Now()) {
			return nil
		}
		p.sheet = nil
		p.spends("enter")
		store, id := p.store, s.of.ID
		return p.takeBack("reopen", func(ctx context.Context) (inbox.Entry, error) { return store.Reopen(ctx, id) })
	}
	return nil
}

// View implements [pane.Sheet].
func (s *reopening) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, askWidth)
	d := s.p.drawing(max(1, w-4))
	one := &s.of
	d.Say(t.Text, "", past(one.Outcome)+" by "+pane.Line(one.Actor, 24)+", "+when.Say(one.At, s.p.now)+byRule(one.Rule))
	if one.Evidence.Text != "" {
		d.Runs(t.Quiet.Put("┃ "), page.Run{Text: pane.Line(one.Evidence.Text, 400), Paint: t.Soft})
	}
	if one.Reason != "" {
		d.Say(t.Soft, "", "because: "+one.Reason)
	}
	d.Put("")
	if one.Actor == s.p.options.Actor {
		d.Say(t.Warn, "⚠ ", "You decided this yourself. An appeal is better looked at by somebody else.")
	}
	d.Say(t.Quiet, "", "The case is open again, its strikes are gone, and what can be taken back on the platform is.")
	d.Put(" " + t.Key.Put("enter") + t.Text.Put(" reopen it   ") + t.Key.Put("esc") + t.Text.Put(" leave it"))
	return pane.Box(t, "Reopen", d.Lines, w, min(height, len(d.Lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *reopening) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *reopening) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", "reopen it", "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}
