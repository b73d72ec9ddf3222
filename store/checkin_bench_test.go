package store

import (
	"os"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// BenchmarkCheckIn reads a whole day, of a crowd or, with ROUNDS_BENCH_DB, of
// a copy of a database as bench makes them.
func BenchmarkCheckIn(b *testing.B) {
	var s *Store
	now := noon
	if path := os.Getenv("ROUNDS_BENCH_DB"); path != "" {
		var err error
		s, err = Open(b.Context(), path, Options{Actor: "sam"})
		must(b, err)
		b.Cleanup(func() { s.Close() })
		var last micros
		must(b, s.read.QueryRowContext(b.Context(), `SELECT max(sent_at) FROM message`).Scan(&last))
		now = last.time()
	} else {
		s = crowdedStore(b)
	}
	ask := checkin.Request{Now: now, Zone: time.UTC, Targets: checkin.Targets{Question: 24 * time.Hour, Mention: 8 * time.Hour}}
	var d checkin.Day
	b.Run("day", func(b *testing.B) {
		for b.Loop() {
			var err error
			d, err = s.CheckIn(b.Context(), ask)
			must(b, err)
		}
	})
	for _, p := range d.Parts {
		b.Logf("%s: %d and %d more", p.Step, len(p.Items), p.More)
	}
	r := &roundup{Store: s, ctx: b.Context(), ask: ask}
	r.ask.Window, r.day.Now, r.day.News.Since = usualWindow, now, now.Add(-inbox.Day)
	for name, step := range map[string]func() error{
		"recall": r.recall, "news": r.news, "welcome": r.welcome, "questions": r.questions, "good": r.good, "flags": r.flags, "loose": r.loose, "back": r.back, "rhythm": r.rhythm,
		"milestones": func() error { _, err := r.milestones(); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.here, r.parts, r.more = map[string]bool{}, map[checkin.Step][]checkin.Item{}, map[checkin.Step]int{}
				must(b, step())
			}
		})
	}
}
