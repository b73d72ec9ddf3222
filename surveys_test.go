package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// tables are answers in the shapes in which the tools export them.
func tables(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("testdata", "surveys"))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestSurveysAreTakenInOnceAndCounted(t *testing.T) {
	t.Parallel()
	h, folder := newHome(t), tables(t)
	imports := [][]string{
		{"surveys", "import", filepath.Join(folder, "tally.csv"), "--name", "autumn", "--asked", "20"},
		{"surveys", "import", filepath.Join(folder, "google-forms.csv"), "--name", "help"},
		{"surveys", "import", filepath.Join(folder, "typeform.csv"), "--name", "events"},
	}
	h.must(t, append(imports[0], "--dry-run")...)
	if n := h.number(t, "SELECT count(*) FROM survey_answer"); n != "0" {
		t.Fatalf("a dry run took in %s answers", n)
	}
	for i, want := range []string{"5", "4", "3"} {
		if out := h.must(t, imports[i]...); !strings.Contains(out, want) {
			t.Errorf("%s does not tell of %s answers:\n%s", imports[i][2], want, out)
		}
	}
	const all = "SELECT group_concat(survey || key || score || words) FROM survey_answer"
	before := h.number(t, all)
	for _, args := range imports {
		h.must(t, args...)
	}
	if after := h.number(t, all); after != before {
		t.Errorf("taken in again they are\n%s, and were\n%s", after, before)
	}

	by := figures(t, h, "2025-10", "nps", "csat")
	// Of 9, 9, 7, 3 and 10 three are of 9 or more and one is below 7; of 5, 4, 2,
	// 4, 5, 4 and 3 five are of 4 or more.
	nps, csat := by["nps"], by["csat"]
	if nps.Value == nil || !near(*nps.Value, 40) || nps.N != 5 {
		t.Errorf("NPS: %+v", nps)
	}
	if csat.Value == nil || !near(*csat.Value, 500.0/7) || csat.N != 7 {
		t.Errorf("CSAT: %+v", csat)
	}
	if out := h.must(t, "metrics", "nps", "csat", "--period", "2025-10"); !strings.Contains(out, "40") || !strings.Contains(out, "71") && !strings.Contains(out, "5/7") {
		t.Errorf("printed:\n%s", out)
	}
}

func TestAGoalIsSetTakenAgainAndDropped(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	h.must(t, "goals", "set", "active_rate 20% by 2099-01-01")
	h.must(t, "goals", "set", "ttfr_any 30m by 2099-01-01: sooner")
	all := h.objects(t, "goals", "--json")
	if len(all) != 2 {
		t.Fatalf("%d goals: %v", len(all), all)
	}
	if out := h.must(t, "goals"); !strings.Contains(out, "20.0 %") || !strings.Contains(out, "30 min") || strings.Contains(out, "-0 %") {
		t.Errorf("the goals:\n%s", out)
	}
	h.must(t, "goals", "drop", all[0]["id"].(string))
	if left := h.objects(t, "goals", "--json"); len(left) != 1 || left[0]["id"] == all[0]["id"] {
		t.Errorf("left are %v", left)
	}
	if a := h.run(t, "goals", "set", "active_rate +5% by 2099-01-01"); a.code != 2 && a.code != 1 || !strings.Contains(a.err, "points or a part") {
		t.Errorf("%d: %s", a.code, a.err)
	}
}
