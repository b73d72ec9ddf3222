package main

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
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

// What a report tells and the queries of the numbers do not, in the same SQL.
const (
	// backSQL is who came back after ninety days without a word.
	backSQL = saidSQL + `, days AS (SELECT DISTINCT who, sent_at / 86400000000 AS d FROM said),
		gaps AS (SELECT who, d, d - lag(d) OVER (PARTITION BY who ORDER BY d) AS gap FROM days)
		SELECT count(DISTINCT who) FROM gaps WHERE gap >= 90 AND d >= ?1 / 86400000000 AND d < ?2 / 86400000000`
	// lostSQL is who used to talk and did not.
	lostSQL = saidSQL + `SELECT count(*) FROM (
			SELECT who FROM said WHERE sent_at >= ?1 - 90 * 86400000000 AND sent_at < ?1 GROUP BY who HAVING count(*) >= 4)
		WHERE who NOT IN (SELECT who FROM inside)`
	// helpSQL is what each member did for others.
	helpSQL = `
		WITH opened AS (
			SELECT c.id, c.channel_id, c.opener_id, c.opened_at, u.key AS opener, c.question + c.mention > 0 AS asked
			FROM   conversation AS c JOIN member AS u ON u.id = c.opener_id
			       JOIN message AS m ON m.channel_id = c.channel_id AND m.key = c.key AND m.deleted = 0 AND m.kind = 'said'
			WHERE  c.opened_at >= ?1 AND c.opened_at < ?2 AND u.role = 'community'),
		named AS MATERIALIZED (
			SELECT m.channel_id, n.value AS who, m.sent_at, m.author_id
			FROM   message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN member AS u ON u.id = m.author_id, json_each(m.extra, '$.mentions') AS n
			WHERE  m.extra <> '' AND m.key = c.key AND m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role = 'community'
			       AND m.sent_at >= ?1 AND m.sent_at < ?2 + 86400000000),
		words AS (
			SELECT o.id, m.author_id AS who, m.sent_at AS at
			FROM   opened AS o JOIN message AS m ON m.conversation_id = o.id JOIN member AS u ON u.id = m.author_id
			WHERE  m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role = 'community' AND m.author_id <> o.opener_id AND m.sent_at > o.opened_at
			UNION ALL
			SELECT o.id, n.author_id, n.sent_at
			FROM   opened AS o JOIN named AS n ON n.channel_id = o.channel_id AND n.who = o.opener
			WHERE  o.asked AND n.sent_at > o.opened_at AND n.sent_at <= o.opened_at + 86400000000 AND n.author_id <> o.opener_id),
		answers AS (SELECT id, who, min(at) AS at, min(at) = min(min(at)) OVER (PARTITION BY id) AS first, count(*) OVER (PARTITION BY id) AS speakers FROM words GROUP BY id, who),
		helped AS (
			SELECT a.who, sum(a.first) AS first, count(DISTINCT o.opener_id) AS people
			FROM   answers AS a JOIN opened AS o ON o.id = a.id WHERE o.asked GROUP BY a.who),
		lively AS (
			SELECT o.opener_id AS who, count(*) AS n FROM opened AS o WHERE (SELECT max(speakers) FROM answers AS a WHERE a.id = o.id) >= 2 GROUP BY o.opener_id)
		SELECT u.id, coalesce(h.first, 0), coalesce(h.people, 0), coalesce(l.n, 0)
		FROM   member AS u LEFT JOIN helped AS h ON h.who = u.id LEFT JOIN lively AS l ON l.who = u.id
		WHERE  h.who IS NOT NULL OR l.who IS NOT NULL`
)

// helper is what one member did for others.
type helper struct {
	id                    int64
	first, people, lively float64
}

func (h helper) score() float64 { return 2*h.first + h.people + h.lively/2 }

func helpers(t *testing.T, db *sql.DB, from, to time.Time) []helper {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), helpSQL, from.UnixMicro(), to.UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []helper
	for rows.Next() {
		var h helper
		if err := rows.Scan(&h.id, &h.first, &h.people, &h.lively); err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b helper) int { return cmp.Or(cmp.Compare(b.score(), a.score()), cmp.Compare(a.id, b.id)) })
	return all
}

func reportIsWhatSQLSays(t *testing.T, h home) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+h.db+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ask := func(query string, from, to time.Time) (v float64) {
		if err := db.QueryRowContext(t.Context(), query, from.UnixMicro(), to.UnixMicro()).Scan(&v); err != nil {
			t.Fatalf("%v\n%s", err, query)
		}
		return v
	}
	r, by := readReport(t, h.must(t, "report", "month", "2006-06", "--format", "json"))
	if r.State != "final" {
		t.Errorf("twenty years after it the report is %s", r.State)
	}
	may, june, july := in2006(5), in2006(6), in2006(7)
	queries := bySQL()
	queries["reactivated"], queries["lost_regulars"] = backSQL, lostSQL
	for _, metric := range []string{"active", "interaction_ratio", "new_contributors", "reactivated", "lost_regulars", "bus_factor", "ttfr_any", "reply_coverage"} {
		got := by[metric]
		if got.Value == nil || got.Previous == nil || !near(*got.Value, ask(queries[metric], june, july)) || !near(*got.Previous, ask(queries[metric], may, june)) {
			t.Errorf("%s: %v, before %v; SQL says %v and %v", metric, got.Value, got.Previous, ask(queries[metric], june, july), ask(queries[metric], may, june))
		}
	}
	if net := by["net_active"]; net.Value == nil || *net.Value != *by["new_contributors"].Value+*by["reactivated"].Value-*by["lost_regulars"].Value {
		t.Errorf("the net flow %v is not the sum of its terms", net.Value)
	}
	messages := figures(t, h, "2006-06")["messages"]
	if messages.Value == nil || *messages.Value != ask(queries["messages"], june, july) {
		t.Errorf("%v messages", messages.Value)
	}

	best := helpers(t, db, june, july)
	if len(r.Contributors) != 3 || len(best) < 3 {
		t.Fatalf("%d are thanked, of %d", len(r.Contributors), len(best))
	}
	for i, c := range r.Contributors {
		terms := map[string]float64{}
		for _, term := range c.Terms {
			terms[term.Name] = term.N
		}
		got := helper{c.Person, terms["first answers"], terms["people helped"], terms["lively conversations begun"]}
		if got != best[i] || c.Score != got.score() {
			t.Errorf("number %d is %+v, SQL says %+v", i+1, got, best[i])
		}
	}
}

func in2006(m time.Month) time.Time { return time.Date(2006, m, 1, 0, 0, 0, 0, time.UTC) }

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(b)) }

// finalReportStays changes the database that it is given.
func finalReportStays(t *testing.T, h home) {
	t.Helper()
	texts := map[string]string{}
	for _, format := range []string{"json", "md", "html", "csv"} {
		texts[format] = h.must(t, "report", "month", "2006-06", "--format", format)
	}
	same := func(when string) {
		t.Helper()
		for format, text := range texts {
			if again := h.must(t, "report", "month", "2006-06", "--format", format); again != text {
				t.Errorf("%s, %s reads otherwise: %d bytes, then %d", when, format, len(text), len(again))
			}
		}
	}
	same("printed again")
	if out := h.must(t, "report", "month", "2006-06", "--recompute"); !strings.Contains(out, "says today what it said") {
		t.Errorf("counted again:\n%s", out)
	}

	r, by := readReport(t, texts["json"])
	h.unsays(t, r.Contributors[0].Person, in2006(6), in2006(7))
	same("after words were taken back")
	out := h.must(t, "report", "month", "2006-06", "--recompute")
	for _, words := range []string{"Active members", fmt.Sprint(*by["active"].Value), fmt.Sprint(*by["active"].Value - 1)} {
		if !strings.Contains(out, words) {
			t.Errorf("counted again, it does not say %q:\n%s", words, out)
		}
	}
	same("after it was counted again")

	one, other := r.Contributors[1].Person, r.Contributors[2].Person
	h.must(t, "people", "merge", fmt.Sprint(one), fmt.Sprint(other))
	now, numbers := readReport(t, h.must(t, "report", "month", "2006-06", "--format", "json"))
	if len(now.Footnotes) != len(r.Footnotes)+1 || !strings.Contains(strings.Join(now.Footnotes, "\n"), "merged") {
		t.Errorf("two people became one, and the footnotes are %q", now.Footnotes)
	}
	if *numbers["active"].Value != *by["active"].Value {
		t.Errorf("%v were active, then %v", *by["active"].Value, *numbers["active"].Value)
	}
	h.must(t, "undo")
	same("after the merge was undone")
}

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
