package metrics

import (
	"math"
	"strconv"

	"rounds/inbox/metrics"
)

// scale is how values lie on the rows of a chart, the highest in row 0.
type scale struct {
	measure   metrics.Measure
	low, high float64
	step      float64 // between round numbers
	rows      int
}

// newScale is a scale of so many rows that holds all from low to high and ends
// on round numbers.
func newScale(measure metrics.Measure, low, high float64, rows int) scale {
	if high <= low {
		high = low + 1
	}
	step := roundStep(measure, (high-low)/float64(max(2, min(5, rows/2))))
	return scale{measure: measure, low: math.Floor(low/step) * step, high: math.Ceil(high/step) * step, step: step, rows: rows}
}

// roundStep is the next round number from a distance on: 1, 2 or 5 by tens, of
// durations what a clock calls round.
func roundStep(measure metrics.Measure, least float64) float64 {
	if measure == metrics.Duration {
		for _, round := range []float64{60, 300, 600, 900, 1800, 3600, 2 * 3600, 4 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400} {
			if round >= least {
				return round
			}
		}
	}
	ten := math.Pow(10, math.Floor(math.Log10(least)))
	step := 10 * ten
	for _, round := range []float64{5, 2, 1} {
		if round*ten >= least {
			step = round * ten
		}
	}
	if measure == metrics.Count {
		return max(1, step)
	}
	return step
}

// ticks are the round numbers that have room.
func (s *scale) ticks() []float64 {
	var all []float64
	n := int(math.Round((s.high - s.low) / s.step))
	for i := 0; i <= n; i++ {
		all = append(all, s.low+float64(i)*s.step)
	}
	return all
}

// eighths is how high a value stands above the foot of the chart, in eighths of
// a row.
func (s *scale) eighths(v float64) int {
	part := (v - s.low) / (s.high - s.low)
	return int(math.Round(max(0, min(1, part)) * float64(s.rows*8)))
}

// row is the row in which a value lies.
func (s *scale) row(v float64) int {
	return max(0, min(s.rows-1, s.rows-(s.eighths(v)+4)/8))
}

// room is how wide the widest label is.
func (s *scale) room() int {
	width := 0
	for _, tick := range s.ticks() {
		width = max(width, len([]rune(s.label(tick))))
	}
	return width + 1
}

// label is a round number in few cells.
func (s *scale) label(v float64) string {
	switch s.measure {
	case metrics.Percent:
		return short(v) + "%"
	case metrics.Duration:
		return shortSpan(v)
	case metrics.Count, metrics.Ratio, metrics.Points:
	}
	return short(v)
}

// short is a number in few cells: 1.5k, 12k, 3M.
func short(v float64) string {
	trim := func(v float64, digits int) string {
		text := strconv.FormatFloat(v, 'f', digits, 64)
		for digits > 0 && (text[len(text)-1] == '0') {
			text = text[:len(text)-1]
			digits--
		}
		if text[len(text)-1] == '.' {
			text = text[:len(text)-1]
		}
		if text == "-0" {
			return "0"
		}
		return text
	}
	size := math.Abs(v)
	switch {
	case size >= 1e7:
		return trim(v/1e6, 0) + "M"
	case size >= 1e6:
		return trim(v/1e6, 1) + "M"
	case size >= 1e4:
		return trim(v/1e3, 0) + "k"
	case size >= 1e3:
		return trim(v/1e3, 1) + "k"
	case size >= 10:
		return trim(v, 0)
	}
	return trim(v, 2)
}

// shortSpan is a time in few cells: 45s, 5m, 1.5h, 3d.
func shortSpan(seconds float64) string {
	switch size := math.Abs(seconds); {
	case size == 0:
		return "0"
	case size < 60:
		return short(math.Round(seconds)) + "s"
	case size < 3600:
		return short(math.Round(seconds/60)) + "m"
	case size < 48*3600:
		return short(math.Round(seconds/360)/10) + "h"
	}
	return short(math.Round(seconds/8640)/10) + "d"
}
