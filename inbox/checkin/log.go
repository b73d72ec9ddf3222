package checkin

import (
	"fmt"
	"strings"
	"time"
)

// Sentence is what a check-in came to, in the words in which it is said at its
// end: "Done for today — 14 min, 9 items: welcomed 3, answered 4, settled 2."
func (l Log) Sentence() string {
	var did []string
	for _, d := range l.Did.parts() {
		if d.n > 0 {
			did = append(did, fmt.Sprintf("%s %d", d.what, d.n))
		}
	}
	text := "Done for today — " + minutes(l.Took()) + ", " + count(l.Did.All(), "item")
	if len(did) > 0 {
		text += ": " + strings.Join(did, ", ")
	}
	text += "."
	switch {
	case l.Left > 0 && l.Skipped > 0:
		text += fmt.Sprintf(" %d left, %d put off.", l.Left, l.Skipped)
	case l.Left > 0:
		text += fmt.Sprintf(" %d left for tomorrow.", l.Left)
	case l.Skipped > 0:
		text += fmt.Sprintf(" %d put off.", l.Skipped)
	}
	return text
}

// deed is one kind of thing that was done, and how often.
type deed struct {
	what string
	n    int
}

func (d Did) parts() []deed {
	return []deed{
		{"welcomed", d.Welcomed},
		{"answered", d.Answered},
		{"acknowledged", d.Thanked},
		{"settled", d.Settled},
		{"snoozed", d.Snoozed},
		{"moderated", d.Moderated},
		{"kept", d.Kept},
	}
}

// Sum is what several check-ins came to.
type Sum struct {
	Days  int           `json:"days"`
	Took  time.Duration `json:"took"` // nanoseconds
	Items int           `json:"items"`
}

// Total adds check-ins up.
func Total(logs []Log) Sum {
	var s Sum
	for _, l := range logs {
		s.Days++
		s.Took += l.Took()
		s.Items += l.Did.All()
	}
	return s
}

// String is a sum in words: "18 days, 4 h 12 min, 312 items".
func (s Sum) String() string {
	return fmt.Sprintf("%s, %s, %s", count(s.Days, "day"), minutes(s.Took), count(s.Items, "item"))
}
