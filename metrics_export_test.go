//go:build long

package main

import (
	"cmp"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the numbers are counted from, in SQL that knows nothing of how they are
// counted: ?1 and ?2 are the window in microseconds.
const (
	// saidSQL is what the community said, in public.
	saidSQL = `
		WITH said AS (
			SELECT m.sent_at, m.author_id AS who, m.key <> c.key AS reply
			FROM   message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN member AS u ON u.id = m.author_id
			WHERE  m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role = 'community'),
		inside AS (SELECT * FROM said WHERE sent_at >= ?1 AND sent_at < ?2),
		most AS (SELECT who, count(*) AS n FROM inside GROUP BY who),
		ranked AS (
			SELECT n, sum(n) OVER (ORDER BY n DESC, who ROWS UNBOUNDED PRECEDING) AS upto, row_number() OVER (ORDER BY n DESC, who) AS place,
			       (SELECT count(*) FROM inside) AS total
			FROM   most) `
	// answeredSQL is every question or mention of the window, and when the first
	// other human answered: in the thread, or beside it by naming who had asked.
	answeredSQL = `
		WITH asked AS (
			SELECT c.id, c.channel_id, c.opener_id, c.opened_at, u.key AS opener
			FROM   conversation AS c JOIN member AS u ON u.id = c.opener_id
			       JOIN message AS m ON m.channel_id = c.channel_id AND m.key = c.key AND m.deleted = 0 AND m.kind = 'said'
			WHERE  c.opened_at >= ?1 AND c.opened_at < ?2 AND u.role = 'community' AND c.question + c.mention > 0),
		named AS MATERIALIZED (
			SELECT m.channel_id, n.value AS who, m.sent_at, m.author_id
			FROM   message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN member AS u ON u.id = m.author_id, json_each(m.extra, '$.mentions') AS n
			WHERE  m.extra <> '' AND m.key = c.key AND m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role <> 'bot'
			       AND m.sent_at >= ?1 AND m.sent_at < ?2 + 86400000000),
		answers AS (
			SELECT a.id, m.sent_at
			FROM   asked AS a JOIN message AS m ON m.conversation_id = a.id JOIN member AS u ON u.id = m.author_id
			WHERE  m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role <> 'bot' AND m.author_id <> a.opener_id AND m.sent_at > a.opened_at
			UNION ALL
			SELECT a.id, n.sent_at
			FROM   asked AS a JOIN named AS n ON n.channel_id = a.channel_id AND n.who = a.opener
			WHERE  n.sent_at > a.opened_at AND n.sent_at <= a.opened_at + 86400000000 AND n.author_id <> a.opener_id),
		first AS (SELECT a.id, (min(n.sent_at) - a.opened_at) / 1e6 AS took FROM asked AS a LEFT JOIN answers AS n ON n.id = a.id GROUP BY a.id),
		took AS (SELECT took, row_number() OVER (ORDER BY took) AS place, count(*) OVER () AS n FROM first WHERE took IS NOT NULL) `
)

// bySQL are the same numbers, counted by queries.
func bySQL() map[string]string {
	return map[string]string{
		"messages":          saidSQL + `SELECT count(*) FROM inside`,
		"active":            saidSQL + `SELECT count(DISTINCT who) FROM inside`,
		"interaction_ratio": saidSQL + `SELECT 1.0 * sum(reply) / sum(1 - reply) FROM inside`,
		"posts_per_active":  saidSQL + `SELECT 1.0 * count(*) / count(DISTINCT who) FROM inside`,
		"new_contributors":  saidSQL + `SELECT count(*) FROM (SELECT min(sent_at) AS f FROM said GROUP BY who) WHERE f >= ?1 AND f < ?2`,
		"top10_share":       saidSQL + `SELECT 100.0 * max(upto) / max(total) FROM ranked WHERE place <= 10`,
		"bus_factor":        saidSQL + `SELECT min(place) FROM ranked WHERE upto * 2 >= total`,
		"ttfr_any":          answeredSQL + `SELECT avg(took) FROM took WHERE place IN ((n + 1) / 2, (n + 2) / 2)`,
		"reply_coverage":    answeredSQL + `SELECT 100.0 * sum(coalesce(took, 1e9) <= 7 * 86400) / count(*) FROM first`,
	}
}

// TestARealExportIsKeptCountedAndReported imports seven years of a community once
// for all that is asked of it.
func TestARealExportIsKeptCountedAndReported(t *testing.T) {
	t.Parallel()
	export, h := shared(t, "data", "ubuntu-slack-export.zip"), newHome(t)
	t.Run("all of it is kept, once", func(t *testing.T) { keptWhole(t, h, export) })
	t.Run("numbers", func(t *testing.T) { numbersAreWhatSQLSays(t, h) })
	t.Run("the report of a month", func(t *testing.T) { reportIsWhatSQLSays(t, h) })
	t.Run("a final report says the same for ever", func(t *testing.T) { finalReportStays(t, h) })
}

func keptWhole(t *testing.T, h home, export string) {
	t.Helper()
	first := h.object(t, "import", "slack", export, "--json")
	if first["messages"] != 73202.0 || first["new"] != 73202.0 || first["members"] != 10049.0 || first["channels"] != 2.0 {
		t.Errorf("the first run says %v", first)
	}
	second := h.object(t, "import", "slack", export, "--json")
	if second["new"] != 0.0 || second["changed"] != 0.0 {
		t.Errorf("the second run says %v", second)
	}
	got := h.must(t, "sql", "--format", "csv", `SELECT channel, count(*) FROM v_messages GROUP BY 1 ORDER BY 2 DESC`)
	if want := "channel,count(*)\nubuntu,65916\nubuntu-unthreaded,7286\n"; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
	if got := h.number(t, `SELECT count(*) FROM v_members`); got != "10049" {
		t.Errorf("%s members", got)
	}
	if found := h.objects(t, "search", "--json", "wireless card"); len(found) == 0 {
		t.Error("nothing is found in it")
	}
}

func numbersAreWhatSQLSays(t *testing.T, h home) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+h.db+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, year := range []int{2005, 2006, 2009} {
		from, to := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
		got := figures(t, h, fmt.Sprint(year))
		for metric, query := range bySQL() {
			var want float64
			if err := db.QueryRowContext(t.Context(), query, from.UnixMicro(), to.UnixMicro()).Scan(&want); err != nil {
				t.Fatalf("%s: %v", metric, err)
			}
			if f := got[metric]; f.Value == nil || math.Abs(*f.Value-want) > 1e-6*max(1, want) {
				t.Errorf("%s of %d: %+v, SQL says %v", metric, year, f, want)
			}
		}
	}
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
