package today

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/plain"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// manner is who reads a greeting.
type manner int

const (
	openly manner = iota // everybody: it answers their first words
	alone
)

// greeting writes to somebody new. Their own words stand above it, and who will
// read it is said before it is sent. What is typed is kept as it is typed.
type greeting struct {
	p      *Pane
	item   checkin.Item
	manner manner
	sure   bool // that it shall become public was asked for once

	field   pane.Field
	opening bool // the draft has not come yet
	used    bool // the text began as the saved reply
	said    []inbox.Utterance
	seen    inbox.Sight

	saving  bool
	jobs    []draft // to be saved, in this order
	failed  error
	waiting func() tea.Cmd // for the end of the saving
	cursor  *tea.Cursor
	pane.Spots
}

// draft is a text and where it is kept.
type draft struct {
	at   inbox.Place
	kind inbox.DraftKind
	text string
}

// started is what a greeting has to know.
type started struct {
	key   string
	draft string
	reply saved.Reply
	talk  inbox.Talk
	err   error
}

// kept is the answer to a save.
type kept struct {
	key string
	err error
}

// greet opens the greeting: as an answer to their first words if there are any,
// else for them alone.
func (p *Pane) greet(item *checkin.Item) tea.Cmd {
	if item.Hello == nil || item.Hello.Place.Thread == "" {
		return p.greetAlone(item)
	}
	return p.openGreeting(item, openly)
}

func (p *Pane) greetAlone(item *checkin.Item) tea.Cmd {
	switch h := item.Hello; {
	case h == nil:
		return pane.Say("Nothing is known of them that a greeting could go to.")
	case h.Lacks != "":
		return pane.Say(pane.Line(h.Lacks, 200) + p.keyed(" ‹e› marks them welcomed."))
	}
	return p.openGreeting(item, alone)
}

func (p *Pane) openGreeting(item *checkin.Item, how manner) tea.Cmd {
	s := &greeting{p: p, item: *item, manner: how, opening: true, field: pane.NewEditor("")}
	p.sheet = s
	store, ctx, replies, one, desk := p.store, p.env.Ctx, p.options.Replies, *item, s.desk("")
	return func() tea.Msg {
		answer := started{key: one.Key}
		var failed [2]error
		answer.draft, failed[0] = store.Draft(ctx, desk.at, desk.kind)
		if one.Talk != 0 {
			answer.talk, failed[1] = store.Talk(ctx, one.Talk)
		}
		if replies != nil {
			answer.reply = greetingOf(replies)
		}
		answer.err = errors.Join(noErr(failed[0]), noErr(failed[1]))
		return answer
	}
}

// desk is where the greeting is kept while it is written. What is written to
// somebody who said nothing is kept by who they are.
func (s *greeting) desk(text string) draft {
	h := s.item.Hello
	d := draft{at: h.Place, kind: inbox.ReplyDraft, text: text}
	if s.manner == alone {
		d.kind = inbox.PrivateDraft
	}
	if h.Place.Thread == "" {
		d.at = inbox.Place{Account: s.item.Account, Thread: "member:" + h.Ref.ID}
	}
	return d
}

func (s *greeting) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case started:
		return s.start(msg)
	case kept:
		return s.hearKept(msg)
	case tea.PasteMsg:
		return s.write(msg)
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

// start puts the draft into the field, else the saved reply. What was typed
// meanwhile stays behind it.
func (s *greeting) start(msg started) tea.Cmd {
	if msg.key != s.item.Key || !s.opening {
		return nil
	}
	s.opening = false
	if msg.err != nil {
		s.failed = msg.err
		return pane.Fail(msg.err)
	}
	if s.item.Talk != 0 {
		s.seen = msg.talk.Sight()
		for _, u := range msg.talk.Said {
			if u.Author.ID == s.item.Who.ID && u.Kind == inbox.Said && !u.Deleted {
				s.said = append(s.said, u)
			}
		}
	}
	text := msg.draft
	if text == "" && msg.reply.Name != "" {
		text, s.used = s.p.filled(&msg.reply, &s.item), true
	}
	typed := s.field.Text()
	s.field.Set(text + typed)
	if typed != "" {
		return s.save()
	}
	s.jump()
	return nil
}

// filled is the greeting with what is known of somebody in its gaps.
func (p *Pane) filled(r *saved.Reply, item *checkin.Item) string {
	first, _, _ := strings.Cut(strings.TrimSpace(item.Who.Name), " ")
	if first == "" {
		first = item.Who.Handle
	}
	if first == "" {
		first = item.Name
	}
	return strings.TrimSpace(r.On(item.Platform).Fill(saved.Facts{
		Handle: item.Who.Handle, FirstName: first, Name: item.Name, Channel: item.Room,
		Me: p.options.Actor, Community: item.Account,
	}))
}

func (s *greeting) press(msg tea.KeyPressMsg) tea.Cmd {
	stroke := msg.String()
	if stroke != "alt+p" {
		s.sure = false
	}
	switch stroke {
	case "esc":
		s.p.sheet = nil
		if strings.TrimSpace(s.field.Text()) == "" || s.used {
			return nil
		}
		return pane.Say(s.p.keyed("Kept as a draft: ‹r› goes on with it."))
	case "ctrl+s", "ctrl+enter":
		if !s.p.guard.Passes(stroke, s.p.env.Now()) {
			return nil
		}
		return s.send()
	case "alt+p":
		return s.turn()
	case "tab":
		s.jump()
		return nil
	}
	return s.write(msg)
}

// write changes the text, and has it kept.
func (s *greeting) write(msg tea.Msg) tea.Cmd {
	if !s.field.Update(msg) {
		return nil
	}
	s.used = false
	if s.opening {
		return nil
	}
	return s.save()
}

// jump marks the next place that is to be filled in: what is typed takes its
// place.
func (s *greeting) jump() {
	open := saved.Open(s.field.Text())
	if len(open) == 0 {
		return
	}
	next := open[0]
	for _, gap := range open {
		if gap.From >= s.field.At() {
			next = gap
			break
		}
	}
	s.field.Seek(next.From, next.To)
}

// turn lets everybody read it instead of one, or the other way round. What was
// private becomes public only when that is asked for twice.
func (s *greeting) turn() tea.Cmd {
	h := s.item.Hello
	switch {
	case s.opening:
		return nil
	case s.manner == alone && h.Place.Thread == "":
		return pane.Say("They have said nothing that could be answered in public.")
	case s.manner == openly && h.Lacks != "":
		return pane.Say(pane.Line(h.Lacks, 200))
	case s.manner == alone && !s.sure:
		s.sure = true
		return nil
	}
	s.sure = false
	old := s.desk("")
	if s.manner == openly {
		s.manner = alone
	} else {
		s.manner = openly
	}
	if s.used {
		return nil
	}
	s.jobs = append(s.jobs, s.desk(s.field.Text()), old)
	return s.work()
}

// save has the text kept as it is now.
func (s *greeting) save() tea.Cmd {
	s.jobs = append(s.jobs, s.desk(s.field.Text()))
	return s.work()
}

// work saves what waits to be saved, one after another; of several texts for one
// place the last.
func (s *greeting) work() tea.Cmd {
	if s.saving || len(s.jobs) == 0 {
		return nil
	}
	s.saving = true
	var jobs []draft
	for i, one := range s.jobs {
		if i+1 < len(s.jobs) && s.jobs[i+1].at == one.at && s.jobs[i+1].kind == one.kind {
			continue
		}
		jobs = append(jobs, one)
	}
	s.jobs = nil
	store, ctx, key := s.p.store, s.p.env.Ctx, s.item.Key
	return func() tea.Msg {
		for _, one := range jobs {
			if err := store.SaveDraft(ctx, one.at, one.kind, one.text); err != nil {
				return kept{key, err}
			}
		}
		return kept{key: key}
	}
}

func (s *greeting) hearKept(msg kept) tea.Cmd {
	if msg.key != s.item.Key {
		return nil
	}
	s.saving, s.failed = false, msg.err
	if msg.err != nil {
		s.waiting, s.p.acting = nil, false
		return pane.Fail(msg.err)
	}
	if len(s.jobs) > 0 {
		return s.work()
	}
	if then := s.waiting; then != nil {
		s.waiting = nil
		return then()
	}
	return nil
}

// hindrance is why the greeting cannot be sent as it is, "" if it can.
func (s *greeting) hindrance() string {
	text := s.field.Text()
	switch open := saved.Open(text); {
	case s.opening:
		return "One moment: the draft is still being read."
	case strings.TrimSpace(text) == "":
		return "There is nothing to send yet: the text is empty."
	case len(open) > 0:
		return "Fill in “" + pane.Line(open[0].Words, 40) + "” first: tab goes there."
	case s.manner == openly && s.seen.Of.ID == "":
		return s.p.keyed("Their words have not been read yet: esc, then ‹r› again.")
	}
	return ""
}

// send hands the greeting to the outbox, once nothing of it is being saved any
// more.
func (s *greeting) send() tea.Cmd {
	if why := s.hindrance(); why != "" {
		return pane.Say(why)
	}
	if s.saving {
		s.waiting, s.p.acting = s.hand, true
		return nil
	}
	return s.hand()
}

func (s *greeting) hand() tea.Cmd {
	p, o, desk := s.p, s.order(), s.desk("")
	p.sheet, p.put, p.last = nil, "", place{p.step, s.item.Key}
	p.beyond = p.part(p.step).Left() == 0
	p.hailed[s.item.Key] = true
	said := "Welcome to " + plain.Name(nameOf(&s.item)) + " waits in the outbox · z takes it back"
	store := p.store
	return p.act(settled{said: said, key: s.item.Key, sheet: s}, func(ctx context.Context) (inbox.Entry, error) {
		entry, err := store.Ask(ctx, o)
		if err == nil {
			err = store.SaveDraft(ctx, desk.at, desk.kind, "")
		}
		return entry, err
	})
}

// order is what the greeting becomes.
func (s *greeting) order() inbox.Order {
	h := s.item.Hello
	a := inbox.Action{
		Kind: inbox.Reply, Account: s.item.Account, Channel: h.Place.Channel, Thread: h.Place.Thread,
		Text: strings.TrimSpace(s.field.Text()), Seen: s.seen,
	}
	o := inbox.Order{Verb: inbox.SayWelcome}
	if s.manner == alone {
		a.Kind, a.Member = inbox.Welcome, h.Ref.ID
	} else {
		a.Greets = h.Ref.ID // they may have spoken below somebody else's words
	}
	if s.used {
		o.Used = []string{greetingName}
	}
	o.Actions = []inbox.Action{a}
	return o
}
