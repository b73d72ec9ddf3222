package metrics

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// reading is what is known of the questions to the store.
type reading struct {
	asked  pane.Latest
	out    bool // one is out
	anew   bool // and what is open shall be counted again with it
	again  bool // and another is due
	loaded bool // the first answer has come
	failed bool // the last one was an error
}

// question is what is asked, as values.
type question struct {
	number  uint64
	now     time.Time
	window  metrics.Window
	segment metrics.Segment
	ids     []string
	compare comparing
	at      section
}

// answer is the numbers as they were read.
type answer struct {
	question
	facts   *metrics.Facts // of all the community
	scene   *metrics.Scene
	entries []metrics.Entry
	before  map[string][]metrics.Figure // the series of the period before, if it is compared
	notes   []metrics.Annotation

	unit     metrics.Unit // of the activity
	activity []metrics.Bucket
	heat     metrics.Heat
	bins     []metrics.Bin
	triangle metrics.Triangle
	shares   []metrics.Share
	crowd    crowd
	names    []metrics.Line // of the first of the shares

	err error
}

// empty reports whether nothing is known at all.
func (a *answer) empty() bool { return a.scene == nil || a.scene.Since.IsZero() }

// refresh reads what is shown again. While one question is out it only
// remembers that another is due.
func (p *Pane) refresh() tea.Cmd {
	if p.reading.out {
		p.reading.again = true
		return nil
	}
	return p.load()
}

// load reads the period. Like every command it closes over values and never
// over the pane, which will have moved on when it answers. While a question is
// out it is only overtaken: its answer will be dropped, and the last one that
// was wanted is asked then. A key that is held down so never counts more than
// one period at a time.
func (p *Pane) load() tea.Cmd {
	if p.reading.out {
		p.reading.asked.Ask()
		p.reading.again = true
		return nil
	}
	p.reading.out = true
	q := question{
		number: p.reading.asked.Ask(), now: p.local(), window: p.period.window(p.local()), segment: p.segment,
		ids: p.at.ids(p.rows), compare: p.compare, at: p.at,
	}
	store, ctx, hours := p.store, p.env.Ctx, p.options.Hours
	return func() tea.Msg { return q.ask(ctx, store, hours) }
}

// ask reads the facts that the question needs, and makes the figures of them.
func (q question) ask(ctx context.Context, store Store, hours metrics.Hours) answer {
	a := answer{question: q}
	from, to := metrics.Need(q.ids, q.window)
	stretch := func(of []string, w metrics.Window) {
		f, t := metrics.Need(of, w)
		from, to = soonest(from, f), latest(to, t)
	}
	if q.compare == withBefore {
		stretch(q.ids, q.window.Before())
	}
	if q.at == onRetention {
		from, to = soonest(from, metrics.Weeks.Add(metrics.Weeks.Begin(q.now), -cohorts)), latest(to, q.now)
	}
	facts, err := store.Facts(ctx, from, to)
	if err != nil {
		a.err = err
		return a
	}
	notes, failed := store.Annotations(ctx, from, to)
	goals, missing := store.Goals(ctx)
	a.facts = facts
	a.notes, a.err = notes, errors.Join(failed, missing)
	a.scene = facts.Select(q.segment, hours)
	a.scene.Goals = goals
	a.entries = metrics.Board(a.scene, q.window, q.ids)
	if q.compare == withBefore {
		a.before = map[string][]metrics.Figure{}
		for _, e := range metrics.Board(a.scene, q.window.Before(), q.ids) {
			a.before[e.ID] = e.Series
		}
	}
	a.chart()
	a.names, failed = store.Lines(ctx, a.first())
	a.err = errors.Join(a.err, failed)
	return a
}

// chart makes what the section shows beside the board.
func (a *answer) chart() {
	a.unit = unitOf(a.window)
	switch a.at {
	case onBoard, onActivity:
		a.activity = metrics.Activity(a.scene, a.window, a.unit)
		a.heat = metrics.HeatOf(a.scene, a.window)
	case onAnswers:
		a.bins = metrics.Spread(a.scene, a.window)
		a.heat = metrics.HeatOf(a.scene, a.window)
	case onRetention:
		a.triangle = known(metrics.TriangleOf(a.scene, cohorts))
	case onConcentration:
		a.shares = metrics.Concentration(a.scene, a.window)
		a.crowd = crowdOf(a.shares)
	}
}

// unitOf is how fine the activity of a window is shown.
func unitOf(w metrics.Window) metrics.Unit {
	switch n := w.Days(); {
	case n <= 62:
		return metrics.Days
	case n <= 400:
		return metrics.Weeks
	}
	return metrics.Months
}

func soonest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// show puts an answer on the screen. A figure that is open is made anew if it
// is of another period or part of the community than it was.
func (p *Pane) show(a answer) tea.Cmd {
	p.reading.out = false
	if !p.reading.asked.Is(a.number) {
		return p.readAgain()
	}
	p.now = p.env.Now()
	if a.err != nil {
		p.reading.failed = true
		return tea.Batch(pane.Fail(a.err), p.readAgain())
	}
	was := p.read.question
	p.reading.loaded, p.reading.failed = true, false
	on := p.idAt()
	p.read = a
	p.follow(on)
	p.arrange()
	var open tea.Cmd
	if o := p.opened; o != nil && (p.reading.anew || was.window != a.window || was.segment != a.segment) {
		open = p.reopen(o)
	}
	p.reading.anew = false
	return tea.Batch(open, p.readAgain())
}

// loadAnew reads again, and counts what is open again.
func (p *Pane) loadAnew() tea.Cmd {
	p.reading.anew = true
	return p.load()
}

func (p *Pane) readAgain() tea.Cmd {
	if !p.reading.again {
		return nil
	}
	p.reading.again = false
	return p.refresh()
}

// asking reports whether what is shown is not what was asked for last.
func (p *Pane) asking() bool {
	return p.reading.out && (p.read.window != p.period.window(p.local()) || p.read.segment != p.segment)
}
