package today_test

import (
	"testing"

	"rounds/ui/uitest"
)

// BenchmarkAKey is one key down the list and the frame that follows.
func BenchmarkAKey(b *testing.B) {
	d := open(b, uitest.Checking(), 120, 32)
	keys := []string{"j", "k"}
	for i := range b.N {
		d.keys(keys[i%2])
		_ = d.View().Content
	}
}
