package week

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

var errSayEvent = errors.New("what it is, and when: ama thu 18:00")

// resettled is the file of the settings as it came back from the editor, and
// what the store said of it.
type resettled struct {
	source string
	board  board
	err    error
}

// openTemplate gives the settings, the week's template among them, to the
// person's own editor.
func (p *Pane) openTemplate() tea.Cmd { return p.editTemplate(p.board.source) }

func (p *Pane) editTemplate(source string) tea.Cmd {
	if p.env.Edit == nil {
		return pane.Say("There is no editor here: set $EDITOR, or edit " + calendar.SettingsFile + " in the plan folder.")
	}
	was, store, ctx, day, ask := p.board.source, p.store, p.env.Ctx, p.day, p.question()
	return p.env.Edit(source, func(text string, err error) tea.Msg {
		if err == nil && text != was {
			err = store.Resettle(ctx, text)
		}
		return resettled{text, ask(day), err}
	})
}

// resettle shows what came of it. What cannot be kept is not lost: it can be
// edited again.
func (p *Pane) resettle(msg resettled) tea.Cmd {
	was := p.board.source
	cmd := p.show(msg.board)
	switch {
	case msg.err == nil && msg.source == was:
		return tea.Batch(cmd, pane.Say("The template is as it was."))
	case msg.err == nil:
		return tea.Batch(cmd, pane.Say("The template is kept."))
	}
	s := &choosing{p: p, title: "The template is not kept", alarm: true, choices: []choice{
		{"e", "edit it again: what you typed is there", func() tea.Cmd { return p.editTemplate(msg.source) }},
		{"n", "leave the template as it was", func() tea.Cmd { return nil }},
	}}
	s.draw = func(d *drawing) { d.say(d.Theme.Alarm, "", msg.err.Error()) }
	p.sheet = s
	return cmd
}

// mergeByHand gives a file that was changed on both sides to the person's own
// editor. What comes back is kept in the place of both.
func (p *Pane) mergeByHand(one calendar.Problem) tea.Cmd {
	if p.env.Edit == nil {
		return pane.Say("There is no editor here: set $EDITOR.")
	}
	store, ctx, day, ask := p.store, p.env.Ctx, p.day, p.question()
	return p.env.Edit(one.Theirs, func(text string, err error) tea.Msg {
		s := settled{done: done{says: "Settled as you wrote it: " + pane.Line(one.Path, 40)}, err: err}
		if err == nil {
			s.entry, s.err = keepMerged(ctx, store, one, text)
		}
		s.board = ask(day)
		return s
	})
}

// keepMerged ends a conflict in favour of the file, and keeps what was written
// on top of it.
func keepMerged(ctx context.Context, store Store, one calendar.Problem, text string) (inbox.Entry, error) {
	post, err := calendar.Parse(one.Path, text)
	if err != nil {
		return inbox.Entry{}, err
	}
	if err := store.Settle(ctx, one.Path, calendar.Theirs); err != nil || text == one.Theirs {
		return inbox.Entry{}, err
	}
	if post.Key == "" {
		post.Key = one.Key
	}
	return store.Plan(ctx, inbox.EditPost, []calendar.Change{{Post: post, Seen: one.Theirs}})
}
