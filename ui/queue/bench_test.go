package queue_test

import (
	"testing"

	"rounds/ui/pane"
	"rounds/ui/uitest"
)

// crowd is a queue of n cases.
func crowd(n int) *uitest.Queue {
	q := uitest.Reported()
	for i := range n {
		f := *q.Files[i%19]
		f.ID = int64(1000 + i)
		q.Files = append(q.Files, &f)
	}
	return q
}

// BenchmarkAKeyAmongManyCases is what one step of the cursor costs, with the
// frame after it.
func BenchmarkAKeyAmongManyCases(b *testing.B) {
	d := open(b, crowd(5000), 200, 50)
	keys := []string{"j", "k"}
	for i := 0; b.Loop(); i++ {
		uitest.Press(d.App, keys[i%2])
		_ = d.View()
	}
}

// BenchmarkNewsAmongManyCases is what reading the queue again costs while every
// case is marked.
func BenchmarkNewsAmongManyCases(b *testing.B) {
	d := open(b, crowd(5000), 200, 50)
	d.press("*")
	for b.Loop() {
		uitest.Send(d.App, pane.Stale{})
		_ = d.View()
	}
}
