package rules

import (
	"testing"
	"time"
)

// BenchmarkJudge judges real messages with the packs as they come, one after
// another with a window, as they are judged when they come in.
func BenchmarkJudge(b *testing.B) {
	set := packed(b)
	for name, items := range map[string][]Labelled{
		"chat":   ubuntu(b, 1)[:50_000],
		"github": labelled(b, "github_incivility"),
		"sms":    labelled(b, "sms_spam"),
	} {
		b.Run(name, func(b *testing.B) {
			w := NewWindow()
			at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
			n, size := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				at = at.Add(3 * time.Second)
				text := items[n%len(items)].Text
				author := string(rune('a' + n%500))
				set.Judge(Sample{Text: text, Author: Author{ID: author, Age: -1, Messages: n % 50}, At: at}, w)
				size += len(text)
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(float64(size)/float64(n), "bytes/message")
		})
	}
}

// BenchmarkLoad is what a start of the console and a change of the file cost.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Source{"rules.toml", Starter()}); err != nil {
			b.Fatal(err)
		}
	}
}
