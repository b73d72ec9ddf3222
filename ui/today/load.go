package today

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// reading is what is known of the questions to the store.
type reading struct {
	asked  pane.Latest
	out    bool // one is out
	again  bool // and another is due
	loaded bool // the first answer has come
	failed bool // the last one was an error
}

// read is the day, read anew.
type read struct {
	question uint64
	day      checkin.Day
	err      error
}

// refresh reads the day again, and what stands behind its items.
func (p *Pane) refresh() tea.Cmd {
	for _, d := range p.details {
		d.old = true
	}
	return p.loadAgain()
}

// loadAgain reads the day again. While one question is out it only remembers
// that another is due.
func (p *Pane) loadAgain() tea.Cmd {
	if p.reading.again = p.reading.out; p.reading.again {
		return nil
	}
	return p.load()
}

func (p *Pane) load() tea.Cmd {
	ask := p.question()
	return func() tea.Msg { return ask() }
}

// question is a reading of the day. Like every command it closes over values
// and never over the pane, which will have moved on when it answers.
func (p *Pane) question() func() read {
	p.reading.out = true
	number, store, ctx, clock, options := p.reading.asked.Ask(), p.store, p.env.Ctx, p.env.Now, p.options
	return func() read {
		day, err := store.CheckIn(ctx, options.request(clock()))
		return read{number, day, err}
	}
}

func (p *Pane) show(msg read) tea.Cmd {
	if !p.reading.asked.Is(msg.question) {
		return nil
	}
	p.reading.out, p.now = false, p.env.Now()
	var again tea.Cmd
	if p.reading.again {
		p.reading.again = false
		again = p.load()
	}
	if msg.err != nil {
		p.reading.failed = true
		return tea.Batch(pane.Fail(msg.err), again)
	}
	return tea.Batch(p.take(msg.day), p.returned(), again)
}

// returned goes on when what was opened in another pane has been settled there.
// It ends nothing: a person may be there still.
func (p *Pane) returned() tea.Cmd {
	if p.errand == "" || p.ended() {
		return nil
	}
	for i := range p.day.Parts {
		for _, item := range p.day.Parts[i].Items {
			if item.Key == p.errand {
				return nil
			}
		}
	}
	p.errand = ""
	p.guard.Rest(p.env.Now()) // a key that was held down there is no decision about the next one
	where, cmd := p.goOn()
	switch {
	case p.left() == 0:
		where = p.keyed("That was the last one of today. ‹B› ends the check-in.")
	case where == "":
		return cmd
	}
	return tea.Batch(cmd, pane.Say(where))
}

// take puts a day on the screen. The cursor stays on its item, and the item on
// its line; if it is gone, the next one is there.
func (p *Pane) take(day checkin.Day) tea.Cmd {
	first := !p.reading.loaded || day.Date != p.day.Date
	if first {
		p.seen, p.reopened, p.finished = map[string]bool{}, false, nil
		p.watch.restart()
	}
	if day.Log != nil {
		p.finished = nil
	}
	p.day, p.reading.loaded, p.reading.failed = p.withoutHailed(day), true, false
	p.watch.know(day.Parts)
	if first {
		p.begin()
	}
	p.find()
	return tea.Batch(p.noteSeen(), p.follow())
}

// withoutHailed is a day without those who were greeted here. Until the platform
// has the greeting they count as new; nobody must be greeted twice for that.
func (p *Pane) withoutHailed(day checkin.Day) checkin.Day {
	day.Parts = slices.Clone(day.Parts)
	for i := range day.Parts {
		part := &day.Parts[i]
		before := len(part.Items)
		part.Items = slices.DeleteFunc(slices.Clone(part.Items), func(item checkin.Item) bool {
			return item.Kind == checkin.Newcomer && p.hailed[item.Key]
		})
		part.Settled += before - len(part.Items)
	}
	return day
}

// begin goes to the first step that has something left, else to the first that
// has something for whoever has time.
func (p *Pane) begin() {
	p.step, p.key, p.cursor, p.top = checkin.Welcome, "", 0, 0
	for _, has := range []func(checkin.Part) int{checkin.Part.Left, checkin.Part.Rest} {
		for i := range p.day.Parts {
			if has(p.day.Parts[i]) > 0 {
				p.step = p.day.Parts[i].Step
				return
			}
		}
	}
}

// find puts the cursor back on its item.
func (p *Pane) find() {
	at, part := p.cursor, p.part(p.step)
	for i, item := range part.Items {
		if item.Key == p.key {
			at = i
		}
	}
	p.top += lineOf(part, at) - p.line
	p.hold(at)
}

// noteSeen tells the store what stands on the list that did not before. The
// first time of a day begins its check-in.
func (p *Pane) noteSeen() tea.Cmd {
	if p.options.ReadOnly || p.ended() || p.day.Date == "" {
		return nil
	}
	fresh := []checkin.Item{}
	for i := range p.day.Parts {
		for _, item := range p.day.Parts[i].Items {
			if !p.seen[item.Key] {
				p.seen[item.Key] = true
				fresh = append(fresh, item)
			}
		}
	}
	if len(fresh) == 0 && !p.day.Began.IsZero() {
		return nil
	}
	if p.day.Began.IsZero() {
		p.day.Began = p.now
	}
	return p.note(checkin.Progress{Day: p.day.Date, Seen: fresh})
}

// noted is the answer to a note.
type noted struct {
	note checkin.Progress
	err  error
}

func (p *Pane) note(note checkin.Progress) tea.Cmd {
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg { return noted{note, store.NoteCheckIn(ctx, note)} }
}

// hearNoted keeps what could not be noted for the next time.
func (p *Pane) hearNoted(msg noted) tea.Cmd {
	if msg.err == nil {
		return nil
	}
	if msg.note.Day == p.day.Date {
		p.watch.giveBack(msg.note.Used)
		for _, item := range msg.note.Seen {
			delete(p.seen, item.Key)
		}
	}
	return pane.Fail(msg.err)
}

// detail is what stands behind an item.
type detail struct {
	talk   *inbox.Talk
	person *inbox.Profile
	file   *moderation.File
	old    bool // the store has changed since
}

// detailed is the answer to a question about an item.
type detailed struct {
	question uint64
	key      string
	detail   detail
	err      error
}

// mostDetails is how many of them are kept.
const mostDetails = 60

// follow reads what stands behind the item under the cursor, if it is seen.
func (p *Pane) follow() tea.Cmd {
	item := p.current()
	if item == nil || p.hidden {
		return nil
	}
	if d := p.details[item.Key]; d != nil && !d.old {
		return nil
	}
	question, key, one := p.asked.Ask(), item.Key, *item
	store, ctx := p.store, p.env.Ctx
	return func() tea.Msg {
		answer := detailed{question: question, key: key}
		if one.Talk != 0 {
			talk, err := store.Talk(ctx, one.Talk)
			answer.detail.talk, answer.err = &talk, errors.Join(answer.err, noErr(err))
		}
		if one.Kind == checkin.Newcomer && one.Member != 0 {
			person, err := store.Person(ctx, one.Member)
			answer.detail.person, answer.err = &person, errors.Join(answer.err, noErr(err))
		}
		if one.Case != 0 {
			file, err := store.File(ctx, one.Case)
			answer.detail.file, answer.err = &file, errors.Join(answer.err, noErr(err))
		}
		return answer
	}
}

// noErr is err unless it says that there was nothing.
func noErr(err error) error {
	if errors.Is(err, inbox.ErrNone) {
		return nil
	}
	return err
}

func (p *Pane) showDetail(msg detailed) tea.Cmd {
	if !p.asked.Is(msg.question) {
		return nil
	}
	if msg.err != nil {
		return pane.Fail(msg.err)
	}
	if len(p.details) >= mostDetails {
		clear(p.details)
	}
	p.details[msg.key] = &msg.detail
	return nil
}

// greeted is the saved reply that greets.
type greeted struct{ reply saved.Reply }

// greetingName is the name of the saved reply that greets.
const greetingName = "welcome"

func (p *Pane) readWelcome() tea.Cmd {
	replies := p.options.Replies
	if replies == nil {
		return nil
	}
	return func() tea.Msg { return greeted{greetingOf(replies)} }
}

// greetingOf is the greeting among the saved replies. What is wrong with other
// files is told where they are used.
func greetingOf(replies Replies) saved.Reply {
	all, _ := replies.List()
	for _, r := range all {
		if r.Name == greetingName {
			return r
		}
	}
	return saved.Reply{}
}
