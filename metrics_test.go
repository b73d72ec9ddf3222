package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

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

// TestARealExportIsCountedAndReportedAsSQLSays imports it once for all that is
// counted of it.
func TestARealExportIsCountedAndReportedAsSQLSays(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.must(t, "import", "slack", shared(t, "data", "ubuntu-slack-export.zip"))
	t.Run("numbers", func(t *testing.T) { numbersAreWhatSQLSays(t, h) })
	t.Run("the report of a month", func(t *testing.T) { reportIsWhatSQLSays(t, h) })
	t.Run("a final report says the same for ever", func(t *testing.T) { finalReportStays(t, h) })
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

func TestEveryMetricIsDocumented(t *testing.T) {
	text := page(t, "metrics.md")
	for _, d := range metrics.Definitions() {
		if row := fmt.Sprintf("| `%s` | %s (%s) | %s |", d.ID, d.Name, d.Spec, d.Formula); !strings.Contains(text, row) {
			t.Errorf("docs/metrics.md does not say\n%s", row)
		}
	}
}
