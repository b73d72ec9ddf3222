package threads_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui"
	"rounds/ui/uitest"
)

// long is a community of n conversations.
func long(n int) *uitest.Memory {
	base := uitest.Community()
	m := uitest.NewMemory()
	for i := range n {
		talk := *base.Talks[i%len(base.Talks)]
		talk.ID, talk.State = int64(i+1), "open"
		talk.LastAt = uitest.Noon().Add(-time.Duration(i) * time.Minute)
		m.Talks = append(m.Talks, &talk)
	}
	return m
}

// burst presses j and k two hundred times, drawing after every key as Bubble
// Tea does; answers come when the burst is over.
func burst(b *testing.B, app *ui.App) {
	for b.Loop() {
		var asked []tea.Cmd
		for i := range 200 {
			key := "j"
			if i >= 100 {
				key = "k"
			}
			_, cmd := app.Update(uitest.Key(key))
			asked = append(asked, cmd)
			if app.View().Content == "" {
				b.Fatal("nothing is drawn")
			}
		}
		b.StopTimer()
		for _, cmd := range asked {
			uitest.Run(app, cmd)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/200, "µs/key")
}

func BenchmarkBurst(b *testing.B) {
	for name, keys := range map[string][]string{"right": nil, "below": {"p", "p"}} {
		b.Run(name, func(b *testing.B) {
			app := open(b, long(1000), 200, 50)
			uitest.Press(app, append([]string{"h"}, keys...)...)
			burst(b, app)
		})
	}
}

// BenchmarkFrame draws a frame that has not changed.
func BenchmarkFrame(b *testing.B) {
	app := open(b, long(1000), 200, 50)
	uitest.Press(app, "h")
	for b.Loop() {
		if app.View().Content == "" {
			b.Fatal("nothing is drawn")
		}
	}
}
