package when

import (
	"testing"
	"time"
)

func TestWhatIsDoneEverySoOftenIsDoneAtTheSameMoments(t *testing.T) {
	noon := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]time.Duration{0: 2 * time.Second, 300 * time.Millisecond: 1700 * time.Millisecond, 1999 * time.Millisecond: time.Millisecond} {
		if got := UntilBeat(2*time.Second, noon.Add(after)); got != want {
			t.Errorf("%v after a beat the next is %v away, want %v", after, got, want)
		}
	}
}
