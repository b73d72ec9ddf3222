package report

import (
	"testing"

	"rounds/inbox/metrics"
)

func TestAChangeIsToldInTheMeasureOfItsNumber(t *testing.T) {
	tests := map[string]struct {
		by, percent float64
		measure     metrics.Measure
		want        string
	}{
		"a count, in percent as well":  {12, 8.2, metrics.Count, "+12 (+8 %)"},
		"a count that fell":            {-1200, -50, metrics.Count, "−1,200 (−50 %)"},
		"a share, in points":           {1.6, 10, metrics.Percent, "+1.6 points"},
		"a duration":                   {-1200, -34.4, metrics.Duration, "−20 min (−34 %)"},
		"out of next to nothing":       {300, 30000, metrics.Count, "+300"},
		"nothing":                      {0, 0, metrics.Count, "as before"},
		"a duration too short to tell": {-0.2, -70, metrics.Duration, "as before"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := moved(metrics.Change{By: &tt.by, Percent: &tt.percent}, tt.measure); got != tt.want {
				t.Errorf("it is told as %q, want %q", got, tt.want)
			}
		})
	}
	if got := moved(metrics.Change{}, metrics.Count); got != "" {
		t.Errorf("of nothing to compare is told %q", got)
	}
}
