package report

import (
	"time"

	"rounds/inbox/metrics"
)

// course is how many periods a forecast looks at.
const course = 12

// goal is what somebody wants a number to become, if anybody does (D-31).
func (k *clerk) goal(d metrics.Definition, f metrics.Figure) *Goal {
	for _, g := range k.scene.Goals {
		if g.Metric != d.ID || g.Set.After(k.window.After().To) {
			continue // or nobody thought of it yet
		}
		goal := &Goal{Target: g.Target, By: g.By, Said: d.Measure.Say(g.Target) + " by " + day(g.By.In(k.window.From.Location()))}
		if f.Value == nil {
			return goal
		}
		goal.Reached = g.Met(*f.Value)
		goal.Progress = max(0, min(100, g.Progress(*f.Value)))
		if goal.Reached {
			goal.Progress = 100
			return goal
		}
		if v, ok := k.forecast(g, d, *f.Value); ok && g.By.After(k.scene.AsOf) {
			goal.Forecast, goal.Pace = &v, d.Measure.Say(v)
		}
		return goal
	}
	return nil
}

// forecast is what a number will be on the day of its goal if it goes on as it
// did: as the console tells it, from the pieces of the period, or, where those
// are no measure of the whole, from the periods before.
func (k *clerk) forecast(g metrics.Goal, d metrics.Definition, now float64) (float64, bool) {
	v, ok := 0.0, false
	for _, e := range metrics.Board(k.scene, k.window, []string{d.ID}) {
		if spans(e.Series, now) {
			v, ok = g.Forecast(e.Series)
		}
	}
	if !ok {
		v, ok = g.Forecast(k.periods(d))
	}
	if d.Measure != metrics.Points {
		v = max(0, v)
	}
	if d.Measure == metrics.Percent {
		v = min(100, v)
	}
	return v, ok
}

// spans says whether a value lies among those of a series.
func spans(series []metrics.Figure, now float64) bool {
	var low, high float64
	for i := range series {
		if v := series[i].Value; v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	return low <= now && now <= high
}

// periods are the figures of the periods up to the one of the report, which
// comes in when nothing in it can change.
func (k *clerk) periods(d metrics.Definition) []metrics.Figure {
	all := make([]metrics.Figure, course)
	for i, w := course-1, k.window; i >= 0; i, w = i-1, w.Before() {
		all[i] = d.Value(k.scene, w)
	}
	if last := all[course-1]; last.Open || last.Immature > 0 {
		return all[:course-1]
	}
	return all
}

// Course is which facts the forecasts of goals need, beside those that the
// report of a window needs.
func Course(w metrics.Window, goals []metrics.Goal) (from, to time.Time) {
	from, to = w.From, w.To
	if len(goals) == 0 {
		return from, to
	}
	first := w
	for range course - 1 {
		first = first.Before()
	}
	for _, g := range goals {
		if begin, _ := metrics.Need([]string{g.Metric}, first); begin.Before(from) {
			from = begin
		}
	}
	return from, to
}
