package metrics

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// byHand makes numerator, denominator and value again from nothing but rows,
// as a definition says that it is done.
func byHand(d Definition, f Figure) (num, den float64, value *float64) {
	var in, out, sum, all float64
	var values []float64
	for _, row := range f.Rows {
		all += row.Value
		if !row.In {
			out++
			continue
		}
		in, sum = in+1, sum+row.Value
		values = append(values, row.Value)
	}
	slices.Sort(values)
	rows := float64(len(f.Rows))
	over := func(n, by, times float64) *float64 {
		if by == 0 {
			return nil
		}
		return number(times * n / by)
	}
	times := 1.0
	if d.Measure == Percent {
		times = 100
	}
	switch d.How {
	case Heads:
		if d.Measure == Percent {
			return in, rows, over(in, rows, 100)
		}
		return in, 0, number(in)
	case Sums:
		switch d.Measure {
		case Percent:
			return sum, all, over(sum, all, 100)
		case Ratio:
			return sum, rows, over(sum, rows, 1)
		case Count, Duration, Points:
		}
		return sum, 0, number(sum)
	case Per:
		return sum, f.Denominator, over(sum, f.Denominator, times)
	case Against:
		return in, out, over(in, out, times)
	case Middle:
		return in, rows, Median(values)
	case Half:
		if half := (len(f.Rows) + 1) / 2; half > 0 && half <= len(values) {
			return in, rows, number(values[half-1])
		}
		return in, rows, nil
	case Largest:
		if len(values) == 0 {
			return 0, 0, nil
		}
		return 0, 0, number(values[len(values)-1])
	case Balanced:
		up, down := 0.0, 0.0
		for _, row := range f.Rows {
			switch {
			case row.Value >= 9:
				up++
			case row.Value <= 6:
				down++
			}
		}
		return up - down, rows, over(up-down, rows, 100)
	}
	return math.NaN(), 0, nil
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) < 1e-6*max(1, math.Abs(*a))
}

func shown(v *float64) string {
	if v == nil {
		return "nothing"
	}
	return fmt.Sprint(*v)
}

func TestRowsCountedByHandGiveEveryNumber(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	from, to := time.Date(2025, 9, 1, 0, 0, 0, 0, zone), time.Date(2026, 11, 15, 13, 0, 0, 0, zone)
	some := map[string]bool{}
	for seed := range uint64(6) {
		s := someTown(seed, from, to, 60, 900).scene()
		for _, w := range []Window{
			Months.Over(time.Date(2026, 10, 1, 0, 0, 0, 0, zone)), Last(30, to), Last(7, to), Quarters.Over(time.Date(2026, 7, 1, 0, 0, 0, 0, zone)),
			Days.Over(time.Date(2026, 10, 25, 0, 0, 0, 0, zone)), Years.Over(time.Date(2026, 1, 1, 0, 0, 0, 0, zone)), Months.Over(time.Date(2027, 1, 1, 0, 0, 0, 0, zone)),
		} {
			for _, d := range Definitions() {
				f := d.On(s, w)
				some[d.ID] = some[d.ID] || len(f.Rows) > 0
				if f.Value == nil && len(f.Rows) == 0 {
					continue
				}
				num, den, value := byHand(d, f)
				if !same(value, f.Value) && (f.Value != nil || d.How != Heads) || math.Abs(num-f.Numerator) > 1e-6 && d.How != Largest || math.Abs(den-f.Denominator) > 1e-6 {
					t.Errorf("seed %d, %s in %s: %v of %v = %s; by hand %v of %v = %s", seed, d.ID, w, f.Numerator, f.Denominator, shown(f.Value), num, den, shown(value))
				}
			}
		}
	}
	for _, d := range Definitions() {
		if !some[d.ID] {
			t.Errorf("no town gives %s a row", d.ID)
		}
	}
}

func TestAFigureIsTheSameWithAndWithoutItsRows(t *testing.T) {
	to := utc(2026, 11, 15, 13, 0)
	s := someTown(3, utc(2025, 9, 1, 0, 0), to, 60, 900).scene()
	for _, d := range Definitions() {
		for _, w := range []Window{Last(30, to), Last(30, to).Before(), Months.Over(to), Weeks.Over(to)} {
			with, without := d.On(s, w), d.Value(s, w)
			if len(without.Rows) > 0 {
				t.Errorf("%s makes rows that nobody asked for", d.ID)
			}
			if !same(with.Value, without.Value) || with.Numerator != without.Numerator && d.ID != "stickiness" || with.Denominator != without.Denominator || with.N != without.N {
				t.Errorf("%s in %s: %s with rows, %s without", d.ID, w, shown(with.Value), shown(without.Value))
			}
		}
	}
}

func TestEveryDefinitionSaysWhatItIs(t *testing.T) {
	want := []string{
		"active", "dau", "wau", "mau", "active_rate", "stickiness", "messages", "posts_per_active", "interaction_ratio", "posts_per_topic", "member_share", "lurker_share",
		"new_members", "left_members", "net_new", "new_contributors", "reactivated", "lost_regulars", "net_active", "welcomed_rate", "activation_7d", "activation_30d", "funnel",
		"ttfr_any", "ttfr_team", "ttfr_team_bh", "half_life", "peer_answer_share", "reply_coverage", "solo_rate", "unanswered_now", "awaiting_us", "resolution_time", "reopen_rate",
		"retention_3m", "retention_6m", "retention_mom", "churn", "top10_share", "bus_factor", "onion_core", "gravity",
		"reports", "subjects", "decisions", "action_rate", "time_to_decision", "backlog", "agree_rate", "overturn_rate", "automod_precision",
		"feedback_closed", "deflection_direct", "content_result", "on_time_rate", "cadence_gap", "nps", "csat", "workload",
	}
	for _, id := range append(want, Default()...) {
		d, ok := Find(id)
		if !ok {
			t.Errorf("there is no %s", id)
			continue
		}
		if d.Name == "" || d.Short == "" || d.Formula == "" || d.Leaves == "" || d.Measure == "" || d.Better == "" || d.Of == "" || d.How == "" || d.Family == "" || d.Spec == "" || d.Version == 0 || d.measure == nil {
			t.Errorf("%s does not say all: %+v", id, d)
		}
		if len([]rune(d.Short)) > 16 {
			t.Errorf("the short name of %s is long", id)
		}
	}
	if len(Definitions()) != len(want) || len(Default()) != 12 {
		t.Errorf("%d definitions, %d rows", len(Definitions()), len(Default()))
	}
}
