package metrics

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// openGoal asks what the figure under the cursor shall be, and by when.
func (p *Pane) openGoal() tea.Cmd {
	e := p.entry()
	if p.opened != nil && p.opened.id != "" {
		e = &p.opened.entry
	}
	if e == nil || e.ID == "" {
		return pane.Say("A goal is set on a figure: the cursor stands on none.")
	}
	on := *e
	words := ""
	if on.Goal != nil {
		words = sayTarget(&on) + " by " + on.Goal.By.Format(time.DateOnly)
	}
	s := &writing{
		p: p, title: "A goal for " + on.Name, verb: "keep", field: pane.NewField(words),
		says: "Now it is " + metrics.Say(on.Now, on.Definition) + ". Write what it shall be and by when: " + example(&on) + ". Empty: no goal.",
		tells: func(d *drawing, text string) {
			if text == "" {
				return
			}
			goal, err := p.readGoal(&on, text)
			if err != nil {
				d.say(d.Theme.Warn, "", err.Error())
				return
			}
			tried := on
			tried.Goal = &goal
			d.say(d.Theme.Good, "◎ ", sayGoal(&tried))
		},
	}
	s.finish = func(text string) tea.Cmd { return p.keepGoal(&on, text) }
	p.sheet = s
	return nil
}

// example is what a goal looks like.
func example(e *metrics.Entry) string {
	switch e.Measure {
	case metrics.Percent:
		return "20% by 2027-01-01"
	case metrics.Duration:
		return "4h by 2027-01-01"
	case metrics.Count, metrics.Ratio, metrics.Points:
	}
	return "500 by 2027-01-01"
}

func (p *Pane) keepGoal(e *metrics.Entry, text string) tea.Cmd {
	store := p.store
	if text == "" {
		if e.Goal == nil {
			p.sheet = nil
			return nil
		}
		id := e.Goal.ID
		return p.keep("The goal for "+e.Name+" is gone", func(ctx context.Context) error { return store.DropGoal(ctx, id) })
	}
	goal, err := p.readGoal(e, text)
	if err != nil {
		return pane.Say(err.Error())
	}
	return p.keep("Goal kept for "+e.Name, func(ctx context.Context) error {
		_, err := store.SetGoal(ctx, goal)
		return err
	})
}

// readGoal reads a goal; what there was of it before stays.
func (p *Pane) readGoal(e *metrics.Entry, text string) (metrics.Goal, error) {
	goal, err := metrics.ParseGoal(e.ID+" "+text, p.local())
	if err != nil {
		return goal, err
	}
	goal.Set = p.now
	if e.Now.Value != nil {
		goal.Baseline = *e.Now.Value
	}
	if e.Goal != nil {
		goal.ID, goal.Note = e.Goal.ID, e.Goal.Note
		if e.Goal.Target == goal.Target {
			goal.Baseline, goal.Set = e.Goal.Baseline, e.Goal.Set
		}
	}
	return goal, nil
}

// sayTarget is what a figure shall be, as one writes it.
func sayTarget(e *metrics.Entry) string {
	switch e.Measure {
	case metrics.Percent, metrics.Duration:
		return (&scale{measure: e.Measure}).label(e.Goal.Target)
	case metrics.Count, metrics.Ratio, metrics.Points:
	}
	return strings.ReplaceAll(sayValue(e.Measure, &e.Goal.Target), ",", "")
}

// sayGoal is a goal in words: what, by when, how far it is, and where it is
// going.
func sayGoal(e *metrics.Entry) string {
	g := e.Goal
	words := "goal " + sayTarget(e) + " by " + g.By.Format("2 Jan 2006")
	switch way := wayOf(e); way {
	case "":
	case reached:
		words += " · reached"
	default:
		words += " · " + way + " of the way from " + sayValue(e.Measure, &g.Baseline)
	}
	return words + forecast(e)
}
