package metrics

import (
	"slices"
	"time"
)

// Activity is how much the community said in each piece of a window, and of it
// apart what the team did. A day far outside of what is usual on such a day is
// marked (D-29).
func Activity(s *Scene, w Window, unit Unit) []Bucket {
	pieces := w.Cut(unit)
	all := make([]Bucket, len(pieces))
	for i, piece := range pieces {
		t := s.spoken(piece)
		all[i] = Bucket{Window: piece, Value: float64(t.messages), Team: float64(t.team)}
		all[i].Open = piece.To.After(s.AsOf)
		all[i].Partial = !s.Since.IsZero() && s.Since.After(piece.From)
		if unit == Days && !all[i].Open {
			all[i].Burst = s.burst(s.day(piece.From.UnixMicro()))
		}
	}
	return all
}

// burst reports whether a day lies outside two standard deviations of the 28
// days before it, once each is measured by what its weekday is wont to be
// (D-29).
func (s *Scene) burst(day int) bool {
	begin := max(0, day-28)
	if !s.Since.IsZero() {
		begin = max(begin, s.day(s.Since.UnixMicro()))
	}
	if day-begin < 14 || day >= len(s.totals) {
		return false
	}
	var sums, days [7]float64
	sum := 0.0
	for d := begin; d < day; d++ {
		v := float64(s.totals[d].messages)
		sums[(day-d)%7] += v
		days[(day-d)%7]++
		sum += v
	}
	usual := sum / float64(day-begin)
	adjusted := func(d int) float64 {
		k := (day - d) % 7
		if sums[k] == 0 {
			return float64(s.totals[d].messages)
		}
		return float64(s.totals[d].messages) * usual / (sums[k] / days[k])
	}
	values := make([]float64, 0, 28)
	for d := begin; d < day; d++ {
		values = append(values, adjusted(d))
	}
	middle, sigma := spread(values)
	now := adjusted(day)
	return sigma > 0 && (now > middle+2*sigma || now < middle-2*sigma)
}

// HeatOf is when the community speaks: by hour and weekday, on the clock of the
// zone.
func HeatOf(s *Scene, w Window) Heat {
	var heat Heat
	zone := s.zone()
	lo, _ := s.span(w)
	day, weekday, plain := lo-1, 0, false
	for i, said := 0, s.said(w); i < len(said); i++ {
		m := &said[i]
		if s.speaks(m) != theirs {
			continue
		}
		for day < lo || day+2 < len(s.days) && m.At >= s.days[day+1] {
			day++
			weekday = (int(time.UnixMicro(s.days[day]).In(zone).Weekday()) + 6) % 7
			plain = day+1 < len(s.days) && s.days[day+1]-s.days[day] == dayLong
		}
		h := int((m.At - s.days[day]) / hour)
		if !plain || h > 23 {
			h = time.UnixMicro(m.At).In(zone).Hour()
		}
		heat[weekday][h]++
	}
	return heat
}

// Spread is how long first answers took, and how many never came.
func Spread(s *Scene, w Window) []Bin {
	edges := []float64{0, 300, 900, 3600, 4 * 3600, 24 * 3600, 3 * 24 * 3600, 7 * 24 * 3600}
	bins := make([]Bin, 0, len(edges)+1)
	for i, from := range edges {
		to := 0.0
		if i+1 < len(edges) {
			to = edges[i+1]
		}
		bins = append(bins, Bin{From: from, To: to})
	}
	bins = append(bins, Bin{From: -1})
	s.asked(w, func(t *Talk, c *call) {
		row := Row{Kind: TalkRow, ID: t.ID, At: t.At}
		k := len(bins) - 1
		if c.any > 0 {
			row.In, row.Value = true, seconds(t.At, c.any)
			k = 0
			for k+1 < len(edges) && row.Value >= edges[k+1] {
				k++
			}
		}
		b := &bins[k]
		b.N++
		b.Rows = append(b.Rows, row)
		if c.any > 0 && c.by == ours {
			b.Team++
		}
	})
	return bins
}

// Concentration is who said how much, the most first, and how much all of them
// up to each said.
func Concentration(s *Scene, w Window) []Share {
	by := s.fork().crowd(s.span(w))
	sum := int32(0)
	for _, m := range by {
		sum += m.n
	}
	all := make([]Share, len(by))
	so := int32(0)
	for i, m := range by {
		so += m.n
		all[i] = Share{int64(s.members[m.person].ID), int(m.n), 100 * float64(so) / float64(sum)}
	}
	return all
}

// TriangleOf is who of those who joined in each of the last weeks came back in
// the weeks after (D-12b). Where the platforms do not tell when somebody joined
// it is when they were first seen.
func TriangleOf(s *Scene, weeks int) Triangle {
	this := Weeks.Begin(s.AsOf.In(s.zone()))
	t := Triangle{
		Weeks: make([]time.Time, weeks), Size: make([]int, weeks), Open: make([]int, weeks),
		Active: make([][]int, weeks), People: make([][][]int64, weeks),
	}
	begins := make([]int64, weeks+1)
	for c := range weeks {
		t.Weeks[c] = Weeks.Add(this, c-weeks+1)
		begins[c] = t.Weeks[c].UnixMicro()
		t.Active[c], t.People[c] = make([]int, weeks-c), make([][]int64, weeks-c)
		t.Open[c] = 1 // the week that runs
	}
	begins[weeks] = Weeks.Add(this, 1).UnixMicro()
	cohort := blank(len(s.members))
	for i := range s.persons {
		p := int32(i)
		if s.persons[i] != p || s.seen[p] == 0 || s.spam(p) || s.stands(p, s.seen[p]) != theirs {
			continue
		}
		if c := slices.IndexFunc(begins, func(at int64) bool { return s.seen[p] < at }) - 1; c >= 0 {
			cohort[p] = int32(c)
			t.Size[c]++
			t.Seen = t.Seen || s.joined[p] == 0
		}
	}
	s.fillTriangle(&t, begins, cohort)
	return t
}

// fillTriangle counts who of each cohort was there in which week.
func (s *Scene) fillTriangle(t *Triangle, begins []int64, cohort []int32) {
	marks := s.fork()
	for w := range t.Weeks {
		seen := marks.borrow()
		for _, p := range s.between(s.day(begins[w]), s.day(begins[w+1])) {
			c := int(cohort[p.person])
			if c < 0 || c > w || !seen.add(p.person, 1) {
				continue
			}
			t.Active[c][w-c]++
			t.People[c][w-c] = append(t.People[c][w-c], int64(s.members[p.person].ID))
		}
		marks.giveBack(seen)
	}
}
