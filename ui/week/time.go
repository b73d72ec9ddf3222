package week

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// openTime asks when a post goes out.
func (p *Pane) openTime(i calendar.Item) tea.Cmd {
	if out(&i) {
		return pane.Say(p.keyed(isOut))
	}
	words := ""
	if !i.Moment.Wall.IsZero() {
		words = i.Moment.Wall.String()
	}
	return p.askTime(i, words)
}

// askTime asks with words that stand there already.
func (p *Pane) askTime(i calendar.Item, words string) tea.Cmd {
	s := &writing{
		p: p, item: i, title: "When · " + named(&i.Post), verb: "keep", field: pane.NewField(words),
		tells: func(d *drawing, text string) { d.reads(&i, text) },
		check: func(i calendar.Item, text string) tea.Cmd { return p.checkTime(i, text) },
		finish: func(i calendar.Item, text string) tea.Cmd {
			wall, err := p.readTime(&i, text)
			if err != nil {
				return pane.Say(err.Error())
			}
			return p.retime(i, wall)
		},
	}
	p.sheet = s
	if words != "" {
		return p.checkTime(i, words)
	}
	return nil
}

// checkTime looks for what there is to know of a time that is being typed.
func (p *Pane) checkTime(i calendar.Item, text string) tea.Cmd {
	s, ok := p.sheet.(*writing)
	if !ok {
		return nil
	}
	s.asked = p.checks.Ask()
	wall, err := p.readTime(&i, text)
	if err != nil || wall.IsZero() {
		return nil
	}
	i.Moment = wall.In(p.board.settings.ZoneOf(i.Post))
	return p.lookFor(s.asked, i)
}

// readTime reads a time in a post's zone: a clock alone is meant on the day
// that the cursor is on, no words at all are no time.
func (p *Pane) readTime(i *calendar.Item, text string) (calendar.Wall, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return calendar.Wall{}, nil
	}
	zone := p.board.settings.ZoneOf(i.Post)
	day := p.day
	if !i.Moment.Wall.IsZero() {
		day = i.Moment.Wall.Day
	}
	if wall, err := calendar.ParseWall(text); err == nil {
		return wall, nil
	}
	if at, err := time.Parse("15:04", text); err == nil && day >= p.today() {
		return calendar.On(day, 60*at.Hour()+at.Minute()), nil
	}
	if d, err := when.Span(text); err == nil {
		return calendar.WallOf(p.now.Add(d).In(zone)), nil
	}
	// The words are read by a clock that is never put forward or back: what a zone
	// makes of the time is then said by its moment, and not lost.
	at, err := when.Parse(text, asUTC(p.now.In(zone)))
	if err != nil {
		return calendar.Wall{}, err
	}
	return calendar.WallOf(at), nil
}

// asUTC is what the clock shows, as a time in UTC.
func asUTC(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// reads tells what a time was read as: with its weekday, its day and its zone,
// and what a clock that is changed makes of it.
func (d *drawing) reads(i *calendar.Item, text string) {
	wall, err := d.p.readTime(i, text)
	switch {
	case err != nil:
		d.say(d.Theme.Warn, "", err.Error())
		return
	case wall.IsZero():
		d.say(d.Theme.Quiet, "", "fri 14:00 · tomorrow 9:00 · 3d · 1 dec 9:00 · 16:30 on this day. Empty: off the plan.")
		return
	}
	m := wall.In(d.p.board.settings.ZoneOf(i.Post))
	line := wall.Day.Format("Mon 2 Jan 2006") + " " + wall.Clock()
	if zone, err := calendar.LoadZone(m.Zone); err == nil {
		line += " " + m.At.In(zone).Format("MST") + " (" + m.Zone + ")"
	}
	d.say(d.Theme.Good, "", line)
	if yours := d.p.viewerTime(m); yours != "" {
		d.say(d.Theme.Soft, "", yours+" your time")
	}
}

// retime plans an item for another time. One of a series is asked about: does
// it go alone, or do all of them?
func (p *Pane) retime(i calendar.Item, to calendar.Wall) tea.Cmd {
	switch {
	case to.IsZero() && i.Post.When.IsZero():
		p.sheet = nil
		return nil
	case to == i.Moment.Wall:
		p.sheet = nil
		return pane.Say("It stays where it is.")
	case i.Post.Series() && i.Occurrence != "":
		return p.openRetimeSeries(i, to)
	case to.IsZero():
		return p.unplan(i)
	}
	edits := calendar.At(to, i.Post.Zone)
	if i.Post.Status == calendar.Idea {
		edits = append(edits, calendar.As(calendar.Draft))
	}
	return p.change(edit{verb: inbox.MovePost, item: i, says: p.plannedFor(&i, to), to: &to}, edits...)
}

func (p *Pane) plannedFor(i *calendar.Item, to calendar.Wall) string {
	says := named(&i.Post) + " is planned for " + p.sayMoment(to.In(p.board.settings.ZoneOf(i.Post)))
	if i.Status != calendar.Scheduled && i.Status != calendar.Approved {
		says += ": a approves it"
	}
	return says
}

// openRetimeSeries asks whether one occurrence moves or all of them.
func (p *Pane) openRetimeSeries(i calendar.Item, to calendar.Wall) tea.Cmd {
	if to.IsZero() {
		return p.openDropSeries(i)
	}
	s := &choosing{p: p, title: "One of a series", choices: []choice{
		{"o", "this one alone: it becomes a post of its own", func() tea.Cmd { return p.detach(i, to) }},
		{"s", "the series: all that are still to come", func() tea.Cmd { return p.shiftSeries(i, to) }},
	}}
	s.draw = func(d *drawing) {
		d.say(d.Theme.Strong, "", named(&i.Post)+", "+calendar.SayRule(i.Post))
		d.say(d.Theme.Soft, "", p.sayMoment(i.Moment)+" → "+p.sayMoment(to.In(p.board.settings.ZoneOf(i.Post))))
	}
	p.sheet = s
	return nil
}

// detach makes a post of its own of one occurrence, on which the series is
// silent from then on.
func (p *Pane) detach(i calendar.Item, to calendar.Wall) tea.Cmd {
	day, err := calendar.ParseDay(i.Occurrence)
	if err != nil {
		return pane.Fail(err)
	}
	series, err := i.Post.With(calendar.Silent(silence(&i.Post, day)))
	if err != nil {
		return pane.Fail(err)
	}
	alone, err := single(&i)
	if err == nil {
		alone, err = alone.With(calendar.At(to, i.Post.Zone)...)
	}
	if err != nil {
		return pane.Fail(err)
	}
	store := p.store
	changes := []calendar.Change{{Post: alone}, {Post: series, Seen: i.Post.Source}}
	d := done{says: p.plannedFor(&i, to) + ", by itself", day: to.Day, moved: true, new: true}
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Plan(ctx, inbox.MovePost, changes)
		d.entry = entry
		return d, err
	})
}

// shiftSeries moves the first time of a series by as much as one of them was
// moved. Days that the rule names are not moved behind its back.
func (p *Pane) shiftSeries(i calendar.Item, to calendar.Wall) tea.Cmd {
	days := int(to.Day - i.Moment.Wall.Day)
	rule := strings.ToUpper(i.Post.Repeats)
	if days != 0 && (strings.Contains(rule, "BYDAY") || strings.Contains(rule, "BYMONTHDAY")) {
		return pane.Say(p.keyed("Its rule names its days: ‹R› changes them. ‹M› with ‹<› and ‹>› changes its clock."))
	}
	first := calendar.On(i.Post.When.Day+calendar.Day(days), to.Minute)
	return p.change(edit{verb: inbox.MovePost, item: i, says: "The series comes at " + to.Clock() + " now", to: &to}, calendar.At(first, i.Post.Zone)...)
}
