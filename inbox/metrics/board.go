package metrics

import "time"

// Entry is one row of a board: a figure with what it is compared with.
type Entry struct {
	Definition
	Now    Figure
	Before Figure   // of [Window.Before]; [Delta] compares them
	Series []Figure // the window in pieces, or, of a short one, the weeks before it
	Goal   *Goal
}

// Bucket is one piece of a chart over time.
type Bucket struct {
	Window
	Value   float64
	Team    float64 // what the team did, which Value is without
	Burst   bool    // outside of what is usual on such a day (D-29)
	Open    bool    // not over yet, or too young to be judged
	Partial bool    // the history begins in it
}

// Heat is how much was said by hour and weekday, Monday first, on the clock of
// the zone.
type Heat [7][24]int

// Triangle is who of those who joined in a week was active in the weeks after
// (D-12b). Row c, column w is how many of week c were active w weeks later.
type Triangle struct {
	Weeks  []time.Time // Mondays
	Size   []int
	Active [][]int // as far as the weeks have come
	Open   []int   // how many of the last columns of each row are not over yet
	Seen   bool    // "joined" is when they were first seen: the platforms do not tell
	People [][][]int64
}

// Bin is one bar of a distribution: how many lie in [From, To) seconds.
type Bin struct {
	From, To float64 // To 0: and more; From -1: never
	N        int
	Team     int
	Rows     []Row
}

// Share is one person's part of what was said.
type Share struct {
	Person     int64
	Messages   int
	Cumulative float64 // percent, this one included
}

// Line is a row as a person reads it.
type Line struct {
	Row
	When         time.Time
	Account      string
	Platform     string
	Channel      string // its name
	Who          string // as they are called
	Member       string // the platform's ID
	Text         string // the beginning of what it says
	Link         string // of its platform; "" if there is none
	Conversation int64  // to be opened; 0 if there is none
}

// Annotation is something that a person wants to see at a day of every chart.
type Annotation struct {
	ID   string
	Day  time.Time // midnight of the zone
	Text string
	By   string
}

// Board makes the rows of a board: each figure, what it was in the window
// before, and its course.
func Board(s *Scene, w Window, ids []string) []Entry {
	s = s.fork()
	entries := make([]Entry, 0, len(ids))
	for _, id := range ids {
		d, ok := Find(id)
		if !ok {
			continue
		}
		e := Entry{Definition: d, Now: d.on(s, w), Before: d.on(s, w.Before())}
		for _, piece := range d.pieces(w) {
			e.Series = append(e.Series, d.on(s, piece))
		}
		for i := range s.Goals {
			if s.Goals[i].Metric == id {
				e.Goal = &s.Goals[i]
			}
		}
		entries = append(entries, e)
	}
	return entries
}

// pieces are the windows of a series. A figure that means nothing over a day is
// made for the days that end with each piece.
func (d Definition) pieces(w Window) []Window {
	days := w.Days()
	if days < 7 {
		all := make([]Window, 12)
		for i, before := len(all)-1, w.Before(); i >= 0; i, before = i-1, before.Before() {
			all[i] = before
		}
		return all
	}
	unit := Days
	switch {
	case days >= 400:
		unit = Months
	case days >= 60 || d.least > 0:
		unit = Weeks
	}
	all := w.Cut(unit)
	for i, piece := range all {
		if piece.Days() < d.least {
			all[i] = Window{Days.Add(piece.To, -d.least), piece.To, Days}
		}
	}
	return all
}

// Need is which facts a board needs: what its figures, those of the window
// before and their courses look at. A month before the window is always there,
// so that a chart can tell what is usual.
func Need(ids []string, w Window) (from, to time.Time) {
	from, to = Days.Add(w.From, -35), w.To
	for _, id := range ids {
		d, ok := Find(id)
		if !ok {
			continue
		}
		for _, part := range append(d.pieces(w), w, w.Before()) {
			begin, end := d.Span(part)
			from, to = earliest(from, begin), latest(to, end)
		}
	}
	return from, to
}
