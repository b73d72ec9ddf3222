package week

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// choice is one thing that can be done, and its key.
type choice struct {
	key   string
	label string
	run   func() tea.Cmd
}

// choosing asks which of a few things shall be done, and says what there is to
// know before.
type choosing struct {
	p       *Pane
	title   string
	alarm   bool
	draw    func(d *drawing) // what stands above the choices
	choices []choice
	check   uint64 // the question whose warnings are waited for, 0 if none
	warned  []calendar.Warning
	from    int // how far it is scrolled
	most    int
	pane.Spots
}

func (s *choosing) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case warned:
		if msg.question == s.check {
			s.check, s.warned = 0, msg.warnings
		}
	case tea.KeyPressMsg:
		return s.press(msg.String())
	}
	return nil
}

func (s *choosing) press(stroke string) tea.Cmd {
	switch stroke {
	case "esc", "q":
		s.p.sheet = nil
		return nil
	case "down", "j", "J":
		s.from = min(s.from+1, s.most)
		return nil
	case "up", "k", "K":
		s.from = max(0, s.from-1)
		return nil
	}
	for _, c := range s.choices {
		if c.key == stroke {
			return s.p.once(stroke, func() tea.Cmd {
				s.p.sheet = nil
				return c.run()
			})
		}
	}
	return nil
}

// View implements [pane.Sheet].
func (s *choosing) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	d := s.p.drawing(max(1, w-4))
	if s.draw != nil {
		s.draw(d)
	}
	if s.check != 0 {
		d.say(t.Quiet, "", "looking for what else there is…")
	}
	d.warnings(s.warned)
	foot := s.p.drawing(max(1, w-4))
	foot.Put("")
	for _, c := range s.choices {
		foot.Put(" " + t.Key.Put(pane.Cell(keyLabel(c.key), 3)) + t.Text.Put(pane.Line(c.label, max(0, w-9))))
	}
	room := max(1, height-2-len(foot.Lines))
	s.most = max(0, len(d.Lines)-room)
	from := min(s.from, s.most)
	lines := append(d.Lines[from:min(len(d.Lines), from+room):len(d.Lines)], foot.Lines...)
	s.Forget()
	for n, c := range s.choices {
		s.Line(1+len(lines)-len(s.choices)+n, func() tea.Cmd { return s.press(c.key) })
	}
	head := t.Accent
	if s.alarm {
		head = t.Alarm
	}
	return pane.Frame(t.Rule, head, s.title, lines, w, min(height, len(lines)+2))
}

func keyLabel(key string) string {
	if key == "enter" {
		return "↵"
	}
	return key
}

// Cursor implements [pane.Sheet].
func (s *choosing) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *choosing) Hints() []pane.Command {
	var hints []pane.Command
	for _, c := range s.choices {
		hints = append(hints, pane.Command{Key: pane.Bind(c.key, short(c.label), c.key)})
	}
	hints = append(hints, pane.Command{Key: pane.Bind("esc", "leave it", "esc")})
	if s.most > 0 {
		hints = append(hints, pane.Command{Key: pane.Bind("↑ ↓", "scroll", "down")})
	}
	return hints
}

// short is a choice in the few words that the foot has room for.
func short(label string) string {
	head, _, _ := strings.Cut(label, ":")
	return pane.Line(head, 24)
}

// openScheduling shows what will go out, where and when, before it may.
func (p *Pane) openScheduling(i calendar.Item) tea.Cmd {
	s := &choosing{p: p, title: "Approve " + named(&i.Post), choices: []choice{
		{"enter", p.approving(&i), func() tea.Cmd { return p.schedule(i) }},
	}}
	s.draw = func(d *drawing) {
		d.when(&i)
		d.changed(&i)
		for _, at := range i.Post.To {
			d.promise(&i, at)
		}
	}
	p.sheet = s
	s.check = p.checks.Ask()
	return p.lookFor(s.check, i)
}

func (p *Pane) approving(i *calendar.Item) string {
	switch {
	case i.Post.When.IsZero() || len(i.Post.To) == 0:
		return "approve it; it waits for its time and its place"
	case i.Post.Series():
		return "approve the series and schedule it"
	}
	return "approve it and schedule it"
}

// openPublish asks before something goes out at once.
func (p *Pane) openPublish(i calendar.Item) tea.Cmd {
	if len(i.Post.To) == 0 {
		return pane.Say(p.keyed("It goes nowhere yet: ‹c› chooses the channels."))
	}
	states := map[calendar.Place]calendar.State{}
	for _, d := range i.Deliveries {
		states[d.Place] = d.State
	}
	var left []calendar.Place
	for _, at := range i.Post.To {
		if s := states[at]; s != calendar.Out && s != calendar.Leaving {
			left = append(left, at)
		}
	}
	if len(left) == 0 {
		return pane.Say("It is out everywhere already.")
	}
	all := []choice{{"enter", "publish it now: " + plural(len(left), "channel"), func() tea.Cmd { return p.publish(i, nil) }}}
	for n, at := range left[:min(len(left), 9)] {
		if len(left) > 1 {
			key := strconv.Itoa(n + 1)
			all = append(all, choice{key, "only " + pane.Line(at.String(), 40), func() tea.Cmd { return p.publish(i, []calendar.Place{at}) }})
		}
	}
	s := &choosing{p: p, title: "Publish now", alarm: true, choices: all}
	s.draw = func(d *drawing) {
		d.say(d.Theme.Strong, "", named(&i.Post))
		for _, at := range i.Post.To {
			d.say(d.Theme.Soft, "  ", pane.Line(at.String(), 40)+": "+leavesNow(states[at]))
		}
		d.say(d.Theme.Quiet, "", "It goes through the outbox, where 0 shows it leaving.")
	}
	p.sheet = s
	return nil
}

// leavesNow is what publishing now means for a channel where an item stands so.
func leavesNow(state calendar.State) string {
	switch state {
	case calendar.Out:
		return "is out"
	case calendar.Leaving:
		return "is being sent"
	case calendar.Kept:
		return "the platform has it: all of it goes out in two minutes, once it is taken back; of a series it stays there"
	case calendar.Idle, calendar.Waiting, calendar.NotTaken, calendar.Late, calendar.Asking, calendar.ByHand, calendar.Withdrawn, calendar.LetGo:
	}
	return "leaves when the hold is over"
}

// openLetGo asks what has become of what was missed.
func (p *Pane) openLetGo(i calendar.Item) tea.Cmd {
	if !asks(i.Status) && i.Status != calendar.Publishing {
		return pane.Say(p.keyed("Nothing of it was missed: ‹d› takes it off the plan."))
	}
	s := &choosing{p: p, title: "What became of it?", choices: []choice{
		{"x", "let it go: it shall not go out any more", func() tea.Cmd { return p.letGo(i, letGo) }},
		{"p", "posted by hand: it is out already", func() tea.Cmd { return p.letGo(i, posted) }},
		{"P", "publish it now…", func() tea.Cmd { return p.openPublish(i) }},
	}}
	s.draw = func(d *drawing) {
		d.say(d.Theme.Strong, "", named(&i.Post))
		d.when(&i)
		for k := range i.Deliveries {
			d.delivery(&i, &i.Deliveries[k])
		}
	}
	p.sheet = s
	return nil
}

// openDropSeries asks what of a series is taken off the plan.
func (p *Pane) openDropSeries(i calendar.Item) tea.Cmd {
	s := &choosing{p: p, title: "A series: " + pane.Line(calendar.SayRule(i.Post), 40), choices: []choice{
		{"o", "skip this one alone", func() tea.Cmd { return p.skip(i) }},
		{"e", "end the series before this one", func() tea.Cmd { return p.endSeries(i) }},
		{"t", "throw the whole series away", func() tea.Cmd { return p.throwAway(i) }},
	}}
	s.draw = func(d *drawing) {
		d.say(d.Theme.Strong, "", named(&i.Post))
		d.when(&i)
	}
	p.sheet = s
	return nil
}

// warned is what was found before something is scheduled.
type warned struct {
	question uint64
	warnings []calendar.Warning
}

// lookFor looks for what a person should know before an item is scheduled.
func (p *Pane) lookFor(question uint64, i calendar.Item) tea.Cmd {
	store, ctx, settings, now := p.store, p.env.Ctx, p.board.settings, p.env.Now()
	own := p.ownWarnings(&i)
	return func() tea.Msg {
		found := own
		around := i.Moment.At
		if around.IsZero() {
			around = now
		} else {
			items, err := store.Items(ctx, around.AddDate(0, 0, -1), around.AddDate(0, 0, 1))
			if err == nil {
				found = append(found, calendar.Clashes(i, others(items, i.Post.Key), settings)...)
			}
		}
		twins, err := store.Twins(ctx, textOf(&i), around, i.Post.Key)
		if err == nil {
			for _, twin := range twins[:min(len(twins), 2)] {
				found = append(found, calendar.Warning{Kind: "twin", Text: sayTwin(twin, now)})
			}
		}
		return warned{question, found}
	}
}

func others(items []calendar.Item, key string) []calendar.Item {
	var rest []calendar.Item
	for i := range items {
		if items[i].Post.Key != key {
			rest = append(rest, items[i])
		}
	}
	return rest
}
