package threads

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// macros runs a saved reply as a whole: what it says, its tags and what is
// done then. A letter chooses it, a line tells what it will do, Enter does it.
type macros struct {
	pane   *Pane
	on     []int64
	seen   []time.Time
	all    []saved.Reply // those that have a key
	loaded bool
	trying bool
	ready  *prepared
	pane.Spots
}

// listed is the saved replies.
type listed struct {
	all  []saved.Reply
	errs []error
}

// prepared is a macro as it would be carried out.
type prepared struct {
	reply saved.Reply
	on    []int64
	order inbox.Order
	text  string // of the first conversation
	gap   string // what is to be filled in first
	err   error
}

func (p *Pane) openMacros() tea.Cmd { return p.openMacro("") }

// openMacro lists the saved replies, or goes on to one of them at once.
func (p *Pane) openMacro(name string) tea.Cmd {
	on := p.targets()
	switch {
	case len(on) == 0:
		return pane.Say("There is nothing here to answer.")
	case p.options.Replies == nil:
		return pane.Say("There are no saved replies here.")
	}
	on, seen := p.seen(on)
	m := &macros{pane: p, on: on, seen: seen}
	p.sheet = m
	p.list.touched = true
	replies := p.options.Replies
	return func() tea.Msg {
		all, errs := replies.List()
		if name == "" {
			return listed{all, errs}
		}
		for _, r := range all {
			if r.Name == name {
				return listed{[]saved.Reply{r}, nil}
			}
		}
		return listed{nil, []error{fmt.Errorf("the saved reply %q is not there any more", name)}}
	}
}

func (m *macros) update(p *Pane, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case listed:
		return m.list(msg)
	case prepared:
		return m.prepared(p, msg)
	case tea.KeyPressMsg:
		return m.press(p, msg)
	}
	return nil
}

func (m *macros) list(msg listed) tea.Cmd {
	m.loaded = true
	for _, r := range msg.all {
		if r.Key != "" {
			m.all = append(m.all, r)
		}
	}
	if len(msg.errs) > 0 {
		return report(errors.Join(msg.errs...))
	}
	return nil
}

func (m *macros) press(p *Pane, msg tea.KeyPressMsg) tea.Cmd {
	stroke := msg.String()
	switch {
	case stroke == "esc" && m.ready != nil:
		m.ready = nil
		return nil
	case stroke == "esc":
		p.sheet = nil
		return nil
	case m.ready != nil && stroke == "enter":
		return m.run(p, *m.ready)
	case m.ready != nil && stroke == "e" && len(m.on) == 1:
		return m.write(p, *m.ready)
	case m.ready != nil:
		return nil
	}
	for _, r := range m.all {
		if r.Key == stroke {
			return m.prepare(r)
		}
	}
	return nil
}

// prepare works out what a macro would do, without doing it.
func (m *macros) prepare(r saved.Reply) tea.Cmd {
	m.trying = true
	store, ctx, on, seen, now := m.pane.store, m.pane.env.Ctx, m.on, m.seen, m.pane.env.Now()
	return func() tea.Msg {
		answer := prepared{reply: r, on: on}
		answer.order.Verb = inbox.RunMacro
		answer.order.Used = []string{r.Name}
		if answer.order.Triage, answer.err = triageOf(&r, on, seen, now); answer.err != nil {
			return answer
		}
		for i, id := range on {
			talk, err := store.Talk(ctx, id)
			if err != nil {
				answer.err = err
				return answer
			}
			us := voiceOf(ctx, store, talk.Account)
			text := strings.TrimSpace(r.Fill(factsOf(&talk.Conversation, us)))
			if i == 0 {
				answer.text = text
			}
			if open := saved.Open(text); len(open) > 0 && answer.gap == "" {
				answer.gap = open[0].Words
			}
			answer.order.Actions = append(answer.order.Actions, actionsOf(&r, &talk, us, text)...)
		}
		return answer
	}
}

// comesBack is whether a conversation comes back when the next step of what was
// promised is due.
func comesBack(r *saved.Reply) bool {
	return r.Due > 0 && r.Promise.Next() != "" && (r.Then == "" || r.Then == "waiting")
}

// triageOf is what a macro decides here.
func triageOf(r *saved.Reply, on []int64, seen []time.Time, now time.Time) ([]inbox.Triage, error) {
	var all []inbox.Triage
	add := func(t inbox.Triage) {
		t.On, t.Seen = on, seen
		all = append(all, t)
	}
	if len(r.Tags) > 0 {
		add(inbox.Triage{Verb: inbox.AddTag, Tags: r.Tags})
	}
	if len(r.Promise.Steps) > 0 {
		add(inbox.Triage{Verb: inbox.FollowUp, Promise: r.Promised(now)})
	}
	word, rest, _ := strings.Cut(r.Then, " ")
	if comesBack(r) {
		add(inbox.Triage{Verb: inbox.Snooze, Until: r.Promised(now).Due})
		return all, nil
	}
	switch word {
	case "":
	case "done":
		add(inbox.Triage{Verb: inbox.MarkDone})
	case "waiting":
		add(inbox.Triage{Verb: inbox.MarkWaiting})
	case "snooze":
		until, err := when.Parse(rest, now)
		if err != nil {
			return nil, fmt.Errorf("the saved reply %q: %w", r.Title, err)
		}
		add(inbox.Triage{Verb: inbox.Snooze, Until: until})
	default:
		return nil, fmt.Errorf("the saved reply %q does not know how to %q", r.Title, r.Then)
	}
	return all, nil
}

// actionsOf is what a macro sends to one conversation.
func actionsOf(r *saved.Reply, t *inbox.Talk, us voice, text string) []inbox.Action {
	var all []inbox.Action
	if text != "" {
		a := inbox.Action{
			Kind: inbox.Reply, Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread, Text: text, Seen: t.Sight(),
		}
		if r.Private {
			a.Kind, a.Member = inbox.ReplyPrivately, t.Opener.ID
		}
		all = append(all, a)
	}
	if u := theirs(t, us); r.React != "" && u != nil {
		all = append(all, reaction(&t.Conversation, u, inbox.React, r.React))
	}
	return all
}

// prepared shows what will be done; a macro that is to be filled in opens the
// composer instead.
func (m *macros) prepared(p *Pane, msg prepared) tea.Cmd {
	m.trying = false
	switch {
	case msg.err != nil:
		return report(msg.err)
	case msg.gap != "" && len(m.on) > 1:
		return pane.Say("“" + pane.Line(msg.reply.Title, 30) + "” is to be filled in (" + pane.Line(msg.gap, 30) + "): one conversation at a time.")
	case msg.gap != "":
		return m.write(p, msg)
	}
	m.ready = &msg
	return nil
}

// run gives the order: one entry of the journal, whatever is in it.
func (m *macros) run(p *Pane, ready prepared) tea.Cmd {
	p.sheet = nil
	name := ready.reply.Name
	p.last = &repeatable{again: func() tea.Cmd { return p.openMacroAt(name) }}
	store, o := p.store, ready.order
	answer := settled{on: ready.on, keep: len(o.Triage) == 0, says: func(inbox.Entry) string {
		return "“" + pane.Line(ready.reply.Title, 30) + "”" + many(len(ready.on)) + ": " + strings.ToLower(p.sent(o)[:1]) + p.sent(o)[1:]
	}}
	return p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) { return store.Ask(ctx, o) })
}

// openMacroAt goes to what a macro would do here: nothing is sent that was not
// seen before.
func (p *Pane) openMacroAt(name string) tea.Cmd {
	list := p.openMacro(name)
	m, ok := p.sheet.(*macros)
	if !ok {
		return list
	}
	return func() tea.Msg {
		answer, is := list().(listed)
		if !is || len(answer.all) != 1 {
			return answer
		}
		return m.prepare(answer.all[0])()
	}
}

// write opens the composer on what the macro says. What is done besides is
// done when the text is sent.
func (m *macros) write(p *Pane, ready prepared) tea.Cmd {
	p.sheet = nil
	r := p.list.find(m.on[0])
	if r == nil {
		r = p.guest
	}
	if r == nil || r.ID != m.on[0] {
		return report(errors.New("that conversation is not here any more"))
	}
	kind := inbox.ReplyDraft
	if ready.reply.Private {
		kind = inbox.PrivateDraft
	}
	c := &composer{pane: p, talk: inbox.Talk{Conversation: r.Conversation}, used: []string{ready.reply.Name}}
	c.rider = rider{triage: ready.order.Triage, react: ready.reply.React}
	open := c.open(kind)
	fill := func() {
		f := &c.paper.field
		if f.Text() != "" {
			end := len([]rune(f.Text()))
			f.Seek(end, end)
			f.Insert("\n\n")
		}
		at := f.At()
		f.Insert(ready.text)
		f.Seek(at, at)
		c.jump()
	}
	if !c.paper.opening {
		fill()
		return tea.Batch(open, c.paper.changed())
	}
	c.paper.begun, c.paper.filled = fill, true
	return open
}

// View implements [pane.Sheet].
func (m *macros) View(width, height int) string {
	t := m.pane.env.Theme
	w := min(width, 76)
	var lines []string
	m.Forget()
	switch {
	case m.ready != nil:
		lines = m.plan(w - 4)
	case !m.loaded:
		lines = append(lines, t.Quiet.Put("Reading…"))
	case len(m.all) == 0:
		lines = append(lines, t.Quiet.Put(pane.Line("No saved reply has a key yet. :: in a reply inserts those without one.", w-4)))
	}
	if m.ready == nil {
		for _, r := range m.all {
			m.Line(1+len(lines), func() tea.Cmd { return m.prepare(r) })
			does := pane.Line(strings.Join(effects(&r), ", "), max(0, w/3))
			title := pane.Cell(r.Title, max(0, w-4-6-pane.Width(does)))
			lines = append(lines, t.Key.Put(pane.Cell(r.Key, 4))+t.Text.Put(title)+t.Quiet.Put("  "+does))
		}
	}
	title := "Saved replies"
	if m.ready != nil {
		title = "“" + pane.Line(m.ready.reply.Title, 40) + "”"
	}
	return pane.Box(t, title+many(len(m.on)), lines, w, min(height, len(lines)+2))
}

// plan is what the chosen macro will do.
func (m *macros) plan(width int) []string {
	t, r := m.pane.env.Theme, m.ready
	var lines []string
	if r.text != "" {
		word, paint := "reply", t.Text
		if r.reply.Private {
			word, paint = "private reply, nobody else reads it", t.Secret
		}
		lines = append(lines, t.Accent.Put("→ ")+paint.Put(pane.Line(word, width-2)))
		for i, line := range pane.Wrap(r.text, max(1, width-4)) {
			if i == 8 {
				lines = append(lines, t.Quiet.Put("  …"))
				break
			}
			lines = append(lines, t.Quiet.Put("  ┃ ")+t.Soft.Put(line))
		}
	}
	if also := effects(&r.reply); len(also) > 0 {
		lines = append(lines, t.Accent.Put("→ ")+t.Text.Put(pane.Line(strings.Join(also, ", "), width-2)))
	}
	keys := t.Key.Put("enter") + t.Text.Put(" does it"+many(len(m.on))+"   ")
	if len(m.on) == 1 {
		keys += t.Key.Put("e") + t.Text.Put(" edit first   ")
	}
	return append(lines, "", keys+t.Key.Put("esc")+t.Text.Put(" back"))
}

// effects are what a macro does besides what it says.
func effects(r *saved.Reply) []string {
	var all []string
	if r.React != "" {
		all = append(all, ":"+strings.Trim(r.React, ":")+":")
	}
	for _, tag := range r.Tags {
		all = append(all, "+tag:"+tag)
	}
	if n := len(r.Promise.Steps); n > 0 {
		all = append(all, "step "+strconv.Itoa(r.Promise.Step)+" of "+strconv.Itoa(n))
	}
	if comesBack(r) {
		from := time.Unix(0, 0)
		return append(all, "back in "+pane.Ago(from.Add(r.Due), from))
	}
	return append(all, filled(r.Then)...)
}

// Cursor implements [pane.Sheet].
func (m *macros) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (m *macros) Hints() []pane.Command {
	if m.ready != nil {
		hints := []pane.Command{{Key: pane.Bind("enter", "do it", "enter")}}
		if len(m.on) == 1 {
			hints = append(hints, pane.Command{Key: pane.Bind("e", "edit first", "e")})
		}
		return append(hints, pane.Command{Key: pane.Bind("esc", "back", "esc")})
	}
	return []pane.Command{{Key: pane.Bind("a letter", "shows what it would do", "a")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}
