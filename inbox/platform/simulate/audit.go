package simulate

import (
	"fmt"
	"slices"
)

// Wanted is a message that somebody asked a client to post.
type Wanted struct {
	Marker  string
	Channel string // "" for a private one
	Thread  string
	Lane    string // of two with the same, the one wanted first has to be first
}

// Audit is what is wrong with what a client posted.
type Audit struct {
	Wanted   int
	Lost     []string // markers that never came
	Twice    []string
	Wrong    []string // in another place than was wanted; or that nobody wanted
	Disorder []string // lanes
}

// Audit compares what was wanted, in the order in which it was, with what was
// posted.
func (s *Slack) Audit(wanted []Wanted) Audit {
	a := Audit{Wanted: len(wanted)}
	first, copies := map[string]Write{}, map[string]int{}
	var order []string
	for _, w := range s.Written() {
		if w.Method != "chat.postMessage" {
			continue
		}
		if copies[w.Marker]++; copies[w.Marker] == 1 {
			first[w.Marker], order = w, append(order, w.Marker)
		}
	}
	lanes, lane := map[string][]string{}, map[string]string{}
	for _, want := range wanted {
		lanes[want.Lane], lane[want.Marker] = append(lanes[want.Lane], want.Marker), want.Lane
		w := first[want.Marker]
		switch {
		case copies[want.Marker] == 0:
			a.Lost = append(a.Lost, want.Marker)
		case copies[want.Marker] > 1:
			a.Twice = append(a.Twice, want.Marker)
		case want.Channel != "" && w.Channel != want.Channel, want.Thread != "" && w.Thread != want.Thread:
			a.Wrong = append(a.Wrong, want.Marker)
		}
	}
	came := map[string][]string{}
	for _, marker := range order {
		if in, known := lane[marker]; known {
			came[in] = append(came[in], marker)
		} else {
			a.Wrong = append(a.Wrong, marker)
		}
	}
	for in, markers := range lanes {
		if !slices.Equal(came[in], markers) && !slices.ContainsFunc(markers, func(m string) bool { return copies[m] == 0 }) {
			a.Disorder = append(a.Disorder, in)
		}
	}
	return a
}

// Good reports whether everything came once, where and when it should.
func (a Audit) Good() bool { return len(a.Lost)+len(a.Twice)+len(a.Wrong)+len(a.Disorder) == 0 }

func (a Audit) String() string {
	return fmt.Sprintf("lost %d, sent twice %d, wrong target %d, out of order %d", len(a.Lost), len(a.Twice), len(a.Wrong), len(a.Disorder))
}

// Add adds another one up.
func (a Audit) Add(b Audit) Audit {
	a.Wanted += b.Wanted
	a.Lost, a.Twice = append(a.Lost, b.Lost...), append(a.Twice, b.Twice...)
	a.Wrong, a.Disorder = append(a.Wrong, b.Wrong...), append(a.Disorder, b.Disorder...)
	return a
}
