package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rounds/inbox/metrics"
)

// figured is a number as "rounds metrics --json" prints it.
type figured struct {
	Metric      string
	Value       *float64
	N           int
	Numerator   float64
	Denominator float64
}

// figures are the numbers of a period, by their names.
func figures(t *testing.T, h home, period string, more ...string) map[string]figured {
	t.Helper()
	out := h.must(t, append([]string{"metrics", "--json", "--period", period}, more...)...)
	var all []figured
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	by := map[string]figured{}
	for _, f := range all {
		by[f.Metric] = f
	}
	return by
}

func TestEveryMetricIsDocumented(t *testing.T) {
	text := page(t, "metrics.md")
	for _, d := range metrics.Definitions() {
		if row := fmt.Sprintf("| `%s` | %s (%s) | %s |", d.ID, d.Name, d.Spec, d.Formula); !strings.Contains(text, row) {
			t.Errorf("docs/metrics.md does not say\n%s", row)
		}
	}
}
