package metrics

import (
	"encoding/json"
	"math"
	"time"
)

// Schema is the number of the form that figures are written in (R15). It is
// raised when a field changes its meaning or goes; new ones may come.
const Schema = 1

// written is a figure as JSON.
type written struct {
	Schema      int            `json:"schema"`
	Metric      string         `json:"metric"`
	Version     int            `json:"version"` // of the definition
	Measure     Measure        `json:"measure"`
	Value       *float64       `json:"value"` // null where there is nothing to divide by
	Beyond      bool           `json:"beyond,omitempty"`
	N           int            `json:"n"`
	Numerator   float64        `json:"numerator"`
	Denominator float64        `json:"denominator"`
	Median      *float64       `json:"median,omitempty"`
	P90         *float64       `json:"p90,omitempty"`
	Mean        *float64       `json:"mean,omitempty"`
	Interval    []float64      `json:"interval,omitempty"`
	Window      writtenWindow  `json:"window"`
	Previous    *writtenBefore `json:"previous,omitempty"`
	Delta       *float64       `json:"delta,omitempty"`
	DeltaPct    *float64       `json:"delta_pct,omitempty"`
	Daily       []float64      `json:"daily,omitempty"` // the average day before and now, if the lengths differ
	Partial     bool           `json:"partial"`
	Since       *time.Time     `json:"since,omitempty"`
	Open        bool           `json:"open,omitempty"`
	Immature    int            `json:"immature,omitempty"`
	AsOf        time.Time      `json:"as_of"`
	Excluded    map[string]int `json:"excluded,omitempty"`
	Without     []string       `json:"without,omitempty"`
	Parts       []writtenPart  `json:"parts,omitempty"`
	Notes       []string       `json:"notes,omitempty"`
}

type writtenWindow struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Unit  Unit      `json:"unit"`
	Label string    `json:"label"`
}

type writtenBefore struct {
	Value  *float64      `json:"value"`
	Window writtenWindow `json:"window"`
}

type writtenPart struct {
	Name    string   `json:"name"`
	Value   *float64 `json:"value"`
	Measure Measure  `json:"measure,omitempty"`
	Metric  string   `json:"metric,omitempty"`
}

// Encode writes a figure as JSON (R15), and, if there is one, what it was in
// the window before.
func Encode(d Definition, f Figure, before *Figure) ([]byte, error) {
	out := written{
		Schema: Schema, Metric: d.ID, Version: d.Version, Measure: d.Measure,
		Value: rounded(f.Value), Beyond: f.Beyond, N: f.N, Numerator: round(f.Numerator), Denominator: round(f.Denominator),
		Median: rounded(f.Median), P90: rounded(f.P90), Mean: rounded(f.Mean),
		Window: f.Window.written(), Partial: f.Partial, Open: f.Open, Immature: f.Immature,
		AsOf: f.AsOf.UTC(), Excluded: f.Excluded, Without: f.Without, Notes: f.Notes,
	}
	if f.Low != nil && f.High != nil {
		out.Interval = []float64{round(*f.Low), round(*f.High)}
	}
	if f.Partial {
		since := f.Since.UTC()
		out.Since = &since
	}
	for _, p := range f.Parts {
		out.Parts = append(out.Parts, writtenPart{p.Name, rounded(p.Value), p.Measure, p.Metric})
	}
	if before != nil {
		out.Previous = &writtenBefore{rounded(before.Value), before.Window.written()}
		c := Delta(f, *before)
		out.Delta, out.DeltaPct = rounded(c.By), rounded(c.Percent)
		if c.Daily != nil {
			out.Daily = []float64{round(*c.BeforeDaily), round(*c.NowDaily)}
		}
	}
	return json.Marshal(out)
}

func (w Window) written() writtenWindow {
	return writtenWindow{w.From, w.To, w.Unit, w.String()}
}

// round leaves six decimals, so that a sum is written alike whatever the order
// in which it was made.
func round(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return math.Round(v*1e6) / 1e6
}

func rounded(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return number(round(*v))
}
