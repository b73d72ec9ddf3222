package metrics

import (
	"slices"
	"strconv"
	"time"
)

// hour and dayLong are lengths in our microseconds, for spans that are of the
// clock and not of the calendar.
const (
	second  = int64(time.Second / time.Microsecond)
	hour    = 3600 * second
	dayLong = 24 * hour
)

func number(v float64) *float64 { return &v }

// divided is a share in percent, or nothing (R5).
func divided(n, by float64) *float64 {
	if by == 0 {
		return nil
	}
	return number(100 * n / by)
}

// count makes the figure of a number.
func count(n int) Figure { return Figure{Value: number(float64(n)), Numerator: float64(n), N: n} }

// share makes the figure of a part of something.
func share(n, of int) Figure {
	return Figure{Value: divided(float64(n), float64(of)), Numerator: float64(n), Denominator: float64(of), N: of}
}

// ratio makes the figure of one thing for each of another.
func ratio(n, by float64) Figure {
	f := Figure{Numerator: n, Denominator: by, N: int(by)}
	if by != 0 {
		f.Value = number(n / by)
	}
	return f
}

// durations makes the figure of how long things took; of is how many there are,
// those included that did not come to an end.
func durations(seconds []float64, of int) Figure {
	slices.Sort(seconds)
	return Figure{
		Value: Median(seconds), Median: Median(seconds), P90: Rank(seconds, 90), Mean: mean(seconds),
		Numerator: float64(len(seconds)), Denominator: float64(of), N: len(seconds),
	}
}

// exclude notes how many do not count, and why.
func (f *Figure) exclude(why string, n int) {
	if n == 0 {
		return
	}
	if f.Excluded == nil {
		f.Excluded = map[string]int{}
	}
	f.Excluded[why] += n
}

func (f *Figure) note(text string) { f.Notes = append(f.Notes, text) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// row is a person as a row.
func (s *Scene) row(p int32) Row {
	return Row{Kind: PersonRow, ID: int64(s.members[p].ID), In: true, Value: 1}
}

// latest tells the rows of people which message of a window was their last
// one, and when.
func (s *Scene) latest(rows []Row, w Window) {
	if len(rows) == 0 {
		return
	}
	place := s.borrow()
	defer s.giveBack(place)
	for i := range rows {
		if p := s.person(int32(rows[i].ID)); rows[i].Kind == PersonRow && p >= 0 {
			place.put(p, int32(i)+1)
		}
	}
	said := s.said(w)
	for i := len(said) - 1; i >= 0; i-- {
		m := &said[i]
		p := s.person(m.Member)
		if p < 0 || s.speaks(m) != theirs {
			continue
		}
		if k := place.get(p); k > 0 {
			rows[k-1].Latest, rows[k-1].At = m.ID, m.At
			place.put(p, 0)
		}
	}
}

// without names the accounts of the segment that cannot supply an input (R16),
// and says whether any can.
func (s *Scene) without(f *Figure, can func(*Coverage) bool) (any bool) {
	for i := range s.Coverage {
		switch {
		case !s.accounts[i]:
		case can(&s.Coverage[i]):
			any = true
		default:
			f.Without = append(f.Without, s.Coverage[i].Account)
		}
	}
	return any || len(s.Coverage) == 0
}

// seconds between two of our times.
func seconds(from, to int64) float64 { return float64(to-from) / float64(second) }

// now is the time at which a window is looked at: its end, or when the facts
// were read.
func (s *Scene) now(w Window) time.Time { return earliest(w.To, s.AsOf) }

// past reports whether a window ended before the facts were read, so that what
// is so now says nothing about it.
func (s *Scene) past(w Window) bool { return w.To.Before(s.AsOf) }
