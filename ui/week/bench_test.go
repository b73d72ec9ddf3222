package week_test

import (
	"testing"

	"rounds/ui/uitest"
)

// BenchmarkFrame is a frame of a week among 10,000 posts.
func BenchmarkFrame(b *testing.B) {
	d := open(b, uitest.BusyPlan(10000), 200, 50)
	for b.Loop() {
		d.press("j")
		_ = d.View()
	}
}
