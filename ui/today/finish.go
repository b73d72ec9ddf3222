package today

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// finish ends the check-in, or takes it up again. What is left is named first.
func (p *Pane) finish() tea.Cmd {
	switch {
	case !p.reading.loaded:
		return nil
	case p.ended():
		p.reopened = true
		p.begin()
		return tea.Batch(p.touch(), p.to(0), pane.Say(p.keyed("The check-in goes on. ‹B› ends it again.")))
	case p.left() == 0:
		return p.close()
	}
	p.sheet = &parting{p: p}
	return nil
}

// close writes the log of the day: the time first, then what it came to.
func (p *Pane) close() tea.Cmd {
	if p.options.ReadOnly {
		return pane.Say(readOnly)
	}
	now := p.env.Now()
	p.watch.count(p.step, p.pressed(now), now)
	p.watch.running = false
	used := p.noteUsed()
	p.acting = true
	store, ctx, day := p.store, p.env.Ctx, p.day.Date
	return func() tea.Msg {
		if used != nil {
			if answer, _ := used().(noted); answer.err != nil {
				return ending{err: answer.err, unnoted: answer.note}
			}
		}
		log, err := store.FinishCheckIn(ctx, day)
		return ending{log: log, err: err}
	}
}

// ending is the check-in ended.
type ending struct {
	log     checkin.Log
	unnoted checkin.Progress
	err     error
}

func (p *Pane) end(msg ending) tea.Cmd {
	p.acting = false
	p.guard.Rest(p.env.Now())
	p.watch.giveBack(msg.unnoted.Used)
	if msg.err != nil {
		return pane.Fail(msg.err)
	}
	p.reopened, p.finished, p.put = false, &msg.log, ""
	p.sheet = &farewell{p: p, log: msg.log}
	return p.refresh()
}

// parting says what is left before the check-in ends.
type parting struct {
	p *Pane
	pane.Spots
}

func (s *parting) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "esc", "q", "n":
		return s.no()
	case "enter", "y":
		return s.yes()
	}
	return nil
}

func (s *parting) yes() tea.Cmd {
	if !s.p.guard.Passes("enter", s.p.env.Now()) {
		return nil
	}
	s.p.sheet = nil
	return s.p.close()
}

func (s *parting) no() tea.Cmd {
	s.p.sheet = nil
	return nil
}

// View implements [pane.Sheet].
func (s *parting) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, 64)
	d := page.Page{Theme: t, Width: max(1, w-4)}
	s.words(&d)
	d.Gap()
	s.Forget()
	y := len(d.Lines) + 1
	s.Word(y, 0, 25, s.yes)
	s.Word(y, 25, w, s.no)
	d.Put(" " + t.Key.Put("enter") + t.Text.Put(" done for today   ") + t.Key.Put("esc") + t.Text.Put(" go on"))
	return pane.Box(t, "Done for today?", d.Lines, w, min(height, len(d.Lines)+2))
}

func (s *parting) words(d *page.Page) {
	t := d.Theme
	d.Say(t.Text, "", "The check-in ends here, and what is left stays where it is:")
	d.Gap()
	for i := range s.p.day.Parts {
		if n := s.p.day.Parts[i].Left(); n > 0 {
			d.Put(" " + t.Strong.Put(pane.CellRight(plural(n, ""), 3)) + t.Soft.Put("  "+s.p.day.Parts[i].Step.Title()))
		}
	}
	d.Gap()
	d.Say(t.Quiet, "", "Nobody is lost: tomorrow it is on the list again, and says since when.")
}

// Cursor implements [pane.Sheet].
func (s *parting) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *parting) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", "done for today", "enter")}, {Key: pane.Bind("esc", "go on", "esc")}}
}

// farewell tells what the check-in came to.
type farewell struct {
	p   *Pane
	log checkin.Log
}

func (s *farewell) update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc", "q", "enter", "space":
			s.p.sheet = nil
		}
	}
	return nil
}

// View implements [pane.Sheet].
func (s *farewell) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, 68)
	d := page.Page{Theme: t, Width: max(1, w-4)}
	s.words(&d)
	return pane.Box(t, "Done for today", d.Lines, w, min(height, len(d.Lines)+2))
}

// Click closes it, as a click beside it does.
func (s *farewell) Click(int, int) tea.Cmd {
	s.p.sheet = nil
	return nil
}

func (s *farewell) words(d *page.Page) {
	t := d.Theme
	s.p.sum(d, &s.log)
	d.Gap()
	d.Head("How long it took")
	for _, step := range checkin.Steps() {
		d.Put(" " + t.Soft.Put(pane.Cell(step.Title(), 24)) + t.Text.Put(clock(s.log.Used[step])) +
			t.Quiet.Put(" of "+clock(s.p.part(step).Budget)))
	}
	s.p.returns(d, 4)
	d.Gap()
	d.Say(t.Quiet, "", "In the log: "+logLine(&s.log))
}

// Cursor implements [pane.Sheet].
func (s *farewell) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *farewell) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", "close", "enter")}}
}

// sum is what a check-in came to, in two sentences.
func (p *Pane) sum(d *page.Page, log *checkin.Log) {
	t := d.Theme
	words := plural(minutes(log.Took()), "minute") + ", " + plural(log.Did.All(), "thing") + " handled."
	if log.Did.All() == 0 {
		words = plural(minutes(log.Took()), "minute") + ". Nobody needed more than a look."
	}
	d.Put(" " + t.Good.Put("✓ ") + t.Strong.Put(pane.Line(words, d.Width-3)))
	if words := didWords(&log.Did); words != "" {
		d.Say(t.Soft, "  ", words+".")
	}
	if p.day.Weeks > 1 {
		d.Say(t.Quiet, "  ", plural(p.day.Weeks, "week")+" in a row.")
	}
}

// returns is what comes back by itself, the next first.
func (p *Pane) returns(d *page.Page, most int) {
	d.Gap()
	d.Head("What comes back")
	if len(p.day.Back) == 0 {
		d.Say(d.Theme.Soft, "", "Nothing is due. Whatever is said meanwhile is here tomorrow.")
		return
	}
	for _, r := range p.day.Back[:min(most, len(p.day.Back))] {
		at := pane.Cell(sayWhen(r.At, p.now), 17)
		what := pane.Cell(r.What, 21)
		d.Put(" " + d.Theme.Text.Put(at) + d.Theme.Quiet.Put(what) + d.Theme.Soft.Put(pane.Line(r.Text, max(0, d.Width-40))))
	}
}

// ending words: what was done, the most telling first.
func didWords(did *checkin.Did) string {
	var parts []string
	for _, one := range []struct {
		n    int
		word string
	}{
		{did.Welcomed, "welcomed"},
		{did.Answered, "answered"},
		{did.Thanked, "acknowledged"},
		{did.Settled, "settled"},
		{did.Snoozed, "snoozed"},
		{did.Moderated, "moderated"},
		{did.Kept, "loose ends tied"},
	} {
		if one.n > 0 {
			parts = append(parts, plural(one.n, "")+" "+one.word)
		}
	}
	return strings.Join(parts, " · ")
}

// logLine is the line that the report of the month counts.
func logLine(log *checkin.Log) string {
	line := log.Day + " · " + plural(minutes(log.Took()), "minute") + " · " + plural(log.Did.All(), "") + " handled · " + plural(log.Left, "") + " left"
	if log.Skipped > 0 {
		line += " · " + plural(log.Skipped, "") + " put off"
	}
	if log.Actor != "" {
		line += " · by " + log.Actor
	}
	return line
}
