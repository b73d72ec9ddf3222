package metrics

import (
	"fmt"

	"rounds/inbox/metrics"
)

// wayOf is how much of the way to its goal a figure has gone, "" if that cannot
// be told.
func wayOf(e *metrics.Entry) string {
	if e.Now.Value == nil {
		return ""
	}
	if e.Goal.Met(*e.Now.Value) {
		return reached
	}
	return fmt.Sprintf("%.0f %%", max(0, min(100, e.Goal.Progress(*e.Now.Value))))
}

// reached is the way of a goal that is met.
const reached = "reached"

// forecast is where a figure will be on the day of its goal, if it goes on as
// it did (D-31); "" where too little is known, or where the pieces of its course
// are no measure of the whole.
func forecast(e *metrics.Entry) string {
	if e.Now.Value == nil {
		return ""
	}
	var low, high float64
	for i := range e.Series {
		if v := e.Series[i].Value; v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	v, known := e.Goal.Forecast(e.Series)
	if !known || *e.Now.Value < low || *e.Now.Value > high {
		return ""
	}
	if e.Measure != metrics.Points {
		v = max(0, v)
	}
	if e.Measure == metrics.Percent {
		v = min(100, v)
	}
	return " · as it goes now it will be " + sayValue(e.Measure, &v)
}
