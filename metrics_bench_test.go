package main

import (
	"database/sql"
	"fmt"
	"os"
	"testing"
	"time"

	"rounds/inbox/metrics"
	"rounds/store"
)

// measured opens a database that bench/metrics.sh made, at the end of its
// history.
func measured(b *testing.B) (*store.Store, time.Time) {
	b.Helper()
	path := os.Getenv("ROUNDS_BENCH_DB")
	if path == "" {
		b.Skip("bench/metrics.sh makes a database and names it in ROUNDS_BENCH_DB")
	}
	memory, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { memory.Close() })
	if err := memory.Fold(b.Context()); err != nil {
		b.Fatal(err)
	}
	var last string
	err = memory.Query(b.Context(), `SELECT max(sent_at) FROM v_messages`, func([]string) error { return nil }, func(row []any) error {
		last = fmt.Sprint(row[0])
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, last)
	if err != nil {
		b.Fatal(err)
	}
	return memory, now
}

// board reads the facts of a board and makes it.
func board(b *testing.B, memory *store.Store, now time.Time, w metrics.Window, seg metrics.Segment) {
	b.Helper()
	from, to := metrics.Need(metrics.Default(), w)
	facts, err := memory.Facts(b.Context(), from, to)
	if err != nil {
		b.Fatal(err)
	}
	facts.AsOf, facts.Zone = now, time.UTC
	metrics.Board(facts.Select(seg, metrics.Hours{}), w, metrics.Default())
}

// BenchmarkBoard is all that the Metrics pane asks for when it opens.
func BenchmarkBoard(b *testing.B) {
	memory, now := measured(b)
	for b.Loop() {
		board(b, memory, now, metrics.Last(30, now), metrics.Segment{})
	}
}

// BenchmarkTwoYears is a period of a person's own, for every account and for all
// of them.
func BenchmarkTwoYears(b *testing.B) {
	memory, now := measured(b)
	w := metrics.Window{From: metrics.Days.Begin(now.AddDate(-2, 0, 0)), To: metrics.Days.Begin(now), Unit: metrics.Days}
	accounts, err := memory.AccountNames(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, account := range append(accounts, "") {
			board(b, memory, now, w, metrics.Segment{Account: account})
		}
	}
}

// BenchmarkPaneQueries is what the Metrics pane reads when it opens, without
// counting.
func BenchmarkPaneQueries(b *testing.B) {
	memory, now := measured(b)
	from, to := metrics.Need(metrics.Default(), metrics.Last(30, now))
	for b.Loop() {
		if _, err := memory.Facts(b.Context(), from, to); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFoldAll makes all facts of the database anew: what an import costs
// more because the numbers are kept ready.
func BenchmarkFoldAll(b *testing.B) {
	memory, _ := measured(b)
	db, err := sql.Open("sqlite", "file:"+memory.Path())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		b.StopTimer()
		if _, err := db.ExecContext(b.Context(), `INSERT OR IGNORE INTO fact_stale SELECT kind, part FROM fact`); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := memory.Fold(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
