package people

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// settled is the end of a verb.
type settled struct {
	text string
	err  error
}

// act asks the store for something, and says what became of it.
func (p *Pane) act(done string, ask func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.acting = true
	ctx := p.env.Ctx
	return func() tea.Msg {
		e, err := ask(ctx)
		return settled{done + ": " + pane.Line(e.Subject, 60) + " · z undoes it", err}
	}
}

func (p *Pane) settle(msg settled) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	switch {
	case errors.Is(msg.err, inbox.ErrNone):
		return pane.Say("That is so already.")
	case msg.err != nil:
		return pane.Fail(msg.err)
	}
	return tea.Batch(pane.Say(msg.text), p.refresh())
}

func (p *Pane) turnBack(done string, turn func(context.Context) (inbox.Entry, error)) tea.Cmd {
	p.acting = true
	ctx := p.env.Ctx
	return func() tea.Msg {
		e, err := turn(ctx)
		if errors.Is(err, inbox.ErrNone) {
			return settled{err: errors.New("there is nothing more to turn back to")}
		}
		return settled{done + ": " + string(e.Verb) + ", " + pane.Line(e.Subject, 60), err}
	}
}

func (p *Pane) accept() tea.Cmd {
	s := p.suggestion()
	if s == nil {
		return pane.Say("No merge is suggested here.")
	}
	one, other := s.One.Row, s.Other.Row
	return p.act("Merged", func(ctx context.Context) (inbox.Entry, error) { return p.store.Merge(ctx, one, other) })
}

func (p *Pane) reject() tea.Cmd {
	s := p.suggestion()
	if s == nil {
		return pane.Say("No merge is suggested here.")
	}
	one, other := s.One.Row, s.Other.Row
	return p.act("Two people", func(ctx context.Context) (inbox.Entry, error) { return p.store.NotSame(ctx, one, other) })
}

// openMerge asks before several become one.
func (p *Pane) openMerge() tea.Cmd {
	var ids []int64
	lines := []string{"Are these one person? From then on they are one in every list and every number.", ""}
	for i := range p.people {
		if one := &p.people[i]; p.marked[one.ID] {
			ids = append(ids, one.ID)
			lines = append(lines, "  "+plain.Name(one.Called())+" · "+where(one))
		}
	}
	if len(ids) < 2 {
		return pane.Say(p.keyed("‹x› marks who shall be one: two at least."))
	}
	lines = append(lines, "", p.keyed("‹z› undoes it, and ‹u› splits them again at any time."))
	p.sheet = &choice{pane: p, title: "Merge " + strconv.Itoa(len(ids)), lines: lines, options: []option{{"merge them", func() tea.Cmd {
		clear(p.marked)
		return p.act("Merged", func(ctx context.Context) (inbox.Entry, error) { return p.store.Merge(ctx, ids...) })
	}}}}
	return nil
}

// openSplit asks which identity is another person.
func (p *Pane) openSplit() tea.Cmd {
	one := p.current()
	if one == nil || len(one.Identities) < 2 {
		return pane.Say("They have one identity: there is nothing to split.")
	}
	c := &choice{pane: p, title: "Split " + plain.Name(one.Called()), lines: []string{"Which of them is another person?"}}
	for _, i := range one.Identities {
		c.options = append(c.options, option{plain.Name(called(i)) + " on " + pane.Line(i.Account, 30), func() tea.Cmd {
			return p.act("Split", func(ctx context.Context) (inbox.Entry, error) { return p.store.Split(ctx, i.Row) })
		}})
	}
	all := one.Rows()
	if len(all) > 2 {
		c.options = append(c.options, option{"all of them", func() tea.Cmd {
			return p.act("Split", func(ctx context.Context) (inbox.Entry, error) { return p.store.Split(ctx, all...) })
		}})
	}
	p.sheet = c
	return nil
}

func (p *Pane) toggleVIP() tea.Cmd {
	return p.toggle(func(one *inbox.Person) bool { return one.VIP }, inbox.MakeVIP, "VIP", inbox.DropVIP, "No VIP any more")
}

func (p *Pane) toggleWatch() tea.Cmd {
	return p.toggle(func(one *inbox.Person) bool { return one.Watched }, inbox.Watch, "Watched", inbox.Unwatch, "Not watched any more")
}

func (p *Pane) toggle(is func(*inbox.Person) bool, on inbox.Verb, done string, off inbox.Verb, undone string) tea.Cmd {
	all := p.chosen()
	if len(all) == 0 {
		return pane.Say("Nobody is here.")
	}
	verb, words := on, done
	if !slices.ContainsFunc(all, func(one *inbox.Person) bool { return !is(one) }) {
		verb, words = off, undone
	}
	ids := idsOf(all)
	return p.act(words, func(ctx context.Context) (inbox.Entry, error) { return p.store.MarkPeople(ctx, verb, ids...) })
}

// chosen are those marked, or else who is under the cursor.
func (p *Pane) chosen() (all []*inbox.Person) {
	if p.guest != nil {
		return []*inbox.Person{p.guest}
	}
	for i := range p.people {
		if p.marked[p.people[i].ID] {
			all = append(all, &p.people[i])
		}
	}
	if one := p.current(); len(all) == 0 && one != nil {
		all = append(all, one)
	}
	return all
}

func idsOf(all []*inbox.Person) []int64 {
	ids := make([]int64, len(all))
	for i, one := range all {
		ids[i] = one.ID
	}
	return ids
}

// openTags asks for tags: those that begin with a minus are taken off.
func (p *Pane) openTags() tea.Cmd {
	all := p.chosen()
	if len(all) == 0 {
		return pane.Say("Nobody is here.")
	}
	lines := []string{"Words put tags on, -words take them off."}
	if has := all[0].Tags; len(all) == 1 && len(has) > 0 {
		lines = append(lines, "There are: "+pane.Line(strings.Join(has, " "), 200))
	}
	ids := idsOf(all)
	p.sheet = &typed{pane: p, title: "Tags of " + whoOf(all), lines: lines, done: func(text string) tea.Cmd {
		on, off := parseTags(text)
		return p.act("Tagged", func(ctx context.Context) (inbox.Entry, error) { return p.tag(ctx, on, off, ids) })
	}}
	return nil
}

func parseTags(text string) (on, off []string) {
	for _, word := range strings.Fields(text) {
		if tag, drop := strings.CutPrefix(word, "-"); drop {
			off = append(off, tag)
		} else {
			on = append(on, word)
		}
	}
	return on, off
}

// tag takes tags off and puts others on.
func (p *Pane) tag(ctx context.Context, on, off []string, ids []int64) (e inbox.Entry, err error) {
	err = inbox.ErrNone
	if len(off) > 0 {
		e, err = p.store.TagPeople(ctx, inbox.DropTag, off, ids...)
	}
	if len(on) == 0 || err != nil && !errors.Is(err, inbox.ErrNone) {
		return e, err
	}
	if added, failed := p.store.TagPeople(ctx, inbox.AddTag, on, ids...); !errors.Is(failed, inbox.ErrNone) {
		return added, failed
	}
	return e, err
}

func (p *Pane) openNote() tea.Cmd {
	one := p.current()
	if one == nil {
		return pane.Say("Nobody is here.")
	}
	id := one.ID
	p.sheet = &typed{pane: p, title: "Note about " + plain.Name(one.Called()), lines: []string{"It never leaves this machine."}, done: func(text string) tea.Cmd {
		return p.act("Note kept", func(ctx context.Context) (inbox.Entry, error) { return p.store.NotePerson(ctx, id, text) })
	}}
	return nil
}

func (p *Pane) openRole() tea.Cmd {
	all := p.chosen()
	if len(all) == 0 {
		return pane.Say("Nobody is here.")
	}
	var rows []int64
	for _, one := range all {
		rows = append(rows, one.Rows()...)
	}
	s := &roleSheet{pane: p, who: whoOf(all), rows: rows, since: pane.NewField("now")}
	s.at = max(0, slices.Index(roles(), all[0].Role))
	p.sheet = s
	return nil
}

func (p *Pane) setRole(rows []int64, role inbox.Role, since time.Time) tea.Cmd {
	return p.act("Now "+string(role), func(ctx context.Context) (inbox.Entry, error) { return p.store.SetRole(ctx, rows, role, since) })
}

// whoOf names whom something is about.
func whoOf(all []*inbox.Person) string {
	if len(all) == 1 {
		return plain.Name(all[0].Called())
	}
	return strconv.Itoa(len(all)) + " people"
}

func called(i inbox.Identity) string {
	return inbox.Author{ID: i.ID, Handle: i.Handle, Name: i.Name}.Called()
}
