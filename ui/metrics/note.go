package metrics

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// openNote asks what shall be seen at a day of every chart: the day that is
// looked at, else today.
func (p *Pane) openNote() tea.Cmd {
	day := metrics.Days.Begin(p.local())
	if at, looked := p.lookedAt(); looked {
		day = at
	}
	old := metrics.Annotation{Day: day, By: p.options.Actor}
	for _, n := range p.read.notes {
		if n.Day.Equal(day) {
			old = n
		}
	}
	s := &writing{
		p: p, title: "Annotate " + day.Format("Mon 2 Jan 2006"), verb: "keep", field: pane.NewField(old.Text),
		says: "It stands below that day on every chart. A day before the words is another one: 2026-06-02 launch, or 2 jun: launch. Empty: no annotation.",
		tells: func(d *drawing, text string) {
			if note := p.readNote(old, text); text != "" {
				d.say(d.Theme.Good, "", note.Day.Format("Mon 2 Jan 2006")+": "+note.Text)
			}
		},
	}
	store := p.store
	s.finish = func(text string) tea.Cmd {
		note := p.readNote(old, text)
		says := "Annotated " + note.Day.Format("2 Jan")
		switch {
		case note.Text == "" && old.ID == "":
			p.sheet = nil
			return nil
		case note.Text == "":
			says = "The annotation is gone"
		}
		return p.keep(says, func(ctx context.Context) error {
			_, err := store.Annotate(ctx, note)
			return err
		})
	}
	p.sheet = s
	return nil
}

// lookedAt is the first day of the bar that is looked at.
func (p *Pane) lookedAt() (time.Time, bool) {
	switch {
	case p.column <= 0:
	case p.at == onActivity && p.column <= len(p.read.activity):
		return p.read.activity[len(p.read.activity)-p.column].From, true
	case p.at != onRetention:
		if e := p.entry(); e != nil && p.column <= len(e.Series) {
			return e.Series[len(e.Series)-p.column].Window.From, true
		}
	}
	return time.Time{}, false
}

// readNote takes the day off the words, if one stands before them.
func (p *Pane) readNote(old metrics.Annotation, text string) metrics.Annotation {
	note := old
	note.Text = text
	first, rest, _ := strings.Cut(text, " ")
	day, isDay := time.Time{}, false
	if t, err := time.Parse(time.DateOnly, strings.TrimSuffix(first, ":")); err == nil {
		day, isDay = t, true
	} else if before, after, cut := strings.Cut(text, ":"); cut {
		if day, isDay = when.Day(before, p.local()); isDay {
			rest = after
		}
	}
	if !isDay {
		return note
	}
	year, month, d := day.Date()
	on := metrics.Days.Begin(time.Date(year, month, d, 12, 0, 0, 0, p.local().Location()))
	if !on.Equal(note.Day) {
		note.ID = ""
	}
	note.Day, note.Text = on, strings.TrimSpace(rest)
	return note
}
