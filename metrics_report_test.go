package main

import (
	"database/sql"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// reportText is a report as "rounds report --format json" prints it, as far as it
// is looked at here.
type reportText struct {
	State        string
	KPIs         []reportNumber
	Growth       struct{ Numbers []reportNumber }
	Response     struct{ Numbers []reportNumber }
	Contributors []struct {
		Person int64
		Score  float64
		Terms  []struct {
			Name string
			N    float64
		}
	}
	Footnotes []string
}

// reportNumber is a number of a report.
type reportNumber struct {
	Metric          string
	Value, Previous *float64
}

func readReport(t *testing.T, text string) (reportText, map[string]reportNumber) {
	t.Helper()
	var r reportText
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%v\n%.500s", err, text)
	}
	by := map[string]reportNumber{}
	for _, n := range slices.Concat(r.KPIs, r.Growth.Numbers, r.Response.Numbers) {
		by[n.Metric] = n
	}
	return r, by
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(b)) }

// unsays takes back what a member said, as a platform tells of it.
func (h home) unsays(t *testing.T, member int64, from, to time.Time) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+h.db)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range []string{
		`UPDATE message SET deleted = 1 WHERE author_id = ?1 AND sent_at >= ?2 AND sent_at < ?3`,
		`INSERT OR IGNORE INTO fact_stale (kind, part) SELECT kind, part FROM fact WHERE ?1 + ?2 + ?3 > 0`,
	} {
		if _, err := db.ExecContext(t.Context(), query, member, from.UnixMicro(), to.UnixMicro()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAReportThatMayStillChangeIsNotKept(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	this := time.Now().UTC().Format("2006-01")
	out := h.must(t, "report", "month", this, "--format", "json")
	if r, _ := readReport(t, out); r.State != "provisional" {
		t.Errorf("the report of this month is %s", r.State)
	}
	if n := h.number(t, "SELECT count(*) FROM frozen"); n != "0" {
		t.Errorf("%s reports are kept", n)
	}
	if a := h.run(t, "report", "month", this, "--recompute"); a.code == 0 || !strings.Contains(a.err, "no report of "+this+" is kept yet") {
		t.Errorf("%d: %s%s", a.code, a.out, a.err)
	}
}
