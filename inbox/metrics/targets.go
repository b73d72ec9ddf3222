package metrics

import "time"

// Clock is by which a target is measured.
type Clock string

// The clocks.
const (
	Wall Clock = "wall"
	Work Clock = "work" // only the hours at work run (D-7)
)

// Target is how soon somebody of the team shall answer first (D-11).
type Target struct {
	Within time.Duration
	By     Clock
}

// Attained is in what part of the conversations that were asked in a window a
// target was met. What is still within it is neither met nor missed: it is
// immature. Waiting is waiting, so that what is snoozed goes on to wait.
func Attained(s *Scene, w Window, t Target) Figure {
	took := func(from, to int64) float64 { return seconds(from, to) }
	if t.By == Work {
		took = func(from, to int64) float64 {
			return s.Hours.Between(time.UnixMicro(from), time.UnixMicro(to), s.zone()).Seconds()
		}
	}
	now := s.AsOf.UnixMicro()
	limit := t.Within.Seconds()
	var f Figure
	met, all := 0, 0
	s.asked(w, func(talk *Talk, c *call) {
		row := Row{Kind: TalkRow, ID: talk.ID, At: talk.At}
		if c.team > 0 {
			row.Value = took(talk.At, c.team)
			row.In = row.Value <= limit
		} else if took(talk.At, now) <= limit {
			f.Immature++
			return
		}
		if all++; row.In {
			met++
		}
		f.Rows = append(f.Rows, row)
	})
	f.rate(met, all, true)
	f.Window = w
	s.frame(&f, w)
	return f
}
