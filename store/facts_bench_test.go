package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// crowd says many things over two years: a long tail of people, a third of it in
// threads, some of it questions, some of it naming others.
func crowd(b *testing.B, s *Store, messages int) {
	b.Helper()
	const atOnce = 500
	r := rand.New(rand.NewPCG(3, 4))
	members := max(100, messages/20)
	step := 2 * 365 * 24 * time.Hour / time.Duration(messages)
	var roster []inbox.Member
	for i := range members {
		roster = append(roster, inbox.Member{ID: fmt.Sprint("U", i), Handle: fmt.Sprint("user", i), Joined: noon.Add(-time.Duration(r.IntN(2*365*24)) * time.Hour)})
	}
	_, err := s.Ingest(b.Context(), inbox.Page{Account: "acme", Members: roster})
	must(b, err)
	var page []inbox.Message
	for i := range messages {
		m := inbox.Message{
			Channel: fmt.Sprint("C", r.IntN(30)), ID: fmt.Sprintf("%d.%06d", 1_700_000_000+i/10, i), Author: fmt.Sprint("U", int(float64(members)*r.Float64()*r.Float64()*r.Float64())),
			Kind: inbox.Said, Text: "some words about the thing that does not do what it should", SentAt: noon.Add(-2 * 365 * 24 * time.Hour).Add(time.Duration(i) * step),
		}
		if len(page) > 0 && r.IntN(3) > 0 {
			before := page[r.IntN(len(page))]
			m.Channel, m.Thread = before.Channel, before.Thread
			if m.Thread == "" {
				m.Thread = before.ID
			}
		} else if r.IntN(4) == 0 {
			m.Signals = []inbox.Signal{{Kind: inbox.Question, Reason: "asks"}}
			m.Mentions = []string{fmt.Sprint("U", r.IntN(members))}
		}
		if page = append(page, m); len(page) == atOnce || i == messages-1 {
			_, err := s.Ingest(b.Context(), inbox.Page{Account: "acme", Scope: inbox.Scope{Name: "x"}, Messages: page})
			must(b, err)
			page = page[:0]
		}
	}
}

const crowdSize = 200_000

func crowdedStore(b *testing.B) *Store {
	b.Helper()
	s := openAt(b, filepath.Join(b.TempDir(), "crowd.db"), &clock{noon})
	began := time.Now()
	crowd(b, s, crowdSize)
	b.Logf("%d messages came in within %v", crowdSize, time.Since(began))
	return s
}

func BenchmarkFacts(b *testing.B) {
	s := crowdedStore(b)
	must(b, s.Fold(b.Context()))
	read := func(b *testing.B, days int) *metrics.Facts {
		b.Helper()
		f, err := s.Facts(b.Context(), noon.AddDate(0, 0, -days), noon)
		must(b, err)
		return f
	}
	for _, days := range []int{30, 120, 730} {
		b.Run(fmt.Sprintf("%d days", days), func(b *testing.B) {
			for b.Loop() {
				read(b, days)
			}
			f := read(b, days)
			b.ReportMetric(float64(len(f.Said)), "messages")
			b.ReportMetric(float64(len(f.Members)), "members")
		})
	}
	b.Run("30 days, one of them stale", func(b *testing.B) {
		must(b, s.exec(b.Context(), `INSERT INTO fact_stale SELECT 1, max(part) FROM fact WHERE kind = 1 UNION SELECT 2, max(part) FROM fact WHERE kind = 2`))
		for b.Loop() {
			read(b, 30)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	s := crowdedStore(b)
	for b.Loop() {
		must(b, s.exec(b.Context(), `
			INSERT OR IGNORE INTO fact_stale
			SELECT DISTINCT 1, sent_at / 86400000000 FROM message UNION SELECT DISTINCT 2, opened_at / 86400000000 FROM conversation UNION SELECT DISTINCT 3, id / 1024 FROM member`))
		must(b, s.Fold(b.Context()))
	}
	b.ReportMetric(crowdSize*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
