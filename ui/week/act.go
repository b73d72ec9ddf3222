package week

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

// done is what came of a verb: the entry of the journal, and which item on
// which day the cursor goes to.
type done struct {
	entry inbox.Entry
	says  string
	id    string       // of the item to follow; "" stays
	day   calendar.Day // on which it is
	moved bool         // day counts
	new   bool         // id is not known: it is that of the post in the entry
	next  func(calendar.Item) tea.Cmd
}

// settled is a verb carried out, and the plan as it is since.
type settled struct {
	done
	board  board
	retry  sheet // what is put back if it failed: nothing that was typed is lost
	back   string
	err    error
	undone bool
}

// act carries out a verb and reads the plan again in the same command, so that
// both are shown at once. Until it has settled the app holds keys back.
func (p *Pane) act(do func(context.Context) (done, error)) tea.Cmd {
	p.acting = true
	ask, ctx, day, retry, back := p.question(), p.env.Ctx, p.day, p.sheet, p.jot.Back
	p.sheet = nil
	return func() tea.Msg {
		d, err := do(ctx)
		s := settled{done: d, retry: retry, back: back, err: err}
		if d.moved {
			day = d.day
		}
		s.board = ask(day)
		return s
	}
}

// settle shows what came of a verb.
func (p *Pane) settle(s settled) tea.Cmd {
	p.acting = false
	if s.err != nil {
		p.sheet = s.retry
		if c, changed := errors.AsType[*calendar.Changed](s.err); changed {
			if r, ok := s.retry.(renewing); ok {
				r.renew(c.Now)
			}
		}
		return tea.Batch(p.show(s.board), p.refuse(s.err))
	}
	p.jot = pane.Jot{}
	if s.moved {
		p.day = s.day
		p.goWhereItIs()
	}
	if s.new {
		s.id = keyOf(s.entry)
	}
	if s.id != "" {
		p.id = s.id
	}
	shown := p.show(s.board)
	if s.id != "" && p.current() == nil && p.zoom == opened {
		p.zoom = planned
		p.arrange()
	}
	return tea.Batch(shown, p.tell(s), p.goOn(s))
}

// goWhereItIs leaves the list of what has no time: what was there has one now.
func (p *Pane) goWhereItIs() {
	if p.at == onBacklog || p.at == onProblems {
		p.at = onWeek
		p.arrange()
	}
}

// tell says what was done, and that it can be taken back.
func (p *Pane) tell(s settled) tea.Cmd {
	if s.says == "" {
		return nil
	}
	words := s.says
	if !s.undone && s.entry.ID != "" {
		words += " · z undo"
	}
	words = strings.Join(append([]string{words}, s.entry.Stays...), " · ")
	if s.back != "" {
		return tea.Batch(func() tea.Msg { return pane.Come{Title: s.back} }, pane.Say(words))
	}
	return pane.Say(words)
}

// goOn does what comes next with the item that was just made.
func (p *Pane) goOn(s settled) tea.Cmd {
	if s.next == nil {
		return nil
	}
	for _, all := range [][]calendar.Item{s.board.items, s.board.backlog} {
		for i := range all {
			if all[i].Post.Key == s.id {
				return s.next(all[i])
			}
		}
	}
	return nil
}

// refuse says why something was not done.
func (p *Pane) refuse(err error) tea.Cmd {
	if _, changed := errors.AsType[*calendar.Changed](err); changed {
		return pane.Fail(errors.New("the post was changed meanwhile, and nothing was kept: what you typed is here still, once more keeps it"))
	}
	return pane.Fail(err)
}

// keyOf is the key of the post that an entry is about.
func keyOf(e inbox.Entry) string {
	for _, c := range e.Changes {
		if c.Ref.Kind == inbox.PostRef {
			return c.Ref.ID
		}
	}
	return ""
}

// edit is one change of one post, with what is said when it is done.
type edit struct {
	verb inbox.Verb
	item calendar.Item
	says string
	to   *calendar.Wall // where the cursor goes after it; nil stays
	next func(calendar.Item) tea.Cmd
	// draft is where its text was kept while it was written; it is let go.
	draft inbox.Place
}

// change keeps a post with some edits. A post that was changed meanwhile is
// not written over: what the sheet holds is put back, with the post as it is
// now, so that a second press keeps it knowingly.
func (p *Pane) change(e edit, edits ...calendar.Edit) tea.Cmd {
	post, err := e.item.Post.With(edits...)
	if err != nil {
		return pane.Fail(err)
	}
	store := p.store
	changes := []calendar.Change{{Post: post, Seen: e.item.Post.Source}}
	d := done{says: e.says, id: e.item.ID(), next: e.next}
	if e.item.Post.Source == "" {
		d.new = true
	}
	if e.to != nil {
		d.day, d.moved = e.to.Day, !e.to.IsZero()
	}
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Plan(ctx, e.verb, changes)
		d.entry = entry
		if err == nil && e.draft != (inbox.Place{}) {
			err = store.SaveDraft(ctx, e.draft, inbox.PostDraft, "")
		}
		return d, err
	})
}

// once runs a verb unless its key is only held down.
func (p *Pane) once(key string, run func() tea.Cmd) tea.Cmd {
	if !p.guard.Passes(key, p.env.Now()) {
		return nil
	}
	return run()
}

// on runs a verb on the item under the cursor.
func (p *Pane) on(key string, run func(calendar.Item) tea.Cmd) func() tea.Cmd {
	return func() tea.Cmd {
		return p.once(key, func() tea.Cmd {
			i := p.current()
			if i == nil {
				return pane.Say(p.nobody())
			}
			return run(*i)
		})
	}
}

// nobody says that there is nothing under the cursor, and what to do about it.
func (p *Pane) nobody() string {
	switch {
	case p.at == onProblems:
		return p.keyed("That is a file that cannot be read: ‹enter› shows what can be done.")
	case p.at == onMonth:
		return p.keyed("There is no post on this day: ‹enter› goes to its week.")
	case p.entry() != nil:
		return p.keyed("This slot is free: ‹C› writes a post for it.")
	}
	return p.keyed("There is no post here: ‹C› writes one.")
}

func (p *Pane) undo() tea.Cmd {
	return p.once("z", func() tea.Cmd { return p.takeBack("Undone", p.store.Undo) })
}

func (p *Pane) redo() tea.Cmd {
	return p.once("Z", func() tea.Cmd { return p.takeBack("Done again", p.store.Redo) })
}

// takeBack undoes or redoes the last thing.
func (p *Pane) takeBack(says string, do func(context.Context) (inbox.Entry, error)) tea.Cmd {
	cmd := p.act(func(ctx context.Context) (done, error) {
		entry, err := do(ctx)
		if errors.Is(err, inbox.ErrNone) {
			return done{}, errors.New("there is nothing to take back")
		}
		return done{entry: entry, says: says + ": " + string(entry.Verb) + " " + entry.Subject}, err
	})
	return func() tea.Msg {
		s, ok := cmd().(settled)
		if !ok {
			return nil
		}
		s.undone = true
		return s
	}
}
