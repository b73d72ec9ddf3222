package metrics

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

func contents() []Definition {
	all := []Definition{
		{
			ID: "content_result", Spec: "D-27", Name: "Answers to our posts", Short: "post result", Measure: Count, Better: Up, Of: PostRow, How: Middle, Reach: 90, Wait: 7, measure: (*Scene).contentResult,
			Formula: "median over our posts of the period of replies and reactions in the 7 days after", Leaves: "Our own replies do not count, and neither do posts that are not 7 days old.",
		},
		{
			ID: "on_time_rate", Spec: "D-27b", Name: "Published on time", Short: "on time", Measure: Percent, Better: Up, Of: PostRow, How: Heads, measure: (*Scene).onTime,
			Formula: "posts that went out within 5 minutes of their plan ÷ those that went out, failed or were missed × 100", Leaves: "What was cancelled does not count; what was moved before its time is not late.",
		},
		{
			ID: "cadence_gap", Spec: "D-27b", Name: "Longest silence of ours", Short: "longest gap", Measure: Duration, Better: Down, Of: PostRow, How: Largest, Reach: 90, measure: (*Scene).cadence,
			Formula: "the longest time in the period without a post of ours in a channel", Leaves: "Channels with fewer than two posts in the period and the 90 days before do not count.",
		},
		{
			ID: "deflection_direct", Spec: "D-25", Name: "Solved by members", Short: "solved by peers", Measure: Count, Better: Up, Of: TalkRow, How: Heads, Wait: 7, measure: (*Scene).deflected,
			Formula: "questions of the period that a member answered, the team never had to, and a person said to be done: an estimate of what support was spared", Leaves: "Of several by one person within 24 hours the first one counts.",
		},
		{
			ID: "workload", Spec: "D-30", Name: "Items handled", Short: "handled", Measure: Count, Better: Neutral, Of: TalkRow, How: Heads, measure: (*Scene).workload,
			Formula: "conversations settled and decisions made by people in the period", Leaves: "What rules and bots did does not count.",
		},
	}
	all = family(Contents, all, "")
	all[len(all)-1].Family = Working
	return all
}

// Result is how one post did.
type Result struct {
	Published
	Relative *float64 // times what is usual in its channel and theme, else its channel (D-27); nil of fewer than five
}

// Results is how the posts of a window did, each beside what was usual in the
// ninety days before it.
func Results(s *Scene, w Window) []Result {
	var all []Result
	for i := range s.Published {
		p := &s.Published[i]
		if p.At == 0 || !within(p.At, w) {
			continue
		}
		r := Result{Published: *p}
		if usual := s.usual(p); p.Week >= 0 && usual != nil && *usual > 0 {
			r.Relative = number(float64(p.Week) / *usual)
		}
		all = append(all, r)
	}
	return all
}

// usual is the median of the posts before one, of its channel and theme, or, if
// there are too few, of its channel.
func (s *Scene) usual(p *Published) *float64 {
	var near, all []float64
	for i := range s.Published {
		o := &s.Published[i]
		if o.At == 0 || o.Week < 0 || o.At >= p.At || o.At < p.At-90*dayLong || o.Account != p.Account || o.Channel != p.Channel {
			continue
		}
		all = append(all, float64(o.Week))
		if o.Theme == p.Theme {
			near = append(near, float64(o.Week))
		}
	}
	for _, values := range [][]float64{near, all} {
		if len(values) >= 5 {
			slices.Sort(values)
			return Median(values)
		}
	}
	return nil
}

func (s *Scene) contentResult(w Window) Figure {
	var values, day, relative []float64
	var rows []Row
	young := 0
	for _, r := range Results(s, w) {
		row := Row{Kind: PostRow, Key: r.Post, At: r.At, In: r.Week >= 0}
		if r.Day >= 0 {
			day = append(day, float64(r.Day))
		}
		if row.In {
			row.Value = float64(r.Week)
			values = append(values, row.Value)
		} else {
			young++
		}
		if r.Relative != nil {
			relative = append(relative, *r.Relative)
		}
		if s.rows {
			rows = append(rows, row)
		}
	}
	slices.Sort(day)
	slices.Sort(relative)
	f := durations(values, len(values)+young)
	f.Rows, f.Immature = rows, young
	f.Parts = []Part{
		{Name: "after 24 h", Value: Median(day), Measure: Count},
		{Name: "times the usual", Value: Median(relative), Measure: Ratio},
	}
	return f
}

// onTime is whether the plan was kept (D-27b).
func (s *Scene) onTime(w Window) Figure {
	var f Figure
	n, all := 0, 0
	for i := range s.Published {
		p := &s.Published[i]
		failed := p.At == 0 && (p.State == "failed" || p.State == "missed" || p.State == "let go")
		if !within(p.Due, w) || p.At == 0 && !failed {
			continue
		}
		all++
		row := Row{Kind: PostRow, Key: p.Post, At: p.Due, Why: p.State, In: p.At > 0 && p.At-p.Due <= 5*60*second}
		if p.At > 0 {
			row.Value = seconds(p.Due, p.At)
		}
		if row.In {
			n++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	}
	f.rate(n, all, true)
	return f
}

// cadence is how long a channel had to wait for a post of ours (D-27b). The
// time up to now, or to the end of the window, counts as well.
func (s *Scene) cadence(w Window) Figure {
	var f Figure
	by := s.published(w)
	for _, channel := range sorted(by) {
		gaps := s.gaps(by[channel], w)
		if len(by[channel]) < 2 || len(gaps) == 0 {
			continue
		}
		longest := 0.0
		for _, row := range gaps {
			longest = max(longest, row.Value)
			f.N++
			if row.Why = channel; s.rows {
				f.Rows = append(f.Rows, row)
			}
		}
		f.Parts = append(f.Parts, Part{Name: channel, Value: number(longest), Measure: Duration})
		if f.Value == nil || longest > *f.Value {
			f.Value = number(longest)
		}
	}
	return f
}

// published is what went out before the end of a window and not long before it
// began, by channel and time.
func (s *Scene) published(w Window) map[string][]*Published {
	by := map[string][]*Published{}
	from, end := Days.Add(w.From, -90).UnixMicro(), s.now(w).UnixMicro()
	for i := range s.Published {
		if p := &s.Published[i]; p.At > 0 && p.At < end && p.At >= from {
			channel := s.accountName(p.Account) + " " + p.Channel
			by[channel] = append(by[channel], p)
		}
	}
	for _, posts := range by {
		slices.SortFunc(posts, func(a, b *Published) int { return cmp.Compare(a.At, b.At) })
	}
	return by
}

// gaps is how long it was quiet after each post, as far as it lies in a window.
func (s *Scene) gaps(posts []*Published, w Window) []Row {
	var rows []Row
	from := w.From.UnixMicro()
	for i, p := range posts {
		until := s.now(w).UnixMicro()
		if i+1 < len(posts) {
			until = posts[i+1].At
		}
		if until > from {
			rows = append(rows, Row{Kind: PostRow, Key: p.Post, At: p.At, In: true, Value: seconds(max(p.At, from), until)})
		}
	}
	return rows
}

func (s *Scene) accountName(account int32) string {
	if int(account) < len(s.Coverage) {
		return s.Coverage[account].Account
	}
	return ""
}

func sorted[T any](by map[string]T) []string { return slices.Sorted(maps.Keys(by)) }

// deflected is what the community solved by itself (D-25).
func (s *Scene) deflected(w Window) Figure {
	done := map[int64]bool{}
	for i := range s.Dones {
		if s.Dones[i].Reopened == 0 {
			done[s.Dones[i].Talk] = true
		}
	}
	last := map[int32]int64{}
	var f Figure
	n := 0
	s.asked(w, func(t *Talk, c *call) {
		if !t.Question || c.any == 0 || c.by != theirs || c.team > 0 || !done[t.ID] {
			return
		}
		p := s.person(t.Opener)
		if at, again := last[p]; again && t.At-at <= dayLong {
			f.exclude("by the same person within 24 hours", 1)
			return
		}
		last[p] = t.At
		n++
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: TalkRow, ID: t.ID, At: t.At, In: true, Value: 1})
		}
	})
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), n
	f.note("An estimate: no platform tells here which answer was accepted.")
	return f
}

// workload is what was handled, and how much of it outside of office hours
// (D-30).
func (s *Scene) workload(w Window) Figure {
	var f Figure
	n, late := 0, 0
	add := func(kind RowKind, id, at int64, why string) {
		n++
		if !s.Hours.Open(time.UnixMicro(at), s.zone()) {
			late++
		}
		if s.rows {
			f.Rows = append(f.Rows, Row{Kind: kind, ID: id, In: true, Value: 1, At: at, Why: why})
		}
	}
	for i := range s.Dones {
		if d := &s.Dones[i]; within(d.At, w) {
			add(TalkRow, d.Talk, d.At, "done")
		}
	}
	s.ruled(w, func(d *Decision) {
		if !d.ByRule {
			add(DecisionRow, d.ID, d.At, d.Outcome)
		}
	})
	f.Value, f.Numerator, f.N = number(float64(n)), float64(n), n
	f.Parts = []Part{{Name: "outside of office hours", Value: divided(float64(late), float64(n)), Measure: Percent}}
	return f
}
