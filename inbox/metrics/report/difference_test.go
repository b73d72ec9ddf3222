package report

import (
	"reflect"
	"testing"
)

func TestADifferenceTellsWhatWasAndWhatIs(t *testing.T) {
	old, now := sample(""), sample("")
	if got := Difference(old, now); len(got) != 0 {
		t.Errorf("two like reports differ in %v", got)
	}
	now.KPIs[0].Said = "415"
	now.Themes = now.Themes[:2]
	now.Risks = append(now.Risks, Risk{Rule: "bus factor", Why: "One person made half of what was said."})
	want := []Change{
		{"Active members", "412", "415"},
		{"Theme pricing", "9 conversations by 9 members", nothing},
		{"Risk: bus factor", nothing, "One person made half of what was said."},
	}
	if got := Difference(old, now); !reflect.DeepEqual(got, want) {
		t.Errorf("the difference is %v, want %v", got, want)
	}
}

func TestAReportThatWasFrozenIsWrittenTheSameAgain(t *testing.T) {
	c := told(t, village())
	body, err := JSON(c)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, render := range renderers() {
		was, err := render(c)
		is, bad := render(back)
		if err != nil || bad != nil || was != is {
			t.Errorf("%s is not the same: %v, %v", name, err, bad)
		}
	}
}
